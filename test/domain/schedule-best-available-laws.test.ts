/** What holds for every hall and every choice, and that the choice is the one that trying everything finds. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { bestSeats } from '../../src/domain/schedule/best-available.js';
import type { SectionSpec } from '../../src/domain/schedule/protocol.js';
import { rowsOfSection } from '../../src/domain/schedule/seat-rows.js';
import type { SeatCode } from '../../src/domain/schedule/seats.js';
import { AVAILABLE, BLOCKED, BOOKED, HELD, Seats } from '../../src/domain/schedule/seats.js';
import { oracle } from './schedule/best-seats-oracle.js';

const ROWS_MAX = 6;
const ROW_SEATS_MAX = 12;
const RUNS = { numRuns: 2_000 };

/** Rows of seats by their status. */
type Hall = readonly (readonly SeatCode[])[];

/** More or less full, so that there are halls with long runs and halls with hardly any. */
const hall: fc.Arbitrary<Hall> = fc
  .integer({ min: 1, max: 8 })
  .chain((weight) =>
    fc.array(
      fc.array(
        fc.oneof(
          { weight, arbitrary: fc.constant<SeatCode>(AVAILABLE) },
          { weight: 3, arbitrary: fc.constantFrom<SeatCode>(HELD, BOOKED, BLOCKED) },
        ),
        { minLength: 1, maxLength: ROW_SEATS_MAX },
      ),
      { minLength: 1, maxLength: ROWS_MAX },
    ),
  );
const count = fc.integer({ min: 1, max: ROW_SEATS_MAX });

function sectionsOf(rows: Hall): readonly SectionSpec[] {
  return [{ name: 'Floor', price: 1, rows: rows.map((row, index) => ({ name: `${index}`, seats: row.length })) }];
}

function seatsOf(rows: Hall): Seats {
  return new Seats(sectionsOf(rows), Uint8Array.from(rows.flat()));
}

function freeOf(rows: Hall): boolean[][] {
  return rows.map((row) => row.map((code) => code === AVAILABLE));
}

function best(rows: Hall, seats: number): readonly number[] | null {
  const all = seatsOf(rows);
  return bestSeats(all, all.rows.all, seats);
}

/** The row of a seat, and its place there, from 0. */
function placeOf(rows: Hall, seat: number): { readonly row: number; readonly index: number } {
  let index = seat - 1;
  let row = 0;
  while (index >= (rows[row]?.length ?? Infinity)) {
    index -= rows[row]?.length ?? 0;
    row += 1;
  }
  return { row, index };
}

function longestRun(free: readonly boolean[]): number {
  let longest = 0;
  let run = 0;
  for (const isFree of free) {
    run = isFree ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function law(what: string, holds: (rows: Hall, wanted: number, chosen: readonly number[] | null) => void): void {
  test(what, () => {
    fc.assert(
      fc.property(hall, count, (rows, wanted) => holds(rows, wanted, best(rows, wanted))),
      RUNS,
    );
  });
}

law('all or nothing: so many different free seats, ascending, or none when there are not so many', (rows, wanted, chosen) => {
  const free = freeOf(rows).flat();
  const available = free.filter(Boolean).length;
  if (chosen === null) assert.ok(available < wanted);
  else {
    assert.equal(chosen.length, wanted);
    for (const [index, seat] of chosen.entries()) {
      assert.ok(free[seat - 1], `seat ${seat} is taken`);
      assert.ok(seat > (chosen[index - 1] ?? 0));
    }
  }
});

law('next to each other in the first row that has so many', (rows, wanted, chosen) => {
  const row = freeOf(rows).findIndex((free) => longestRun(free) >= wanted);
  if (row === -1 || chosen === null) return;
  assert.ok(seatsOf(rows).rows.areAdjacent(chosen));
  assert.deepEqual([...new Set(chosen.map((seat) => placeOf(rows, seat).row))], [row]);
});

law('no seat is left alone where the row has a place that leaves none', (rows, wanted, chosen) => {
  const { row } = placeOf(rows, chosen?.[0] ?? 1);
  const free = freeOf(rows)[row] ?? [];
  if (chosen === null || longestRun(free) < wanted) return;
  const places = free.flatMap((_, from) => {
    const these = free.slice(from, from + wanted);
    return these.length === wanted && these.every(Boolean) ? [from] : [];
  });
  const fewest = Math.min(...places.map((from) => newlyAlone(free, from, wanted)));
  assert.equal(newlyAlone(free, placeOf(rows, chosen[0] ?? 1).index, wanted), fewest);
});

/** How many free seats stand alone after the seats from there on were taken, and did not before. */
function newlyAlone(free: readonly boolean[], from: number, wanted: number): number {
  const after = free.map((isFree, index) => isFree && (index < from || index >= from + wanted));
  const alone = (seats: readonly boolean[], index: number): boolean =>
    seats[index] === true && seats[index - 1] !== true && seats[index + 1] !== true;
  return free.filter((_, index) => alone(after, index) && !alone(free, index)).length;
}

law('it is the choice that trying everything finds', (rows, wanted, chosen) => {
  assert.deepEqual(chosen, oracle(freeOf(rows), wanted));
});

test('long stretches of taken seats change nothing', () => {
  const stretch = fc.record({
    code: fc.constantFrom<SeatCode>(AVAILABLE, HELD),
    length: fc.integer({ min: 1, max: 9 }),
    times: fc.constantFrom(1, 20),
  });
  const row = fc
    .array(stretch, { minLength: 1, maxLength: 8 })
    .map((stretches) =>
      stretches.flatMap(({ code, length, times }) => new Array<SeatCode>(code === HELD ? length * times : length).fill(code)),
    );
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), count, (rows, wanted) => {
      assert.deepEqual(best(rows, wanted), oracle(freeOf(rows), wanted));
    }),
    RUNS,
  );
});

test('the same seats give the same choice, whatever was asked and whatever happened before', () => {
  const steps = fc.array(fc.record({ wanted: count, released: fc.nat(50) }), { maxLength: 40 });
  fc.assert(
    fc.property(hall, steps, (rows, story) => {
      const all = seatsOf(rows);
      const held: (readonly number[])[] = [];
      for (const { wanted, released } of story) {
        const fresh = new Seats(sectionsOf(rows), all.snapshot());
        const chosen = bestSeats(all, all.rows.all, wanted);
        assert.deepEqual(chosen, bestSeats(fresh, fresh.rows.all, wanted));
        assert.deepEqual(chosen, bestSeats(all, all.rows.all, wanted), 'asking changes nothing');
        if (chosen !== null) {
          all.move(chosen, AVAILABLE, HELD, 0);
          held.push(chosen);
        }
        const [back] = held.splice(released, 1);
        if (back !== undefined) all.move(back, HELD, AVAILABLE);
      }
      const fresh = new Seats(sectionsOf(rows), all.snapshot());
      for (let row = 0; row < rows.length; row += 1) assert.equal(all.rows.free(row), fresh.rows.free(row), `row ${row}`);
    }),
    { numRuns: 500 },
  );
});

test('a section is chosen from as if it were the whole hall', () => {
  fc.assert(
    fc.property(fc.array(hall, { minLength: 1, maxLength: 4 }), fc.nat(3), count, (halls, which, wanted) => {
      const rows = halls[which % halls.length] ?? [];
      const before = halls.slice(0, which % halls.length).flat(2).length;
      const sections = halls.flatMap((one, index) => sectionsOf(one).map((section) => ({ ...section, name: `section ${index}` })));
      const all = new Seats(sections, Uint8Array.from(halls.flat(2)));
      const range = rowsOfSection(sections, `section ${which % halls.length}`);
      assert.ok(range !== null);
      const alone = best(rows, wanted);
      assert.deepEqual(bestSeats(all, range, wanted), alone === null ? null : alone.map((seat) => seat + before));
      assert.equal(all.rows.freeIn(range), freeOf(rows).flat().filter(Boolean).length);
    }),
    { numRuns: 500 },
  );
});

test.run();
