/**
 * The checker catches builds in which the lease or the refunds are missing. `broken-log.test.ts` is about protections of the log, and `intact-build.test.ts` has the
 * same scenarios with nothing missing.
 */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { brokenBuild } from './broken-build.js';
import { assertCaught, SHORT_GRACE } from './caught.js';
import { staleWord, unheardPayment } from './scenarios.js';

test('a lease that always holds: what was sold is shown as free', async () => {
  await assertCaught(
    [{ file: 'cluster/lease.js', text: 'return this.steady() < this.until;', by: 'return true;' }],
    staleWord,
    'SEAT_ORDER',
  );
});

test('aborted payments without a refund: points are gone', async () => {
  const noRefund = { file: 'domain/schedule/payments.js', text: `return 'refund';`, by: 'return null;' };
  await assertCaught([SHORT_GRACE, noRefund], unheardPayment, 'NOT_REFUNDED');
});

test('a text that is not in the program makes no broken build', async () => {
  await assert.rejects(brokenBuild([{ file: 'cluster/lease.js', text: 'return perhaps;', by: '' }]), /0 times/);
});

test.run();
