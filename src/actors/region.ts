/**
 * All entities of this node, each behind a nact actor of its own.
 *
 * Actors are spawned flat, under the system itself, which receives no messages (nact copies a parent's children with every message it gets). A command goes
 * into the entity's own inbox and its actor gets one wake-up, however many commands arrive before its turn: nact hands an actor one message per turn of the
 * event loop, so anything else would starve a hot entity.
 *
 * Entities are brought to memory by the first command or alarm, and leave it when idle for long or when room is needed, least recently used first; never with
 * work under way, open effects or something due soon.
 */
import { dispatch, spawn, start, stop } from 'nact';
import type { ActorSystemRef } from 'nact';
import type { Envelope, Router } from '../cluster/router.js';
import type { EntityId } from '../domain/ids.js';
import { refuse } from '../domain/refusals.js';
import type { DamagedEntity, Journal } from '../journal/port.js';
import type { Timers } from '../timers.js';
import { Alarms } from './alarms.js';
import { Entity } from './entity.js';
import type { EntityHost } from './entity.js';
import type { AnyDecider, RecordedEvent } from './turn.js';

export interface RegionLimits {
  /** Commands waiting in one entity's inbox; more are refused with OVERLOADED. */
  readonly inboxDepthMax: number;
  /** Entities in memory; exceeded only for as long as open effects need more. */
  readonly liveEntitiesMax: number;
  /** An entity unused for so long leaves memory, ms. */
  readonly passivateAfterMs: number;
}

export interface RegionLog {
  info(members: object, message: string): void;
  warn(members: object, message: string): void;
  error(members: object, message: string): void;
}

/** After every commit, in commit order per entity. */
export type CommitListener = (kind: string, key: string, events: readonly RecordedEvent[], at: number) => void;

export interface RegionOptions {
  readonly journal: Journal;
  readonly deciders: readonly AnyDecider[];
  readonly limits: RegionLimits;
  readonly now: () => number;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: RegionLog;
  readonly onCommit?: CommitListener;
}

/** What the start found that goes on by itself. */
export interface StartReport {
  /** Entities with an effect to drive on. */
  readonly openEffects: number;
  /** Entities in which something fell due while the node was away. */
  readonly overdue: number;
  /** Entities that will be woken later. */
  readonly alarms: number;
  /** Events that were read again for those woken now. */
  readonly eventsReplayed: number;
}

const WAKE_UP = 'wake-up';
interface Cell {
  readonly entity: Entity;
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- nact declares its references without members
  readonly actor: ReturnType<typeof actorFor>;
}

/** An entity with something due within this time stays in memory. */
const DUE_SOON_MS = 600_000;
const SWEEP_EVERY_MS = 1_000;
/** Entities looked at in one sweep, so that a sweep never stalls the loop. */
const SWEEP_MAX = 2_000;
/** Entities looked at to make room for one that must come to memory. */
const EVICTION_TRIES_MAX = 64;
/** Entities that are brought to memory at once at the start. */
const START_CONCURRENCY = 256;
const DRAIN_POLL_MS = 20;

/**
 * Goes round and round the cells, to find who is idle and who must make room. Looking from the front each time would skip everybody who left since, again and
 * again. There is one for both purposes, because an iterator that rests keeps alive what the map has let go.
 */
class Hand {
  private cells: Iterator<Cell>;

  constructor(private readonly live: ReadonlyMap<EntityId, Cell>) {
    this.cells = live.values();
  }

  /** null when there is none. */
  next(): Cell | null {
    let next = this.cells.next();
    if (next.done === true) {
      this.cells = this.live.values();
      next = this.cells.next();
    }
    return next.done === true ? null : next.value;
  }
}

export class Region implements Router {
  private readonly system = start();
  private readonly deciders: ReadonlyMap<string, AnyDecider>;
  private readonly live = new Map<EntityId, Cell>();
  private readonly hand = new Hand(this.live);
  private readonly alarms: Alarms;
  private readonly host: EntityHost;
  private readonly damagedEntities = new Set<EntityId>();
  /** Who waits for an entity to be in memory. */
  private readonly awakening = new Map<EntityId, () => void>();
  private eventsReplayed = 0;
  private cancelSweep: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly options: RegionOptions) {
    this.deciders = new Map(options.deciders.map((decider) => [decider.kind, decider]));
    this.alarms = new Alarms(options.now, options.timers, (entity) => this.ring(entity));
    this.host = this.hostFor(options);
  }

  /** Reads the heads, wakes whoever has something due or open, and sets the alarms of the others. */
  async start(): Promise<StartReport> {
    const report = { openEffects: 0, overdue: 0, alarms: 0 };
    const now = this.options.now();
    const awake: Promise<unknown>[] = [];
    for await (const page of this.options.journal.heads()) {
      for (const head of page) {
        const overdue = head.wakeAt !== null && head.wakeAt <= now;
        if (head.openEffects) report.openEffects += 1;
        else if (overdue) report.overdue += 1;
        else report.alarms += 1;
        if (!head.openEffects && !overdue) {
          // An effect may have brought it meanwhile: then it sets its alarm itself, and knows better than a head that was read before.
          if (!this.live.has(head.entity as EntityId)) this.alarms.set(head.entity as EntityId, head.wakeAt);
          continue;
        }
        awake.push(this.awaken(head.entity as EntityId));
        if (awake.length >= START_CONCURRENCY) await Promise.all(awake.splice(0));
      }
    }
    await Promise.all(awake);
    this.sweepLater();
    return { ...report, eventsReplayed: this.eventsReplayed };
  }

  ask(entity: EntityId, envelope: Envelope): Promise<unknown> {
    if (this.stopped) return Promise.resolve(refuse('UNAVAILABLE'));
    const cell = this.live.get(entity) ?? (this.makeRoom() ? this.bring(entity) : null);
    return cell === null ? Promise.resolve(refuse('OVERLOADED')) : cell.entity.offer(envelope);
  }

  /** Waits until nothing is under way (or the time is up), saves snapshots, and takes no more commands. True when everything was finished. */
  async drain(deadline: number): Promise<boolean> {
    this.cancelSweep?.();
    while (!this.quiet() && this.options.now() < deadline)
      await new Promise<void>((resolve) => this.options.timers.after(DRAIN_POLL_MS, resolve));
    const finished = this.quiet();
    this.stopped = true;
    this.alarms.stop();
    await Promise.all([...this.live.values()].map(({ entity }) => entity.saveSnapshot(true)));
    for (const { entity, actor } of this.live.values()) {
      entity.stop();
      stop(actor);
    }
    this.live.clear();
    stop(this.system);
    return finished;
  }

  stats(): { liveEntities: number; inboxDepth: number; inboxDepthLargest: number; alarms: number; damagedEntities: number } {
    let inboxDepth = 0;
    let inboxDepthLargest = 0;
    for (const { entity } of this.live.values()) {
      inboxDepth += entity.inboxDepth;
      inboxDepthLargest = Math.max(inboxDepthLargest, entity.inboxDepth);
    }
    return {
      liveEntities: this.live.size,
      inboxDepth,
      inboxDepthLargest,
      alarms: this.alarms.size,
      damagedEntities: this.damagedEntities.size,
    };
  }

  /** Sums of what the deciders of one kind show of the entities in memory. */
  figures(kind: string): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const { entity } of this.live.values()) {
      if (entity.decider.kind !== kind) continue;
      for (const [name, value] of Object.entries(entity.figures())) sums[name] = (sums[name] ?? 0) + value;
    }
    return sums;
  }

  private hostFor(options: RegionOptions): EntityHost {
    const { journal, limits, now, timers, random, log } = options;
    return {
      journal,
      epoch: 0,
      inboxDepthMax: limits.inboxDepthMax,
      snapshots: { underWay: 0 },
      now,
      random,
      wake: (entity) => this.wake(entity),
      ask: (entity, envelope) => this.askForEffect(entity, envelope),
      after: (ms, task) => timers.after(ms, task),
      setAlarm: (entity, at) => this.alarms.set(entity, at),
      committed: (entity, events, at) => this.tellListener(entity, events, at),
      recovered: (entity, eventsReplayed) => this.reportRecovery(entity, eventsReplayed),
      warn: (entity, what, error) => log.warn({ entity: entity.id, err: error }, what),
      damaged: (entity, error) => this.reportDamage(entity, error),
      unreadable: (entity, error) => {
        log.warn({ entity: entity.id, err: error }, 'the entity could not be read from the journal; it is tried again');
        this.awakened(entity);
      },
    };
  }

  /**
   * Comes to memory even when there is no room: entities with open effects cannot leave it, so if memory is full of them, none of them would ever be done.
   * They are what bounds the excess.
   */
  private askForEffect(entity: EntityId, envelope: Envelope): Promise<unknown> {
    if (this.stopped) return Promise.resolve(refuse('UNAVAILABLE'));
    const known = this.live.get(entity);
    if (known === undefined) this.makeRoom();
    return (known ?? this.bring(entity)).entity.offer(envelope);
  }

  /** What is committed is answered, whatever the listener makes of it. */
  private tellListener(entity: Entity, events: readonly RecordedEvent[], at: number): void {
    try {
      this.options.onCommit?.(entity.decider.kind, entity.key, events, at);
    } catch (error) {
      this.options.log.error({ entity: entity.id, err: error }, 'whoever listens to commits failed');
    }
  }

  private reportRecovery(entity: Entity, eventsReplayed: number): void {
    this.eventsReplayed += eventsReplayed;
    this.damagedEntities.delete(entity.id);
    this.awakened(entity);
  }

  private awakened(entity: Entity): void {
    this.awakening.get(entity.id)?.();
    this.awakening.delete(entity.id);
  }

  private reportDamage(entity: Entity, error: DamagedEntity): void {
    this.awakened(entity);
    // It leaves memory like any other and is found damaged again; saying so once is enough.
    if (this.damagedEntities.has(entity.id)) return;
    this.damagedEntities.add(entity.id);
    this.options.log.error(
      { entity: entity.id, version: error.version },
      `${error.message}; it is not served, everything else is. Restore the data directory from a backup to get it back.`,
    );
  }

  private wake(entity: Entity): void {
    if (entity.wakeUnderWay) return;
    const cell = this.live.get(entity.id);
    if (cell?.entity !== entity) return;
    entity.wakeUnderWay = true;
    dispatch(cell.actor, WAKE_UP);
  }

  private ring(entity: EntityId): void {
    const cell = this.live.get(entity);
    if (cell !== undefined) this.wake(cell.entity);
    else if (this.makeRoom()) this.bring(entity);
    else this.alarms.set(entity, this.options.now() + SWEEP_EVERY_MS);
  }

  /** Makes the least recently used leave until one more fits; false when too few may leave. */
  private makeRoom(): boolean {
    while (this.live.size >= this.options.limits.liveEntitiesMax) if (!this.evictOne()) return false;
    return true;
  }

  /** Brings an entity to memory. */
  private bring(id: EntityId): Cell {
    const slash = id.indexOf('/');
    const kind = id.slice(0, slash);
    const decider = this.deciders.get(kind);
    if (decider === undefined) throw new Error(`no rules for entities of kind "${kind}"`);
    const entity = new Entity(id, id.slice(slash + 1), decider, this.host);
    const cell = { entity, actor: actorFor(this.system, entity) };
    this.live.set(id, cell);
    return cell;
  }

  /** Brings an entity to memory and waits until it has read its journal, or could not. */
  private async awaken(id: EntityId): Promise<void> {
    const known = this.live.get(id);
    if (known === undefined && !this.makeRoom()) {
      this.alarms.set(id, this.options.now() + SWEEP_EVERY_MS);
      return;
    }
    const cell = known ?? this.bring(id);
    // An effect of another entity may have brought it before.
    if (cell.entity.recovering) await new Promise<void>((resolve) => this.awakening.set(id, resolve));
  }

  /** The first of those looked at that was not used since it was last looked at; else the first that may leave at all. */
  private evictOne(): boolean {
    let second: Cell | null = null;
    for (let tries = 0; tries < EVICTION_TRIES_MAX; tries += 1) {
      const cell = this.hand.next();
      if (cell === null) break;
      const { entity } = cell;
      if (this.mayLeave(entity)) {
        if (!entity.used) {
          this.passivate(cell);
          return true;
        }
        second ??= cell;
      }
      entity.used = false;
    }
    if (second === null) return false;
    this.passivate(second);
    return true;
  }

  private sweepLater(): void {
    if (this.stopped) return;
    this.cancelSweep = this.options.timers.after(SWEEP_EVERY_MS, () => {
      this.sweep();
      this.sweepLater();
    });
  }

  private sweep(): void {
    const before = this.options.now() - this.options.limits.passivateAfterMs;
    for (let left = Math.min(SWEEP_MAX, this.live.size); left > 0; left -= 1) {
      const cell = this.hand.next();
      if (cell === null) return;
      if (cell.entity.lastUsedAt <= before && this.mayLeave(cell.entity)) this.passivate(cell);
    }
  }

  private mayLeave(entity: Entity): boolean {
    if (!entity.idle) return false;
    const alarm = this.alarms.at(entity.id);
    return alarm === null || (!entity.livesOnSigns && alarm > this.options.now() + DUE_SOON_MS);
  }

  private passivate({ entity, actor }: Cell): void {
    this.live.delete(entity.id);
    stop(actor);
  }

  private quiet(): boolean {
    for (const { entity } of this.live.values()) if (!entity.idle) return false;
    return true;
  }
}

/** One function and one ending for all of them: closures of its own would take each actor 160 bytes. */
function actorFor(system: ActorSystemRef, entity: Entity) {
  return spawn(system, takeTurn, `${entity.decider.kind}-${entity.key}`, { initialState: entity, afterStop: noEnding });
}

function takeTurn(entity: Entity, _message: typeof WAKE_UP): Entity {
  entity.takeTurn();
  return entity;
}

function noEnding(): void {
  // The host stops the entity itself.
}
