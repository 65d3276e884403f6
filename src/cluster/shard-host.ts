/** What hosts the entities of the shards that this node owns; implemented by the region of actors. */
import type { EntityId } from '../domain/ids.js';
import type { Envelope } from './router.js';

export interface AdoptedShard {
  readonly shard: number;
  /** Of this ownership, for the records that are written under it. */
  readonly epoch: number;
}

export interface ShardHost {
  /**
   * From now on their entities are served here. Resolves when the heads were read, whoever had something due or open was woken, and alarms are set for the
   * others; rejects when the journal could not be read (call it again).
   */
  adopt(shards: readonly AdoptedShard[]): Promise<void>;
  /** They will go to another node soon, and are served until then: what would take the next owner long is done now, as far as it is before `deadline` (node clock, ms). */
  prepare(shards: ReadonlySet<number>, deadline: number): Promise<void>;
  /**
   * They go to another node. No command may come in any more (the caller sees to it); what is under way is finished, as far as it is before `deadline`
   * (node clock, ms); snapshots are saved; then their entities are gone from memory, alarms included. True when everything was finished.
   */
  handOff(shards: ReadonlySet<number>, deadline: number): Promise<boolean>;
  /** The ownership is lost: their entities are gone from memory at once, whoever waits gets UNAVAILABLE, nothing more leaves. */
  abandon(shards: ReadonlySet<number>): void;
  /** For an entity of an adopted shard; anything else is UNAVAILABLE. */
  ask(entity: EntityId, envelope: Envelope): Promise<unknown>;
}
