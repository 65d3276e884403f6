/**
 * Epochs of a log that was copied into a cluster. Its records carry those of where they were written; the shards of the new cluster begin above them, so that in no
 * chain an epoch ever comes again or goes back.
 */
import type { Bucket } from './nats/bucket.js';
import { readEntry, shardKey, shardOfKey, writtenEntry } from './shard-table-entry.js';
import { SHARD_COUNT } from './shards.js';

const CHANGES_AT_ONCE = 64;
/** The table is read again when not all changes are known to be stored. */
const ROUNDS_MAX = 5;

interface Low {
  readonly shard: number;
  readonly revision: number;
}

/** Makes every owner to come have an epoch above `highest`. No node may run. Rejects when the table cannot be read or changed. */
export async function raiseEpochs(bucket: Pick<Bucket, 'all' | 'put'>, highest: number): Promise<void> {
  if (highest === 0) return;
  const value = writtenEntry({ owner: null, epoch: highest });
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const low = await shardsBelow(bucket, highest);
    if (low.length === 0) return;
    for (let start = 0; start < low.length; start += CHANGES_AT_ONCE) {
      await Promise.all(
        low.slice(start, start + CHANGES_AT_ONCE).map(({ shard, revision }) => bucket.put(shardKey(shard), value, revision)),
      );
    }
  }
  if ((await shardsBelow(bucket, highest)).length > 0) throw new Error('the shard table cannot be changed now: begin again');
}

async function shardsBelow(bucket: Pick<Bucket, 'all'>, epoch: number): Promise<readonly Low[]> {
  const known = new Map<number, { readonly epoch: number; readonly revision: number }>();
  for (const { key, value, revision } of await bucket.all()) {
    const shard = shardOfKey(key);
    if (shard !== null) known.set(shard, { epoch: readEntry(value)?.epoch ?? 0, revision });
  }
  return Array.from({ length: SHARD_COUNT }, (_, shard) => ({ shard, ...(known.get(shard) ?? { epoch: 0, revision: 0 }) })).filter(
    (entry) => entry.epoch < epoch,
  );
}
