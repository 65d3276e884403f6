import { test } from 'uvu';
import assert from 'node:assert/strict';
import { ratiosOf, spreadOf } from '../../../bench/suite/statistics.js';

test('the median is the sample in the middle, whatever the order', () => {
  assert.deepEqual(spreadOf([5, 1, 10, 3, 2]), { min: 1, median: 3, max: 10 });
});

test('of an even number the median is the mean of the two in the middle', () => {
  assert.deepEqual(spreadOf([4, 1, 2, 100]), { min: 1, median: 3, max: 100 });
});

test('one sample is its own spread, none has no spread', () => {
  assert.deepEqual(spreadOf([7]), { min: 7, median: 7, max: 7 });
  assert.throws(() => spreadOf([]), RangeError);
});

test('the samples stay as they were', () => {
  const samples = [3, 1, 2];
  spreadOf(samples);
  assert.deepEqual(samples, [3, 1, 2]);
});

test('ratios are taken pair by pair', () => {
  assert.deepEqual(ratiosOf([1, 6, 2], [2, 3, 4]), [0.5, 2, 0.5]);
  assert.throws(() => ratiosOf([1, 2], [1]), /2 and 1 samples are no pairs/);
});

test.run();
