/** Which seat is where. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { planHall } from '../../../src/web/map/plan.js';
import { SeatGrid } from '../../../src/web/map/seat-grid.js';
import { HALLS, THEATRE } from './halls.js';

const grid = suite('seats by place');

function gridOf(hall: typeof THEATRE) {
  const { x, y, bounds } = planHall(hall);
  return { x, y, bounds, seats: new SeatGrid(x, y, bounds) };
}

for (const [name, hall] of HALLS) {
  grid(`has every seat of ${name} once`, () => {
    const { bounds, seats, x } = gridOf(hall);
    let count = 0;
    let sum = 0;
    seats.forEachIn(bounds, (seat) => {
      count += 1;
      sum += seat;
    });
    assert.deepEqual([count, sum], [x.length, (x.length * (x.length + 1)) / 2]);
  });
}

grid('finds the seat that is pointed at', () => {
  const { x, y, seats } = gridOf(THEATRE);
  for (const seat of [1, 20, 21, 150, 280]) assert.equal(seats.closest((x[seat - 1] ?? 0) + 0.3, (y[seat - 1] ?? 0) - 0.2, 0.5), seat);
});

grid('finds none where there is none', () => {
  const { bounds, seats } = gridOf(THEATRE);
  assert.equal(seats.closest(bounds.left - 5, bounds.top - 5, 1), null);
  assert.equal(seats.closest(0, bounds.top, 0.5), null);
});

grid('knows the seats in a box', () => {
  const { x, y, seats } = gridOf(THEATRE);
  const box = {
    left: (x[4] ?? 0) - 0.1,
    right: (x[6] ?? 0) + 0.1,
    top: Math.min(y[4] ?? 0, y[6] ?? 0) - 0.1,
    bottom: Math.max(y[4] ?? 0, y[6] ?? 0) + 0.1,
  };
  const found: number[] = [];
  seats.forEachIn(box, (seat) => found.push(seat));
  assert.deepEqual(found, [5, 6, 7]);
});

grid.run();
