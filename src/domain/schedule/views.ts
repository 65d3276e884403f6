/** What a schedule shows to those who ask. */
import { assertNever } from '../decider.js';
import { paymentIdOf, reservationIdOf } from '../ids.js';
import type { PaymentStatus } from './payments.js';
import type { PaymentView, ReservationView, ScheduleView, SeatsView, SharedSeatsView } from './protocol.js';
import { RESERVATIONS_LISTED_MAX } from './protocol.js';
import { isOpen } from './reservations.js';
import * as seat from './seats.js';
import type { Schedule } from './state.js';

const MS_PER_SECOND = 1_000;

export function scheduleView({ scheduleId, spec, sales, seats }: Schedule): ScheduleView {
  return {
    scheduleId,
    spec,
    onSale: sales === 'OPEN',
    totalSeats: seats.total,
    availableSeats: seats.count(seat.AVAILABLE),
    heldSeats: seats.count(seat.HELD),
    bookedSeats: seats.count(seat.BOOKED),
    blockedSeats: seats.count(seat.BLOCKED),
  };
}

export function seatsView({ scheduleId, spec, seats, reservations }: Schedule, userId: string): SeatsView {
  const mine: number[] = [];
  for (const row of reservations.owning(userId)) mine.push(...reservations.seats(row));
  mine.sort((a, b) => a - b);
  return { scheduleId, version: seats.version, sections: spec.sections, statuses: seats.snapshot(), mine };
}

export function sharedSeatsView({ scheduleId, spec, seats, reservations }: Schedule): SharedSeatsView {
  const { version } = seats;
  return { scheduleId, version, sections: spec.sections, statuses: seats.snapshot(), mine: [], owners: reservations.ownerBits() };
}

export function reservationView(schedule: Schedule, row: number, now: number): ReservationView {
  const { scheduleId, reservations, payments } = schedule;
  const seats = reservations.seats(row);
  const status = reservations.status(row);
  const expiresAt = reservations.expiresAt(row);
  const payment = payments.lastFor(row);
  return {
    reservationId: reservationIdOf(scheduleId, reservations.suffix(row)),
    scheduleId,
    userId: reservations.userId(row),
    seats,
    adjacent: schedule.seats.rows.areAdjacent(seats),
    amount: reservations.amount(row),
    status,
    heldAt: reservations.heldAt(row),
    expiresAt,
    expiresInSeconds: isOpen(status) ? secondsLeft(expiresAt - now) : 0,
    paymentId: payment === -1 ? null : paymentIdOf(scheduleId, payments.suffix(payment)),
  };
}

/** Begun seconds count. */
export function secondsLeft(ms: number): number {
  return Math.max(0, Math.ceil(ms / MS_PER_SECOND));
}

/** The user's reservations, newest first, all or only those older than row `before`. */
export function reservationList(schedule: Schedule, userId: string, before: number, now: number): ReservationView[] {
  const views: ReservationView[] = [];
  for (const row of schedule.reservations.of(userId, before)) {
    if (views.length === RESERVATIONS_LISTED_MAX) break;
    views.push(reservationView(schedule, row, now));
  }
  return views;
}

export function paymentView({ scheduleId, reservations, payments }: Schedule, payment: number): PaymentView {
  const row = payments.reservation(payment);
  const status = shownStatus(payments.status(payment));
  const completed = status === 'COMPLETED';
  return {
    paymentId: paymentIdOf(scheduleId, payments.suffix(payment)),
    reservationId: reservationIdOf(scheduleId, reservations.suffix(row)),
    scheduleId,
    userId: reservations.userId(row),
    seats: reservations.seats(row),
    amount: reservations.amount(row),
    status,
    balance: completed ? payments.balance(payment) : null,
    paidAt: completed ? payments.decidedAt(payment) : null,
  };
}

function shownStatus(status: PaymentStatus): PaymentView['status'] {
  switch (status) {
    case 'PENDING':
    case 'COMPLETED':
      return status;
    case 'DECLINED':
    case 'TIMED_OUT':
      return 'ABORTED';
    default:
      return assertNever(status);
  }
}
