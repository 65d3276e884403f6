/** The texts of the web app as its sources have them: by language, by namespace (the file), by key (the path inside it, joined with dots). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const WEB_SOURCES = fileURLToPath(new URL('../../../src/web/', import.meta.url));
const FOLDER = join(WEB_SOURCES, 'i18n', 'locales');
const PLURAL = /_(zero|one|two|few|many|other)$/;
const VARIABLE = /\{\{-?\s*([\w.]+)/g;
/** May be told by which of the texts is taken, and need not be said in all of them. */
const COUNTS: ReadonlySet<string> = new Set(['count', 'countText']);

export type Texts = ReadonlyMap<string, string>;
export type Namespaces = ReadonlyMap<string, Texts>;

export const LANGUAGES: ReadonlyMap<string, Namespaces> = new Map(foldersIn(FOLDER).map((language) => [language, namespacesOf(language)]));

/** Without the ending that says for which numbers the text is. */
export function baseOf(key: string): string {
  return key.replace(PLURAL, '');
}

/** Of a key that is given without one, in a file with this path inside the web app: operators' pages have texts of their own. */
export function defaultNamespaceIn(path: string): string {
  return path.startsWith('ops/') ? 'ops' : 'fans';
}

/** For which numbers the text is; null when it is for all. */
export function pluralOf(key: string): string | null {
  return PLURAL.exec(key)?.[1] ?? null;
}

/** Names of what is put into the text, each once, sorted. */
export function variablesIn(text: string): readonly string[] {
  const names = [...text.matchAll(VARIABLE)].map(([, name]) => name ?? '');
  return [...new Set(names)].filter((name) => !COUNTS.has(name)).sort();
}

/** Every key of the language, with its namespace. */
export function keysOf(namespaces: Namespaces): readonly string[] {
  return [...namespaces].flatMap(([namespace, texts]) => [...texts.keys()].map((key) => `${namespace}:${key}`));
}

function namespacesOf(language: string): Namespaces {
  const folder = join(FOLDER, language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(files.map((file) => [file.replace(/\.json$/, ''), textsIn(JSON.parse(readFileSync(join(folder, file), 'utf8')))]));
}

function textsIn(value: unknown): Texts {
  return new Map(leaves(value, []));
}

function leaves(value: unknown, path: readonly string[]): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null) throw new Error(`${path.join('.')} is no text`);
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
