/** What succeeds: every route once, in the order in which a fan and an operator use them. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { TestFacade } from '../support/test-facade.js';
import type { Answer } from '../support/test-facade.js';

const facade = await TestFacade.start();
test.after(() => facade.stop());

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test('a guest account comes with an access token that works and can be renewed', async () => {
  for (const body of [undefined, {}]) {
    const created = await facade.ask('POST', '/api/v1/users', { body });
    assert.equal(created.status, 201);
    assert.match(created.body.expiresAt, TIME);
    const headers = { authorization: `Bearer ${created.body.accessToken}` };
    facade.clock.advance(2_000);
    const renewed = await facade.ask('POST', '/api/v1/users/renew', { headers, body });
    assert.equal(renewed.status, 200);
    assert.equal(renewed.body.userId, created.body.userId);
    assert.notEqual(renewed.body.accessToken, created.body.accessToken);
    const points = await facade.ask('GET', `/api/v1/users/${created.body.userId}/points`, {
      headers: { authorization: `bearer ${renewed.body.accessToken}` },
    });
    assert.deepEqual(points.body, { userId: created.body.userId, balance: 0 });
  }
});

test('a token is issued by POST and by GET, and asking again gives the same one', async () => {
  const { concertId } = await facade.concert({ maxActive: 1 });
  const first = facade.fan();
  const second = facade.fan();
  const active = await first.join(concertId);
  const { token, issuedAt, expiresAt, ...rest } = active.body;
  assert.match(issuedAt, TIME);
  assert.match(expiresAt, TIME);
  assert.deepEqual(
    { ...rest, refreshIntervalSeconds: 0 },
    {
      userId: first.userId,
      concertId,
      status: 'ACTIVE',
      position: 0,
      ahead: 0,
      estimatedWaitSeconds: 0,
      refreshIntervalSeconds: 0,
    },
  );
  const again = await first.get(`/api/v1/tokens?concertId=${concertId}`);
  assert.equal(again.status, 201);
  assert.equal(again.body.token, token);
  const waiting = await second.get(`/api/v1/tokens?concertId=${concertId}`);
  assert.equal(waiting.status, 201);
  assert.equal(waiting.body.status, 'WAITING');
  assert.deepEqual([waiting.body.position, waiting.body.ahead, waiting.body.expiresAt], [1, 0, null]);
});

test('who waits sees the place, the state, and can leave', async () => {
  const { concertId } = await facade.concert({ maxActive: 1 });
  await facade.fanIn(concertId);
  const fan = await facade.fanIn(concertId);
  const place = await fan.get('/api/v1/numbers');
  assert.equal(place.status, 200);
  assert.deepEqual(Object.keys(place.body).sort(), ['ahead', 'estimatedWaitSeconds', 'position', 'refreshIntervalSeconds', 'status']);
  assert.deepEqual([place.body.status, place.body.position], ['WAITING', 1]);
  assert.equal((await fan.get('/api/v1/tokens/current')).body.status, 'WAITING');
  const left = await fan.delete('/api/v1/tokens/current');
  assert.equal(left.status, 204);
  assert.equal(left.text, '');
  assert.equal((await fan.delete('/api/v1/tokens/current')).status, 204);
  const after = await fan.get('/api/v1/tokens/current');
  assert.deepEqual([after.status, after.body.status, after.body.reason], [200, 'EXPIRED', 'LEFT']);
});

test('concerts are public and come in pages', async () => {
  const sales = [await facade.concert(), await facade.concert(), await facade.concert()];
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Answer = await facade.ask('GET', `/api/v1/concerts?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
    assert.equal(page.status, 200);
    seen.push(...page.body.items.map(({ concertId }) => concertId));
    cursor = page.body.next;
  }
  assert.deepEqual(
    seen.slice(-3),
    sales.map(({ concertId }) => concertId),
  );
  assert.equal(new Set(seen).size, seen.length);
  const { items } = (await facade.ask('GET', '/api/v1/concerts?limit=100')).body;
  const schedule = items.at(-1)?.schedules[0];
  assert.ok(schedule !== undefined);
  assert.deepEqual([schedule.scheduleId, schedule.timeZone], [sales[2]?.scheduleId, 'Asia/Seoul']);
  assert.match(schedule.startsAt, TIME);
  assert.match(schedule.date, /^\d{4}-\d\d-\d\d$/);
});

test('dates name open schedules only, with what is left', async () => {
  const { concertId, scheduleId } = await facade.concert();
  await facade.schedule(concertId, { onSaleAt: new Date(facade.clock.now() + 3_600_000).toISOString() });
  const fan = await facade.fanIn(concertId);
  await fan.hold(scheduleId, [1, 2]);
  for (const url of [`/api/v1/reservation?concertId=${concertId}`, '/api/v1/reservation']) {
    const dates = await fan.get(url);
    assert.equal(dates.status, 200);
    assert.equal(dates.body.concertId, concertId);
    assert.deepEqual(
      dates.body.dates.map((date) => [date.scheduleId, date.totalSeats, date.availableSeats]),
      [[scheduleId, 50, 48]],
    );
  }
});

test('seats are numbered through all sections and rows, with prices, and mine are marked', async () => {
  const { concertId, scheduleId } = await facade.concert(
    {},
    {
      sections: [
        { name: 'Floor', price: 900, seats: 2 },
        {
          name: 'Balcony "B"',
          price: 500,
          rows: [
            { name: '1', seats: 1 },
            { name: '2', seats: 2 },
          ],
        },
      ],
    },
  );
  const fan = await facade.fanIn(concertId);
  await fan.hold(scheduleId, [3]);
  const map = await fan.get(`/api/v1/seats?scheduleId=${scheduleId}`);
  assert.equal(map.status, 200);
  assert.deepEqual(map.body.seats, [
    { seat: 1, section: 'Floor', row: '1', status: 'AVAILABLE', price: 900 },
    { seat: 2, section: 'Floor', row: '1', status: 'AVAILABLE', price: 900 },
    { seat: 3, section: 'Balcony "B"', row: '1', status: 'HELD', price: 500, mine: true },
    { seat: 4, section: 'Balcony "B"', row: '2', status: 'AVAILABLE', price: 500 },
    { seat: 5, section: 'Balcony "B"', row: '2', status: 'AVAILABLE', price: 500 },
  ]);
  const others = await (await facade.fanIn(concertId)).get(`/api/v1/seats?scheduleId=${scheduleId}&status=HELD`);
  assert.deepEqual(others.body.seats, [{ seat: 3, section: 'Balcony "B"', row: '1', status: 'HELD', price: 500 }]);
  assert.equal(others.body.version, map.body.version);
  const date = (await fan.get('/api/v1/reservation')).body.dates[0]?.date ?? '';
  for (const where of [`date=${date}`, `concertId=${concertId}&date=${date}`]) {
    assert.equal((await fan.get(`/api/v1/seats?${where}`)).body.scheduleId, scheduleId);
  }
});

test('my reservations on a schedule come in pages, newest first', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const made: string[] = [];
  for (const seat of [1, 2, 3]) made.unshift((await fan.hold(scheduleId, [seat])).body.reservationId);
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const page = await fan.get(`/api/v1/reservations?scheduleId=${scheduleId}&limit=2${cursor}`);
    assert.ok(page.body.items.length <= 2);
    seen.push(...page.body.items.map((item: { reservationId: string }) => item.reservationId));
    if (page.body.next === null) break;
    cursor = `&cursor=${page.body.next}`;
  }
  assert.deepEqual(seen, made);
});

test('a hold, its look-ups, and its release', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const held = await fan.hold(scheduleId, [12, 13]);
  assert.equal(held.status, 201);
  const { reservationId, heldAt, expiresAt, ...rest } = held.body;
  assert.equal(Date.parse(expiresAt) - Date.parse(heldAt), 300_000);
  assert.deepEqual(rest, {
    scheduleId,
    concertId,
    seats: [12, 13],
    adjacent: true,
    amount: 100_000,
    status: 'HELD',
    expiresInSeconds: 300,
    paymentId: null,
  });
  assert.equal((await fan.hold(scheduleId, [13, 12])).body.reservationId, reservationId, 'exactly the same seats: the same reservation');
  assert.deepEqual((await fan.get(`/api/v1/reservations/${reservationId}`)).body, held.body);
  const list = await fan.get(`/api/v1/reservations?scheduleId=${scheduleId}`);
  assert.deepEqual(list.body, { items: [held.body], next: null });
  assert.equal((await fan.delete(`/api/v1/reservations/${reservationId}`)).status, 204);
  assert.equal((await fan.get(`/api/v1/reservations/${reservationId}`)).body.status, 'RELEASED');
  assert.equal((await (await facade.fanIn(concertId)).hold(scheduleId, [12])).status, 201, 'free at once');
});

test('paying takes the points, books the seats and ends the token; a repeat gives the same answer', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const charged = await fan.charge(250_000);
  assert.equal(charged.status, 200);
  assert.deepEqual(
    [charged.body.type, charged.body.amount, charged.body.balance, charged.body.userId],
    ['CHARGE', 250_000, 250_000, fan.userId],
  );
  const { reservationId } = (await fan.hold(scheduleId, [7])).body;
  const paid = await fan.pay(reservationId);
  assert.equal(paid.status, 200);
  const { paymentId, paidAt, ...rest } = paid.body;
  assert.match(paidAt, TIME);
  assert.deepEqual(rest, { reservationId, scheduleId, concertId, seats: [7], amount: 50_000, balance: 200_000, status: 'COMPLETED' });
  assert.equal((await fan.get('/api/v1/tokens/current')).body.status, 'EXPIRED');
  assert.deepEqual((await fan.pay(reservationId)).body, paid.body);
  fan.queueToken = null;
  assert.deepEqual((await fan.pay(reservationId)).body, paid.body, 'also without any queue token');
  assert.deepEqual((await fan.get(`/api/v1/payments/${paymentId}`)).body, paid.body);
  assert.deepEqual((await fan.get(`/api/v1/users/${fan.userId}/payments`)).body, { items: [paid.body], next: null });
  assert.equal((await fan.get(`/api/v1/reservations/${reservationId}`)).body.status, 'CONFIRMED');
  assert.equal((await fan.get(`/api/v1/users/${fan.userId}/points`)).body.balance, 200_000);
  assert.equal((await fan.get(`/api/v1/${fan.userId}/points`)).body.balance, 200_000);
});

test('transactions come newest first, in pages', async () => {
  const fan = facade.fan();
  for (const amount of [1, 2, 3]) await fan.charge(amount);
  const first = await fan.get(`/api/v1/users/${fan.userId}/transactions?limit=2`);
  const amounts = (answer: typeof first): number[] => answer.body.items.map(({ amount }) => amount);
  assert.deepEqual(amounts(first), [3, 2]);
  const second = await fan.get(`/api/v1/users/${fan.userId}/transactions?limit=2&cursor=${first.body.next}`);
  assert.deepEqual(amounts(second), [1]);
  assert.equal(second.body.next, null);
  assert.match(first.body.items[0]?.at ?? '', TIME);
});

test('operators steer the waiting room and block seats', async () => {
  const { concertId, scheduleId } = await facade.concert({ maxActive: 1 });
  await facade.fanIn(concertId);
  const waiting = await facade.fanIn(concertId);
  const queue = await facade.admin('PATCH', `/api/v1/admin/concerts/${concertId}/queue`, { maxActive: 2 });
  assert.equal(queue.status, 200);
  assert.deepEqual([queue.body.maxActive, queue.body.sessionSeconds, queue.body.active, queue.body.waiting], [2, 1800, 2, 0]);
  assert.equal((await waiting.get('/api/v1/tokens/current')).body.status, 'ACTIVE');
  const blocked = await facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { block: [1, 2] });
  assert.deepEqual([blocked.status, blocked.body.blockedSeats, blocked.body.availableSeats], [200, 2, 48]);
  const unblocked = await facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { unblock: [1] });
  assert.deepEqual([unblocked.status, unblocked.body.blockedSeats], [200, 1]);
});

test('operators read the event log, users, reservations and the story of a seat', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  await fan.charge(100_000);
  const { reservationId } = (await fan.hold(scheduleId, [4])).body;
  await fan.pay(reservationId);
  const user = await facade.admin('GET', `/api/v1/admin/users/${fan.userId}`);
  assert.deepEqual([user.status, user.body.balance, user.body.reservations.length, user.body.payments.length], [200, 50_000, 1, 1]);
  const reservation = await facade.admin('GET', `/api/v1/admin/reservations/${reservationId}`);
  assert.deepEqual([reservation.body.reservation.userId, reservation.body.payment.status], [fan.userId, 'COMPLETED']);
  const payment = await facade.admin('GET', `/api/v1/admin/payments/${reservation.body.payment.paymentId}`);
  assert.deepEqual(payment.body, reservation.body, 'from a payment one finds its reservation');
  const story = await facade.admin('GET', `/api/v1/admin/schedules/${scheduleId}/seats/4/timeline`);
  assert.equal(story.status, 200);
  assert.deepEqual(
    story.body.items.map(({ type }) => type),
    ['SeatHeld', 'PaymentStarted', 'PaymentCompleted', 'ReservationCreated'],
  );
  assert.match(story.body.items[0]?.data.expiresAt ?? '', TIME, 'times inside events are readable too');
  const types = 'PaymentCompleted,ReservationCreated,TokenExpired';
  const log = await facade.admin('GET', `/api/v1/admin/events?types=${types}&limit=1000`);
  const mine = log.body.items.filter(({ data }) => data.userId === fan.userId);
  assert.deepEqual(
    mine.map(({ type }) => type),
    ['PaymentCompleted', 'ReservationCreated', 'TokenExpired'],
  );
  const after = await facade.admin('GET', `/api/v1/admin/events?after=${mine[1]?.cursor ?? ''}&types=${types}`);
  assert.equal(after.body.items[0]?.type, 'TokenExpired');
});

test('the event log is the same whatever the size of its pages', async () => {
  const { operators } = facade.ticketing;
  const whole = await operators.events(null, null, 1_000);
  assert.ok('items' in whole && whole.next === null && whole.items.length > 20);
  for (const limit of [1, 2, 7]) {
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await operators.events(after, null, limit);
      assert.ok('items' in page && page.items.length <= limit);
      seen.push(...page.items.map(({ cursor }) => cursor));
      if (page.next === null) break;
      after = page.next;
    }
    assert.deepEqual(
      seen,
      whole.items.map(({ cursor }) => cursor),
    );
  }
});

test('a user is looked up in the newest concerts, however many came before', async () => {
  const { operators } = facade.ticketing;
  for (let concerts = 0; concerts < 100; concerts += 1) await operators.createConcert({ title: 'An old one' });
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  const held = await fan.hold(scheduleId, [1]);
  const user = await facade.admin('GET', `/api/v1/admin/users/${fan.userId}`);
  assert.deepEqual(
    user.body.reservations.map(({ reservationId }) => reservationId),
    [held.body.reservationId],
  );
});

test('the description and its page are served', async () => {
  assert.equal((await facade.ask('GET', '/openapi.json')).body.openapi, '3.1.0');
  const docs = await facade.ask('GET', '/docs');
  assert.equal(docs.status, 200);
  assert.match(docs.text, /swagger/i);
});

test.run();
