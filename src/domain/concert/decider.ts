/** The rules of a concert: it is created once, and its schedules are added to it; each schedule's own entity is created by an effect. */
import {
  accept,
  acceptRepeatable,
  assertNever,
  type Decider,
  type Decision,
  type Effect,
  type EncodedState,
  type Meta,
} from '../decider.js';
import { scheduleEntity, scheduleIdFrom } from '../ids.js';
import type { QueueSettings } from '../queue/protocol.js';
import { refuse } from '../refusals.js';
import { checkSpec } from '../schedule/check-spec.js';
import type { ScheduleCommand, ScheduleSpec } from '../schedule/protocol.js';
import { checkConcert } from './check-concert.js';
import {
  type ConcertCommand,
  type ConcertEvent,
  type ConcertReply,
  type ConcertSign,
  SCHEDULES_PER_CONCERT_MAX,
  type ScheduleSummary,
} from './protocol.js';
import { type ConcertState, effectKeyOf, emptyState, evolve, insert, summaryOf } from './state.js';

type ConcertDecision = Decision<ConcertState, ConcertEvent, ConcertSign, ConcertReply>;

interface EncodedConcert {
  readonly title: string | null;
  readonly schedules: readonly ScheduleSummary[];
  readonly unsettled: readonly (readonly [string, ScheduleSpec])[];
}

export const concertDecider: Decider<ConcertState, ConcertCommand, ConcertEvent, ConcertSign, ConcertReply> = {
  kind: 'concert',
  schema: 1,
  initial: (key) => emptyState(key),
  decide,
  due: () => [],
  evolve,
  notice: (_state, sign) => assertNever(sign),
  revive: () => undefined,
  outcome: () => null,
  pending,
  wakeAt: () => null,
  encode: (state): EncodedState => ({
    title: state.title,
    schedules: [...state.sorted],
    unsettled: [...state.unsettled],
  }),
  decode,
};

function decode(concertId: string, encoded: EncodedState): ConcertState {
  const { title, schedules, unsettled } = encoded as unknown as EncodedConcert;
  const state: ConcertState = { ...emptyState(concertId), title, unsettled: new Map(unsettled) };
  for (const summary of schedules) insert(state, summary);
  return state;
}

function decide(state: ConcertState, command: ConcertCommand, meta: Meta): ConcertDecision {
  switch (command.type) {
    case 'Create':
      return create(state, command.title, command.queue, meta.now);
    case 'AddSchedule':
      return addSchedule(state, command.spec, meta.id);
    case 'SettleEffect':
      return settleEffect(state, command.key);
    case 'Describe':
      return state.title === null ? refuse('CONCERT_NOT_FOUND') : accept([], viewAt(meta.now));
    default:
      return assertNever(command);
  }
}

function create(state: ConcertState, title: string, queue: QueueSettings, now: number): ConcertDecision {
  if (state.title !== null) return acceptRepeatable([], viewAt(now));
  const errors = checkConcert(title, queue);
  if (errors.length > 0) return refuse('VALIDATION_FAILED', { errors });
  return acceptRepeatable([{ type: 'ConcertCreated', title, queue }], viewAt(now));
}

function addSchedule(state: ConcertState, spec: ScheduleSpec, commandId: string): ConcertDecision {
  if (state.title === null) return refuse('CONCERT_NOT_FOUND');
  const scheduleId = scheduleIdFrom(state.concertId, commandId);
  const known = state.summaries.get(scheduleId);
  if (known !== undefined) return acceptRepeatable([], () => known);
  const errors = [...checkSpec(spec)];
  if (spec.concertId !== state.concertId)
    errors.push({ pointer: '/concertId', message: `must be ${state.concertId}, the concert it is added to` });
  if (state.summaries.size >= SCHEDULES_PER_CONCERT_MAX) {
    errors.push({ pointer: '', message: `a concert has at most ${SCHEDULES_PER_CONCERT_MAX} schedules; add it to another concert` });
  }
  if (errors.length > 0) return refuse('VALIDATION_FAILED', { errors });
  const summary = summaryOf(scheduleId, spec);
  return acceptRepeatable([{ type: 'ScheduleAdded', scheduleId, spec }], () => summary);
}

function settleEffect(state: ConcertState, key: string): ConcertDecision {
  const isOpen = [...state.unsettled.keys()].some((scheduleId) => effectKeyOf(scheduleId) === key);
  return acceptRepeatable(isOpen ? [{ type: 'EffectSettled', key }] : [], () => null);
}

function* pending({ unsettled }: ConcertState): Iterable<Effect<ConcertCommand>> {
  for (const [scheduleId, spec] of unsettled) {
    const key = effectKeyOf(scheduleId);
    const command: ScheduleCommand = { type: 'Create', spec };
    yield { key, to: scheduleEntity(scheduleId), command, then: () => ({ type: 'SettleEffect', key }) };
  }
}

function viewAt(now: number): (state: ConcertState) => ConcertReply {
  return (state) => {
    if (state.title === null) throw new Error(`concert/${state.concertId} is described before it was created`);
    const onSale = state.sorted.some(({ onSaleAt, salesCloseAt }) => (onSaleAt === null || onSaleAt <= now) && now < salesCloseAt);
    return { concertId: state.concertId, title: state.title, schedules: [...state.sorted], onSale };
  };
}
