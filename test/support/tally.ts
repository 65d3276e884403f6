/**
 * The rules of a tally, the simplest thing that uses all of an entity host: it adds up, reminds itself, asks other tallies, is shown signs of life, and breaks
 * where a test wants it to.
 */
import type { Decider, Decision, Effect, EncodedState, Meta } from '../../src/domain/decider.js';
import { assertNever } from '../../src/domain/decider.js';
import type { EntityId } from '../../src/domain/ids.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { refuse } from '../../src/domain/refusals.js';

export type TallyCommand =
  | { readonly type: 'Add'; readonly amount: number; readonly padding?: string }
  | { readonly type: 'Read' }
  | { readonly type: 'Remind'; readonly at: number }
  /** Asks another tally to add; answered at once. */
  | { readonly type: 'Send'; readonly key: string; readonly to: string; readonly amount: number }
  /** The same, answered when the other one has answered. */
  | { readonly type: 'SendAndWait'; readonly key: string; readonly to: string; readonly amount: number }
  | { readonly type: 'Await'; readonly key: string }
  | { readonly type: 'Withdraw'; readonly key: string }
  | { readonly type: 'Settle'; readonly key: string; readonly answer: unknown }
  | { readonly type: 'Wave' }
  | { readonly type: 'BreakDecide' }
  | { readonly type: 'BreakEvolve' }
  | { readonly type: 'BreakRead' };

export type TallyEvent =
  | { readonly type: 'Added'; readonly amount: number; readonly by: string; readonly padding?: string }
  | { readonly type: 'ReminderSet'; readonly at: number }
  | { readonly type: 'Reminded'; readonly at: number }
  | { readonly type: 'Sent'; readonly key: string; readonly to: string; readonly amount: number }
  | { readonly type: 'Settled'; readonly key: string; readonly answer: unknown }
  | { readonly type: 'Withdrawn'; readonly key: string }
  | { readonly type: 'WatchBegun' }
  | { readonly type: 'LifeLost' }
  | { readonly type: 'Broken' };

interface Sent {
  readonly to: string;
  readonly amount: number;
}

export interface TallyState {
  total: number;
  reminders: number[];
  reminded: number;
  open: Map<string, Sent>;
  answers: Map<string, unknown>;
  /** null: nobody ever waved. */
  seenAt: number | null;
}

export interface TallyView {
  readonly total: number;
  readonly reminded: number;
  readonly at: number;
}

/** What a test sees and steers. */
export interface TallyKnobs {
  /** Every command that reached `decide`, in order: `key:type`. */
  readonly decided: string[];
  /** Every call of `pending`. */
  pendingAsked: number;
  breakDue: boolean;
  breakThen: boolean;
  breakPending: boolean;
  breakEncode: boolean;
}

/** What one can await without any effect: that the total is more than 0. */
export const SOMETHING_ADDED = 'something added';

/** A life that gives no sign is lost after this. */
export const LIFE_MS = 1_800_000;

export const tally = (key: string): EntityId => `tally/${key}` as EntityId;

export function knobs(): TallyKnobs {
  return { decided: [], pendingAsked: 0, breakDue: false, breakThen: false, breakPending: false, breakEncode: false };
}

type TallyDecision = Decision<TallyState, TallyEvent, null, unknown>;

export function tallyDecider(steer: TallyKnobs, schema = 1): Decider<TallyState, TallyCommand, TallyEvent, null, unknown> {
  return {
    kind: 'tally',
    schema,
    initial: () => ({ total: 0, reminders: [], reminded: 0, open: new Map(), answers: new Map(), seenAt: null }),
    decide: (state, command, meta) => {
      steer.decided.push(command.type === 'Add' ? `Add ${command.amount}` : command.type);
      return decide(state, command, meta);
    },
    due: (state, now) => due(state, now, steer),
    evolve,
    notice: (state, _sign, at) => {
      state.seenAt = at;
    },
    revive: (state, now) => {
      if (state.seenAt !== null) state.seenAt = now;
    },
    outcome: ({ open, answers, total }, key) => {
      if (key === SOMETHING_ADDED) return total > 0 ? { total } : null;
      return open.has(key) ? null : (answers.get(key) ?? refuse('PAYMENT_ABORTED'));
    },
    pending: (state) => {
      steer.pendingAsked += 1;
      if (steer.breakPending) throw new Error('pending broke');
      return pending(state, steer);
    },
    wakeAt,
    figures: ({ total }) => ({ total }),
    encode: (state): EncodedState => {
      if (steer.breakEncode) throw new Error('encode broke');
      return { ...state, open: [...state.open], answers: [...state.answers] };
    },
    decode: (_key, encoded) => {
      const { open, answers, ...plain } = encoded as unknown as TallyState;
      return { ...plain, open: new Map(open), answers: new Map(answers) };
    },
  };
}

function decide(state: TallyState, command: TallyCommand, { id, now }: Meta): TallyDecision {
  const view = ({ total, reminded }: TallyState): TallyView => ({ total, reminded, at: now });
  switch (command.type) {
    case 'Add': {
      if (state.total + command.amount < 0) return refuse('INVALID_AMOUNT', { total: state.total });
      const padding = command.padding === undefined ? {} : { padding: command.padding };
      return { events: [{ type: 'Added', amount: command.amount, by: id, ...padding }], reply: view };
    }
    case 'Read':
      return { events: [], reply: view };
    case 'Remind':
      return { events: [{ type: 'ReminderSet', at: command.at }], reply: view };
    case 'Send':
      return { events: [{ type: 'Sent', key: command.key, to: command.to, amount: command.amount }], reply: view };
    case 'SendAndWait':
      return { events: [{ type: 'Sent', key: command.key, to: command.to, amount: command.amount }], awaits: command.key };
    case 'Await':
      return { events: [], awaits: command.key };
    case 'Withdraw':
      return { events: [{ type: 'Withdrawn', key: command.key }], reply: view };
    case 'Settle': {
      const isOpen = state.open.has(command.key);
      return { events: isOpen ? [{ type: 'Settled', key: command.key, answer: command.answer }] : [], reply: view, selfIdentified: true };
    }
    case 'Wave':
      return { events: state.seenAt === null ? [{ type: 'WatchBegun' }] : [], reply: view, signs: [null] };
    case 'BreakDecide':
      throw new Error('decide broke');
    case 'BreakEvolve':
      return { events: [{ type: 'Broken' }], reply: view };
    case 'BreakRead':
      return {
        events: [],
        reply: () => {
          throw new Error('reply broke');
        },
      };
    default:
      return assertNever(command);
  }
}

function due(state: TallyState, now: number, steer: TallyKnobs): readonly TallyEvent[] {
  if (steer.breakDue) return [{ type: 'Broken' }];
  const first = state.reminders[0];
  if (first !== undefined && first <= now) return [{ type: 'Reminded', at: first }];
  return state.seenAt !== null && state.seenAt + LIFE_MS <= now ? [{ type: 'LifeLost' }] : [];
}

function wakeAt({ reminders, seenAt }: TallyState): number | null {
  const earliest = Math.min(reminders[0] ?? Infinity, seenAt === null ? Infinity : seenAt + LIFE_MS);
  return earliest === Infinity ? null : earliest;
}

function evolve(state: TallyState, event: TallyEvent, at: number): void {
  switch (event.type) {
    case 'Added':
      state.total += event.amount;
      return;
    case 'ReminderSet':
      state.reminders = [...state.reminders, event.at].sort((a, b) => a - b);
      return;
    case 'Reminded':
      state.reminders = state.reminders.slice(1);
      state.reminded += 1;
      return;
    case 'Sent':
      state.open.set(event.key, { to: event.to, amount: event.amount });
      return;
    case 'Settled':
      state.open.delete(event.key);
      state.answers.set(event.key, event.answer);
      return;
    case 'Withdrawn':
      state.open.delete(event.key);
      return;
    case 'WatchBegun':
      state.seenAt = at;
      return;
    case 'LifeLost':
      state.seenAt = null;
      return;
    case 'Broken':
      throw new Error('evolve broke');
    default:
      return assertNever(event);
  }
}

function* pending({ open }: TallyState, steer: TallyKnobs): Generator<Effect<TallyCommand>> {
  for (const [key, { to, amount }] of open) {
    const command: TallyCommand = { type: 'Add', amount };
    yield {
      key,
      to,
      command,
      then: (answer) => {
        if (steer.breakThen) throw new Error('then broke');
        return { type: 'Settle', key, answer };
      },
    };
  }
}

export const isRefusedWith = (answer: unknown, code: Refusal['refused']): boolean =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && answer.refused === code;
