/** The seats of one schedule and who has them. Prices and numbers follow from the specification. */
import type { ScheduleSpec, SeatStatus } from '../domain/schedule/protocol.js';
import { SEAT_STATUSES } from '../domain/schedule/protocol.js';

export const AVAILABLE = SEAT_STATUSES.indexOf('AVAILABLE');
export const HELD = SEAT_STATUSES.indexOf('HELD');
export const BOOKED = SEAT_STATUSES.indexOf('BOOKED');
export const BLOCKED = SEAT_STATUSES.indexOf('BLOCKED');

export class Hall<Owner> {
  readonly total: number;
  /** How many seats are in each status, by code. */
  readonly counts: number[];
  private readonly codes: Uint8Array;
  private readonly owners: (Owner | null)[];
  private readonly prices: Float64Array;

  constructor({ sections }: Pick<ScheduleSpec, 'sections'>) {
    const prices = sections.flatMap(({ price, rows }) => rows.flatMap(({ seats }) => new Array<number>(seats).fill(price)));
    this.total = prices.length;
    this.prices = Float64Array.from(prices);
    this.codes = new Uint8Array(this.total);
    this.owners = new Array<Owner | null>(this.total).fill(null);
    this.counts = SEAT_STATUSES.map((_, code) => (code === AVAILABLE ? this.total : 0));
  }

  /** The seats that do not exist here, and those named more than once. */
  strangers(seats: readonly number[]): number[] {
    const named = new Set<number>();
    return seats.filter((seat) => {
      const isStranger = seat < 1 || seat > this.total || named.has(seat);
      named.add(seat);
      return isStranger;
    });
  }

  status(seat: number): SeatStatus {
    return SEAT_STATUSES[this.codes[seat - 1] ?? AVAILABLE] ?? 'AVAILABLE';
  }

  owner(seat: number): Owner | null {
    return this.owners[seat - 1] ?? null;
  }

  isIn(seat: number, code: number): boolean {
    return this.codes[seat - 1] === code;
  }

  amountOf(seats: readonly number[]): number {
    return seats.reduce((sum, seat) => sum + (this.prices[seat - 1] ?? 0), 0);
  }

  set(seats: readonly number[], code: number, owner: Owner | null): void {
    for (const seat of seats) {
      const before = this.codes[seat - 1];
      if (before === undefined) continue;
      this.counts[before] = (this.counts[before] ?? 0) - 1;
      this.counts[code] = (this.counts[code] ?? 0) + 1;
      this.codes[seat - 1] = code;
      this.owners[seat - 1] = owner;
    }
  }
}
