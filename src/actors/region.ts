/**
 * All entities that this node serves: everything on a single node, the shards it owns in a cluster.
 *
 * Entities are brought to memory by the first command or alarm, under the epoch of their shard's ownership, which they keep as long as they are in memory.
 *
 * Invariants in a cluster
 *  - Nobody comes to memory whose shard is not adopted. Whoever is in memory belongs to an adopted shard, under its newest epoch, or is being handed off.
 *  - Whoever is handed off or given up takes no command from outside, is woken by no alarm and drives no effect any more.
 *  - Nothing of an entity that was given up leaves: who waits for an answer gets UNAVAILABLE, whatever becomes of an append that is under way. Should the same
 *    entity come back meanwhile, it is read only when that append has ended.
 */
import type { Envelope, Router } from '../cluster/router.js';
import type { AdoptedShard, ShardHost } from '../cluster/shard-host.js';
import type { EntityId } from '../domain/ids.js';
import { refuse } from '../domain/refusals.js';
import type { DamagedEntity, Journal } from '../journal/port.js';
import type { Timers } from '../timers.js';
import { Alarms } from './alarms.js';
import { Entity } from './entity.js';
import type { EntityHost, HostedEntity } from './entity-host.js';
import { finish, prepare, saveSnapshots, waitUntil } from './finishing.js';
import { Ownership } from './ownership.js';
import type { Sharding } from './ownership.js';
import { Population } from './population.js';
import { SNAPSHOT_BYTES_MIN } from './snapshots.js';
import { Awakenings, HeadScans, takeUp } from './take-up.js';
import type { TakenUp, TakeUpHost } from './take-up.js';
import { TroubleLog } from './trouble-log.js';
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
  /** In a cluster: nothing is served but the shards that are adopted. Left out on a single node: everything is. */
  readonly shards?: Sharding;
  /** Finds the entities that effects are for; this region when left out. */
  readonly router?: Router;
  readonly onCommit?: CommitListener;
  /** Another owner wrote an entity that was in memory here. */
  readonly onFenced?: (entity: EntityId) => void;
}

/** What the start found that goes on by itself. */
export interface StartReport extends TakenUp {
  /** Events that were read again for those woken now. */
  readonly eventsReplayed: number;
}

const SWEEP_EVERY_MS = 1_000;

export class Region implements Router, ShardHost {
  private readonly deciders: ReadonlyMap<string, AnyDecider>;
  private readonly ownership: Ownership;
  private readonly alarms: Alarms;
  private readonly population: Population;
  private readonly troubles: TroubleLog;
  private readonly host: EntityHost;
  private readonly damagedEntities = new Set<EntityId>();
  private readonly awakenings = new Awakenings();
  private readonly headScans = new HeadScans((shards) => this.takeUpAll(shards));
  private eventsReplayed = 0;
  private cancelSweep: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly options: RegionOptions) {
    const { now, timers, limits } = options;
    this.deciders = new Map(options.deciders.map((decider) => [decider.kind, decider]));
    this.ownership = new Ownership(options.shards ?? null);
    const isSharded = options.shards !== undefined;
    const shardOf = isSharded ? (entity: EntityId): number => this.ownership.shardOf(entity) : null;
    this.alarms = new Alarms(now, timers, (entity) => this.ring(entity), shardOf);
    this.population = new Population({ ...limits, now, alarmOf: (entity) => this.alarms.at(entity), isSharded });
    this.troubles = new TroubleLog(options.log, now);
    this.host = this.hostFor(options, options.router ?? this);
  }

  /** On a single node: reads the heads, wakes whoever has something due or open, and sets the alarms of the others. */
  async start(): Promise<StartReport> {
    const found = await takeUp(
      this.options.journal.heads(),
      this.takingUp(() => true),
    );
    this.begin();
    return { ...found, eventsReplayed: this.eventsReplayed };
  }

  /** In a cluster, once: from now on those leave memory who are not used. Nothing is served before it is adopted. */
  begin(): void {
    this.sweepLater();
  }

  async adopt(shards: readonly AdoptedShard[]): Promise<void> {
    const anew = this.ownership.adopt(shards);
    if (anew.size > 0) this.giveUp(anew);
    await this.headScans.of(shards);
  }

  async prepare(shards: ReadonlySet<number>, deadline: number): Promise<void> {
    await prepare(this.population.entitiesOf(shards), deadline, this.options);
  }

  async handOff(shards: ReadonlySet<number>, deadline: number): Promise<boolean> {
    this.ownership.drop(shards);
    const finished = await finish(this.population.entitiesOf(shards), deadline, this.options);
    // A shard that was adopted again meanwhile is in memory under its new epoch.
    this.giveUp(this.ownership.droppedOf(shards));
    return finished;
  }

  abandon(shards: ReadonlySet<number>): void {
    this.ownership.drop(shards);
    this.giveUp(shards);
  }

  ask(entity: EntityId, envelope: Envelope): Promise<unknown> {
    if (this.stopped) return Promise.resolve(refuse('UNAVAILABLE'));
    const known = this.population.get(entity);
    if (known !== undefined) return known.offer(envelope);
    const epoch = this.ownership.epochOf(entity);
    if (epoch === null) return Promise.resolve(refuse('UNAVAILABLE'));
    // For an effect it comes to memory even when there is no room: entities with open effects cannot leave it, so if memory is full of them, none of them would
    // ever be done. They are what bounds the excess.
    if (!this.population.makeRoom() && envelope.fromEffect !== true) return Promise.resolve(refuse('OVERLOADED'));
    return this.bring(entity, epoch).offer(envelope);
  }

  /** Waits until nothing is under way (or the time is up), saves snapshots, and takes no more commands. True when everything was finished. */
  async drain(deadline: number): Promise<boolean> {
    this.cancelSweep?.();
    const finished = await waitUntil(() => this.isQuiet(), deadline, this.options);
    this.stopped = true;
    this.alarms.stop();
    await saveSnapshots(this.population.entities(), SNAPSHOT_BYTES_MIN.atTheEnd, Infinity, this.options);
    for (const entity of this.population.entities()) this.remove(entity);
    this.population.close();
    return finished;
  }

  stats(): { liveEntities: number; inboxDepth: number; inboxDepthLargest: number; alarms: number; damagedEntities: number } {
    let inboxDepth = 0;
    let inboxDepthLargest = 0;
    for (const entity of this.population.entities()) {
      inboxDepth += entity.inboxDepth;
      inboxDepthLargest = Math.max(inboxDepthLargest, entity.inboxDepth);
    }
    return {
      liveEntities: this.population.size,
      inboxDepth,
      inboxDepthLargest,
      alarms: this.alarms.size,
      damagedEntities: this.damagedEntities.size,
    };
  }

  /** Sums of what the deciders of one kind show of the entities in memory. */
  figures(kind: string): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const entity of this.population.entities()) {
      if (entity.decider.kind !== kind) continue;
      for (const [name, value] of Object.entries(entity.figures())) sums[name] = (sums[name] ?? 0) + value;
    }
    return sums;
  }

  private hostFor({ journal, limits, now, timers, random, log, onFenced }: RegionOptions, router: Router): EntityHost {
    return {
      journal,
      inboxDepthMax: limits.inboxDepthMax,
      snapshots: { underWay: 0 },
      now,
      random,
      wake: (entity) => this.population.wake(entity),
      ask: (entity, envelope) => router.ask(entity, envelope),
      after: (ms, task) => timers.after(ms, task),
      setAlarm: (entity, at) => this.alarms.set(entity, at),
      committed: (entity, events, at) => this.tellListener(entity, events, at),
      recovered: (entity, eventsReplayed) => this.reportRecovery(entity, eventsReplayed),
      warn: (entity, what, error) => log.warn({ entity: entity.id, err: error }, what),
      fenced: ({ id }) => {
        this.troubles.warn(id, 'another owner wrote this entity', null);
        onFenced?.(id);
      },
      unacknowledged: ({ id }, reason) => this.troubles.warn(id, 'the journal did not take a record; the entity is read again', reason),
      damaged: (entity, error) => this.reportDamage(entity, error),
      unreadable: ({ id }, error) => {
        this.troubles.warn(id, 'the entity could not be read from the journal; it is tried again', error);
        this.awakenings.end(id);
      },
    };
  }

  private takingUp(isServed: (entity: EntityId) => boolean): TakeUpHost {
    return {
      now: this.options.now,
      isServed: (entity) => !this.stopped && isServed(entity),
      awaken: (entity) => this.awaken(entity),
      setAlarm: (entity, at) => {
        // An effect may have brought it meanwhile: then it sets its alarm itself, and knows better than a head that was read before.
        if (this.population.get(entity) === undefined) this.alarms.set(entity, at);
      },
    };
  }

  private async takeUpAll(shards: readonly AdoptedShard[]): Promise<void> {
    const epochs = new Map<number, number>();
    for (const { shard, epoch } of shards) epochs.set(shard, Math.max(epoch, epochs.get(shard) ?? 0));
    await takeUp(
      this.options.journal.heads(new Set(epochs.keys())),
      this.takingUp((entity) => this.ownership.isServedUnder(entity, epochs)),
    );
  }

  /** What is committed is answered, whatever the listener makes of it. */
  private tellListener(entity: HostedEntity, events: readonly RecordedEvent[], at: number): void {
    try {
      this.options.onCommit?.(entity.decider.kind, entity.key, events, at);
    } catch (error) {
      this.options.log.error({ entity: entity.id, err: error }, 'whoever listens to commits failed');
    }
  }

  private reportRecovery({ id }: HostedEntity, eventsReplayed: number): void {
    this.eventsReplayed += eventsReplayed;
    this.damagedEntities.delete(id);
    this.awakenings.end(id);
  }

  private reportDamage({ id }: HostedEntity, error: DamagedEntity): void {
    this.awakenings.end(id);
    // It leaves memory like any other and is found damaged again; saying so once is enough.
    if (this.damagedEntities.has(id)) return;
    this.damagedEntities.add(id);
    this.options.log.error(
      { entity: id, version: error.version },
      `${error.message}; it is not served, everything else is. Restore the data directory from a backup to get it back.`,
    );
  }

  private ring(id: EntityId): void {
    const entity = this.population.get(id);
    if (entity === undefined) this.bringIfRoom(id);
    else this.population.wake(entity);
  }

  /** Brings an entity to memory and waits until it has read its journal, or could not. */
  private async awaken(id: EntityId): Promise<void> {
    // An effect of another entity may have brought it before.
    const entity = this.population.get(id) ?? this.bringIfRoom(id);
    if (entity?.recovering === true) await this.awakenings.until(id);
  }

  /** null when it is not served here, or there is no room: then it is tried again soon. */
  private bringIfRoom(id: EntityId): Entity | null {
    const epoch = this.ownership.epochOf(id);
    if (epoch === null) return null;
    if (this.population.makeRoom()) return this.bring(id, epoch);
    this.alarms.set(id, this.options.now() + SWEEP_EVERY_MS);
    return null;
  }

  private bring(id: EntityId, epoch: number): Entity {
    const slash = id.indexOf('/');
    const kind = id.slice(0, slash);
    const decider = this.deciders.get(kind);
    if (decider === undefined) throw new Error(`no rules for entities of kind "${kind}"`);
    const entity = new Entity(id, id.slice(slash + 1), decider, epoch, this.host, this.population.appendOf(id));
    this.population.add(entity, this.ownership.shardOf(id));
    return entity;
  }

  /** Whatever is known of these shards is gone at once. */
  private giveUp(shards: ReadonlySet<number>): void {
    for (const entity of this.population.entitiesOf(shards)) this.remove(entity);
    this.alarms.forget(shards);
    for (const id of this.damagedEntities) if (shards.has(this.ownership.shardOf(id))) this.damagedEntities.delete(id);
  }

  private remove(entity: Entity): void {
    this.population.giveUp(entity);
    this.awakenings.end(entity.id);
  }

  private sweepLater(): void {
    if (this.stopped) return;
    this.cancelSweep = this.options.timers.after(SWEEP_EVERY_MS, () => {
      this.population.sweep();
      this.sweepLater();
    });
  }

  private isQuiet(): boolean {
    for (const { idle } of this.population.entities()) if (!idle) return false;
    return true;
  }
}
