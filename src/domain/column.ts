/**
 * A column of numbers that grows without copying what is there: pages of 4,096 cells, of which only the first one starts small and doubles until it is whole.
 * So a row costs the same at ten rows and at ten million, and an entity with few rows takes few bytes.
 *
 * A snapshot is copied out in slices, between which the entity goes on. What is written once and never again may be copied as late as one likes; a column
 * that changes must be copied at once, see `atOnce`.
 */
export type Cells = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** Work that is cut into slices: whoever runs it decides what happens between them. */
export type Slices<Result> = Generator<void, Result, void>;

const PAGE_BITS = 12;
const PAGE_CELLS = 1 << PAGE_BITS;
/** Takes a cell's place in its page from its index. */
export const CELL_MASK = PAGE_CELLS - 1;
const CELLS_AT_START = 16;
/** A slice ends with the page that brings it to so many bytes: some 0.1 ms of copying. */
export const SLICE_BYTES = 512 * 1024;

export class Column<C extends Cells> {
  private readonly pages: C[] = [];

  constructor(private readonly make: new (length: number) => C) {}

  /** A column whose first cells are a copy of these. */
  static of<C extends Cells>(make: new (length: number) => C, cells: C): Column<C> {
    const column = new Column(make);
    for (let from = 0; from < cells.length; from += PAGE_CELLS) {
      const to = Math.min(cells.length, from + PAGE_CELLS);
      column.pageFor(to - 1).set(cells.subarray(from, to));
    }
    return column;
  }

  /** The cell's value, 0 or undefined when it was never set. */
  at(index: number): number | undefined {
    return this.pages[index >>> PAGE_BITS]?.[index & CELL_MASK];
  }

  set(index: number, value: number): void {
    const page = this.pages[index >>> PAGE_BITS];
    const cell = index & CELL_MASK;
    if (page !== undefined && cell < page.length) page[cell] = value;
    else this.pageFor(index)[cell] = value;
  }

  /** The page with this cell, at `index & CELL_MASK`; undefined when neither it nor a later one was ever set. */
  pageOf(index: number): C | undefined {
    return this.pages[index >>> PAGE_BITS];
  }

  /** The first `length` cells, which were all set, one after the other. */
  *copy(length: number): Slices<C> {
    const copy = new this.make(length);
    let bytes = 0;
    for (let from = 0; from < length; from += PAGE_CELLS) {
      const page = this.pages[from >>> PAGE_BITS];
      if (page === undefined) throw new Error(`cell ${from} of ${length} was never set`);
      copy.set(length - from < page.length ? page.subarray(0, length - from) : page, from);
      bytes += page.byteLength;
      if (bytes < SLICE_BYTES) continue;
      bytes = 0;
      yield;
    }
    return copy;
  }

  /** The page with this cell, made, with all before it, when it is missing or too small. */
  private pageFor(index: number): C {
    const number = index >>> PAGE_BITS;
    const cell = index & CELL_MASK;
    for (let next = this.pages.length; next <= number; next += 1) this.pages.push(new this.make(next === 0 ? CELLS_AT_START : PAGE_CELLS));
    const page = this.pages[number];
    if (page === undefined) throw new Error(`cell ${index} is beyond what a column can hold`);
    if (cell < page.length) return page;
    let length = page.length;
    while (length <= cell) length *= 2;
    const larger = new this.make(length);
    larger.set(page);
    this.pages[number] = larger;
    return larger;
  }
}

/** Whoever rebuilds what follows from a snapshot pauses after so many rows: a few ms of work. */
export const SLICE_ROWS = 4_096;

/** Does all slices in one go. */
export function atOnce<Result>(slices: Slices<Result>): Result {
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
  }
}

/** Two works in turns, slice by slice, both begun in the first. */
export function* together<One, Other>(one: Slices<One>, other: Slices<Other>): Slices<readonly [One, Other]> {
  let first = one.next();
  let second = other.next();
  while (first.done !== true || second.done !== true) {
    yield;
    if (first.done !== true) first = one.next();
    if (second.done !== true) second = other.next();
  }
  return [first.value, second.value];
}
