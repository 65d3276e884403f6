/** The brand: what a team puts beside the web app, and what it cannot make the node serve. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { suite } from 'uvu';
import { BrandUnusable, readBrand } from '../../src/rest/pages-brand.js';
import type { Brand } from '../../src/rest/pages-brand.js';
import { withFacade } from '../support/test-facade.js';
import { TestFolder } from '../support/web-app.js';

const THEME = `:root { --accent: #c2185b; }\n${'/* many words */\n'.repeat(200)}`;

const branding = suite<{ folder: TestFolder }>('brand');
branding.before.each((context) => {
  context.folder = new TestFolder();
});
branding.after.each(({ folder }) => folder.remove());

const textOf = (brand: Brand, name: string): string | undefined => brand.files.get(name)?.plain.toString();

function problemWith(folder: TestFolder): string {
  try {
    readBrand(folder.path);
  } catch (error) {
    assert.ok(error instanceof BrandUnusable, String(error));
    assert.ok(!error.message.includes('\n'));
    return error.message;
  }
  return '';
}

branding('without a folder there is a name, a logo and a style sheet that changes nothing', () => {
  const brand = readBrand(null);
  assert.equal(brand.name, 'Frontrow');
  assert.match(textOf(brand, 'logo.svg') ?? '', /^<svg xmlns/);
  assert.match(textOf(brand, 'theme.css') ?? '', /^\/\*[^*]+\*\/\n$/);
});

branding('an empty folder changes nothing', ({ folder }) => {
  assert.deepEqual(readBrand(folder.path), readBrand(null));
});

branding('what the folder holds takes the place of what is built in', ({ folder }) => {
  folder.write('theme.css', THEME);
  folder.write('brand.json', '{"name": " 별무리 예매 "}');
  folder.write('Title-Bold.woff2', Buffer.from([1, 2, 3]));
  const brand = readBrand(folder.path);
  assert.equal(brand.name, '별무리 예매');
  assert.equal(textOf(brand, 'theme.css'), THEME);
  assert.deepEqual(brand.files.get('logo.svg'), readBrand(null).files.get('logo.svg'));
  assert.equal(brand.files.get('Title-Bold.woff2')?.mediaType, 'font/woff2');
});

branding('only what a style sheet needs is served', ({ folder }) => {
  for (const name of ['.env', 'notes.txt', 'script.js', 'page.html', '.theme.css', 'brand.json', 'with space.png'])
    folder.write(name, '{"name":"x"}');
  mkdirSync(folder.at('more'));
  folder.write('more/theme.css', 'deeper');
  assert.deepEqual([...readBrand(folder.path).files.keys()].sort(), ['logo.svg', 'theme.css']);
});

branding('links within the folder are followed, as Kubernetes mounts files', ({ folder }) => {
  folder.write('..2026/theme.css', THEME);
  symlinkSync('..2026', folder.at('..data'));
  symlinkSync('..data/theme.css', folder.at('theme.css'));
  assert.equal(textOf(readBrand(folder.path), 'theme.css'), THEME);
});

branding('the folder itself may be a link', ({ folder }) => {
  folder.write('brand/theme.css', THEME);
  symlinkSync('brand', folder.at('current'));
  assert.equal(textOf(readBrand(folder.at('current')), 'theme.css'), THEME);
});

branding('a link that leads out of the folder stops the start, whatever it is called', ({ folder }) => {
  const outside = new TestFolder();
  try {
    outside.write('secret', 'the secret');
    for (const name of ['logo.svg', 'theme.css', 'brand.json', 'photo.png']) {
      const brand = new TestFolder();
      symlinkSync(outside.at('secret'), brand.at(name));
      assert.match(problemWith(brand), new RegExp(`^FRONTROW_BRAND_DIR: .*${name} leads out of its folder`));
      brand.remove();
    }
    // A folder beside it, whose name begins the same, is outside too.
    folder.write('brand/theme.css', THEME);
    folder.write('brand-secret/logo.svg', 'the secret');
    symlinkSync('../brand-secret/logo.svg', folder.at('brand/logo.svg'));
    assert.throws(() => readBrand(folder.at('brand')), BrandUnusable);
  } finally {
    outside.remove();
  }
});

branding('what cannot be read is told in one line', ({ folder }) => {
  assert.throws(
    () => readBrand(folder.at('nowhere')),
    /^BrandUnusable: FRONTROW_BRAND_DIR: .*nowhere can't be read \(ENOENT\); name a folder, or unset it\.$/,
  );
  folder.write('file', '');
  assert.throws(() => readBrand(folder.at('file')), /ENOTDIR/);
  symlinkSync('gone.css', folder.at('theme.css'));
  assert.match(problemWith(folder), /theme\.css can't be read \(ENOENT\)/);
});

branding('what is far too large or far too many is no brand', ({ folder }) => {
  folder.write('photo.png', Buffer.alloc(2 * 1_024 * 1_024 + 1));
  assert.match(problemWith(folder), /photo\.png has more than 2097152 bytes/);
  const many = new TestFolder();
  for (let count = 0; count < 65; count += 1) many.write(`${count}.png`, '');
  assert.match(problemWith(many), /holds more than 64 style sheets, fonts and pictures/);
  many.remove();
});

for (const facts of [
  '',
  '{',
  '[]',
  'null',
  '"x"',
  '{}',
  '{"name": 7}',
  '{"name": ""}',
  '{"name": "  "}',
  '{"name": "x", "logo": "y"}',
  '{"name": "a\\nb"}',
  `{"name": "${'x'.repeat(61)}"}`,
]) {
  branding(`brand.json cannot be ${facts.slice(0, 30)}`, ({ folder }) => {
    folder.write('brand.json', facts);
    assert.match(problemWith(folder), /^FRONTROW_BRAND_DIR: brand\.json must hold \{"name": "\.\.\."\}/);
  });
}

branding('its files are asked for anew each time, compressed, and no script in a picture runs', async ({ folder }) => {
  folder.write('theme.css', THEME);
  folder.write('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  await withFacade({ brand: readBrand(folder.path) }, async (facade) => {
    const theme = await facade.app.inject({ url: '/brand/theme.css', headers: { 'accept-encoding': 'br' } });
    assert.deepEqual(
      [theme.statusCode, theme.headers['content-type'], theme.headers['cache-control']],
      [200, 'text/css; charset=utf-8', 'no-cache'],
    );
    assert.equal(brotliDecompressSync(theme.rawPayload).toString(), THEME);
    const logo = await facade.ask('GET', '/brand/logo.svg');
    assert.equal(logo.headers['content-type'], 'image/svg+xml');
    assert.match(String(logo.headers['content-security-policy']), /default-src 'none'.*sandbox$/);
    folder.write('theme.css', 'changed');
    assert.equal((await facade.ask('GET', '/brand/theme.css')).text, THEME, 'a change is seen after a restart');
  });
});

branding.run();
