/** The web app as it was built: small enough, compressed, nothing in the pages that their policy would stop, nothing from elsewhere. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { fileURLToPath } from 'node:url';
import { readWebApp } from '../../src/rest/pages-files.js';
import type { WebFile } from '../../src/rest/pages-files.js';

/** Everything that a fan's browser fetches before the first page works. */
const FIRST_LOAD_BYTES_MAX = 150_000;
/** What is worth compressing is compressed; smaller files are one packet anyway. */
const PLAIN_BYTES_MAX = 1_400;

const built = readWebApp(fileURLToPath(new URL('../../web/', import.meta.url)));
if (built === null) throw new Error('the web app is not built: npm run build');
const { fans, ops, assets } = built;

/** Scripts and style sheets that the page names; modules that they import at once are among them, as Vite puts them into the page. */
function loadedBy(page: WebFile): readonly string[] {
  const text = page.plain.toString();
  return [...text.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name = '']) => name);
}

const sent = (file: WebFile): number => (file.br ?? file.plain).length;

function assetAt(name: string): WebFile {
  const file = assets.get(name);
  assert.ok(file !== undefined, `the page names ${name}, which was not built`);
  return file;
}

for (const [who, page] of [
  ['fans', fans],
  ['operators', ops],
] as const) {
  test(`the page of ${who} holds no script, no style and no handler of its own, and loads nothing from elsewhere`, () => {
    const text = page.plain.toString();
    assert.ok(!/<script(?![^>]*\bsrc=)[^>]*>/.test(text), text);
    assert.ok(!/<style|\sstyle=|\son[a-z]+=/i.test(text), text);
    assert.ok(!/(src|href)="(?!\/(?!\/))/.test(text), text);
    assert.match(text, /<link[^>]* href="\/brand\/theme\.css"/);
    assert.ok(loadedBy(page).length > 1);
  });
}

test('modules that a module imports at once are named in the page, so that they come together', () => {
  const named = new Set(loadedBy(fans));
  for (const name of named) {
    for (const [, imported = ''] of assetAt(name)
      .plain.toString()
      .matchAll(/(?:\bfrom|\bimport) ?["']\.\/([^"']+)["']/g)) {
      assert.ok(named.has(imported), `${name} imports ${imported}`);
    }
  }
});

test(`the first load of a fan has at most ${FIRST_LOAD_BYTES_MAX} bytes`, () => {
  const bytes = loadedBy(fans).reduce((sum, name) => sum + sent(assetAt(name)), sent(fans));
  assert.ok(bytes <= FIRST_LOAD_BYTES_MAX, `it has ${bytes}`);
});

test('fans load nothing of the operators', () => {
  const shared = new Set(loadedBy(fans));
  const own = loadedBy(ops).filter((name) => name.startsWith('ops-'));
  assert.ok(own.length > 0);
  for (const name of own) assert.ok(!shared.has(name), name);
});

test('every text that is worth it is there in both encodings', () => {
  for (const [name, file] of assets) {
    if (!/\.(css|js|svg|json)$/.test(name) || file.plain.length < PLAIN_BYTES_MAX) continue;
    assert.ok(file.br !== null && file.gzip !== null, name);
    assert.ok(file.br.length < file.plain.length && file.gzip.length < file.plain.length, name);
  }
});

test('names of files change with their content', () => {
  for (const name of assets.keys()) assert.match(name, /-[\w-]{8}\.[a-z0-9]+$/, name);
});

test.run();
