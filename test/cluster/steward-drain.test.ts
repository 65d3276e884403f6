import assert from 'node:assert/strict';
import { test } from 'uvu';
import { SHARD_COUNT } from '../../src/cluster/shards.js';
import { STEWARD_SETTINGS } from '../../src/cluster/steward-settings.js';
import { assertNothingTwice, StewardWorld } from './steward-world.js';

const SECOND_MS = 1_000;

/** What a drain comes to, as far as it is known. */
function outcomeOf(drained: Promise<boolean>): () => boolean | null {
  let outcome: boolean | null = null;
  void drained.then((finished) => (outcome = finished));
  return () => outcome;
}

test('a node that leaves hands everything off, and only then is gone', async () => {
  const world = new StewardWorld();
  const [a, b, c] = await world.settled('a', 'b', 'c');
  assert.ok(a && b && c);
  const outcome = outcomeOf(c.steward.drain(world.clock.now() + 30 * SECOND_MS));
  await world.clock.pass(STEWARD_SETTINGS.noticeMs - 1);
  assert.deepEqual(c.membership.states, ['up', 'leaving']);
  assert.equal(c.host.handOffs, 0, 'the others must have seen that it leaves');
  for (let step = 0; step < 100 && outcome() === null; step += 1) {
    await world.clock.pass(1);
    assertNothingTwice([a, b, c]);
    assert.equal(c.membership.hasLeft, outcome() !== null);
  }
  assert.equal(outcome(), true);
  await world.clock.pass(10);
  assert.equal(c.host.served.size, 0);
  assert.equal(c.steward.settled, false);
  world.assertSettled(a, b);
  assert.equal(a.steward.figures().takeOvers, 0, 'given, not taken');
  assert.equal(await c.steward.drain(0), true, 'once');
});

test('the last node leaves without waiting for anybody', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const drained = a.steward.drain(world.clock.now() + 30 * SECOND_MS);
  await world.clock.pass(200);
  assert.equal(await drained, true);
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) assert.equal(a.table.entry(shard).owner, null);
});

test('what cannot be handed off until the deadline is given up', async () => {
  const world = new StewardWorld();
  const [a, b] = await world.settled('a', 'b');
  assert.ok(a && b);
  const shard = [...b.host.served.keys()][3] ?? assert.fail();
  b.host.handOff = async (shards) => {
    if (shards.has(shard)) await new Promise(() => {});
    for (const one of shards) b.host.served.delete(one);
    return true;
  };
  const outcome = outcomeOf(b.steward.drain(world.clock.now() + 3 * SECOND_MS));
  await world.clock.pass(3 * SECOND_MS - 1);
  assert.equal(outcome(), null);
  await world.clock.pass(1);
  assert.equal(outcome(), false);
  assert.equal(b.membership.hasLeft, true);
  assert.deepEqual(b.host.abandoned, [[shard]]);
  await world.clock.pass(100);
  world.assertSettled(a);
});

test('a node whose lease lapses while it leaves has left', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a', 'b');
  assert.ok(a);
  const drained = a.steward.drain(world.clock.now() + 30 * SECOND_MS);
  await world.clock.pass(10);
  a.membership.lapse();
  await world.clock.pass(10);
  assert.equal(await drained, false);
  assert.equal(a.membership.hasLeft, true);
});

test('a node that was never started can be drained', async () => {
  const world = new StewardWorld();
  const node = await world.node('a');
  const drained = node.steward.drain(world.clock.now() + SECOND_MS);
  await world.clock.pass(SECOND_MS);
  assert.equal(await drained, true);
});

test.run();
