/**
 * The brand: a name, a logo and a style sheet that a team puts beside the web app. They come from a folder that an operator names, and are read once, at the
 * start, and only by the names of this table and its kinds of fonts and pictures. Nothing outside the folder is read: a link that leads out of it stops the start.
 */
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { isShowable } from '../domain/text.js';
import { webFile } from './pages-files.js';
import type { WebFile } from './pages-files.js';

export interface Brand {
  readonly name: string;
  /** By name below /brand/; theme.css and logo.svg are always there. */
  readonly files: ReadonlyMap<string, WebFile>;
}

/** The folder of the brand cannot be used; the message is one line that names the file and says what to do. */
export class BrandUnusable extends Error {
  override readonly name = 'BrandUnusable';
}

const THEME = 'theme.css';
const LOGO = 'logo.svg';
const FACTS = 'brand.json';
/** What theme.css may refer to. */
const EXTRA_KINDS: ReadonlySet<string> = new Set(['.css', '.jpg', '.png', '.svg', '.webp', '.woff2']);
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const FILES_MAX = 64;
const FILE_BYTES_MAX = 2 * 1_024 * 1_024;
const NAME_LENGTH_MAX = 60;
const COMPRESSED_BYTES_MIN = 1_024;
const TEXTS: ReadonlySet<string> = new Set(['.css', '.svg']);

const DEFAULT_NAME = 'Frontrow';
const DEFAULT_THEME = '/* The brand of this place: set FRONTROW_BRAND_DIR to a folder with a theme.css of your own. */\n';
/** Three rows of seats before a stage. */
const DEFAULT_LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2347c5"/>' +
  '<path d="M8 9h16" stroke="#fff" stroke-width="3" stroke-linecap="round"/>' +
  '<g fill="#fff"><circle cx="12" cy="16" r="2"/><circle cx="20" cy="16" r="2"/><circle cx="8" cy="22" r="2" opacity=".75"/>' +
  '<circle cx="16" cy="22" r="2" opacity=".75"/><circle cx="24" cy="22" r="2" opacity=".75"/></g></svg>\n';

const DEFAULT_FILES: ReadonlyMap<string, WebFile> = new Map([
  [THEME, webFile(THEME, Buffer.from(DEFAULT_THEME))],
  [LOGO, webFile(LOGO, Buffer.from(DEFAULT_LOGO))],
]);
export const DEFAULT_BRAND: Brand = { name: DEFAULT_NAME, files: DEFAULT_FILES };

/** Null: the brand that is built in. Blocks; for the start of the node only. Throws `BrandUnusable`. */
export function readBrand(folder: string | null): Brand {
  if (folder === null) return DEFAULT_BRAND;
  const names = namesIn(folder);
  const root = realpathSync(folder);
  const files = new Map(DEFAULT_FILES);
  for (const name of names) files.set(name, compressed(name, readInside(root, name)));
  const facts = readdirSync(folder).includes(FACTS) ? readInside(root, FACTS).toString('utf8') : null;
  return { name: facts === null ? DEFAULT_NAME : nameIn(facts), files };
}

/** Those that are served. Others (a README, a hidden file of an editor) are nobody's business. */
function namesIn(folder: string): readonly string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new BrandUnusable(`FRONTROW_BRAND_DIR: ${folder} can't be read (${reason(error)}); name a folder, or unset it.`, {
      cause: error,
    });
  }
  const served = names.filter((name) => PLAIN_NAME.test(name) && EXTRA_KINDS.has(extname(name)));
  if (served.length > FILES_MAX)
    throw new BrandUnusable(`FRONTROW_BRAND_DIR: ${folder} holds more than ${FILES_MAX} style sheets, fonts and pictures.`);
  return served;
}

/** Links within the folder are followed, for that is how Kubernetes mounts files. */
function readInside(root: string, name: string): Buffer {
  const path = join(root, name);
  try {
    const real = realpathSync(path);
    if (!real.startsWith(`${root}${sep}`))
      throw new BrandUnusable(`FRONTROW_BRAND_DIR: ${path} leads out of its folder; put the file itself there.`);
    const { size } = statSync(real);
    if (size > FILE_BYTES_MAX)
      throw new BrandUnusable(`FRONTROW_BRAND_DIR: ${path} has more than ${FILE_BYTES_MAX} bytes; make it smaller.`);
    return readFileSync(real);
  } catch (error) {
    if (error instanceof BrandUnusable) throw error;
    throw new BrandUnusable(`FRONTROW_BRAND_DIR: ${path} can't be read (${reason(error)}).`, { cause: error });
  }
}

function nameIn(text: string): string {
  const wanted = `must hold {"name": "..."}, a name of 1 to ${NAME_LENGTH_MAX} characters, and nothing else`;
  const unusable = (cause?: unknown): BrandUnusable => new BrandUnusable(`FRONTROW_BRAND_DIR: ${FACTS} ${wanted}.`, { cause });
  let facts: unknown;
  try {
    facts = JSON.parse(text);
  } catch (error) {
    throw unusable(error);
  }
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) throw unusable();
  const { name, ...others } = facts as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || Object.keys(others).length > 0) throw unusable();
  if (!isShowable(name, NAME_LENGTH_MAX)) throw unusable();
  return name.trim();
}

function compressed(name: string, plain: Buffer): WebFile {
  if (!TEXTS.has(extname(name)) || plain.length < COMPRESSED_BYTES_MIN) return webFile(name, plain);
  return webFile(name, plain, { br: brotliCompressSync(plain), gzip: gzipSync(plain) });
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
