/** One schedule, replayed: who holds and owns each seat, until when, and how each payment was decided. */
import { assertNever } from '../domain/decider.js';
import { parseReservationId } from '../domain/ids.js';
import type { ScheduleSpec } from '../domain/schedule/protocol.js';
import type { BookedScheduleEvent } from './audited-event.js';
import type { Checkouts } from './checkouts.js';
import { Deadlines } from './deadlines.js';
import { AVAILABLE, BLOCKED, BOOKED, HELD, Hall } from './hall.js';
import { PaymentBooks } from './payment-books.js';
import type { Reservation } from './reservation.js';
import { UserShares } from './user-shares.js';
import type { ViolationCode, ViolationList } from './violations.js';

type EventOf<T extends BookedScheduleEvent['type']> = Extract<BookedScheduleEvent, { type: T }>;

/** An alarm may go off late on a busy node by so much before a hold counts as forgotten. */
const ALARM_LATE_MS_MAX = 5_000;

export interface ScheduleCounts {
  held: number;
  released: number;
  expired: number;
}

/** Whether the user's admission to that concert could be relied on; null when the log holds no such waiting room. */
export type IsAdmitted = (concertId: string, userId: string, at: number) => boolean | null;

export class ScheduleBooks {
  hall: Hall<Reservation> | null = null;
  spec: ScheduleSpec | null = null;
  readonly reservations = new Map<string, Reservation>();
  readonly counts: ScheduleCounts = { held: 0, released: 0, expired: 0 };
  readonly payments: PaymentBooks;
  private onSale = false;
  private readonly shares: UserShares;
  private readonly expiries = new Deadlines<Reservation>(({ status, expiresAt }, at) => status === 'HELD' && expiresAt === at);
  private readonly entity: string;

  constructor(
    private readonly scheduleId: string,
    checkouts: Checkouts,
    private readonly isAdmitted: IsAdmitted,
    private readonly violations: ViolationList,
  ) {
    this.entity = `schedule/${scheduleId}`;
    this.shares = new UserShares(this.entity, violations);
    this.payments = new PaymentBooks(scheduleId, checkouts, violations);
  }

  apply(event: BookedScheduleEvent, at: number): void {
    this.shares.checkLeftHolds(at);
    if (event.type === 'ScheduleCreated') {
      if (this.spec !== null) this.found('SCHEDULE_MISUSED', 'the schedule was created a second time', { event });
      this.spec = event.spec;
      this.hall = new Hall(event.spec);
      return;
    }
    const { spec, hall } = this;
    if (spec === null || hall === null) {
      this.found('SCHEDULE_MISUSED', `${event.type} happened before the schedule was created`, { event });
      return;
    }
    if (isCommanded(event)) this.checkOverdue(at);
    if ('seats' in event && !this.knowsSeats(hall, event)) return;
    this.applyTo(spec, hall, event, at);
  }

  /** What must be true at that moment when nothing more is to come. */
  finish(now: number, quiescent: boolean): void {
    this.shares.checkLeftHolds(Infinity);
    this.checkOverdue(now - ALARM_LATE_MS_MAX);
    this.payments.finish(quiescent);
  }

  private applyTo(
    spec: ScheduleSpec,
    hall: Hall<Reservation>,
    event: Exclude<BookedScheduleEvent, { type: 'ScheduleCreated' }>,
    at: number,
  ): void {
    switch (event.type) {
      case 'SalesOpened':
        this.onSale = true;
        return;
      case 'SalesClosed':
        this.onSale = false;
        return;
      case 'SeatHeld':
        return this.seatHeld(spec, hall, event, at);
      case 'HoldReleased':
        return this.holdReleased(hall, event);
      case 'HoldExpired':
        return this.holdExpired(hall, event, at);
      case 'PaymentStarted':
        return this.paymentStarted(event, at);
      case 'PaymentCompleted': {
        const reservation = this.reservationOf(event, 'PAYING');
        if (reservation !== null) this.payments.completed(reservation, event);
        return;
      }
      case 'ReservationCreated':
        return this.reservationCreated(hall, event, at);
      case 'PaymentAborted':
        return this.paymentAborted(event, at);
      case 'SeatsBlocked':
        return this.moveUnowned(hall, event, AVAILABLE, BLOCKED);
      case 'SeatsUnblocked':
        return this.moveUnowned(hall, event, BLOCKED, AVAILABLE);
      default:
        return assertNever(event);
    }
  }

  private seatHeld(spec: ScheduleSpec, hall: Hall<Reservation>, event: EventOf<'SeatHeld'>, at: number): void {
    const { reservationId, userId, seats, amount, expiresAt } = event;
    if (parseReservationId(reservationId)?.scheduleId !== this.scheduleId || this.reservations.has(reservationId)) {
      this.found('RESERVATION_REUSED', `${reservationId} cannot be a new reservation here`, { event });
    }
    if (!this.onSale || at >= spec.salesCloseAt)
      this.found('HELD_WHILE_CLOSED', `${userId} held seats while sales were not open`, { event, at });
    if (this.isAdmitted(spec.concertId, userId, at) === false) {
      this.found('HELD_FROM_OUTSIDE', `${userId} held seats without being inside`, { event, at });
    }
    for (const seat of seats) {
      if (hall.isIn(seat, AVAILABLE)) continue;
      const owner = hall.owner(seat);
      const sentence = `seat ${seat} was given to ${userId} while it was ${hall.status(seat)}${owner === null ? '' : ` for ${owner.userId}`}`;
      this.found('SEAT_TAKEN_TWICE', sentence, { event, at, status: hall.status(seat), other: owner?.reservationId ?? null });
    }
    const price = hall.amountOf(seats);
    if (price !== amount) this.found('AMOUNT_WRONG', `the seats of ${reservationId} cost ${price}, not ${amount}`, { event, price });
    if (expiresAt < at + spec.holdMs) {
      this.found('HOLD_CUT_SHORT', `${reservationId} was given ${expiresAt - at} ms instead of ${spec.holdMs}`, { event, at });
    }
    const reservation: Reservation = { reservationId, userId, seats, amount, expiresAt, status: 'HELD', paymentId: null };
    this.reservations.set(reservationId, reservation);
    this.expiries.add(expiresAt, reservation);
    hall.set(seats, HELD, reservation);
    this.counts.held += 1;
    this.shares.take(reservation, spec.maxSeatsPerUser);
  }

  private holdReleased(hall: Hall<Reservation>, event: EventOf<'HoldReleased'>): void {
    const reservation = this.reservationOf(event, 'HELD');
    if (reservation === null) return;
    if (event.reason === 'SUPERSEDED' && !this.shares.justConfirmed(reservation)) {
      const sentence = `${reservation.reservationId} was released as superseded, but its user had not just paid for another`;
      this.found('RESERVATION_MISUSED', sentence, { event });
    }
    reservation.status = 'RELEASED';
    this.counts.released += 1;
    this.giveBack(hall, reservation);
  }

  private holdExpired(hall: Hall<Reservation>, event: EventOf<'HoldExpired'>, at: number): void {
    const reservation = this.reservationOf(event, 'HELD');
    if (reservation === null) return;
    const { reservationId, expiresAt } = reservation;
    if (at < expiresAt) this.found('HOLD_CUT_SHORT', `${reservationId} ran out ${expiresAt - at} ms too early`, { event, at, expiresAt });
    reservation.status = 'EXPIRED';
    this.counts.expired += 1;
    this.giveBack(hall, reservation);
  }

  private paymentStarted(event: EventOf<'PaymentStarted'>, at: number): void {
    const reservation = this.reservationOf(event, 'HELD');
    if (reservation === null) return;
    const { reservationId, expiresAt } = reservation;
    if (at >= expiresAt) {
      this.found('PAID_TOO_LATE', `the payment for ${reservationId} was started ${at - expiresAt} ms after its time`, {
        event,
        at,
        expiresAt,
      });
    }
    this.shares.noLongerHeld(reservation);
    this.payments.started(reservation, event, at);
  }

  private reservationCreated(hall: Hall<Reservation>, event: EventOf<'ReservationCreated'>, at: number): void {
    const reservation = this.reservationOf(event, 'PAYING');
    if (reservation === null) return;
    this.payments.booked(reservation, event);
    reservation.status = 'CONFIRMED';
    hall.set(reservation.seats, BOOKED, reservation);
    this.shares.confirmed(reservation, at);
  }

  private paymentAborted(event: EventOf<'PaymentAborted'>, at: number): void {
    const reservation = this.reservationOf(event, 'PAYING');
    if (reservation === null) return;
    this.payments.aborted(reservation, event, at);
    reservation.status = 'HELD';
    this.shares.heldAgain(reservation);
    this.expiries.add(reservation.expiresAt, reservation);
  }

  private moveUnowned(hall: Hall<Reservation>, event: EventOf<'SeatsBlocked' | 'SeatsUnblocked'>, from: number, to: number): void {
    for (const seat of event.seats) {
      if (hall.isIn(seat, from)) continue;
      this.found('SEAT_BLOCKED_WRONGLY', `${event.type} for seat ${seat}, which was ${hall.status(seat)}`, {
        event,
        status: hall.status(seat),
      });
    }
    hall.set(event.seats, to, null);
  }

  private giveBack(hall: Hall<Reservation>, reservation: Reservation): void {
    const own = reservation.seats.filter((seat) => hall.owner(seat) === reservation);
    hall.set(own, AVAILABLE, null);
    this.shares.giveBack(reservation);
  }

  /** The reservation an event speaks of, in the status it must have, owned by whom the event says; null and a violation when that is not so. */
  private reservationOf(event: Extract<BookedScheduleEvent, { reservationId: string }>, status: Reservation['status']): Reservation | null {
    const { reservationId, userId, type } = event;
    const reservation = this.reservations.get(reservationId);
    if (reservation === undefined) {
      this.found('RESERVATION_MISUSED', `${type} for ${reservationId}, which nobody ever held`, { event });
      return null;
    }
    if (reservation.userId !== userId || ('seats' in event && !sameSeats(event.seats, reservation.seats))) {
      const { userId: holder, seats } = reservation;
      this.found('NOT_THE_HOLDER', `${type} for ${reservationId} names other seats or another user than its hold`, {
        event,
        holder,
        seats,
      });
      return null;
    }
    if (reservation.status !== status) {
      this.found('RESERVATION_MISUSED', `${type} for ${reservationId}, which was ${reservation.status}`, {
        event,
        status: reservation.status,
      });
      return null;
    }
    return reservation;
  }

  private checkOverdue(at: number): void {
    for (const { reservationId, expiresAt } of this.expiries.overdue(at)) {
      this.found('HOLD_OUTLIVED', `${reservationId} was still held ${at - expiresAt} ms after its time`, { reservationId, at, expiresAt });
    }
    this.payments.checkOverdue(at);
  }

  private knowsSeats(hall: Hall<Reservation>, event: Extract<BookedScheduleEvent, { seats: readonly number[] }>): boolean {
    const strangers = hall.strangers(event.seats);
    if (strangers.length === 0) return true;
    this.found('SEAT_UNKNOWN', `${event.type} names seats that do not exist or come twice: ${strangers.join(', ')}`, { event });
    return false;
  }

  private found(code: ViolationCode, sentence: string, evidence: Readonly<Record<string, unknown>>): void {
    this.violations.add(code, this.entity, sentence, evidence);
  }
}

/** Before a command is carried out, all that time demanded was; a node that catches up does so in several records without commands between. */
function isCommanded({ type }: BookedScheduleEvent): boolean {
  return (
    type === 'SeatHeld' || type === 'PaymentStarted' || type === 'PaymentCompleted' || type === 'SeatsBlocked' || type === 'SeatsUnblocked'
  );
}

function sameSeats(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return false;
  const known = new Set(other);
  return one.every((seat) => known.has(seat));
}
