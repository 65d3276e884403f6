/**
 * The rows of a hall, in the order of their seats: where each begins, how many of its seats are free, and how many of those may be next to each other. With
 * that, whoever looks for free seats passes by rows that have too few, and by long stretches of taken seats, without a look at each seat.
 *
 * Invariants: `free` is exact, and so is what is known of blocks. `runMax` of a row is never less than its longest run of free seats; it may be more until
 * somebody has looked, for only they know. It is a memory of what the seats say anyway: nothing depends on it but how long looking takes.
 */
import type { SectionSpec } from './protocol.js';
import { ROWS_MAX } from './protocol.js';

/** Rows from one (inclusive) to another (exclusive), numbered from 0 through all sections. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Seats of a block are counted together, whichever rows they are in: 2 to this power, so that the block of a seat is a shift away. */
const BLOCK_BITS = 6;

if (ROWS_MAX > 2 ** 16) throw new Error('the number of a row must fit in 16 bits');

export class SeatRows {
  /** How many seats there are before each row, and in all. */
  private readonly starts: Int32Array;
  /** By seat - 1. */
  private readonly rows: Uint16Array;
  private readonly freeCounts: Int32Array;
  private readonly runBounds: Int32Array;
  private readonly blockFree: Uint8Array;

  /**
   * @param statuses by seat - 1.
   * @param free what they are for a free seat.
   */
  constructor(sections: readonly SectionSpec[], statuses: Uint8Array, free: number) {
    const starts = startsOf(sections);
    const count = starts.length - 1;
    this.starts = starts;
    this.rows = new Uint16Array(statuses.length);
    this.freeCounts = new Int32Array(count);
    this.blockFree = new Uint8Array((statuses.length >>> BLOCK_BITS) + 1);
    for (let row = 0; row < count; row += 1) {
      const end = this.last(row);
      for (let index = this.first(row) - 1; index < end; index += 1) {
        this.rows[index] = row;
        if (statuses[index] === free) this.count(row, index, 1);
      }
    }
    this.runBounds = this.freeCounts.slice();
  }

  get all(): RowRange {
    return { from: 0, to: this.starts.length - 1 };
  }

  first(row: number): number {
    return (this.starts[row] ?? 0) + 1;
  }

  last(row: number): number {
    return this.starts[row + 1] ?? 0;
  }

  free(row: number): number {
    return this.freeCounts[row] ?? 0;
  }

  freeIn({ from, to }: RowRange): number {
    let free = 0;
    for (let row = from; row < to; row += 1) free += this.free(row);
    return free;
  }

  /** The first row from `from` on, but before `to`, that may have so many free seats next to each other; `to` when none has. */
  nextWithRun(from: number, to: number, seats: number): number {
    let row = from;
    while (row < to && this.runMax(row) < seats) row += 1;
    return row;
  }

  /** The whole row was looked through: no more free seats than these are next to each other. */
  learnRunMax(row: number, seats: number): void {
    this.runBounds[row] = seats;
  }

  /** The lowest seat from which on all are known at a glance to be taken, up to `seat`, which is. */
  takenFrom(seat: number): number {
    const block = (seat - 1) >>> BLOCK_BITS;
    return this.blockFree[block] === 0 ? (block << BLOCK_BITS) + 1 : seat;
  }

  /** The highest seat up to which all are known at a glance to be taken, from `seat` on, which is. */
  takenTo(seat: number): number {
    const block = (seat - 1) >>> BLOCK_BITS;
    return this.blockFree[block] === 0 ? (block + 1) << BLOCK_BITS : seat;
  }

  /** Whether seats in ascending order are next to each other in one row. */
  areAdjacent(seats: readonly number[]): boolean {
    if (seats.length === 1) return true;
    const first = seats[0] ?? 0;
    const last = seats[seats.length - 1] ?? 0;
    return last - first === seats.length - 1 && this.rows[first - 1] === this.rows[last - 1];
  }

  /** The seats, all different, were free and are so no longer. */
  took(seats: readonly number[]): void {
    for (const seat of seats) {
      const row = this.rows[seat - 1] ?? 0;
      const free = this.count(row, seat - 1, -1);
      if (this.runMax(row) > free) this.runBounds[row] = free;
    }
  }

  /** The seats, all different, are free again. */
  freed(seats: readonly number[]): void {
    for (const seat of seats) {
      const row = this.rows[seat - 1] ?? 0;
      const free = this.count(row, seat - 1, 1);
      // At most it joins two of the longest runs.
      this.runBounds[row] = Math.min(free, 2 * this.runMax(row) + 1);
    }
  }

  private runMax(row: number): number {
    return this.runBounds[row] ?? 0;
  }

  /** One free seat more or less, at that index; returns how many the row has now. */
  private count(row: number, index: number, change: 1 | -1): number {
    const block = index >>> BLOCK_BITS;
    this.blockFree[block] = (this.blockFree[block] ?? 0) + change;
    const free = this.free(row) + change;
    this.freeCounts[row] = free;
    return free;
  }
}

/** The rows of the section with this name; null when there is none. */
export function rowsOfSection(sections: readonly SectionSpec[], name: string): RowRange | null {
  let from = 0;
  for (const section of sections) {
    const to = from + section.rows.length;
    if (section.name === name) return { from, to };
    from = to;
  }
  return null;
}

function startsOf(sections: readonly SectionSpec[]): Int32Array {
  const rows = sections.reduce((sum, section) => sum + section.rows.length, 0);
  const starts = new Int32Array(rows + 1);
  let row = 0;
  let seats = 0;
  for (const section of sections) {
    for (const spec of section.rows) {
      seats += spec.seats;
      row += 1;
      starts[row] = seats;
    }
  }
  return starts;
}

/** How many seats these sections have. */
export function seatsIn(sections: readonly SectionSpec[]): number {
  let total = 0;
  for (const { rows } of sections) for (const { seats } of rows) total += seats;
  return total;
}
