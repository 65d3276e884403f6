/**
 * Every payment that was tried, in columns, oldest first: a row is never reused or removed, so an answer to a payment is found however long ago it was.
 *
 * Invariants: a payment has at most one open effect. While PENDING it is the wallet's `use`; once COMPLETED the queue's `finish` (when a token paid); once
 * TIMED_OUT the wallet's `refund`; DECLINED has none. `open` holds the rows with one, oldest first.
 */
import { IdColumn } from '../id-column.js';
import { withRoom } from './columns.js';
import { DueRows } from './due-rows.js';

export type PaymentStatus = 'PENDING' | 'COMPLETED' | 'DECLINED' | 'TIMED_OUT';
export type EffectKind = 'use' | 'finish' | 'refund';

/** Index = the code of a status in columnar form. Appended to only: snapshots hold these codes. */
const STATUSES: readonly PaymentStatus[] = ['PENDING', 'COMPLETED', 'DECLINED', 'TIMED_OUT'];
const CODES = new Map(STATUSES.map((status, code) => [status, code]));
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
  private reservations: Int32Array = new Int32Array(0);
  private statuses: Uint8Array = new Uint8Array(0);
  /** 1: the effect that follows the decision was answered. */
  private settledFlags: Uint8Array = new Uint8Array(0);
  private startTimes: Float64Array = new Float64Array(0);
  private graceTimes: Float64Array = new Float64Array(0);
  private decisionTimes: Float64Array = new Float64Array(0);
  /** NONE: no token. */
  private tokenSeqs: Float64Array = new Float64Array(0);
  /** NONE: not known. */
  private balances: Float64Array = new Float64Array(0);
  /** By the reservation's row: the last payment tried for it + 1, or 0. */
  private lastRows: Int32Array = new Int32Array(0);
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
    this.makeRoom(row + 1);
    this.reservations[row] = reservation;
    this.startTimes[row] = payment.startedAt;
    this.graceTimes[row] = payment.graceUntil;
    this.tokenSeqs[row] = payment.tokenSeq ?? NONE;
    this.balances[row] = NONE;
    this.enter(row);
    return row;
  }

  status(row: number): PaymentStatus {
    const status = STATUSES[this.statuses[row] ?? -1];
    if (status === undefined) throw new Error(`there is no payment in row ${row}`);
    return status;
  }

  /** The payment is decided; throws when it was before. */
  conclude(row: number, status: Exclude<PaymentStatus, 'PENDING'>, at: number, balance: number | null): void {
    if (this.status(row) !== 'PENDING') throw new Error(`payment ${this.suffix(row)} is ${this.status(row)} already`);
    this.graces.remove(row);
    this.statuses[row] = CODES.get(status) ?? NONE;
    this.decisionTimes[row] = at;
    this.balances[row] = balance ?? NONE;
    if (this.openEffect(row) === null) this.openRows.delete(row);
  }

  /** What must still be asked of somebody else for this payment. */
  openEffect(row: number): EffectKind | null {
    const status = this.status(row);
    if (status === 'PENDING') return 'use';
    if (this.settledFlags[row] === 1 || status === 'DECLINED') return null;
    if (status === 'TIMED_OUT') return 'refund';
    return this.tokenSeq(row) === null ? null : 'finish';
  }

  /** The effect that followed the decision was answered. */
  settle(row: number): void {
    this.settledFlags[row] = 1;
    this.openRows.delete(row);
  }

  suffix(row: number): string {
    return this.ids.hex(row);
  }

  /** The reservation's row. */
  reservation(row: number): number {
    return this.reservations[row] ?? NONE;
  }

  startedAt(row: number): number {
    return this.startTimes[row] ?? 0;
  }

  decidedAt(row: number): number {
    return this.decisionTimes[row] ?? 0;
  }

  /** The queue token to end once paid; null for none. */
  tokenSeq(row: number): number | null {
    return known(this.tokenSeqs[row]);
  }

  /** What the wallet said it held when it decided; null when it did not say. */
  balance(row: number): number | null {
    return known(this.balances[row]);
  }

  /** The row of the last payment tried for this reservation, or -1. */
  lastFor(reservation: number): number {
    return (this.lastRows[reservation] ?? 0) - 1;
  }

  encode(): EncodedPayments {
    const rows = this.ids.length;
    return {
      paymentIds: this.ids.encode(),
      paymentReservations: this.reservations.slice(0, rows),
      paymentStatuses: this.statuses.slice(0, rows),
      paymentSettled: this.settledFlags.slice(0, rows),
      paymentStartedAt: this.startTimes.slice(0, rows),
      paymentGraceUntil: this.graceTimes.slice(0, rows),
      paymentDecidedAt: this.decisionTimes.slice(0, rows),
      paymentTokenSeqs: this.tokenSeqs.slice(0, rows),
      paymentBalances: this.balances.slice(0, rows),
    };
  }

  static decode(encoded: EncodedPayments): Payments {
    const table = new Payments();
    table.ids = IdColumn.decode(encoded.paymentIds);
    table.reservations = encoded.paymentReservations;
    table.statuses = encoded.paymentStatuses;
    table.settledFlags = encoded.paymentSettled;
    table.startTimes = encoded.paymentStartedAt;
    table.graceTimes = encoded.paymentGraceUntil;
    table.decisionTimes = encoded.paymentDecidedAt;
    table.tokenSeqs = encoded.paymentTokenSeqs;
    table.balances = encoded.paymentBalances;
    for (let row = 0; row < table.ids.length; row += 1) {
      table.ids.remember(row);
      table.enter(row);
    }
    return table;
  }

  /** Puts a row whose columns are filled into the indexes; rows come in order. */
  private enter(row: number): void {
    const reservation = this.reservation(row);
    this.lastRows = withRoom(this.lastRows, reservation + 1);
    this.lastRows[reservation] = row + 1;
    if (this.status(row) === 'PENDING') this.graces.add(row, this.graceTimes[row] ?? 0);
    if (this.openEffect(row) !== null) this.openRows.add(row);
  }

  private makeRoom(rows: number): void {
    this.reservations = withRoom(this.reservations, rows);
    this.statuses = withRoom(this.statuses, rows);
    this.settledFlags = withRoom(this.settledFlags, rows);
    this.startTimes = withRoom(this.startTimes, rows);
    this.graceTimes = withRoom(this.graceTimes, rows);
    this.decisionTimes = withRoom(this.decisionTimes, rows);
    this.tokenSeqs = withRoom(this.tokenSeqs, rows);
    this.balances = withRoom(this.balances, rows);
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || value === NONE ? null : value;
}
