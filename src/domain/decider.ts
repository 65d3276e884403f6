/**
 * The shape every entity's rules take.
 *
 * A decider is pure and synchronous: no I/O, no clock, no randomness. Time and ids come in `Meta`. `decide` says what happens, `evolve` applies it;
 * only events survive a crash, so whatever an answer depends on must be an event (or follow from events and time).
 *
 * How the host uses it, for every batch of commands:
 *   1. `due(state, now)` until it yields nothing: what time and the state itself demand (an expired hold, a free place in the sale);
 *   2. for each command: `decide`, `evolve` every event, `due` again; `reply(state)` is read only then, so it shows the state the caller left behind;
 *   3. one journal record with all events; replies leave when it is durable; then `pending` effects are sent and `wakeAt` sets the alarm.
 */
import type { Slices } from './column.js';
import type { Refusal } from './refusals.js';

/** What the edge adds to a command. */
export interface Meta {
  /** The entity's time: milliseconds since 1970, never running backwards for this entity. */
  readonly now: number;
  /** The command's own id, 32 hex digits, minted at the edge; a repeat of the command carries the same. Things a command creates are named after it. */
  readonly id: string;
}

/** The command is accepted: these events happen. A read is an acceptance without events. */
export interface Accepted<State, Event, Sign, Reply> {
  readonly events: readonly Event[];
  /** Called once, after the events (and what falls due by them) were evolved. */
  reply(state: State): Reply;
  /** Signs of life: applied by `notice`, never journaled. */
  readonly signs?: readonly Sign[];
  /**
   * True when the entity itself recognises a repeat of this command by its id (the id names what was created, or the effect is the same however often).
   * Otherwise the host remembers the answer under the command's id, in the record of the effect.
   */
  readonly selfIdentified?: boolean;
}

/** The command is accepted, and its answer is known only later: when `outcome(state, awaits)` first is not null. */
export interface Deferred<Event> {
  readonly events: readonly Event[];
  readonly awaits: string;
}

export type Decision<State, Event, Sign, Reply> = Accepted<State, Event, Sign, Reply> | Deferred<Event> | Refusal;

/** Something an entity still has to ask of another one. Sent after the commit that created it, again after a crash, until answered. */
export interface Effect<Command> {
  /** Unique within the entity and stable over restarts; it also is the id the command is sent with (32 hex digits, or derived from such). */
  readonly key: string;
  /** The entity to ask: `kind/key`. */
  readonly to: string;
  /** The command for it, idempotent by its ids. */
  readonly command: object;
  /** Turns the answer (a refusal is an answer too) into the command this entity gives itself. That command must remove the effect from `pending`. */
  then(answer: unknown): Command;
}

/** State as plain data that the structured clone algorithm can carry: typed arrays are copies that the encoder gives away. */
export type EncodedState = Readonly<Record<string, unknown>>;

export interface Decider<State, Command extends object, Event extends { readonly type: string }, Sign, Reply> {
  /** The entity kind this decider rules over: the part of the id before the slash. */
  readonly kind: string;
  /** Version of `encode`'s output and of the events; raised when either changes shape. Older snapshots are discarded, older events are still read by `evolve`. */
  readonly schema: number;
  /** The state of an entity nothing has happened to. `key` is the part of the id after the slash. */
  initial(key: string): State;
  /** Never mutates; never throws for a business "no". */
  decide(state: State, command: Command, meta: Meta): Decision<State, Event, Sign, Reply>;
  /** What must happen now by itself, oldest first; empty when nothing. Called again after its events were evolved, so one step at a time is enough. */
  due(state: State, now: number): readonly Event[];
  /** Applies a recorded event; may mutate. Total over events that `decide` and `due` yield; anything else is a bug and throws. */
  evolve(state: State, event: Event, at: number): void;
  /** Applies a sign of life; may mutate. Must leave everything that is journaled alone. */
  notice(state: State, sign: Sign, at: number): void;
  /** After a recovery: signs of life were not journaled, so all count as alive now. */
  revive(state: State, now: number): void;
  /** The answer that a deferred command waits for, or null while it is still open. */
  outcome(state: State, awaited: string): Reply | Refusal | null;
  /** What must still be asked of other entities. */
  pending(state: State): Iterable<Effect<Command>>;
  /** The next moment something falls due, in ms since 1970; null when nothing will. May be early, never late. */
  wakeAt(state: State): number | null;
  /** What an operator wants to see summed over all entities of the kind, by name; left out when there is nothing. */
  figures?(state: State): Readonly<Record<string, number>>;
  encode(state: State): EncodedState;
  /**
   * The same for a state that can be large, with pauses in which it may change: what is encoded is the state as it was when the first slice began. Left out
   * when a state is encoded in no time.
   */
  encodeInSlices?(state: State): Slices<EncodedState>;
  decode(key: string, encoded: EncodedState): State;
  /** The same for a state that can be large. Left out when a state is decoded in no time. */
  decodeInSlices?(key: string, encoded: EncodedState): Slices<State>;
}

/** Makes a switch over a union exhaustive: the compiler objects when a case is missing, the run-time when a stranger gets in. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}

/** The command is accepted with these events; its answer is remembered under its id, so that a repeat gets the same. */
export function accept<State, Event, Sign, Reply>(
  events: readonly Event[],
  reply: (state: State) => Reply,
): Accepted<State, Event, Sign, Reply> {
  return { events, reply };
}

/** The same for a command whose repeat the entity recognises by itself, or whose effect is the same however often it comes. */
export function acceptRepeatable<State, Event, Sign, Reply>(
  events: readonly Event[],
  reply: (state: State) => Reply,
): Accepted<State, Event, Sign, Reply> {
  return { events, reply, selfIdentified: true };
}
