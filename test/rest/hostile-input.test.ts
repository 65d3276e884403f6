/** Malformed, oversized, mistyped and hostile requests: always a 4xx problem with a code and a pointer, never a 5xx, never a change of state. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import type { LogPlace } from '../../src/journal/port.js';
import { placeAfter } from '../../src/journal/port.js';
import { TestFacade } from '../support/test-facade.js';
import type { Answer, Asked } from '../support/test-facade.js';

const facade = await TestFacade.start();
test.after(() => facade.stop());

const { concertId, scheduleId } = await facade.concert();
const fan = await facade.fanIn(concertId);
await fan.charge(1_000_000);
const headers = { ...fan.headers };
const admin = { authorization: 'Bearer the-admin-key-of-the-tests-0123456789' };

const RESERVATIONS = '/api/v1/reservations';
const TRANSACTIONS = `/api/v1/users/${fan.userId}/transactions`;
const SCHEDULES = `/api/v1/admin/concerts/${concertId}/schedules`;

/** What must stay as it is: everything recorded. */
async function recorded(): Promise<number> {
  let records = 0;
  for (let after: LogPlace = []; ;) {
    const page = await facade.region.journal.events(after, 1_000);
    records += page.length;
    const last = page.at(-1);
    if (last === undefined) return records;
    after = placeAfter(after, last);
  }
}

async function changesNothing(ask: () => Promise<Answer>): Promise<Answer> {
  const before = await recorded();
  const answer = await ask();
  assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.text}`);
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
  assert.equal(typeof answer.body.code, 'string');
  assert.equal(await recorded(), before, 'nothing was recorded');
  return answer;
}

function rejects(
  what: string,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  asked: Asked,
  pointers: readonly string[],
  status = 400,
): void {
  test(`${what} is ${status} at ${pointers.join(', ')}`, async () => {
    const auth = url.startsWith('/api/v1/admin') ? admin : headers;
    const answer = await changesNothing(() => facade.ask(method, url, { ...asked, headers: { ...auth, ...asked.headers } }));
    assert.equal(answer.status, status, answer.text);
    if (status !== 400) return;
    assert.equal(answer.body.code, 'VALIDATION_FAILED');
    assert.deepEqual(
      answer.body.errors.map(({ pointer }) => pointer),
      pointers,
    );
    for (const { message } of answer.body.errors) assert.ok(typeof message === 'string' && message !== '');
  });
}

rejects('a hold that is no JSON', 'POST', RESERVATIONS, { raw: '{"scheduleId":' }, ['']);
rejects('a hold without a body', 'POST', RESERVATIONS, {}, ['']);
rejects('a hold with an empty body', 'POST', RESERVATIONS, { raw: '', contentType: 'application/json' }, ['']);
rejects('a hold that is a list', 'POST', RESERVATIONS, { body: [] }, ['']);
rejects('a hold that is null', 'POST', RESERVATIONS, { raw: 'null' }, ['']);
rejects('a hold without members', 'POST', RESERVATIONS, { body: {} }, ['/scheduleId']);
rejects('a hold with an unknown field', 'POST', RESERVATIONS, { body: { scheduleId, seats: [1], price: 0 } }, ['/price']);
rejects('a hold with a field that needs escaping', 'POST', RESERVATIONS, { body: { scheduleId, seats: [1], 'a/b~c': 0 } }, ['/a~1b~0c']);
rejects('a hold with a prototype', 'POST', RESERVATIONS, { raw: `{"scheduleId":"${scheduleId}","seats":[1],"__proto__":{"x":1}}` }, ['']);
rejects(
  'a hold with a constructor',
  'POST',
  RESERVATIONS,
  { raw: `{"scheduleId":"${scheduleId}","seats":[1],"constructor":{"prototype":{}}}` },
  [''],
);
rejects('a schedule id that is a number', 'POST', RESERVATIONS, { body: { scheduleId: 1, seats: [1] } }, ['/scheduleId']);
rejects('seats that are text', 'POST', RESERVATIONS, { body: { scheduleId, seats: '1' } }, ['/seats']);
rejects('a seat that is text', 'POST', RESERVATIONS, { body: { scheduleId, seats: [1, '2'] } }, ['/seats/1']);
rejects('no seats', 'POST', RESERVATIONS, { body: { scheduleId, seats: [] } }, ['/seats']);
rejects('the same seat twice', 'POST', RESERVATIONS, { body: { scheduleId, seats: [1, 1] } }, ['/seats']);
rejects('seat 0', 'POST', RESERVATIONS, { body: { scheduleId, seats: [0] } }, ['/seats/0']);
rejects('half a seat', 'POST', RESERVATIONS, { body: { scheduleId, seats: [1.5] } }, ['/seats/0']);
rejects('a seat beyond all numbers', 'POST', RESERVATIONS, { raw: `{"scheduleId":"${scheduleId}","seats":[1e999]}` }, ['/seats/0']);
rejects('an endless id', 'POST', RESERVATIONS, { body: { scheduleId: 'x'.repeat(101), seats: [1] } }, ['/scheduleId']);
rejects('a body that is too large', 'POST', RESERVATIONS, { raw: `{"scheduleId":"${'x'.repeat(70_000)}"}` }, [], 413);
rejects('a body that is a form', 'POST', RESERVATIONS, { raw: 'seats=1', contentType: 'application/x-www-form-urlencoded' }, [], 415);
rejects('a body that is text', 'POST', RESERVATIONS, { raw: '{}', contentType: 'text/plain' }, [], 415);
rejects('a body of no type at all', 'POST', RESERVATIONS, { raw: '{}', contentType: '' }, [], 415);
rejects('a body of a nonsense type', 'POST', RESERVATIONS, { raw: '{}', contentType: 'nonsense' }, [], 415);
rejects('a deep body', 'POST', RESERVATIONS, { raw: `${'['.repeat(20_000)}${']'.repeat(20_000)}` }, ['']);

rejects('an amount beyond all numbers', 'POST', TRANSACTIONS, { raw: '{"amount":1e999}' }, ['/amount']);
rejects('an amount with an unknown neighbour', 'POST', TRANSACTIONS, { body: { amount: 1, currency: 'KRW' } }, ['/currency']);
rejects('an unknown query parameter', 'GET', `${TRANSACTIONS}?offset=1`, {}, ['/offset']);
rejects('a limit of 0', 'GET', `${TRANSACTIONS}?limit=0`, {}, ['/limit']);
rejects('a limit beyond the largest', 'GET', `${TRANSACTIONS}?limit=101`, {}, ['/limit']);
rejects('a limit that is text', 'GET', `${TRANSACTIONS}?limit=ten`, {}, ['/limit']);
rejects('two limits', 'GET', `${TRANSACTIONS}?limit=1&limit=2`, {}, ['/limit']);
rejects('a made-up cursor', 'GET', `${TRANSACTIONS}?cursor=zzz`, {}, ['/cursor']);
rejects('a made-up cursor for concerts', 'GET', '/api/v1/concerts?cursor=-1', {}, ['/cursor']);
rejects('a status that no seat has', 'GET', `/api/v1/seats?scheduleId=${scheduleId}&status=SOLD`, {}, ['/status']);
rejects('a date that no calendar has', 'GET', '/api/v1/seats?date=2027-02-30', {}, ['/date']);
rejects('seats of nothing', 'GET', '/api/v1/seats', {}, ['/scheduleId']);
rejects('seats by schedule and by date', 'GET', `/api/v1/seats?scheduleId=${scheduleId}&date=2027-02-03`, {}, ['/scheduleId']);
rejects('a query where none is known', 'DELETE', '/api/v1/tokens/current?force=1', {}, ['/force']);
rejects('a broken body on a route without one', 'DELETE', '/api/v1/tokens/current', { raw: '{' }, ['']);
rejects('an account with a wish', 'POST', '/api/v1/users', { body: { userId: fan.userId } }, ['/userId']);
rejects('a token with a wish', 'POST', '/api/v1/tokens', { body: { concertId, position: 1 } }, ['/position']);
rejects('a token for null', 'POST', '/api/v1/tokens', { raw: 'null' }, ['']);
rejects('a user id with a path in it', 'GET', '/api/v1/users/..%2Fadmin/points', {}, ['/userId']);

for (const key of ['', 'with space', 'ümlaut', 'x'.repeat(201)]) {
  rejects(`the Idempotency-Key "${key.slice(0, 12)}"`, 'POST', TRANSACTIONS, { body: { amount: 1 }, headers: { 'idempotency-key': key } }, [
    '/Idempotency-Key',
  ]);
}

rejects('a concert without a title', 'POST', '/api/v1/admin/concerts', { body: {} }, ['/title']);
rejects('a concert with a blank title', 'POST', '/api/v1/admin/concerts', { body: { title: '   ' } }, ['/title']);
rejects('a concert with an endless title', 'POST', '/api/v1/admin/concerts', { body: { title: 'x'.repeat(201) } }, ['/title']);
rejects('a waiting room for nobody', 'POST', '/api/v1/admin/concerts', { body: { title: 'x', queue: { maxActive: 0 } } }, [
  '/queue/maxActive',
]);
rejects('a waiting room for half a fan', 'POST', '/api/v1/admin/concerts', { body: { title: 'x', queue: { maxActive: 1.5 } } }, [
  '/queue/maxActive',
]);
rejects('nothing to change', 'PATCH', `/api/v1/admin/concerts/${concertId}/queue`, { body: {} }, ['']);
rejects('a show at no time', 'POST', SCHEDULES, { body: { startsAt: 'tomorrow' } }, ['/startsAt']);
rejects('a show on a day that does not exist', 'POST', SCHEDULES, { body: { startsAt: '2027-02-30T10:00:00Z' } }, ['/startsAt']);
rejects('a show in a leap second', 'POST', SCHEDULES, { body: { startsAt: '2016-12-31T23:59:60Z' } }, ['/startsAt']);
rejects('a show before 1970', 'POST', SCHEDULES, { body: { startsAt: '1960-01-01T00:00:00Z' } }, ['/startsAt']);
rejects('a hall without seats', 'POST', SCHEDULES, { body: { startsAt: '2030-01-01T00:00:00Z', seats: 0 } }, ['/seats']);
rejects('a hall with too many seats', 'POST', SCHEDULES, { body: { startsAt: '2030-01-01T00:00:00Z', seats: 100_001 } }, ['/seats']);
rejects(
  'a hall both ways',
  'POST',
  SCHEDULES,
  { body: { startsAt: '2030-01-01T00:00:00Z', seats: 1, sections: [{ name: 'A', price: 1, seats: 1 }] } },
  ['/sections'],
);
rejects('a section without seats', 'POST', SCHEDULES, { body: { startsAt: '2030-01-01T00:00:00Z', sections: [{ name: 'A', price: 1 }] } }, [
  '/sections/0',
]);
rejects(
  'sections that are too many together',
  'POST',
  SCHEDULES,
  {
    body: {
      startsAt: '2030-01-01T00:00:00Z',
      sections: [
        { name: 'A', price: 1, seats: 60_000 },
        { name: 'B', price: 1, seats: 60_000 },
      ],
    },
  },
  ['/sections'],
);
rejects(
  'a sale that ends before it begins',
  'POST',
  SCHEDULES,
  { body: { startsAt: '2030-01-02T00:00:00Z', onSaleAt: '2030-01-01T00:00:00Z', salesCloseAt: '2029-01-01T00:00:00Z' } },
  ['/salesCloseAt'],
);
rejects('blocking nothing', 'PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { body: {} }, ['']);
rejects(
  'blocking and unblocking the same seat',
  'PATCH',
  `/api/v1/admin/schedules/${scheduleId}/seats`,
  { body: { block: [1], unblock: [1] } },
  ['/unblock'],
);
rejects('types that are none', 'GET', '/api/v1/admin/events?types=a,,b', {}, ['/types']);
rejects('a seat that is no number', 'GET', `/api/v1/admin/schedules/${scheduleId}/seats/one/timeline`, {}, ['/seat']);

test('an empty body of type JSON is no body, where none is needed', async () => {
  const nothing = { raw: '', contentType: 'application/json' };
  assert.equal((await facade.ask('POST', '/api/v1/users', nothing)).status, 201);
  assert.equal((await facade.ask('POST', '/api/v1/users/renew', { ...nothing, headers })).status, 200);
  const other = await facade.fanIn(concertId);
  const held = await other.hold(scheduleId, [50]);
  const url = `${RESERVATIONS}/${held.body.reservationId}`;
  assert.equal((await facade.ask('DELETE', url, { ...nothing, headers: { ...other.headers } })).status, 204);
});

test('many faults are answered with the first of them only', async () => {
  const seats = Array.from({ length: 900 }, () => 'x');
  const answer = await changesNothing(() => facade.ask('POST', RESERVATIONS, { headers, body: { scheduleId, seats } }));
  assert.equal(answer.body.errors.length, 20);
});

test('no answer repeats what was sent', async () => {
  const marker = 'MARKER0123456789';
  for (const body of [
    { scheduleId, seats: [marker] },
    { scheduleId: 1, seats: [], note: marker },
  ]) {
    assert.ok(!(await fan.post(RESERVATIONS, body)).text.includes(marker));
  }
});

const ROUTES = [
  ['POST', '/api/v1/tokens'],
  ['POST', RESERVATIONS],
  ['POST', '/api/v1/payments'],
  ['POST', TRANSACTIONS],
  ['POST', '/api/v1/users/renew'],
  ['POST', '/api/v1/admin/concerts'],
  ['POST', SCHEDULES],
  ['PATCH', `/api/v1/admin/concerts/${concertId}/queue`],
  ['PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`],
  ['DELETE', `/api/v1/reservations/${scheduleId}-r-${'0'.repeat(32)}`],
] as const;

/** Well-formed JSON that often has the right members and rarely the right values. */
const nearly = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(
    fc.constantFrom(
      'scheduleId',
      'seats',
      'reservationId',
      'amount',
      'concertId',
      'title',
      'queue',
      'startsAt',
      'sections',
      'block',
      'maxActive',
      '__proto__',
    ),
    fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(scheduleId, concertId, -1, 0, 1e300, [[]], ['1'], '2030-01-01')),
  ),
);

test('whatever is sent as JSON is answered below 500', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ROUTES), nearly, async ([method, url], value) => {
      const auth = url.startsWith('/api/v1/admin') ? admin : headers;
      const answer = await facade.ask(method, url, { headers: auth, raw: JSON.stringify(value) });
      assert.ok(answer.status < 500, `${method} ${url} ${JSON.stringify(value)}: ${answer.status} ${answer.text}`);
    }),
    { numRuns: 300 },
  );
});

test('whatever bytes are sent are refused below 500 and change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ROUTES), fc.string({ unit: 'binary', maxLength: 200 }), async ([method, url], text) => {
      const auth = url.startsWith('/api/v1/admin') ? admin : headers;
      await changesNothing(() => facade.ask(method, url, { headers: auth, raw: `\u0001${text}` }));
    }),
    { numRuns: 100 },
  );
});

test('whatever is asked for in a path or a query is answered below 500', async () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('..', '%00', '__proto__', 'constructor', scheduleId, fan.userId),
  );
  await fc.assert(
    fc.asyncProperty(part, part, part, async (one, two, three) => {
      const [a, b, c] = [one, two, three].map((text) => encodeURIComponent(text.toWellFormed()));
      for (const url of [
        `/api/v1/${a}/points`,
        `/api/v1/${a}/${b}`,
        `/api/v1/seats?${a}=${b}&scheduleId=${c}`,
        `/api/v1/reservations/${a}?${b}=${c}`,
      ]) {
        const answer = await facade.ask('GET', url, { headers });
        assert.ok(answer.status < 500, `${url}: ${answer.status} ${answer.text}`);
      }
    }),
    { numRuns: 100 },
  );
});

test.run();
