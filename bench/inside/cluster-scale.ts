/**
 * What a large cluster would cost beside holds, without its nodes: where the ring puts shards and entities, and what the real buckets on real servers take for
 * heartbeats, polls and changes of the shard table. A process of its own, see rows/cluster-nodes.ts.
 */
import { randomFrom } from '../onsale/random.js';
import { KvShardTable } from '../../src/cluster/kv-shard-table.js';
import { encodeEntry, memberKey } from '../../src/cluster/member-entry.js';
import { connectNats } from '../../src/cluster/nats/connection.js';
import { openKvBucket } from '../../src/cluster/nats/kv-bucket.js';
import type { Bucket } from '../../src/cluster/nats/bucket.js';
import { placement } from '../../src/cluster/ring.js';
import { SHARD_COUNT, shardOf } from '../../src/cluster/shards.js';
import { STEWARD_SETTINGS } from '../../src/cluster/steward-settings.js';
import { nodeTimers } from '../../src/timers.js';
import { openLog } from '../support/cluster-stage.js';
import { CpuMeters } from '../support/cpu-meter.js';
import { childOptions, cpuSeconds, report } from './child.js';

export interface ScaleOptions {
  readonly urls: readonly string[];
  readonly natsPids: readonly number[];
  readonly prefix: string;
  readonly directory: string;
  readonly nodes: number;
  readonly entities: number;
  readonly heartbeats: number;
  readonly polls: number;
  /** Written to the log, each with something due, to see what it takes to look through them. */
  readonly heads: number;
  readonly seed: number;
}

/** What one of many operations took. */
export interface Cost {
  readonly microseconds: number;
  /** CPU of this process. */
  readonly cpu: number;
  /** CPU of all servers; null when the system does not say it. */
  readonly nats: number | null;
}

export interface Scale {
  readonly placementMs: number;
  /** Shards that change hands when a node leaves, for each of the nodes. */
  readonly moved: readonly number[];
  /** The largest share of the shards that a node has, against the mean. */
  readonly shardLoad: number;
  readonly shardOfMicroseconds: number;
  /** The same of entities. */
  readonly entityLoad: number;
  readonly entitiesPerShard: { readonly min: number; readonly max: number };
  readonly heartbeat: Cost;
  readonly poll: Cost;
  /** Of one change of the shard table, as many under way as a node has. */
  readonly tableWrite: Cost;
  /** Until the shards of a node that left have new owners, and another node has seen all of it. */
  readonly leave: { readonly shards: number; readonly milliseconds: number };
  /** Of one entity with something due. */
  readonly head: Cost;
  /** The same entities on three nodes, one of which dies: what one of the others looks through of what it takes over. */
  readonly takeOver: { readonly shards: number; readonly entities: number; readonly milliseconds: number };
}

const options = childOptions<ScaleOptions>();
const { urls, natsPids, prefix, directory } = options;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ids = Array.from({ length: options.nodes }, (_, index) => `node-${index + 1}`);
const BEATS_AT_ONCE = 16;
const PLACEMENTS = 5;
/** Nobody is to lapse while it is measured. */
const TTL_SECONDS = 600;
const PATIENCE_MS = 30_000;
const DUE_LATER_MS = 3_600_000;

function meanTime(times: number, work: () => void): number {
  work();
  const started = performance.now();
  for (let time = 0; time < times; time += 1) work();
  return (performance.now() - started) / times;
}

/** Of each of `count` operations that `work` does. */
async function costOf(count: number, work: () => Promise<unknown>): Promise<Cost> {
  const before = { cpu: cpuSeconds(), nats: new CpuMeters(natsPids), at: performance.now() };
  await work();
  const seconds = performance.now() - before.at;
  const nats = before.nats.read();
  return {
    microseconds: (seconds * 1000) / count,
    cpu: ((cpuSeconds() - before.cpu) * 1e6) / count,
    nats: nats === null ? null : nats / count,
  };
}

/** As many at a time as `atOnce`. */
async function each<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function largest(counts: Iterable<number>, mean: number): number {
  return Math.max(...counts) / mean;
}

function countsBy(owners: readonly string[], amount: (shard: number) => number): Map<string, number> {
  const counts = new Map<string, number>();
  owners.forEach((owner, shard) => counts.set(owner, (counts.get(owner) ?? 0) + amount(shard)));
  return counts;
}

function simulateRing(): Omit<Scale, 'heartbeat' | 'poll' | 'tableWrite' | 'leave' | 'head' | 'takeOver'> {
  const owners = placement(ids);
  const moved = ids.map((gone) => {
    const after = placement(ids.filter((id) => id !== gone));
    return after.filter((owner, shard) => owner !== owners[shard]).length;
  });
  const random = randomFrom(options.seed, 0);
  const hex = (): string =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const names = Array.from({ length: options.entities }, () => `schedule/${hex()}${hex()}-${hex()}`);
  const perShard = new Array<number>(SHARD_COUNT).fill(0);
  const started = performance.now();
  for (const name of names) {
    const shard = shardOf(name);
    perShard[shard] = (perShard[shard] ?? 0) + 1;
  }
  const shardOfMicroseconds = ((performance.now() - started) * 1000) / names.length;
  return {
    placementMs: meanTime(PLACEMENTS, () => placement(ids)),
    moved,
    shardLoad: largest(countsBy(owners, () => 1).values(), SHARD_COUNT / ids.length),
    shardOfMicroseconds,
    entityLoad: largest(countsBy(owners, (shard) => perShard[shard] ?? 0).values(), options.entities / ids.length),
    entitiesPerShard: { min: Math.min(...perShard), max: Math.max(...perShard) },
  };
}

async function measureMembership(bucket: Bucket): Promise<Pick<Scale, 'heartbeat' | 'poll'>> {
  const revisions = new Map<string, number>();
  let beat = 0;
  const send = async (id: string): Promise<void> => {
    beat += 1;
    const member = { session: `${id}.0123456789abcdef`, address: '10.0.0.1:7400', state: 'up', version: '0.1.0', startedAt: 1 } as const;
    const value = encodeEntry({ member: { nodeId: id, ...member }, beat, follows: null, over: null });
    const changed = await bucket.put(memberKey(id), value, revisions.get(id) ?? 0, TTL_SECONDS);
    if (changed.status !== 'stored') throw new Error(`a heartbeat was ${changed.status}`);
    revisions.set(id, changed.revision);
  };
  await each(ids, BEATS_AT_ONCE, send);
  const rounds = Math.ceil(options.heartbeats / ids.length);
  const heartbeat = await costOf(rounds * ids.length, async () => {
    for (let round = 0; round < rounds; round += 1) await each(ids, BEATS_AT_ONCE, send);
  });
  await bucket.all();
  const poll = await costOf(options.polls, async () => {
    for (let time = 0; time < options.polls; time += 1) {
      const { length } = await bucket.all();
      if (length !== ids.length) throw new Error(`${length} of ${ids.length} members were found`);
    }
  });
  return { heartbeat, poll };
}

async function measureTable(open: () => Promise<KvShardTable>): Promise<Pick<Scale, 'tableWrite' | 'leave'>> {
  const [table, other] = [await open(), await open()];
  const take = (owners: readonly string[]) => async (shard: number) => {
    if ((await table.take(table.entry(shard), `${owners[shard] ?? ''}.0123456789abcdef`)) === null)
      throw new Error(`shard ${shard} was not taken`);
  };
  const owners = placement(ids);
  const shards = owners.map((_, shard) => shard);
  const tableWrite = await costOf(SHARD_COUNT, () => each(shards, STEWARD_SETTINGS.changesAtOnceMax, take(owners)));
  const after = placement(ids.slice(1));
  const moving = shards.filter((shard) => after[shard] !== owners[shard]);
  const started = performance.now();
  await each(moving, STEWARD_SETTINGS.changesAtOnceMax, take(after));
  const last = Math.max(...moving.map((shard) => table.entry(shard).revision));
  if (!(await other.reached(last, PATIENCE_MS))) throw new Error('the other node did not see the changes');
  const milliseconds = performance.now() - started;
  const unseen = shards.filter((shard) => other.entry(shard).owner !== table.entry(shard).owner);
  if (unseen.length > 0) throw new Error(`two nodes know different owners of ${unseen.length} shards`);
  await table.close();
  await other.close();
  return { tableWrite, leave: { shards: moving.length, milliseconds } };
}

/** Looking through all of them at once, and through those of the shards that a node takes over. */
async function measureHeads(): Promise<Pick<Scale, 'head' | 'takeOver'>> {
  const journal = await openLog({ urls, prefix, directory, mayWrite: true });
  const at = Date.now();
  const record = {
    expectedVersion: 0,
    schema: 1,
    epoch: 1,
    at,
    wakeAt: at + DUE_LATER_MS,
    openEffects: false,
    body: '{"events":[{"type":"SeatHeld"}]}',
  };
  const names = Array.from({ length: options.heads }, (_, index) => `schedule/${index.toString(16).padStart(16, '0')}`);
  const written = await Promise.all(names.map((entity) => journal.append({ ...record, entity })));
  if (written.some(({ status }) => status !== 'durable')) throw new Error('a record was not durable');
  let found = 0;
  const cost = await costOf(options.heads, async () => {
    for await (const page of journal.heads()) found += page.length;
  });
  if (found !== options.heads) throw new Error(`${options.heads} entities have something due, ${found} were found`);
  const shards = takenOver();
  const entities = names.filter((name) => shards.has(shardOf(name))).length;
  const started = performance.now();
  found = 0;
  for await (const page of journal.heads(shards)) found += page.length;
  const milliseconds = performance.now() - started;
  if (found !== entities) throw new Error(`${entities} entities of those shards have something due, ${found} were found`);
  await journal.close();
  return { head: cost, takeOver: { shards: shards.size, entities, milliseconds } };
}

/** What the second of three nodes gets when the first one dies. */
function takenOver(): ReadonlySet<number> {
  const [first, second, third] = ['node-1', 'node-2', 'node-3'] as const;
  const [before, after] = [placement([first, second, third]), placement([second, third])];
  return new Set(before.flatMap((owner, shard) => (owner === first && after[shard] === second ? [shard] : [])));
}

const ring = simulateRing();
const nats = await connectNats({ servers: urls, name: 'bench', log: silent, timers: nodeTimers });
const bucketOf = (name: string): Promise<Bucket> =>
  openKvBucket({ nats, bucket: `${prefix}_${name}`, replicas: urls.length, timers: nodeTimers, log: silent });
const shards = await bucketOf('shards');
const openTable = (): Promise<KvShardTable> =>
  KvShardTable.open({ bucket: shards, now: () => performance.now(), timers: nodeTimers, random: Math.random, log: silent });
const scale: Scale = {
  ...ring,
  ...(await measureMembership(await bucketOf('members'))),
  ...(await measureTable(openTable)),
  ...(await measureHeads()),
};
await nats.close();
report(scale);
