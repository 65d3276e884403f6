/** The rules of one dated performance: its seats, holds, reservations and payments. The parts stand beside this file; this one only leads to them. */
import { atOnce } from '../column.js';
import type { Decider, Meta } from '../decider.js';
import { assertNever } from '../decider.js';
import { refuse } from '../refusals.js';
import * as seat from './seats.js';
import { setBlocked } from './blocking.js';
import { checkSpecOf } from './check-spec.js';
import { abortPayment, confirmPayment, getPayment, outcome, pay, pending, settleEffect } from './checkout.js';
import { due, wakeAt } from './due.js';
import { evolve } from './evolve.js';
import { hold, release } from './holds.js';
import type { ScheduleCommand, ScheduleEvent, ScheduleReply, ScheduleSign, ScheduleSpec } from './protocol.js';
import type { Schedule, ScheduleDecision, ScheduleState } from './state.js';
import { decodeInSlices, encodeInSlices, findReservationOf, initial, read, selfIdentified } from './state.js';
import { reservationList, reservationView, scheduleView, seatsView, sharedSeatsView } from './views.js';

type CommandOf<T extends ScheduleCommand['type']> = Extract<ScheduleCommand, { type: T }>;

/** Version of the events and of `encode`. */
const SCHEMA = 1;

export const scheduleDecider: Decider<ScheduleState, ScheduleCommand, ScheduleEvent, ScheduleSign, ScheduleReply> = {
  kind: 'schedule',
  schema: SCHEMA,
  initial,
  decide,
  due,
  evolve,
  notice: () => undefined,
  revive: () => undefined,
  outcome,
  pending,
  wakeAt,
  figures,
  encode: (state) => atOnce(encodeInSlices(state)),
  encodeInSlices,
  decode: (key, encoded) => atOnce(decodeInSlices(key, encoded)),
  decodeInSlices,
};

function decide(state: ScheduleState, command: ScheduleCommand, meta: Meta): ScheduleDecision {
  if (command.type === 'Create') return create(state, command.spec);
  const { schedule } = state;
  if (schedule === null) return refuse('SCHEDULE_NOT_FOUND');
  switch (command.type) {
    case 'Hold':
      return hold(schedule, command, meta);
    case 'Release':
      return release(schedule, command, meta);
    case 'Pay':
      return pay(schedule, command, meta);
    case 'ConfirmPayment':
      return confirmPayment(schedule, command);
    case 'AbortPayment':
      return abortPayment(schedule, command);
    case 'SettleEffect':
      return settleEffect(schedule, command);
    case 'SetBlocked':
      return setBlocked(schedule, command);
    case 'Describe':
      return read(scheduleView);
    case 'ListSeats':
      return read((after) => seatsView(after, command.userId));
    case 'ShareSeats':
      return read(sharedSeatsView);
    case 'GetReservation':
      return getReservation(schedule, command, meta);
    case 'ListReservations':
      return listReservations(schedule, command, meta);
    case 'GetPayment':
      return getPayment(schedule, command);
    default:
      return assertNever(command);
  }
}

function create({ scheduleId, schedule }: ScheduleState, spec: ScheduleSpec): ScheduleDecision {
  if (schedule !== null) return selfIdentified([], scheduleView);
  const errors = checkSpecOf(scheduleId, spec);
  if (errors.length > 0) return refuse('VALIDATION_FAILED', { errors });
  return selfIdentified([{ type: 'ScheduleCreated', spec }], scheduleView);
}

function getReservation(schedule: Schedule, command: CommandOf<'GetReservation'>, { now }: Meta): ScheduleDecision {
  const row = findReservationOf(schedule, command.reservationId, command.userId);
  return row === -1 ? refuse('RESERVATION_NOT_FOUND') : read((after) => reservationView(after, row, now));
}

function listReservations(schedule: Schedule, { userId, before }: CommandOf<'ListReservations'>, { now }: Meta): ScheduleDecision {
  const row = before === undefined ? -1 : findReservationOf(schedule, before, userId);
  if (before !== undefined && row === -1) return refuse('RESERVATION_NOT_FOUND');
  return read((after) => reservationList(after, userId, row, now));
}

function figures({ schedule }: ScheduleState): Readonly<Record<string, number>> {
  if (schedule === null) return {};
  const { seats } = schedule;
  return { available: seats.count(seat.AVAILABLE), held: seats.count(seat.HELD), booked: seats.count(seat.BOOKED) };
}
