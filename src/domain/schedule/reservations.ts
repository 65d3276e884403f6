/**
 * Every reservation a schedule ever had, in columns, oldest first: a row is never reused or removed.
 *
 * Found by its id, and per user from the newest to the oldest. HELD rows wait in `held` for their expiry. Invariant: a user's `owned` seats are those of the
 * user's HELD, PAYING and CONFIRMED reservations.
 */
import { IdColumn } from '../id-column.js';
import { withRoom } from './columns.js';
import { DueRows } from './due-rows.js';
import type { ReservationStatus } from './protocol.js';
import { PRICE_MAX_POINTS, SEATS_PER_HOLD_MAX } from './protocol.js';

/** Index = the code of a status in columnar form. Appended to only: snapshots hold these codes. */
const STATUSES: readonly ReservationStatus[] = ['HELD', 'PAYING', 'CONFIRMED', 'EXPIRED', 'RELEASED'];
const CODES = new Map(STATUSES.map((status, code) => [status, code]));
const NONE = -1;

if (SEATS_PER_HOLD_MAX * PRICE_MAX_POINTS >= 2 ** 32) throw new Error('the amount of a reservation must fit in 32 bits');

export interface NewReservation {
  /** 32 hex digits. */
  readonly suffix: string;
  readonly userId: string;
  /** Ascending. */
  readonly seats: readonly number[];
  readonly amount: number;
  readonly heldAt: number;
  readonly expiresAt: number;
}

/** What a snapshot keeps; everything else follows from it. */
export interface EncodedReservations {
  readonly reservationIds: Uint32Array;
  readonly reservationUsers: Int32Array;
  readonly reservationStatuses: Uint8Array;
  readonly reservationAmounts: Uint32Array;
  readonly reservationHeldAt: Float64Array;
  readonly reservationExpiresAt: Float64Array;
  readonly reservationSeatsEnd: Int32Array;
  readonly reservationSeats: Int32Array;
  readonly userIds: Uint32Array;
}

export class Reservations {
  /** HELD rows by their expiry. */
  readonly held = new DueRows();

  private ids = new IdColumn();
  private owners: Int32Array = new Int32Array(0);
  private statuses: Uint8Array = new Uint8Array(0);
  private amounts: Uint32Array = new Uint32Array(0);
  private heldTimes: Float64Array = new Float64Array(0);
  private expiryTimes: Float64Array = new Float64Array(0);
  /** Where the row's seats end in `seatNumbers`; they begin where those of the row before end. */
  private seatEnds: Int32Array = new Int32Array(0);
  private seatNumbers: Int32Array = new Int32Array(0);
  private olderRows: Int32Array = new Int32Array(0);

  private users = new IdColumn();
  private newestRows: Int32Array = new Int32Array(0);
  private ownedCounts: Int32Array = new Int32Array(0);

  /** The row of the reservation with this suffix, or -1. */
  find(suffix: string): number {
    return this.ids.find(suffix);
  }

  add(reservation: NewReservation): number {
    const { suffix, seats } = reservation;
    if (this.find(suffix) !== NONE) throw new Error(`reservation ${suffix} exists already`);
    if (seats.length === 0) throw new Error(`reservation ${suffix} has no seats`);
    const row = this.ids.push(suffix);
    this.ids.remember(row);
    this.makeRoom(row + 1);
    const user = this.enrol(reservation.userId);
    this.owners[row] = user;
    this.amounts[row] = reservation.amount;
    this.heldTimes[row] = reservation.heldAt;
    this.expiryTimes[row] = reservation.expiresAt;
    this.keepSeats(row, seats);
    this.enter(row);
    return row;
  }

  isStatus(row: number, status: ReservationStatus): boolean {
    return STATUSES[this.statuses[row] ?? -1] === status;
  }

  status(row: number): ReservationStatus {
    const status = STATUSES[this.statuses[row] ?? -1];
    if (status === undefined) throw new Error(`there is no reservation in row ${row}`);
    return status;
  }

  /** Throws, with nothing changed, when the reservation is not `from`. */
  move(row: number, from: ReservationStatus, to: ReservationStatus): void {
    if (!this.isStatus(row, from)) throw new Error(`reservation ${this.suffix(row)} is ${this.status(row)}, not ${from}`);
    this.statuses[row] = CODES.get(to) ?? NONE;
    if (from === 'HELD') this.held.remove(row);
    if (to === 'HELD') this.held.add(row, this.expiresAt(row));
    if (!isOwning(to)) this.own(row, -this.seatCount(row));
  }

  suffix(row: number): string {
    return this.ids.hex(row);
  }

  userId(row: number): string {
    return this.users.uuid(this.owners[row] ?? NONE);
  }

  belongsTo(row: number, userId: string): boolean {
    return this.users.find(userId) === this.owners[row];
  }

  amount(row: number): number {
    return this.amounts[row] ?? 0;
  }

  heldAt(row: number): number {
    return this.heldTimes[row] ?? 0;
  }

  expiresAt(row: number): number {
    return this.expiryTimes[row] ?? 0;
  }

  seatCount(row: number): number {
    return (this.seatEnds[row] ?? 0) - this.seatsStart(row);
  }

  /** A copy, ascending. */
  seats(row: number): number[] {
    const seats: number[] = [];
    const end = this.seatEnds[row] ?? 0;
    for (let at = this.seatsStart(row); at < end; at += 1) seats.push(this.seatNumbers[at] ?? 0);
    return seats;
  }

  /** Seats this user holds, pays for or has booked. */
  ownedBy(userId: string): number {
    return this.ownedCounts[this.users.find(userId)] ?? 0;
  }

  /** The user's reservations, newest first, all or only those older than row `before`. */
  *of(userId: string, before = NONE): Generator<number> {
    let row = before === NONE ? (this.newestRows[this.users.find(userId)] ?? NONE) : this.older(before);
    while (row !== NONE) {
      yield row;
      row = this.older(row);
    }
  }

  /** The user's HELD, PAYING and CONFIRMED reservations, newest first. */
  *owning(userId: string): Generator<number> {
    let seatsLeft = this.ownedBy(userId);
    if (seatsLeft === 0) return;
    for (const row of this.of(userId)) {
      if (!isOwning(this.status(row))) continue;
      yield row;
      seatsLeft -= this.seatCount(row);
      if (seatsLeft === 0) return;
    }
  }

  /** Rows that are HELD or PAYING, oldest first. */
  *allOpen(): Generator<number> {
    for (let row = 0; row < this.ids.length; row += 1) if (isOpen(this.status(row))) yield row;
  }

  encode(): EncodedReservations {
    const rows = this.ids.length;
    return {
      reservationIds: this.ids.encode(),
      reservationUsers: this.owners.slice(0, rows),
      reservationStatuses: this.statuses.slice(0, rows),
      reservationAmounts: this.amounts.slice(0, rows),
      reservationHeldAt: this.heldTimes.slice(0, rows),
      reservationExpiresAt: this.expiryTimes.slice(0, rows),
      reservationSeatsEnd: this.seatEnds.slice(0, rows),
      reservationSeats: this.seatNumbers.slice(0, this.seatsStart(rows)),
      userIds: this.users.encode(),
    };
  }

  static decode(encoded: EncodedReservations): Reservations {
    const table = new Reservations();
    table.ids = IdColumn.decode(encoded.reservationIds);
    table.users = IdColumn.decode(encoded.userIds);
    table.owners = encoded.reservationUsers;
    table.statuses = encoded.reservationStatuses;
    table.amounts = encoded.reservationAmounts;
    table.heldTimes = encoded.reservationHeldAt;
    table.expiryTimes = encoded.reservationExpiresAt;
    table.seatEnds = encoded.reservationSeatsEnd;
    table.seatNumbers = encoded.reservationSeats;
    table.makeRoom(table.ids.length);
    table.newestRows = new Int32Array(table.users.length).fill(NONE);
    table.ownedCounts = new Int32Array(table.users.length);
    for (let user = 0; user < table.users.length; user += 1) table.users.remember(user);
    for (let row = 0; row < table.ids.length; row += 1) {
      table.ids.remember(row);
      table.enter(row);
    }
    return table;
  }

  /** Puts a row whose columns are filled into the indexes; rows come in order. */
  private enter(row: number): void {
    const user = this.owners[row] ?? NONE;
    this.olderRows[row] = this.newestRows[user] ?? NONE;
    this.newestRows[user] = row;
    const status = this.status(row);
    if (isOwning(status)) this.own(row, this.seatCount(row));
    if (status === 'HELD') this.held.add(row, this.expiresAt(row));
  }

  /** The user's row, a new one for a newcomer. */
  private enrol(userId: string): number {
    const known = this.users.find(userId);
    if (known !== NONE) return known;
    const user = this.users.push(userId);
    this.users.remember(user);
    this.newestRows = withRoom(this.newestRows, user + 1);
    this.ownedCounts = withRoom(this.ownedCounts, user + 1);
    this.newestRows[user] = NONE;
    return user;
  }

  private own(row: number, seats: number): void {
    const user = this.owners[row] ?? NONE;
    this.ownedCounts[user] = (this.ownedCounts[user] ?? 0) + seats;
  }

  private keepSeats(row: number, seats: readonly number[]): void {
    const start = this.seatsStart(row);
    this.seatNumbers = withRoom(this.seatNumbers, start + seats.length);
    this.seatNumbers.set(seats, start);
    this.seatEnds[row] = start + seats.length;
  }

  private seatsStart(row: number): number {
    return row === 0 ? 0 : (this.seatEnds[row - 1] ?? 0);
  }

  private older(row: number): number {
    return this.olderRows[row] ?? NONE;
  }

  private makeRoom(rows: number): void {
    this.owners = withRoom(this.owners, rows);
    this.statuses = withRoom(this.statuses, rows);
    this.amounts = withRoom(this.amounts, rows);
    this.heldTimes = withRoom(this.heldTimes, rows);
    this.expiryTimes = withRoom(this.expiryTimes, rows);
    this.seatEnds = withRoom(this.seatEnds, rows);
    this.olderRows = withRoom(this.olderRows, rows);
  }
}

/** The reservation's seats are its user's. */
function isOwning(status: ReservationStatus): boolean {
  return isOpen(status) || status === 'CONFIRMED';
}

/** The reservation's seats are its user's for now: they can still be paid for. */
export function isOpen(status: ReservationStatus): boolean {
  return status === 'HELD' || status === 'PAYING';
}
