/** Seats as the node tells them, what has changed between two looks, and which seat is where in the hall. */

/** A part of a hall; as the API tells it, or as somebody is about to create it. */
export interface Section {
  readonly name: string;
  /** Points per seat. */
  readonly price: number;
  readonly rows: readonly { readonly name: string; readonly seats: number }[];
}

export const STATUS_NAMES = ['AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'] as const;
export type StatusName = (typeof STATUS_NAMES)[number];

/** Seats (from 1) that are something else now. */
export function changedSeats(before: Uint8Array, after: Uint8Array): readonly number[] {
  const seats: number[] = [];
  for (let index = 0; index < after.length; index += 1) if (before[index] !== after[index]) seats.push(index + 1);
  return seats;
}

export interface SectionCounts {
  readonly name: string;
  readonly price: number;
  readonly firstSeat: number;
  readonly total: number;
  /** By the code of the status. */
  readonly counts: readonly number[];
}

export function seatsIn({ rows }: Pick<Section, 'rows'>): number {
  return rows.reduce((sum, row) => sum + row.seats, 0);
}

export function countSections(sections: readonly Section[], statuses: Uint8Array): readonly SectionCounts[] {
  let next = 0;
  return sections.map((section) => {
    const first = next;
    next += seatsIn(section);
    const counts = [0, 0, 0, 0];
    for (let index = first; index < next; index += 1) {
      const status = statuses[index] ?? 0;
      counts[status] = (counts[status] ?? 0) + 1;
    }
    return { name: section.name, price: section.price, firstSeat: first + 1, total: next - first, counts };
  });
}

export interface SeatPlace {
  readonly section: string;
  readonly row: string;
  /** Within its row, from 1. */
  readonly number: number;
  readonly price: number;
}

export function placeOf(sections: readonly Section[], seat: number): SeatPlace | null {
  let left = seat;
  for (const { name, price, rows } of sections) {
    for (const row of rows) {
      if (left <= row.seats) return { section: name, row: row.name, number: left, price };
      left -= row.seats;
    }
  }
  return null;
}

const RANGE = /^(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?$/;
/** Nobody blocks more seats than a hall can have. */
const SEATS_MAX = 100_000;

/** "1-20, 25" as seat numbers, ascending, each once; null when it is not written like that. */
export function parseSeats(text: string): readonly number[] | null {
  const seats = new Set<number>();
  for (const part of text.split(/[,;\n]/)) {
    const piece = part.trim();
    if (piece === '') continue;
    const match = RANGE.exec(piece);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (first < 1 || last < first || last - first >= SEATS_MAX) return null;
    for (let seat = first; seat <= last; seat += 1) seats.add(seat);
  }
  return [...seats].sort((one, other) => one - other);
}
