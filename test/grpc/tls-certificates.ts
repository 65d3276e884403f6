/** Certificates for one test file, made by openssl: authorities, and what they sign for whom and for when. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Paths of PEM files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  readonly commonName: string;
  /** As openssl writes them, for example `DNS:till.example`. @default none */
  readonly names?: readonly string[];
  /** @default a year ago until a year from now */
  readonly from?: Date;
  readonly until?: Date;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const YEAR_MS = 365 * 86_400_000;

export class Authority implements Certificate {
  readonly cert: string;
  readonly key: string;
  private readonly config: string;
  private made = 0;

  constructor(
    private readonly directory: string,
    private readonly name: string,
  ) {
    this.cert = join(directory, `${name}.pem`);
    this.key = join(directory, `${name}.key`);
    this.config = join(directory, `${name}.cnf`);
    writeFileSync(join(directory, `${name}.index`), '');
    writeFileSync(
      this.config,
      [
        '[ca]\ndefault_ca = authority',
        `[authority]\ndatabase = ${join(directory, `${name}.index`)}\nnew_certs_dir = ${directory}\nrand_serial = yes`,
        'default_md = sha256\npolicy = subject\nunique_subject = no',
        '[subject]\ncommonName = supplied\n',
      ].join('\n'),
    );
    openssl(['req', '-x509', ...NEW_KEY, '-keyout', this.key, '-out', this.cert, '-subj', `/CN=${name}`, '-days', '30']);
  }

  sign({ commonName, names = [], from = new Date(Date.now() - YEAR_MS), until = new Date(Date.now() + YEAR_MS) }: Wanted): Certificate {
    this.made += 1;
    const path = join(this.directory, `${this.name}-${this.made}`);
    const [key, request, cert, extensions] = [`${path}.key`, `${path}.csr`, `${path}.pem`, `${path}.ext`];
    writeFileSync(
      extensions,
      ['basicConstraints = CA:FALSE', ...(names.length > 0 ? [`subjectAltName = ${names.join(',')}`] : [])].join('\n'),
    );
    openssl(['req', ...NEW_KEY, '-keyout', key, '-out', request, '-subj', `/CN=${commonName}`]);
    openssl([
      ...['ca', '-batch', '-notext', '-config', this.config, '-cert', this.cert, '-keyfile', this.key, '-in', request, '-out', cert],
      ...['-startdate', opensslTime(from), '-enddate', opensslTime(until), '-extfile', extensions],
    ]);
    return { cert, key };
  }
}

export class Certificates {
  private readonly directory = mkdtempSync(join(tmpdir(), 'frontrow-tls-'));

  authority(name: string): Authority {
    return new Authority(this.directory, name);
  }

  file(name: string, text: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, text);
    return path;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}

export const read = (path: string): Buffer => readFileSync(path);

function opensslTime(time: Date): string {
  return `${time.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
}

function openssl(args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
