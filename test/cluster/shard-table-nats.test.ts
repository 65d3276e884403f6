/** The shard table on three real servers, one of which is killed. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { KvShardTable } from '../../src/cluster/kv-shard-table.js';
import { SHARD_COUNT } from '../../src/cluster/shards.js';
import { nodeTimers } from '../../src/timers.js';
import { openBucket, until } from './nats-support.js';
import type { OpenBucket } from './nats-support.js';

const BUCKET = 'shards';
const AT_ONCE = 64;
const SEEN_MS = 10_000;
/** A new leader, and the changes that waited for it. */
const TAKEN_MS = 60_000;

const cluster = suite<{ servers: NatsServers; open: OpenBucket[]; tables: KvShardTable[] }>('the shard table on three servers');

cluster.before(async (context) => {
  context.open = [];
  context.tables = [];
  context.servers = await NatsServers.start({ servers: 3 });
});

cluster.after(async ({ servers, open, tables }) => {
  for (const table of tables) await table.close();
  for (const { nats } of open) await nats.close();
  await servers.dispose();
});

/** Takes each of them until it is owned, by whomever, as far as this table knows. */
async function takeAll(table: KvShardTable, owner: string, shards: readonly number[]): Promise<number> {
  let taken = 0;
  const left = [...shards];
  const work = async (): Promise<void> => {
    for (let shard = left.pop(); shard !== undefined; shard = left.pop()) {
      while (table.entry(shard).owner === null) if ((await table.take(table.entry(shard), owner)) !== null) taken += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return taken;
}

cluster(
  'each shard has one owner, all nodes agree on it, and a killed leader changes nothing about that',
  async ({ servers, open, tables }) => {
    for (let node = 0; node < 3; node += 1) {
      const opened = await openBucket(servers.urls, BUCKET, 3);
      open.push(opened);
      const { bucket, log } = opened;
      tables.push(await KvShardTable.open({ bucket, now: () => performance.now(), timers: nodeTimers, random: Math.random, log }));
    }
    const [a, b, c] = tables;
    assert.ok(a && b && c);
    const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => shard);
    const taking = Promise.all([takeAll(a, 'a.1', shards), takeAll(b, 'b.1', [...shards].reverse())]);
    await until('half of them are taken', () => shards.filter((shard) => c.entry(shard).owner !== null).length > SHARD_COUNT / 2, TAKEN_MS);
    await servers.kill(await servers.leaderOf(`KV_${BUCKET}`));
    const [takenByA, takenByB] = await taking;
    assert.equal(takenByA + takenByB, SHARD_COUNT, 'each take that was said to be done was one');
    const last = Math.max(a.revision, b.revision, ...shards.map((shard) => Math.max(a.entry(shard).revision, b.entry(shard).revision)));
    for (const table of tables) assert.equal(await table.reached(last, SEEN_MS), true);
    for (const shard of shards) {
      assert.deepEqual(a.entry(shard), b.entry(shard));
      assert.deepEqual(a.entry(shard), c.entry(shard));
      assert.equal(a.entry(shard).epoch, 1);
    }
    assert.equal(shards.filter((shard) => c.entry(shard).owner === 'a.1').length, takenByA);
    const given = await a.release(a.entry(shards.find((shard) => a.entry(shard).owner === 'a.1') ?? assert.fail()));
    assert.ok(given);
    await until('the others see that it was given up', () => c.entry(given.shard).owner === null, SEEN_MS);
  },
);

cluster.run();
