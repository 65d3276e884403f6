import assert from 'node:assert/strict';
import { test } from 'uvu';
import { KvShardTable } from '../../src/cluster/kv-shard-table.js';
import { NatsUnusable } from '../../src/cluster/nats/nats-unusable.js';
import type { ShardEntry } from '../../src/cluster/shard-table.js';
import { SHARD_COUNT } from '../../src/cluster/shards.js';
import { FakeBucket, FakeStore } from '../support/fake-bucket.js';
import { atRest, ManualClock } from '../support/manual-clock.js';

const MINA = 'mina.00000000000000a1';
const JUNO = 'juno.00000000000000b2';
const SECOND_MS = 1_000;

class World {
  readonly clock = new ManualClock();
  readonly store = new FakeStore(this.clock);
  readonly lines: string[] = [];

  bucket(): FakeBucket {
    return new FakeBucket(this.store);
  }

  open(bucket: FakeBucket): Promise<KvShardTable> {
    const say = (_: object, message: string): void => void this.lines.push(message);
    const { now } = this.clock;
    return KvShardTable.open({ bucket, now, timers: this.clock, random: () => 0.5, log: { info: say, warn: say, error: say } });
  }

  async node(): Promise<{ readonly bucket: FakeBucket; readonly table: KvShardTable; readonly seen: ShardEntry[] }> {
    const bucket = this.bucket();
    const table = await this.open(bucket);
    const seen: ShardEntry[] = [];
    table.onChange((changed) => seen.push(...changed));
    return { bucket, table, seen };
  }
}

/** What became of a change, once time has passed for whatever it waits for. */
async function after<Answer>(clock: ManualClock, ms: number, answer: Promise<Answer>): Promise<Answer> {
  const [settled] = await Promise.all([answer, clock.pass(ms)]);
  return settled;
}

test('at first nobody owns anything', async () => {
  const { table } = await new World().node();
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) assert.deepEqual(table.entry(shard), { shard, owner: null, epoch: 0, revision: 0 });
  assert.equal(table.revision, 0);
  assert.throws(() => table.entry(SHARD_COUNT), RangeError);
});

test('a shard that is taken, given up and taken again has a new epoch for each owner', async () => {
  const { table, seen } = await new World().node();
  const first = await table.take(table.entry(7), MINA);
  assert.deepEqual(first, { shard: 7, owner: MINA, epoch: 1, revision: 1 });
  const released = await table.release(table.entry(7));
  assert.deepEqual(released, { shard: 7, owner: null, epoch: 1, revision: 2 });
  const second = await table.take(table.entry(7), JUNO);
  assert.deepEqual(second, { shard: 7, owner: JUNO, epoch: 2, revision: 3 });
  assert.deepEqual(seen, [first, released, second], 'each change is told once');
  assert.equal(table.revision, 3);
});

test('what one node changes the others see, and a node that comes later reads', async () => {
  const world = new World();
  const { table: mina } = await world.node();
  const { table: juno, seen } = await world.node();
  await mina.take(mina.entry(3), MINA);
  await mina.take(mina.entry(1_023), MINA);
  assert.deepEqual(seen, [mina.entry(3), mina.entry(1_023)]);
  assert.deepEqual(juno.entry(3), { shard: 3, owner: MINA, epoch: 1, revision: 1 });
  const { table: late } = await world.node();
  assert.deepEqual(late.entry(1_023), { shard: 1_023, owner: MINA, epoch: 1, revision: 2 });
  assert.equal(late.revision, 2);
});

test('of two who take a shard at once one has it, and the other learns who', async () => {
  const world = new World();
  const mina = await world.node();
  const juno = await world.node();
  const taken = await Promise.all([mina.table.take(mina.table.entry(5), MINA), juno.table.take(juno.table.entry(5), JUNO)]);
  assert.equal(taken.filter((entry) => entry !== null).length, 1);
  assert.deepEqual(mina.table.entry(5), juno.table.entry(5));
  assert.equal(mina.table.entry(5).epoch, 1);
});

test('what is not the entry any more that was looked at is neither taken nor released', async () => {
  const { table } = await new World().node();
  const unowned = table.entry(5);
  const owned = await table.take(unowned, MINA);
  assert.equal(await table.take(unowned, JUNO), null);
  assert.ok(owned);
  await table.release(owned);
  const again = await table.take(table.entry(5), JUNO);
  assert.equal(await table.release(owned), null, 'nobody gives up what has become somebody else’s');
  assert.deepEqual(table.entry(5), again);
});

test('a change whose answer was lost is found by the word of the leader', async () => {
  const world = new World();
  const { bucket, table } = await world.node();
  bucket.loseAnswers = 1;
  const taken = await table.take(table.entry(9), MINA);
  assert.deepEqual(taken, { shard: 9, owner: MINA, epoch: 1, revision: 1 });
  assert.equal(bucket.calls.get, 1);
  bucket.loseAnswers = 1;
  assert.ok(taken);
  assert.deepEqual(await table.release(taken), { shard: 9, owner: null, epoch: 1, revision: 2 });
});

test('a change that was lost on its way did not happen, and may be tried again', async () => {
  const world = new World();
  const { bucket, table } = await world.node();
  bucket.loseRequests = 1;
  assert.equal(await table.take(table.entry(9), MINA), null);
  assert.deepEqual(await table.take(table.entry(9), MINA), { shard: 9, owner: MINA, epoch: 1, revision: 1 });
});

test('a change that arrives when nobody waits for it any more is seen as a change, and the repeat of it is recognised', async () => {
  const world = new World();
  const { bucket, table, seen } = await world.node();
  const unowned = table.entry(9);
  bucket.delayRequests = 1;
  assert.equal(await table.take(unowned, MINA), null);
  bucket.deliverLate();
  assert.deepEqual(seen, [{ shard: 9, owner: MINA, epoch: 1, revision: 1 }]);
  assert.deepEqual(await table.take(unowned, MINA), seen[0], 'the entry is what this node wrote itself');
});

test('while nobody can tell what became of a change it is asked again, and then given up', async () => {
  const world = new World();
  const { bucket, table } = await world.node();
  bucket.loseAnswers = 1;
  bucket.loseReads = 2;
  const taken = await after(world.clock, 2 * SECOND_MS, table.take(table.entry(1), MINA));
  assert.deepEqual(taken, { shard: 1, owner: MINA, epoch: 1, revision: 1 });
  bucket.watchesAreStuck = true;
  bucket.loseAnswers = 1;
  bucket.loseReads = 1_000;
  const before = bucket.calls.get;
  assert.equal(await after(world.clock, 10 * SECOND_MS, table.take(table.entry(2), MINA)), null);
  assert.ok(bucket.calls.get - before < 10, `the leader was asked ${bucket.calls.get - before} times`);
  bucket.loseReads = 0;
  await world.clock.pass(2 * SECOND_MS + 1);
  assert.equal(table.entry(2).owner, MINA, 'it shows in the end');
});

test('a watch that is stuck is noticed, everything is read again, and the new watch goes on from there', async () => {
  const world = new World();
  const mina = await world.node();
  const juno = await world.node();
  juno.bucket.watchesAreStuck = true;
  await mina.table.take(mina.table.entry(1), MINA);
  await world.clock.pass(SECOND_MS);
  assert.equal(juno.table.entry(1).owner, null, 'it may just be slow');
  await world.clock.pass(SECOND_MS + 1);
  assert.equal(juno.table.entry(1).owner, MINA);
  assert.equal(juno.table.revision, 1);
  assert.equal(juno.bucket.calls.all, 2);
  await mina.table.take(mina.table.entry(2), MINA);
  assert.equal(juno.table.entry(2).owner, MINA);
  assert.equal(world.lines.length, 1);
  await world.clock.pass(10 * SECOND_MS);
  assert.equal(juno.bucket.calls.all, 2, 'nothing is read again while nothing is missing');
});

test('a replica that is behind takes nothing back', async () => {
  const world = new World();
  const mina = await world.node();
  const juno = await world.node();
  await mina.table.take(mina.table.entry(1), MINA);
  juno.bucket.freezeReplica();
  await mina.table.take(mina.table.entry(2), MINA);
  const released = await mina.table.release(mina.table.entry(1));
  juno.bucket.watchesAreStuck = true;
  const third = await mina.table.take(mina.table.entry(3), MINA);
  juno.seen.length = 0;
  await world.clock.pass(2 * SECOND_MS + 1);
  assert.equal(juno.bucket.calls.all, 2);
  assert.deepEqual(juno.table.entry(1), released, 'not what the replica has');
  assert.equal(juno.table.entry(2).owner, MINA, 'known from the watch, though the replica does not have it');
  assert.deepEqual(juno.table.entry(3), third, 'the new watch brings what the replica does not have');
  assert.deepEqual(juno.seen, [third]);
  assert.equal(juno.table.revision, 4);
});

test('a table is open only when it is where the leader is', async () => {
  const world = new World();
  const mina = await world.node();
  const bucket = world.bucket();
  bucket.freezeReplica();
  await mina.table.take(mina.table.entry(1), MINA);
  const table = await world.open(bucket);
  assert.equal(table.entry(1).owner, MINA);
  const cut = world.bucket();
  cut.isConnected = false;
  const refused = assert.rejects(world.open(cut), (error) => error instanceof NatsUnusable && error.message.includes('not connected'));
  await world.clock.pass(40 * SECOND_MS);
  await refused;
});

test('a bucket that nobody answers for is waited for, as long as it may take to find a new leader', async () => {
  const world = new World();
  const bucket = world.bucket();
  bucket.isConnected = false;
  const opened = world.open(bucket);
  await world.clock.pass(20 * SECOND_MS);
  bucket.isConnected = true;
  await world.clock.pass(2 * SECOND_MS);
  assert.equal((await opened).revision, 0);
});

test('an entry that makes no sense stops the start, and later what was known before still counts', async () => {
  const world = new World();
  const { table } = await world.node();
  const taken = await table.take(table.entry(4), MINA);
  world.store.put('s.4', '{"owner":5}', 1);
  assert.deepEqual(table.entry(4), taken);
  assert.equal(table.revision, 2);
  assert.match(world.lines.join('\n'), /cannot be understood/);
  await assert.rejects(world.open(world.bucket()), /damaged.*s\.4/);
});

test('keys that are no shards are passed over', async () => {
  const world = new World();
  for (const key of ['s.1024', 's.01', 's.', 's.x', 'node.mina', 's.1.2']) world.store.put(key, 'anything', 0);
  const { table, seen } = await world.node();
  world.store.put('t.1', 'anything', 0);
  assert.equal(table.revision, 7);
  assert.deepEqual(seen, []);
});

test('a key that was removed by hand counts as given up, and its epochs go on', async () => {
  const world = new World();
  const { table } = await world.node();
  await table.take(table.entry(4), MINA);
  world.store.remove('s.4', 1);
  assert.deepEqual(table.entry(4), { shard: 4, owner: null, epoch: 1, revision: 2 });
  assert.deepEqual(await table.take(table.entry(4), JUNO), { shard: 4, owner: JUNO, epoch: 2, revision: 3 });
});

test('whoever waits for a revision hears when everything up to it was taken over', async () => {
  const world = new World();
  const mina = await world.node();
  const juno = await world.node();
  assert.equal(await juno.table.reached(0, 0), true);
  juno.bucket.watchesAreStuck = true;
  await mina.table.take(mina.table.entry(1), MINA);
  await mina.table.take(mina.table.entry(2), MINA);
  // Its own change is beyond what it has not heard of yet.
  const own = await juno.table.take(juno.table.entry(3), JUNO);
  assert.deepEqual(juno.table.entry(3), own);
  assert.equal(juno.table.revision, 0);
  let isReached = false;
  const reached = juno.table.reached(3, 60 * SECOND_MS).then((answer) => (isReached = answer));
  await world.clock.pass(SECOND_MS);
  assert.equal(isReached, false);
  assert.equal(await after(world.clock, 2 * SECOND_MS, reached), true);
  assert.equal(juno.table.revision, 3);
});

test('thousands who wait cost a few timers, and none waits longer than it would', async () => {
  const world = new World();
  const { table } = await world.node();
  const timersBefore = world.clock.waiting;
  let answered = 0;
  const waits = Array.from({ length: 10_000 }, (_, index) =>
    table.reached(1 + (index % 3), 100 + (index % 7)).then((isReached) => {
      answered += 1;
      return isReached;
    }),
  );
  assert.ok(world.clock.waiting - timersBefore <= 10, `${world.clock.waiting - timersBefore} timers`);
  await table.take(table.entry(1), MINA);
  await atRest();
  const first = answered;
  assert.equal(first, 3_334, 'those who waited for revision 1');
  await world.clock.pass(160);
  assert.equal(answered, 10_000);
  assert.equal((await Promise.all(waits)).filter((isReached) => isReached).length, 3_334);
});

test('who waits for too many different things is sent away at once', async () => {
  const { table } = await new World().node();
  const waits = Array.from({ length: 1_001 }, (_, index) => table.reached(index + 1, 60 * SECOND_MS));
  assert.equal(await waits.at(-1), false);
  await table.close();
  assert.ok((await Promise.all(waits)).every((isReached) => !isReached));
});

test('a closed table hears nothing more, and leaves no timer', async () => {
  const world = new World();
  const mina = await world.node();
  const juno = await world.node();
  const waiting = juno.table.reached(5, 60 * SECOND_MS);
  await juno.table.close();
  assert.equal(await waiting, false);
  await mina.table.take(mina.table.entry(1), MINA);
  assert.deepEqual(juno.seen, []);
  await mina.table.close();
  assert.equal(world.clock.waiting, 0);
});

test('when the last change is of something that is there no more, the table does not wait for it without end', async () => {
  const world = new World();
  const { table: mina } = await world.node();
  await mina.take(mina.entry(1), MINA);
  // Removed, and the mark of its removal was removed as well.
  world.store.revision += 1;
  const opening = world.open(world.bucket());
  const table = await after(world.clock, 10 * SECOND_MS, opening);
  assert.equal(table.revision, 2);
  assert.equal(table.entry(1).owner, MINA);
});

test.run();
