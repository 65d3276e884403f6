import assert from 'node:assert/strict';
import { test } from 'uvu';
import { SHARD_COUNT } from '../../src/cluster/shards.js';
import { STEWARD_SETTINGS } from '../../src/cluster/steward-settings.js';
import { assertNothingTwice, moving, StewardWorld } from './steward-world.js';

const SECOND_MS = 1_000;

test('a node alone becomes up by itself and takes all shards, in a few groups', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  assert.equal(node.steward.settled, false);
  node.steward.start();
  await world.clock.pass(0);
  assert.deepEqual(node.membership.states, ['up']);
  world.assertSettled(node);
  assert.ok(node.host.adopted.length <= 2 * (SHARD_COUNT / STEWARD_SETTINGS.changesAtOnceMax));
  assert.ok([...node.steward.epochs.values()].every((epoch) => epoch === 1));
});

test('being up is told again when nobody could be told', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  node.membership.becomeFails = 3;
  node.steward.start();
  await world.clock.pass(SECOND_MS);
  world.assertSettled(node);
});

test('shards are served as soon as they are owned, however long others take to be taken up in full', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  node.host.adoptHangs = true;
  node.steward.start();
  await world.clock.pass(SECOND_MS);
  assert.equal(node.host.served.size, SHARD_COUNT);
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) assert.equal(node.steward.serving(shard), 'here');
  assert.equal(node.steward.settled, false);
});

test('the log tells what is waited for when that takes long, and when it is over', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const told = (): number => a.lines.filter((line) => line.startsWith('waiting for shards')).length;
  const b = await world.node('b');
  const shard = moving('a', 'b');
  a.host.busy.add(shard);
  b.steward.start();
  await world.clock.pass(SECOND_MS);
  assert.equal(told(), 0);
  await world.clock.pass(3 * SECOND_MS);
  assert.equal(told(), 1);
  a.host.finish(shard);
  await world.clock.pass(2 * SECOND_MS);
  assert.equal(told(), 1);
  assert.ok(a.lines.includes('all shards are where they should be again'));
});

test('three nodes that start at once share the shards', async () => {
  const world = new StewardWorld();
  await world.settled('a', 'b', 'c');
});

test('nothing is taken of an owner that may still be alive, and all of one that is gone', async () => {
  const world = new StewardWorld();
  const [a, b, c] = await world.settled('a', 'b', 'c');
  assert.ok(a && b && c);
  const lost = [...c.host.served.keys()];
  const epochs = new Map(c.host.served);
  world.everybodySees = false;
  // Nobody sees it any more, and yet it may hold its lease.
  for (const { membership } of [a, b]) membership.show([a.membership.self, b.membership.self]);
  await world.clock.pass(10 * SECOND_MS);
  for (const shard of lost) assert.equal(a.table.entry(shard).owner, c.membership.self.session);
  assert.equal(a.steward.settled, false);
  for (const { membership } of [a, b]) membership.gone.add(c.membership.self.session);
  a.membership.show(a.membership.members);
  b.membership.show(b.membership.members);
  await world.clock.pass(100);
  world.assertSettled(a, b);
  for (const shard of lost) assert.equal(a.table.entry(shard).epoch, (epochs.get(shard) ?? 0) + 1);
  assert.equal(a.steward.figures().takeOvers + b.steward.figures().takeOvers, lost.length);
});

test('with its lease everything is let go, at once, and taken anew under the next session', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const changed: number[] = [];
  a.steward.onChange((shards) => changed.push(...shards));
  a.membership.lapse();
  assert.equal(a.host.served.size, 0, 'in the same call');
  assert.equal(a.steward.serving(0), null);
  assert.equal(a.steward.epochs.size, 0);
  assert.equal(changed.length, SHARD_COUNT);
  const before = a.bucket.calls.put;
  await world.clock.pass(5 * SECOND_MS);
  assert.equal(a.bucket.calls.put, before, 'without a lease nothing is taken');
  a.membership.rejoin();
  await world.clock.pass(100);
  world.assertSettled(a);
  assert.ok(
    [...a.steward.epochs.values()].every((epoch) => epoch === 2),
    'a new owner',
  );
  assert.equal(a.table.entry(0).owner, 'a.2');
});

test('a lease that comes back without a new session is no reason to take anything', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  a.membership.lapse();
  a.membership.lease.holds = () => true;
  const before = a.bucket.calls.put;
  await world.clock.pass(5 * SECOND_MS);
  assert.equal(a.bucket.calls.put, before);
  assert.equal(a.host.served.size, 0);
});

test('a new session is noticed even if nobody said that the old one had lapsed', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  a.membership.gone.add('a.1');
  a.membership.rejoin();
  await world.clock.pass(100);
  assert.deepEqual(a.host.abandoned.flat().length, SHARD_COUNT);
  world.assertSettled(a);
});

test('a take that was under way when the lease lapsed gives nothing to the next session', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  const put = node.bucket.put.bind(node.bucket);
  let letThrough = (): void => {};
  node.bucket.put = (key, ...others) => {
    if (key !== 's.0') return put(key, ...others);
    return new Promise((resolve) => {
      letThrough = () => resolve(put(key, ...others));
    });
  };
  node.steward.start();
  await world.clock.pass(0);
  node.membership.lapse();
  node.bucket.put = put;
  letThrough();
  await world.clock.pass(0);
  assert.equal(node.table.entry(0).owner, 'a.1');
  assert.equal(node.host.served.size, 0);
  node.membership.rejoin();
  await world.clock.pass(SECOND_MS);
  world.assertSettled(node);
  assert.equal(node.steward.epochs.get(0), 2);
});

test('a shard that the table gives to somebody else is let go at once', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const { revision } = a.table.entry(5);
  world.store.put('s.5', '{"owner":"z.1","epoch":2}', revision);
  assert.equal(a.host.served.has(5), false, 'in the same call');
  assert.equal(a.steward.serving(5), null);
  assert.deepEqual(a.host.abandoned, [[5]]);
  await world.clock.pass(5 * SECOND_MS);
  assert.equal(a.table.entry(5).owner, 'z.1', 'who may be alive');
  a.membership.gone.add('z.1');
  await world.clock.pass(2 * SECOND_MS);
  world.assertSettled(a);
  assert.equal(a.steward.epochs.get(5), 3);
});

test('a take that arrives when nobody could tell any more is served', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  node.bucket.delayRequests = Infinity;
  node.steward.start();
  await world.clock.pass(0);
  assert.equal(node.steward.serving(0), null);
  node.bucket.delayRequests = 0;
  const { put } = node.bucket.calls;
  node.bucket.deliverLate();
  await world.clock.pass(0);
  assert.equal(node.steward.serving(0), 'here');
  assert.equal(node.steward.epochs.get(0), 1);
  assert.equal(node.bucket.calls.put, put);
  await world.clock.pass(SECOND_MS);
  world.assertSettled(node);
});

test('nodes that see different members do not fight, and nobody is busy for nothing', async () => {
  const world = new StewardWorld();
  const [a, b] = await world.settled('a', 'b');
  assert.ok(a && b);
  world.everybodySees = false;
  // Each of them believes to be alone.
  a.membership.show([a.membership.self]);
  b.membership.show([b.membership.self]);
  a.membership.gone.add('z.1');
  const before = a.bucket.calls.put + b.bucket.calls.put;
  await world.clock.pass(10 * SECOND_MS);
  assertNothingTwice([a, b]);
  assert.equal(a.bucket.calls.put + b.bucket.calls.put, before, 'what is owned by somebody who may be alive is left alone');
  world.everybodySees = true;
  world.show();
  await world.clock.pass(SECOND_MS);
  world.assertSettled(a, b);
});

test('a shard that cannot be taken is tried again ever more slowly', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  node.bucket.loseRequests = Infinity;
  node.steward.start();
  await world.clock.pass(5 * SECOND_MS);
  const perShard = node.bucket.calls.put / SHARD_COUNT;
  assert.ok(perShard > 1 && perShard < 12, `${perShard} times each within 5 s`);
  node.bucket.loseRequests = 0;
  await world.clock.pass(3 * SECOND_MS);
  world.assertSettled(node);
  assert.ok(node.steward.figures().refusals >= SHARD_COUNT);
});

test('shards that could not be taken up in full are served, not settled, and tried again', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  node.host.adoptFails = 60;
  node.steward.start();
  await world.clock.pass(0);
  assert.equal(node.steward.serving(0), 'here');
  assert.equal(node.steward.settled, false);
  assert.ok(node.steward.figures().adopting > 0);
  await world.clock.pass(60 * SECOND_MS);
  world.assertSettled(node);
});

test('operators see nodes, shards and movements', async () => {
  const world = new StewardWorld();
  const [a, b] = await world.settled('a', 'b');
  assert.ok(a && b);
  const view = a.steward.view();
  assert.equal(view.nodeId, 'a');
  assert.equal(view.settled, true);
  assert.equal(view.revision, a.table.revision);
  assert.deepEqual(
    view.nodes.map(({ nodeId, state, shards, wished }) => ({ nodeId, state, shards, wished })),
    [a, b].map(({ nodeId, host: { served } }) => ({ nodeId, state: 'up', shards: served.size, wished: served.size })),
  );
  assert.equal(view.shards.length, SHARD_COUNT);
  assert.deepEqual([view.orphans, view.movements], [0, []]);
  const { owned, wished, taking, adopting, handingOff } = a.steward.figures();
  assert.deepEqual(
    { owned, wished, taking, adopting, handingOff },
    { owned: a.host.served.size, wished: owned, taking: 0, adopting: 0, handingOff: 0 },
  );
  const lost = b.host.served.size;
  world.kill(b);
  assert.equal(a.steward.view().orphans, lost);
  assert.equal(a.steward.view().movements.length, lost);
});

test.run();
