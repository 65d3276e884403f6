/** The keys of an external issuer over time: new ones, withdrawn ones, and an issuer that cannot be asked, is slow, or sends nonsense. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { test } from 'uvu';
import { UNDER_WAY_MAX, createExternalIssuer } from '../../src/identity/external-issuer.js';
import type { ExternalIssuer } from '../../src/identity/external-issuer.js';
import { KEY_SET_BYTES_MAX } from '../../src/identity/issuer-keys.js';
import { COOLDOWN_MS, REFRESH_INTERVAL_MS, TRUST_MS_MAX } from '../../src/identity/key-set.js';
import { FETCH_TIMEOUT_MS } from '../../src/identity/key-sources.js';
import { ManualClock } from '../support/manual-clock.js';
import { AUDIENCE, ISSUER, KeyServer, claimsAt, makeKey, sign, until } from './test-issuer.js';
import type { TestKey } from './test-issuer.js';

const first = await makeKey('ES256', 'first');
const second = await makeKey('ES256', 'second');
const UNAVAILABLE = { refused: 'UNAVAILABLE' };

interface Stage {
  readonly server: KeyServer;
  readonly clock: ManualClock;
  readonly issuer: ExternalIssuer;
  readonly failures: string[];
  /** Who a fresh token of that key names, at the present time. */
  fresh(key: TestKey, header?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

async function stage(play: (stage: Stage) => Promise<void>, ...keys: readonly TestKey[]): Promise<void> {
  const server = await KeyServer.start(...keys);
  await playOn(server, play);
}

async function playOn(server: KeyServer, play: (stage: Stage) => Promise<void>): Promise<void> {
  const clock = new ManualClock();
  const failures: string[] = [];
  const issuer = createExternalIssuer({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256', 'RS256'],
    keys: { jwksUrl: server.url },
    clock,
    timers: clock,
    onFailure: ({ message }) => failures.push(message),
  });
  const tokenOf = (key: TestKey, header?: Readonly<Record<string, unknown>>): Promise<string> =>
    sign(key, claimsAt(clock.now(), { exp: Math.floor(clock.now() / 1_000) + 36_000 }), header);
  try {
    await play({
      server,
      clock,
      issuer,
      failures,
      fresh: async (key, header) => issuer.verify(await tokenOf(key, header), clock.now()),
    });
  } finally {
    issuer.close();
    await server.stop();
    assert.equal(clock.waiting, 0, 'a closed issuer leaves no timer behind');
  }
}

const isKnown = (claims: unknown): boolean => typeof claims === 'object' && claims !== null && 'userId' in claims;

test('a key that the issuer has added since is fetched when the first token names it', () =>
  stage(async ({ server, clock, fresh }) => {
    assert.ok(isKnown(await fresh(first)));
    server.publish(first, second);
    clock.advance(COOLDOWN_MS);
    assert.ok(isKnown(await fresh(second)));
    assert.ok(isKnown(await fresh(first)));
    assert.equal(server.asked, 2);
  }, first));

test('a token that was verified before is no longer believed when its key has left the key set', () =>
  stage(
    async ({ server, clock, issuer, fresh }) => {
      const claims = claimsAt(clock.now(), { exp: clock.now() / 1_000 + 36_000 });
      const token = await sign(first, claims);
      const other = await sign(second, claims);
      for (const text of [token, other]) assert.ok(isKnown(await issuer.verify(text, clock.now())));
      clock.advance(REFRESH_INTERVAL_MS);
      await fresh(first, { kid: 'unknown, so that the answer is waited for' });
      assert.equal(server.asked, 2);
      for (const text of [token, other]) assert.ok(isKnown(issuer.verify(text, clock.now())), 'both keys have stayed');
      server.publish(second);
      assert.ok(isKnown(issuer.verify(token, clock.now())), 'nobody has asked yet');
      clock.advance(REFRESH_INTERVAL_MS);
      await until(() => issuer.verify(token, clock.now()) instanceof Promise);
      assert.equal(await issuer.verify(token, clock.now()), null);
      assert.ok(isKnown(issuer.verify(other, clock.now())), 'the other key has stayed, and so has what was verified with it');
      assert.equal(await fresh(first), null);
    },
    first,
    second,
  ));

test('keys are asked for again and again, without any token', () =>
  stage(async ({ server, clock, fresh }) => {
    await fresh(first);
    for (const asked of [2, 3, 4]) {
      clock.advance(REFRESH_INTERVAL_MS - 1);
      assert.equal(server.asked, asked - 1);
      clock.advance(1);
      assert.equal(await fresh(second), null, 'said when the answer is there');
      assert.equal(server.asked, asked);
    }
  }, first));

test('a flood of tokens with unknown keys makes no flood of questions', () =>
  stage(async ({ server, clock, fresh }) => {
    await fresh(first);
    clock.advance(COOLDOWN_MS);
    const flood = (): Promise<unknown[]> =>
      Promise.all(Array.from({ length: 300 }, (_, index) => fresh(second, { kid: `unknown-${index}` })));
    assert.deepEqual(new Set(await flood()), new Set([null]));
    assert.equal(server.asked, 2, 'asked once for all of them');
    clock.advance(COOLDOWN_MS - 1);
    assert.deepEqual(new Set(await flood()), new Set([null]));
    assert.equal(server.asked, 2, 'and not again so soon');
    clock.advance(1);
    await flood();
    assert.equal(server.asked, 3);
  }, first));

test('a bad signature under the name of a known key is no reason to ask', () =>
  stage(async ({ server, clock, fresh }) => {
    await fresh(first);
    clock.advance(COOLDOWN_MS);
    assert.equal(await fresh(second, { kid: 'first' }), null);
    assert.equal(server.asked, 1);
  }, first));

test('keys without names are tried, and asked for again when none does', async () => {
  const [nameless, another] = await Promise.all([makeKey('ES256', null), makeKey('ES256', null)]);
  await stage(
    async ({ server, clock, fresh }) => {
      assert.ok(isKnown(await fresh(nameless)));
      assert.ok(isKnown(await fresh(nameless, { kid: 'the issuer names what it does not publish' })));
      assert.ok(isKnown(await fresh(first, { kid: undefined })), 'a token need not name the key');
      assert.equal(await fresh(another), null);
      server.publish(another);
      clock.advance(COOLDOWN_MS);
      assert.ok(isKnown(await fresh(another)));
    },
    nameless,
    first,
  );
});

test('when the issuer cannot be asked, a token is not bad but cannot be judged, and the issuer is asked now and then', async () => {
  const server = await KeyServer.start(first);
  const { url } = server;
  await server.stop();
  const clock = new ManualClock();
  const failures: string[] = [];
  let asked = 0;
  const issuer = createExternalIssuer({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    keys: { jwksUrl: url },
    clock,
    timers: clock,
    onFailure: ({ message }) => failures.push(message),
    fetch: (target, init) => {
      asked += 1;
      return fetch(target, init);
    },
  });
  const token = await sign(first, claimsAt(clock.now()));
  for (let time = 0; time < 50; time += 1) assert.deepEqual(await issuer.verify(token, clock.now()), UNAVAILABLE);
  assert.equal(asked, 1);
  assert.match(failures[0] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/jwks\.json could not be asked \(.*ECONNREFUSED/);
  clock.advance(COOLDOWN_MS);
  await until(() => failures.length === 2);
  assert.equal(asked, 2, 'also when nobody shows a token');
  assert.equal(issuer.verify('nonsense', clock.now()), null, 'what can be no token is bad all the same');
  issuer.close();
  assert.equal(clock.waiting, 0);
});

test('an issuer that is back is believed again, without a restart', () =>
  stage(async ({ server, clock, fresh, failures }) => {
    server.behave = (_request, response) => response.writeHead(503).end();
    assert.deepEqual(await fresh(first), UNAVAILABLE);
    assert.match(failures[0] ?? '', /answered with status 503 instead of 200$/);
    server.behave = null;
    assert.deepEqual(await fresh(first), UNAVAILABLE, 'not asked so soon');
    clock.advance(COOLDOWN_MS);
    assert.ok(isKnown(await fresh(first)));
  }, first));

test('known keys are believed for a while after the issuer was last heard of, and then no longer', () =>
  stage(async ({ server, clock, issuer, fresh }) => {
    const heardOf = clock.now();
    const seen = await sign(first, claimsAt(heardOf, { exp: heardOf / 1_000 + 36_000 }));
    assert.ok(isKnown(await issuer.verify(seen, heardOf)));
    server.behave = (request) => request.socket.destroy();
    clock.advance(COOLDOWN_MS);
    assert.ok(isKnown(await fresh(first)), 'a new token of a known key');
    assert.deepEqual(await fresh(second), UNAVAILABLE, 'a token of a key that may be new');
    while (clock.now() + REFRESH_INTERVAL_MS < heardOf + TRUST_MS_MAX) {
      clock.advance(REFRESH_INTERVAL_MS);
      await issuer.verify(seen, clock.now());
    }
    clock.set(heardOf + TRUST_MS_MAX - 1);
    assert.ok(isKnown(issuer.verify(seen, clock.now())));
    assert.ok(isKnown(await fresh(first)));
    clock.set(heardOf + TRUST_MS_MAX);
    assert.deepEqual(await issuer.verify(seen, clock.now()), UNAVAILABLE);
    assert.deepEqual(await fresh(first), UNAVAILABLE);
    server.behave = null;
    clock.set(clock.now() + COOLDOWN_MS);
    assert.ok(isKnown(await issuer.verify(seen, clock.now())));
  }, first));

test('an issuer that does not answer is waited for, but not for ever', () =>
  stage(async ({ server, clock, fresh, failures }) => {
    server.behave = () => undefined;
    const waiting = [fresh(first), fresh(first)];
    await until(() => server.asked === 1);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(FETCH_TIMEOUT_MS);
    assert.deepEqual(await Promise.all(waiting), [UNAVAILABLE, UNAVAILABLE]);
    assert.match(failures[0] ?? '', /did not arrive within 5000 ms/);
  }, first));

test('nor one that answers bit by bit', () =>
  stage(async ({ server, clock, fresh, failures }) => {
    let isSending = false;
    server.behave = (_request, response) => {
      response.write('{"keys":[');
      isSending = true;
    };
    const waiting = fresh(first);
    await until(() => isSending);
    clock.advance(FETCH_TIMEOUT_MS);
    assert.deepEqual(await waiting, UNAVAILABLE);
    assert.equal(failures.length, 1);
  }, first));

test('no more tokens than can be borne wait for the issuer', () =>
  stage(async ({ server, clock, issuer }) => {
    server.behave = () => undefined;
    const token = await sign(first, claimsAt(clock.now()));
    const waiting = Array.from({ length: UNDER_WAY_MAX }, async () => issuer.verify(token, clock.now()));
    assert.deepEqual(await issuer.verify(token, clock.now()), UNAVAILABLE, 'said at once, while the others wait');
    await until(() => server.asked === 1);
    clock.advance(FETCH_TIMEOUT_MS);
    assert.deepEqual(new Set((await Promise.all(waiting)).map((verdict) => JSON.stringify(verdict))).size, 1);
    assert.deepEqual(await issuer.verify(token, clock.now()), UNAVAILABLE);
    server.behave = null;
    clock.advance(COOLDOWN_MS);
    assert.ok(isKnown(await issuer.verify(token, clock.now())), 'and their places are free again');
  }, first));

test('an answer without an end is cut off, packed or not', () =>
  stage(async ({ server, clock, fresh, failures }) => {
    let cut = false;
    server.behave = (request, response) => {
      request.socket.on('close', () => (cut = true));
      const more = (): void => {
        while (!cut && response.write(' '.repeat(65_536)));
        if (!cut) response.once('drain', more);
      };
      more();
    };
    assert.deepEqual(await fresh(first), UNAVAILABLE);
    await until(() => cut);
    server.behave = (_request, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(KEY_SET_BYTES_MAX * 50, ' ')));
    clock.advance(COOLDOWN_MS);
    assert.deepEqual(await fresh(first), UNAVAILABLE);
    for (const failure of failures) assert.match(failure, new RegExp(`has more than ${KEY_SET_BYTES_MAX} bytes$`));
    assert.equal(failures.length, 2);
  }, first));

test('a redirect is not followed', async () => {
  const elsewhere = await KeyServer.start(first);
  await stage(async ({ server, fresh, failures }) => {
    server.behave = (_request, response) => response.writeHead(302, { location: elsewhere.url }).end();
    assert.deepEqual(await fresh(first), UNAVAILABLE);
    assert.match(failures[0] ?? '', /answered with status 302/);
    assert.equal(elsewhere.asked, 0);
  }, first);
  await elsewhere.stop();
});

for (const nonsense of [
  '',
  'null',
  '[]',
  '{}',
  '{"keys":{}}',
  '<html>',
  JSON.stringify({ keys: Array.from({ length: 65 }, () => first.jwk) }),
]) {
  test(`an answer that is no key set is no answer: ${nonsense.slice(0, 20)}`, () =>
    stage(async ({ server, fresh, failures }) => {
      server.behave = (_request, response) => response.end(nonsense);
      assert.deepEqual(await fresh(first), UNAVAILABLE);
      assert.equal(failures.length, 1);
    }, first));
}

test('an issuer without any key has no tokens', () => stage(async ({ fresh }) => assert.equal(await fresh(first), null)));

test('an issuer that is closed while it waits says so, and asks no more', () =>
  stage(async ({ server, clock, issuer, fresh, failures }) => {
    server.behave = () => undefined;
    const waiting = fresh(first);
    await until(() => server.asked === 1);
    await new Promise((resolve) => setImmediate(resolve));
    issuer.close();
    assert.deepEqual(await waiting, UNAVAILABLE);
    assert.deepEqual(failures, []);
    clock.advance(REFRESH_INTERVAL_MS);
    assert.deepEqual(await fresh(first), UNAVAILABLE);
    assert.equal(server.asked, 1);
  }, first));

test('a server that speaks no HTTP is no issuer', async () => {
  const garbage = createServer();
  garbage.on('connection', (socket) => socket.end('hello\r\n\r\n'));
  garbage.listen(0, '127.0.0.1');
  await once(garbage, 'listening');
  const { port } = garbage.address() as AddressInfo;
  const clock = new ManualClock();
  const issuer = createExternalIssuer({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    keys: { jwksUrl: `http://127.0.0.1:${port}/` },
    clock,
    timers: clock,
    onFailure: () => undefined,
  });
  assert.deepEqual(await issuer.verify(await sign(first, claimsAt(clock.now())), clock.now()), UNAVAILABLE);
  issuer.close();
  garbage.close();
  await once(garbage, 'close');
});

test.run();
