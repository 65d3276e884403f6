import assert from 'node:assert/strict';
import { test } from 'uvu';
import { paymentIdOf, reservationIdOf } from '../../src/domain/ids.js';
import { walletDecider } from '../../src/domain/wallet/decider.js';
import {
  type BalanceView,
  PAYMENT_MEMORY_MS,
  type TransactionView,
  type UseView,
  type WalletCommand,
  type WalletEvent,
  type WalletReply,
  type WalletSign,
} from '../../src/domain/wallet/protocol.js';
import { CHARGES_REMEMBERED_MAX, CLOCK_TOLERANCE_MS, DECLINED_REMEMBERED_MAX, type WalletState } from '../../src/domain/wallet/state.js';
import { Simulation } from '../support/simulation.js';

const USER = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';
const SCHEDULE = '3f2a91c07b5e4d18-9a0c21bb47f3';
const MAXIMUM = 1_000;
const suffix = (number: number): string => number.toString(16).padStart(32, '0');
const paymentId = (number: number): string => paymentIdOf(SCHEDULE, suffix(number));
const reservationId = reservationIdOf(SCHEDULE, suffix(0));

class WalletStory extends Simulation<WalletState, WalletCommand, WalletEvent, WalletSign, WalletReply> {
  /** A wallet that was charged once, or never when there are no points. */
  static with(points: number): WalletStory {
    const story = new WalletStory(walletDecider, USER);
    if (points > 0) story.charge(points);
    return story;
  }

  charge(amount: number, id?: string): TransactionView {
    return this.must<TransactionView>({ type: 'Charge', amount, maxPoints: MAXIMUM }, id);
  }

  use(payment: number, amount: number, startedAt = this.now): string {
    const { outcome, balance } = this.must<UseView>({ type: 'Use', paymentId: paymentId(payment), reservationId, amount, startedAt });
    return `${outcome} ${balance}`;
  }

  refund(payment: number): number {
    return this.must<BalanceView>({ type: 'Refund', paymentId: paymentId(payment) }).balance;
  }

  balance(): BalanceView {
    return this.must<BalanceView>({ type: 'GetBalance' });
  }
}

test('a wallet that never was has a balance of 0, does not exist, and looking at it writes nothing', () => {
  const story = WalletStory.with(0);
  assert.deepEqual(story.balance(), { userId: USER, balance: 0, exists: false });
  assert.deepEqual(story.log, []);
});

test('a charge adds points under the id of its command', () => {
  const story = WalletStory.with(100);
  const view = story.charge(50, suffix(77));
  assert.deepEqual(view, { transactionId: suffix(77), userId: USER, type: 'CHARGE', amount: 50, balance: 150, at: story.now });
  assert.deepEqual(story.balance(), { userId: USER, balance: 150, exists: true });
});

test('a repeated charge is answered as it was, not executed again', () => {
  const story = WalletStory.with(0);
  const first = story.charge(50, suffix(77));
  story.after(60_000).charge(7);
  assert.deepEqual(story.charge(50, suffix(77)), first);
  assert.equal(story.balance().balance, 57);
});

test('a charge is a whole number of points, at least 1', () => {
  const story = WalletStory.with(0);
  for (const amount of [0, -1, 0.5, NaN, Infinity, 2 ** 53]) {
    assert.deepEqual(story.when({ type: 'Charge', amount, maxPoints: Number.MAX_SAFE_INTEGER }), { refused: 'INVALID_AMOUNT' });
  }
  assert.deepEqual(story.log, []);
});

test('a charge may fill the wallet to the maximum and not beyond', () => {
  const story = WalletStory.with(400);
  const refusal = { refused: 'MAX_POINTS_EXCEEDED', members: { balance: 400, maximum: MAXIMUM } };
  assert.deepEqual(story.when({ type: 'Charge', amount: 601, maxPoints: MAXIMUM }), refusal);
  assert.equal(story.charge(600).balance, MAXIMUM);
});

test('a balance never leaves the range in which whole numbers are exact', () => {
  const story = WalletStory.with(1);
  const answer = story.when({ type: 'Charge', amount: Number.MAX_SAFE_INTEGER, maxPoints: Infinity });
  assert.equal((answer as { refused?: string }).refused, 'MAX_POINTS_EXCEEDED');
});

test('a payment takes its points once, however often it is asked', () => {
  const story = WalletStory.with(100);
  assert.equal(story.use(1, 60), 'USED 40');
  story.charge(500);
  assert.equal(story.use(1, 60), 'USED 40', 'the balance as it was recorded');
  assert.equal(story.balance().balance, 540);
  assert.deepEqual(story.events('PointsUsed'), [
    { type: 'PointsUsed', transactionId: suffix(1), paymentId: paymentId(1), reservationId, amount: 60, balance: 40 },
  ]);
});

test('a payment may take all there is, and may cost nothing', () => {
  const story = WalletStory.with(100);
  assert.equal(story.use(1, 100), 'USED 0');
  assert.equal(story.use(2, 0), 'USED 0');
});

test('a payment beyond the balance is declined for good: a late repeat finds no second chance', () => {
  const story = WalletStory.with(100);
  assert.equal(story.use(1, 101), 'DECLINED 100');
  story.charge(500);
  assert.equal(story.use(1, 101), 'DECLINED 600');
  assert.deepEqual(story.types(), ['PointsCharged', 'UseDeclined', 'PointsCharged']);
  assert.equal(story.use(2, 101), 'USED 499', 'a new attempt is a new payment');
});

test('a declined payment of a wallet that never was is recorded', () => {
  const story = WalletStory.with(0);
  assert.equal(story.use(1, 5), 'DECLINED 0');
  assert.equal(story.balance().exists, true);
});

test('a payment of a nonsensical amount is refused', () => {
  const story = WalletStory.with(100);
  for (const amount of [-1, 0.5, NaN, Infinity]) {
    assert.deepEqual(story.when({ type: 'Use', paymentId: paymentId(1), reservationId, amount, startedAt: story.now }), {
      refused: 'INVALID_AMOUNT',
    });
  }
});

test('a refund gives back what the payment took, once', () => {
  const story = WalletStory.with(100);
  story.use(1, 60);
  assert.equal(story.refund(1), 100);
  assert.equal(story.refund(1), 100);
  assert.deepEqual(story.events('PointsRefunded'), [
    { type: 'PointsRefunded', transactionId: `${suffix(1)}-refund`, paymentId: paymentId(1), amount: 60, balance: 100 },
  ]);
});

test('a refunded payment takes nothing any more', () => {
  const story = WalletStory.with(100);
  story.use(1, 60);
  story.refund(1);
  assert.equal(story.use(1, 60), 'DECLINED 100');
});

test('a refund may exceed the maximum balance', () => {
  const story = WalletStory.with(MAXIMUM);
  story.use(1, 600);
  story.charge(600);
  assert.equal(story.refund(1), MAXIMUM + 600);
});

test('a refund that comes before its payment forbids it', () => {
  const story = WalletStory.with(100);
  assert.equal(story.refund(1), 100);
  assert.equal(story.refund(1), 100);
  assert.equal(story.use(1, 60), 'DECLINED 100');
  assert.deepEqual(story.types(), ['PointsCharged', 'UseForbidden']);
});

test('refunding a declined payment gives nothing', () => {
  const story = WalletStory.with(100);
  story.use(1, 101);
  assert.equal(story.refund(1), 100);
  assert.deepEqual(story.types(), ['PointsCharged', 'UseDeclined']);
});

test('a payment that began too long ago is declined unseen, and that is recorded', () => {
  const story = WalletStory.with(100);
  assert.equal(story.use(1, 10, story.now - PAYMENT_MEMORY_MS + 1), 'USED 90');
  assert.equal(story.use(2, 10, story.now - PAYMENT_MEMORY_MS), 'DECLINED 90');
  assert.equal(story.events('UseDeclined').length, 1);
});

test('a payment that took points is never forgotten: its repeat is recognised and its refund gives them back, however late', () => {
  const story = WalletStory.with(100);
  const startedAt = story.now;
  story.use(1, 10, startedAt);
  story.after(100 * PAYMENT_MEMORY_MS).charge(1);
  assert.equal(story.use(1, 10, startedAt), 'USED 90');
  assert.equal(story.refund(1), 101);
});

test('a refunded payment that was forgotten by age is not taken again', () => {
  const story = WalletStory.with(100);
  const startedAt = story.now;
  story.use(1, 10, startedAt);
  story.refund(1);
  story.after(PAYMENT_MEMORY_MS + CLOCK_TOLERANCE_MS).charge(1);
  assert.equal(story.state.payments?.size, 0);
  assert.equal(story.use(1, 10, startedAt), 'DECLINED 101');
});

test('a declined payment stays declined when newer ones crowd it out', () => {
  const story = WalletStory.with(10);
  for (let payment = 1; payment <= DECLINED_REMEMBERED_MAX + 3; payment += 1) {
    assert.equal(story.after(1).use(payment, 500), 'DECLINED 10');
  }
  const first = story.now - DECLINED_REMEMBERED_MAX - 2;
  story.after(1).charge(900);
  assert.equal(story.use(1, 500, first), 'DECLINED 910');
  assert.equal(story.use(3, 500, first + 2), 'DECLINED 910');
  assert.equal(story.after(1).use(99, 500), 'USED 410', 'a new payment is not affected');
});

test('what a wallet remembers is bounded', () => {
  const story = WalletStory.with(0);
  for (let step = 1; step <= 100; step += 1) {
    story.after(1).charge(1);
    story.use(step, 5_000);
  }
  assert.equal(story.state.charges.length, CHARGES_REMEMBERED_MAX);
  assert.equal(story.state.declined?.size, DECLINED_REMEMBERED_MAX);
  story.refund(1000);
  story.after(PAYMENT_MEMORY_MS + CLOCK_TOLERANCE_MS).charge(1);
  assert.equal(story.state.payments?.size, 0);
  assert.equal(story.state.charges.length, 1);
});

test('events that cannot be are a crash, not ignored', () => {
  const story = (): WalletStory => {
    const wallet = WalletStory.with(100);
    wallet.use(1, 60);
    wallet.use(2, 500);
    return wallet;
  };
  const event = { paymentId: paymentId(1), reservationId, amount: 10, startedAt: 0, transactionId: 'x' };
  assert.throws(() => story().given({ ...event, type: 'PointsUsed', balance: 30 }), /decided/);
  assert.throws(() => story().given({ ...event, type: 'UseDeclined', balance: 40 }), /decided/);
  assert.throws(() => story().given({ ...event, type: 'PointsUsed', paymentId: paymentId(2), balance: 30 }), /decided/);
  assert.throws(() => story().given({ type: 'UseForbidden', paymentId: paymentId(1) }), /decided/);
  assert.throws(() => story().given({ ...event, type: 'PointsUsed', paymentId: paymentId(3), amount: 50, balance: -10 }), /balance is 40/);
  assert.throws(() => story().given({ ...event, type: 'PointsCharged', balance: 51 }), /balance is 40/);
  assert.throws(() => story().given({ ...event, type: 'PointsRefunded', balance: 50 }), /did not take these points/);
  assert.throws(
    () => story().given({ ...event, type: 'PointsRefunded', paymentId: paymentId(3), balance: 50 }),
    /did not take these points/,
  );
});

test.run();
