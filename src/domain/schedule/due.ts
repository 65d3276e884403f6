/**
 * What time alone makes happen: sales open and close, holds run out, payments run out of grace. A PAYING reservation cannot run out; when its payment times
 * out it is HELD again, and runs out next if its own time has passed.
 *
 * One event at a time, the earliest first, so that a long absence is made up for in the order in which things would have happened.
 */
import { paymentIdOf, reservationIdOf } from '../ids.js';
import type { ScheduleEvent } from './protocol.js';
import type { Schedule, ScheduleState } from './state.js';

const NOTHING: readonly ScheduleEvent[] = [];

export function due({ schedule }: ScheduleState, now: number): readonly ScheduleEvent[] {
  if (schedule === null) return NOTHING;
  const salesAt = salesChangeAt(schedule);
  const graceAt = schedule.payments.graces.firstAt();
  const expiryAt = schedule.reservations.held.firstAt();
  const earliest = Math.min(salesAt, graceAt, expiryAt);
  if (earliest > now) return NOTHING;
  if (earliest === salesAt) return [salesChange(schedule, now)];
  return earliest === graceAt ? [timeOut(schedule)] : [expiry(schedule)];
}

export function wakeAt({ schedule }: ScheduleState): number | null {
  if (schedule === null) return null;
  const earliest = Math.min(salesChangeAt(schedule), schedule.payments.graces.firstAt(), schedule.reservations.held.firstAt());
  return earliest === Infinity ? null : earliest;
}

/** When sales open or close next; Infinity when they are closed for good. */
function salesChangeAt({ sales, spec, bornAt }: Schedule): number {
  if (sales === 'CLOSED') return Infinity;
  return sales === 'OPEN' ? spec.salesCloseAt : (spec.onSaleAt ?? bornAt);
}

/** Sales whose end has passed before they opened never open: nobody could have bought. */
function salesChange({ spec }: Schedule, now: number): ScheduleEvent {
  return { type: spec.salesCloseAt <= now ? 'SalesClosed' : 'SalesOpened' };
}

function expiry({ scheduleId, reservations }: Schedule): ScheduleEvent {
  const row = reservations.held.first();
  return {
    type: 'HoldExpired',
    reservationId: reservationIdOf(scheduleId, reservations.suffix(row)),
    userId: reservations.userId(row),
    seats: reservations.seats(row),
  };
}

function timeOut({ scheduleId, payments, reservations }: Schedule): ScheduleEvent {
  const payment = payments.graces.first();
  const row = payments.reservation(payment);
  return {
    type: 'PaymentAborted',
    paymentId: paymentIdOf(scheduleId, payments.suffix(payment)),
    reservationId: reservationIdOf(scheduleId, reservations.suffix(row)),
    userId: reservations.userId(row),
    amount: reservations.amount(row),
    reason: 'TIMED_OUT',
    balance: null,
  };
}
