/** Where seats are drawn. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { planHall } from '../../../src/web/map/plan.js';
import type { HallPlan, Point } from '../../../src/web/map/plan.js';
import { SeatGrid } from '../../../src/web/map/seat-grid.js';
import { CLUB, HALLS, STADIUM, THEATRE, section } from './halls.js';

const plan = suite('the plan of a hall');

/** Two seats closer than this would touch. Straight through the curve it is a little less than along it. */
const CLOSE = 0.97;

function at({ x, y }: HallPlan, seat: number): { readonly x: number; readonly y: number } {
  return { x: x[seat - 1] ?? NaN, y: y[seat - 1] ?? NaN };
}

function distance(hall: HallPlan, one: number, other: number): number {
  const [from, to] = [at(hall, one), at(hall, other)];
  return Math.hypot(from.x - to.x, from.y - to.y);
}

function isWithin(point: Point, outline: readonly Point[]): boolean {
  let isInside = false;
  for (const [index, to] of outline.entries()) {
    const from = outline.at(index - 1) ?? to;
    if (from.y > point.y !== to.y > point.y && point.x < from.x + ((point.y - from.y) / (to.y - from.y)) * (to.x - from.x))
      isInside = !isInside;
  }
  return isInside;
}

for (const [name, hall] of HALLS) {
  plan(`gives every seat of ${name} a place within its bounds`, () => {
    const { x, y, bounds, rows } = planHall(hall);
    assert.equal(x.length, rows.totalSeats);
    const isOutside = (index: number): boolean => {
      const [left, top] = [x[index] ?? NaN, y[index] ?? NaN];
      return !(left > bounds.left && left < bounds.right && top > bounds.top && top < bounds.bottom);
    };
    assert.deepEqual([...x.keys()].filter(isOutside).slice(0, 3), []);
  });

  plan(`keeps the seats of ${name} apart`, () => {
    const drawn = planHall(hall);
    const { x, y, bounds } = drawn;
    const grid = new SeatGrid(x, y, bounds);
    const touching: number[] = [];
    for (let seat = 1; seat <= x.length && touching.length < 3; seat++) {
      const { x: left, y: top } = at(drawn, seat);
      grid.forEachIn({ left: left - CLOSE, top: top - CLOSE, right: left + CLOSE, bottom: top + CLOSE }, (other) => {
        if (other > seat && distance(drawn, seat, other) < CLOSE) touching.push(seat, other);
      });
    }
    assert.deepEqual(touching, []);
  });

  plan(`has the stage of ${name} before the seats, and none of them on it`, () => {
    const { x, y, blocks, stage } = planHall(hall);
    const onStage = [...x.keys()].filter((index) => isWithin({ x: x[index] ?? NaN, y: y[index] ?? NaN }, stage.outline));
    assert.deepEqual(onStage, []);
    for (const { middle, head } of blocks) assert.ok(middle.y > head.y);
    assert.ok(stage.middle.y < 0, 'in front of the first line');
  });
}

plan('is the same for the same hall', () => {
  assert.deepEqual(planHall(STADIUM), planHall(STADIUM));
});

plan('puts seats of a row next to each other', () => {
  const hall = planHall(THEATRE);
  for (let seat = 1; seat < 20; seat++) assert.ok(Math.abs(distance(hall, seat, seat + 1) - 1) < 0.01);
  assert.ok(at(hall, 1).x < at(hall, 20).x, 'from left to right');
});

plan('has rows behind each other and sections behind each other, as they are sold', () => {
  const hall = planHall(THEATRE);
  const middleOf = (row: number): number => {
    const { first, last } = hall.rows.seatsOfRow(row);
    return at(hall, Math.floor((first + last) / 2)).y;
  };
  for (let row = 1; row < hall.rows.rowCount; row++) assert.ok(middleOf(row) > middleOf(row - 1), `row ${row}`);
});

plan('curves rows towards the stage at their ends', () => {
  const hall = planHall(THEATRE);
  assert.ok(at(hall, 1).y < at(hall, 10).y && at(hall, 20).y < at(hall, 11).y);
});

plan('folds a row that nobody could see on a phone into lines, and says which seats they have', () => {
  const { blocks } = planHall(CLUB);
  assert.equal(blocks.length, 1);
  assert.deepEqual(
    blocks[0]?.lines.map(({ label, seats }) => [label, seats]),
    [
      ['1–10', 10],
      ['11–20', 10],
      ['21–30', 10],
      ['31–40', 10],
      ['41–50', 10],
    ],
  );
});

plan('writes beside a row what has room there', () => {
  const names = ['A', '12345', '12열', 'Row 10', 'Row-Name-Long', 'Supercalifragilistic', '가나다라마바사'];
  const { blocks } = planHall({ sections: [{ name: 'Floor', price: 1, rows: names.map((name) => ({ name, seats: 8 })) }] });
  assert.deepEqual(
    blocks[0]?.lines.map(({ label }) => label),
    ['A', '12345', '12열', '10', 'Long', 'Supe…', '가나다라…'],
  );
});

plan('leaves rows that people sit in as they are', () => {
  const { blocks } = planHall(THEATRE);
  assert.deepEqual(
    blocks[0]?.lines.map(({ label, seats }) => [label, seats]),
    [1, 2, 3, 4].map((row) => [String(row), 20]),
  );
});

for (const [name, hall] of HALLS) {
  plan(`makes no ribbon of ${name}`, () => {
    const { bounds, rows } = planHall(hall);
    const aspect = (bounds.right - bounds.left) / (bounds.bottom - bounds.top);
    // A short row is what it is.
    assert.ok(aspect > 0.4 && aspect < (rows.totalSeats <= 30 ? 6 : 3.2), `${name}: ${aspect.toFixed(2)}`);
  });
}

plan('puts many sections side by side, in order', () => {
  const { blocks } = planHall(STADIUM);
  assert.equal(blocks.length, 40);
  assert.deepEqual(
    blocks.map((block) => block.section),
    Array.from({ length: 40 }, (_, index) => index),
  );
  assert.ok((blocks[1]?.middle.x ?? 0) > (blocks[0]?.middle.x ?? 0));
});

plan('splits a section that would be a tower into blocks, none of its rows twice', () => {
  const { blocks } = planHall({ sections: [section('A', 1, 1_000, 50)] });
  assert.ok(blocks.length >= 3);
  const rows = blocks.flatMap(({ lines }) => lines.map(({ row }) => row));
  assert.deepEqual(
    rows,
    Array.from({ length: 1_000 }, (_, index) => index),
  );
});

plan.run();
