/** Samples as the plots of operators need them. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { columnsOf, growthOf, lastOf, merged, wholeFrom } from '../../../src/web/ops/state/samples.js';
import type { Timed } from '../../../src/web/ops/state/samples.js';
import { MINUTE_MS, numbersOf } from '../../../src/web/ops/state/sale-numbers.js';

const samples = suite('samples over time');

interface Counted {
  readonly at: string;
  readonly count: number;
}

const START_MS = Date.parse('2027-02-01T11:00:00.000Z');

function counted(second: number, count: number): Counted {
  return { at: new Date(START_MS + second * 1_000).toISOString(), count };
}

function timed(...counts: readonly (readonly [second: number, count: number])[]): readonly Timed<Counted>[] {
  return merged(
    [],
    counts.map(([second, count]) => counted(second, count)),
  );
}

samples('come in once, in order, whatever is sent again', () => {
  const first = merged([], [counted(0, 1), counted(1, 2)]);
  const both = merged(first, [counted(1, 99), counted(3, 4), counted(2, 3)]);
  assert.deepEqual(
    both.map(({ item }) => item.count),
    [1, 2, 3, 4],
  );
  assert.equal(merged(both, []), both, 'nothing new is the same array, so that nothing is drawn again');
});

samples('are kept for half an hour and a minute', () => {
  const kept = merged(timed([0, 1], [60, 2]), [counted(1_861, 3)]);
  assert.deepEqual(
    kept.map(({ item }) => item.count),
    [2, 3],
  );
});

samples('have a gap where nobody looked, and no line across it', () => {
  const { times, values } = columnsOf(timed([0, 5], [1, 6], [30, 7]), 1_000, [({ item }) => item.count]);
  assert.deepEqual(values, [[5, 6, null, 7]]);
  assert.deepEqual(
    times.map((seconds) => seconds - START_MS / 1_000),
    [0, 1, 2, 30],
  );
});

samples('of the last seconds are those within them', () => {
  const all = timed([0, 1], [5, 2], [10, 3]);
  assert.deepEqual(
    lastOf(all, 5_000).map(({ item }) => item.count),
    [2, 3],
  );
  assert.deepEqual(lastOf([], 5_000), []);
});

samples('say how much a count grew within the span, never less than nothing', () => {
  const all = timed([0, 10], [30, 20], [60, 25], [90, 40], [91, 3]);
  assert.deepEqual(
    growthOf(all, 60_000, ({ count }) => count),
    [0, 10, 15, 20, 0],
  );
});

samples('say nothing of a minute that began before somebody looked', () => {
  const count = (item: Counted): number => item.count;
  assert.equal(wholeFrom(timed([0, 500], [1, 501]), 60_000, count), START_MS + 60_000);
  assert.equal(wholeFrom(timed([0, 0], [1, 1]), 60_000, count), -Infinity, 'nothing was counted before');
  assert.equal(wholeFrom(timed(), 60_000, count), -Infinity);
});

function sale(second: number, booked: number, admitted: number) {
  const { at } = counted(second, 0);
  return { at, booked, admitted, held: 10, available: 190 - booked, blocked: 5, waiting: 40, active: 20 };
}

samples('tell when the last seat is sold at the pace of the last minute', () => {
  const numbers = numbersOf(merged([], [sale(0, 0, 0), sale(30, 20, 15), sale(60, 40, 30)]));
  assert.equal(MINUTE_MS, 60_000);
  assert.deepEqual([numbers?.sold, numbers?.soldPerMinute, numbers?.admittedPerMinute, numbers?.total], [40, 40, 30, 205]);
  assert.equal(numbers?.secondsToSellOut, ((150 + 10) / 40) * 60);
  assert.equal(numbers.secondsToClear, (40 / 30) * 60);
});

samples('do not take the first seconds of a look for a whole minute', () => {
  const numbers = numbersOf(merged([], [sale(0, 100, 700), sale(15, 110, 705)]));
  assert.deepEqual([numbers?.secondsToSellOut, numbers?.secondsToClear], [(90 / 10) * 15, (40 / 5) * 15]);
});

samples('tell no pace from a few seconds, nor when nothing is sold', () => {
  assert.equal(numbersOf(merged([], [sale(0, 0, 0), sale(2, 20, 5)]))?.secondsToSellOut, null);
  assert.equal(numbersOf(merged([], [sale(0, 7, 0), sale(60, 7, 5)]))?.secondsToSellOut, null);
  assert.equal(numbersOf([]), null);
});

samples.run();
