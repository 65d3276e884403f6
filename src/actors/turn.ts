/** One turn of an entity: commands decided and evolved one after the other, their answers collected, their events gathered for one record. */
import type { Envelope } from '../cluster/router.js';
import type { Decider } from '../domain/decider.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { RememberedAnswers } from './remembered-answers.js';

/** A decider whose types the host does not look into. */
export type AnyDecider = Decider<unknown, object, RecordedEvent, unknown, unknown>;

export interface RecordedEvent {
  readonly type: string;
}

export type Resolve = (answer: unknown) => void;

export interface HeldAnswer {
  readonly resolve: Resolve;
  readonly answer: unknown;
}

/** The part of an entity that a turn works on. */
export interface TurnState {
  readonly state: unknown;
  readonly remembered: RememberedAnswers;
}

/** A turn stops taking commands when its record has so many events. */
const TURN_EVENTS_MAX = 2_000;

export class Turn {
  readonly events: RecordedEvent[] = [];
  readonly answers: HeldAnswer[] = [];
  /** Signs of life were taken in; they are lost when the entity leaves memory. */
  noticed = false;
  private readonly remembered: string[] = [];
  /** What time and state demand was not done to the end; commands must wait for the next turn. */
  private dueLeft = false;
  /** A command joined what may be decided already. */
  private joined = false;

  constructor(
    private readonly decider: AnyDecider,
    private readonly current: TurnState,
    /** Who waits for what to be decided; null when nobody does, as nearly always. */
    public waiters: Map<string, Resolve[]> | null,
    readonly now: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  get full(): boolean {
    return this.dueLeft || this.events.length >= TURN_EVENTS_MAX;
  }

  get writes(): boolean {
    return this.events.length > 0 || this.remembered.length > 0;
  }

  /** JSON of a RecordBody. */
  body(): string {
    const events = JSON.stringify(this.events);
    return this.remembered.length === 0 ? `{"events":${events}}` : `{"events":${events},"answers":[${this.remembered.join(',')}]}`;
  }

  /** Whatever must happen by itself now. */
  settleDue(): void {
    const before = this.events.length;
    for (;;) {
      const due = this.decider.due(this.current.state, this.now);
      if (due.length === 0) return;
      this.evolve(due);
      if (this.events.length - before >= TURN_EVENTS_MAX) {
        this.dueLeft = true;
        return;
      }
    }
  }

  /** Throws when the state can no longer be relied on; the command has its answer even then. */
  run(envelope: Envelope, resolve: Resolve): void {
    const repeated = this.repeated(envelope);
    if (repeated !== undefined) {
      this.answers.push({ resolve, answer: repeated });
      return;
    }
    const decision = this.decide(envelope);
    if (isRefusal(decision)) {
      this.answers.push({ resolve, answer: decision });
      return;
    }
    try {
      this.carryOut(decision, envelope, resolve);
    } catch (error) {
      this.answers.push({ resolve, answer: refuse('INTERNAL') });
      if (decision.events.length > 0) throw error;
      // Nothing happened, so the state is what it was.
      this.failed(error);
    }
  }

  /** At the end of the turn, once for all its commands: whoever waits for what was decided by now. */
  answerWaiters(): void {
    if (this.waiters === null || (this.events.length === 0 && !this.joined)) return;
    for (const [awaited, waiting] of this.waiters) {
      const answer = this.decider.outcome(this.current.state, awaited);
      if (answer === null) continue;
      this.waiters.delete(awaited);
      for (const resolve of waiting) this.answers.push({ resolve, answer });
    }
    if (this.waiters.size === 0) this.waiters = null;
  }

  private decide(envelope: Envelope): ReturnType<AnyDecider['decide']> {
    try {
      return this.decider.decide(this.current.state, envelope.command, { now: this.now, id: envelope.id });
    } catch (error) {
      this.failed(error);
      return refuse('INTERNAL');
    }
  }

  private carryOut(decision: Exclude<ReturnType<AnyDecider['decide']>, Refusal>, envelope: Envelope, resolve: Resolve): void {
    const { decider, current } = this;
    const changes = decision.events.length > 0;
    this.evolve(decision.events);
    if ('awaits' in decision) {
      if (changes) this.settleDue();
      this.await(decision.awaits, resolve);
      return;
    }
    if (decision.signs !== undefined) {
      for (const sign of decision.signs) decider.notice(current.state, sign, this.now);
      if (decision.signs.length > 0) this.noticed = true;
    }
    if (changes) this.settleDue();
    const answer = decision.reply(current.state);
    if (envelope.idempotency !== undefined) {
      this.remember({ ...envelope.idempotency, reply: answer });
    } else if (changes && decision.selfIdentified !== true) {
      this.remember({ key: envelope.id, reply: answer });
    }
    this.answers.push({ resolve, answer });
  }

  /** The remembered answer to a repeat, a refusal when the key came with another body, undefined for something new. */
  private repeated(envelope: Envelope): unknown {
    const { remembered } = this.current;
    if (remembered.size === 0) return undefined;
    if (envelope.idempotency !== undefined) {
      const found = remembered.find(envelope.idempotency.key);
      if (found !== null) return found.bodyHash === envelope.idempotency.bodyHash ? found.reply : refuse('IDEMPOTENCY_KEY_REUSED');
      return undefined;
    }
    return remembered.find(envelope.id)?.reply;
  }

  private remember(answer: { readonly key: string; readonly bodyHash?: string; readonly reply: unknown }): void {
    this.remembered.push(this.current.remembered.add(answer, this.now));
  }

  private evolve(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      this.decider.evolve(this.current.state, event, this.now);
      this.events.push(event);
    }
  }

  private await(awaited: string, resolve: Resolve): void {
    this.joined = true;
    this.waiters ??= new Map();
    const waiting = this.waiters.get(awaited);
    if (waiting === undefined) this.waiters.set(awaited, [resolve]);
    else waiting.push(resolve);
  }
}
