/** What is refused: every code of the contract's table, with its status and the members it promises. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { REFUSALS } from '../../src/domain/refusals.js';
import type { RefusalCode } from '../../src/domain/refusals.js';
import { STATUS_OF, problemType } from '../../src/rest/problem.js';
import { MAX_POINTS, TestFacade, withFacade } from '../support/test-facade.js';
import type { Answer } from '../support/test-facade.js';

const facade = await TestFacade.start();
test.after(() => facade.stop());

const NOBODY = '00000000-0000-4000-8000-000000000000';
const NO_SCHEDULE_OF = (concertId: string): string => `${concertId}-000000000000`;

function refuses(what: string, status: number, code: RefusalCode, play: () => Promise<Answer>, members: object = {}): void {
  test(`${what}: ${status} ${code}`, async () => {
    const answer = await play();
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.equal(answer.body.code, code);
    assert.equal(answer.body.status, status);
    assert.equal(answer.body.type, problemType(code));
    assert.equal(answer.body.title, REFUSALS[code].title);
    assert.equal(answer.body.detail, REFUSALS[code].detail);
    const said = answer.body as unknown as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(members)) assert.deepEqual(said[name], value, name);
  });
}

refuses('a token for an unknown concert', 400, 'CONCERT_NOT_FOUND', () =>
  facade.fan().post('/api/v1/tokens', { concertId: '0'.repeat(16) }),
);
refuses('a token for what is no concert id', 400, 'CONCERT_NOT_FOUND', () => facade.fan().get('/api/v1/tokens?concertId=nope'));
refuses('a token without a concert when several are on sale', 400, 'CONCERT_REQUIRED', async () => {
  await facade.concert();
  await facade.concert();
  return facade.fan().post('/api/v1/tokens');
});
refuses(
  'the place of an active token',
  400,
  'TOKEN_NOT_WAITING',
  async () => {
    const { concertId } = await facade.concert();
    const answer = await (await facade.fanIn(concertId)).get('/api/v1/numbers');
    assert.equal(answer.body.redirectTo, `/api/v1/reservation?concertId=${concertId}`);
    return answer;
  },
  { tokenStatus: 'ACTIVE' },
);
refuses(
  'the place of a token that ended',
  400,
  'TOKEN_NOT_WAITING',
  async () => {
    const fan = await facade.fanIn((await facade.concert()).concertId);
    await fan.delete('/api/v1/tokens/current');
    const answer = await fan.get('/api/v1/numbers');
    assert.ok(!('redirectTo' in answer.body));
    return answer;
  },
  { tokenStatus: 'EXPIRED' },
);

refuses('dates of what is no concert', 400, 'INVALID_SCHEDULE', async () => {
  const fan = await facade.fanIn((await facade.concert()).concertId);
  return fan.get('/api/v1/reservation?concertId=nope');
});
refuses('seats of an unknown schedule', 400, 'INVALID_SCHEDULE', async () => {
  const { concertId } = await facade.concert();
  return (await facade.fanIn(concertId)).get(`/api/v1/seats?scheduleId=${NO_SCHEDULE_OF(concertId)}`);
});
refuses('seats on a date without a show', 400, 'INVALID_SCHEDULE', async () => {
  const { concertId } = await facade.concert();
  return (await facade.fanIn(concertId)).get(`/api/v1/seats?concertId=${concertId}&date=2001-01-01`);
});
refuses('seats on a date with two shows', 400, 'SCHEDULE_AMBIGUOUS', async () => {
  const { concertId } = await facade.concert();
  await facade.schedule(concertId);
  const fan = await facade.fanIn(concertId);
  const date = (await fan.get('/api/v1/reservation')).body.dates[0]?.date ?? '';
  return fan.get(`/api/v1/seats?date=${date}`);
});

refuses('a hold on an unknown schedule', 404, 'SCHEDULE_NOT_FOUND', async () => {
  const { concertId } = await facade.concert();
  return (await facade.fanIn(concertId)).hold(NO_SCHEDULE_OF(concertId), [1]);
});
refuses('a hold on what is no schedule id', 404, 'SCHEDULE_NOT_FOUND', async () => {
  return (await facade.fanIn((await facade.concert()).concertId)).hold('nope', [1]);
});
refuses(
  'a hold on taken seats',
  400,
  'SEAT_UNAVAILABLE',
  async () => {
    const { concertId, scheduleId } = await facade.concert();
    await (await facade.fanIn(concertId)).hold(scheduleId, [2, 3]);
    return (await facade.fanIn(concertId)).hold(scheduleId, [1, 2]);
  },
  { conflicts: [{ seat: 2, status: 'HELD' }] },
);
refuses('a hold on a seat beyond the hall', 400, 'SEAT_NOT_FOUND', async () => {
  const { concertId, scheduleId } = await facade.concert();
  return (await facade.fanIn(concertId)).hold(scheduleId, [51]);
});
refuses('a hold on more seats than one may have', 400, 'TOO_MANY_SEATS', async () => {
  const { concertId, scheduleId } = await facade.concert();
  return (await facade.fanIn(concertId)).hold(scheduleId, [1, 2, 3, 4, 5]);
});
refuses('a hold before sales open', 409, 'SALES_CLOSED', async () => {
  const { concertId } = await facade.concert();
  const later = await facade.schedule(concertId, { onSaleAt: new Date(facade.clock.now() + 3_600_000).toISOString() });
  return (await facade.fanIn(concertId)).hold(later, [1]);
});
refuses("somebody else's reservation", 404, 'RESERVATION_NOT_FOUND', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const { reservationId } = (await (await facade.fanIn(concertId)).hold(scheduleId, [1])).body;
  return facade.fan().get(`/api/v1/reservations/${reservationId}`);
});
refuses("releasing somebody else's reservation", 404, 'RESERVATION_NOT_FOUND', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const { reservationId } = (await (await facade.fanIn(concertId)).hold(scheduleId, [1])).body;
  return facade.fan().delete(`/api/v1/reservations/${reservationId}`);
});
refuses('what is no reservation id', 404, 'RESERVATION_NOT_FOUND', () => facade.fan().get('/api/v1/reservations/nope'));
for (const [what, method, url, code] of [
  ['a reservation', 'GET', 'reservations', 'RESERVATION_NOT_FOUND'],
  ['releasing a reservation', 'DELETE', 'reservations', 'RESERVATION_NOT_FOUND'],
  ['a payment', 'GET', 'payments', 'PAYMENT_NOT_FOUND'],
] as const) {
  refuses(`${what} on a schedule that does not exist`, 404, code, async () => {
    const { concertId } = await facade.concert();
    const letter = url === 'payments' ? 'p' : 'r';
    const id = `${NO_SCHEDULE_OF(concertId)}-${letter}-${'0'.repeat(32)}`;
    return facade.ask(method, `/api/v1/${url}/${id}`, { headers: facade.fan().headers });
  });
}
refuses('reservations on an unknown schedule', 404, 'SCHEDULE_NOT_FOUND', () => facade.fan().get('/api/v1/reservations?scheduleId=nope'));
refuses('releasing what was released', 409, 'NOT_HELD', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const { reservationId } = (await fan.hold(scheduleId, [1])).body;
  await fan.delete(`/api/v1/reservations/${reservationId}`);
  return fan.delete(`/api/v1/reservations/${reservationId}`);
});

refuses(
  'paying with too few points',
  400,
  'INSUFFICIENT_POINTS',
  async () => {
    const { concertId, scheduleId } = await facade.concert();
    const fan = await facade.fanIn(concertId);
    await fan.charge(10);
    return fan.pay((await fan.hold(scheduleId, [1])).body.reservationId);
  },
  { balance: 10, required: 50_000 },
);
refuses('paying for an unknown reservation', 404, 'RESERVATION_NOT_FOUND', async () => {
  const { concertId, scheduleId } = await facade.concert();
  return (await facade.fanIn(concertId)).pay(`${scheduleId}-r-${'0'.repeat(32)}`);
});
refuses('paying for a reservation on a schedule that does not exist', 404, 'RESERVATION_NOT_FOUND', async () => {
  const { concertId } = await facade.concert();
  return (await facade.fanIn(concertId)).pay(`${NO_SCHEDULE_OF(concertId)}-r-${'0'.repeat(32)}`);
});
refuses("paying for somebody else's reservation", 404, 'RESERVATION_NOT_FOUND', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const { reservationId } = (await (await facade.fanIn(concertId)).hold(scheduleId, [1])).body;
  return (await facade.fanIn(concertId)).pay(reservationId);
});
refuses('paying after the hold ran out', 409, 'HOLD_EXPIRED', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  await fan.charge(100_000);
  const { reservationId } = (await fan.hold(scheduleId, [1])).body;
  facade.clock.advance(300_001);
  return fan.pay(reservationId);
});
refuses('what is no payment id', 404, 'PAYMENT_NOT_FOUND', () => facade.fan().get('/api/v1/payments/nope'));
refuses("somebody else's payment", 404, 'PAYMENT_NOT_FOUND', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  await fan.charge(100_000);
  const { paymentId } = (await fan.pay((await fan.hold(scheduleId, [1])).body.reservationId)).body;
  return facade.fan().get(`/api/v1/payments/${paymentId}`);
});

for (const amount of [0, -1, 1.5, 2 ** 53, -0.1]) {
  refuses(`charging ${amount}`, 400, 'INVALID_AMOUNT', () => facade.fan().charge(amount));
}
for (const amount of ['100', null, true, [1], {}]) {
  refuses(`charging ${JSON.stringify(amount)}`, 400, 'VALIDATION_FAILED', () => facade.fan().charge(amount), {
    errors: [{ pointer: '/amount', message: 'must be number' }],
  });
}
refuses('charging beyond the maximum', 400, 'MAX_POINTS_EXCEEDED', async () => {
  const fan = facade.fan();
  await fan.charge(MAX_POINTS);
  return fan.charge(1);
});
for (const path of ['transactions', 'payments', 'points']) {
  refuses(`somebody else's ${path}`, 403, 'NOT_YOURS', () => facade.fan().get(`/api/v1/users/${NOBODY}/${path}`));
  refuses(`${path} of a malformed user id`, 400, 'VALIDATION_FAILED', () => facade.fan().get(`/api/v1/users/42/${path}`));
}
refuses("charging somebody else's wallet", 403, 'NOT_YOURS', () =>
  facade.fan().post(`/api/v1/users/${NOBODY}/transactions`, { amount: 1 }),
);
refuses("somebody else's points, the short way", 403, 'NOT_YOURS', () => facade.fan().get(`/api/v1/${NOBODY}/points`));
refuses('points of a malformed user id, the short way', 400, 'VALIDATION_FAILED', () => facade.fan().get('/api/v1/42/points'));
refuses('points of a user id in capitals', 400, 'VALIDATION_FAILED', () =>
  facade.fan().get(`/api/v1/${NOBODY.replace('a', 'A').replace('8000', 'ABCD')}/points`),
);

refuses('a schedule for an unknown concert', 404, 'CONCERT_NOT_FOUND', () =>
  facade.admin('POST', `/api/v1/admin/concerts/${'0'.repeat(16)}/schedules`, { startsAt: '2030-01-01T00:00:00Z' }),
);
refuses('steering the waiting room of an unknown concert', 404, 'CONCERT_NOT_FOUND', () =>
  facade.admin('PATCH', '/api/v1/admin/concerts/nope/queue', { maxActive: 1 }),
);
refuses('blocking seats of an unknown schedule', 404, 'SCHEDULE_NOT_FOUND', () =>
  facade.admin('PATCH', '/api/v1/admin/schedules/nope/seats', { block: [1] }),
);
refuses('blocking a held seat', 409, 'SEAT_NOT_BLOCKABLE', async () => {
  const { concertId, scheduleId } = await facade.concert();
  await (await facade.fanIn(concertId)).hold(scheduleId, [1]);
  return facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { block: [1] });
});
refuses('blocking a seat beyond the hall', 400, 'SEAT_NOT_FOUND', async () =>
  facade.admin('PATCH', `/api/v1/admin/schedules/${(await facade.concert()).scheduleId}/seats`, { block: [999] }),
);
refuses('looking up a user nobody knows', 404, 'USER_NOT_FOUND', () => facade.admin('GET', `/api/v1/admin/users/${NOBODY}`));
refuses('looking up an unknown reservation', 404, 'RESERVATION_NOT_FOUND', () => facade.admin('GET', '/api/v1/admin/reservations/nope'));
refuses('looking up a reservation on a schedule that does not exist', 404, 'RESERVATION_NOT_FOUND', async () => {
  const { concertId } = await facade.concert();
  return facade.admin('GET', `/api/v1/admin/reservations/${NO_SCHEDULE_OF(concertId)}-r-${'0'.repeat(32)}`);
});
refuses('looking up an unknown payment', 404, 'PAYMENT_NOT_FOUND', () => facade.admin('GET', '/api/v1/admin/payments/nope'));
refuses('the story of a seat beyond the hall', 404, 'SEAT_NOT_FOUND', async () =>
  facade.admin('GET', `/api/v1/admin/schedules/${(await facade.concert()).scheduleId}/seats/51/timeline`),
);
refuses('the story of a seat of an unknown schedule', 404, 'SCHEDULE_NOT_FOUND', () =>
  facade.admin('GET', '/api/v1/admin/schedules/nope/seats/1/timeline'),
);
refuses('a cursor that was never handed out', 400, 'VALIDATION_FAILED', () => facade.admin('GET', '/api/v1/admin/events?after=x'), {
  errors: [{ pointer: '/after', message: 'not a cursor this service handed out' }],
});
refuses('a time zone that does not exist', 400, 'VALIDATION_FAILED', async () =>
  facade.admin('POST', `/api/v1/admin/concerts/${(await facade.concert()).concertId}/schedules`, {
    startsAt: '2030-01-01T00:00:00Z',
    timeZone: 'Mars/Olympus',
  }),
);

refuses('an unknown path', 404, 'ROUTE_NOT_FOUND', () => facade.ask('GET', '/api/v1/nothing'));
refuses('an unknown path with a body', 404, 'ROUTE_NOT_FOUND', () =>
  facade.ask('POST', '/api/v1/nothing', { raw: '{', contentType: 'text/html' }),
);
refuses('a path with the wrong method', 405, 'METHOD_NOT_ALLOWED', async () => {
  const answer = await facade.ask('PUT', '/api/v1/tokens/current');
  assert.equal(answer.headers['allow'], 'DELETE, GET, HEAD');
  return answer;
});
refuses('a path that cannot be decoded', 400, 'VALIDATION_FAILED', () => facade.ask('GET', '/api/v1/%zz/points'));
refuses('a path with an endless part', 400, 'VALIDATION_FAILED', () => facade.ask('GET', `/api/v1/${'a'.repeat(5_000)}/points`));

test('where fans do not charge their own wallets, they are told so', () =>
  withFacade({ selfCharge: false }, async (other) => {
    assert.equal((await other.fan().charge(1)).body.code, 'SELF_CHARGE_DISABLED');
  }));

test('without any concert on sale a token needs a concert', () =>
  withFacade({}, async (empty) => {
    assert.equal((await empty.fan().post('/api/v1/tokens')).body.code, 'CONCERT_REQUIRED');
    const { concertId } = await empty.concert();
    assert.equal((await empty.fan().post('/api/v1/tokens', {})).body.concertId, concertId, 'the only one on sale');
  }));

test('every code has a status, and those that may work later without a change are 409, 401, 429 or 503', () => {
  for (const [code, kind] of Object.entries(REFUSALS)) {
    const status = STATUS_OF[code as RefusalCode];
    assert.ok(status >= 400 && status < 600, code);
    if (kind.retryable) assert.ok([401, 409, 429, 503].includes(status), code);
  }
});

test.run();
