/** Where seats are on the heat map, and which seat is where. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { blockOf, cellOf, fitHall, layOut, seatAt, seatBeside } from '../../../src/web/ops/plots/heat-layout.js';
import { changedSeats, countSections, parseSeats, placeOf } from '../../../src/web/ops/state/seats.js';
import { kindOfId } from '../../../src/web/ops/state/lookup.js';
import { HALLS, THEATRE } from '../map/halls.js';

const heat = suite('the heat map');

heat('finds every seat where it draws it, in every hall', () => {
  for (const [name, { sections }] of HALLS) {
    for (const width of [300, 1_200]) {
      const layout = fitHall(sections, width, 560, 1);
      const last = layout.blocks.at(-1)?.lastSeat ?? 0;
      for (let seat = 1; seat <= last; seat += Math.max(1, Math.floor(last / 500))) {
        const corner = cellOf(layout, seat);
        assert.ok(corner !== null);
        assert.equal(seatAt(layout, corner.x + layout.cell / 2, corner.y + layout.cell / 2), seat, `${name}, ${width} px, seat ${seat}`);
      }
    }
  }
});

heat('shows no seat outside the width', () => {
  for (const [name, { sections }] of HALLS) {
    const { blocks, width } = fitHall(sections, 360, 560, 1);
    for (const { x, width: own } of blocks) assert.ok(x >= 0 && x + own <= width, name);
  }
});

heat('keeps sections apart', () => {
  const { blocks, cell } = layOut(THEATRE.sections, 1_200, 12);
  assert.equal(cell, 12);
  assert.deepEqual(
    blocks.map(({ name, firstSeat, lastSeat }) => [name, firstSeat, lastSeat]),
    [
      ['Floor', 1, 80],
      ['Balcony', 81, 224],
      ['Standing', 225, 280],
    ],
  );
  assert.equal(blockOf({ width: 0, height: 0, cell, blocks }, 81)?.name, 'Balcony');
});

heat('is walked with the arrow keys', () => {
  const layout = layOut(THEATRE.sections, 1_200, 12);
  const steps: readonly (readonly [number, string, number])[] = [
    [1, 'ArrowLeft', 1],
    [1, 'ArrowRight', 2],
    [5, 'ArrowDown', 25],
    [25, 'ArrowUp', 5],
    [5, 'ArrowUp', 5],
    [47, 'Home', 41],
    [47, 'End', 60],
    [280, 'ArrowRight', 280],
  ];
  for (const [from, key, to] of steps) assert.equal(seatBeside(layout, from, key), to, `${key} from ${from}`);
});

heat('knows what has changed and counts by section', () => {
  const before = new Uint8Array(280);
  const after = before.slice();
  after.set([2], 0);
  after.set([1, 3], 223);
  assert.deepEqual(changedSeats(before, after), [1, 224, 225]);
  assert.deepEqual(
    countSections(THEATRE.sections, after).map(({ name, counts }) => [name, ...counts]),
    [
      ['Floor', 79, 0, 1, 0],
      ['Balcony', 143, 1, 0, 0],
      ['Standing', 55, 0, 0, 1],
    ],
  );
  assert.deepEqual(placeOf(THEATRE.sections, 82), { section: 'Balcony', row: '1', number: 2, price: 60_000 });
  assert.equal(placeOf(THEATRE.sections, 281), null);
});

heat('takes seats as people write them', () => {
  assert.deepEqual(parseSeats('1-3, 7;5 – 6\n2'), [1, 2, 3, 5, 6, 7]);
  assert.deepEqual(parseSeats(' , '), []);
  for (const text of ['3-1', '0', 'A', '1-1000000', '1--2']) assert.equal(parseSeats(text), null, text);
});

heat('is found by ids that say what they are', () => {
  const schedule = '3f2a91c07b5e4d18-9a0c21bb47f3';
  const kinds = [
    '8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10',
    `${schedule}-r-${'0'.repeat(32)}`,
    `${schedule}-p-${'f'.repeat(32)}`,
    schedule,
    '3f2a91c07b5e4d18',
    'x',
  ];
  assert.deepEqual(kinds.map(kindOfId), ['user', 'reservation', 'payment', 'schedule', 'concert', null]);
});

heat.run();
