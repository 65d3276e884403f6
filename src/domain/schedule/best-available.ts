/**
 * Which free seats are the best for so many people. Pure: the same seats give the same choice.
 *
 * What counts, each rule only where those before it leave a choice:
 *   1. Seats next to each other in one row.
 *   2. Rows in front: sections and rows in their order. A row in front goes before an orphan less in a row behind it.
 *   3. No orphan: no single free seat left between taken seats or at the row's edge, that was not alone before.
 *   4. The middle of the row. Rule 3 goes before it, so people sit next to those who came before, or leave room for two.
 *   5. The lower numbers.
 * When no row has so many next to each other:
 *   1. As few rows as possible.
 *   2. Rows in front, each with all of its free seats but the last one, which gives what is still missing.
 *   3. In that last row: no orphan, then seats close together, then the middle, then the lower numbers.
 *
 * Rows that have too few free seats, or none so long a run, are passed by at the cost of one number each; a row is looked through seat by seat only when it
 * may well do, and what was learnt about it is kept until one of its seats is free again.
 */
import type { RowRange, SeatRows } from './seat-rows.js';
import type { Seats } from './seats.js';
import { AVAILABLE } from './seats.js';

const NONE = -1;

/** The best `count` free seats of these rows, ascending; null when there are not so many. */
export function bestSeats(hall: Seats, range: RowRange, count: number): readonly number[] | null {
  if (hall.count(AVAILABLE) < count) return null;
  const { rows } = hall;
  for (let row = rows.nextWithRun(range.from, range.to, count); row < range.to; row = rows.nextWithRun(row + 1, range.to, count)) {
    const first = adjacentIn(hall, row, count);
    if (first !== NONE) return Array.from({ length: count }, (_, index) => first + index);
    rows.learnRunMax(row, count - 1);
  }
  return rows.freeIn(range) < count ? null : apart(hall, range, count);
}

/** The first of the best `count` free seats next to each other in the row, or NONE. Looked for from the middle outwards. */
function adjacentIn(hall: Seats, row: number, count: number): number {
  const first = hall.rows.first(row);
  const last = hall.rows.last(row);
  const lastStart = last - count + 1;
  /** Twice the start that is in the middle. */
  const middle = first + lastStart;
  /** Where the seats tried next begin: towards the lower numbers, and towards the higher ones. */
  let lower = middle >> 1;
  let higher = lower + 1;
  /** The taken seat next to `lower`, itself or above it, and the one next to the end of those that begin at `higher`, itself or below it. */
  let takenAbove = nextTaken(hall, lower, lower + count);
  let takenBelow = previousTaken(hall, Math.min(higher + count - 1, last), higher - 1);
  let best = NONE;
  let bestOrphans = Infinity;
  while (lower >= first || higher <= lastStart) {
    let start = NONE;
    if (higher > lastStart || (lower >= first && middle - 2 * lower <= 2 * higher - middle)) {
      if (!hall.is(lower, AVAILABLE)) {
        takenAbove = hall.rows.takenFrom(lower);
        lower = takenAbove;
      }
      if (takenAbove >= lower + count) start = lower;
      lower -= 1;
    } else {
      const end = higher + count - 1;
      if (!hall.is(end, AVAILABLE)) {
        takenBelow = hall.rows.takenTo(end);
        higher = takenBelow - count + 1;
      }
      if (takenBelow < higher) start = higher;
      higher += 1;
    }
    if (start === NONE) continue;
    const orphans = orphansBeside(hall, first, last, start, start + count - 1);
    if (orphans === 0) return start;
    if (orphans < bestOrphans) {
      best = start;
      bestOrphans = orphans;
    }
  }
  return best;
}

/** `count` free seats of at least so many, where no row has so many next to each other. */
function apart(hall: Seats, range: RowRange, count: number): readonly number[] {
  const { rows } = hall;
  const seats: number[] = [];
  const sizes = new RowSizes(rows, range, count);
  let rowsLeft = sizes.rowsFor(count);
  let behind = sizes.largest(rowsLeft - 1);
  for (let row = range.from; row < range.to && seats.length < count; row += 1) {
    const missing = count - seats.length;
    const size = Math.min(rows.free(row), count);
    if (size === 0) continue;
    sizes.remove(size);
    // With this row among them, as few rows would not have enough.
    if (size + behind < missing) continue;
    takeFrom(hall, row, Math.min(size, missing), seats);
    rowsLeft -= 1;
    behind = sizes.largest(rowsLeft - 1);
  }
  return seats;
}

/** How many rows have how many free seats, for those that were not come to yet. More than are wanted count as so many. */
class RowSizes {
  private readonly counts: Int32Array;

  constructor(rows: SeatRows, { from, to }: RowRange, wanted: number) {
    this.counts = new Int32Array(wanted + 1);
    for (let row = from; row < to; row += 1) this.add(Math.min(rows.free(row), wanted), 1);
  }

  remove(size: number): void {
    this.add(size, -1);
  }

  /** The fewest rows that have so many seats together. */
  rowsFor(seats: number): number {
    let rows = 0;
    let missing = seats;
    for (let size = this.counts.length - 1; size > 0 && missing > 0; size -= 1) {
      const needed = Math.min(this.rowsOf(size), Math.ceil(missing / size));
      rows += needed;
      missing -= needed * size;
    }
    return rows;
  }

  /** Seats of the so many largest rows. */
  largest(rows: number): number {
    let seats = 0;
    let left = rows;
    for (let size = this.counts.length - 1; size > 0 && left > 0; size -= 1) {
      const these = Math.min(this.rowsOf(size), left);
      seats += these * size;
      left -= these;
    }
    return seats;
  }

  private rowsOf(size: number): number {
    return this.counts[size] ?? 0;
  }

  private add(size: number, rows: number): void {
    this.counts[size] = this.rowsOf(size) + rows;
  }
}

/** Adds the best `count` free seats of the row, which has so many, to `seats`. */
function takeFrom(hall: Seats, row: number, count: number, seats: number[]): void {
  const until = seats.length + count;
  for (let seat = closestIn(hall, row, count); seats.length < until; seat += 1) if (hall.is(seat, AVAILABLE)) seats.push(seat);
}

/** The first of the best `count` free seats of the row that have no other free seat between them. */
function closestIn(hall: Seats, row: number, count: number): number {
  const first = hall.rows.first(row);
  const last = hall.rows.last(row);
  let best = NONE;
  let bestOrphans = Infinity;
  let bestSpan = Infinity;
  let bestDistance = Infinity;
  let start = nextFree(hall, first, last);
  let found = 0;
  for (let end = start; end <= last; end = nextFree(hall, end + 1, last)) {
    found += 1;
    if (found < count) continue;
    const orphans = orphansBeside(hall, first, last, start, end);
    const span = end - start;
    const distance = Math.abs(start + end - first - last);
    const order = orphans - bestOrphans || span - bestSpan || distance - bestDistance;
    if (order < 0) {
      best = start;
      bestOrphans = orphans;
      bestSpan = span;
      bestDistance = distance;
    }
    start = nextFree(hall, start + 1, last);
    found -= 1;
  }
  return best;
}

/** How many free seats of a row from `first` to `last` are left alone at the ends when the free ones from `start` to `end` are taken. */
function orphansBeside(hall: Seats, first: number, last: number, start: number, end: number): number {
  let orphans = 0;
  if (start > first && hall.is(start - 1, AVAILABLE) && !(start - 1 > first && hall.is(start - 2, AVAILABLE))) orphans += 1;
  if (end < last && hall.is(end + 1, AVAILABLE) && !(end + 1 < last && hall.is(end + 2, AVAILABLE))) orphans += 1;
  return orphans;
}

/** The first taken seat from `from` on, or `until`. */
function nextTaken(hall: Seats, from: number, until: number): number {
  let seat = from;
  while (seat < until && hall.is(seat, AVAILABLE)) seat += 1;
  return seat;
}

/** The first taken seat from `from` downwards, or `until`. */
function previousTaken(hall: Seats, from: number, until: number): number {
  let seat = from;
  while (seat > until && hall.is(seat, AVAILABLE)) seat -= 1;
  return seat;
}

/** The first free seat from `from` to `last`, or one after. */
function nextFree(hall: Seats, from: number, last: number): number {
  let seat = from;
  while (seat <= last && !hall.is(seat, AVAILABLE)) seat = hall.rows.takenTo(seat) + 1;
  return seat;
}
