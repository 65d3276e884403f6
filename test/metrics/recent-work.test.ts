/** What a node did lately: rates are rates, and a quantile is at most a tenth too long. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { RecentWork, TimeBuckets } from '../../src/metrics/recent-work.js';

test('a quantile is never shorter than the time it stands for, and at most a tenth longer', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.05, max: 50_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.01, 0.5, 0.99, 1),
      (times, share) => {
        const buckets = new TimeBuckets();
        for (const time of times) buckets.add(time);
        const exact = times.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(times.length * share)) - 1] ?? 0;
        const shown = buckets.quantile(share);
        // Hundredths are shown.
        assert.ok(shown >= exact - 0.006 && shown <= exact * 1.1 + 0.006, `${shown} for ${exact}`);
      },
    ),
  );
});

test('times beyond all bounds are counted at the bounds, and nothing at all is 0', () => {
  const buckets = new TimeBuckets();
  assert.equal(buckets.quantile(0.99), 0);
  for (const time of [-1, 0, 1e-9]) buckets.add(time);
  assert.equal(buckets.quantile(1), 0.05);
  buckets.add(1e9);
  assert.ok(buckets.quantile(1) >= 60_000 && buckets.quantile(1) <= 66_000);
  buckets.clear();
  assert.deepEqual([buckets.count, buckets.quantile(0.5)], [0, 0]);
});

test('rates are per second of the time that really went by, and counting begins anew with each look', () => {
  const work = new RecentWork(10_000);
  for (let request = 0; request < 30; request += 1) work.request(0.01);
  for (let refused = 0; refused < 6; refused += 1) work.refusal('SEAT_UNAVAILABLE');
  work.refusal('OVERLOADED');
  work.commit(40, 4);
  work.commit(2, 4);
  const { p50Ms, p99Ms, commitP99Ms, ...rates } = work.take(12_000);
  assert.deepEqual(rates, {
    requestsPerSecond: 15,
    refusals: { SEAT_UNAVAILABLE: 3, OVERLOADED: 0.5 },
    commitsPerSecond: 1,
    recordsPerSecond: 21,
  });
  assert.ok(p50Ms >= 10 && p99Ms <= 11 && commitP99Ms >= 4 && commitP99Ms <= 4.4);
  const idle = { requestsPerSecond: 0, p50Ms: 0, p99Ms: 0, refusals: {}, commitsPerSecond: 0, recordsPerSecond: 0, commitP99Ms: 0 };
  assert.deepEqual(work.take(13_000), idle);
  assert.deepEqual(work.take(13_000), idle, 'also when no time went by');
});

test('codes are bounded, whatever is refused', () => {
  const work = new RecentWork(0);
  for (let code = 0; code < 1_000; code += 1) work.refusal(`CODE_${code}`);
  work.refusal('CODE_0');
  const { refusals } = work.take(1_000);
  assert.equal(Object.keys(refusals).length, 100);
  assert.equal(refusals['CODE_0'], 2);
});

test.run();
