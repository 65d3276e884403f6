/** The best available seats by trying everything: slow, and written without a look at how the schedule does it. For small halls. */

/** A row as a list: true for a free seat. */
export type FreeSeats = readonly (readonly boolean[])[];

interface Pick {
  readonly seats: readonly number[];
  readonly orphans: number;
  readonly span: number;
  /** From the middle of the row, doubled. */
  readonly distance: number;
}

/** Seats numbered from 1 through all rows, ascending; null when there are not so many free. */
export function oracle(hall: FreeSeats, count: number): readonly number[] | null {
  const before = hall.map((_, row) => hall.slice(0, row).flat().length);
  const numbered = (row: number, seats: readonly number[]): readonly number[] => seats.map((seat) => (before[row] ?? 0) + seat + 1);
  for (const [row, free] of hall.entries()) {
    const best = picks(free, count).filter(({ span }) => span === count - 1);
    const [first] = best.sort((a, b) => a.orphans - b.orphans || a.distance - b.distance || at(a) - at(b));
    if (first !== undefined) return numbered(row, first.seats);
  }
  const rows = bestRows(hall, count);
  if (rows === null) return null;
  let missing = count;
  return rows.flatMap((row) => {
    const free = hall[row] ?? [];
    const best = picks(free, Math.min(missing, sizeOf(free)));
    const [first] = best.sort((a, b) => a.orphans - b.orphans || a.span - b.span || a.distance - b.distance || at(a) - at(b));
    missing -= first?.seats.length ?? 0;
    return numbered(row, first?.seats ?? []);
  });
}

/** How many free seats stand alone, between taken ones or a taken one and the edge. */
function lonely(free: readonly boolean[]): number {
  return free.filter((isFree, seat) => isFree && free[seat - 1] !== true && free[seat + 1] !== true).length;
}

function sizeOf(free: readonly boolean[]): number {
  return free.filter(Boolean).length;
}

function at({ seats }: Pick): number {
  return seats[0] ?? 0;
}

/** So many free seats one after the other, whatever taken seats are between them. */
function picks(free: readonly boolean[], count: number): Pick[] {
  const numbers = free.flatMap((isFree, seat) => (isFree ? [seat] : []));
  const found: Pick[] = [];
  for (let from = 0; from + count <= numbers.length; from += 1) {
    const seats = numbers.slice(from, from + count);
    const first = seats[0] ?? 0;
    const last = seats.at(-1) ?? 0;
    const after = free.map((isFree, seat) => isFree && !seats.includes(seat));
    const orphans = lonely(after) - lonely(free) + seats.filter((seat) => free[seat - 1] !== true && free[seat + 1] !== true).length;
    found.push({ seats, orphans, span: last - first, distance: Math.abs(first + last - (free.length - 1)) });
  }
  return found;
}

/** Of all sets of rows that have enough: the smallest, and of those the one whose rows come first. */
function bestRows(hall: FreeSeats, count: number): readonly number[] | null {
  let best: readonly number[] | null = null;
  for (let set = 0; set < 2 ** hall.length; set += 1) {
    const rows = [...hall.keys()].filter((row) => (set & (1 << row)) !== 0);
    const size = rows.reduce((sum, row) => sum + sizeOf(hall[row] ?? []), 0);
    if (size >= count && (best === null || isBefore(rows, best))) best = rows;
  }
  return best;
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return one.length < other.length;
  const differs = one.findIndex((row, index) => row !== other[index]);
  return differs !== -1 && (one[differs] ?? 0) < (other[differs] ?? 0);
}
