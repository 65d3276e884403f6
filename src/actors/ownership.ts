/**
 * Which entities are served here, and under which epoch: those of the shards that were adopted. On a single node there are no shards, and everything is.
 *
 * An entity keeps the epoch under which it came to memory, so this is asked only when one comes.
 */
import type { AdoptedShard } from '../cluster/shard-host.js';
import type { EntityId } from '../domain/ids.js';

export interface Sharding {
  shardOf(entity: EntityId): number;
}

/** A node that shares with nobody is the same owner in all its lives, of everything there is. */
const SINGLE_NODE_EPOCH = 0;
const ONLY_SHARD = 0;

export class Ownership {
  /** By shard. */
  private readonly epochs = new Map<number, number>();

  /** @param sharding null on a single node. */
  constructor(private readonly sharding: Sharding | null) {}

  shardOf(entity: EntityId): number {
    return this.sharding === null ? ONLY_SHARD : this.sharding.shardOf(entity);
  }

  /** null when the entity is not served here. */
  epochOf(entity: EntityId): number | null {
    if (this.sharding === null) return SINGLE_NODE_EPOCH;
    return this.epochs.get(this.sharding.shardOf(entity)) ?? null;
  }

  /** Whether it is served under one of these ownerships, and no later one of the same shard. */
  isServedUnder(entity: EntityId, epochs: ReadonlyMap<number, number>): boolean {
    if (this.sharding === null) return false;
    const shard = this.sharding.shardOf(entity);
    const epoch = epochs.get(shard);
    return epoch !== undefined && this.epochs.get(shard) === epoch;
  }

  /**
   * An epoch that is older than the one the shard is served under comes too late and changes nothing.
   *
   * @returns the shards that were not served under this epoch before: whatever is in memory of them is out of date.
   */
  adopt(shards: readonly AdoptedShard[]): ReadonlySet<number> {
    const anew = new Set<number>();
    for (const { shard, epoch } of shards) {
      const before = this.epochs.get(shard);
      if (before !== undefined && before >= epoch) continue;
      this.epochs.set(shard, epoch);
      anew.add(shard);
    }
    return anew;
  }

  drop(shards: ReadonlySet<number>): void {
    for (const shard of shards) this.epochs.delete(shard);
  }

  /** Those of them that are not served. */
  droppedOf(shards: ReadonlySet<number>): ReadonlySet<number> {
    return new Set([...shards].filter((shard) => !this.epochs.has(shard)));
  }
}
