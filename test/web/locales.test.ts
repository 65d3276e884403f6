/** The web app speaks three languages, and all of them completely. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { REFUSALS } from '../../src/domain/refusals.js';
import { baseOf, defaultNamespaceIn, keysOf, LANGUAGES, pluralOf, variablesIn, WEB_SOURCES } from './locales.js';
import type { Namespaces } from './locales.js';

const locales = suite('the languages of the web app');

/** Of the browser's own making: there was no answer. */
const PSEUDO_CODES = ['OFFLINE'];
const SCRIPTS: ReadonlyMap<string, RegExp> = new Map([
  ['ko', /\p{Script=Hangul}/u],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u],
]);

const english = LANGUAGES.get('en') ?? new Map<string, never>();
const others = [...LANGUAGES].filter(([language]) => language !== 'en');

function textOf(namespaces: Namespaces, fullKey: string): string {
  const [namespace = '', key = ''] = fullKey.split(/:(.*)/);
  return namespaces.get(namespace)?.get(key) ?? '';
}

locales('are English, Korean and Japanese', () => {
  assert.deepEqual([...LANGUAGES.keys()].sort(), ['en', 'ja', 'ko']);
  assert.ok(keysOf(english).length > 100, 'there are texts to compare');
});

locales('have the same texts', () => {
  const wanted = [...new Set(keysOf(english).map(baseOf))].sort();
  for (const [language, namespaces] of others) {
    const has = new Set(keysOf(namespaces).map(baseOf));
    assert.deepEqual(
      wanted.filter((key) => !has.has(key)),
      [],
      `missing in ${language}`,
    );
    assert.deepEqual(
      [...has].filter((key) => !wanted.includes(key)),
      [],
      `only in ${language}`,
    );
  }
});

locales('have a text for every number where one depends on a number', () => {
  for (const [language, namespaces] of LANGUAGES) {
    const keys = keysOf(namespaces);
    const counted = [
      ...new Set(
        [...LANGUAGES.values()]
          .flatMap(keysOf)
          .filter((key) => pluralOf(key) !== null)
          .map(baseOf),
      ),
    ];
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const missing = counted.flatMap((base) => categories.map((category) => `${base}_${category}`)).filter((key) => !keys.includes(key));
    assert.deepEqual(missing, [], `missing in ${language}`);
  }
});

locales('put the same things into the same texts', () => {
  const wanted = new Map(keysOf(english).map((key) => [baseOf(key), variablesIn(textOf(english, key))]));
  for (const [language, namespaces] of others) {
    const different = keysOf(namespaces)
      .map((key) => ({ key, variables: variablesIn(textOf(namespaces, key)), inEnglish: wanted.get(baseOf(key)) ?? [] }))
      .filter(({ variables, inEnglish }) => variables.join() !== inEnglish.join());
    assert.deepEqual(different, [], language);
  }
});

locales('have no text that is empty, or that was left in English', () => {
  for (const [language, namespaces] of LANGUAGES) {
    const script = SCRIPTS.get(language);
    const isLeft = (text: string, key: string): boolean =>
      script !== undefined && isSentence(text) && text === textOf(english, key) && !script.test(text);
    const wrong = keysOf(namespaces).filter((key) => {
      const text = textOf(namespaces, key);
      return text.trim() === '' || isLeft(text, key);
    });
    assert.deepEqual(wrong, [], language);
  }
});

/** Names and signs (`QR`, `p99`, `{{value}} ms`) are the same in every language. */
function isSentence(text: string): boolean {
  return /\p{L}{2,} \p{L}{2,}/u.test(text.replace(/\{\{.*?\}\}/g, ''));
}

locales('have words for every refusal', () => {
  for (const [language, namespaces] of LANGUAGES) {
    const told = new Set([...(namespaces.get('problems')?.keys() ?? [])].map((key) => key.split(/[._](?=[a-z])/)[0] ?? ''));
    const missing = [...Object.keys(REFUSALS), ...PSEUDO_CODES].filter((code) => !told.has(code));
    assert.deepEqual(missing, [], `missing in ${language}`);
  }
});

locales('have every text that the pages ask for by name', () => {
  const known = new Set(keysOf(english).map(baseOf));
  const unknown = sources().flatMap(({ path, text }) =>
    [...text.matchAll(/\bt\(\s*'([^']+)'/g)]
      .map(([, key = '']) => (key.includes(':') ? key : `${defaultNamespaceIn(path)}:${key}`))
      .filter((key) => !known.has(baseOf(key)) && !isStartOfKeys(known, key))
      .map((key) => `${path}: ${key}`),
  );
  assert.deepEqual(unknown, []);
});

locales('get everything that is to be put into them', () => {
  const wanted = new Map(keysOf(english).map((key) => [baseOf(key), variablesIn(textOf(english, key))]));
  const lacking = sources().flatMap(({ path, text }) =>
    [...text.matchAll(/\bt\(\s*'([^']+)'\s*(?:,\s*(\{[^}]*\})\s*)?\)/g)].flatMap(([, key = '', given = '']) => {
      // What is spread there is not to be seen from here.
      if (given.includes('...')) return [];
      const names = new Set([...given.matchAll(/[{,]\s*(\w+)\s*(?=[:,}])/g)].map(([, name]) => name ?? ''));
      const full = key.includes(':') ? key : `${defaultNamespaceIn(path)}:${key}`;
      return (wanted.get(baseOf(full)) ?? []).filter((name) => !names.has(name)).map((name) => `${path}: ${key} has no ${name}`);
    }),
  );
  assert.deepEqual(lacking, []);
});

/** A text in parts, such as a title and its detail. */
function isStartOfKeys(known: ReadonlySet<string>, key: string): boolean {
  return [...known].some((other) => other.startsWith(`${key}.`));
}

function sources(): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(WEB_SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(WEB_SOURCES.length), text: readFileSync(path, 'utf8') }));
}

locales.run();
