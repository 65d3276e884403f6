/**
 * Runs a decider the way the entity host does (due, decide, evolve, due, reply), without actors and journal, on a clock the test moves.
 * Every event is kept with its time, so that a test can replay what happened.
 */
import type { Decider, Effect } from '../../src/domain/decider.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { isRefusal } from '../../src/domain/refusals.js';

export interface Recorded<Event> {
  readonly event: Event;
  readonly at: number;
}

/** The answer to a deferred command that is not decided yet. */
export interface Awaiting {
  readonly awaits: string;
}

export class Simulation<State, Command extends object, Event extends { readonly type: string }, Sign, Reply> {
  readonly log: Recorded<Event>[] = [];
  state: State;
  private commandsSoFar = 0;

  constructor(
    readonly decider: Decider<State, Command, Event, Sign, Reply>,
    readonly key: string,
    public now = 1_800_000_000_000,
  ) {
    this.state = decider.initial(key);
  }

  /** Applies events that happened before the story starts. */
  given(...events: readonly Event[]): this {
    for (const event of events) this.record(event);
    return this;
  }

  /** Time passes; nothing runs until the next command or `tick`. */
  after(ms: number): this {
    this.now += ms;
    return this;
  }

  /** What the alarm does: lets time and state take their course. Returns the events this caused. */
  tick(): Event[] {
    const caused: Event[] = [];
    for (;;) {
      const due = this.decider.due(this.state, this.now);
      if (due.length === 0) return caused;
      for (const event of due) caused.push(this.record(event));
    }
  }

  /** Sends a command. `id`: 32 hex digits; a fresh one when left out. */
  when(command: Command, id: string = this.freshId()): Reply | Refusal | Awaiting {
    this.tick();
    const decision = this.decider.decide(this.state, command, { now: this.now, id });
    if (isRefusal(decision)) return decision;
    for (const event of decision.events) this.record(event);
    if ('signs' in decision) for (const sign of decision.signs ?? []) this.decider.notice(this.state, sign, this.now);
    this.tick();
    return 'awaits' in decision ? { awaits: decision.awaits } : decision.reply(this.state);
  }

  /** The same, for a command that must succeed; the type of the reply is the caller's knowledge. */
  must<R extends Reply>(command: Command, id?: string): R {
    const answer = this.when(command, id);
    if (isRefusal(answer)) throw new Error(`unexpected refusal ${JSON.stringify(answer)} of ${JSON.stringify(command)}`);
    return answer as R;
  }

  outcome(awaited: string): Reply | Refusal | null {
    return this.decider.outcome(this.state, awaited);
  }

  effects(): Effect<Command>[] {
    return [...this.decider.pending(this.state)];
  }

  types(): string[] {
    return this.log.map(({ event }) => event.type);
  }

  events<T extends Event['type']>(type: T): Extract<Event, { type: T }>[] {
    return this.log.filter(({ event }) => event.type === type).map(({ event }) => event as Extract<Event, { type: T }>);
  }

  /** A second life: the state rebuilt from the recorded events, as JSON keeps them. */
  replayed(): State {
    const state = this.decider.initial(this.key);
    for (const { event, at } of this.log) this.decider.evolve(state, JSON.parse(JSON.stringify(event)) as Event, at);
    return state;
  }

  /** A third life: the state from a snapshot taken after `count` events, and the rest replayed. */
  fromSnapshotAfter(count: number): State {
    const early = this.decider.initial(this.key);
    for (const { event, at } of this.log.slice(0, count)) this.decider.evolve(early, event, at);
    const state = this.decider.decode(this.key, structuredClone(this.decider.encode(early)));
    for (const { event, at } of this.log.slice(count)) this.decider.evolve(state, event, at);
    return state;
  }

  freshId(): string {
    this.commandsSoFar += 1;
    return this.commandsSoFar.toString(16).padStart(32, '0');
  }

  private record(event: Event): Event {
    this.decider.evolve(this.state, event, this.now);
    this.log.push({ event, at: this.now });
    return event;
  }
}
