import { test } from 'uvu';
import assert from 'node:assert/strict';
import { latenciesOf } from '../../../bench/load/latencies.js';

test('percentiles are exact, by nearest rank, whatever the order', () => {
  const samples = Float64Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
  assert.deepEqual(latenciesOf(samples), { mean: 500.5, p50: 500, p90: 900, p99: 990, p999: 999, max: 1_000 });
  assert.equal(samples[0], 1_000, 'the samples stay as they were');
});

test('one sample is every percentile', () => {
  assert.deepEqual(latenciesOf(Float64Array.of(7)), { mean: 7, p50: 7, p90: 7, p99: 7, p999: 7, max: 7 });
});

test('no samples have no percentiles', () => {
  assert.throws(() => latenciesOf(new Float64Array(0)), RangeError);
});

test.run();
