/**
 * When which entity must be woken: one timer for all of them.
 *
 * Entities that are not in memory keep their alarm here, so a schedule whose sale opens next month costs a few bytes, not an actor.
 */
import type { EntityId } from '../domain/ids.js';
import type { Timers } from '../timers.js';

/** Longest time a timer is set for; the platform's own limit is 2^31 - 1. */
const TIMER_MS_MAX = 3_600_000;
/** Stale entries the heap may hold beyond one for each alarm before it is built anew: an alarm that moves with every command must not fill the memory. */
const STALE_ENTRIES_MAX = 1_024;

interface Entry {
  readonly at: number;
  readonly entity: EntityId;
}

export class Alarms {
  /** Binary heap by `at`. An entry whose time is no longer the one in `set` is stale and skipped. */
  private readonly heap: Entry[] = [];
  private readonly times = new Map<EntityId, number>();
  /** Who has an alarm, by shard; null where none is ever forgotten by its shard. */
  private readonly byShard: Map<number, Set<EntityId>> | null;
  private cancel: (() => void) | null = null;
  private timerAt = Infinity;
  private stopped = false;

  constructor(
    private readonly now: () => number,
    private readonly timers: Timers,
    private readonly ring: (entity: EntityId) => void,
    /** null where shards neither come nor go. */
    private readonly shardOf: ((entity: EntityId) => number) | null = null,
  ) {
    this.byShard = shardOf === null ? null : new Map();
  }

  get size(): number {
    return this.times.size;
  }

  /** `at` null calls the entity's alarm off. */
  set(entity: EntityId, at: number | null): void {
    if (this.stopped) return;
    if (at === null) {
      this.callOff(entity);
      return;
    }
    const before = this.times.get(entity);
    if (before === at) return;
    this.times.set(entity, at);
    if (before === undefined) this.index(entity);
    this.push({ at, entity });
    if (this.heap.length > 2 * this.times.size + STALE_ENTRIES_MAX) this.rebuild();
    if (at < this.timerAt) this.arm();
  }

  at(entity: EntityId): number | null {
    return this.times.get(entity) ?? null;
  }

  /** Calls all alarms of these shards off. */
  forget(shards: ReadonlySet<number>): void {
    for (const shard of shards) {
      for (const entity of this.byShard?.get(shard) ?? []) this.times.delete(entity);
      this.byShard?.delete(shard);
    }
  }

  /** Rings no more, and takes no more alarms. */
  stop(): void {
    this.stopped = true;
    this.cancel?.();
    this.cancel = null;
    this.timerAt = Infinity;
    this.times.clear();
    this.byShard?.clear();
    this.heap.length = 0;
  }

  private index(entity: EntityId): void {
    if (this.byShard === null || this.shardOf === null) return;
    const shard = this.shardOf(entity);
    const neighbours = this.byShard.get(shard);
    if (neighbours === undefined) this.byShard.set(shard, new Set([entity]));
    else neighbours.add(entity);
  }

  private callOff(entity: EntityId): void {
    if (!this.times.delete(entity) || this.byShard === null || this.shardOf === null) return;
    const shard = this.shardOf(entity);
    const neighbours = this.byShard.get(shard);
    neighbours?.delete(entity);
    if (neighbours?.size === 0) this.byShard.delete(shard);
  }

  private arm(): void {
    this.cancel?.();
    this.cancel = null;
    this.dropStale();
    const first = this.heap[0];
    if (first === undefined) {
      this.timerAt = Infinity;
      return;
    }
    this.timerAt = first.at;
    const ms = Math.min(TIMER_MS_MAX, Math.max(0, first.at - this.now()));
    this.cancel = this.timers.after(ms, () => {
      this.cancel = null;
      this.timerAt = Infinity;
      this.ringDue();
      if (!this.stopped) this.arm();
    });
  }

  private ringDue(): void {
    const now = this.now();
    for (;;) {
      this.dropStale();
      const first = this.heap[0];
      if (first === undefined || first.at > now) return;
      this.pop();
      this.callOff(first.entity);
      this.ring(first.entity);
    }
  }

  private dropStale(): void {
    for (let first = this.heap[0]; first !== undefined && this.times.get(first.entity) !== first.at; first = this.heap[0]) this.pop();
  }

  private rebuild(): void {
    this.heap.length = 0;
    for (const [entity, at] of this.times) this.push({ at, entity });
  }

  private push(entry: Entry): void {
    const heap = this.heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.at <= entry.at) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  private pop(): void {
    const heap = this.heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      let smaller = left;
      if (right !== undefined && right.at < left.at) {
        child += 1;
        smaller = right;
      }
      if (smaller.at >= last.at) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
  }
}
