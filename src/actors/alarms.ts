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
  private cancel: (() => void) | null = null;
  private timerAt = Infinity;
  private stopped = false;

  constructor(
    private readonly now: () => number,
    private readonly timers: Timers,
    private readonly ring: (entity: EntityId) => void,
  ) {}

  get size(): number {
    return this.times.size;
  }

  /** `at` null calls the entity's alarm off. */
  set(entity: EntityId, at: number | null): void {
    if (this.stopped) return;
    if (at === null) {
      this.times.delete(entity);
      return;
    }
    if (this.times.get(entity) === at) return;
    this.times.set(entity, at);
    this.push({ at, entity });
    if (this.heap.length > 2 * this.times.size + STALE_ENTRIES_MAX) this.rebuild();
    if (at < this.timerAt) this.arm();
  }

  at(entity: EntityId): number | null {
    return this.times.get(entity) ?? null;
  }

  /** Calls the alarms of all these off. */
  forget(isLost: (entity: EntityId) => boolean): void {
    for (const entity of this.times.keys()) if (isLost(entity)) this.times.delete(entity);
  }

  /** Rings no more, and takes no more alarms. */
  stop(): void {
    this.stopped = true;
    this.cancel?.();
    this.cancel = null;
    this.timerAt = Infinity;
    this.times.clear();
    this.heap.length = 0;
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
      this.times.delete(first.entity);
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
