import assert from 'node:assert/strict';
import { test } from 'uvu';
import { paymentIdOf } from '../../src/domain/ids.js';
import { refuse } from '../../src/domain/refusals.js';
import type { PaymentView, ScheduleCommand } from '../../src/domain/schedule/protocol.js';
import { PAYMENT_GRACE_MS } from '../../src/domain/schedule/protocol.js';
import * as the from './schedule/story.js';
import { CONCERT, HANA, JUNO, MINA, SCHEDULE, START } from './schedule/story.js';

const HOLD_MS = 300_000;

function pay(reservationId: string, userId = MINA, tokenSeq: number | null = null): ScheduleCommand {
  return { type: 'Pay', userId, reservationId, tokenSeq };
}

test('paying asks the wallet for the amount, once, under the payment of the command', () => {
  const story = the.onSale();
  const { reservationId } = the.hold(story, MINA, 1, 2);
  const id = the.commandId(5);
  const paymentId = paymentIdOf(SCHEDULE, id);
  story.after(10);
  assert.deepEqual(story.when(pay(reservationId), id), { awaits: paymentId });
  assert.equal(the.reservation(story, reservationId).status, 'PAYING');
  assert.equal(story.outcome(paymentId), null);
  const [effect, ...others] = story.effects();
  assert.deepEqual(others, []);
  assert.equal(effect?.key, `use-${id}`);
  assert.equal(effect.to, `wallet/${MINA}`);
  assert.deepEqual(effect.command, { type: 'Use', paymentId, reservationId, amount: 100_000, startedAt: START + 10 });
});

test("the wallet's word becomes the schedule's own command", () => {
  const story = the.onSale();
  const paymentId = the.startPaying(story, the.hold(story, MINA, 1));
  const [effect] = story.effects();
  assert.deepEqual(effect?.then({ outcome: 'USED', balance: 7 }), { type: 'ConfirmPayment', paymentId, balance: 7 });
  assert.deepEqual(effect.then({ outcome: 'DECLINED', balance: 8 }), { type: 'AbortPayment', paymentId, balance: 8 });
  assert.throws(() => effect.then(refuse('UNAVAILABLE')), /not carried out: UNAVAILABLE/);
  assert.throws(() => effect.then({ outcome: 'MAYBE', balance: 8 }), /unexpected value/);
});

test('a paid reservation is confirmed and its seats are booked, in one decision', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 2, 1);
  const paymentId = the.startPaying(story, held);
  story.after(25);
  the.confirm(story, paymentId, 400);
  const paid = { paymentId, reservationId: held.reservationId, userId: MINA, seats: [1, 2], amount: 100_000 };
  assert.deepEqual(
    story.log.slice(-2).map(({ event }) => event),
    [
      { type: 'PaymentCompleted', ...paid, balance: 400 },
      { type: 'ReservationCreated', ...paid },
    ],
  );
  const answer: PaymentView = { ...paid, scheduleId: SCHEDULE, status: 'COMPLETED', balance: 400, paidAt: START + 25 };
  assert.deepEqual(story.outcome(paymentId), answer);
  assert.deepEqual(the.reservation(story, held.reservationId), { ...held, status: 'CONFIRMED', expiresInSeconds: 0, paymentId });
  assert.equal(the.statusOf(story, 1), 'BOOKED');
  assert.deepEqual(story.effects(), []);
});

test("a confirmed payment releases what else its user holds, but nothing that is being paid for or is another user's", () => {
  const story = the.onSale({ maxSeatsPerUser: 0 });
  the.buy(story, MINA, 1);
  const spare = the.hold(story, MINA, 2, 3);
  const paying = the.hold(story, MINA, 4);
  const chosen = the.hold(story, MINA, 5);
  const others = the.hold(story, JUNO, 6);
  the.startPaying(story, paying);
  the.confirm(story, the.startPaying(story, chosen));
  assert.deepEqual(story.events('HoldReleased'), [
    { type: 'HoldReleased', reservationId: spare.reservationId, userId: MINA, seats: [2, 3], reason: 'SUPERSEDED' },
  ]);
  assert.deepEqual(story.types().slice(-3), ['PaymentCompleted', 'ReservationCreated', 'HoldReleased']);
  assert.equal(the.reservation(story, spare.reservationId).status, 'RELEASED');
  assert.equal(the.reservation(story, paying.reservationId).status, 'PAYING');
  assert.equal(the.reservation(story, others.reservationId).status, 'HELD');
  assert.deepEqual(the.seatsFor(story, MINA).mine, [1, 4, 5]);
});

test('the token that paid is ended, until the queue has answered', () => {
  const story = the.onSale();
  const paymentId = the.startPaying(story, the.hold(story, MINA, 1), 42);
  the.confirm(story, paymentId);
  const [effect] = story.effects();
  const key = paymentId.replace(`${SCHEDULE}-p-`, 'finish-');
  assert.deepEqual(
    { key: effect?.key, to: effect?.to, command: effect?.command },
    { key, to: `queue/${CONCERT}`, command: { type: 'Finish', seq: 42 } },
  );
  assert.throws(() => effect?.then(refuse('OVERLOADED')), /not carried out/);
  story.must({ type: 'SettleEffect', key: key.replace('finish', 'refund') });
  assert.equal(story.effects().length, 1, 'another effect of the payment is not this one');
  const settle = effect?.then(null);
  assert.deepEqual(settle, { type: 'SettleEffect', key });
  story.must(settle);
  assert.deepEqual(story.effects(), []);
  story.must(settle);
  assert.equal(story.events('EffectSettled').length, 1, 'settling twice is fine');
});

test('only an effect that is open and follows a decision can be settled', () => {
  const story = the.onSale();
  const paymentId = the.startPaying(story, the.hold(story, MINA, 1), 1);
  const suffix = paymentId.slice(-32);
  for (const key of [`use-${suffix}`, `finish-${suffix}`, `refund-${suffix}`, `finish-${'0'.repeat(32)}`, 'nonsense', '']) {
    assert.equal(story.must({ type: 'SettleEffect', key }), null);
  }
  assert.equal(story.events('EffectSettled').length, 0);
  assert.equal(story.effects().length, 1);
});

test('too few points: the seats stay held until their own time, and one may try again', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1, 2);
  const declined = the.startPaying(story, held);
  the.decline(story, declined, 30);
  assert.deepEqual(story.outcome(declined), { refused: 'INSUFFICIENT_POINTS', members: { balance: 30, required: 100_000 } });
  assert.deepEqual(the.reservation(story, held.reservationId), { ...held, paymentId: declined });
  assert.deepEqual(story.effects(), [], 'nothing was taken, so nothing is given back');
  const second = the.startPaying(story, held);
  assert.notEqual(second, declined);
  the.confirm(story, second, 5);
  assert.equal(the.payment(story, declined).status, 'ABORTED');
  assert.equal(the.payment(story, second).status, 'COMPLETED');
  assert.equal(the.reservation(story, held.reservationId).paymentId, second);
});

test('a declined payment puts its hold back into its place in the order of expiry', () => {
  const story = the.onSale();
  const first = the.hold(story, MINA, 1);
  const second = the.hold(story.after(10), JUNO, 2);
  const third = the.hold(story.after(10), HANA, 3);
  for (const held of [second, first]) the.decline(story, the.startPaying(story, held));
  story.after(HOLD_MS);
  story.tick();
  assert.deepEqual(
    story.events('HoldExpired').map(({ reservationId }) => reservationId),
    [first, second, third].map(({ reservationId }) => reservationId),
  );
});

test('a hold cannot run out while it is being paid for', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  story.after(HOLD_MS - 1);
  const paymentId = the.startPaying(story, held);
  story.after(10_000);
  assert.deepEqual(story.tick(), []);
  assert.equal(the.reservation(story, held.reservationId).expiresInSeconds, 0);
  the.confirm(story, paymentId);
  assert.equal(the.statusOf(story, 1), 'BOOKED');
});

test('a payment declined after its hold ran out ends the hold in the same turn', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  story.after(HOLD_MS - 1);
  const paymentId = the.startPaying(story, held);
  story.after(10);
  the.decline(story, paymentId, 3);
  assert.deepEqual(story.types().slice(-2), ['PaymentAborted', 'HoldExpired']);
  assert.equal(the.statusOf(story, 1), 'AVAILABLE');
  assert.deepEqual(story.outcome(paymentId), { refused: 'INSUFFICIENT_POINTS', members: { balance: 3, required: 50_000 } });
});

test('a payment that gets no answer is aborted when its grace is over, and refunded', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  const paymentId = the.startPaying(story, held, 9);
  story.after(PAYMENT_GRACE_MS - 1);
  assert.deepEqual(story.tick(), []);
  assert.equal(story.decider.wakeAt(story.state), story.now + 1);
  story.after(1).tick();
  assert.deepEqual(story.log.at(-1)?.event, {
    type: 'PaymentAborted',
    paymentId,
    reservationId: held.reservationId,
    userId: MINA,
    amount: 50_000,
    reason: 'TIMED_OUT',
    balance: null,
  });
  assert.deepEqual(story.outcome(paymentId), { refused: 'PAYMENT_ABORTED' });
  assert.equal(the.reservation(story, held.reservationId).status, 'HELD');
  const [effect, ...others] = story.effects();
  assert.deepEqual(others, [], 'the wallet is not asked to pay any more');
  assert.deepEqual([effect?.key, effect?.to], [paymentId.replace(`${SCHEDULE}-p-`, 'refund-'), `wallet/${MINA}`]);
  assert.deepEqual(effect?.command, { type: 'Refund', paymentId });
  assert.throws(() => effect.then(refuse('INTERNAL')), /not carried out/);
  story.must(effect.then({ userId: MINA, balance: 0, exists: true }));
  assert.deepEqual(story.effects(), []);
});

test('after a long absence a payment is aborted before its hold runs out', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  the.startPaying(story, held);
  story.after(10 * HOLD_MS).tick();
  assert.deepEqual(story.types().slice(-2), ['PaymentAborted', 'HoldExpired']);
});

test("the wallet's word on a payment that was given up changes nothing", () => {
  const story = the.onSale();
  const paymentId = the.startPaying(story, the.hold(story, MINA, 1));
  story.after(PAYMENT_GRACE_MS).tick();
  const events = story.log.length;
  the.confirm(story, paymentId);
  the.decline(story, paymentId);
  assert.equal(story.log.length, events);
  assert.equal(story.effects()[0]?.key, paymentId.replace(`${SCHEDULE}-p-`, 'refund-'));
});

test('a late word on an earlier payment does not decide a later one', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  const early = the.startPaying(story, held);
  story.after(PAYMENT_GRACE_MS).tick();
  const late = the.startPaying(story, held);
  the.confirm(story, early);
  assert.equal(the.payment(story, late).status, 'PENDING');
  the.confirm(story, late);
  the.decline(story, late);
  assert.equal(the.payment(story, late).status, 'COMPLETED');
  assert.equal(the.payment(story, early).status, 'ABORTED');
});

test('a word on a payment nobody started is refused', () => {
  const story = the.onSale();
  const paymentId = paymentIdOf(SCHEDULE, 'a'.repeat(32));
  assert.equal(the.code(story, { type: 'ConfirmPayment', paymentId, balance: 0 }), 'PAYMENT_NOT_FOUND');
  assert.equal(the.code(story, { type: 'AbortPayment', paymentId, balance: 0 }), 'PAYMENT_NOT_FOUND');
  assert.throws(() => story.outcome(paymentId), /unknown/);
});

test('paying while a payment is under way joins it', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  const paymentId = the.startPaying(story, held);
  assert.equal(the.startPaying(story, held), paymentId);
  assert.equal(story.events('PaymentStarted').length, 1);
});

test('paying for a confirmed reservation gives the recorded answer', () => {
  const story = the.onSale();
  const { reservationId, paymentId } = the.buy(story, MINA, 1);
  story.after(2 * HOLD_MS);
  const events = story.log.length;
  assert.deepEqual(story.must(pay(reservationId)), the.payment(story, paymentId ?? ''));
  assert.equal(story.log.length, events);
});

test('a repeated Pay is answered with what became of its payment, and starts no other', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1);
  const id = the.commandId(77);
  const paymentId = paymentIdOf(SCHEDULE, id);
  story.when(pay(held.reservationId), id);
  the.decline(story, paymentId, 1);
  assert.deepEqual(story.when(pay(held.reservationId), id), { awaits: paymentId });
  assert.deepEqual(story.outcome(paymentId), { refused: 'INSUFFICIENT_POINTS', members: { balance: 1, required: 50_000 } });
  assert.equal(story.events('PaymentStarted').length, 1);
  const other = the.hold(story, MINA, 2);
  assert.throws(() => story.when(pay(other.reservationId), id), /another payment's/);
});

test('a hold that is over cannot be paid', () => {
  const story = the.onSale();
  const released = the.hold(story, MINA, 1);
  story.must({ type: 'Release', userId: MINA, reservationId: released.reservationId });
  const expired = the.hold(story, MINA, 2);
  story.after(HOLD_MS);
  const over = (reservationStatus: string): unknown => ({ refused: 'HOLD_EXPIRED', members: { reservationStatus } });
  assert.deepEqual(the.refusal(story, pay(released.reservationId)), over('RELEASED'));
  assert.deepEqual(the.refusal(story, pay(expired.reservationId)), over('EXPIRED'));
});

test('what was held before sales closed can still be paid', () => {
  const story = the.onSale({ salesCloseAt: START + 1_000 });
  const held = the.hold(story, MINA, 1);
  story.after(2_000);
  the.confirm(story, the.startPaying(story, held));
  assert.equal(the.statusOf(story, 1), 'BOOKED');
});

test('payments are shown to their user and to operators only', () => {
  const story = the.onSale();
  const held = the.hold(story, MINA, 1, 2);
  const paymentId = the.startPaying(story, held);
  const pending: PaymentView = {
    paymentId,
    reservationId: held.reservationId,
    scheduleId: SCHEDULE,
    userId: MINA,
    seats: [1, 2],
    amount: 100_000,
    status: 'PENDING',
    balance: null,
    paidAt: null,
  };
  assert.deepEqual(story.must({ type: 'GetPayment', userId: MINA, paymentId }), pending);
  assert.deepEqual(story.must({ type: 'GetPayment', userId: null, paymentId }), pending);
  assert.equal(the.code(story, { type: 'GetPayment', userId: JUNO, paymentId }), 'PAYMENT_NOT_FOUND');
  assert.equal(
    the.code(story, { type: 'GetPayment', userId: null, paymentId: paymentIdOf(SCHEDULE, 'a'.repeat(32)) }),
    'PAYMENT_NOT_FOUND',
  );
  assert.equal(
    the.code(story, { type: 'GetPayment', userId: null, paymentId: `${CONCERT}-000000000000-p-${paymentId.slice(-32)}` }),
    'PAYMENT_NOT_FOUND',
  );
  the.decline(story, paymentId, 12);
  assert.deepEqual(the.payment(story, paymentId), { ...pending, status: 'ABORTED' });
});

test('open effects are asked oldest first, also by a schedule that was restored', () => {
  const story = the.onSale({ maxSeatsPerUser: 0 });
  const timedOut = the.startPaying(story, the.hold(story, MINA, 1));
  story.after(PAYMENT_GRACE_MS).tick();
  const completed = the.startPaying(story, the.hold(story, JUNO, 2), 3);
  const pending = the.startPaying(story, the.hold(story, HANA, 3), 4);
  the.confirm(story, completed);
  const keys = [`refund-${timedOut.slice(-32)}`, `finish-${completed.slice(-32)}`, `use-${pending.slice(-32)}`];
  const restored = story.fromSnapshotAfter(story.log.length);
  for (const state of [story.state, story.replayed(), restored]) {
    assert.deepEqual(
      [...story.decider.pending(state)].map(({ key }) => key),
      keys,
    );
  }
});

test.run();
