/**
 * Entities are spread over shards, and shards over nodes: a table of a thousand rows says who owns what, however many entities there are.
 *
 * A concert's queue, its schedules and the concert itself fall into shards of their own: they are busy at the same time.
 */

/** Fixed for good: the log's subjects carry the shard. */
export const SHARD_COUNT = 1_024;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const SHIFT = 15;
const MIX_ONE = 0x2c1b3c6d;
const MIX_TWO = 0x297a2d39;
const MIX_SHIFT = 12;

/** The same on every node and in every version: 0 to SHARD_COUNT - 1. FNV-1a over the UTF-16 code units, then mixed, for its low bits alone are poor. */
export function shardOf(entity: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < entity.length; index += 1) hash = Math.imul(hash ^ entity.charCodeAt(index), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> SHIFT), MIX_ONE);
  hash = Math.imul(hash ^ (hash >>> MIX_SHIFT), MIX_TWO);
  return (hash ^ (hash >>> SHIFT)) & (SHARD_COUNT - 1);
}
