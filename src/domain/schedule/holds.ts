/** Seats held for a while, all or nothing, and given back by their owner. */
import type { Meta } from '../decider.js';
import { accept } from '../decider.js';
import { isUserId, reservationIdOf } from '../ids.js';
import type { Refusal } from '../refusals.js';
import { invalid, refuse } from '../refusals.js';
import { bestSeats } from './best-available.js';
import type { BestAvailable, ReservationView, ScheduleCommand, ScheduleEvent } from './protocol.js';
import { NAME_LENGTH_MAX, SEATS_PER_HOLD_MAX } from './protocol.js';
import { rowsOfSection } from './seat-rows.js';
import * as seat from './seats.js';
import type { Schedule, ScheduleDecision } from './state.js';
import { born, findReservationOf, mintedId, selfIdentified } from './state.js';
import { reservationView, secondsLeft } from './views.js';

type CommandOf<T extends ScheduleCommand['type']> = Extract<ScheduleCommand, { type: T }>;

/** The order of the checks is the contract: a repeat, whose turn, the request's form, existence, one's own hold, the rules, the others' seats. */
export function hold(schedule: Schedule, command: CommandOf<'Hold'>, meta: Meta): ScheduleDecision {
  const { reservations, spec } = schedule;
  const { userId, admission, choice } = command;
  const { now } = meta;
  const suffix = mintedId(meta.id);
  if (!isUserId(userId)) throw new Error(`${userId} is not a user id`);
  const repeated = reservations.find(suffix);
  if (repeated !== -1) return heldBefore(schedule, repeated, userId, now);
  if (admission.concertId !== spec.concertId) return refuse('QUEUE_TOKEN_MISMATCH');
  if (!(now <= admission.admittedUntil)) return refuse('QUEUE_TOKEN_EXPIRED');
  return 'seats' in choice ? holdSeats(schedule, suffix, userId, choice.seats, now) : holdBest(schedule, suffix, userId, choice.best, now);
}

function holdSeats(schedule: Schedule, suffix: string, userId: string, named: readonly number[], now: number): ScheduleDecision {
  const { seats: hall } = schedule;
  if (named.length > SEATS_PER_HOLD_MAX) return invalid('/seats', `must not name more than ${SEATS_PER_HOLD_MAX} seats`);
  const seats = sorted(named);
  if (seats.length === 0) return invalid('/seats', 'must name at least one seat');
  if (hasRepeats(seats)) return invalid('/seats', 'must not name a seat twice');
  if (!hall.hasAll(seats)) return refuse('SEAT_NOT_FOUND', { seats: seats.filter((number) => !hall.has(number)) });
  const own = ownHoldOf(schedule, userId, seats);
  if (own !== -1) return heldBefore(schedule, own, userId, now);
  const refusal = mayNotHold(schedule, userId, seats.length);
  if (refusal !== null) return refusal;
  if (!hall.areAll(seats, seat.AVAILABLE)) return refuse('SEAT_UNAVAILABLE', { conflicts: hall.conflicts(seats, seat.AVAILABLE) });
  return held(schedule, suffix, userId, seats, now);
}

function holdBest(schedule: Schedule, suffix: string, userId: string, { count, section }: BestAvailable, now: number): ScheduleDecision {
  const { seats: hall, spec } = schedule;
  if (!(Number.isInteger(count) && count >= 1 && count <= SEATS_PER_HOLD_MAX)) {
    return invalid('/bestAvailable/count', `must be a whole number from 1 to ${SEATS_PER_HOLD_MAX}`);
  }
  if (section !== null && section.length > NAME_LENGTH_MAX) return invalid('/bestAvailable/section', 'must be the name of a section');
  const rows = section === null ? hall.rows.all : rowsOfSection(spec.sections, section);
  if (rows === null) return refuse('SEAT_NOT_FOUND', { section });
  const refusal = mayNotHold(schedule, userId, count);
  if (refusal !== null) return refusal;
  const seats = bestSeats(hall, rows, count);
  if (seats === null) return refuse('SEAT_UNAVAILABLE', { conflicts: [], available: hall.rows.freeIn(rows) });
  return held(schedule, suffix, userId, seats, now);
}

/** Why this user may not hold so many more seats now, whichever they are. */
function mayNotHold({ sales, spec, reservations }: Schedule, userId: string, count: number): Refusal | null {
  if (sales !== 'OPEN') return refuse('SALES_CLOSED', { onSaleAt: spec.onSaleAt, salesCloseAt: spec.salesCloseAt });
  const limit = spec.maxSeatsPerUser;
  if (limit === 0) return null;
  const owned = reservations.ownedBy(userId);
  return owned + count > limit ? refuse('TOO_MANY_SEATS', { limit, owned }) : null;
}

/** The reservation named after the command, answered with what `reservationView` shows of it, without reading back what was just written. */
function held(schedule: Schedule, suffix: string, userId: string, seats: readonly number[], now: number): ScheduleDecision {
  const { scheduleId, spec, seats: hall } = schedule;
  const reservationId = reservationIdOf(scheduleId, suffix);
  const amount = hall.amountOf(seats);
  const expiresAt = now + spec.holdMs;
  const event: ScheduleEvent = { type: 'SeatHeld', reservationId, userId, seats, amount, expiresAt };
  const view: ReservationView = {
    reservationId,
    scheduleId,
    userId,
    seats,
    adjacent: hall.rows.areAdjacent(seats),
    amount,
    status: 'HELD',
    heldAt: now,
    expiresAt,
    expiresInSeconds: secondsLeft(spec.holdMs),
    paymentId: null,
  };
  return selfIdentified([event], () => view);
}

export function release(schedule: Schedule, { userId, reservationId }: CommandOf<'Release'>, { now }: Meta): ScheduleDecision {
  const row = findReservationOf(schedule, reservationId, userId);
  if (row === -1) return refuse('RESERVATION_NOT_FOUND');
  const reservationStatus = schedule.reservations.status(row);
  if (reservationStatus !== 'HELD') return refuse('NOT_HELD', { reservationStatus });
  return accept([released(schedule, row, 'OWNER')], (after) => reservationView(born(after), row, now));
}

export function released({ scheduleId, reservations }: Schedule, row: number, reason: 'OWNER' | 'SUPERSEDED'): ScheduleEvent {
  return {
    type: 'HoldReleased',
    reservationId: reservationIdOf(scheduleId, reservations.suffix(row)),
    userId: reservations.userId(row),
    seats: reservations.seats(row),
    reason,
  };
}

/** Nothing happens, and the answer is the reservation there is. */
function heldBefore({ reservations }: Schedule, row: number, userId: string, now: number): ScheduleDecision {
  if (!reservations.belongsTo(row, userId)) throw new Error(`the command id ${reservations.suffix(row)} was another user's before`);
  return selfIdentified([], (after) => reservationView(after, row, now));
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** In order. Nearly all ask for one seat, which is in order as it is. */
function sorted(seats: readonly number[]): readonly number[] {
  return seats.length === 1 ? seats : seats.toSorted(ascending);
}

function hasRepeats(ordered: readonly number[]): boolean {
  for (let at = 1; at < ordered.length; at += 1) if (ordered[at] === ordered[at - 1]) return true;
  return false;
}

/** The row of the user's HELD or PAYING reservation of exactly these seats, or -1. */
function ownHoldOf({ reservations, seats: hall }: Schedule, userId: string, seats: readonly number[]): number {
  const row = hall.holderOf(seats[0] ?? 0);
  if (row === -1 || !reservations.belongsTo(row, userId) || reservations.seatCount(row) !== seats.length) return -1;
  return seats.every((number) => hall.holderOf(number) === row) ? row : -1;
}
