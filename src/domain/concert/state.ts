/** What a concert knows, and how its events change it. */
import { assertNever } from '../decider.js';
import type { ScheduleSpec } from '../schedule/protocol.js';
import { seatsIn } from '../schedule/seat-rows.js';
import type { ConcertEvent, ScheduleSummary } from './protocol.js';

export interface ConcertState {
  readonly concertId: string;
  /** null until the concert is created. */
  title: string | null;
  readonly summaries: Map<string, ScheduleSummary>;
  /** The same summaries in order of `startsAt`, then of their ids. */
  readonly sorted: ScheduleSummary[];
  /** Schedules whose own entity has not confirmed its creation yet, with what it is created from. */
  readonly unsettled: Map<string, ScheduleSpec>;
}

export function emptyState(concertId: string): ConcertState {
  return { concertId, title: null, summaries: new Map(), sorted: [], unsettled: new Map() };
}

export const effectKeyOf = (scheduleId: string): string => `schedule-${scheduleId}`;

export function evolve(state: ConcertState, event: ConcertEvent): void {
  switch (event.type) {
    case 'ConcertCreated':
      if (state.title !== null) throw impossible(state, event, 'it exists already');
      state.title = event.title;
      return;
    case 'ScheduleAdded':
      if (state.title === null) throw impossible(state, event, 'it does not exist');
      if (state.summaries.has(event.scheduleId)) throw impossible(state, event, 'that schedule exists already');
      insert(state, summaryOf(event.scheduleId, event.spec));
      state.unsettled.set(event.scheduleId, event.spec);
      return;
    case 'EffectSettled':
      settle(state, event);
      return;
    default:
      assertNever(event);
  }
}

export function insert({ summaries, sorted }: ConcertState, summary: ScheduleSummary): void {
  summaries.set(summary.scheduleId, summary);
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other !== undefined && isBefore(other, summary)) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, summary);
}

export function summaryOf(scheduleId: string, spec: ScheduleSpec): ScheduleSummary {
  const { startsAt, timeZone, date, onSaleAt, salesCloseAt } = spec;
  return { scheduleId, startsAt, timeZone, date, onSaleAt, salesCloseAt, totalSeats: seatsIn(spec.sections) };
}

function isBefore(one: ScheduleSummary, other: ScheduleSummary): boolean {
  return one.startsAt !== other.startsAt ? one.startsAt < other.startsAt : one.scheduleId < other.scheduleId;
}

function settle(state: ConcertState, event: Extract<ConcertEvent, { type: 'EffectSettled' }>): void {
  for (const scheduleId of state.unsettled.keys()) {
    if (effectKeyOf(scheduleId) !== event.key) continue;
    state.unsettled.delete(scheduleId);
    return;
  }
  throw impossible(state, event, 'no such effect is open');
}

function impossible({ concertId }: ConcertState, event: ConcertEvent, why: string): Error {
  return new Error(`concert/${concertId} cannot take in ${event.type}: ${why}`);
}
