/** A build with all its protections keeps every promise in the scenarios of `broken-log.test.ts`: what is caught there is the missing protection. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { findingsOf } from './caught.js';
import { lateCharge, lateHold, lostHold } from './scenarios.js';

test('records that arrive too late, and a node that is killed with some under way, break no promise', async () => {
  assert.deepEqual(await findingsOf([], [lateHold, lateCharge, lostHold]), []);
});

test.run();
