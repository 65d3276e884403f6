/**
 * The entities in memory, each behind a nact actor of its own.
 *
 * Actors are spawned flat, under the system itself, which receives no messages (nact copies a parent's children with every message it gets). A command goes
 * into the entity's own inbox and its actor gets one wake-up, however many commands arrive before its turn: nact hands an actor one message per turn of the
 * event loop, so anything else would starve a hot entity.
 *
 * Entities leave memory when idle for long or when room is needed, least recently used first; never with work under way, open effects or something due soon.
 * Those of a lost shard leave at once, whatever is under way.
 */
import { dispatch, spawn, start, stop } from 'nact';
import type { ActorSystemRef } from 'nact';
import type { EntityId } from '../domain/ids.js';
import type { Entity } from './entity.js';
import type { HostedEntity } from './entity-host.js';

export interface PopulationOptions {
  /** Entities in memory; exceeded only for as long as open effects need more. */
  readonly liveEntitiesMax: number;
  /** An entity unused for so long leaves memory, ms. */
  readonly passivateAfterMs: number;
  readonly now: () => number;
  /** When the entity will be woken, ms since 1970; null when it will not. */
  readonly alarmOf: (entity: EntityId) => number | null;
  /** Shards come and go, and their entities with them. */
  readonly isSharded: boolean;
}

const WAKE_UP = 'wake-up';
interface Cell {
  readonly entity: Entity;
  readonly shard: number;
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- nact declares its references without members
  readonly actor: ReturnType<typeof actorFor>;
}

/** An entity with something due within this time stays in memory. */
const DUE_SOON_MS = 600_000;
/** Entities looked at in one sweep, so that a sweep never stalls the loop. */
const SWEEP_MAX = 2_000;
/** Entities looked at to make room for one that must come to memory. */
const EVICTION_TRIES_MAX = 64;

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

export class Population {
  private readonly system = start();
  private readonly live = new Map<EntityId, Cell>();
  /** null where none is ever asked for by its shard: an index takes memory. */
  private readonly byShard: Map<number, Set<Cell>> | null;
  private readonly hand = new Hand(this.live);
  /** Of entities that were given up while an append was under way: the same entity may come back before its outcome is known. */
  private readonly appends = new Map<EntityId, Promise<unknown>>();

  constructor(private readonly options: PopulationOptions) {
    this.byShard = options.isSharded ? new Map() : null;
  }

  get size(): number {
    return this.live.size;
  }

  get(id: EntityId): Entity | undefined {
    return this.live.get(id)?.entity;
  }

  *entities(): Generator<Entity, void, void> {
    for (const { entity } of this.live.values()) yield entity;
  }

  /** An append of this entity, as it was in memory before, whose outcome is not known yet; null when there is none. */
  appendOf(id: EntityId): Promise<unknown> | null {
    return this.appends.get(id) ?? null;
  }

  /** Only where shards come and go. */
  entitiesOf(shards: ReadonlySet<number>): readonly Entity[] {
    const entities: Entity[] = [];
    for (const shard of shards) for (const { entity } of this.byShard?.get(shard) ?? []) entities.push(entity);
    return entities;
  }

  add(entity: Entity, shard: number): void {
    const cell: Cell = { entity, shard, actor: actorFor(this.system, entity) };
    this.live.set(entity.id, cell);
    if (this.byShard === null) return;
    const neighbours = this.byShard.get(shard);
    if (neighbours === undefined) this.byShard.set(shard, new Set([cell]));
    else neighbours.add(cell);
  }

  wake(entity: HostedEntity): void {
    if (entity.wakeUnderWay) return;
    const cell = this.live.get(entity.id);
    if (cell?.entity !== entity) return;
    entity.wakeUnderWay = true;
    dispatch(cell.actor, WAKE_UP);
  }

  /** Makes the least recently used leave until one more fits; false when too few may leave. */
  makeRoom(): boolean {
    while (this.live.size >= this.options.liveEntitiesMax) if (!this.evictOne()) return false;
    return true;
  }

  /** Makes those leave that were not used for long. */
  sweep(): void {
    const before = this.options.now() - this.options.passivateAfterMs;
    for (let left = Math.min(SWEEP_MAX, this.live.size); left > 0; left -= 1) {
      const cell = this.hand.next();
      if (cell === null) return;
      if (cell.entity.lastUsedAt <= before && this.mayLeave(cell.entity)) this.passivate(cell);
    }
  }

  /** It leaves at once, whatever is under way. */
  giveUp(entity: Entity): void {
    const { id } = entity;
    const cell = this.live.get(id);
    // An actor is stopped by its name, which the same entity has again when it comes back.
    if (cell?.entity !== entity) return;
    this.passivate(cell);
    const append = entity.stop();
    if (append === null) return;
    this.appends.set(id, append);
    const settled = (): void => {
      if (this.appends.get(id) === append) this.appends.delete(id);
    };
    void append.then(settled, settled);
  }

  /** When everybody has left: nobody comes any more. */
  close(): void {
    stop(this.system);
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

  private mayLeave(entity: Entity): boolean {
    if (!entity.idle) return false;
    const alarm = this.options.alarmOf(entity.id);
    return alarm === null || (!entity.livesOnSigns && alarm > this.options.now() + DUE_SOON_MS);
  }

  private passivate(cell: Cell): void {
    const { entity, shard, actor } = cell;
    this.live.delete(entity.id);
    const neighbours = this.byShard?.get(shard);
    neighbours?.delete(cell);
    if (neighbours?.size === 0) this.byShard?.delete(shard);
    stop(actor);
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
