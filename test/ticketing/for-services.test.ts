/** What the use cases offer to services beside what fans may do: no queue, no user, any wallet. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { ADMISSION_MS } from '../../src/domain/queue/protocol.js';
import { isRefusal } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { MAX_POINTS, TestFacade } from '../support/test-facade.js';

const facade = await TestFacade.start({ selfCharge: false });
test.after(() => facade.stop());
const { fans } = facade.ticketing;

function must<View>(answer: View | Refusal): View {
  assert.ok(!isRefusal(answer), JSON.stringify(answer));
  return answer;
}

function code(answer: unknown): string {
  return isRefusal(answer) ? answer.refused : 'accepted';
}

test('a service charges a wallet whose owner may not', async () => {
  const { userId } = facade.fan();
  assert.equal(code(await fans.charge(userId, userId, 500)), 'SELF_CHARGE_DISABLED');
  const charged = must(await fans.chargeBy('payments', userId, 500));
  assert.deepEqual([charged.userId, charged.type, charged.amount, charged.balance], [userId, 'CHARGE', 500, 500]);
  assert.equal(code(await fans.chargeBy('payments', userId, 0)), 'INVALID_AMOUNT');
  assert.equal(code(await fans.chargeBy('payments', userId, MAX_POINTS)), 'MAX_POINTS_EXCEEDED');
});

test('a charge is remembered under the service that asked for it', async () => {
  const { userId } = facade.fan();
  const options = { idempotency: { key: 'payment-1', bodyHash: 'a' } };
  const first = must(await fans.chargeBy('payments', userId, 500, options));
  assert.deepEqual(await fans.chargeBy('payments', userId, 500, options), first);
  assert.equal(
    must(await fans.chargeBy('call-centre', userId, 500, options)).balance,
    1_000,
    'the same key of another service is another key',
  );
  const other = { idempotency: { key: 'payment-1', bodyHash: 'b' } };
  assert.equal(code(await fans.chargeBy('payments', userId, 700, other)), 'IDEMPOTENCY_KEY_REUSED');
});

test('who need not queue is admitted for as long as those whose turn it is', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const { userId } = facade.fan();
  const admission = fans.admitWithoutQueue(concertId);
  assert.deepEqual(admission, { concertId, admittedUntil: facade.clock.now() + ADMISSION_MS });
  assert.equal(must(await fans.hold(userId, admission, scheduleId, { seats: [1] })).status, 'HELD');
  facade.clock.advance(ADMISSION_MS + 1);
  assert.equal(code(await fans.hold(userId, admission, scheduleId, { seats: [2] })), 'QUEUE_TOKEN_EXPIRED');
  const elsewhere = fans.admitWithoutQueue((await facade.concert()).concertId);
  assert.equal(code(await fans.hold(userId, elsewhere, scheduleId, { seats: [2] })), 'QUEUE_TOKEN_MISMATCH');
});

test('seats can be seen by nobody in particular, and are nobody’s', async () => {
  const { concertId, scheduleId } = await facade.concert();
  const { userId } = facade.fan();
  must(await fans.hold(userId, fans.admitWithoutQueue(concertId), scheduleId, { best: { count: 2, section: null } }));
  const seen = must(await fans.seats(null, { scheduleId }));
  assert.deepEqual(seen.mine, []);
  assert.equal(seen.statuses.filter((status) => status !== 0).length, 2);
  assert.deepEqual(must(await fans.seats(userId, { scheduleId })).mine.length, 2);
  assert.equal(code(await fans.seats(null, { scheduleId: 'nope' })), 'INVALID_SCHEDULE');
  assert.equal(code(await fans.seats(null, { scheduleId: `${concertId}-000000000000` })), 'INVALID_SCHEDULE');
});

test.run();
