/**
 * The seats of a schedule: what each is, whose it is, what it costs. Columns by seat, so that 100,000 of them cost under a megabyte and a snapshot is one copy.
 *
 * Invariants: the counts add up to the number of seats; a seat leads to its reservation exactly while it is HELD; prices never change.
 */
import type { SeatStatus, SectionSpec } from './protocol.js';
import { SEAT_STATUSES } from './protocol.js';
import { SeatRows, seatsIn } from './seat-rows.js';

/** Codes of the statuses: their places in SEAT_STATUSES. */
export const AVAILABLE = 0;
export const HELD = 1;
export const BOOKED = 2;
export const BLOCKED = 3;
export type SeatCode = typeof AVAILABLE | typeof HELD | typeof BOOKED | typeof BLOCKED;

const NOBODY = -1;

export interface SeatConflict {
  readonly seat: number;
  readonly status: SeatStatus;
}

export class Seats {
  readonly total: number;
  readonly rows: SeatRows;
  private readonly prices: Int32Array;
  private readonly statuses: Uint8Array;
  /** The row of the reservation that holds it, or NOBODY. */
  private readonly holders: Int32Array;
  private readonly counts = [0, 0, 0, 0];
  private changes: number;

  constructor(sections: readonly SectionSpec[], statuses?: Uint8Array, changes = 0) {
    this.prices = pricesOf(sections);
    this.total = this.prices.length;
    this.statuses = statuses ?? new Uint8Array(this.total);
    this.holders = new Int32Array(this.total).fill(NOBODY);
    this.changes = changes;
    for (const code of this.statuses) this.counts[code] = (this.counts[code] ?? 0) + 1;
    this.rows = new SeatRows(sections, this.statuses, AVAILABLE);
  }

  /** Events so far that changed a seat. */
  get version(): number {
    return this.changes;
  }

  has(seat: number): boolean {
    return Number.isInteger(seat) && seat >= 1 && seat <= this.total;
  }

  hasAll(seats: readonly number[]): boolean {
    for (const seat of seats) if (!this.has(seat)) return false;
    return true;
  }

  is(seat: number, code: SeatCode): boolean {
    return this.statuses[seat - 1] === code;
  }

  areAll(seats: readonly number[], code: SeatCode): boolean {
    for (const seat of seats) if (!this.is(seat, code)) return false;
    return true;
  }

  /** How many seats have this status. */
  count(code: SeatCode): number {
    return this.counts[code] ?? 0;
  }

  /** The row of the reservation that holds the seat or is being paid for, or -1. */
  holderOf(seat: number): number {
    return this.holders[seat - 1] ?? NOBODY;
  }

  /** Points for all of them together. */
  amountOf(seats: readonly number[]): number {
    let amount = 0;
    for (const seat of seats) amount += this.prices[seat - 1] ?? 0;
    return amount;
  }

  /** Those that are none of `codes`, with what they are. */
  conflicts(seats: readonly number[], ...codes: readonly SeatCode[]): SeatConflict[] {
    const conflicts: SeatConflict[] = [];
    for (const seat of seats) {
      if (!codes.some((code) => this.is(seat, code))) conflicts.push({ seat, status: this.statusOf(seat) });
    }
    return conflicts;
  }

  /** A copy: the code of seat n at index n - 1. */
  snapshot(): Uint8Array {
    return this.statuses.slice();
  }

  /** All of them go from one status to another; throws, with nothing changed, when one of them does not have the first. */
  move(seats: readonly number[], from: SeatCode, to: SeatCode, holder = NOBODY): void {
    for (const seat of seats) {
      if (!this.is(seat, from)) throw new Error(`seat ${seat} is not ${SEAT_STATUSES[from] ?? from}`);
    }
    for (const seat of seats) {
      this.statuses[seat - 1] = to;
      this.holders[seat - 1] = holder;
    }
    if (from === AVAILABLE) this.rows.took(seats);
    if (to === AVAILABLE) this.rows.freed(seats);
    this.counts[from] = this.count(from) - seats.length;
    this.counts[to] = this.count(to) + seats.length;
    this.changes += 1;
  }

  /** Restores who holds the seats after a snapshot was read, which has only their statuses. */
  restoreHolder(seats: readonly number[], holder: number): void {
    for (const seat of seats) this.holders[seat - 1] = holder;
  }

  private statusOf(seat: number): SeatStatus {
    const status = SEAT_STATUSES[this.statuses[seat - 1] ?? -1];
    if (status === undefined) throw new Error(`there is no seat ${seat}`);
    return status;
  }
}

function pricesOf(sections: readonly SectionSpec[]): Int32Array {
  const prices = new Int32Array(seatsIn(sections));
  let seat = 0;
  for (const { price, rows } of sections) {
    for (const { seats } of rows) {
      prices.fill(price, seat, seat + seats);
      seat += seats;
    }
  }
  return prices;
}
