import { test } from 'uvu';
import assert from 'node:assert/strict';
import { UnusableFigure, judgeAll } from '../../../bench/suite/judge.js';
import type { JudgedFigure } from '../../../bench/suite/judge.js';
import type { Figure, Scale } from '../../../bench/suite/row.js';
import { figure } from './sample-rows.js';

function judged(changes: Partial<Figure>, scale: Scale = 'full', pairs = 5): JudgedFigure {
  const [first] = judgeAll([figure(changes)], scale, pairs);
  assert.ok(first !== undefined);
  return first;
}

test('the median of the ratios is held against the goal, not the ratio of the medians', () => {
  const { ratios, judged: spread, verdict } = judged({ ours: [90, 10, 10, 90, 79], reference: [100, 100, 10, 200, 100] });
  assert.deepEqual(ratios, [0.9, 0.1, 1, 0.45, 0.79]);
  assert.deepEqual(spread, { min: 0.1, median: 0.79, max: 1 });
  assert.equal(verdict, 'missed');
});

test('a goal that is just reached is met, from either side', () => {
  const ours = [80, 80, 80, 80, 80];
  assert.equal(judged({ ours, goal: { comparison: '>=', value: 0.8 } }).verdict, 'met');
  assert.equal(judged({ ours, goal: { comparison: '<=', value: 0.8 } }).verdict, 'met');
  assert.equal(judged({ ours, goal: { comparison: '>=', value: 0.81 } }).verdict, 'missed');
  assert.equal(judged({ ours, goal: { comparison: '<=', value: 0.79 } }).verdict, 'missed');
});

test('a figure that stands for itself is judged by its own median', () => {
  const alone = { reference: null, goal: { comparison: '<=', value: 20 } } as const;
  const { judged: spread, ratios, referenceSpread, verdict } = judged({ ...alone, ours: [30, 10, 12] });
  assert.deepEqual([spread, ratios, referenceSpread, verdict], [{ min: 10, median: 12, max: 30 }, null, null, 'met']);
  assert.equal(judged({ ...alone, ours: [21] }).verdict, 'missed');
});

test('without a goal a figure is for information', () => {
  assert.equal(judged({ goal: null }).verdict, 'for information');
});

test('at smoke scale nothing is judged', () => {
  assert.equal(judged({ ours: [1], reference: [100] }, 'smoke', 1).verdict, 'not judged');
  assert.equal(judged({ goal: null }, 'smoke', 1).verdict, 'not judged');
});

for (const [name, changes, why] of [
  ['no samples', { ours: [], reference: null }, /has no samples/],
  ['a sample that is no number', { ours: [1, 2, Number.NaN, 4, 5] }, /no amounts/],
  ['an endless sample', { reference: [1, 2, Infinity, 4, 5] }, /no amounts/],
  ['a negative sample', { ours: [1, 2, -3, 4, 5] }, /no amounts/],
  ['fewer samples of the reference', { reference: [1, 2, 3, 4] }, /5 samples of ours and 4 of the reference/],
  ['fewer pairs than asked for', { ours: [1, 2, 3, 4], reference: [1, 2, 3, 4] }, /4 pairs instead of 5/],
  ['a reference of nothing', { reference: [1, 2, 0, 4, 5] }, /reference of 0/],
] as const) {
  test(`a figure with ${name} is not judged but fails its row`, () => {
    assert.throws(
      () => judged(changes),
      (error) => error instanceof UnusableFigure && why.test(error.message),
    );
  });
}

test('a row that measured nothing, or two things of one name, fails', () => {
  assert.throws(() => judgeAll([], 'full', 5), /measured nothing/);
  assert.throws(() => judgeAll([figure(), figure()], 'full', 5), /same name/);
});

test.run();
