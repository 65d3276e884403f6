/**
 * A build with all its protections keeps every promise in the scenarios of `broken-builds.test.ts`: what is caught there is the missing protection, and neither the
 * scenario nor the short grace. One cluster for all of them, for starting it takes longer than any of them.
 */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { findingsOf, SHORT_GRACE } from './caught.js';
import { staleWord, unheardPayment } from './scenarios.js';

test('a node that is cut off and a payment that is not heard of break no promise', async () => {
  assert.deepEqual(await findingsOf([SHORT_GRACE], [staleWord, unheardPayment]), []);
});

test.run();
