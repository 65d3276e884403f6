/**
 * Every reservation a schedule ever had, in columns, oldest first: a row is never reused or removed.
 *
 * Found by its id, and per user from the newest to the oldest. HELD rows wait in `held` for their expiry. Invariant: a user's `owned` seats are those of the
 * user's HELD, PAYING and CONFIRMED reservations.
 */
import type { Slices } from '../column.js';
import { atOnce, Column, SLICE_ROWS } from '../column.js';
import { IdColumn } from '../id-column.js';
import { DueRows } from './due-rows.js';
import { OwnerFilter } from './owner-filter.js';
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
  private owners = new Column<Int32Array>(Int32Array);
  private statuses = new Column<Uint8Array>(Uint8Array);
  private amounts = new Column<Uint32Array>(Uint32Array);
  private heldTimes = new Column<Float64Array>(Float64Array);
  private expiryTimes = new Column<Float64Array>(Float64Array);
  /** Where the row's seats end in `seatNumbers`; they begin where those of the row before end. */
  private seatEnds = new Column<Int32Array>(Int32Array);
  private seatNumbers = new Column<Int32Array>(Int32Array);
  private olderRows = new Column<Int32Array>(Int32Array);

  private users = new IdColumn();
  private newestRows = new Column<Int32Array>(Int32Array);
  private ownedCounts = new Column<Int32Array>(Int32Array);
  /** null until it is first asked for. */
  private ownerFilter: OwnerFilter | null = null;

  /** The user looked for last, and the row found: one command asks for its user several times. */
  private lastUserId: string | null = null;
  private lastUser = NONE;

  /** The row of the reservation with this suffix, or -1. */
  find(suffix: string): number {
    return this.ids.find(suffix);
  }

  add(reservation: NewReservation): number {
    const { suffix, seats } = reservation;
    if (seats.length === 0) throw new Error(`reservation ${suffix} has no seats`);
    const rows = this.ids.length;
    const row = this.ids.findOrAdd(suffix);
    if (row < rows) throw new Error(`reservation ${suffix} exists already`);
    const user = this.enrol(reservation.userId);
    this.owners.set(row, user);
    this.statuses.set(row, CODES.get('HELD') ?? NONE);
    this.amounts.set(row, reservation.amount);
    this.heldTimes.set(row, reservation.heldAt);
    this.expiryTimes.set(row, reservation.expiresAt);
    this.keepSeats(row, seats);
    this.enter(row);
    return row;
  }

  isStatus(row: number, status: ReservationStatus): boolean {
    return STATUSES[this.statuses.at(row) ?? -1] === status;
  }

  status(row: number): ReservationStatus {
    const status = STATUSES[this.statuses.at(row) ?? -1];
    if (status === undefined) throw new Error(`there is no reservation in row ${row}`);
    return status;
  }

  /** Throws, with nothing changed, when the reservation is not `from`. */
  move(row: number, from: ReservationStatus, to: ReservationStatus): void {
    if (!this.isStatus(row, from)) throw new Error(`reservation ${this.suffix(row)} is ${this.status(row)}, not ${from}`);
    this.statuses.set(row, CODES.get(to) ?? NONE);
    if (from === 'HELD') this.held.remove(row);
    if (to === 'HELD') this.held.add(row, this.expiresAt(row));
    if (!isOwning(to)) this.own(row, -this.seatCount(row));
  }

  suffix(row: number): string {
    return this.ids.hex(row);
  }

  userId(row: number): string {
    return this.users.uuid(this.owners.at(row) ?? NONE);
  }

  belongsTo(row: number, userId: string): boolean {
    return this.userRow(userId) === this.owners.at(row);
  }

  amount(row: number): number {
    return this.amounts.at(row) ?? 0;
  }

  heldAt(row: number): number {
    return this.heldTimes.at(row) ?? 0;
  }

  expiresAt(row: number): number {
    return this.expiryTimes.at(row) ?? 0;
  }

  seatCount(row: number): number {
    return (this.seatEnds.at(row) ?? 0) - this.seatsStart(row);
  }

  /** A copy, ascending. */
  seats(row: number): number[] {
    const seats: number[] = [];
    const end = this.seatEnds.at(row) ?? 0;
    for (let at = this.seatsStart(row); at < end; at += 1) seats.push(this.seatNumbers.at(at) ?? 0);
    return seats;
  }

  /** Seats this user holds, pays for or has booked. */
  ownedBy(userId: string): number {
    return this.ownedCounts.at(this.userRow(userId)) ?? 0;
  }

  /** For `mayOwn`: everybody who owns seats now, and perhaps others. A copy. */
  ownerBits(): Uint8Array {
    if (this.ownerFilter === null || this.ownerFilter.full) this.ownerFilter = this.filterOfOwners();
    return this.ownerFilter.snapshot();
  }

  /** The user's reservations, newest first, all or only those older than row `before`. */
  *of(userId: string, before = NONE): Generator<number> {
    let row = before === NONE ? (this.newestRows.at(this.userRow(userId)) ?? NONE) : this.older(before);
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

  /** In slices: statuses change, so they are copied at once; all else that is kept is written once, when its row is added. */
  *encode(): Slices<EncodedReservations> {
    const rows = this.ids.length;
    const users = this.users.length;
    const reservationStatuses = atOnce(this.statuses.copy(rows));
    return {
      reservationIds: yield* this.ids.encode(rows),
      reservationUsers: yield* this.owners.copy(rows),
      reservationStatuses,
      reservationAmounts: yield* this.amounts.copy(rows),
      reservationHeldAt: yield* this.heldTimes.copy(rows),
      reservationExpiresAt: yield* this.expiryTimes.copy(rows),
      reservationSeatsEnd: yield* this.seatEnds.copy(rows),
      reservationSeats: yield* this.seatNumbers.copy(this.seatsStart(rows)),
      userIds: yield* this.users.encode(users),
    };
  }

  static *decode(encoded: EncodedReservations): Slices<Reservations> {
    const table = new Reservations();
    table.ids = IdColumn.decode(encoded.reservationIds);
    yield;
    table.users = IdColumn.decode(encoded.userIds);
    yield;
    table.owners = Column.of<Int32Array>(Int32Array, encoded.reservationUsers);
    table.statuses = Column.of<Uint8Array>(Uint8Array, encoded.reservationStatuses);
    table.amounts = Column.of<Uint32Array>(Uint32Array, encoded.reservationAmounts);
    yield;
    table.heldTimes = Column.of<Float64Array>(Float64Array, encoded.reservationHeldAt);
    yield;
    table.expiryTimes = Column.of<Float64Array>(Float64Array, encoded.reservationExpiresAt);
    yield;
    table.seatEnds = Column.of<Int32Array>(Int32Array, encoded.reservationSeatsEnd);
    table.seatNumbers = Column.of<Int32Array>(Int32Array, encoded.reservationSeats);
    for (let user = 0; user < table.users.length; user += 1) {
      if (user % SLICE_ROWS === 0) yield;
      table.users.remember(user);
      table.newestRows.set(user, NONE);
    }
    for (let row = 0; row < table.ids.length; row += 1) {
      if (row % SLICE_ROWS === 0) yield;
      table.ids.remember(row);
      table.enter(row);
    }
    return table;
  }

  /** Puts a row whose columns are filled into the indexes; rows come in order. */
  private enter(row: number): void {
    const user = this.owners.at(row) ?? NONE;
    this.olderRows.set(row, this.newestRows.at(user) ?? NONE);
    this.newestRows.set(user, row);
    const status = this.status(row);
    if (isOwning(status)) this.own(row, this.seatCount(row));
    if (status === 'HELD') this.held.add(row, this.expiresAt(row));
  }

  /** The user's row, a new one for a newcomer. */
  private enrol(userId: string): number {
    if (userId === this.lastUserId && this.lastUser !== NONE) return this.lastUser;
    const users = this.users.length;
    const user = this.users.findOrAdd(userId);
    if (user === users) this.newestRows.set(user, NONE);
    this.lastUserId = userId;
    this.lastUser = user;
    return user;
  }

  /** The user's row, or -1. */
  private userRow(userId: string): number {
    if (userId !== this.lastUserId) {
      this.lastUser = this.users.find(userId);
      this.lastUserId = userId;
    }
    return this.lastUser;
  }

  private own(row: number, seats: number): void {
    const user = this.owners.at(row) ?? NONE;
    const before = this.ownedCounts.at(user) ?? 0;
    this.ownedCounts.set(user, before + seats);
    if (before === 0) this.ownerFilter?.add(this.users.hash(user));
  }

  private filterOfOwners(): OwnerFilter {
    const { users, ownedCounts } = this;
    let owning = 0;
    for (let user = 0; user < users.length; user += 1) if ((ownedCounts.at(user) ?? 0) > 0) owning += 1;
    const filter = new OwnerFilter(owning);
    for (let user = 0; user < users.length; user += 1) if ((ownedCounts.at(user) ?? 0) > 0) filter.add(users.hash(user));
    return filter;
  }

  private keepSeats(row: number, seats: readonly number[]): void {
    const start = this.seatsStart(row);
    for (let index = 0; index < seats.length; index += 1) this.seatNumbers.set(start + index, seats[index] ?? NONE);
    this.seatEnds.set(row, start + seats.length);
  }

  private seatsStart(row: number): number {
    return row === 0 ? 0 : (this.seatEnds.at(row - 1) ?? 0);
  }

  private older(row: number): number {
    return this.olderRows.at(row) ?? NONE;
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
