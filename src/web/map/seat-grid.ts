/**
 * Finds seats by place: a grid of square cells, with the seats of each cell next to each other in one array. Built once per hall, in time proportional to its
 * seats; asking costs what is in the cells that are looked at.
 */
import type { Box } from './plan.js';

/** Side of a cell, in distances of two seats. */
const CELL = 4;

export class SeatGrid {
  private readonly left: number;
  private readonly top: number;
  private readonly columns: number;
  private readonly lines: number;
  /** Where the seats of each cell begin in `seats`, and their number in all. */
  private readonly starts: Int32Array;
  private readonly seats: Int32Array;

  constructor(
    private readonly x: Float32Array,
    private readonly y: Float32Array,
    bounds: Box,
  ) {
    this.left = bounds.left;
    this.top = bounds.top;
    this.columns = Math.max(1, Math.ceil((bounds.right - bounds.left) / CELL));
    this.lines = Math.max(1, Math.ceil((bounds.bottom - bounds.top) / CELL));
    this.starts = new Int32Array(this.columns * this.lines + 1);
    this.seats = new Int32Array(x.length);
    const cells = Int32Array.from(x, (at, index) => this.line(y[index] ?? 0) * this.columns + this.column(at));
    for (const cell of cells) this.starts[cell + 1] = (this.starts[cell + 1] ?? 0) + 1;
    for (let cell = 1; cell < this.starts.length; cell++) this.starts[cell] = (this.starts[cell] ?? 0) + (this.starts[cell - 1] ?? 0);
    const next = this.starts.slice();
    for (const [index, cell] of cells.entries()) {
      const at = next[cell] ?? 0;
      this.seats[at] = index + 1;
      next[cell] = at + 1;
    }
  }

  /** Every seat whose middle is in the box. */
  forEachIn({ left, top, right, bottom }: Box, visit: (seat: number) => void): void {
    const toColumn = this.column(right);
    const toLine = this.line(bottom);
    for (let line = this.line(top); line <= toLine; line++) {
      for (let column = this.column(left); column <= toColumn; column++) {
        const cell = line * this.columns + column;
        const end = this.starts[cell + 1] ?? 0;
        for (let at = this.starts[cell] ?? 0; at < end; at++) {
          const seat = this.seats[at] ?? 0;
          const x = this.x[seat - 1] ?? 0;
          const y = this.y[seat - 1] ?? 0;
          if (x >= left && x <= right && y >= top && y <= bottom) visit(seat);
        }
      }
    }
  }

  /** The seat whose middle is closest to the point, no further than `reach`; null when there is none. */
  closest(x: number, y: number, reach: number): number | null {
    let best: number | null = null;
    let bestSquare = reach * reach;
    this.forEachIn({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }, (seat) => {
      const square = ((this.x[seat - 1] ?? 0) - x) ** 2 + ((this.y[seat - 1] ?? 0) - y) ** 2;
      if (square > bestSquare) return;
      best = seat;
      bestSquare = square;
    });
    return best;
  }

  private column(x: number): number {
    return clamp(Math.floor((x - this.left) / CELL), this.columns - 1);
  }

  private line(y: number): number {
    return clamp(Math.floor((y - this.top) / CELL), this.lines - 1);
  }
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
