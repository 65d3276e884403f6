/** Seats taken off sale and put back by operators: all of one request or nothing. */
import { accept } from '../decider.js';
import { invalid, refuse } from '../refusals.js';
import type { ScheduleCommand, ScheduleEvent } from './protocol.js';
import { SEATS_MAX } from './protocol.js';
import * as seat from './seats.js';
import type { Schedule, ScheduleDecision } from './state.js';
import { born } from './state.js';
import { scheduleView } from './views.js';

type SetBlocked = Extract<ScheduleCommand, { type: 'SetBlocked' }>;

/** Seats that are as they should be already stay out of the events. */
export function setBlocked({ seats: hall }: Schedule, command: SetBlocked): ScheduleDecision {
  for (const list of ['block', 'unblock'] as const) {
    if (command[list].length > SEATS_MAX) return invalid(`/${list}`, `must not name more than ${SEATS_MAX} seats`);
  }
  const block = ascending(command.block);
  const unblock = ascending(command.unblock);
  const blocking = new Set(block);
  const both = unblock.find((number) => blocking.has(number));
  if (both !== undefined) return invalid('/unblock', `must not name seat ${both}, which is to be blocked`);
  const unknown = ascending([...block, ...unblock]).filter((number) => !hall.has(number));
  if (unknown.length > 0) return refuse('SEAT_NOT_FOUND', { seats: unknown });
  const conflicts = hall.conflicts(block, seat.AVAILABLE, seat.BLOCKED);
  if (conflicts.length > 0) return refuse('SEAT_NOT_BLOCKABLE', { conflicts });

  const blocked = block.filter((number) => hall.is(number, seat.AVAILABLE));
  const unblocked = unblock.filter((number) => hall.is(number, seat.BLOCKED));
  const events: ScheduleEvent[] = [];
  if (blocked.length > 0) events.push({ type: 'SeatsBlocked', seats: blocked });
  if (unblocked.length > 0) events.push({ type: 'SeatsUnblocked', seats: unblocked });
  return accept(events, (state) => scheduleView(born(state)));
}

function ascending(seats: readonly number[]): number[] {
  return [...new Set(seats)].sort((a, b) => a - b);
}
