/** A node's own session: heartbeats, lapses, its node id, its state. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { HEARTBEAT_MS, KEY_TTL_MS } from '../../src/cluster/lease.js';
import type { MemberState } from '../../src/cluster/member.js';
import { NodeIdInUse } from '../../src/cluster/membership-claim.js';
import { CUT_OFF, FakeWorld, GONE_WITHIN_MS, GOOD_WAY, isGone, keyOf, seen, sessionOf, SETTLED_MS, UNHEARD } from './membership-world.js';

test('a node whose heartbeats do not get through lapses, and joins again under a new session when they do', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(SETTLED_MS);
  const before = sessionOf(b);
  const heard: string[] = [];
  b.membership.onLapse(() =>
    heard.push(
      `lapse, lease ${b.membership.lease.holds() ? 'holds' : 'over'}, key ${keyOf(world, 'b')?.member.session === before ? 'old' : 'new'}`,
    ),
  );
  b.membership.onChange(() =>
    heard.push(`change, ${sessionOf(b) === before ? 'old' : 'new'} session, lease ${b.membership.lease.holds() ? 'holds' : 'over'}`),
  );
  b.way = CUT_OFF;
  await world.pass(GONE_WITHIN_MS);
  assert.equal(b.membership.lease.holds(), false);
  assert.equal(isGone(a, before), true);
  assert.equal(isGone(b, before), true, 'it knows that its own session is over');
  assert.deepEqual(seen(a), ['a']);
  heard.length = 1;
  b.way = GOOD_WAY;
  await world.pass(2_000);
  assert.notEqual(sessionOf(b), before);
  assert.equal(b.membership.lease.holds(), true);
  assert.deepEqual(
    [seen(a), seen(b)],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
  );
  assert.equal(isGone(a, sessionOf(b)), false);
  assert.equal(heard[0], 'lapse, lease over, key old');
  assert.equal(heard.at(-1), 'change, new session, lease holds');
});

test('a heartbeat whose acknowledgement is lost counts once the key shows it', async () => {
  const world = new FakeWorld();
  const a = await world.join('a');
  let lapses = 0;
  a.membership.onLapse(() => (lapses += 1));
  for (let round = 0; round < 5; round += 1) {
    // Long enough for one heartbeat to be sent, too short for the question that follows it.
    a.way = UNHEARD;
    await world.pass(HEARTBEAT_MS);
    a.way = GOOD_WAY;
    await world.pass(3 * HEARTBEAT_MS);
    assert.equal(a.membership.lease.holds(), true);
  }
  assert.equal(lapses, 0);
});

test('a heartbeat that arrives late does not bring back a key that its process has replaced', async () => {
  const world = new FakeWorld();
  const a = await world.join('a');
  const before = sessionOf(a);
  a.way = { ...GOOD_WAY, there: () => 6_000 };
  await world.pass(HEARTBEAT_MS + 10);
  a.way = CUT_OFF;
  await world.pass(KEY_TTL_MS);
  a.way = GOOD_WAY;
  await world.pass(1_000);
  const after = sessionOf(a);
  assert.notEqual(after, before);
  await world.pass(6_000);
  assert.equal(sessionOf(a), after);
  assert.equal(keyOf(world, 'a')?.member.session, after);
});

test('a process that was stopped finds its lease over before anything else, and joins again', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(SETTLED_MS);
  const before = sessionOf(b);
  const first: boolean[] = [];
  b.process.stop();
  b.process.run(() => first.push(b.membership.lease.holds()));
  await world.pass(10_000);
  let lapsedFirst = false;
  b.membership.onLapse(() => {
    lapsedFirst = sessionOf(b) === before;
  });
  // Whatever was on its way to it, timers and answers, is handled now.
  b.process.continue();
  assert.deepEqual(first, [false]);
  await world.pass(1_000);
  assert.equal(lapsedFirst, true);
  assert.notEqual(sessionOf(b), before);
  assert.equal(b.membership.lease.holds(), true);
  assert.equal(isGone(a, before), true);
  assert.equal(isGone(b, sessionOf(a)), false, 'it had not heard of the other one for ten seconds either');
  assert.deepEqual(seen(b), ['a', 'b']);
});

test('a second process with the same node id is refused in words while the first one lives', async () => {
  const world = new FakeWorld();
  const a = await world.join('a');
  const second = world.start('a', { options: { address: 'elsewhere:7000' } });
  await world.pass(12_000, 5, () => assert.ok(a.membership.lease.holds()));
  assert.ok(second.refusal instanceof NodeIdInUse);
  assert.match(
    second.refusal.message,
    /^The node id a is in use by a process at a\.example:7000 that is alive: give each node an id of its own/,
  );
});

test('a process takes over the key of one that was killed, once its lease is over', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(SETTLED_MS);
  const before = sessionOf(b);
  b.process.kill();
  const again = world.start('b');
  await world.pass(5_000, 5, () => {
    if (again.membership !== null || isGone(a, before)) assert.equal(b.membership.lease.holds(), false);
  });
  assert.ok(again.membership !== null);
  assert.equal(isGone(a, before), true);
  assert.deepEqual(seen(a), ['a', 'b']);
  assert.equal(isGone(again, before), true);
});

test('a process takes over the key of one that has left at once, and nobody waits for that one', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(600);
  const before = sessionOf(b);
  void b.membership.leave();
  await world.pass(50);
  const again = world.start('b');
  await world.pass(600);
  assert.ok(again.membership !== null);
  assert.equal(isGone(a, before), true);
  assert.deepEqual(seen(a), ['a', 'b']);
});

test('a process that was stopped while another took its node id over stays silent as long as that one lives', async () => {
  const world = new FakeWorld();
  const [a, b] = [await world.join('a'), await world.join('b')];
  await world.pass(600);
  b.process.stop();
  const other = world.start('b');
  await world.pass(6_000);
  assert.ok(other.membership !== null);
  const session = sessionOf(other);
  b.process.continue();
  await world.pass(20_000, 5, () => {
    assert.equal(b.membership.lease.holds(), false);
    assert.equal(isGone(b, session), false);
    assert.equal(isGone(a, session), false);
  });
  assert.ok(b.lines.some((line) => line.includes('another process at b.example:7000 renews the key of node id b')));
  void other.membership.leave();
  await world.pass(2_000);
  assert.equal(b.membership.lease.holds(), true);
});

test('a change of state resolves when the bucket has it, and the others see it', async () => {
  const world = new FakeWorld();
  const states: MemberState[] = [];
  const a = await world.join('a');
  const b = await world.join('b', { options: { state: 'joining' } });
  await world.pass(600);
  a.membership.onChange(() => states.push(a.membership.members[1]?.state ?? 'leaving'));
  assert.equal(a.membership.members[1]?.state, 'joining');
  let told = false;
  b.way = CUT_OFF;
  void b.membership.become('up').then(() => {
    told = true;
  });
  assert.equal(b.membership.self.state, 'up');
  await world.pass(300);
  assert.equal(told, false);
  b.way = GOOD_WAY;
  await world.pass(1_500);
  assert.equal(told, true);
  await world.pass(600);
  assert.deepEqual(states, ['up']);
  assert.equal(keyOf(world, 'b')?.member.state, 'up');
});

test('a state that was changed while the lease had lapsed is what the new session says', async () => {
  const world = new FakeWorld();
  const b = await world.join('b', { options: { state: 'up' } });
  b.way = CUT_OFF;
  await world.pass(3_000);
  let told = false;
  void b.membership.become('leaving').then(() => {
    told = true;
  });
  await world.pass(1_000);
  assert.equal(told, false);
  b.way = GOOD_WAY;
  await world.pass(2_000);
  assert.equal(told, true);
  assert.equal(keyOf(world, 'b')?.member.state, 'leaving');
});

test('a listener that fails keeps the others from nothing', async () => {
  const world = new FakeWorld();
  const b = await world.join('b');
  let heard = 0;
  b.membership.onLapse(() => {
    throw new Error('no');
  });
  b.membership.onLapse(() => (heard += 1));
  b.way = CUT_OFF;
  await world.pass(3_000);
  assert.equal(heard, 1);
  b.way = GOOD_WAY;
  await world.pass(2_000);
  assert.equal(b.membership.lease.holds(), true);
});

test.run();
