import { test } from 'uvu';
import assert from 'node:assert/strict';
import { PAYMENT_GRACE_MS } from '../../src/domain/schedule/protocol.js';
import { ADMISSION_MS } from '../../src/domain/queue/protocol.js';
import { PAYMENT_MEMORY_MS } from '../../src/domain/wallet/protocol.js';
import { Auditor } from '../../src/audit/auditor.js';
import { CLOCKS_DIFFER_MS_MAX } from '../../src/audit/queue-books.js';
import { VIOLATIONS_KEPT_MAX } from '../../src/audit/violations.js';
import { ANNA, BERT, CLEO, CONCERT, HOLD_MS, PRICE, SCHEDULE, START, Story, annaBought, payment, reservation } from './story.js';

function assertClean(story: Story, quiescent = true): void {
  assert.deepEqual(story.audit(quiescent).violations, []);
}

test('a purchase from charge to booking is clean, and the books add up', () => {
  const report = annaBought().audit(true);
  assert.deepEqual(report.violations, []);
  assert.deepEqual(report.totals.money, { charged: 1_000, used: 200, refunded: 0, balances: 800, revenue: 200, wallets: 1 });
  assert.deepEqual(report.totals.seats, { total: 10, held: 0, booked: 2, blocked: 0 });
  assert.deepEqual(report.totals.tokens, { issued: 1, activated: 1, waiting: 0, active: 0, ended: { PAID: 1 } });
  assert.equal(report.totals.payments.completed, 1);
});

test('what clients were told about it stands', () => {
  assertClean(
    annaBought()
      .told({
        fact: 'HOLD_ACKNOWLEDGED',
        userId: ANNA,
        reservationId: reservation(1),
        seats: [2, 1],
        amount: 200,
        expiresAt: START + HOLD_MS,
      })
      .told({
        ...{ fact: 'PAYMENT_ACKNOWLEDGED', userId: ANNA, paymentId: payment(1), reservationId: reservation(1) },
        ...{ seats: [1, 2], amount: 200, balance: 800 },
      })
      .told({ fact: 'CHARGE_WANTED', userId: ANNA })
      .told({ fact: 'CHARGE_ACKNOWLEDGED', userId: ANNA, transactionId: 't1', amount: 1_000, balance: 1_000 })
      .told({ fact: 'TOKEN_ACKNOWLEDGED', userId: ANNA, concertId: CONCERT, token: 'one' })
      .told({ fact: 'TOKEN_ACKNOWLEDGED', userId: ANNA, concertId: CONCERT, token: 'one' })
      .told({ fact: 'POSITION_SEEN', userId: ANNA, position: 7, before: 7 })
      .told({ fact: 'POSITION_SEEN', userId: ANNA, position: 9, before: null })
      .told({ fact: 'REPEAT_ANSWERED', userId: ANNA, request: 'hold', first: 'a', again: 'a' })
      .serves({ served: 'BALANCE', userId: ANNA, balance: 800 })
      .serves({ served: 'BALANCE', userId: BERT, balance: 0 })
      .serves({ served: 'TOKEN', userId: ANNA, concertId: CONCERT, status: 'EXPIRED' }),
  );
});

test('a hold that ran out on time frees its seats for the next one', () => {
  const story = Story.annaHolds().after(HOLD_MS).expired(1, ANNA, [1, 2]).issued(2, BERT).activated(2, BERT).held(2, BERT, [2]);
  assertClean(story, false);
});

test('a payment that timed out is refunded, and the hold goes on until its own time', () => {
  const story = Story.annaPays().used(ANNA, 1, 1, 200).after(PAYMENT_GRACE_MS).aborted(1, 1, ANNA, 200, 'TIMED_OUT');
  story.refunded(ANNA, 1, 200).started(2, 1, ANNA, 200).used(ANNA, 2, 1, 200);
  assertClean(story.completed(2, 1, ANNA, [1, 2], 800).created(2, 1, ANNA, [1, 2]));
});

test('points taken after the abort are fine once they are given back', () => {
  const story = Story.annaPays().after(PAYMENT_GRACE_MS).aborted(1, 1, ANNA, 200, 'TIMED_OUT').used(ANNA, 1, 1, 200);
  assertClean(
    story
      .refunded(ANNA, 1, 200)
      .after(HOLD_MS - PAYMENT_GRACE_MS)
      .expired(1, ANNA, [1, 2]),
  );
});

test('a refund that came before its use is a tombstone, not a movement', () => {
  const story = Story.annaPays().after(PAYMENT_GRACE_MS).aborted(1, 1, ANNA, 200, 'TIMED_OUT').forbidden(ANNA, 1);
  assertClean(story.released(1, ANNA, [1, 2]));
});

test('an empty wallet declines, and the same hold can be paid after a charge', () => {
  const story = Story.onSale().issued(1, CLEO).activated(1, CLEO).held(1, CLEO, [1]).started(1, 1, CLEO, PRICE);
  story.declined(CLEO, 1, 1, PRICE).aborted(1, 1, CLEO, PRICE, 'DECLINED').charged(CLEO, 150).started(2, 1, CLEO, PRICE);
  assertClean(story.used(CLEO, 2, 1, PRICE).completed(2, 1, CLEO, [1], 50).created(2, 1, CLEO, [1]));
});

test("the buyer's other holds are released with the payment", () => {
  const story = Story.annaHolds().held(2, ANNA, [3]).started(1, 1, ANNA, 200).used(ANNA, 1, 1, 200);
  story.completed(1, 1, ANNA, [1, 2], 800).created(1, 1, ANNA, [1, 2]).released(2, ANNA, [3], 'SUPERSEDED');
  assertClean(story.after(1).held(3, ANNA, [3]).released(3, ANNA, [3]));
});

test('nobody is overtaken when those ahead have left, and raising the limit lets more in', () => {
  const story = Story.annaInside().issued(2, BERT).activated(2, BERT).issued(3, CLEO).ended(3, CLEO, 'LEFT');
  const dora = '00000000-0000-4000-8000-00000000000d';
  assertClean(story.issued(4, dora).configured({ maxActive: 3 }).activated(4, dora));
});

test('somebody who comes back gets a new place', () => {
  assertClean(Story.annaInside().ended(1, ANNA, 'LEFT').issued(2, ANNA).activated(2, ANNA));
});

test('a hold decided within the admission that was granted before the token ended is fine', () => {
  assertClean(Story.annaInside().ended(1, ANNA, 'LEFT').after(4_000).held(1, ANNA, [1]).released(1, ANNA, [1]));
});

test('a node that catches up may end lapsed tokens in several records before it lets anybody in', () => {
  const story = Story.annaInside().issued(2, BERT).activated(2, BERT).issued(3, CLEO).after(600_000).ended(1, ANNA, 'INACTIVE');
  assertClean(story.after(1).ended(2, BERT, 'INACTIVE').after(1).activated(3, CLEO));
});

test('what ends exactly at its time ends in time', () => {
  assertClean(Story.annaInside().after(600_000).ended(1, ANNA, 'INACTIVE'));
  assertClean(Story.annaInside().after(1_800_000).ended(1, ANNA, 'SESSION'));
  assertClean(
    Story.annaInside()
      .ended(1, ANNA, 'LEFT')
      .after(ADMISSION_MS + CLOCKS_DIFFER_MS_MAX)
      .held(1, ANNA, [1]),
    false,
  );
});

test('a promotion in the same moment as the next arrival is in time', () => {
  assertClean(Story.onSale().issued(1, ANNA).issued(2, BERT).activated(1, ANNA).activated(2, BERT));
});

test('a single point can be charged', () => {
  assertClean(new Story().charged(ANNA, 1));
});

test('a wallet may decline a payment it may have forgotten: one a day old, or no younger than one it has declined', () => {
  const day = { holdMs: 2 * PAYMENT_MEMORY_MS, salesCloseAt: START + 4 * PAYMENT_MEMORY_MS };
  const poor = (): Story => Story.onSale(day).issued(1, CLEO).activated(1, CLEO);
  const hold = { expiresAt: START + 2 * PAYMENT_MEMORY_MS };
  const old = poor()
    .held(1, CLEO, [1], hold)
    .started(1, 1, CLEO, PRICE, null, PAYMENT_MEMORY_MS * 2)
    .charged(CLEO, 500);
  assertClean(old.after(PAYMENT_MEMORY_MS).declined(CLEO, 1, 1, PRICE).aborted(1, 1, CLEO, PRICE, 'DECLINED'), false);
  const two = poor().held(1, CLEO, [1], hold).held(2, CLEO, [2], hold).started(1, 1, CLEO, PRICE).started(2, 2, CLEO, PRICE);
  two.declined(CLEO, 1, 1, PRICE).charged(CLEO, 500).declined(CLEO, 2, 2, PRICE);
  assertClean(two.aborted(1, 1, CLEO, PRICE, 'DECLINED').aborted(2, 2, CLEO, PRICE, 'DECLINED'), false);
});

test('without a cap one person may take the whole hall', () => {
  const story = Story.onSale({ maxSeatsPerUser: 0 }).issued(1, ANNA).activated(1, ANNA);
  assertClean(story.held(1, ANNA, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), false);
});

test('kinds and types the checker does not know pass by', () => {
  assertClean(annaBought().event('catalogue/all', 'ConcertAdded', {}).schedule('EffectSettled', { key: 'x' }).queue('SomethingNew', {}));
});

test('seats as served agree with the books', () => {
  const seats = Array.from({ length: 10 }, (_, index) => ({ seat: index + 1, status: index < 2 ? 'BOOKED' : 'AVAILABLE' }));
  assertClean(annaBought().serves({ served: 'SEATS', scheduleId: SCHEDULE, seats }));
});

test('violations beyond the limit are counted, and the first ones kept', () => {
  const auditor = new Auditor();
  const times = VIOLATIONS_KEPT_MAX + 500;
  for (let number = 0; number < times; number += 1) auditor.observe({ fact: 'POSITION_SEEN', userId: ANNA, position: 2, before: 1 });
  const report = auditor.finish({ now: START, quiescent: true });
  assert.equal(report.violationsTotal, times);
  assert.equal(report.violations.length, VIOLATIONS_KEPT_MAX);
  assert.equal(report.violationCounts.get('POSITION_GREW'), times);
});

test('totals can be had of one concert alone', () => {
  const auditor = new Auditor();
  for (const event of annaBought().events) auditor.feed(event);
  assert.equal(auditor.totals(CONCERT).seats.booked, 2);
  assert.equal(auditor.totals('0000000000000000').seats.total, 0);
});

test.run();
