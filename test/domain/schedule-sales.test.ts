import assert from 'node:assert/strict';
import { test } from 'uvu';
import { scheduleDecider } from '../../src/domain/schedule/decider.js';
import type { ScheduleCommand, ScheduleEvent } from '../../src/domain/schedule/protocol.js';
import { SEATS_DEFAULT, SEATS_MAX } from '../../src/domain/schedule/protocol.js';
import * as the from './schedule/story.js';
import { CONCERT, HANA, JUNO, MINA, SCHEDULE, START } from './schedule/story.js';

const MINUTE_MS = 60_000;

test('a schedule is created once and stays as it is', () => {
  const story = the.unborn();
  const view = story.must({ type: 'Create', spec: the.spec() });
  assert.deepEqual(view, {
    scheduleId: SCHEDULE,
    spec: the.spec(),
    onSale: true,
    totalSeats: SEATS_DEFAULT,
    availableSeats: SEATS_DEFAULT,
    heldSeats: 0,
    bookedSeats: 0,
    blockedSeats: 0,
  });
  assert.deepEqual(story.must({ type: 'Create', spec: the.spec({ holdMs: 1_000 }) }), view);
  assert.deepEqual(story.types(), ['ScheduleCreated', 'SalesOpened']);
});

test('a schedule that breaks the rules is not created, and every breach is named', () => {
  const story = the.unborn();
  const { refused, members } = the.refusal(story, { type: 'Create', spec: the.spec({ holdMs: 0, sections: [] }) });
  assert.equal(refused, 'VALIDATION_FAILED');
  assert.deepEqual(
    (members?.['errors'] as { pointer: string }[]).map(({ pointer }) => pointer),
    ['/holdMs', '/sections'],
  );
  assert.deepEqual(story.log, []);
});

test("a schedule is created only under its own concert's id", () => {
  const { refused, members } = the.refusal(the.unborn(), { type: 'Create', spec: the.spec({ concertId: 'ffffffffffffffff' }) });
  assert.equal(refused, 'VALIDATION_FAILED');
  assert.equal((members?.['errors'] as { pointer: string }[])[0]?.pointer, '/concertId');
});

test('whatever is asked of a schedule that does not exist, it is not found, and nothing is due', () => {
  const story = the.unborn();
  const commands: ScheduleCommand[] = [
    { type: 'Describe' },
    { type: 'ListSeats', userId: MINA },
    { type: 'ShareSeats' },
    { type: 'ListReservations', userId: MINA },
    { type: 'GetReservation', userId: null, reservationId: the.UNKNOWN_RESERVATION },
    { type: 'GetPayment', userId: null, paymentId: 'x' },
    { type: 'SetBlocked', block: [], unblock: [] },
    { type: 'SettleEffect', key: 'x' },
    { type: 'ConfirmPayment', paymentId: 'x', balance: 0 },
  ];
  for (const command of commands) assert.equal(the.code(story, command), 'SCHEDULE_NOT_FOUND', command.type);
  assert.deepEqual(story.effects(), []);
  assert.equal(scheduleDecider.wakeAt(story.state), null);
  assert.deepEqual(scheduleDecider.encode(story.state), scheduleDecider.encode(story.fromSnapshotAfter(0)));
});

test('sales open at their time, not a millisecond before', () => {
  const onSaleAt = START + MINUTE_MS;
  const story = the.onSale({ onSaleAt });
  assert.equal(scheduleDecider.wakeAt(story.state), onSaleAt);
  story.after(MINUTE_MS - 1);
  assert.deepEqual(the.refusal(story, the.holding(MINA, 1)), {
    refused: 'SALES_CLOSED',
    members: { onSaleAt, salesCloseAt: the.spec().salesCloseAt },
  });
  assert.equal(the.describe(story).onSale, false);
  story.after(1);
  the.hold(story, MINA, 1);
  assert.equal(the.describe(story).onSale, true);
});

test('a schedule created after its opening time opens at once', () => {
  const story = the.onSale({ onSaleAt: START - MINUTE_MS });
  assert.deepEqual(story.types(), ['ScheduleCreated', 'SalesOpened']);
});

test('sales close at their time: nothing more is held, what is held stays', () => {
  const salesCloseAt = START + MINUTE_MS;
  const story = the.onSale({ salesCloseAt });
  const held = the.hold(story, MINA, 1);
  story.after(MINUTE_MS - 1);
  the.hold(story, JUNO, 2);
  story.after(1);
  assert.deepEqual(the.refusal(story, the.holding(HANA, 3)), { refused: 'SALES_CLOSED', members: { onSaleAt: null, salesCloseAt } });
  assert.equal(the.hold(story, MINA, 1).reservationId, held.reservationId, 'asking again for what one holds is not a new hold');
  assert.equal(the.describe(story).onSale, false);
  story.after(10 * MINUTE_MS).tick();
  assert.equal(scheduleDecider.wakeAt(story.state), null, 'sales closed for good and nothing is held');
});

test('sales whose end passed before they opened never open', () => {
  const story = the.onSale({ onSaleAt: START + MINUTE_MS, salesCloseAt: START + 2 * MINUTE_MS });
  story.after(3 * MINUTE_MS).tick();
  assert.deepEqual(story.types(), ['ScheduleCreated', 'SalesClosed']);
});

test('after a long absence everything happens in the order of its time', () => {
  const story = the.onSale({ salesCloseAt: START + MINUTE_MS });
  the.hold(story, MINA, 1);
  the.startPaying(story, the.hold(story, JUNO, 2));
  story.after(the.DAY_MS).tick();
  assert.deepEqual(story.types().slice(-4), ['PaymentAborted', 'SalesClosed', 'HoldExpired', 'HoldExpired']);
});

test('the seats are listed with their status, whose they are and a version that grows with every change', () => {
  const story = the.onSale();
  const empty = the.seatsFor(story, MINA);
  assert.equal(empty.scheduleId, SCHEDULE);
  assert.deepEqual(empty.statuses, new Uint8Array(SEATS_DEFAULT));
  assert.deepEqual(empty.sections, the.spec().sections);
  the.buy(story, MINA, 3);
  the.startPaying(story, the.hold(story, MINA, 2));
  the.hold(story, MINA, 1);
  the.hold(story, JUNO, 5);
  story.must({ type: 'SetBlocked', block: [4], unblock: [] });
  const seats = the.seatsFor(story, MINA);
  assert.deepEqual([...seats.statuses.subarray(0, 6)], [1, 1, 2, 3, 1, 0]);
  assert.deepEqual(seats.mine, [1, 2, 3]);
  assert.deepEqual(the.seatsFor(story, HANA).mine, []);
  assert.equal(seats.version, empty.version + 6);
  assert.equal(seats.sections, empty.sections, 'the same object, so that it can serve as a cache key');
});

test('the statuses handed out are a copy', () => {
  const story = the.onSale();
  the.seatsFor(story, MINA).statuses.fill(2);
  assert.equal(the.statusOf(story, 1), 'AVAILABLE');
});

test('every change of a seat raises the version, nothing else does', () => {
  const story = the.onSale();
  const version = (): number => the.seatsFor(story, MINA).version;
  const raises = (act: () => void): number => {
    const before = version();
    act();
    return version() - before;
  };
  const held = the.hold(story, MINA, 1, 2);
  assert.equal(
    raises(() => the.hold(story, MINA, 1, 2)),
    0,
    'the same hold again',
  );
  let paymentId = '';
  assert.equal(
    raises(() => (paymentId = the.startPaying(story, held))),
    0,
    'a payment starts',
  );
  assert.equal(
    raises(() => the.decline(story, paymentId)),
    0,
    'and is declined',
  );
  assert.equal(
    raises(() => story.must({ type: 'Release', userId: MINA, reservationId: held.reservationId })),
    1,
    'a release',
  );
  the.hold(story, MINA, 3);
  assert.equal(
    raises(() => story.after(the.DAY_MS).tick()),
    1,
    'an expiry',
  );
  assert.equal(
    raises(() => story.must({ type: 'SetBlocked', block: [1], unblock: [] })),
    1,
    'blocking',
  );
  assert.equal(
    raises(() => story.must({ type: 'SetBlocked', block: [2], unblock: [1] })),
    2,
    'unblocking and blocking',
  );
});

test('operators block and unblock seats', () => {
  const story = the.onSale();
  const view = story.must({ type: 'SetBlocked', block: [9, 1, 1], unblock: [] });
  assert.deepEqual(view, { ...the.describe(story), blockedSeats: 2, availableSeats: 48 });
  story.must({ type: 'SetBlocked', block: [2], unblock: [9] });
  assert.deepEqual(story.log.slice(-3).map(({ event }) => event) satisfies ScheduleEvent[], [
    { type: 'SeatsBlocked', seats: [1, 9] },
    { type: 'SeatsBlocked', seats: [2] },
    { type: 'SeatsUnblocked', seats: [9] },
  ]);
  the.hold(story, MINA, 9);
});

test('blocking a blocked seat, or unblocking one that is not, changes nothing', () => {
  const story = the.onSale();
  story.must({ type: 'SetBlocked', block: [1], unblock: [] });
  the.hold(story, MINA, 3);
  const events = story.log.length;
  story.must({ type: 'SetBlocked', block: [1], unblock: [2, 3] });
  assert.equal(story.log.length, events);
  story.must({ type: 'SetBlocked', block: [1, 4], unblock: [] });
  assert.deepEqual(story.log.at(-1)?.event, { type: 'SeatsBlocked', seats: [4] });
});

test('held, paying and booked seats cannot be blocked, and then nothing is', () => {
  const story = the.onSale();
  the.hold(story, MINA, 1);
  the.startPaying(story, the.hold(story, MINA, 2));
  the.buy(story, JUNO, 3);
  const events = story.log.length;
  assert.deepEqual(the.refusal(story, { type: 'SetBlocked', block: [4, 3, 2, 1], unblock: [] }), {
    refused: 'SEAT_NOT_BLOCKABLE',
    members: {
      conflicts: [
        { seat: 1, status: 'HELD' },
        { seat: 2, status: 'HELD' },
        { seat: 3, status: 'BOOKED' },
      ],
    },
  });
  assert.equal(story.log.length, events);
});

test('seats to block or unblock must exist, and cannot be in both lists or too many', () => {
  const story = the.onSale();
  assert.deepEqual(the.refusal(story, { type: 'SetBlocked', block: [51], unblock: [0, 1] }), {
    refused: 'SEAT_NOT_FOUND',
    members: { seats: [0, 51] },
  });
  assert.equal(the.code(story, { type: 'SetBlocked', block: [1], unblock: [2, 1] }), 'VALIDATION_FAILED');
  const tooMany = Array.from<number>({ length: SEATS_MAX + 1 }).fill(1);
  assert.equal(the.code(story, { type: 'SetBlocked', block: tooMany, unblock: [] }), 'VALIDATION_FAILED');
  assert.equal(the.code(story, { type: 'SetBlocked', block: [], unblock: tooMany }), 'VALIDATION_FAILED');
  assert.equal(the.describe(story).availableSeats, SEATS_DEFAULT);
});

test('a recorded event that is impossible in the state stops the schedule', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  const done = the.buy(story, JUNO, 2);
  const paid = { userId: JUNO, seats: [2], amount: 50_000, paymentId: done.paymentId ?? '', reservationId: done.reservationId };
  const elsewhere = `${CONCERT}-000000000000`;
  const seats = { userId: HANA, amount: 1, expiresAt: START };
  const impossible: [RegExp, ScheduleEvent][] = [
    [/exists already/, { type: 'ScheduleCreated', spec: the.spec() }],
    [/cannot open/, { type: 'SalesOpened' }],
    [/not available/, { type: 'SeatHeld', ...seats, reservationId: the.UNKNOWN_RESERVATION, seats: [1] }],
    [/not available/, { type: 'SeatHeld', ...seats, reservationId: the.UNKNOWN_RESERVATION, seats: [51] }],
    [/no seats/, { type: 'SeatHeld', ...seats, reservationId: the.UNKNOWN_RESERVATION, seats: [] }],
    [/exists already/, { type: 'SeatHeld', ...seats, reservationId: held.reservationId, seats: [5] }],
    [/cannot be/, { type: 'SeatHeld', ...seats, reservationId: `${elsewhere}-r-${'0'.repeat(32)}`, seats: [5] }],
    [/unknown/, { type: 'HoldExpired', userId: MINA, reservationId: the.UNKNOWN_RESERVATION, seats: [1] }],
    [/CONFIRMED, not HELD/, { type: 'HoldExpired', userId: JUNO, reservationId: done.reservationId, seats: [2] }],
    [/CONFIRMED, not HELD/, { type: 'HoldReleased', userId: JUNO, reservationId: done.reservationId, seats: [2], reason: 'OWNER' }],
    [/COMPLETED already/, { type: 'PaymentCompleted', ...paid, balance: 0 }],
    [/COMPLETED already/, { type: 'PaymentAborted', ...paid, reason: 'DECLINED', balance: 0 }],
    [/CONFIRMED, not PAYING/, { type: 'ReservationCreated', ...paid }],
    [/did not pay/, { type: 'ReservationCreated', ...paid, reservationId: held.reservationId }],
    [/unknown/, { type: 'PaymentCompleted', ...paid, paymentId: `${SCHEDULE}-p-${'0'.repeat(32)}`, balance: 0 }],
    [/exists already|not HELD/, { type: 'PaymentStarted', ...paid, graceUntil: START, tokenSeq: null }],
    [/cannot be/, { type: 'PaymentStarted', ...paid, paymentId: `${elsewhere}-p-${'0'.repeat(32)}`, graceUntil: START, tokenSeq: null }],
    [/not AVAILABLE/, { type: 'SeatsBlocked', seats: [3, 1] }],
    [/not BLOCKED/, { type: 'SeatsUnblocked', seats: [3] }],
    [/cannot be settled/, { type: 'EffectSettled', key: 'finish-0' }],
  ];
  for (const [message, event] of impossible) assert.throws(() => story.given(event), message, JSON.stringify(event));
  assert.throws(() => scheduleDecider.evolve(scheduleDecider.initial(SCHEDULE), { type: 'SalesOpened' }, START), /does not exist/);
  const closed = the.onSale({ salesCloseAt: START + 1 }).after(1);
  closed.tick();
  assert.throws(() => closed.given({ type: 'SalesClosed' }), /closed already/);
});

test('a schedule of 100,000 seats sells its first and its last one and is restored whole', () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => ({ name: `Row ${index + 1}`, seats: SEATS_MAX / 1_000 }));
  const sections = [
    { name: 'Near', price: 3, rows: rows.slice(0, 400) },
    { name: 'Far', price: 2, rows: rows.slice(400) },
  ];
  const story = the.onSale({ sections, maxSeatsPerUser: 0 });
  const stretch = Array.from({ length: 100 }, (_, index) => 39_951 + index);
  assert.equal(the.hold(story, MINA, ...stretch).amount, 50 * 3 + 50 * 2);
  the.buy(story, JUNO, 1, SEATS_MAX);
  assert.equal(the.code(story, the.holding(HANA, SEATS_MAX + 1)), 'SEAT_NOT_FOUND');
  const held = Array.from({ length: 1_000 }, (_, index) => the.hold(story, HANA, 50_000 + index));
  assert.equal(held.length, 1_000);
  const expected = { totalSeats: SEATS_MAX, heldSeats: 1_100, bookedSeats: 2, blockedSeats: 0, availableSeats: SEATS_MAX - 1_102 };
  assert.deepEqual({ ...the.describe(story), ...expected }, the.describe(story));
  story.state = story.fromSnapshotAfter(story.log.length);
  assert.deepEqual({ ...the.describe(story), ...expected }, the.describe(story));
  assert.equal(the.code(story, the.holding(HANA, SEATS_MAX)), 'SEAT_UNAVAILABLE');
  story.after(the.DAY_MS).tick();
  assert.equal(the.describe(story).heldSeats, 0);
  assert.deepEqual(the.seatsFor(story, JUNO).mine, [1, SEATS_MAX]);
});

test.run();
