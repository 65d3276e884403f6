/** What style.md asks for that neither the compiler nor the linter sees. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';

const house = suite('house rules');

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fileLinesMax = 400;

interface SourceFile {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

/** Made by generators, which have their own ways. */
const GENERATED = ['src/grpc/generated/', 'src/web/api/openapi.d.ts'];
const sources = ['src', 'test', 'bench'].flatMap(filesIn).filter(({ path }) => !GENERATED.some((made) => path.startsWith(made)));

function filesIn(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|js|mjs|cjs|html|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
}

/** Every line that the pattern matches, as `path:line: text`. */
function linesMatching(pattern: RegExp, files: readonly SourceFile[] = sources): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, place }) => `${place}: ${line.trim()}`),
  );
}

house('there are sources to look at', () => {
  assert.ok(sources.some(({ path }) => path.startsWith('src/')) && sources.some(({ path }) => path.startsWith('test/')));
});

house(`no file is longer than ${fileLinesMax} lines`, () => {
  const tooLong = sources
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > fileLinesMax);
  assert.deepEqual(tooLong, []);
});

house('file names are kebab-case', () => {
  const names = sources.map(({ path }) => path).filter((path) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.[a-z]+)+$/.test(path));
  assert.deepEqual(names, []);
});

house('no test is left out, and none keeps the others from running', () => {
  assert.deepEqual(linesMatching(/\.(only|skip)\(/), []);
});

house('nothing is put off in a comment', () => {
  const marks = ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'];
  assert.deepEqual(linesMatching(new RegExp(`\\b(${marks.join('|')})\\b`)), []);
});

house('every suite is run, after its last test', () => {
  const forgotten = sources
    .filter(({ path }) => path.startsWith('test/') && path.endsWith('.ts'))
    .flatMap(({ path, text }) => suitesIn(text).map((name) => ({ path, text, name })))
    .filter(({ text, name }) => {
      const lastTest = [...text.matchAll(new RegExp(`^ *${name}(\\.\\w+)*\\(['"\`]`, 'gm'))].at(-1)?.index ?? 0;
      return text.lastIndexOf(`${name}.run()`) < lastTest || !text.includes(`${name}.run()`);
    })
    .map(({ path, name }) => `${path}: ${name}.run()`);
  assert.deepEqual(forgotten, []);
});

house('every test file has a suite', () => {
  // A contract is a suite that is written elsewhere, for several things that must keep it.
  const callsContract = (text: string): boolean => /^\w*[cC]ontract\w*\(/m.test(text);
  const without = sources.filter(
    ({ path, text }) => path.endsWith('.test.ts') && suitesIn(text).length === 0 && !text.includes('.run()') && !callsContract(text),
  );
  assert.deepEqual(
    without.map(({ path }) => path),
    [],
  );
});

/** Names of the suites of uvu that a file defines. */
function suitesIn(text: string): string[] {
  const own = [...text.matchAll(/^ *(?:const|let) (\w+) = suite(?:<[^(]*>)?\(/gm)].map(([, name]) => name ?? '');
  return /^import \{[^}]*\btest\b[^}]*\} from 'uvu'/m.test(text) ? [...own, 'test'] : own;
}

house('the settings in the README are those of the program', async () => {
  const begin = '<!-- settings:begin -->';
  const end = '<!-- settings:end -->';
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  assert.ok(readme.includes(begin) && readme.indexOf(end) > readme.indexOf(begin), `README.md has a table between ${begin} and ${end}`);
  const config = (await import(new URL('../../src/config.js', import.meta.url).href)) as { settingsTable(): string };
  const printed = readme.slice(readme.indexOf(begin) + begin.length, readme.indexOf(end));
  assert.equal(printed.trim(), config.settingsTable().trim(), 'put the output of settingsTable() there');
});

house.run();
