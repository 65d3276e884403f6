/** When several things are wrong with a guarded request, the contract says which one is answered. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { TestFacade } from '../support/test-facade.js';
import type { Fan } from '../support/test-facade.js';

const facade = await TestFacade.start();
test.after(() => facade.stop());

const sale = await facade.concert();
const otherSale = await facade.concert();
const narrow = await facade.concert({ maxActive: 1 });
await facade.fanIn(narrow.concertId);

const active = await facade.fanIn(sale.concertId);
const waiting = await facade.fanIn(narrow.concertId);
const ended = await facade.fanIn(sale.concertId);
await ended.delete('/api/v1/tokens/current');

const UNKNOWN_RESERVATION = (scheduleId: string): string => `${scheduleId}-r-${'0'.repeat(32)}`;
const forged = `${active.queueToken?.slice(0, -4) ?? ''}AAAA`;

interface Guarded {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The request about that schedule, and with what is wrong in form and in substance. */
  about(scheduleId: string): { readonly query?: string; readonly body?: unknown };
  readonly malformed: readonly { readonly query?: string; readonly raw?: string; readonly contentType?: string }[];
}

const concertOf = (scheduleId: string): string => scheduleId.slice(0, 16);
const BAD_BODIES = [
  { raw: '{"broken' },
  { raw: '' },
  { raw: '[]' },
  { raw: '{"unknown":1}' },
  { raw: 'x', contentType: 'text/plain' },
] as const;
const BAD_QUERIES = [{ query: '?unknown=1' }, { query: '?concertId=a&concertId=b' }] as const;

const GUARDED: readonly Guarded[] = [
  { method: 'GET', path: '/api/v1/reservation', about: (id) => ({ query: `?concertId=${concertOf(id)}` }), malformed: BAD_QUERIES },
  { method: 'GET', path: '/api/v1/seats', about: (id) => ({ query: `?scheduleId=${id}` }), malformed: BAD_QUERIES },
  {
    method: 'GET',
    path: '/api/v1/seats',
    about: (id) => ({ query: `?concertId=${concertOf(id)}&date=2027-01-01` }),
    malformed: BAD_QUERIES,
  },
  { method: 'POST', path: '/api/v1/reservations', about: (id) => ({ body: { scheduleId: id, seats: [1] } }), malformed: BAD_BODIES },
  {
    method: 'POST',
    path: '/api/v1/payments',
    about: (id) => ({ body: { reservationId: UNKNOWN_RESERVATION(id) } }),
    malformed: BAD_BODIES,
  },
];

const bearer = (fan: Fan): Record<string, string> => ({ authorization: `Bearer ${fan.accessToken}` });

for (const [index, { method, path, about, malformed }] of GUARDED.entries()) {
  const name = `${method} ${path} (${index + 1})`;
  const code = async (headers: Record<string, string>, what: { query?: string; body?: unknown; raw?: string; contentType?: string }) => {
    const { query = '', ...rest } = what;
    const answer = await facade.ask(method, `${path}${query}`, { headers, ...rest });
    return `${answer.status} ${answer.body.code}`;
  };
  const forms = [about(sale.scheduleId), about(otherSale.scheduleId), ...malformed];

  test(`${name}: without a valid access token nothing else is looked at`, async () => {
    for (const form of forms) {
      assert.equal(await code({}, form), '401 ACCESS_TOKEN_INVALID');
      assert.equal(await code({ authorization: 'Bearer nonsense', 'queue-token': forged }, form), '401 ACCESS_TOKEN_INVALID');
      assert.equal(await code({ authorization: `Basic ${active.accessToken}` }, form), '401 ACCESS_TOKEN_INVALID');
      assert.equal(
        await code({ authorization: `Bearer ${active.queueToken ?? ''}`, 'queue-token': forged }, form),
        '401 ACCESS_TOKEN_INVALID',
      );
    }
  });

  test(`${name}: then a queue token must be there`, async () => {
    for (const form of forms) {
      assert.equal(await code(bearer(active), form), '400 QUEUE_TOKEN_REQUIRED');
      assert.equal(await code({ ...bearer(active), 'queue-token': '' }, form), '400 QUEUE_TOKEN_REQUIRED');
    }
  });

  test(`${name}: then it must be genuine`, async () => {
    for (const form of forms) {
      assert.equal(await code({ ...bearer(active), 'queue-token': forged }, form), '401 QUEUE_TOKEN_INVALID');
      assert.equal(await code({ ...bearer(active), 'queue-token': active.accessToken }, form), '401 QUEUE_TOKEN_INVALID');
    }
  });

  test(`${name}: then it must be the caller's own`, async () => {
    for (const form of forms) {
      for (const owner of [active, waiting, ended]) {
        const headers = { ...bearer(facade.fan()), 'queue-token': owner.queueToken ?? '' };
        assert.equal(await code(headers, form), '403 QUEUE_TOKEN_MISMATCH');
      }
    }
  });

  test(`${name}: then it must be for the concert that the request is about`, async () => {
    for (const fan of [active, waiting, ended]) {
      assert.equal(await code({ ...fan.headers }, about(otherSale.scheduleId)), '403 QUEUE_TOKEN_MISMATCH');
    }
  });

  test(`${name}: then it must be active`, async () => {
    for (const form of [about(sale.scheduleId), ...malformed])
      assert.equal(await code({ ...ended.headers }, form), '401 QUEUE_TOKEN_EXPIRED');
    for (const form of [about(narrow.scheduleId), ...malformed]) {
      assert.equal(await code({ ...waiting.headers }, form), '401 QUEUE_TOKEN_NOT_ACTIVE');
    }
  });

  test(`${name}: only then the form of the request counts`, async () => {
    for (const form of malformed) {
      const expected = 'contentType' in form ? '415 UNSUPPORTED_MEDIA_TYPE' : '400 VALIDATION_FAILED';
      assert.equal(await code({ ...active.headers }, form), expected);
    }
  });
}

test('routes for holders of any queue token check in the same order', async () => {
  for (const [method, path] of [
    ['GET', '/api/v1/numbers'],
    ['GET', '/api/v1/tokens/current'],
    ['DELETE', '/api/v1/tokens/current'],
  ] as const) {
    const code = async (headers: Record<string, string>) => {
      const answer = await facade.ask(method, `${path}?unknown=1`, { headers });
      return `${answer.status} ${answer.body.code}`;
    };
    assert.equal(await code({ 'queue-token': forged }), '401 ACCESS_TOKEN_INVALID');
    assert.equal(await code(bearer(active)), '400 QUEUE_TOKEN_REQUIRED');
    assert.equal(await code({ ...bearer(active), 'queue-token': forged }), '401 QUEUE_TOKEN_INVALID');
    assert.equal(await code({ ...bearer(active), 'queue-token': ended.queueToken ?? '' }), '403 QUEUE_TOKEN_MISMATCH');
    assert.equal(await code({ ...active.headers }), '400 VALIDATION_FAILED');
  }
});

test('operators need the admin key before anything else, and an access token is none', async () => {
  for (const headers of [{}, bearer(active), { authorization: 'Bearer ' }, { authorization: 'Bearer x'.repeat(1_000) }]) {
    const answer = await facade.ask('POST', '/api/v1/admin/concerts', { headers, raw: '{"broken' });
    assert.equal(answer.status, 401);
    assert.equal(answer.body.code, 'ADMIN_KEY_INVALID');
    assert.equal(answer.headers['www-authenticate'], 'Bearer');
  }
});

test('a missing access token is answered with how to send one', async () => {
  assert.equal((await facade.ask('POST', '/api/v1/tokens')).headers['www-authenticate'], 'Bearer');
});

test('an access token that has ended is no longer valid', async () => {
  const fan = facade.fan();
  assert.equal((await fan.get(`/api/v1/${fan.userId}/points`)).status, 200);
  facade.clock.advance(3_600_000);
  assert.equal((await fan.get(`/api/v1/${fan.userId}/points`)).body.code, 'ACCESS_TOKEN_INVALID');
  assert.equal((await fan.post('/api/v1/users/renew')).body.code, 'ACCESS_TOKEN_INVALID');
});

test.run();
