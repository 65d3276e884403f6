import assert from 'node:assert/strict';
import { StorageType } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { suite } from 'uvu';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import type { BucketChange, Changed } from '../../src/cluster/nats/bucket.js';
import { NatsUnusable } from '../../src/cluster/nats/connection-errors.js';
import { KEYS_MAX, openKvBucket } from '../../src/cluster/nats/kv-bucket.js';
import { nodeTimers } from '../../src/timers.js';
import { openBucket, until } from './nats-support.js';
import type { OpenBucket } from './nats-support.js';

const alone = suite<{ servers: NatsServers; open: OpenBucket }>('a bucket on one server');

let buckets = 0;

alone.before(async (context) => {
  context.servers = await NatsServers.start({ servers: 1 });
});
alone.before.each(async (context) => {
  buckets += 1;
  context.open = await openBucket(context.servers.urls, `bucket-${buckets}`, 1, 5_000);
});
alone.after.each(async ({ open }) => {
  await open.nats.close();
});
alone.after(async ({ servers }) => {
  await servers.dispose();
});

/** What an operator's tools write when they delete a key. */
async function removedByHand({ nats }: OpenBucket, key: string): Promise<number> {
  const fields = headers();
  fields.set('KV-Operation', 'DEL');
  const answer = await nats.connection.request(`$KV.bucket-${buckets}.${key}`, '', { headers: fields, timeout: 2_000 });
  return answer.json<{ readonly seq: number }>().seq;
}

function stored(changed: Changed): number {
  assert.ok(changed.status === 'stored', JSON.stringify(changed));
  return changed.revision;
}

alone('a key has the value and the revision of its last put', async ({ open: { bucket } }) => {
  assert.equal(await bucket.get('a'), null);
  assert.deepEqual(await bucket.all(), []);
  const first = stored(await bucket.put('a', 'one', 0));
  const second = stored(await bucket.put('a', 'zwei ü', first));
  assert.ok(second > first);
  const entry = await bucket.get('a');
  assert.deepEqual({ ...entry, storedAt: 0 }, { key: 'a', value: 'zwei ü', revision: second, storedAt: 0 });
  assert.ok(Math.abs((entry?.storedAt ?? 0) - Date.now()) < 5_000);
  assert.deepEqual(await bucket.all(), [entry]);
  assert.equal(await bucket.lastRevision(), second);
});

alone('a put that expects another revision changes nothing', async ({ open: { bucket } }) => {
  const first = stored(await bucket.put('a.b', 'one', 0));
  assert.deepEqual(await bucket.put('a.b', 'two', 0), { status: 'conflict' });
  assert.deepEqual(await bucket.put('a.b', 'two', first + 7), { status: 'conflict' });
  assert.deepEqual(await bucket.put('never', 'two', first), { status: 'conflict' });
  assert.equal((await bucket.get('a.b'))?.value, 'one');
});

alone('of many puts that expect the same exactly one is stored', async ({ open: { bucket } }) => {
  const first = stored(await bucket.put('a', 'start', 0));
  const changes = await Promise.all(Array.from({ length: 50 }, (_, index) => bucket.put('a', `${index}`, first)));
  assert.equal(changes.filter(({ status }) => status === 'stored').length, 1);
  assert.equal(changes.filter(({ status }) => status === 'conflict').length, 49);
});

alone('a key that was removed by hand is not there, and may be put anew but not by who knew it before', async ({ open }) => {
  const { bucket } = open;
  const first = stored(await bucket.put('a', 'one', 0));
  const removed = await removedByHand(open, 'a');
  assert.equal(await bucket.get('a'), null);
  assert.deepEqual(await bucket.all(), []);
  assert.deepEqual(await bucket.put('a', 'late', first), { status: 'conflict' });
  const again = stored(await bucket.put('a', 'two', 0));
  assert.ok(again > removed);
  assert.equal((await bucket.get('a'))?.value, 'two');
});

alone('a key lapses unless it is renewed, and may be put anew then', async ({ open: { bucket } }) => {
  let revision = stored(await bucket.put('kept', 'beat', 0, 2));
  const first = stored(await bucket.put('left', 'once', 0, 2));
  for (let beat = 0; beat < 20; beat += 1) {
    revision = stored(await bucket.put('kept', 'beat', revision, 2));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.equal(await bucket.get('left'), null);
  assert.equal((await bucket.get('kept'))?.revision, revision);
  assert.deepEqual(await bucket.put('left', 'late', first, 2), { status: 'conflict' });
  stored(await bucket.put('left', 'again', 0));
  assert.deepEqual((await bucket.all()).map(({ key }) => key).sort(), ['kept', 'left']);
});

alone('as many keys as the shard table has are read at once, and no subscription stays behind', async ({ open: { bucket }, servers }) => {
  const keys = Array.from({ length: KEYS_MAX }, (_, index) => `shard.${index}`);
  for (let from = 0; from < keys.length; from += 128) {
    const changes = await Promise.all(keys.slice(from, from + 128).map((key) => bucket.put(key, key, 0)));
    for (const changed of changes) stored(changed);
  }
  const before = await subscriptions(servers);
  for (let round = 0; round < 20; round += 1) assert.equal((await bucket.all()).length, KEYS_MAX);
  assert.deepEqual(new Set((await bucket.all()).map(({ key }) => key)), new Set(keys));
  await until('no subscription is left', async () => (await subscriptions(servers)) <= before + 1, 5_000);
});

async function subscriptions(servers: NatsServers): Promise<number> {
  const state = (await (await fetch(`${servers.monitors[0] ?? ''}/subsz`)).json()) as { num_subscriptions: number };
  return state.num_subscriptions;
}

alone('all keys can be read while they change and lapse', async ({ open: { bucket } }) => {
  const steady = stored(await bucket.put('steady', 'there', 0));
  const isOver = { yet: false };
  const churn = Array.from({ length: 8 }, async (_, index) => {
    let revision = 0;
    while (!isOver.yet) {
      const changed = await bucket.put(`churn.${index}`, 'x', revision, 1);
      revision = changed.status === 'stored' && revision === 0 ? changed.revision : 0;
      if (revision === 0) await new Promise((resolve) => setTimeout(resolve, 1_050));
    }
  });
  for (let round = 0; round < 200; round += 1) {
    const entries = await bucket.all();
    assert.equal(entries.find(({ key }) => key === 'steady')?.revision, steady);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  isOver.yet = true;
  await Promise.all(churn);
});

alone('who follows the bucket hears every change after a revision, in order, removals and lapses among them', async ({ open }) => {
  const { bucket } = open;
  const first = stored(await bucket.put('a', 'before', 0));
  const heard: BucketChange[] = [];
  const stop = bucket.watch(first, (change) => heard.push(change));
  const second = stored(await bucket.put('b', 'two', 0));
  const third = stored(await bucket.put('c', 'three', 0, 1));
  const fourth = await removedByHand(open, 'a');
  await until('three changes were heard', () => heard.length >= 3, 2_000);
  assert.deepEqual(
    heard.map(({ key, value, revision }) => [key, value, revision]),
    [
      ['b', 'two', second],
      ['c', 'three', third],
      ['a', null, fourth],
    ],
  );
  await until('the lapse was heard', () => heard.length === 4, 5_000);
  assert.deepEqual([heard[3]?.key, heard[3]?.value], ['c', null]);
  stop();
  stored(await bucket.put('d', 'four', 0));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(heard.length, 4);
});

alone('a change is heard of at once, also in a burst', async ({ open: { bucket } }) => {
  const heard: number[] = [];
  const stop = bucket.watch(0, ({ revision }) => heard.push(revision));
  for (let round = 0; round < 20; round += 1) {
    const revision = stored(await bucket.put(`a.${round}`, 'x', 0));
    const tookMs = await until('it was heard', () => heard.includes(revision), 1_000);
    assert.ok(tookMs < 200, `${tookMs} ms`);
  }
  const changes = await Promise.all(Array.from({ length: 600 }, (_, index) => bucket.put(`b.${index}`, 'x', 0)));
  const last = Math.max(...changes.map(stored));
  await until('all were heard', () => heard.at(-1) === last, 1_000);
  assert.equal(heard.length, 620);
  assert.deepEqual(
    heard,
    [...heard].sort((one, other) => one - other),
  );
  stop();
});

alone('whoever wants to know what is on its way hears of it, stored or not', async ({ open: { bucket } }) => {
  const heard: string[] = [];
  const stop = bucket.hints((key, value) => heard.push(`${key} ${value}`));
  const first = stored(await bucket.put('a.b', 'one', 0));
  await bucket.put('a.b', 'late', first + 1);
  await until('both were heard of', () => heard.length === 2, 2_000);
  assert.deepEqual(heard, ['a.b one', 'a.b late']);
  stop();
});

alone('without its server nobody can tell; afterwards it goes on by itself', async ({ open: { bucket, nats, log }, servers }) => {
  const first = stored(await bucket.put('a', 'one', 0));
  const heard: number[] = [];
  const stop = bucket.watch(first, ({ revision }) => heard.push(revision));
  const underWay = bucket.put('a', 'two', first);
  await servers.kill(0);
  assert.notEqual((await underWay).status, 'conflict');
  await until('the loss was noticed', () => !nats.isConnected(), 3_000);
  const begun = performance.now();
  assert.equal((await bucket.put('b', 'one', 0)).status, 'unknown');
  await assert.rejects(bucket.get('a'), /no connection to NATS/);
  await assert.rejects(bucket.all(), /no connection to NATS/);
  await assert.rejects(bucket.lastRevision(), /no connection to NATS/);
  assert.ok(performance.now() - begun < 500, 'nobody waits for an answer that cannot come');
  await servers.restart(0);
  await until('the connection is back', () => nats.isConnected(), 10_000);
  await until('the key can be read', async () => (await bucket.get('a').catch(() => null)) !== null, 10_000);
  const now = (await bucket.get('a'))?.revision ?? 0;
  const next = stored(await bucket.put('a', 'three', now));
  await until('the change was heard', () => heard.includes(next), 3_000);
  assert.ok(log.lines.some((line) => line.startsWith('lost the connection to NATS server 127.0.0.1:')));
  assert.ok(log.lines.some((line) => line.startsWith('connected to NATS server 127.0.0.1:')));
  stop();
});

alone('a bucket that would lose keys is refused, with all that is wrong with it', async ({ open: { nats, log } }) => {
  await nats.manager.streams.add({
    name: 'KV_by-hand',
    subjects: ['$KV.by-hand.>'],
    storage: StorageType.Memory,
    max_msgs_per_subject: 5,
    max_age: 60e9,
    allow_direct: false,
  });
  const opening = openKvBucket({ nats, bucket: 'by-hand', replicas: 1, timers: nodeTimers, log });
  const refusal = await opening.then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(refusal instanceof NatsUnusable);
  assert.equal(
    refusal.message,
    'The KV bucket by-hand (stream KV_by-hand) cannot be used: it is in memory, so a restart of the servers loses it; it keeps more than one value a key; ' +
      'it drops keys when they are many, large or old; replicas may not answer reads (nats stream edit --allow-direct); keys cannot lapse (allow_msg_ttl is off); ' +
      'nobody is told when a key lapses (subject_delete_marker_ttl is not set).',
  );
});

alone('three replicas are refused on a single server, with what to do', async ({ open: { nats, log } }) => {
  await assert.rejects(openKvBucket({ nats, bucket: 'three', replicas: 3, timers: nodeTimers, log }), (error: Error) => {
    assert.ok(error instanceof NatsUnusable);
    assert.match(
      error.message,
      /^The KV bucket three cannot be made or read: .+\. 3 NATS servers with JetStream must run as one cluster; with a single one set/,
    );
    return true;
  });
});

alone('a bucket that was made with fewer replicas than now asked for is refused', async ({ servers }) => {
  const { nats, log } = await openBucket(servers.urls, 'few', 1);
  await assert.rejects(
    openKvBucket({ nats, bucket: 'few', replicas: 3, timers: nodeTimers, log }),
    /it is kept on 1 of the 3 servers asked for \(nats stream edit KV_few --replicas=3\)/,
  );
  await nats.close();
});

alone.run();

const three = suite('a bucket on three servers');

three('when its leader is killed, each change is stored once, who follows it misses none, and it goes on', async () => {
  const servers = await NatsServers.start({ servers: 3 });
  try {
    const { nats, bucket } = await openBucket(servers.urls, 'three', 3);
    const heard: number[] = [];
    const stop = bucket.watch(0, ({ revision }) => heard.push(revision));
    let revision = 0;
    let unknown = 0;
    const write = async (value: number): Promise<void> => {
      for (;;) {
        const changed = await bucket.put('counter', `${value}`, revision);
        if (changed.status === 'stored') {
          revision = changed.revision;
          return;
        }
        unknown += 1;
        const entry = await bucket.get('counter').catch(() => null);
        if (entry === null) continue;
        revision = entry.revision;
        if (entry.value === `${value}`) return;
        assert.equal(entry.value, `${value - 1}`, 'nothing was lost, and nothing came twice');
      }
    };
    for (let value = 0; value < 50; value += 1) await write(value);
    await servers.kill(await servers.leaderOf('KV_three'));
    for (let value = 50; value < 150; value += 1) await write(value);
    assert.ok(unknown > 0, 'the kill was felt');
    assert.equal((await bucket.get('counter'))?.value, '149');
    await until('the last change was heard', () => heard.at(-1) === revision, 5_000);
    assert.deepEqual(
      heard,
      [...heard].sort((one, other) => one - other),
    );
    assert.equal(new Set(heard).size, heard.length);
    await until('any replica has it', async () => (await bucket.all())[0]?.revision === revision, 5_000);
    stop();
    await nats.close();
  } finally {
    await servers.dispose();
  }
});

three.run();
