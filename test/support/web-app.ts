/** A web app as small as one can be, built into a folder of its own, for tests of what the node does with one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'frontrow-web-'));

  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, content: string | Buffer): void {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export const SCRIPT = `export const words = ${JSON.stringify('many words '.repeat(500))};\n`;
export const FANS_PAGE = '<!doctype html><title>Fans</title><script type="module" src="/assets/fans-BZ1xQe_7.js"></script>\n';
export const OPS_PAGE = '<!doctype html><title>Operators</title>\n';

/** As `vite build` leaves it. */
export function builtWebApp(): TestFolder {
  const folder = new TestFolder();
  folder.write('index.html', FANS_PAGE);
  folder.write('ops.html', OPS_PAGE);
  folder.write('assets/fans-BZ1xQe_7.js', SCRIPT);
  folder.write('assets/fans-BZ1xQe_7.js.br', brotliCompressSync(SCRIPT));
  folder.write('assets/fans-BZ1xQe_7.js.gz', gzipSync(SCRIPT));
  folder.write('assets/theme-Cq0pT1aa.css', 'body{margin:0}\n');
  folder.write('assets/only-gzip-A1.css', '.a{}\n'.repeat(500));
  folder.write('assets/only-gzip-A1.css.gz', gzipSync('.a{}\n'.repeat(500)));
  folder.write('favicon.ico', Buffer.from([0, 0, 1, 0]));
  return folder;
}
