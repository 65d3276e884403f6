/** Every unary method over a real socket, with what it answers. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Timestamp__Output } from '../../src/grpc/generated/google/protobuf/Timestamp.js';
import { GrpcTestService, UNARY_NAMES } from '../support/grpc-service.js';
import type { Ticket, UnaryName } from '../support/grpc-service.js';

const service = await GrpcTestService.start();
const { facade } = service;
test.after(() => service.stop());

const played = new Set<UnaryName>();
const must: GrpcTestService['must'] = (name, request, ask) => {
  played.add(name);
  return service.must(name, request, ask);
};

function msOf(timestamp: Timestamp__Output | null): number | null {
  return timestamp === null ? null : timestamp.seconds * 1000 + timestamp.nanos / 1_000_000;
}

const now = (): number => facade.clock.now();
const startsAt = { seconds: Math.floor(now() / 1000) + 86_400, nanos: 0 };

async function heldBy(ticket: Ticket, scheduleId: string, numbers: number[]) {
  return service.must('Hold', { ...ticket, scheduleId, seats: { numbers } });
}

test('CreateUser makes a guest account whose access token REST believes', async () => {
  const { userId, accessToken, expiresAt } = await must('CreateUser', {});
  const answer = await facade.ask('GET', `/api/v1/users/${userId}/points`, { headers: { authorization: `Bearer ${accessToken}` } });
  assert.deepEqual(answer.body, { userId, balance: 0 });
  assert.ok((msOf(expiresAt) ?? 0) > now());
});

test('IssueAccessToken gives a user a fresh access token', async () => {
  const { userId } = facade.fan();
  const account = await must('IssueAccessToken', { userId });
  assert.equal(account.userId, userId);
  const answer = await facade.ask('GET', `/api/v1/users/${userId}/points`, { headers: { authorization: `Bearer ${account.accessToken}` } });
  assert.equal(answer.status, 200);
});

test('IssueToken puts a user in line, and gives who is in line the same token', async () => {
  const { concertId } = await facade.concert({ maxActive: 1 });
  const first = facade.fan();
  const second = facade.fan();
  const active = await must('IssueToken', { userId: first.userId, concertId });
  assert.equal(active.status, 'TOKEN_STATUS_ACTIVE');
  assert.equal(active.userId, first.userId);
  assert.equal(active.concertId, concertId);
  assert.equal(msOf(active.issuedAt), now());
  assert.equal(msOf(active.expiresAt), now() + 600_000);
  assert.deepEqual(active.place, { position: 0, ahead: 0, estimatedWaitSeconds: 0, refreshIntervalSeconds: 0 });
  const waiting = await must('IssueToken', { userId: second.userId, concertId });
  assert.equal(waiting.status, 'TOKEN_STATUS_WAITING');
  assert.equal(waiting.expiresAt, null);
  assert.equal(waiting.endReason, 'END_REASON_UNSPECIFIED');
  assert.equal(waiting.place?.position, 1);
  assert.equal(waiting.place.ahead, 0);
  assert.equal((await must('IssueToken', { userId: second.userId, concertId })).token, waiting.token);
});

test('GetToken tells the state of a token, also when it has ended', async () => {
  const ticket = await service.ticketFor((await facade.concert()).concertId);
  const live = await must('GetToken', ticket);
  assert.equal(live.status, 'TOKEN_STATUS_ACTIVE');
  assert.equal(live.token, ticket.queueToken);
  assert.deepEqual(await must('LeaveQueue', ticket), {});
  const ended = await must('GetToken', ticket);
  assert.equal(ended.status, 'TOKEN_STATUS_EXPIRED');
  assert.equal(ended.endReason, 'END_REASON_LEFT');
});

test('LeaveQueue lets the next one in, and leaving twice is fine', async () => {
  const { concertId } = await facade.concert({ maxActive: 1 });
  const first = await service.ticketFor(concertId);
  const second = await service.ticketFor(concertId);
  assert.deepEqual(await must('LeaveQueue', first), {});
  assert.deepEqual(await must('LeaveQueue', first), {});
  assert.equal((await must('GetToken', second)).status, 'TOKEN_STATUS_ACTIVE');
});

test('GetPosition tells the place in line', async () => {
  const { concertId } = await facade.concert({ maxActive: 1 });
  await service.ticketFor(concertId);
  await service.ticketFor(concertId);
  const position = await must('GetPosition', await service.ticketFor(concertId));
  assert.equal(position.status, 'TOKEN_STATUS_WAITING');
  assert.equal(position.place?.position, 2);
  assert.equal(position.place.ahead, 1);
  assert.ok(position.place.refreshIntervalSeconds >= 1);
});

test('ListConcerts tells what is on, page by page', async () => {
  const own = await GrpcTestService.start();
  const first = await own.facade.concert();
  await own.facade.concert();
  const page = await own.must('ListConcerts', { limit: 1 });
  assert.deepEqual(
    page.items.map(({ concertId, title, onSale }) => ({ concertId, title, onSale })),
    [{ concertId: first.concertId, title: 'Anime OST Night', onSale: true }],
  );
  const [schedule] = page.items[0]?.schedules ?? [];
  assert.equal(schedule?.scheduleId, first.scheduleId);
  assert.equal(msOf(schedule.startsAt), own.facade.clock.now() + 86_400_000);
  assert.equal(schedule.timeZone, 'Asia/Seoul');
  assert.equal(schedule.onSaleAt, null);
  assert.deepEqual(schedule.salesCloseAt, schedule.startsAt);
  assert.equal(schedule.totalSeats, 50);
  assert.match(schedule.date, /^\d{4}-\d{2}-\d{2}$/);
  const rest = await own.must('ListConcerts', { cursor: page.next });
  assert.equal(rest.items.length, 1);
  assert.equal(rest.next, '');
  played.add('ListConcerts');
  await own.stop();
});

test("ListDates tells a concert's schedules on sale, of the token's own concert when none is named", async () => {
  const { concertId, scheduleId } = await facade.concert();
  const ticket = await service.ticketFor(concertId);
  await heldBy(ticket, scheduleId, [1, 2]);
  const listed = await must('ListDates', { ...ticket, concertId });
  assert.equal(listed.concertId, concertId);
  const [date] = listed.dates;
  assert.deepEqual(
    { ...date, startsAt: null, salesCloseAt: null, date: '' },
    {
      scheduleId,
      concertId,
      date: '',
      startsAt: null,
      timeZone: 'Asia/Seoul',
      onSale: true,
      onSaleAt: null,
      salesCloseAt: null,
      holdSeconds: 300,
      maxSeatsPerUser: 4,
      totalSeats: 50,
      availableSeats: 48,
      heldSeats: 2,
      bookedSeats: 0,
      blockedSeats: 0,
    },
  );
  assert.deepEqual(await must('ListDates', ticket), listed);
  assert.deepEqual(await must('ListDates', { userId: ticket.userId, concertId }, { service: 'box-office' }), listed);
});

test('GetSeats tells the seats with one byte each, and which are the user’s', async () => {
  const sections = [
    { name: 'Floor', price: 120_000, rows: [{ name: '1', seats: 2 }] },
    {
      name: 'Balcony',
      price: 80_000,
      rows: [
        { name: '1', seats: 1 },
        { name: '2', seats: 2 },
      ],
    },
  ];
  const { concertId, scheduleId } = await facade.concert({}, { sections });
  const ticket = await service.ticketFor(concertId);
  await heldBy(ticket, scheduleId, [2, 3]);
  await service.must('SetBlockedSeats', { scheduleId, block: [5] });
  const seats = await must('GetSeats', { ...ticket, scheduleId });
  assert.equal(seats.scheduleId, scheduleId);
  assert.deepEqual(seats.sections, sections);
  assert.deepEqual([...seats.statuses], [1, 2, 2, 1, 4]);
  assert.deepEqual(seats.mine, [2, 3]);
  assert.ok(seats.version > 0);
  const { date = '' } = (await service.must('ListDates', ticket)).dates[0] ?? {};
  assert.deepEqual(await must('GetSeats', { ...ticket, concertDate: { date } }), seats);
  const ofNobody = await must('GetSeats', { concertDate: { concertId, date } }, { service: 'box-office' });
  assert.deepEqual({ ...ofNobody, mine: [2, 3] }, seats);
  assert.deepEqual(ofNobody.mine, []);
});

test('Hold holds named seats, and the same seats again are the same reservation', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const ticket = await service.ticketFor(concertId);
  const held = await must('Hold', { ...ticket, scheduleId, seats: { numbers: [8, 7] } });
  assert.deepEqual(
    { ...held, reservationId: '' },
    {
      reservationId: '',
      scheduleId,
      concertId,
      userId: ticket.userId,
      seats: [7, 8],
      adjacent: true,
      amount: 100_000,
      status: 'RESERVATION_STATUS_HELD',
      heldAt: { seconds: Math.floor(now() / 1000), nanos: (now() % 1000) * 1_000_000 },
      expiresAt: { seconds: Math.floor(now() / 1000) + 300, nanos: (now() % 1000) * 1_000_000 },
      expiresInSeconds: 300,
      paymentId: '',
    },
  );
  assert.equal((await must('Hold', { ...ticket, scheduleId, seats: { numbers: [7, 8] } })).reservationId, held.reservationId);
  const apart = await must('Hold', { ...(await service.ticketFor(concertId)), scheduleId, seats: { numbers: [1, 3] } });
  assert.equal(apart.adjacent, false);
});

test('Hold chooses the best available seats, of a section when it is named', async () => {
  const sections = [
    { name: 'Floor', price: 120_000, rows: [{ name: '1', seats: 10 }] },
    { name: 'Balcony', price: 80_000, rows: [{ name: '1', seats: 10 }] },
  ];
  const { concertId, scheduleId } = await facade.concert({}, { sections });
  const best = await must('Hold', { ...(await service.ticketFor(concertId)), scheduleId, bestAvailable: { count: 2 } });
  assert.equal(best.adjacent, true);
  assert.ok(best.seats.every((seat) => seat <= 10));
  const above = await must('Hold', {
    ...(await service.ticketFor(concertId)),
    scheduleId,
    bestAvailable: { count: 2, section: 'Balcony' },
  });
  assert.ok(above.seats.every((seat) => seat > 10));
  assert.equal(above.amount, 160_000);
});

test('Hold needs no queue token of a service that bypasses the queue', async () => {
  const { scheduleId } = await facade.concert({ maxActive: 1 });
  const { userId } = facade.fan();
  const held = await must('Hold', { userId, scheduleId, seats: { numbers: [1] } }, { service: 'box-office' });
  assert.equal(held.userId, userId);
});

test('Release gives held seats back', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const ticket = await service.ticketFor(concertId);
  const { reservationId } = await heldBy(ticket, scheduleId, [1]);
  const released = await must('Release', { userId: ticket.userId, reservationId });
  assert.equal(released.status, 'RESERVATION_STATUS_RELEASED');
  assert.equal(released.expiresInSeconds, 0);
  assert.equal((await service.must('GetSeats', { ...ticket, scheduleId })).statuses[0], 1);
});

test('GetReservation and ListReservations tell what a user has', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const ticket = await service.ticketFor(concertId);
  const { userId } = ticket;
  const first = await heldBy(ticket, scheduleId, [1]);
  const second = await heldBy(ticket, scheduleId, [2]);
  assert.deepEqual(await must('GetReservation', { userId, reservationId: first.reservationId }), first);
  const page = await must('ListReservations', { userId, scheduleId, limit: 1 });
  assert.deepEqual(page.items, [second]);
  assert.deepEqual(await must('ListReservations', { userId, scheduleId, cursor: page.next }), { items: [first], next: '' });
});

test('Pay takes the points, books the seats and ends the token; repeated, it answers the same', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const ticket = await service.ticketFor(concertId);
  const { userId } = ticket;
  await service.must('Charge', { userId, amount: 120_000 });
  const { reservationId } = await heldBy(ticket, scheduleId, [4, 5]);
  const payment = await must('Pay', { ...ticket, reservationId });
  assert.deepEqual(
    { ...payment, paymentId: '', paidAt: null },
    {
      paymentId: '',
      reservationId,
      scheduleId,
      concertId,
      userId,
      seats: [4, 5],
      amount: 100_000,
      status: 'PAYMENT_STATUS_COMPLETED',
      balance: 20_000,
      _balance: 'balance',
      paidAt: null,
    },
  );
  assert.ok(payment.paidAt !== null);
  assert.equal((await service.must('GetToken', ticket)).endReason, 'END_REASON_PAID');
  assert.deepEqual(await must('Pay', { ...ticket, reservationId }), payment);
  assert.deepEqual(await must('Pay', { userId, reservationId }), payment);
  assert.deepEqual(await must('Pay', { userId, reservationId }, { service: 'box-office' }), payment);
  assert.deepEqual(await must('GetPayment', { userId, paymentId: payment.paymentId }), payment);
  assert.deepEqual(await must('ListPayments', { userId }), { items: [payment], next: '' });
  const reservation = await service.must('GetReservation', { userId, reservationId });
  assert.equal(reservation.status, 'RESERVATION_STATUS_CONFIRMED');
  assert.equal(reservation.paymentId, payment.paymentId);
});

test('Pay takes the points of a user whom a service serves without a queue token', async () => {
  const { scheduleId } = await facade.concert({ maxActive: 1 });
  const { userId } = facade.fan();
  await service.must('Charge', { userId, amount: 50_000 });
  const { reservationId } = await service.must('Hold', { userId, scheduleId, seats: { numbers: [1] } }, { service: 'box-office' });
  const payment = await must('Pay', { userId, reservationId }, { service: 'box-office' });
  assert.equal(payment.status, 'PAYMENT_STATUS_COMPLETED');
  assert.equal(payment.balance, 0);
});

test('Charge, GetBalance and ListTransactions tell of points', async () => {
  const { userId } = facade.fan();
  const charged = await must('Charge', { userId, amount: 70_000 });
  assert.deepEqual(
    { ...charged, transactionId: '', at: null },
    { transactionId: '', userId, type: 'TRANSACTION_TYPE_CHARGE', amount: 70_000, balance: 70_000, at: null, paymentId: '' },
  );
  assert.equal(msOf(charged.at), now());
  assert.deepEqual(await must('GetBalance', { userId }), { userId, balance: 70_000 });
  const more = await must('Charge', { userId, amount: 1 });
  const page = await must('ListTransactions', { userId, limit: 1 });
  assert.deepEqual(page.items, [more]);
  assert.deepEqual(await must('ListTransactions', { userId, cursor: page.next }), { items: [charged], next: '' });
});

test('CreateConcert, CreateSchedule and ConfigureQueue put a concert on sale', async () => {
  const created = await must('CreateConcert', { title: ' Night of Strings ', queue: { maxActive: 7 } });
  assert.equal(created.title, 'Night of Strings');
  assert.equal(created.queue?.maxActive, 7);
  assert.equal(created.queue.activeTimeoutSeconds, 600);
  const { concertId } = created;
  const plain = await must('CreateSchedule', { concertId, startsAt });
  assert.deepEqual(
    [plain.concertId, plain.totalSeats, plain.availableSeats, plain.holdSeconds, plain.maxSeatsPerUser, plain.onSale],
    [concertId, 50, 50, 300, 4, true],
  );
  const onSaleAt = { seconds: startsAt.seconds - 3_600, nanos: 500_000_000 };
  const salesCloseAt = { seconds: startsAt.seconds - 60, nanos: 0 };
  const sections = [{ name: 'Floor', price: 5, rows: [{ name: '1', seats: 3 }] }];
  const full = { concertId, startsAt, timeZone: 'Europe/Berlin', sections, holdSeconds: 60, maxSeatsPerUser: 0, onSaleAt, salesCloseAt };
  const special = await must('CreateSchedule', full);
  assert.deepEqual([special.timeZone, special.totalSeats, special.holdSeconds, special.maxSeatsPerUser], ['Europe/Berlin', 3, 60, 0]);
  assert.deepEqual([special.onSale, special.onSaleAt, special.salesCloseAt, special.startsAt], [false, onSaleAt, salesCloseAt, startsAt]);
  await service.ticketFor(concertId);
  const queue = await must('ConfigureQueue', { concertId, settings: { sessionSeconds: 900 } });
  assert.deepEqual([queue.concertId, queue.waiting, queue.active, queue.issued], [concertId, 0, 1, 1]);
  assert.deepEqual([queue.settings?.maxActive, queue.settings?.sessionSeconds], [7, 900]);
});

test('SetBlockedSeats takes seats off sale and puts them back', async () => {
  const { scheduleId } = await facade.concert();
  const blocked = await must('SetBlockedSeats', { scheduleId, block: [1, 2] });
  assert.deepEqual([blocked.blockedSeats, blocked.availableSeats], [2, 48]);
  assert.equal((await must('SetBlockedSeats', { scheduleId, unblock: [2] })).blockedSeats, 1);
});

test('LookUpUser and LookUpReservation tell everything about a user and a reservation', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const ticket = await service.ticketFor(concertId);
  const { userId } = ticket;
  const transaction = await service.must('Charge', { userId, amount: 60_000 });
  const unpaid = await heldBy(ticket, scheduleId, [9]);
  const file = await must('LookUpUser', { userId });
  assert.deepEqual([file.userId, file.balance, file.reservations, file.transactions], [userId, 60_000, [unpaid], [transaction]]);
  assert.deepEqual([file.tokens.length, file.tokens[0]?.token, file.tokens[0]?.status], [1, '', 'TOKEN_STATUS_ACTIVE']);
  assert.deepEqual(await must('LookUpReservation', { reservationId: unpaid.reservationId }), { reservation: unpaid, payment: null });
  const payment = await service.must('Pay', { ...ticket, reservationId: unpaid.reservationId });
  assert.deepEqual((await must('LookUpReservation', { reservationId: unpaid.reservationId })).payment, payment);
  assert.deepEqual((await must('LookUpUser', { userId })).payments, [payment]);
});

test('GetSeatTimeline and ListEvents tell what happened, with times in RFC 3339', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const ticket = await service.ticketFor(concertId);
  const { reservationId, expiresAt } = await heldBy(ticket, scheduleId, [11, 12]);
  const { items } = await must('GetSeatTimeline', { scheduleId, seat: 12 });
  assert.deepEqual(
    items.map(({ type, entity }) => ({ type, entity })),
    [{ type: 'SeatHeld', entity: `schedule/${scheduleId}` }],
  );
  const fields = items[0]?.data?.fields ?? {};
  assert.equal(fields['reservationId']?.stringValue, reservationId);
  assert.equal(fields['amount']?.numberValue, 100_000);
  assert.equal(fields['expiresAt']?.stringValue, new Date(msOf(expiresAt) ?? 0).toISOString());
  assert.deepEqual(
    fields['seats']?.listValue?.values.map(({ numberValue }) => numberValue),
    [11, 12],
  );
  const all = await must('ListEvents', { types: ['SeatHeld'], limit: 1_000 });
  assert.equal(all.items.at(-1)?.cursor, items[0]?.cursor);
  const first = await must('ListEvents', { limit: 2 });
  assert.equal(first.items.length, 2);
  const [next] = (await must('ListEvents', { after: first.next, limit: 1 })).items;
  assert.ok(next !== undefined && !first.items.some(({ cursor }) => cursor === next.cursor));
  const nested = await must('ListEvents', { types: ['ScheduleCreated'], limit: 1 });
  const spec = nested.items[0]?.data?.fields['spec']?.structValue?.fields ?? {};
  assert.match(spec['startsAt']?.stringValue ?? '', /^\d{4}-.*Z$/);
  assert.equal(spec['onSaleAt']?.nullValue, 'NULL_VALUE');
});

test('every unary method was played', () => {
  assert.deepEqual(
    UNARY_NAMES.filter((name) => !played.has(name)),
    [],
  );
});

test('every call was observed', () => {
  assert.ok(service.observed.length > 50);
  assert.ok(service.observed.every(({ status, code, seconds }) => status === 'OK' && code === null && seconds >= 0));
});

test.run();
