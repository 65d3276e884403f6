/**
 * One entity in memory: its state, its inbox, and the turn that empties it.
 *
 * Invariants
 *  - Commands are decided strictly one after the other, in the order they arrived.
 *  - A turn drains the inbox: decide and evolve each command, then one append of all events. Commands that arrive while the append is under way wait for the
 *    next turn, so at most one append is in flight and the state between turns is exactly the durable one.
 *  - Nothing leaves before it is durable: answers of a turn that wrote something, reads and refusals among them, are held until its record is acknowledged.
 *  - State is never patched backwards. When an append fails or an event cannot be applied, the state is thrown away and read again from the journal.
 *
 * Failure cases
 *  - append fenced or failed: every held answer becomes UNAVAILABLE, the entity recovers; commands not yet begun stay in the inbox.
 *  - `decide` throws: that command alone is INTERNAL, the state is untouched.
 *  - `evolve` (or anything after it) throws: answers of the turn become INTERNAL, the entity recovers.
 *  - the chain is broken: every command is ENTITY_DAMAGED until an operator restores the journal.
 */
import type { Envelope } from '../cluster/router.js';
import type { EntityId } from '../domain/ids.js';
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { DamagedEntity } from '../journal/port.js';
import type { AppendResult, Journal, NewRecord } from '../journal/port.js';
import { Outbox } from './outbox.js';
import { snapshotOf, recover } from './recovery.js';
import type { Recovered } from './recovery.js';
import { Turn } from './turn.js';
import type { AnyDecider, RecordedEvent, Resolve } from './turn.js';

/** What an entity needs of its host. */
export interface EntityHost {
  readonly journal: Journal;
  readonly epoch: number;
  readonly inboxDepthMax: number;
  now(): number;
  /** Sends the entity's actor the one wake-up that makes it take a turn. */
  wake(entity: Entity): void;
  /** Asks another entity in this entity's name. */
  ask(entity: EntityId, envelope: Envelope): Promise<unknown>;
  after(ms: number, task: () => void): () => void;
  random(): number;
  setAlarm(entity: EntityId, at: number | null): void;
  committed(entity: Entity, events: readonly RecordedEvent[], at: number): void;
  recovered(entity: Entity, eventsReplayed: number): void;
  warn(entity: Entity, what: string, error: unknown): void;
  damaged(entity: Entity, error: DamagedEntity): void;
}

interface Waiting {
  readonly envelope: Envelope;
  readonly resolve: Resolve;
}

type Phase = 'recovering' | 'ready' | 'appending' | 'damaged';

/** A turn takes on so many commands; the rest waits for the next one, so that one entity cannot hold the loop for long. */
const TURN_COMMANDS_MAX = 1_000;
/** A snapshot is due when so many bytes of records came after the last, or half the last one's size if that is more: writing them costs at most about as much as the records. */
const SNAPSHOT_BYTES_MIN = 2 * 1024 * 1024;
const RECOVERY_RETRY_MS = 500;
/** When an alarm rang early, so that nothing was due yet. */
const EARLY_ALARM_MS = 10;

export class Entity {
  /** Set while a wake-up is on its way to the actor. */
  wakeUnderWay = false;
  /** Second-chance bit of the host's eviction: used since it was last looked at. */
  used = true;
  lastUsedAt: number;
  private phase: Phase = 'recovering';
  private current: Recovered | null = null;
  private inbox: Waiting[] = [];
  private held: { readonly resolve: Resolve; readonly answer: unknown }[] = [];
  private readonly waiters = new Map<string, Resolve[]>();
  private readonly outbox: Outbox;
  private bytesSinceSnapshot = 0;
  private lastSnapshotBytes = 0;
  private snapshotUnderWay = false;

  constructor(
    readonly id: EntityId,
    readonly key: string,
    readonly decider: AnyDecider,
    private readonly host: EntityHost,
  ) {
    this.lastUsedAt = host.now();
    this.outbox = new Outbox(host, (envelope) => this.offer(envelope));
    this.recover();
  }

  get inboxDepth(): number {
    return this.inbox.length;
  }

  /** Nothing under way and nothing to come but what an alarm will wake it for. */
  get idle(): boolean {
    return (
      (this.phase === 'ready' || this.phase === 'damaged') &&
      !this.wakeUnderWay &&
      this.inbox.length === 0 &&
      this.waiters.size === 0 &&
      !this.outbox.open &&
      !this.snapshotUnderWay
    );
  }

  figures(): Readonly<Record<string, number>> {
    return this.current === null ? {} : (this.decider.figures?.(this.current.state) ?? {});
  }

  /** Puts a command into the inbox; resolves with the reply or a refusal once that may be shown. */
  offer(envelope: Envelope): Promise<unknown> {
    this.used = true;
    if (this.phase === 'damaged') return Promise.resolve(refuse('ENTITY_DAMAGED'));
    if (this.inbox.length >= this.host.inboxDepthMax) return Promise.resolve(refuse('OVERLOADED'));
    return new Promise((resolve) => {
      this.inbox.push({ envelope, resolve });
      if (this.phase === 'ready') this.host.wake(this);
    });
  }

  /** What the actor runs for a wake-up. */
  takeTurn(): void {
    this.wakeUnderWay = false;
    if (this.phase !== 'ready' || this.current === null) return;
    const now = Math.max(this.host.now(), this.current.time);
    this.lastUsedAt = now;
    this.current.time = now;
    const turn = new Turn(this.decider, this.current, this.waiters, now, (error) => this.host.warn(this, 'a command failed', error));
    const rest = this.play(turn, now);
    if (rest === null) return;
    this.inbox = rest;
    if (turn.writes) this.append(turn, this.current);
    else this.finish(turn.answers);
  }

  /** Saves the state if enough happened since the last snapshot; `always`: if anything did. */
  async saveSnapshot(always: boolean): Promise<void> {
    const current = this.current;
    if (this.phase !== 'ready' || current === null || this.snapshotUnderWay || current.version === 0) return;
    const enough = Math.max(SNAPSHOT_BYTES_MIN, this.lastSnapshotBytes / 2);
    if (always ? this.bytesSinceSnapshot === 0 : this.bytesSinceSnapshot < enough) return;
    this.snapshotUnderWay = true;
    this.bytesSinceSnapshot = 0;
    try {
      const { snapshot, bytes } = snapshotOf(this.id, this.decider, current);
      this.lastSnapshotBytes = bytes;
      await this.host.journal.saveSnapshot(snapshot);
    } catch (error) {
      // Recovery only takes longer without it.
      this.host.warn(this, 'a snapshot could not be saved', error);
    } finally {
      this.snapshotUnderWay = false;
    }
  }

  /** Runs the inbox through the turn; returns what stays in it, or null when the entity crashed. */
  private play(turn: Turn, now: number): Waiting[] | null {
    const inbox = this.inbox;
    let taken = 0;
    try {
      turn.settleDue();
      while (taken < inbox.length && taken < TURN_COMMANDS_MAX && !turn.full) {
        const waiting = inbox[taken];
        taken += 1;
        if (waiting === undefined) continue;
        if (waiting.envelope.deadline !== undefined && waiting.envelope.deadline < now) waiting.resolve(refuse('UNAVAILABLE'));
        else turn.run(waiting.envelope, waiting.resolve);
      }
    } catch (error) {
      this.inbox = inbox.slice(taken);
      inbox[taken - 1]?.resolve(refuse('INTERNAL'));
      this.host.warn(this, 'the entity crashed and is read again from the journal', error);
      this.reset(turn.answers, refuse('INTERNAL'));
      return null;
    }
    return taken === inbox.length ? [] : inbox.slice(taken);
  }

  private append(turn: Turn, current: Recovered): void {
    const { decider } = this;
    const wakeAt = decider.wakeAt(current.state);
    const body = turn.body();
    const record: NewRecord = {
      entity: this.id,
      expectedVersion: current.version,
      schema: decider.schema,
      epoch: this.host.epoch,
      at: turn.now,
      wakeAt,
      openEffects: hasAny(decider.pending(current.state)),
      body,
    };
    this.phase = 'appending';
    this.held = turn.answers;
    this.host.journal.append(record).then(
      (result) => this.appended(result, turn, body.length),
      (error: unknown) => {
        this.host.warn(this, 'an append broke', error);
        this.reset(this.held, refuse('UNAVAILABLE'));
      },
    );
  }

  private appended(result: AppendResult, turn: Turn, bytes: number): void {
    const { current, held } = this;
    if (result.status !== 'durable' || current === null) {
      if (result.status === 'fenced') this.host.warn(this, 'another owner wrote this entity', null);
      this.reset(held, refuse('UNAVAILABLE'));
      return;
    }
    current.version = result.version;
    current.hash = result.hash;
    this.bytesSinceSnapshot += bytes;
    this.phase = 'ready';
    this.held = [];
    this.host.committed(this, turn.events, turn.now);
    this.finish(held);
    void this.saveSnapshot(false);
  }

  /** The state is durable: answers may go, effects may leave, the alarm is set. */
  private finish(answers: readonly { readonly resolve: Resolve; readonly answer: unknown }[]): void {
    for (const { resolve, answer } of answers) resolve(answer);
    if (this.current === null) return;
    this.outbox.drive(this.decider.pending(this.current.state));
    const wakeAt = this.decider.wakeAt(this.current.state);
    const early = wakeAt !== null && wakeAt <= this.current.time ? this.current.time + EARLY_ALARM_MS : wakeAt;
    this.host.setAlarm(this.id, early);
    if (this.inbox.length > 0) this.host.wake(this);
  }

  private reset(answers: readonly { readonly resolve: Resolve }[], refusal: Refusal): void {
    this.held = [];
    for (const { resolve } of answers) resolve(refusal);
    // Whoever waits for a payment asks again and joins it, if it goes on.
    for (const waiting of this.waiters.values()) for (const resolve of waiting) resolve(refuse('UNAVAILABLE'));
    this.waiters.clear();
    this.outbox.reset();
    this.current = null;
    this.recover();
  }

  private recover(): void {
    this.phase = 'recovering';
    recover(this.id, this.key, this.decider, this.host.journal, () => this.host.now()).then(
      (recovered) => this.begin(recovered),
      (error: unknown) => this.recoveryFailed(error),
    );
  }

  private begin(recovered: Recovered): void {
    this.current = recovered;
    this.phase = 'ready';
    this.bytesSinceSnapshot = recovered.bytesReplayed;
    this.lastSnapshotBytes = 0;
    this.host.recovered(this, recovered.eventsReplayed);
    // Even without commands: something may be due, and open effects must be driven on.
    this.host.wake(this);
  }

  private recoveryFailed(error: unknown): void {
    const inbox = this.inbox;
    this.inbox = [];
    if (error instanceof DamagedEntity) {
      this.phase = 'damaged';
      for (const { resolve } of inbox) resolve(refuse('ENTITY_DAMAGED'));
      this.host.damaged(this, error);
      return;
    }
    for (const { resolve } of inbox) resolve(refuse('UNAVAILABLE'));
    this.host.warn(this, 'the entity could not be read from the journal', error);
    this.host.after(RECOVERY_RETRY_MS, () => this.recover());
  }
}

function hasAny(items: Iterable<unknown>): boolean {
  for (const _ of items) return true;
  return false;
}
