/**
 * What a schedule remembers, and how it is saved.
 *
 * A schedule is unborn until it is created. `sales` changes only by recorded events. Seats know their reservation's row, reservations the seats; a snapshot
 * holds the columns once and the indexes are rebuilt from them.
 */
import type { Slices } from '../column.js';
import { together } from '../column.js';
import type { Decision, EncodedState } from '../decider.js';
import { accept, acceptRepeatable } from '../decider.js';
import { isCommandId, paymentSuffix, reservationSuffix } from '../ids.js';
import type { EncodedPayments } from './payments.js';
import { Payments } from './payments.js';
import type { ScheduleEvent, ScheduleReply, ScheduleSign, ScheduleSpec } from './protocol.js';
import type { EncodedReservations } from './reservations.js';
import { Reservations } from './reservations.js';
import { Seats } from './seats.js';

export type Sales = 'NOT_YET' | 'OPEN' | 'CLOSED';

export interface Schedule {
  readonly scheduleId: string;
  readonly spec: ScheduleSpec;
  readonly bornAt: number;
  sales: Sales;
  readonly seats: Seats;
  readonly reservations: Reservations;
  readonly payments: Payments;
}

export interface ScheduleState {
  readonly scheduleId: string;
  /** Null until it is created. */
  schedule: Schedule | null;
}

export type ScheduleDecision = Decision<ScheduleState, ScheduleEvent, ScheduleSign, ScheduleReply>;

/** Typed arrays stand at the top level, where whoever saves the snapshot can hand them over without copying. */
interface EncodedSchedule extends EncodedReservations, EncodedPayments {
  readonly spec: ScheduleSpec;
  readonly bornAt: number;
  readonly sales: Sales;
  readonly seatStatuses: Uint8Array;
  readonly seatsVersion: number;
}

export function initial(scheduleId: string): ScheduleState {
  return { scheduleId, schedule: null };
}

export function newborn(scheduleId: string, spec: ScheduleSpec, bornAt: number): Schedule {
  return {
    scheduleId,
    spec,
    bornAt,
    sales: 'NOT_YET',
    seats: new Seats(spec.sections),
    reservations: new Reservations(),
    payments: new Payments(),
  };
}

/** For whoever knows that the schedule exists: replies to commands it accepted, events it recorded. */
export function born({ scheduleId, schedule }: ScheduleState): Schedule {
  if (schedule === null) throw new Error(`schedule ${scheduleId} does not exist`);
  return schedule;
}

/** Before its first slice ends, whatever can still change was copied. */
export function* encodeInSlices({ schedule }: ScheduleState): Slices<EncodedState> {
  if (schedule === null) return {};
  const { spec, bornAt, sales, seats, reservations, payments } = schedule;
  const seatStatuses = seats.snapshot();
  const seatsVersion = seats.version;
  const [ofReservations, ofPayments] = yield* together(reservations.encode(), payments.encode());
  const encoded: EncodedSchedule = { spec, bornAt, sales, seatStatuses, seatsVersion, ...ofReservations, ...ofPayments };
  return { ...encoded };
}

export function* decodeInSlices(scheduleId: string, state: EncodedState): Slices<ScheduleState> {
  if (state['spec'] === undefined) return initial(scheduleId);
  const encoded = state as unknown as EncodedSchedule;
  const { spec, bornAt, sales } = encoded;
  const reservations = yield* Reservations.decode(encoded);
  const seats = new Seats(spec.sections, encoded.seatStatuses, encoded.seatsVersion);
  for (const row of reservations.allOpen()) seats.restoreHolder(reservations.seats(row), row);
  const payments = yield* Payments.decode(encoded);
  return { scheduleId, schedule: { scheduleId, spec, bornAt, sales, seats, reservations, payments } };
}

/** The row of the reservation with this id; -1 when it is malformed, another schedule's, or unknown. */
export function findReservation({ scheduleId, reservations }: Schedule, reservationId: string): number {
  const suffix = reservationSuffix(reservationId, scheduleId);
  return suffix === null ? -1 : reservations.find(suffix);
}

/** The row of the payment with this id; -1 when it is malformed, another schedule's, or unknown. */
export function findPayment({ scheduleId, payments }: Schedule, paymentId: string): number {
  const suffix = paymentSuffix(paymentId, scheduleId);
  return suffix === null ? -1 : payments.find(suffix);
}

/** The row of the reservation with this id if it is this user's, or whoever's when `userId` is null; else -1. */
export function findReservationOf(schedule: Schedule, reservationId: string, userId: string | null): number {
  const row = findReservation(schedule, reservationId);
  return row === -1 || userId === null || schedule.reservations.belongsTo(row, userId) ? row : -1;
}

/** The id of a command that things are named after. Anything else than 32 hex digits is a bug of the edge, and would name two things alike. */
export function mintedId(commandId: string): string {
  if (!isCommandId(commandId)) throw new Error(`command id ${commandId} is not 32 hex digits`);
  return commandId;
}

/** An accepted command that is recognised by its own id, or has the same effect however often it comes. */
export function selfIdentified(events: readonly ScheduleEvent[], reply: (schedule: Schedule) => ScheduleReply): ScheduleDecision {
  return acceptRepeatable(events, (state) => reply(born(state)));
}

export function read(reply: (schedule: Schedule) => ScheduleReply): ScheduleDecision {
  return accept([], (state) => reply(born(state)));
}
