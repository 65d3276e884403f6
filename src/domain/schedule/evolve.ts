/** Applies what was recorded. An event that is impossible in the state is a bug (or a damaged journal) and throws: carrying on could sell a seat twice. */
import { assertNever } from '../decider.js';
import { paymentSuffix, reservationSuffix } from '../ids.js';
import { parseEffectKey } from './checkout.js';
import type { ScheduleEvent } from './protocol.js';
import * as seat from './seats.js';
import type { Schedule, ScheduleState } from './state.js';
import { born, findPayment, findReservation, newborn } from './state.js';

type EventOf<T extends ScheduleEvent['type']> = Extract<ScheduleEvent, { type: T }>;

export function evolve(state: ScheduleState, event: ScheduleEvent, at: number): void {
  if (event.type === 'ScheduleCreated') {
    if (state.schedule !== null) throw new Error(`schedule ${state.scheduleId} exists already`);
    state.schedule = newborn(state.scheduleId, event.spec, at);
    return;
  }
  const schedule = born(state);
  switch (event.type) {
    case 'SalesOpened':
      if (schedule.sales !== 'NOT_YET') throw new Error(`sales cannot open when they are ${schedule.sales}`);
      schedule.sales = 'OPEN';
      return;
    case 'SalesClosed':
      if (schedule.sales === 'CLOSED') throw new Error('sales are closed already');
      schedule.sales = 'CLOSED';
      return;
    case 'SeatHeld':
      return seatHeld(schedule, event, at);
    case 'HoldReleased':
      return holdEnded(schedule, event.reservationId, 'RELEASED');
    case 'HoldExpired':
      return holdEnded(schedule, event.reservationId, 'EXPIRED');
    case 'PaymentStarted':
      return paymentStarted(schedule, event, at);
    case 'PaymentCompleted':
      return schedule.payments.conclude(paymentRow(schedule, event.paymentId), 'COMPLETED', at, event.balance);
    case 'ReservationCreated':
      return reservationCreated(schedule, event);
    case 'PaymentAborted':
      return paymentAborted(schedule, event, at);
    case 'SeatsBlocked':
      return schedule.seats.move(event.seats, seat.AVAILABLE, seat.BLOCKED);
    case 'SeatsUnblocked':
      return schedule.seats.move(event.seats, seat.BLOCKED, seat.AVAILABLE);
    case 'EffectSettled':
      return effectSettled(schedule, event.key);
    default:
      return assertNever(event);
  }
}

function seatHeld({ scheduleId, seats, reservations }: Schedule, event: EventOf<'SeatHeld'>, at: number): void {
  const suffix = reservationSuffix(event.reservationId, scheduleId);
  if (suffix === null) throw new Error(`${event.reservationId} cannot be a reservation of ${scheduleId}`);
  if (!seats.areAll(event.seats, seat.AVAILABLE)) throw new Error(`seats of ${event.reservationId} are not available`);
  const { userId, amount, expiresAt } = event;
  const row = reservations.add({ suffix, userId, seats: event.seats, amount, heldAt: at, expiresAt });
  seats.move(event.seats, seat.AVAILABLE, seat.HELD, row);
}

function holdEnded(schedule: Schedule, reservationId: string, status: 'EXPIRED' | 'RELEASED'): void {
  const { reservations, seats } = schedule;
  const row = reservationRow(schedule, reservationId);
  reservations.move(row, 'HELD', status);
  seats.move(reservations.seats(row), seat.HELD, seat.AVAILABLE);
}

function paymentStarted(schedule: Schedule, event: EventOf<'PaymentStarted'>, at: number): void {
  const suffix = paymentSuffix(event.paymentId, schedule.scheduleId);
  if (suffix === null) throw new Error(`${event.paymentId} cannot be a payment of ${schedule.scheduleId}`);
  const reservation = reservationRow(schedule, event.reservationId);
  const { graceUntil, tokenSeq } = event;
  schedule.reservations.move(reservation, 'HELD', 'PAYING');
  schedule.payments.add({ suffix, reservation, startedAt: at, graceUntil, tokenSeq });
}

function reservationCreated(schedule: Schedule, event: EventOf<'ReservationCreated'>): void {
  const { payments, reservations, seats } = schedule;
  const row = reservationRow(schedule, event.reservationId);
  const payment = paymentRow(schedule, event.paymentId);
  if (payments.reservation(payment) !== row || payments.status(payment) !== 'COMPLETED') {
    throw new Error(`payment ${event.paymentId} did not pay for ${event.reservationId}`);
  }
  reservations.move(row, 'PAYING', 'CONFIRMED');
  seats.move(reservations.seats(row), seat.HELD, seat.BOOKED);
}

function paymentAborted(schedule: Schedule, event: EventOf<'PaymentAborted'>, at: number): void {
  const { payments, reservations } = schedule;
  const payment = paymentRow(schedule, event.paymentId);
  payments.conclude(payment, event.reason, at, event.balance);
  reservations.move(payments.reservation(payment), 'PAYING', 'HELD');
}

function effectSettled(schedule: Schedule, key: string): void {
  const effect = parseEffectKey(schedule, key);
  if (effect === null || effect.kind === 'use') throw new Error(`effect ${key} cannot be settled`);
  schedule.payments.settle(effect.payment);
}

function reservationRow(schedule: Schedule, reservationId: string): number {
  const row = findReservation(schedule, reservationId);
  if (row === -1) throw new Error(`reservation ${reservationId} is unknown`);
  return row;
}

function paymentRow(schedule: Schedule, paymentId: string): number {
  const row = findPayment(schedule, paymentId);
  if (row === -1) throw new Error(`payment ${paymentId} is unknown`);
  return row;
}
