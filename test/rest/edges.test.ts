/** What surrounds every request: headers, CORS, limits, load shedding, readiness, and what is on the wire when HTTP itself is broken. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'uvu';
import { buildOpsApp } from '../../src/rest/ops.js';
import { atRest } from '../support/manual-clock.js';
import { withFacade } from '../support/test-facade.js';

test('every answer carries the security headers, refusals too', () =>
  withFacade({}, async (facade) => {
    for (const url of ['/api/v1/concerts', '/nothing', '/openapi.json']) {
      const { headers } = await facade.ask('GET', url);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.match(String(headers['content-security-policy']), /default-src 'none'/);
      assert.match(String(headers['strict-transport-security']), /max-age/);
      assert.equal(headers['x-powered-by'], undefined);
    }
  }));

test('the docs page may load what it is made of, and nothing from elsewhere', () =>
  withFacade({}, async (facade) => {
    const page = await facade.ask('GET', '/docs/');
    const policy = String(page.headers['content-security-policy']);
    assert.match(policy, /script-src 'self'/);
    assert.match(policy, /connect-src 'self'/);
    assert.ok(!policy.includes('http'), policy);
    assert.ok(!/<script[^>]*>\s*[^<\s]/.test(page.text), 'no script stands in the page itself');
    assert.ok(!/(src|href)="https?:/.test(page.text), 'nothing comes from another host');
    const sources = [...page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, source]) => source);
    assert.ok(sources.length > 3);
    for (const source of sources) assert.equal((await facade.ask('GET', `/docs/${String(source)}`)).status, 200, source);
  }));

test('personal answers are not stored, public ones may be', () =>
  withFacade({}, async (facade) => {
    const { concertId } = await facade.concert();
    const fan = await facade.fanIn(concertId);
    for (const answer of [
      await fan.post('/api/v1/tokens', { concertId }),
      await fan.get('/api/v1/tokens/current'),
      await fan.get('/api/v1/reservation'),
      await fan.get(`/api/v1/${fan.userId}/points`),
      await facade.ask('POST', '/api/v1/users'),
      await facade.admin('GET', '/api/v1/admin/events'),
      await facade.ask('GET', '/api/v1/numbers'),
      await fan.get('/api/v1/payments/nope'),
      await facade.ask('GET', '/nothing'),
    ]) {
      assert.equal(answer.headers['cache-control'], 'no-store');
    }
    assert.equal((await facade.ask('GET', '/api/v1/concerts')).headers['cache-control'], undefined);
  }));

test('pages of allowed origins may call, and see what they need', () =>
  withFacade({ settings: { corsOrigins: ['https://tickets.example'] } }, async (facade) => {
    const preflight = await facade.ask('OPTIONS', '/api/v1/reservations', {
      headers: {
        origin: 'https://tickets.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,queue-token,idempotency-key,content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers['access-control-allow-origin'], 'https://tickets.example');
    for (const name of ['Authorization', 'Queue-Token', 'Idempotency-Key']) {
      assert.match(String(preflight.headers['access-control-allow-headers']), new RegExp(name));
    }
    const call = await facade.ask('GET', '/api/v1/concerts', { headers: { origin: 'https://tickets.example' } });
    assert.equal(call.headers['access-control-allow-origin'], 'https://tickets.example');
    assert.match(String(call.headers['access-control-expose-headers']), /Retry-After/);
    const other = await facade.ask('GET', '/api/v1/concerts', { headers: { origin: 'https://evil.example' } });
    assert.equal(other.headers['access-control-allow-origin'], undefined);
  }));

test('without configured origins no page of another origin is let in', () =>
  withFacade({}, async (facade) => {
    const call = await facade.ask('GET', '/api/v1/concerts', { headers: { origin: 'https://tickets.example' } });
    assert.equal(call.headers['access-control-allow-origin'], undefined);
    assert.equal((await facade.ask('OPTIONS', '/api/v1/concerts')).status, 405);
  }));

test('who asks too often is told to wait, each user alone', () =>
  withFacade({ settings: { rateLimitPerMinute: 3 } }, async (facade) => {
    const [fast, calm] = [facade.fan(), facade.fan()];
    const points = (fan: typeof fast) => fan.get(`/api/v1/${fan.userId}/points`);
    for (let times = 0; times < 3; times += 1) assert.equal((await points(fast)).status, 200);
    const refused = await points(fast);
    assert.deepEqual([refused.status, refused.body.code], [429, 'RATE_LIMITED']);
    const wait = Number(refused.headers['retry-after']);
    assert.ok(wait >= 1 && wait <= 60, String(wait));
    assert.match(String(refused.headers['content-type']), /problem\+json/);
    assert.equal((await fast.get(`/api/v1/users/${fast.userId}/transactions`)).status, 429, 'the limit is over all routes');
    assert.equal((await points(calm)).status, 200);
  }));

test('callers without a valid token are counted by address, and so are unknown paths', () =>
  withFacade({ settings: { rateLimitPerMinute: 2 } }, async (facade) => {
    const forged = { authorization: 'Bearer forged' };
    assert.equal((await facade.ask('GET', '/api/v1/numbers', { headers: forged })).status, 401);
    assert.equal((await facade.ask('GET', '/api/v1/nothing')).status, 404);
    assert.equal((await facade.ask('GET', '/api/v1/numbers', { headers: forged })).status, 429);
    assert.equal((await facade.ask('GET', '/api/v1/nothing')).status, 429);
    assert.equal((await facade.ask('GET', '/api/v1/concerts')).status, 429);
  }));

test('guest accounts are limited by address, whoever asks', () =>
  withFacade({ settings: { rateLimitPerMinute: 2 } }, async (facade) => {
    const make = () => facade.ask('POST', '/api/v1/users', { headers: facade.fan().headers });
    assert.equal((await make()).status, 201);
    assert.equal((await make()).status, 201);
    assert.equal((await make()).status, 429);
  }));

test('operators are not limited, guessing their key is', () =>
  withFacade({ settings: { rateLimitPerMinute: 2 } }, async (facade) => {
    for (let times = 0; times < 5; times += 1) assert.equal((await facade.admin('GET', '/api/v1/admin/events')).status, 200);
    const guess = () => facade.ask('GET', '/api/v1/admin/events', { headers: { authorization: 'Bearer guess' } });
    assert.deepEqual([(await guess()).status, (await guess()).status, (await guess()).status], [401, 401, 429]);
  }));

test('the address of a client behind a trusted proxy is the one the proxy names', () =>
  withFacade({ settings: { rateLimitPerMinute: 1, trustProxy: true } }, async (facade) => {
    const from = (address: string) => facade.ask('GET', '/api/v1/concerts', { headers: { 'x-forwarded-for': address } });
    assert.equal((await from('203.0.113.1')).status, 200);
    assert.equal((await from('203.0.113.2')).status, 200);
    assert.equal((await from('203.0.113.1')).status, 429);
  }));

test('an address is not taken from a header that nobody vouches for', () =>
  withFacade({ settings: { rateLimitPerMinute: 1 } }, async (facade) => {
    const from = (address: string) => facade.ask('GET', '/api/v1/concerts', { headers: { 'x-forwarded-for': address } });
    assert.equal((await from('203.0.113.1')).status, 200);
    assert.equal((await from('203.0.113.2')).status, 429);
  }));

test('the description of the API is limited like any other path', () =>
  withFacade({ settings: { rateLimitPerMinute: 1 } }, async (facade) => {
    assert.equal((await facade.ask('GET', '/openapi.json')).status, 200);
    assert.equal((await facade.ask('GET', '/openapi.json')).status, 429);
  }));

test('a limit of 0 is no limit', () =>
  withFacade({ settings: { rateLimitPerMinute: 0 } }, async (facade) => {
    for (let times = 0; times < 50; times += 1) assert.equal((await facade.ask('POST', '/api/v1/users')).status, 201);
  }));

test('a node that is not ready turns requests away and closes the connection', () =>
  withFacade({}, async (facade) => {
    facade.ready = false;
    for (const [method, url] of [
      ['GET', '/api/v1/concerts'],
      ['POST', '/api/v1/users'],
      ['GET', '/nothing'],
    ] as const) {
      const answer = await facade.ask(method, url);
      assert.deepEqual([answer.status, answer.body.code, answer.headers['retry-after']], [503, 'UNAVAILABLE', '1'], url);
      assert.equal(answer.headers['connection'], 'close');
    }
    const page = await facade.ask('GET', '/');
    assert.deepEqual([page.status, page.headers['connection'], page.headers['cache-control']], [503, 'close', 'no-store']);
    assert.ok(Number(page.headers['refresh']) >= 5 && page.text.startsWith('<!doctype html>'), 'a browser comes back by itself');
    facade.ready = true;
    assert.equal((await facade.ask('GET', '/api/v1/concerts')).status, 200);
  }));

test('a bug is answered with 500, told to the log, and told to nobody else', async () => {
  const lines: string[] = [];
  const broken = { ask: () => Promise.reject(new Error('the secret reason')) };
  await withFacade(
    { through: () => broken, logger: { level: 'info', stream: { write: (line: string) => lines.push(line) } } },
    async (facade) => {
      const fan = facade.fan();
      const answer = await fan.get(`/api/v1/${fan.userId}/points`);
      assert.deepEqual([answer.status, answer.body.code], [500, 'INTERNAL']);
      assert.ok(!answer.text.includes('secret reason'));
      assert.ok(lines.some((line) => line.includes('the secret reason') && line.includes('stack')));
    },
  );
});

test('an entity that is not available is a 503 with Retry-After', () =>
  withFacade({ through: () => ({ ask: () => Promise.resolve({ refused: 'UNAVAILABLE' }) }) }, async (facade) => {
    const fan = facade.fan();
    const answer = await fan.get(`/api/v1/${fan.userId}/points`);
    assert.deepEqual([answer.status, answer.body.code, answer.headers['retry-after']], [503, 'UNAVAILABLE', '1']);
  }));

test('an answer that does not come in time is a 503, and coming late it harms nothing', async () => {
  let late = (_answer: unknown): void => undefined;
  const never = { ask: () => new Promise((resolve) => (late = resolve)) };
  await withFacade({ settings: { requestTimeoutMs: 5_000 }, through: () => never }, async (facade) => {
    const fan = facade.fan();
    const asked = fan.get(`/api/v1/${fan.userId}/points`);
    await atRest();
    facade.clock.advance(4_900);
    assert.equal(facade.observed.length, 0);
    facade.clock.advance(200);
    const answer = await asked;
    assert.deepEqual([answer.status, answer.body.code], [503, 'UNAVAILABLE']);
    late({ userId: fan.userId, balance: 1, exists: true });
    await atRest();
    assert.equal(facade.observed.length, 1);
  });
});

test('metrics hear of every answer, by route and code, never by path', () =>
  withFacade({}, async (facade) => {
    const fan = facade.fan();
    await fan.get(`/api/v1/${fan.userId}/points`);
    await fan.get('/api/v1/reservations/nope');
    await facade.ask('GET', '/nothing/at/all');
    assert.deepEqual(
      facade.observed.map(({ method, route, status, code }) => [method, route, status, code]),
      [
        ['GET', '/api/v1/:userId/points', 200, null],
        ['GET', '/api/v1/reservations/:reservationId', 404, 'RESERVATION_NOT_FOUND'],
        ['GET', 'unmatched', 404, 'ROUTE_NOT_FOUND'],
      ],
    );
    for (const { seconds } of facade.observed) assert.ok(seconds >= 0 && seconds < 60);
  }));

test('what is not HTTP is answered with a problem and cut off', () =>
  withFacade({}, async (facade) => {
    await facade.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = facade.app.server.address() as AddressInfo;
    for (const [text, status] of [
      ['nonsense\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ] as const) {
      const socket = connect(port, '127.0.0.1');
      socket.end(text);
      let received = '';
      socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
      await once(socket, 'close');
      assert.match(received, new RegExp(`^HTTP/1.1 ${status} `));
      const problem = JSON.parse(received.slice(received.indexOf('\r\n\r\n'))) as { code: string; status: number };
      assert.deepEqual([problem.code, problem.status], ['VALIDATION_FAILED', status]);
    }
  }));

test('the ops port tells health, readiness and metrics', async () => {
  const state = { ready: true, healthy: true };
  const app = buildOpsApp({ isReady: () => state.ready, isHealthy: () => state.healthy, metrics: () => Promise.resolve('up 1\n') });
  const status = async (url: string) => (await app.inject(url)).statusCode;
  assert.deepEqual([await status('/healthz'), await status('/readyz')], [200, 200]);
  state.ready = false;
  assert.deepEqual([await status('/healthz'), await status('/readyz')], [200, 503]);
  state.healthy = false;
  assert.equal(await status('/healthz'), 503);
  const metrics = await app.inject('/metrics');
  assert.equal(metrics.payload, 'up 1\n');
  assert.match(String(metrics.headers['content-type']), /^text\/plain; version=0\.0\.4/);
  assert.equal(await status('/nothing'), 404);
  await app.close();
});

test.run();
