/** How long a page waits before it tries again. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { BACK_OFF_FIRST_MS, BACK_OFF_MS_MAX, backOffMs } from '../../../src/web/api/back-off.js';

const SAMPLES = 500;
const samples = (tries: number): readonly number[] => Array.from({ length: SAMPLES }, () => backOffMs(tries));

test('the wait never exceeds what it may be after so many tries, and is never nought', () => {
  for (const tries of [1, 2, 3, 5, 10, 1_000]) {
    const longest = Math.min(BACK_OFF_MS_MAX, BACK_OFF_FIRST_MS * 2 ** tries);
    assert.ok(samples(tries).every((ms) => ms > 0 && ms <= longest));
  }
});

test('pages that lost the same node spread over the whole wait', () => {
  const spread = samples(20);
  for (let part = 1; part < 10; part += 1) {
    const [from, to] = [(part * BACK_OFF_MS_MAX) / 10, ((part + 1) * BACK_OFF_MS_MAX) / 10];
    assert.ok(
      spread.some((ms) => ms >= from && ms < to),
      `nobody waits ${from} to ${to} ms`,
    );
  }
});

test.run();
