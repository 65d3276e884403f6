import assert from 'node:assert/strict';
import { test } from 'uvu';
import { reservationIdOf } from '../../src/domain/ids.js';
import type { ReservationView, ScheduleCommand } from '../../src/domain/schedule/protocol.js';
import { RESERVATIONS_LISTED_MAX, SEATS_PER_HOLD_MAX } from '../../src/domain/schedule/protocol.js';
import * as the from './schedule/story.js';
import { CONCERT, HANA, JUNO, MINA, SCHEDULE, START } from './schedule/story.js';

const MINUTE_MS = 60_000;

test('a hold takes the seats for five minutes and names its amount', () => {
  const story = the.onSale();
  const id = the.commandId(7);
  const held = story.must<ReservationView>(the.holding(MINA, 12, 3), id);
  assert.deepEqual(held, {
    reservationId: reservationIdOf(SCHEDULE, id),
    scheduleId: SCHEDULE,
    userId: MINA,
    seats: [3, 12],
    adjacent: false,
    amount: 100_000,
    status: 'HELD',
    heldAt: START,
    expiresAt: START + 5 * MINUTE_MS,
    expiresInSeconds: 300,
    paymentId: null,
  });
  assert.equal(the.statusOf(story, 3), 'HELD');
  assert.deepEqual(story.events('SeatHeld')[0]?.seats, [3, 12], 'seats in events are ascending');
});

test('what a hold is answered with is what is read of it afterwards, also by somebody who held before', () => {
  const story = the.onSale({ holdMs: 61_500 });
  for (const seats of [[1], [5, 4], [9]]) {
    for (const userId of [MINA, JUNO]) {
      const free = seats.map((seat) => (userId === MINA ? seat : seat + 20));
      const held = the.hold(story, userId, ...free);
      assert.deepEqual(story.must({ type: 'GetReservation', userId, reservationId: held.reservationId }), held);
    }
  }
});

test('the amount adds the prices of the sections the seats are in', () => {
  const story = the.onSale({
    sections: [
      { name: 'Stage', price: 90, rows: [{ name: '1', seats: 2 }] },
      { name: 'Balcony', price: 0, rows: [{ name: '1', seats: 1 }] },
      {
        name: 'Back',
        price: 7,
        rows: [
          { name: '1', seats: 1 },
          { name: '2', seats: 3 },
        ],
      },
    ],
  });
  assert.equal(the.hold(story, MINA, 2, 3, 4, 7).amount, 90 + 0 + 7 + 7);
});

test('a schedule that does not exist cannot be held', () => {
  assert.equal(the.code(the.unborn(), the.holding(MINA, 1)), 'SCHEDULE_NOT_FOUND');
});

test('an admission to another concert does not open this one', () => {
  const admission = { concertId: 'ffffffffffffffff', admittedUntil: Infinity };
  assert.equal(the.code(the.onSale(), { type: 'Hold', userId: MINA, choice: { seats: [999] }, admission }), 'QUEUE_TOKEN_MISMATCH');
});

test('an admission holds until its last millisecond and not one longer', () => {
  const story = the.onSale();
  const admission = { concertId: CONCERT, admittedUntil: START };
  story.must({ type: 'Hold', userId: MINA, choice: { seats: [1] }, admission });
  story.after(1);
  assert.equal(the.code(story, { type: 'Hold', userId: MINA, choice: { seats: [999] }, admission }), 'QUEUE_TOKEN_EXPIRED');
});

test('an admission that lasts until no real time admits nobody', () => {
  const admission = { concertId: CONCERT, admittedUntil: NaN };
  assert.equal(the.code(the.onSale(), { type: 'Hold', userId: MINA, choice: { seats: [1] }, admission }), 'QUEUE_TOKEN_EXPIRED');
});

test('seats that do not exist are named, and nothing is held', () => {
  const story = the.onSale();
  assert.deepEqual(the.refusal(story, the.holding(MINA, 51, 1, 0, -1, 1.5)), {
    refused: 'SEAT_NOT_FOUND',
    members: { seats: [-1, 0, 1.5, 51] },
  });
  assert.equal(the.describe(story).heldSeats, 0);
});

test('a hold without seats, of a seat twice, or of too many seats is not a valid request', () => {
  const story = the.onSale({ sections: [{ name: 'Floor', price: 1, rows: [{ name: 'A', seats: 300 }] }], maxSeatsPerUser: 0 });
  const many = Array.from({ length: SEATS_PER_HOLD_MAX + 1 }, (_, index) => index + 1);
  for (const seats of [[], [2, 1, 2], many]) {
    const { refused, members } = the.refusal(story, the.holding(MINA, ...seats));
    assert.equal(refused, 'VALIDATION_FAILED');
    assert.equal((members?.['errors'] as { pointer: string }[])[0]?.pointer, '/seats');
  }
  assert.equal(the.hold(story, MINA, ...many.slice(1)).seats.length, SEATS_PER_HOLD_MAX);
});

test('a hold is all or nothing and names every seat in the way', () => {
  const story = the.onSale();
  the.hold(story, MINA, 1);
  the.buy(story, JUNO, 2);
  story.must({ type: 'SetBlocked', block: [3], unblock: [] });
  assert.deepEqual(the.refusal(story, the.holding(HANA, 4, 3, 2, 1)), {
    refused: 'SEAT_UNAVAILABLE',
    members: {
      conflicts: [
        { seat: 1, status: 'HELD' },
        { seat: 2, status: 'BOOKED' },
        { seat: 3, status: 'BLOCKED' },
      ],
    },
  });
  assert.equal(the.statusOf(story, 4), 'AVAILABLE');
});

test('asking again for exactly the seats one holds returns that reservation, in whatever order', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1, 2);
  story.after(1_500);
  const again = the.hold(story, MINA, 2, 1);
  assert.deepEqual(again, { ...held, expiresInSeconds: 299 });
  assert.equal(story.events('SeatHeld').length, 1);
});

test('asking again for the seats one is paying for returns that reservation', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1, 2);
  const paymentId = the.startPaying(story, held);
  assert.deepEqual(the.hold(story, MINA, 1, 2), { ...held, status: 'PAYING', paymentId });
});

test('asking for some, or more, or others of the seats one holds is a new hold and conflicts', () => {
  const story = the.onSale({ maxSeatsPerUser: 0 });
  the.hold(story, MINA, 1, 2);
  for (const seats of [[1], [1, 2, 3], [1, 3]]) assert.equal(the.code(story, the.holding(MINA, ...seats)), 'SEAT_UNAVAILABLE');
});

test('the seats of two reservations of one user are not one reservation', () => {
  const story = the.onSale();
  the.hold(story, MINA, 1);
  the.hold(story, MINA, 2);
  assert.equal(the.code(story, the.holding(MINA, 1, 2)), 'SEAT_UNAVAILABLE');
});

test("asking for seats another user holds, or one's own booked seats, is refused", () => {
  const story = the.onSale();
  the.hold(story, MINA, 1);
  the.buy(story, JUNO, 2);
  assert.equal(the.code(story, the.holding(JUNO, 1)), 'SEAT_UNAVAILABLE');
  assert.equal(the.code(story, the.holding(JUNO, 2)), 'SEAT_UNAVAILABLE');
});

test('a repeated command returns the reservation it made, whatever became of it', () => {
  const story = the.onSale();
  const id = the.commandId(1);
  const held = story.must<ReservationView>(the.holding(MINA, 1), id);
  story.must({ type: 'Release', userId: MINA, reservationId: held.reservationId });
  assert.deepEqual(story.must(the.holding(MINA, 1), id), { ...held, status: 'RELEASED', expiresInSeconds: 0 });
  assert.equal(the.statusOf(story, 1), 'AVAILABLE');
});

test("a command id that was another user's is an error, not that user's reservation", () => {
  const story = the.onSale();
  story.must(the.holding(MINA, 1), the.commandId(1));
  assert.throws(() => story.when(the.holding(JUNO, 2), the.commandId(1)), /another user's/);
});

test('command and user ids that could be mistaken for others are errors', () => {
  const story = the.onSale();
  assert.throws(() => story.when(the.holding(MINA, 1), 'abc'), /not 32 hex digits/);
  assert.throws(() => story.when(the.holding(MINA.toUpperCase().replaceAll('1', 'A'), 1)), /not a user id/);
});

test('nobody gets more seats than the cap, held and paying and booked together', () => {
  const story = the.onSale({ maxSeatsPerUser: 3 });
  the.buy(story, MINA, 1);
  the.startPaying(story, the.hold(story, MINA, 2));
  the.hold(story, MINA, 3);
  assert.deepEqual(the.refusal(story, the.holding(MINA, 4)), { refused: 'TOO_MANY_SEATS', members: { limit: 3, owned: 3 } });
  the.hold(story, JUNO, 4, 5, 6);
});

test('released and expired seats no longer count towards the cap', () => {
  const story = the.onSale({ maxSeatsPerUser: 2 });
  const { reservationId } = the.hold(story, MINA, 1, 2);
  story.must({ type: 'Release', userId: MINA, reservationId });
  the.hold(story, MINA, 3, 4);
  story.after(5 * MINUTE_MS);
  the.hold(story, MINA, 5, 6);
});

test('a cap of 0 is no cap', () => {
  const story = the.onSale({ maxSeatsPerUser: 0 });
  assert.equal(the.hold(story, MINA, ...Array.from({ length: 50 }, (_, index) => index + 1)).seats.length, 50);
});

test('the cap is looked at before the seats of others, sales before the cap', () => {
  const story = the.onSale({ maxSeatsPerUser: 1, salesCloseAt: START + MINUTE_MS });
  the.hold(story, MINA, 1);
  assert.equal(the.code(story, the.holding(JUNO, 1, 2)), 'TOO_MANY_SEATS');
  story.after(MINUTE_MS);
  assert.equal(the.code(story, the.holding(JUNO, 1, 2)), 'SALES_CLOSED');
  assert.equal(the.code(story, the.holding(JUNO, 1, 51)), 'SEAT_NOT_FOUND');
});

test('a hold runs out at its last millisecond, and the seats go to the next', () => {
  const story = the.onSale();
  const { reservationId } = the.hold(story, MINA, 1, 2);
  story.after(5 * MINUTE_MS - 1);
  assert.equal(the.code(story, the.holding(JUNO, 2)), 'SEAT_UNAVAILABLE');
  assert.equal(the.reservation(story, reservationId).expiresInSeconds, 1);
  story.after(1);
  assert.deepEqual(the.hold(story, JUNO, 2).seats, [2]);
  assert.equal(the.reservation(story, reservationId).status, 'EXPIRED');
  assert.deepEqual(story.types().slice(-2), ['HoldExpired', 'SeatHeld'], 'the end is recorded before the seat is given away');
  assert.deepEqual(story.events('HoldExpired')[0], { type: 'HoldExpired', reservationId, userId: MINA, seats: [1, 2] });
});

test('holds run out in the order they were made, each at its own time', () => {
  const story = the.onSale();
  const first = the.hold(story, MINA, 1);
  const second = the.hold(story.after(10), JUNO, 2);
  const third = the.hold(story.after(10), HANA, 3);
  assert.equal(story.decider.wakeAt(story.state), first.expiresAt);
  story.after(5 * MINUTE_MS);
  assert.deepEqual(
    story.tick().map((event) => ('reservationId' in event ? event.reservationId : null)),
    [first.reservationId, second.reservationId, third.reservationId],
  );
});

test('a schedule holds seats as long as it says', () => {
  const story = the.onSale({ holdMs: 1_000 });
  assert.equal(the.hold(story, MINA, 1).expiresInSeconds, 1);
  story.after(1_000);
  assert.equal(the.statusOf(story, 1), 'AVAILABLE');
});

test('its owner releases a hold, and the seats are free at once', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1, 2);
  const released = story.must({ type: 'Release', userId: MINA, reservationId: held.reservationId });
  assert.deepEqual(released, { ...held, status: 'RELEASED', expiresInSeconds: 0 });
  assert.deepEqual(story.events('HoldReleased')[0], {
    type: 'HoldReleased',
    reservationId: held.reservationId,
    userId: MINA,
    seats: [1, 2],
    reason: 'OWNER',
  });
  the.hold(story, JUNO, 1, 2);
});

test("another's reservation, an unknown one and a malformed id are all not found", () => {
  const story = the.onSale();
  const { reservationId } = the.hold(story, MINA, 1);
  const foreign = reservationId.replace(SCHEDULE, `${CONCERT}-000000000000`);
  const tries: [string, string][] = [
    [JUNO, reservationId],
    [MINA, the.UNKNOWN_RESERVATION],
    [MINA, foreign],
    [MINA, 'nonsense'],
  ];
  for (const [userId, id] of tries) {
    const commands: ScheduleCommand[] = [
      { type: 'Release', userId, reservationId: id },
      { type: 'GetReservation', userId, reservationId: id },
      { type: 'Pay', userId, reservationId: id, tokenSeq: null },
      { type: 'ListReservations', userId, before: id },
    ];
    for (const command of commands) assert.equal(the.code(story, command), 'RESERVATION_NOT_FOUND', `${command.type} ${id}`);
  }
  assert.equal(the.reservation(story, reservationId).status, 'HELD');
});

test('only a held reservation can be released', () => {
  const story = the.onSale({ maxSeatsPerUser: 0 });
  const release = (reservationId: string): unknown => the.refusal(story, { type: 'Release', userId: MINA, reservationId });
  const notHeld = (reservationStatus: string): unknown => ({ refused: 'NOT_HELD', members: { reservationStatus } });
  assert.deepEqual(release(the.buy(story, MINA, 1).reservationId), notHeld('CONFIRMED'));
  const paying = the.hold(story, MINA, 2);
  the.startPaying(story, paying);
  assert.deepEqual(release(paying.reservationId), notHeld('PAYING'));
  const given = the.hold(story, MINA, 3);
  story.must({ type: 'Release', userId: MINA, reservationId: given.reservationId });
  assert.deepEqual(release(given.reservationId), notHeld('RELEASED'));
  const lapsed = the.hold(story, MINA, 4);
  story.after(5 * MINUTE_MS);
  assert.deepEqual(release(lapsed.reservationId), notHeld('EXPIRED'));
});

test('a user sees their own reservations, newest first, in pages', () => {
  const story = the.onSale();
  const ids: string[] = [];
  for (let count = 0; count < RESERVATIONS_LISTED_MAX + 2; count += 1) {
    const { reservationId } = the.hold(story, MINA, 1);
    story.must({ type: 'Release', userId: MINA, reservationId });
    ids.unshift(reservationId);
    if (count === 0) the.hold(story, JUNO, 2);
  }
  const first = story.must<readonly ReservationView[]>({ type: 'ListReservations', userId: MINA });
  assert.deepEqual(
    first.map(({ reservationId }) => reservationId),
    ids.slice(0, RESERVATIONS_LISTED_MAX),
  );
  const before = ids[RESERVATIONS_LISTED_MAX - 1] ?? '';
  const rest = story.must<readonly ReservationView[]>({ type: 'ListReservations', userId: MINA, before });
  assert.deepEqual(
    rest.map(({ reservationId }) => reservationId),
    ids.slice(RESERVATIONS_LISTED_MAX),
  );
  assert.deepEqual(story.must({ type: 'ListReservations', userId: HANA }), []);
});

test('holds and creations are recognised by their own id; a release is not', () => {
  const story = the.onSale();
  const decide = (command: ScheduleCommand): unknown => {
    const decision = story.decider.decide(story.state, command, { now: story.now, id: the.commandId(99) });
    return 'selfIdentified' in decision ? decision.selfIdentified : undefined;
  };
  const { reservationId } = the.hold(story, MINA, 1);
  assert.equal(decide(the.holding(JUNO, 2)), true);
  assert.equal(decide({ type: 'Create', spec: the.spec() }), true);
  assert.equal(decide({ type: 'Release', userId: MINA, reservationId }), undefined);
  assert.equal(decide({ type: 'SetBlocked', block: [5], unblock: [] }), undefined);
});

test.run();
