/** Which Debian mirrors this machine uses, read from its apt sources: files in the one-line style (*.list) and in the deb822 style (*.sources), see sources.list(5). */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What apt says when nobody has chosen a mirror. */
const FALLBACK = 'http://deb.debian.org/debian';
const ONE_LINE = /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s/;
/** Not debian-security, and nobody else's archive. A `mirror` URI names a list of mirrors. */
const DEBIAN_PATH = /\/debian(?:\.list)?\/?$/;
const PROTOCOLS = /^(?:https?|mirror(?:\+[a-z]+)*):$/;

/** In the order they are named, each once; Debian's own address when there is none. */
export async function debianMirrors(folder = '/etc/apt'): Promise<readonly string[]> {
  const parts = join(folder, 'sources.list.d');
  const names = (await readdir(parts).catch(() => [])).filter((name) => /\.(list|sources)$/.test(name)).sort();
  const files = [join(folder, 'sources.list'), ...names.map((name) => join(parts, name))];
  const mirrors: string[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    mirrors.push(...(file.endsWith('.sources') ? urisOfStanzas(text) : urisOfLines(text)));
  }
  const debian = [...new Set(mirrors.filter(isDebian).map((uri) => uri.replace(/\/$/, '')))];
  return debian.length > 0 ? debian : [FALLBACK];
}

function urisOfLines(text: string): string[] {
  return text.split('\n').flatMap((line) => ONE_LINE.exec(line.trim())?.[1] ?? []);
}

function urisOfStanzas(text: string): string[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = fieldsOf(stanza);
    const isOff = /^(no|false|off|0|without|disable)$/i.test(fields.get('enabled') ?? 'yes');
    const types = (fields.get('types') ?? '').split(/\s+/);
    return isOff || !types.includes('deb') ? [] : (fields.get('uris') ?? '').split(/\s+/).filter((uri) => uri !== '');
  });
}

/** By name in small letters; a value goes on in lines that begin with white space. */
function fieldsOf(stanza: string): Map<string, string> {
  const unfolded = stanza.replace(/\n[ \t]+/g, ' ');
  const fields = unfolded.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Za-z0-9-]+):(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()] as const];
  });
  return new Map(fields);
}

function isDebian(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, pathname } = new URL(uri);
  return PROTOCOLS.test(protocol) && DEBIAN_PATH.test(pathname);
}
