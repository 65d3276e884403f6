/** Where the keys go on the map. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { mapKey } from '../../../src/web/map/map-keys.js';
import { planHall } from '../../../src/web/map/plan.js';
import type { HallPlan } from '../../../src/web/map/plan.js';
import { CLUB, STADIUM, THEATRE } from './halls.js';

const keys = suite('keys on the map');
const theatre = planHall(THEATRE);

function press(plan: HallPlan, from: number, key: string): number {
  const pressed = mapKey(plan, from, key);
  return pressed?.does === 'go' ? pressed.seat : NaN;
}

keys('go along the whole of a curved row', () => {
  for (let seat = 1; seat < 20; seat++) assert.equal(press(theatre, seat, 'ArrowRight'), seat + 1);
  for (let seat = 20; seat > 1; seat--) assert.equal(press(theatre, seat, 'ArrowLeft'), seat - 1);
});

keys('go to the row behind and come back', () => {
  assert.equal(press(theatre, 10, 'ArrowDown'), 30);
  assert.equal(press(theatre, 30, 'ArrowUp'), 10);
});

keys('cross from one section to the next', () => {
  const below = press(theatre, 70, 'ArrowDown');
  assert.ok(below > 80 && below <= 104, `seat ${below} is in the first row of the balcony`);
});

keys('stay where there is nothing further', () => {
  assert.equal(press(theatre, 10, 'ArrowUp'), 10);
});

keys('reach every seat of a folded row', () => {
  const club = planHall(CLUB);
  const seen = new Set<number>();
  const next = [1];
  for (let seat = next.pop(); seat !== undefined; seat = next.pop()) {
    if (seen.has(seat)) continue;
    seen.add(seat);
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) next.push(press(club, seat, key));
  }
  assert.equal(seen.size, 50);
});

keys('cross an aisle of a stadium', () => {
  const stadium = planHall(STADIUM);
  const { last } = stadium.rows.seatsOfRow(0);
  const beyond = press(stadium, last, 'ArrowRight');
  assert.equal(stadium.rows.sectionOf(beyond), 1);
});

keys('go to the ends of the row', () => {
  assert.equal(press(theatre, 30, 'Home'), 21);
  assert.equal(press(theatre, 30, 'End'), 40);
});

keys('choose and zoom, and leave other keys alone', () => {
  assert.deepEqual(mapKey(theatre, 1, 'Enter'), { does: 'choose' });
  assert.deepEqual(mapKey(theatre, 1, ' '), { does: 'choose' });
  assert.deepEqual(mapKey(theatre, 1, '+'), { does: 'zoom-in' });
  assert.equal(mapKey(theatre, 1, 'Tab'), null);
  assert.equal(mapKey(theatre, 1, 'Escape'), null);
});

keys.run();
