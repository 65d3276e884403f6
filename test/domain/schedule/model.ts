/**
 * A schedule as one would write it with no care for speed: maps and loops over everything. It restates the rules on its own, so that the columnar decider
 * can be compared with it. `tick` first, then one method per command; each returns a word for the answer.
 */
import { PAYMENT_GRACE_MS } from '../../../src/domain/schedule/protocol.js';
import type { BestAvailable } from '../../../src/domain/schedule/protocol.js';
import { oracle } from './best-seats-oracle.js';

type Status = 'HELD' | 'PAYING' | 'CONFIRMED' | 'EXPIRED' | 'RELEASED';

export interface ModelReservation {
  readonly id: string;
  readonly userId: string;
  readonly seats: readonly number[];
  readonly expiresAt: number;
  status: Status;
  /** The payment under way or the last one tried. */
  payment: ModelPayment | null;
}

interface ModelPayment {
  readonly id: string;
  readonly reservation: ModelReservation;
  readonly graceUntil: number;
  readonly tokenSeq: number | null;
  status: 'PENDING' | 'COMPLETED' | 'DECLINED' | 'TIMED_OUT';
  settled: boolean;
}

export interface ModelRules {
  readonly seats: number;
  /** In the order of their seats. */
  readonly rows: readonly { readonly section: string; readonly seats: number }[];
  readonly holdMs: number;
  readonly cap: number;
  readonly opensAt: number;
  readonly closesAt: number;
}

export class ScheduleModel {
  readonly reservations: ModelReservation[] = [];
  readonly payments: ModelPayment[] = [];
  readonly blocked = new Set<number>();

  constructor(private readonly rules: ModelRules) {}

  tick(now: number): void {
    for (const payment of this.payments) {
      if (payment.status === 'PENDING' && payment.graceUntil <= now) {
        payment.status = 'TIMED_OUT';
        payment.reservation.status = 'HELD';
      }
    }
    for (const reservation of this.reservations) {
      if (reservation.status === 'HELD' && reservation.expiresAt <= now) reservation.status = 'EXPIRED';
    }
  }

  hold(userId: string, wanted: readonly number[], id: string, now: number): string {
    if (wanted.length === 0 || new Set(wanted).size < wanted.length) return 'VALIDATION_FAILED';
    if (wanted.some((seat) => seat < 1 || seat > this.rules.seats)) return 'SEAT_NOT_FOUND';
    const seats = [...wanted].sort((a, b) => a - b);
    const own = this.reservations.find(
      (each) => each.userId === userId && (each.status === 'HELD' || each.status === 'PAYING') && String(each.seats) === String(seats),
    );
    if (own !== undefined) return own.id;
    return this.take(userId, seats.length, () => (seats.some((seat) => this.seatStatus(seat) !== 'AVAILABLE') ? null : seats), id, now);
  }

  holdBest(userId: string, { count, section }: BestAvailable, id: string, now: number): string {
    if (count < 1) return 'VALIDATION_FAILED';
    const { rows } = this.rules;
    const from = section === null ? 0 : rows.findIndex((row) => row.section === section);
    if (from === -1) return 'SEAT_NOT_FOUND';
    let seat = rows.slice(0, from).reduce((sum, row) => sum + row.seats, 0);
    const before = seat;
    const free = rows
      .filter((row) => section === null || row.section === section)
      .map((row) => Array.from({ length: row.seats }, () => this.seatStatus((seat += 1)) === 'AVAILABLE'));
    return this.take(userId, count, () => oracle(free, count)?.map((number) => number + before) ?? null, id, now);
  }

  /** @param choose null when the seats are not available. */
  private take(userId: string, count: number, choose: () => readonly number[] | null, id: string, now: number): string {
    if (now < this.rules.opensAt || now >= this.rules.closesAt) return 'SALES_CLOSED';
    if (this.seatsOf(userId).length + count > this.rules.cap) return 'TOO_MANY_SEATS';
    const seats = choose();
    if (seats === null) return 'SEAT_UNAVAILABLE';
    this.reservations.push({ id, userId, seats, expiresAt: now + this.rules.holdMs, status: 'HELD', payment: null });
    return id;
  }

  release(userId: string, id: string): string {
    const reservation = this.find(userId, id);
    if (reservation === undefined) return 'RESERVATION_NOT_FOUND';
    if (reservation.status !== 'HELD') return 'NOT_HELD';
    reservation.status = 'RELEASED';
    return id;
  }

  pay(userId: string, id: string, tokenSeq: number | null, paymentId: string, now: number): string {
    const reservation = this.find(userId, id);
    if (reservation === undefined) return 'RESERVATION_NOT_FOUND';
    if (reservation.status === 'EXPIRED' || reservation.status === 'RELEASED') return 'HOLD_EXPIRED';
    if (reservation.status === 'HELD') {
      const graceUntil = now + PAYMENT_GRACE_MS;
      reservation.payment = { id: paymentId, reservation, graceUntil, tokenSeq, status: 'PENDING', settled: false };
      reservation.status = 'PAYING';
      this.payments.push(reservation.payment);
    }
    return reservation.payment?.id ?? 'none';
  }

  confirm(paymentId: string): void {
    const payment = this.payments.find(({ id, status }) => id === paymentId && status === 'PENDING');
    if (payment === undefined) return;
    payment.status = 'COMPLETED';
    payment.reservation.status = 'CONFIRMED';
    for (const other of this.reservations) {
      if (other.userId === payment.reservation.userId && other.status === 'HELD') other.status = 'RELEASED';
    }
  }

  decline(paymentId: string): void {
    const payment = this.payments.find(({ id, status }) => id === paymentId && status === 'PENDING');
    if (payment === undefined) return;
    payment.status = 'DECLINED';
    payment.reservation.status = 'HELD';
  }

  settle(paymentId: string): void {
    const payment = this.payments.find(({ id }) => id === paymentId);
    if (payment !== undefined && payment.status !== 'PENDING') payment.settled = true;
  }

  setBlocked(block: readonly number[], unblock: readonly number[]): string {
    if (block.some((seat) => unblock.includes(seat))) return 'VALIDATION_FAILED';
    if ([...block, ...unblock].some((seat) => seat < 1 || seat > this.rules.seats)) return 'SEAT_NOT_FOUND';
    if (block.some((seat) => ['HELD', 'BOOKED'].includes(this.seatStatus(seat)))) return 'SEAT_NOT_BLOCKABLE';
    for (const seat of block) this.blocked.add(seat);
    for (const seat of unblock) this.blocked.delete(seat);
    return 'done';
  }

  seatStatus(seat: number): string {
    if (this.blocked.has(seat)) return 'BLOCKED';
    const owner = this.reservations.find(({ seats, status }) => seats.includes(seat) && status !== 'EXPIRED' && status !== 'RELEASED');
    if (owner === undefined) return 'AVAILABLE';
    return owner.status === 'CONFIRMED' ? 'BOOKED' : 'HELD';
  }

  /** Ascending. */
  seatsOf(userId: string): number[] {
    return this.reservations
      .filter((each) => each.userId === userId && each.status !== 'EXPIRED' && each.status !== 'RELEASED')
      .flatMap(({ seats }) => seats)
      .sort((a, b) => a - b);
  }

  /** What must still be asked of others: kind and payment. */
  effects(): string[] {
    return this.payments.flatMap(({ id, status, tokenSeq, settled }) => {
      if (status === 'PENDING') return [`use ${id}`];
      if (status === 'TIMED_OUT' && !settled) return [`refund ${id}`];
      return status === 'COMPLETED' && tokenSeq !== null && !settled ? [`finish ${id}`] : [];
    });
  }

  private find(userId: string, id: string): ModelReservation | undefined {
    return this.reservations.find((each) => each.id === id && each.userId === userId);
  }
}
