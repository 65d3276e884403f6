/** A checkout with the real rules of schedule, wallet and queue, crashed after every single record of it. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { isRefusal } from '../../src/domain/refusals.js';
import { PAYMENT_GRACE_MS } from '../../src/domain/schedule/protocol.js';
import type { PaymentView } from '../../src/domain/schedule/protocol.js';
import { AMOUNT, BoxOffice, CHARGED, QUEUE, SCHEDULE, WALLET } from '../support/box-office.js';
import { atRest } from '../support/manual-clock.js';
import { isRefusedWith } from '../support/tally.js';
import { allAnswered } from '../support/test-region.js';

/** Started, used, completed, token ended, settled. */
const RECORDS_OF_A_CHECKOUT = 5;
const LATE_MS = PAYMENT_GRACE_MS + 10_000;

/** Pays with the gate closed and lets `records` of it become durable, one at a time. */
async function payUpTo(office: BoxOffice, records: number): Promise<void> {
  const { journal } = office.host;
  journal.holdAppends();
  void office.pay();
  await letThrough(office, records);
}

async function letThrough({ host: { journal } }: BoxOffice, records: number): Promise<void> {
  for (let released = 0; released < records; released += 1) {
    await atRest();
    journal.releaseAppends(1);
  }
  await atRest();
}

test('paying takes the points, books the seats and ends the token, each in a record of its own entity', async () => {
  const office = await BoxOffice.open();
  const payment = (await office.pay()) as PaymentView;
  assert.deepEqual([payment.status, payment.balance, payment.amount], ['COMPLETED', CHARGED - AMOUNT, AMOUNT]);
  await atRest();
  await office.audit('CONFIRMED');
  assert.deepEqual((await office.host.types(SCHEDULE)).slice(-4), [
    'PaymentStarted',
    'PaymentCompleted',
    'ReservationCreated',
    'EffectSettled',
  ]);
  assert.deepEqual(await office.host.types(WALLET), ['PointsCharged', 'PointsUsed']);
  assert.equal((await office.host.types(QUEUE)).at(-1), 'TokenExpired');
});

test('a double click and a late repeat get the same payment, paid once', async () => {
  const office = await BoxOffice.open();
  const [first, second] = await allAnswered([office.pay(1), office.pay(2)]);
  assert.equal((first as PaymentView).status, 'COMPLETED');
  assert.deepEqual(second, first);
  await office.host.clock.pass(LATE_MS);
  assert.deepEqual(await office.pay(3), first);
  await office.audit('CONFIRMED');
});

test('too few points: refused, recorded in the wallet, the seats stay held, and paying again after a charge succeeds', async () => {
  const office = await BoxOffice.open(AMOUNT - 1);
  const refused = await office.pay(1);
  assert.deepEqual(refused, { refused: 'INSUFFICIENT_POINTS', members: { balance: AMOUNT - 1, required: AMOUNT } });
  await office.audit('HELD');
  assert.deepEqual(await office.host.types(WALLET), ['PointsCharged', 'UseDeclined']);
  await office.host.ask(WALLET, { type: 'Charge', amount: 1, maxPoints: 10_000_000 });
  assert.deepEqual(
    (await allAnswered([office.pay(1)]))[0],
    refused,
    'the attempt that was declined stays declined, and is answered at once',
  );
  const late = {
    type: 'Use',
    paymentId: office.paymentId(1),
    reservationId: office.reservationId,
    amount: AMOUNT,
    startedAt: office.host.clock.now(),
  };
  assert.equal(((await office.host.ask(WALLET, late)) as { outcome: string }).outcome, 'DECLINED', 'a late duplicate cannot succeed');
  assert.equal(((await office.pay(2)) as PaymentView).status, 'COMPLETED');
  await atRest();
  assert.equal(await office.balance(), 0);
});

test('a payment whose wallet cannot be reached is aborted when its grace is over, refunded, and can never take points later', async () => {
  const office = await BoxOffice.open();
  const { host } = office;
  const next = office.crashed();
  const load = next.host.journal.load.bind(next.host.journal);
  next.host.journal.load = async (entity, schema) => (entity === WALLET ? Promise.reject(new Error('not now')) : load(entity, schema));
  const paid = next.pay();
  await next.host.clock.pass(PAYMENT_GRACE_MS - 1);
  assert.equal((await next.reservation()).status, 'PAYING');
  await next.host.clock.pass(1);
  assert.ok(isRefusedWith((await allAnswered([paid]))[0], 'PAYMENT_ABORTED'));
  assert.equal((await next.reservation()).status, 'HELD');
  next.host.journal.load = load;
  await next.host.clock.pass(60_000);
  await next.audit('HELD');
  const use = { type: 'Use', paymentId: next.paymentId(), reservationId: next.reservationId, amount: AMOUNT, startedAt: host.clock.now() };
  assert.equal(((await next.host.ask(WALLET, use)) as { outcome: string }).outcome, 'DECLINED');
  assert.equal(((await next.pay(2)) as PaymentView).status, 'COMPLETED');
  await atRest();
  await next.audit('CONFIRMED');
});

test('after a crash behind any record, a node that is back at once finishes the payment', async () => {
  for (let records = 0; records <= RECORDS_OF_A_CHECKOUT; records += 1) {
    const office = await BoxOffice.open();
    await payUpTo(office, records);
    const next = office.crashed(500);
    await next.host.region.start();
    await atRest();
    await next.audit(records === 0 ? 'HELD' : 'CONFIRMED');
    const again = (await next.pay()) as PaymentView;
    assert.equal(again.status, 'COMPLETED', `after ${records} records`);
    await atRest();
    await next.audit('CONFIRMED');
    await next.host.clock.pass(LATE_MS);
    await next.audit('CONFIRMED');
  }
});

test('after a crash behind any record, a node that is back late has either finished the payment or given everything back', async () => {
  for (let records = 0; records <= RECORDS_OF_A_CHECKOUT; records += 1) {
    const office = await BoxOffice.open();
    await payUpTo(office, records);
    const next = office.crashed(LATE_MS);
    await next.host.region.start();
    await atRest();
    await next.audit(records >= 3 ? 'CONFIRMED' : 'HELD');
    if (records === 1) assert.equal((await next.host.types(WALLET)).at(-1), 'UseForbidden');
    if (records === 2) assert.equal((await next.host.types(WALLET)).at(-1), 'PointsRefunded');
    const repeated = await next.pay();
    if (records === 1 || records === 2) assert.ok(isRefusedWith(repeated, 'PAYMENT_ABORTED'), 'that attempt is over for good');
    assert.ok(!isRefusal(await next.pay(2)));
    await atRest();
    await next.audit('CONFIRMED');
  }
});

test('after a crash a node that is back when the hold is long over leaves no seat held and no point taken', async () => {
  for (const records of [0, 1, 2]) {
    const office = await BoxOffice.open();
    await payUpTo(office, records);
    const next = office.crashed(600_000 - 1);
    await next.host.region.start();
    await atRest();
    await next.audit('EXPIRED');
    assert.ok(isRefusedWith(await next.pay(2), 'HOLD_EXPIRED'));
  }
});

test('crashed twice, behind any record each time, at once or late: the books are exact and nothing stays PAYING', async () => {
  for (const pause of [500, LATE_MS]) {
    for (let first = 1; first <= RECORDS_OF_A_CHECKOUT; first += 1) {
      for (let second = 0; second <= 3; second += 1) {
        const office = await BoxOffice.open();
        await payUpTo(office, first);
        const again = office.crashed(pause);
        again.host.journal.holdAppends();
        void again.host.region.start();
        await letThrough(again, second);
        const last = again.crashed(pause);
        await last.host.region.start();
        await last.host.clock.pass(LATE_MS);
        const { status } = await last.reservation();
        assert.ok(status === 'CONFIRMED' || status === 'HELD', `${first}, then ${second} records: ${status}`);
        await last.audit(status);
      }
    }
  }
});

test('an append that fails in the middle of a checkout costs the answer, not the books', async () => {
  for (let lost = 1; lost <= RECORDS_OF_A_CHECKOUT; lost += 1) {
    const office = await BoxOffice.open();
    const next = office.crashed();
    const append = next.host.journal.append.bind(next.host.journal);
    let appends = 0;
    next.host.journal.append = async (record) => {
      appends += 1;
      return appends === lost ? Promise.resolve({ status: 'failed', reason: 'the cable was pulled' }) : append(record);
    };
    const paid = next.pay();
    await next.host.clock.pass(5_000);
    await allAnswered([paid]);
    const again = (await allAnswered([next.pay()]))[0] as PaymentView;
    assert.equal(again.status, 'COMPLETED', `append ${lost} lost`);
    await next.host.clock.pass(5_000);
    await next.audit('CONFIRMED');
  }
});

test('a wallet that left memory while its fan hesitated is brought back by the payment', async () => {
  const office = await BoxOffice.open();
  const { host } = office;
  await host.region.start();
  await host.clock.pass(200_000);
  assert.equal(host.region.stats().liveEntities, 2, 'schedule and queue stay: a hold and a token fall due soon');
  assert.equal(((await office.pay()) as PaymentView).status, 'COMPLETED');
  await atRest();
  await office.audit('CONFIRMED');
});

test.run();
