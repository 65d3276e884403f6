/** What is offered to somebody who has lost seats. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { offersFor } from '../../../src/web/map/offers.js';
import type { Offer } from '../../../src/web/map/offers.js';
import { planHall } from '../../../src/web/map/plan.js';
import { THEATRE } from './halls.js';

const offers = suite('offers of free neighbours');
const plan = planHall(THEATRE);

/** All seats are free but these. */
function offersWithout(taken: readonly number[], kept: readonly number[], lost: readonly number[]): readonly Offer[] {
  const gone = new Set([...taken, ...lost]);
  return offersFor(plan, kept, lost, (seat) => seat <= 280 && !gone.has(seat));
}

function firstOf(found: readonly Offer[]): readonly number[] {
  return found[0]?.seats ?? [];
}

offers('are the seats next to the one that is gone', () => {
  const found = offersWithout([], [], [10]);
  assert.equal(found.length, 3);
  assert.deepEqual(
    found
      .slice(0, 2)
      .map(({ seats }) => seats[0])
      .sort(),
    [11, 9].sort(),
  );
});

offers('keep what one still has, next to its new neighbour', () => {
  const found = offersWithout([12], [10], [11]);
  assert.deepEqual(found[0], { seats: [9, 10], isAdjacent: true });
});

offers('rather keep a seat than sit a little nearer', () => {
  const [first] = offersWithout([], [10, 12], [11]);
  assert.ok(first?.isAdjacent === true && (first.seats.includes(10) || first.seats.includes(12)));
});

offers('move the whole party when it cannot sit together otherwise', () => {
  const found = offersWithout([9, 12], [10], [11]);
  const [first] = found;
  assert.ok(first?.isAdjacent === true && first.seats.length === 2);
  assert.ok(
    first.seats.every((seat) => seat <= 80),
    'in the same section',
  );
});

offers('let one keep what one has and sit apart, too', () => {
  const found = offersWithout([9, 12], [10], [11]);
  assert.ok(found.some(({ seats, isAdjacent }) => !isAdjacent && seats.includes(10) && seats.length === 2));
});

offers('look further when the section has no such seats any more', () => {
  const floor = Array.from({ length: 80 }, (_, index) => index + 1);
  const found = offersWithout(floor, [], [10, 11]);
  const [first] = found;
  assert.ok(first?.isAdjacent === true);
  assert.ok(first.seats.every((seat) => seat > 80 && seat <= 224));
});

offers('are scattered seats when none are together', () => {
  const free = new Set([3, 200]);
  const found = offersFor(plan, [], [10, 11], (seat) => free.has(seat));
  assert.deepEqual(found, [{ seats: [3, 200], isAdjacent: false }]);
});

offers('are none when there are not so many free seats', () => {
  assert.deepEqual(
    offersFor(plan, [], [10, 11], (seat) => seat === 3),
    [],
  );
  assert.deepEqual(
    offersFor(plan, [], [], () => true),
    [],
  );
});

offers('never name a seat that is taken, nor one twice', () => {
  const taken = [8, 9, 12, 13, 30, 31];
  for (const { seats } of offersWithout(taken, [10], [11])) {
    assert.equal(new Set(seats).size, seats.length);
    assert.ok(seats.every((seat) => !taken.includes(seat) && seat !== 11));
  }
});

offers('do not reach over the end of a row', () => {
  for (const { seats, isAdjacent } of offersWithout([18, 19], [], [20, 21])) {
    if (isAdjacent) assert.equal(plan.rows.rowOf(seats[0] ?? 0), plan.rows.rowOf(seats.at(-1) ?? 0));
  }
  assert.notDeepEqual(firstOf(offersWithout([], [], [20, 21])), [20, 21]);
});

offers.run();
