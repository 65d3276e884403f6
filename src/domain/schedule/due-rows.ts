/**
 * Rows of a table in the order of their due times (equal times: lowest row first): the earliest is known at once, any row can be taken out.
 *
 * A binary heap. New rows nearly always fall due last, so adding one moves nothing; taking one out, and putting one back after an aborted payment, moves at
 * most as many entries as the heap has levels.
 */
import { Column } from '../column.js';
import { withRoom } from './columns.js';

const ABSENT = 0;

export class DueRows {
  private rows: Int32Array = new Int32Array(0);
  private times: Float64Array = new Float64Array(0);
  /** By row: its place in the heap + 1, or ABSENT. */
  private readonly places = new Column<Int32Array>(Int32Array);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The row due first, or -1. */
  first(): number {
    return this.count === 0 ? -1 : (this.rows[0] ?? -1);
  }

  /** When that one is due; Infinity when there is none. */
  firstAt(): number {
    return this.count === 0 ? Infinity : (this.times[0] ?? Infinity);
  }

  /** The row must not be in here yet. */
  add(row: number, at: number): void {
    const place = this.count;
    this.rows = withRoom(this.rows, place + 1);
    this.times = withRoom(this.times, place + 1);
    if ((this.places.at(row) ?? ABSENT) !== ABSENT) throw new Error(`row ${row} has a due time already`);
    this.count = place + 1;
    this.rise(place, row, at);
  }

  /** The row must be in here. */
  remove(row: number): void {
    const place = (this.places.at(row) ?? ABSENT) - 1;
    if (place < 0) throw new Error(`row ${row} has no due time`);
    this.places.set(row, ABSENT);
    const last = this.count - 1;
    this.count = last;
    if (place === last) return;
    const moved = this.rows[last] ?? -1;
    const movedAt = this.times[last] ?? Infinity;
    if (this.sink(place, moved, movedAt) === place) this.rise(place, moved, movedAt);
  }

  private rise(from: number, row: number, at: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.isBefore(row, at, parent)) break;
      this.copy(parent, place);
      place = parent;
    }
    this.put(place, row, at);
  }

  /** Returns the place the row came to rest at. */
  private sink(from: number, row: number, at: number): number {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.count) break;
      const sibling = child + 1;
      if (sibling < this.count && this.isBefore(this.rows[sibling] ?? -1, this.times[sibling] ?? Infinity, child)) child = sibling;
      if (this.isBefore(row, at, child)) break;
      this.copy(child, place);
      place = child;
    }
    this.put(place, row, at);
    return place;
  }

  private isBefore(row: number, at: number, place: number): boolean {
    const other = this.times[place] ?? Infinity;
    return at < other || (at === other && row < (this.rows[place] ?? -1));
  }

  private copy(from: number, to: number): void {
    this.put(to, this.rows[from] ?? -1, this.times[from] ?? Infinity);
  }

  private put(place: number, row: number, at: number): void {
    this.rows[place] = row;
    this.times[place] = at;
    this.places.set(row, place + 1);
  }
}
