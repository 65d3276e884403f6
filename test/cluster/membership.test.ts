/** Who a node believes to be there, and to be gone. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { HEARTBEAT_MS, KEY_TTL_MS, LEASE_MS, SILENCE_MS } from '../../src/cluster/lease.js';
import { FakeWorld, GONE_WITHIN_MS, GOOD_WAY, isGone, REQUEST_TIMEOUT_MS, seen, sessionOf, SETTLED_MS } from './membership-world.js';

test('a node that has joined holds a lease, sees itself, and soon the others', async () => {
  const world = new FakeWorld();
  const a = await world.join('a');
  assert.equal(a.membership.lease.holds(), true);
  assert.deepEqual(seen(a), ['a']);
  const b = await world.join('b');
  assert.deepEqual(seen(b), ['a', 'b']);
  await world.pass(600);
  assert.deepEqual(seen(a), ['a', 'b']);
  assert.match(a.membership.self.session, /^a\.[0-9a-f]{16}$/);
  assert.deepEqual(a.membership.members[1], {
    nodeId: 'b',
    session: sessionOf(b),
    address: 'b.example:7000',
    state: 'up',
    version: '1.0.0',
    startedAt: 1,
  });
});

test('leases are kept for as long as heartbeats are acknowledged, and lapse in nobody’s sight', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  let lapses = 0;
  for (const { membership } of [a, b]) membership.onLapse(() => (lapses += 1));
  await world.pass(60_000, 5, () => assert.ok(a.membership.lease.holds() && b.membership.lease.holds()));
  assert.equal(lapses, 0);
  assert.equal(isGone(a, sessionOf(b)), false);
});

test('a node that leaves is gone for the others at their next poll', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(600);
  const left = b.membership.leave();
  assert.equal(b.membership.lease.holds(), false, 'its lease ends before anybody is told');
  await world.pass(600);
  await left;
  assert.deepEqual(seen(a), ['a']);
  assert.equal(isGone(a, sessionOf(b)), true);
  assert.deepEqual(seen(b), ['a']);
});

test('whoever hears what is on its way to the bucket sees who comes, leaves and changes at once', async () => {
  const world = new FakeWorld();
  world.bucket.tellsHints = true;
  const a = await world.join('a');
  const b = await world.join('b');
  await world.pass(100);
  assert.deepEqual(seen(a), ['a', 'b']);
  await world.pass(SETTLED_MS);
  void b.membership.become('leaving');
  await world.pass(100);
  assert.equal(a.membership.members[1]?.state, 'leaving');
  void b.membership.leave();
  await world.pass(100);
  assert.deepEqual(seen(a), ['a']);
});

test('a node is in again within half a second once the bucket has a leader', async () => {
  const world = new FakeWorld();
  const nodes = [await world.join('a'), await world.join('b'), await world.join('c')];
  await world.pass(SETTLED_MS);
  for (const awayMs of [4_000, 4_300, 4_600, 4_900]) {
    world.bucket.hasLeader = false;
    await world.pass(awayMs);
    for (const { membership } of nodes) assert.equal(membership.lease.holds(), false);
    world.bucket.hasLeader = true;
    // A question to nobody takes as long as a request is waited for.
    await world.pass(REQUEST_TIMEOUT_MS + 500);
    for (const { membership } of nodes) assert.equal(membership.lease.holds(), true);
    await world.pass(SETTLED_MS);
  }
});

test('a node that falls silent is gone for all others in time, and not before its lease was over', async () => {
  const world = new FakeWorld();
  const [a, b, c] = [await world.join('a'), await world.join('b'), await world.join('c')];
  await world.pass(SETTLED_MS);
  const session = sessionOf(c);
  c.process.kill();
  const goneAfter: number[] = [];
  let passed = 0;
  await world.pass(GONE_WITHIN_MS, 5, () => {
    passed += 5;
    if (isGone(a, session) || isGone(b, session)) {
      goneAfter.push(passed);
      assert.equal(c.membership.lease.holds(), false);
    }
  });
  assert.ok((goneAfter[0] ?? 0) > LEASE_MS - HEARTBEAT_MS, `gone after ${goneAfter[0] ?? 0} ms`);
  for (const node of [a, b]) {
    assert.equal(isGone(node, session), true);
    assert.deepEqual(seen(node), ['a', 'b']);
  }
  const told = [...a.lines, ...b.lines].filter((line) => line.includes('node c is gone'));
  assert.equal(told.length, 2);
});

test('a bucket without a leader for ten seconds: all lapse, nobody is gone for anybody, all join again', async () => {
  const world = new FakeWorld();
  const nodes = [await world.join('a'), await world.join('b'), await world.join('c')];
  await world.pass(SETTLED_MS);
  const before = nodes.map(sessionOf);
  world.bucket.hasLeader = false;
  const allSeen = (): void => {
    for (const node of nodes) {
      const others = seen(node).filter((nodeId) => nodeId !== node.nodeId);
      assert.equal(others.length, 2, `${node.nodeId} sees ${others.join(' ')}`);
    }
  };
  await world.pass(10_000, 5, allSeen);
  for (const { membership } of nodes) assert.equal(membership.lease.holds(), false);
  world.bucket.hasLeader = true;
  await world.pass(10_000, 5, allSeen);
  const after = nodes.map(sessionOf);
  for (const node of nodes) {
    assert.deepEqual(seen(node), ['a', 'b', 'c']);
    assert.equal(node.membership.lease.holds(), true);
    for (const session of before) assert.equal(isGone(node, session), true);
    for (const session of after) assert.equal(isGone(node, session), false);
  }
});

test('many that fall silent at once are given one more TTL, and are gone then', async () => {
  const world = new FakeWorld();
  const [a, b, c, d] = [await world.join('a'), await world.join('b'), await world.join('c'), await world.join('d')];
  await world.pass(SETTLED_MS);
  const sessions = [b, c, d].map(sessionOf);
  for (const { process } of [b, c, d]) process.kill();
  await world.pass(GONE_WITHIN_MS + 1_000);
  assert.deepEqual(seen(a), ['a', 'b', 'c', 'd']);
  for (const session of sessions) assert.equal(isGone(a, session), false);
  await world.pass(2 * KEY_TTL_MS);
  assert.deepEqual(seen(a), ['a']);
  for (const session of sessions) assert.equal(isGone(a, session), true);
});

test('many that fall silent at once and come back in time were never gone', async () => {
  const world = new FakeWorld();
  const nodes = [await world.join('a'), await world.join('b'), await world.join('c'), await world.join('d')] as const;
  await world.pass(SETTLED_MS);
  const [a, ...others] = nodes;
  for (const { process } of others) process.stop();
  await world.pass(4_000, 5, () => assert.equal(seen(a).length, 4));
  for (const { process } of others) process.continue();
  await world.pass(4_000, 5, () => assert.equal(seen(a).length, 4));
  for (const { membership } of others) assert.equal(membership.lease.holds(), true);
});

test('one of three is not held back by the rule for many', async () => {
  const world = new FakeWorld();
  const [a, b, c] = [await world.join('a'), await world.join('b'), await world.join('c')];
  await world.pass(SETTLED_MS);
  const session = sessionOf(b);
  b.process.kill();
  await world.pass(GONE_WITHIN_MS);
  assert.deepEqual([isGone(a, session), isGone(c, session)], [true, true]);
});

test('nobody is gone before this node’s own heartbeats were acknowledged for a TTL', async () => {
  const world = new FakeWorld();
  const b = await world.join('b');
  const c = await world.join('c');
  await world.pass(1_000);
  const a = await world.join('a');
  b.process.kill();
  c.process.kill();
  await world.pass(KEY_TTL_MS - 500);
  assert.deepEqual(seen(a), ['a', 'b', 'c']);
});

test('replicas that are behind make nobody gone, and bring nobody back', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(SETTLED_MS);
  a.way = { ...GOOD_WAY, behind: () => 8_000 };
  await world.pass(8_000, 5, () => assert.equal(isGone(a, sessionOf(b)), false));
  assert.deepEqual(seen(a), ['a', 'b']);
  a.way = GOOD_WAY;
  await world.pass(1_000);
  const session = sessionOf(b);
  b.process.kill();
  await world.pass(GONE_WITHIN_MS);
  assert.deepEqual(seen(a), ['a']);
  a.way = { ...GOOD_WAY, behind: () => 3_000 };
  await world.pass(5_000, 5, () => assert.deepEqual(seen(a), ['a']));
  assert.equal(isGone(a, session), true);
});

test('a bucket whose clock jumps ahead lets keys lapse early, and still nobody is gone whose lease holds', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(SETTLED_MS);
  const session = sessionOf(b);
  world.bucket.skewMs = 10_000;
  await world.pass(10_000, 5, () => {
    if (b.membership.self.session === session && b.membership.lease.holds()) assert.equal(isGone(a, session), false);
  });
  assert.equal(isGone(a, session), true);
  assert.notEqual(sessionOf(b), session);
  assert.deepEqual(seen(a), ['a', 'b']);
});

test('a session that was never seen here is gone once it surely is, and not before', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(SETTLED_MS);
  const neverSeen = 'x.0123456789abcdef';
  assert.equal(isGone(a, neverSeen), false);
  await world.pass(KEY_TTL_MS - 100);
  assert.equal(isGone(a, neverSeen), false);
  await world.pass(2 * HEARTBEAT_MS);
  assert.equal(isGone(a, neverSeen), true);
  assert.equal(isGone(a, 'b.0123456789abcdef'), false);
  assert.equal(isGone(a, 'a.0123456789abcdef'), false);
  await world.pass(SILENCE_MS + 4 * HEARTBEAT_MS);
  assert.equal(isGone(a, 'b.0123456789abcdef'), true, 'node b has another session');
  assert.equal(isGone(a, 'a.0123456789abcdef'), true, 'this process has the node id');
  assert.equal(isGone(a, sessionOf(b)), false);
  assert.equal(isGone(a, 'nonsense'), true);
  assert.deepEqual(seen(a), ['a', 'b']);
});

test('a session that a replica does not show yet is not gone', async () => {
  const world = new FakeWorld();
  const a = await world.join('a');
  await world.pass(SETTLED_MS);
  a.way = { ...GOOD_WAY, behind: () => 20_000 };
  const b = await world.join('b');
  await world.pass(15_000, 5, () => assert.equal(isGone(a, sessionOf(b)), false));
});

test('an idle cluster writes a heartbeat per node and interval, and nothing else', async () => {
  const world = new FakeWorld();
  await world.join('a');
  await world.join('b');
  await world.pass(SETTLED_MS);
  const before = world.bucket.puts;
  await world.pass(10_000);
  const perNode = (world.bucket.puts - before) / 2;
  assert.ok(perNode >= 18 && perNode <= 23, `${perNode} puts a node in 10 s`);
});

test.run();
