/** The web app as browsers get it: pages, files, headers, encodings, and what is answered where nothing is. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import { readWebApp } from '../../src/rest/pages-files.js';
import { TestFacade, withFacade } from '../support/test-facade.js';
import { FANS_PAGE, OPS_PAGE, SCRIPT, TestFolder, builtWebApp } from '../support/web-app.js';

const folder = builtWebApp();
const secret = new TestFolder();
secret.write('secret.js', 'the secret');
symlinkSync(secret.at('secret.js'), folder.at('assets/link.js'));
const webApp = readWebApp(folder.path);
const facade = await TestFacade.start({ webApp });
test.after(async () => {
  await facade.stop();
  folder.remove();
  secret.remove();
});

const SCRIPT_URL = '/assets/fans-BZ1xQe_7.js';
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** As bytes: what `inject` gives as text is of no use when it is compressed. */
async function fetched(url: string, headers: Readonly<Record<string, string>> = {}, method: 'GET' | 'HEAD' = 'GET') {
  const response = await facade.app.inject({ method, url, headers });
  return { status: response.statusCode, headers: response.headers, bytes: response.rawPayload };
}

test('every path of a page gives that page, with a strict policy, asked for anew each time', async () => {
  const paths: readonly (readonly [string, string])[] = [
    ...[
      '/',
      '/concerts/c1',
      '/concerts/c1/line',
      '/schedules/s1',
      '/reservations/r1',
      '/tickets',
      '/tickets/p1',
      '/wallet',
      '/?lang=ko',
    ].map((path) => [path, FANS_PAGE] as const),
    ...['/ops', '/ops/', '/ops/concerts', '/ops/concerts/c1', '/ops/schedules/s1', '/ops/lookup', '/ops/cluster'].map(
      (path) => [path, OPS_PAGE] as const,
    ),
  ];
  for (const [path, page] of paths) {
    const { status, headers, text } = await facade.ask('GET', path, { headers: HTML });
    assert.deepEqual([path, status, text], [path, 200, page]);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-cache');
    assert.equal(headers['content-security-policy'], POLICY);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.match(String(headers['strict-transport-security']), /max-age/);
  }
});

test('files are kept for ever, under the type they have', async () => {
  const { status, headers, bytes } = await fetched(SCRIPT_URL);
  assert.deepEqual([status, bytes.toString()], [200, SCRIPT]);
  assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal((await fetched('/assets/theme-Cq0pT1aa.css')).headers['content-type'], 'text/css; charset=utf-8');
  const icon = await fetched('/favicon.ico');
  assert.deepEqual([icon.status, icon.headers['content-type'], icon.bytes.length], [200, 'image/x-icon', 4]);
});

for (const [accepted, encoding] of [
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0.5, gzip;q=0.9', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['*', 'br'],
  ['gzip;q=0, *;q=0.1', 'br'],
  ['BR', 'br'],
  ['x-gzip', 'gzip'],
  ['gzip;q=0.000', 'identity'],
  ['identity, br;q=0.1', 'identity'],
  ['zstd', 'identity'],
  ['compress, , ;;, =, q=1, gzip;q=2, br;level=9', 'identity'],
  ['br;q=1;x=y', 'identity'],
  ['*;q=0', 'identity'],
  ['', 'identity'],
] as const) {
  test(`who accepts "${accepted}" gets ${encoding}`, async () => {
    const { status, headers, bytes } = await fetched(SCRIPT_URL, { 'accept-encoding': accepted });
    assert.equal(status, 200);
    assert.equal(headers['content-encoding'], encoding === 'identity' ? undefined : encoding);
    assert.equal(headers['vary'], 'accept-encoding');
    assert.equal(Number(headers['content-length']), bytes.length);
    const plain = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
    assert.equal(plain.toString(), SCRIPT);
  });
}

test('a file that is not there in the encoding liked best comes in the next, and one that is not compressed as it is', async () => {
  const everything = { 'accept-encoding': 'br, gzip' };
  assert.equal((await fetched('/assets/only-gzip-A1.css', everything)).headers['content-encoding'], 'gzip');
  const small = await fetched('/assets/theme-Cq0pT1aa.css', everything);
  assert.deepEqual([small.headers['content-encoding'], small.headers['vary']], [undefined, undefined]);
});

test('who has a file already is told so, in whatever encoding', async () => {
  for (const url of ['/', '/ops', SCRIPT_URL, '/brand/theme.css', '/favicon.ico']) {
    const etag = String((await fetched(url)).headers['etag']);
    assert.match(etag, /^W\/"[\w-]{22}"$/);
    for (const tags of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      for (const method of ['GET', 'HEAD'] as const) {
        const { status, headers, bytes } = await fetched(url, { 'if-none-match': tags, 'accept-encoding': 'br' }, method);
        assert.deepEqual([url, tags, status, bytes.length], [url, tags, 304, 0]);
        assert.deepEqual([headers['etag'], headers['content-encoding']], [etag, undefined]);
        assert.ok(headers['cache-control'] !== undefined);
      }
    }
    for (const tags of ['"other"', 'W/""', '', etag.replace('W/"', 'W/"x')])
      assert.equal((await fetched(url, { 'if-none-match': tags })).status, 200, tags);
  }
});

test('HEAD says what GET would, without a body', async () => {
  for (const url of ['/', '/ops/concerts', SCRIPT_URL, '/brand/logo.svg', '/favicon.ico']) {
    const [get, head] = [await fetched(url), await fetched(url, {}, 'HEAD')];
    assert.deepEqual([head.status, head.bytes.length], [200, 0], url);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'content-security-policy']) {
      assert.equal(head.headers[name], get.headers[name], `${url} ${name}`);
    }
  }
});

test('nothing but the files themselves can be had, however it is asked for', async () => {
  const attempts = [
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e%2f%2e%2e%2fsecret',
    '/assets/..%5cindex.html',
    '/assets/....//index.html',
    '/assets//fans-BZ1xQe_7.js',
    '/assets/fans-BZ1xQe_7.js%00.css',
    '/assets/fans-bz1xqe_7.js',
    '/assets/fans-BZ1xQe_7.js.br',
    '/assets/fans-BZ1xQe_7.js/',
    '/assets/link.js',
    '/assets/',
    '/assets',
    `/assets${secret.at('secret.js')}`,
    '/assets/%2fetc%2fpasswd',
    '/assets/__proto__',
    '/assets/constructor',
    `/assets/${'a'.repeat(5_000)}`,
    '/brand/../index.html',
    '/brand/%2e%2e%2fassets%2flink.js',
    '/brand/brand.json',
    '/brand/',
    '/index.html',
    '/ops.html',
    '/.frontrow-web-built',
    '//assets/fans-BZ1xQe_7.js',
  ];
  for (const url of attempts) {
    const answer = await facade.ask('GET', url);
    assert.ok([400, 404].includes(answer.status), `${url}: ${answer.status}`);
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, url);
    assert.ok(!answer.text.includes('the secret'), url);
  }
  assert.equal((await facade.ask('GET', '/assets/%zz')).body.code, 'VALIDATION_FAILED');
});

test('a path that climbs out as it stands on the wire leads nowhere either', async () => {
  await facade.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = facade.app.server.address() as AddressInfo;
  for (const path of [
    '/assets/../index.html',
    '/assets/../../package.json',
    '/brand/../../../etc/passwd',
    '//etc/passwd',
    '/assets/./fans-BZ1xQe_7.js',
    '/assets/..\\index.html',
    '/ops/../index.html',
  ]) {
    const asked = request({ port, host: '127.0.0.1', path, agent: false }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const text = (await response.setEncoding('utf8').toArray()).join('');
    // The operators' page is at every path below /ops, and shows that there is nothing.
    if (path.startsWith('/ops/')) assert.equal(text, OPS_PAGE);
    else assert.deepEqual([path, response.statusCode, response.headers['content-type']], [path, 404, 'application/problem+json']);
  }
});

test('a file that is not there is a problem, also for a browser that would rather have a page', async () => {
  for (const url of ['/assets/gone.js', '/brand/gone.css', '/api/v1/nothing', '/docs/nothing.html', '/api']) {
    const answer = await facade.ask('GET', url, { headers: HTML });
    assert.deepEqual(
      [answer.status, answer.headers['content-type'], answer.headers['cache-control']],
      [404, 'application/problem+json', 'no-store'],
      url,
    );
  }
});

test('a browser that goes where nothing is gets a page that says so, a program gets a problem', async () => {
  const before = facade.observed.length;
  for (const url of ['/nothing', '/wallet/', '/concerts/c1/else', '/operators']) {
    const page = await facade.ask('GET', url, { headers: HTML });
    assert.deepEqual([page.status, page.text, page.headers['content-security-policy']], [404, FANS_PAGE, POLICY], url);
    const problem = await facade.ask('GET', url, { headers: { accept: '*/*' } });
    assert.deepEqual([problem.status, problem.body.code], [404, 'ROUTE_NOT_FOUND'], url);
  }
  assert.equal((await facade.ask('POST', '/nothing', { headers: HTML })).body.code, 'ROUTE_NOT_FOUND');
  const seen = facade.observed.slice(before).map(({ route, code }) => `${route} ${String(code)}`);
  assert.deepEqual([...new Set(seen)], ['unmatched ROUTE_NOT_FOUND']);
});

test('pages take no other method', async () => {
  for (const url of ['/', '/wallet']) {
    const answer = await facade.ask('POST', url, { body: {} });
    assert.deepEqual([answer.status, answer.body.code, answer.headers['allow']], [405, 'METHOD_NOT_ALLOWED', 'GET, HEAD']);
  }
});

test('files are counted by themselves, ten times as many as requests', () =>
  withFacade({ webApp, settings: { rateLimitPerMinute: 2 } }, async (limited) => {
    for (let times = 0; times < 20; times += 1) assert.equal((await limited.ask('GET', times % 2 === 0 ? '/' : SCRIPT_URL)).status, 200);
    assert.deepEqual([(await limited.ask('GET', '/')).status, (await limited.ask('GET', SCRIPT_URL)).status], [429, 429]);
    assert.equal((await limited.ask('GET', '/api/v1/concerts')).status, 200, 'and take nothing from the API');
    assert.equal((await limited.ask('GET', '/nothing', { headers: HTML })).status, 404);
    assert.equal((await limited.ask('GET', '/nothing', { headers: HTML })).status, 429, 'what is not there is counted as before');
  }));

test('metrics know files by their route, not by their names', async () => {
  await facade.ask('GET', SCRIPT_URL);
  assert.equal(facade.observed.at(-1)?.route, '/assets/*');
  await facade.ask('GET', '/concerts/c1');
  assert.equal(facade.observed.at(-1)?.route, '/concerts/:concertId');
});

test('caches of other origins are told apart too', () =>
  withFacade({ webApp, settings: { corsOrigins: ['https://tickets.example'] } }, async (other) => {
    const { headers } = await other.ask('GET', SCRIPT_URL, { headers: { origin: 'https://tickets.example' } });
    assert.match(String(headers['vary']), /origin.*accept-encoding/i);
  }));

test('a node whose web app is not built says so in one line, and serves the API', async () => {
  for (const missing of [null, readWebApp('/nonexistent'), readWebApp(secret.path)]) {
    await withFacade({ webApp: missing }, async (bare) => {
      for (const url of ['/', '/ops', '/wallet']) {
        const answer = await bare.ask('GET', url, { headers: HTML });
        assert.equal(answer.status, 404);
        assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
        assert.match(answer.text, /^The web app is not built: run `npm run build`.*\n$/);
      }
      assert.equal((await bare.ask('GET', '/nothing', { headers: HTML })).body.code, 'ROUTE_NOT_FOUND');
      assert.equal((await bare.ask('GET', SCRIPT_URL)).body.code, 'ROUTE_NOT_FOUND');
      assert.equal((await bare.ask('GET', '/brand/theme.css')).status, 200);
      assert.equal((await bare.ask('GET', '/api/v1/concerts')).status, 200);
    });
  }
});

test.run();
