/**
 * The files that browsers get, in memory: they are read once, at the start, and looked up by their whole name. What a request says never becomes a path on the
 * disk, so there is nothing to climb out of, and a rush on the pages waits for no disk. A changed file is seen after a restart.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface WebFile {
  readonly mediaType: string;
  /** Weak: it stands for the content, however it is encoded. */
  readonly etag: string;
  readonly plain: Buffer;
  /** The same, compressed; null where that is not worth it. */
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
}

/** As `vite build` makes it. */
export interface WebApp {
  /** The page of fans and the page of operators. */
  readonly fans: WebFile;
  readonly ops: WebFile;
  /** By name below /assets/: each name holds a hash of the content. */
  readonly assets: ReadonlyMap<string, WebFile>;
  /** By name below /: what has a name that others know, such as favicon.ico. */
  readonly others: ReadonlyMap<string, WebFile>;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const UNKNOWN_MEDIA_TYPE = 'application/octet-stream';
/** Compressed files stand beside the plain ones. */
const COMPRESSED = /\.(br|gz)$/;
const ASSETS = 'assets/';
const ETAG_DIGITS = 22;

function mediaTypeOf(name: string): string {
  return MEDIA_TYPES[extname(name)] ?? UNKNOWN_MEDIA_TYPE;
}

export function webFile(name: string, plain: Buffer, compressed: Partial<Pick<WebFile, 'br' | 'gzip'>> = {}): WebFile {
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, ETAG_DIGITS)}"`;
  return { mediaType: mediaTypeOf(name), etag, plain, br: compressed.br ?? null, gzip: compressed.gzip ?? null };
}

/** What was built into that folder; null when there is nothing, or not all of it. Blocks; for the start of the node only. */
export function readWebApp(folder: string): WebApp | null {
  const files = filesIn(folder);
  const fans = files.get('index.html');
  const ops = files.get('ops.html');
  if (fans === undefined || ops === undefined) return null;
  const assets = new Map<string, WebFile>();
  const others = new Map<string, WebFile>();
  for (const [name, file] of files) {
    if (name.startsWith(ASSETS)) assets.set(name.slice(ASSETS.length), file);
    else if (!name.endsWith('.html')) others.set(name, file);
  }
  return { fans, ops, assets, others };
}

/** Links are left out: everything that is built is a file. */
function filesIn(folder: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || COMPRESSED.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name, webFile(name, readFileSync(path), { br: readIfThere(`${path}.br`), gzip: readIfThere(`${path}.gz`) }));
  }
  return files;
}

function readIfThere(path: string): Buffer | null {
  return existsSync(path) ? readFileSync(path) : null;
}
