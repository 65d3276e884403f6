/** What anybody may look at: a concert with what is left, a schedule with its hall. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { TestFacade } from '../support/test-facade.js';

let facade: TestFacade;
test.before.each(async () => {
  facade = await TestFacade.start();
});
test.after.each(() => facade.stop());

const SECTIONS = [
  { name: 'Floor', price: 120_000, rows: [{ name: 'A', seats: 3 }] },
  {
    name: 'Balcony',
    price: 80_000,
    rows: [
      { name: 'B', seats: 4 },
      { name: 'C', seats: 5 },
    ],
  },
];
const QUEUE = { maxActive: 1, waitingTimeoutSeconds: 60, activeTimeoutSeconds: 120, sessionSeconds: 900 };

test('a concert is shown with its waiting room, its dates, what is left of them and what they cost', async () => {
  const { concertId, scheduleId } = await facade.concert(QUEUE, { sections: SECTIONS });
  const later = await facade.schedule(concertId, {
    startsAt: '2027-03-20T10:00:00Z',
    timeZone: 'Europe/Berlin',
    onSaleAt: '2027-02-01T00:00:00Z',
    seats: 20,
    price: 7,
  });
  const fan = await facade.fanIn(concertId);
  await facade.fanIn(concertId);
  await fan.hold(scheduleId, [1, 2]);
  await facade.admin('PATCH', `/api/v1/admin/schedules/${scheduleId}/seats`, { block: [12] });
  const { status, body, headers } = await facade.ask('GET', `/api/v1/concerts/${concertId}`);
  assert.equal(status, 200);
  assert.deepEqual([headers['cache-control'], headers['content-type']], ['public, max-age=1', 'application/json; charset=utf-8']);
  const startsAt = new Date(facade.clock.now() + 86_400_000).toISOString();
  assert.deepEqual(body, {
    concertId,
    title: 'Anime OST Night',
    onSale: true,
    waitingRoom: { waiting: 1, active: 1, ...QUEUE },
    schedules: [
      {
        scheduleId,
        date: '2027-01-16',
        startsAt,
        timeZone: 'Asia/Seoul',
        onSaleAt: null,
        salesCloseAt: startsAt,
        totalSeats: 12,
        onSale: true,
        availableSeats: 9,
        priceFrom: 80_000,
        priceTo: 120_000,
      },
      {
        scheduleId: later,
        date: '2027-03-20',
        startsAt: '2027-03-20T10:00:00.000Z',
        timeZone: 'Europe/Berlin',
        onSaleAt: '2027-02-01T00:00:00.000Z',
        salesCloseAt: '2027-03-20T10:00:00.000Z',
        totalSeats: 20,
        onSale: false,
        availableSeats: 20,
        priceFrom: 7,
        priceTo: 7,
      },
    ],
  });
});

test('it shows what the list shows, and more', async () => {
  const { concertId } = await facade.concert();
  const [listed] = (await facade.ask('GET', '/api/v1/concerts')).body.items;
  const { body } = await facade.ask('GET', `/api/v1/concerts/${concertId}`);
  const [first] = body.schedules;
  assert.deepEqual({ ...body, ...listed, schedules: [{ ...first, ...listed?.schedules[0] }] }, body);
});

test('a concert without a date, or before it goes on sale, is shown as it is', async () => {
  const made = await facade.admin('POST', '/api/v1/admin/concerts', { title: 'Soon' });
  const { body } = await facade.ask('GET', `/api/v1/concerts/${made.body.concertId}`);
  const { onSale } = body as unknown as { readonly onSale: boolean };
  assert.deepEqual([body.title, onSale, body.schedules], ['Soon', false, []]);
});

test('a schedule is shown with its hall', async () => {
  const { concertId, scheduleId } = await facade.concert({}, { sections: SECTIONS, holdSeconds: 120, maxSeatsPerUser: 0 });
  const { status, body, headers } = await facade.ask('GET', `/api/v1/schedules/${scheduleId}`);
  assert.equal(status, 200);
  assert.equal(headers['cache-control'], 'public, max-age=60');
  const startsAt = new Date(facade.clock.now() + 86_400_000).toISOString();
  assert.deepEqual(body, {
    scheduleId,
    concertId,
    concertTitle: 'Anime OST Night',
    date: '2027-01-16',
    startsAt,
    timeZone: 'Asia/Seoul',
    onSaleAt: null,
    salesCloseAt: startsAt,
    totalSeats: 12,
    holdSeconds: 120,
    maxSeatsPerUser: 0,
    sections: SECTIONS,
  });
});

test('what does not exist is 404, whatever it looks like, and no cache keeps that', async () => {
  const { concertId } = await facade.concert();
  const noConcert = '0'.repeat(16);
  for (const id of ['nope', noConcert, 'constructor', '%00', concertId.toUpperCase()]) {
    const { status, body, headers } = await facade.ask('GET', `/api/v1/concerts/${id}`);
    assert.deepEqual([status, body.code, headers['cache-control']], [404, 'CONCERT_NOT_FOUND', 'no-store'], id);
  }
  for (const id of ['nope', `${noConcert}-${'0'.repeat(12)}`, `${concertId}-${'0'.repeat(12)}`, concertId]) {
    const { status, body, headers } = await facade.ask('GET', `/api/v1/schedules/${id}`);
    assert.deepEqual([status, body.code, headers['cache-control']], [404, 'SCHEDULE_NOT_FOUND', 'no-store'], id);
  }
  const long = await facade.ask('GET', `/api/v1/concerts/${'x'.repeat(101)}`);
  assert.deepEqual([long.status, long.body.code], [400, 'VALIDATION_FAILED']);
});

test('they take no query, so that caches keep one answer', async () => {
  const { concertId, scheduleId } = await facade.concert();
  for (const path of [`concerts/${concertId}`, `schedules/${scheduleId}`]) {
    assert.equal((await facade.ask('GET', `/api/v1/${path}?x=1`)).status, 400);
  }
});

test('what is sold is seen by everybody after a second at the latest', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const left = async (): Promise<unknown> => (await facade.ask('GET', `/api/v1/concerts/${concertId}`)).body.schedules[0]?.availableSeats;
  const fan = await facade.fanIn(concertId);
  assert.equal(await left(), 50);
  await fan.hold(scheduleId, [1, 2, 3]);
  facade.clock.advance(1_001);
  assert.equal(await left(), 47);
});

test('who reserves or pays is told of which concert', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const fan = await facade.fanIn(concertId);
  await fan.charge(50_000);
  const held = await fan.hold(scheduleId, [1]);
  assert.equal(held.body.concertId, concertId);
  const { reservationId } = held.body;
  assert.equal((await fan.get(`/api/v1/reservations?scheduleId=${scheduleId}`)).body.items[0]?.concertId, concertId);
  const { paymentId } = (await fan.pay(reservationId)).body;
  assert.equal((await fan.get(`/api/v1/payments/${paymentId}`)).body.concertId, concertId);
  const file = (await facade.admin('GET', `/api/v1/admin/reservations/${reservationId}`)).body;
  assert.deepEqual([file.reservation.concertId, file.payment.concertId], [concertId, concertId]);
});

test.run();
