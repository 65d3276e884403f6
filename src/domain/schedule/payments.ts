/**
 * Every payment that was tried, in columns, oldest first: a row is never reused or removed, so an answer to a payment is found however long ago it was.
 *
 * Invariants: a payment has at most one open effect. While PENDING it is the wallet's `use`; once COMPLETED the queue's `finish` (when a token paid); once
 * TIMED_OUT the wallet's `refund`; DECLINED has none. `open` holds the rows with one, oldest first.
 */
import type { Slices } from '../column.js';
import { atOnce, Column, SLICE_ROWS } from '../column.js';
import { IdColumn } from '../id-column.js';
import { DueRows } from './due-rows.js';

export type PaymentStatus = 'PENDING' | 'COMPLETED' | 'DECLINED' | 'TIMED_OUT';
export type EffectKind = 'use' | 'finish' | 'refund';

/** Index = the code of a status in columnar form. Appended to only: snapshots hold these codes. */
const STATUSES: readonly PaymentStatus[] = ['PENDING', 'COMPLETED', 'DECLINED', 'TIMED_OUT'];
const CODES = new Map(STATUSES.map((status, code) => [status, code]));
const PENDING = STATUSES.indexOf('PENDING');
const NONE = -1;

export interface NewPayment {
  /** 32 hex digits. */
  readonly suffix: string;
  readonly reservation: number;
  readonly startedAt: number;
  readonly graceUntil: number;
  readonly tokenSeq: number | null;
}

/** What a snapshot keeps; everything else follows from it. */
export interface EncodedPayments {
  readonly paymentIds: Uint32Array;
  readonly paymentReservations: Int32Array;
  readonly paymentStatuses: Uint8Array;
  readonly paymentSettled: Uint8Array;
  readonly paymentStartedAt: Float64Array;
  readonly paymentGraceUntil: Float64Array;
  readonly paymentDecidedAt: Float64Array;
  readonly paymentTokenSeqs: Float64Array;
  readonly paymentBalances: Float64Array;
}

export class Payments {
  /** PENDING rows by the end of their grace. */
  readonly graces = new DueRows();

  private ids = new IdColumn();
  private reservations = new Column<Int32Array>(Int32Array);
  private statuses = new Column<Uint8Array>(Uint8Array);
  /** 1: the effect that follows the decision was answered. */
  private settledFlags = new Column<Uint8Array>(Uint8Array);
  private startTimes = new Column<Float64Array>(Float64Array);
  private graceTimes = new Column<Float64Array>(Float64Array);
  private decisionTimes = new Column<Float64Array>(Float64Array);
  /** NONE: no token. */
  private tokenSeqs = new Column<Float64Array>(Float64Array);
  /** NONE: not known. */
  private balances = new Column<Float64Array>(Float64Array);
  /** By the reservation's row: the last payment tried for it + 1, or 0. */
  private lastRows = new Column<Int32Array>(Int32Array);
  private readonly openRows = new Set<number>();

  /** The row of the payment with this suffix, or -1. */
  find(suffix: string): number {
    return this.ids.find(suffix);
  }

  /** Rows with an open effect, oldest first. */
  get open(): Iterable<number> {
    return this.openRows;
  }

  add(payment: NewPayment): number {
    const { suffix, reservation } = payment;
    if (this.find(suffix) !== NONE) throw new Error(`payment ${suffix} exists already`);
    const row = this.ids.push(suffix);
    this.ids.remember(row);
    this.reservations.set(row, reservation);
    this.statuses.set(row, PENDING);
    this.settledFlags.set(row, 0);
    this.startTimes.set(row, payment.startedAt);
    this.graceTimes.set(row, payment.graceUntil);
    this.decisionTimes.set(row, 0);
    this.tokenSeqs.set(row, payment.tokenSeq ?? NONE);
    this.balances.set(row, NONE);
    this.enter(row);
    return row;
  }

  status(row: number): PaymentStatus {
    const status = STATUSES[this.statuses.at(row) ?? -1];
    if (status === undefined) throw new Error(`there is no payment in row ${row}`);
    return status;
  }

  /** The payment is decided; throws when it was before. */
  conclude(row: number, status: Exclude<PaymentStatus, 'PENDING'>, at: number, balance: number | null): void {
    if (this.status(row) !== 'PENDING') throw new Error(`payment ${this.suffix(row)} is ${this.status(row)} already`);
    this.graces.remove(row);
    this.statuses.set(row, CODES.get(status) ?? NONE);
    this.decisionTimes.set(row, at);
    this.balances.set(row, balance ?? NONE);
    if (this.openEffect(row) === null) this.openRows.delete(row);
  }

  /** What must still be asked of somebody else for this payment. */
  openEffect(row: number): EffectKind | null {
    const status = this.status(row);
    if (status === 'PENDING') return 'use';
    if (this.settledFlags.at(row) === 1 || status === 'DECLINED') return null;
    if (status === 'TIMED_OUT') return 'refund';
    return this.tokenSeq(row) === null ? null : 'finish';
  }

  /** The effect that followed the decision was answered. */
  settle(row: number): void {
    this.settledFlags.set(row, 1);
    this.openRows.delete(row);
  }

  suffix(row: number): string {
    return this.ids.hex(row);
  }

  /** The reservation's row. */
  reservation(row: number): number {
    return this.reservations.at(row) ?? NONE;
  }

  startedAt(row: number): number {
    return this.startTimes.at(row) ?? 0;
  }

  decidedAt(row: number): number {
    return this.decisionTimes.at(row) ?? 0;
  }

  /** The queue token to end once paid; null for none. */
  tokenSeq(row: number): number | null {
    return known(this.tokenSeqs.at(row));
  }

  /** What the wallet said it held when it decided; null when it did not say. */
  balance(row: number): number | null {
    return known(this.balances.at(row));
  }

  /** The row of the last payment tried for this reservation, or -1. */
  lastFor(reservation: number): number {
    return (this.lastRows.at(reservation) ?? 0) - 1;
  }

  /**
   * In slices: what a decision or its effect changes is copied at once, but for when it was made and the balance, which are told from the status: they are
   * written with the decision and never again, so those that came in between slices are those of payments that were PENDING.
   */
  *encode(): Slices<EncodedPayments> {
    const rows = this.ids.length;
    const paymentStatuses = atOnce(this.statuses.copy(rows));
    const paymentSettled = atOnce(this.settledFlags.copy(rows));
    const encoded = {
      paymentIds: yield* this.ids.encode(rows),
      paymentReservations: yield* this.reservations.copy(rows),
      paymentStatuses,
      paymentSettled,
      paymentStartedAt: yield* this.startTimes.copy(rows),
      paymentGraceUntil: yield* this.graceTimes.copy(rows),
      paymentDecidedAt: yield* this.decisionTimes.copy(rows),
      paymentTokenSeqs: yield* this.tokenSeqs.copy(rows),
      paymentBalances: yield* this.balances.copy(rows),
    };
    for (let row = paymentStatuses.indexOf(PENDING); row !== NONE; row = paymentStatuses.indexOf(PENDING, row + 1)) {
      encoded.paymentDecidedAt[row] = 0;
      encoded.paymentBalances[row] = NONE;
    }
    return encoded;
  }

  static *decode(encoded: EncodedPayments): Slices<Payments> {
    const table = new Payments();
    table.ids = IdColumn.decode(encoded.paymentIds);
    table.reservations = Column.of<Int32Array>(Int32Array, encoded.paymentReservations);
    table.statuses = Column.of<Uint8Array>(Uint8Array, encoded.paymentStatuses);
    table.settledFlags = Column.of<Uint8Array>(Uint8Array, encoded.paymentSettled);
    table.startTimes = Column.of<Float64Array>(Float64Array, encoded.paymentStartedAt);
    table.graceTimes = Column.of<Float64Array>(Float64Array, encoded.paymentGraceUntil);
    table.decisionTimes = Column.of<Float64Array>(Float64Array, encoded.paymentDecidedAt);
    table.tokenSeqs = Column.of<Float64Array>(Float64Array, encoded.paymentTokenSeqs);
    table.balances = Column.of<Float64Array>(Float64Array, encoded.paymentBalances);
    for (let row = 0; row < table.ids.length; row += 1) {
      if (row % SLICE_ROWS === 0) yield;
      table.ids.remember(row);
      table.enter(row);
    }
    return table;
  }

  /** Puts a row whose columns are filled into the indexes; rows come in order. */
  private enter(row: number): void {
    const reservation = this.reservation(row);
    this.lastRows.set(reservation, row + 1);
    if (this.status(row) === 'PENDING') this.graces.add(row, this.graceTimes.at(row) ?? 0);
    if (this.openEffect(row) !== null) this.openRows.add(row);
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || value === NONE ? null : value;
}
