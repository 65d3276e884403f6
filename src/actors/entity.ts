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
 *  - it fails again before a record of it was durable: the inbox is refused too, and the next recovery waits, longer each time.
 *  - the chain is broken: every command is ENTITY_DAMAGED until an operator restores the journal.
 */
import type { Envelope } from '../cluster/router.js';
import type { Effect } from '../domain/decider.js';
import type { EntityId } from '../domain/ids.js';
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { DamagedEntity } from '../journal/port.js';
import type { AppendResult, Journal, NewRecord } from '../journal/port.js';
import { Outbox } from './outbox.js';
import { snapshotOf, recover } from './recovery.js';
import type { Recovered } from './recovery.js';
import { Turn } from './turn.js';
import type { AnyDecider, HeldAnswer, RecordedEvent, Resolve } from './turn.js';

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
  /** It could not be read from the journal and is tried again later. */
  unreadable(entity: Entity, error: unknown): void;
}

interface Waiting {
  readonly envelope: Envelope;
  readonly resolve: Resolve;
}

/** What a turn leads to, worked out before anything of it leaves. */
interface TurnEnd {
  /** null when there is nothing to write. */
  readonly record: NewRecord | null;
  /** What is pending now; null when it is what it was. */
  readonly effects: readonly Effect<object>[] | null;
  readonly wakeAt: number | null;
}

type Phase = 'recovering' | 'ready' | 'appending' | 'damaged' | 'stopped';

/** A turn takes on so many commands; the rest waits for the next one, so that one entity cannot hold the loop for long. */
const TURN_COMMANDS_MAX = 1_000;
/** A snapshot is due when so many bytes of records came after the last, or half the last one's size if that is more: writing them costs at most about as much as the records. */
const SNAPSHOT_BYTES_MIN = 2 * 1024 * 1024;
/** When the node stops: fewer bytes of records than this are read again faster than a snapshot of every entity is written. */
const LAST_SNAPSHOT_BYTES_MIN = 64 * 1024;
const RECOVERY_RETRY_MS_MIN = 500;
const RECOVERY_RETRY_MS_MAX = 30_000;
/** A failure this long after the one before is the first of a new row. */
const FAILURE_MEMORY_MS = 2 * RECOVERY_RETRY_MS_MAX;
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
  private held: HeldAnswer[] = [];
  /** Both null until needed: most entities are wallets that never are. */
  private waiters: Map<string, Resolve[]> | null = null;
  private outbox: Outbox | null = null;
  private bytesSinceSnapshot = 0;
  private lastSnapshotBytes = 0;
  private snapshotUnderWay = false;
  /** What is pending was looked at since the recovery; from then on only events change it. */
  private effectsKnown = false;
  /** Crashes, failed appends and failed recoveries in a row: since the last durable record, none long after the one before. */
  private failures = 0;
  private failedAt = -Infinity;
  private cancelRecovery: (() => void) | null = null;

  constructor(
    readonly id: EntityId,
    readonly key: string,
    readonly decider: AnyDecider,
    private readonly host: EntityHost,
  ) {
    this.lastUsedAt = host.now();
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
      this.waiters === null &&
      !this.hasOpenEffects &&
      !this.snapshotUnderWay
    );
  }

  private get hasOpenEffects(): boolean {
    return this.outbox?.open ?? false;
  }

  /** Leaving memory would forget signs of life that something falls due by. */
  get livesOnSigns(): boolean {
    return this.current?.livesOnSigns ?? false;
  }

  get recovering(): boolean {
    return this.phase === 'recovering';
  }

  figures(): Readonly<Record<string, number>> {
    return this.current === null ? {} : (this.decider.figures?.(this.current.state) ?? {});
  }

  /** Puts a command into the inbox; resolves with the reply or a refusal once that may be shown. */
  offer(envelope: Envelope): Promise<unknown> {
    this.used = true;
    if (this.inbox.length >= this.host.inboxDepthMax) return Promise.resolve(refuse('OVERLOADED'));
    return this.enqueue(envelope);
  }

  /** What the actor runs for a wake-up. Never throws: nact would stop the actor. */
  takeTurn(): void {
    this.wakeUnderWay = false;
    const { current } = this;
    if (this.phase !== 'ready' || current === null) return;
    this.lastUsedAt = this.host.now();
    current.time = Math.max(this.lastUsedAt, current.time);
    const turn = new Turn(this.decider, current, this.waiters, current.time, (error) => this.host.warn(this, 'a command failed', error));
    let end: TurnEnd;
    try {
      this.play(turn);
      end = this.endOf(turn, current);
    } catch (error) {
      this.host.warn(this, 'the entity crashed and is read again from the journal', error);
      this.reset(turn.answers, refuse('INTERNAL'));
      return;
    }
    if (turn.noticed) current.livesOnSigns = true;
    if (end.record === null) this.finish(turn, end);
    else this.append(turn, end, end.record);
  }

  /** The host gives it up. Whatever still waits for an answer gets UNAVAILABLE, also for an append whose outcome is not known yet. */
  stop(): void {
    this.phase = 'stopped';
    this.current = null;
    this.cancelRecovery?.();
    this.outbox?.reset();
    for (const { resolve } of this.held.splice(0)) resolve(refuse('UNAVAILABLE'));
    this.refuseWaiters();
    this.refuseInbox(refuse('UNAVAILABLE'));
  }

  /** Saves the state if enough happened since the last snapshot; `last`: there will be no other chance, so less is enough. */
  async saveSnapshot(last: boolean): Promise<void> {
    const current = this.current;
    if (this.phase !== 'ready' || current === null || this.snapshotUnderWay || current.version === 0) return;
    const enough = last ? LAST_SNAPSHOT_BYTES_MIN : Math.max(SNAPSHOT_BYTES_MIN, this.lastSnapshotBytes / 2);
    if (this.bytesSinceSnapshot < enough) return;
    this.snapshotUnderWay = true;
    this.bytesSinceSnapshot = 0;
    try {
      const { snapshot, bytes } = await snapshotOf(this.id, this.decider, current);
      this.lastSnapshotBytes = bytes;
      await this.host.journal.saveSnapshot(snapshot);
    } catch (error) {
      // Recovery only takes longer without it.
      this.host.warn(this, 'a snapshot could not be saved', error);
    } finally {
      this.snapshotUnderWay = false;
    }
  }

  private enqueue(envelope: Envelope): Promise<unknown> {
    if (this.phase === 'damaged') return Promise.resolve(refuse('ENTITY_DAMAGED'));
    if (this.phase === 'stopped') return Promise.resolve(refuse('UNAVAILABLE'));
    return new Promise((resolve) => {
      this.inbox.push({ envelope, resolve });
      if (this.phase === 'ready') this.host.wake(this);
    });
  }

  /** Runs the inbox through the turn; what the turn does not take on stays in it. */
  private play(turn: Turn): void {
    turn.settleDue();
    const { inbox, lastUsedAt: now } = this;
    let taken = 0;
    try {
      while (taken < inbox.length && taken < TURN_COMMANDS_MAX && !turn.full) {
        const waiting = inbox[taken];
        taken += 1;
        if (waiting === undefined) continue;
        const { envelope, resolve } = waiting;
        if (envelope.deadline !== undefined && envelope.deadline < now) resolve(refuse('UNAVAILABLE'));
        else turn.run(envelope, resolve);
      }
      turn.answerWaiters();
    } finally {
      this.inbox = taken === inbox.length ? [] : inbox.slice(taken);
      this.waiters = turn.waiters;
    }
  }

  private endOf(turn: Turn, current: Recovered): TurnEnd {
    const { decider } = this;
    const wakeAt = decider.wakeAt(current.state);
    const effects = turn.events.length > 0 || !this.effectsKnown ? [...decider.pending(current.state)] : null;
    if (!turn.writes) return { record: null, effects, wakeAt };
    const record = {
      entity: this.id,
      expectedVersion: current.version,
      schema: decider.schema,
      epoch: this.host.epoch,
      at: turn.now,
      wakeAt,
      openEffects: effects === null ? this.hasOpenEffects : effects.length > 0,
      body: turn.body(),
    };
    return { record, effects, wakeAt };
  }

  private append(turn: Turn, end: TurnEnd, record: NewRecord): void {
    this.phase = 'appending';
    this.held = turn.answers;
    this.host.journal.append(record).then(
      (result) => this.appended(result, turn, end, record.body.length),
      (error: unknown) => {
        if (this.phase === 'stopped') return;
        this.host.warn(this, 'an append broke', error);
        this.reset(turn.answers, refuse('UNAVAILABLE'));
      },
    );
  }

  private appended(result: AppendResult, turn: Turn, end: TurnEnd, bytes: number): void {
    const { current } = this;
    if (this.phase === 'stopped') return;
    if (result.status !== 'durable' || current === null) {
      if (result.status === 'fenced') this.host.warn(this, 'another owner wrote this entity', null);
      this.reset(turn.answers, refuse('UNAVAILABLE'));
      return;
    }
    current.version = result.version;
    current.hash = result.hash;
    this.bytesSinceSnapshot += bytes;
    this.phase = 'ready';
    this.held = [];
    this.failures = 0;
    this.host.committed(this, turn.events, turn.now);
    this.finish(turn, end);
    if (this.bytesSinceSnapshot >= SNAPSHOT_BYTES_MIN) void this.saveSnapshot(false);
  }

  /** The state is durable: answers may go, effects may leave, the alarm is set. */
  private finish(turn: Turn, { effects, wakeAt }: TurnEnd): void {
    for (const { resolve, answer } of turn.answers) resolve(answer);
    if (effects !== null) {
      this.effectsKnown = true;
      this.drive(effects);
    }
    this.host.setAlarm(this.id, wakeAt !== null && wakeAt <= turn.now ? turn.now + EARLY_ALARM_MS : wakeAt);
    if (this.inbox.length > 0 || turn.full) this.host.wake(this);
  }

  private drive(effects: readonly Effect<object>[]): void {
    if (this.outbox === null && effects.length === 0) return;
    this.outbox ??= new Outbox(this.host, {
      // Past the inbox's limit: what the entity asked for itself is bounded by its effects, and refusing it would leave them open.
      offer: (envelope) => this.enqueue(envelope),
      failed: (error) => this.host.warn(this, 'the answer to an effect could not be taken in', error),
    });
    this.outbox.drive(effects);
  }

  private reset(answers: readonly HeldAnswer[], refusal: Refusal): void {
    this.held = [];
    for (const { resolve } of answers) resolve(refusal);
    // Whoever waits for a payment asks again and joins it, if it goes on.
    this.refuseWaiters();
    this.outbox?.reset();
    this.effectsKnown = false;
    this.current = null;
    this.recoverLater();
    // It was read again and failed again: nobody should wait for the next try.
    if (this.failures > 1) this.refuseInbox(refusal);
  }

  /** The first failure in a row is recovered from at once, the next ones ever later, so that lasting trouble does not eat the loop. */
  private recoverLater(): void {
    const now = this.host.now();
    this.phase = 'recovering';
    this.failures = now - this.failedAt > FAILURE_MEMORY_MS ? 1 : this.failures + 1;
    this.failedAt = now;
    if (this.failures === 1) {
      this.recover();
      return;
    }
    const ms = Math.min(RECOVERY_RETRY_MS_MAX, RECOVERY_RETRY_MS_MIN * 2 ** (this.failures - 2));
    this.cancelRecovery = this.host.after(ms, () => this.recover());
  }

  private recover(): void {
    recover(this.id, this.key, this.decider, this.host.journal, () => this.host.now()).then(
      (recovered) => this.begin(recovered),
      (error: unknown) => this.recoveryFailed(error),
    );
  }

  private begin(recovered: Recovered): void {
    if (this.phase === 'stopped') return;
    this.current = recovered;
    this.phase = 'ready';
    this.bytesSinceSnapshot = recovered.bytesReplayed;
    this.lastSnapshotBytes = 0;
    this.host.recovered(this, recovered.eventsReplayed);
    // Even without commands: something may be due, and open effects must be driven on.
    this.host.wake(this);
  }

  private recoveryFailed(error: unknown): void {
    if (this.phase === 'stopped') return;
    if (error instanceof DamagedEntity) {
      this.phase = 'damaged';
      this.refuseInbox(refuse('ENTITY_DAMAGED'));
      this.host.damaged(this, error);
      return;
    }
    this.refuseInbox(refuse('UNAVAILABLE'));
    this.host.unreadable(this, error);
    this.recoverLater();
  }

  private refuseInbox(refusal: Refusal): void {
    for (const { resolve } of this.inbox.splice(0)) resolve(refusal);
  }

  private refuseWaiters(): void {
    const waiters = this.waiters;
    this.waiters = null;
    for (const waiting of waiters?.values() ?? []) for (const resolve of waiting) resolve(refuse('UNAVAILABLE'));
  }
}
