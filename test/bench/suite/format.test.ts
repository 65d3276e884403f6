import { test } from 'uvu';
import assert from 'node:assert/strict';
import { amount, duration, goalText, spreadText } from '../../../bench/suite/format.js';
import { figure } from './sample-rows.js';

test('three digits count, and thousands are set apart', () => {
  assert.deepEqual([0, 0.01234, 0.8421, 1, 12.345, 99.96, 123.4, 999.9, 48_211.3, 1e6].map(amount), [
    ...['0', '0.0123', '0.842', '1.00', '12.3', '100', '123', '1,000', '48,211', '1,000,000'],
  ]);
});

test('a very small amount is still a number to read', () => {
  assert.equal(amount(0.0000001234), '1.23e-7');
});

test('a goal says its direction, and its unit where it stands for itself', () => {
  assert.equal(goalText(figure()), '≥ 0.8');
  assert.equal(goalText(figure({ reference: null, unit: 'bytes', goal: { comparison: '<=', value: 3_000 } })), '≤ 3,000 bytes');
  assert.equal(goalText(figure({ goal: null })), '');
});

test('a spread of one value is that value', () => {
  assert.equal(spreadText({ min: 0.75, median: 0.8, max: 1.1 }), '0.750 / 0.800 / 1.10');
  assert.equal(spreadText({ min: 12, median: 12, max: 12 }), '12.0');
});

test('a long time is told in minutes', () => {
  assert.deepEqual([0.04, 59.94, 119.6, 3_600].map(duration), ['0.0 s', '59.9 s', '2 min 0 s', '60 min 0 s']);
});

test.run();
