/** Shards on their way from one node to another. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { STEWARD_SETTINGS } from '../../src/cluster/steward-settings.js';
import { assertNothingTwice, moving, StewardWorld, wishedFor } from './steward-world.js';

const SECOND_MS = 1_000;

test('a node that joins gets its share shard by shard, and nothing is served twice', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  const b = await world.node('b');
  assert.ok(a);
  b.steward.start();
  assert.equal(b.steward.settled, false);
  const isSettled = (): boolean => b.steward.settled;
  for (let step = 0; step < 400 && !isSettled(); step += 1) {
    await world.clock.pass(1);
    assertNothingTwice([a, b]);
  }
  world.assertSettled(a, b);
  assert.ok(a.host.underWayMost > 1 && a.host.underWayMost <= STEWARD_SETTINGS.handOffsAtOnceMax, `${a.host.underWayMost} at once`);
  assert.equal(a.host.handOffs, wishedFor('b', 'a', 'b').length, 'nothing else moves');
  assert.ok([...b.steward.epochs.values()].every((epoch) => epoch === 2));
});

test('a shard that moves is given to its next owner by one change of the table, and stays served until it is prepared', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const shard = moving('a', 'b');
  a.host.unprepared.add(shard);
  const b = await world.node('b');
  const before = world.store.revision;
  b.steward.start();
  await world.clock.pass(STEWARD_SETTINGS.prepareMs - 1);
  assert.equal(a.steward.serving(shard), 'here');
  assert.equal(a.steward.settled, false);
  assert.equal(world.store.revision - before, wishedFor('b', 'a', 'b').length - 1);
  a.host.finish(shard);
  await world.clock.pass(10);
  world.assertSettled(a, b);
  assert.equal(world.store.revision - before, wishedFor('b', 'a', 'b').length);
});

test('what cannot be prepared in time goes unprepared, and what should stay after all was never let go', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const shard = moving('a', 'b');
  a.host.unprepared.add(shard);
  const b = await world.node('b');
  world.everybodySees = false;
  const seesB = [a.membership.self, { ...b.membership.self, state: 'up' as const }];
  a.membership.show(seesB);
  await world.clock.pass(100);
  a.membership.show([a.membership.self]);
  const { handOffs } = a.host;
  await world.clock.pass(STEWARD_SETTINGS.prepareMs + 100);
  assert.equal(a.steward.serving(shard), 'here');
  assert.equal(a.host.handOffs, handOffs, 'nothing was interrupted');
  a.membership.show(seesB);
  await world.clock.pass(STEWARD_SETTINGS.prepareMs + 100);
  assert.notEqual(a.steward.serving(shard), 'here');
});

test('while the table takes no changes few shards are interrupted, and they go on as soon as it does', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a', 'b');
  assert.ok(a);
  a.bucket.loseRequests = Infinity;
  const drained = a.steward.drain(world.clock.now() + 60 * SECOND_MS);
  await world.clock.pass(5 * SECOND_MS);
  const interrupted = [...a.steward.epochs.keys()].filter((shard) => a.steward.serving(shard) !== 'here');
  assert.ok(interrupted.length > 0 && interrupted.length <= 8, `${interrupted.length} shards`);
  assert.match(a.lines.join('\n'), /the shard table cannot be changed now/);
  a.bucket.loseRequests = 0;
  await world.clock.pass(2 * SECOND_MS);
  assert.equal(await drained, true);
});

test('while a command is under way in a shard it is handing off, and goes when that is finished', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const shard = moving('a', 'b');
  a.host.busy.add(shard);
  const b = await world.node('b');
  b.steward.start();
  await world.clock.pass(2 * SECOND_MS);
  assert.equal(a.steward.serving(shard), 'handing-off');
  assert.equal(b.steward.serving(shard), null);
  assert.equal(a.table.entry(shard).owner, a.membership.self.session);
  assert.equal(a.steward.settled, false);
  assert.equal(b.steward.settled, false);
  assert.deepEqual(
    b.steward.view().movements.map(({ from, to }) => [from, to]),
    [['a', 'b']],
    'all others have gone',
  );
  a.host.finish(shard);
  await world.clock.pass(10);
  world.assertSettled(a, b);
});

test('a command that does not finish holds its shard back only so long', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const shard = moving('a', 'b');
  a.host.busy.add(shard);
  const b = await world.node('b');
  b.steward.start();
  await world.clock.pass(STEWARD_SETTINGS.handOffMs + SECOND_MS);
  world.assertSettled(a, b);
  assert.match(a.lines.join('\n'), /not all that was under way/);
});

test('a release of which nobody can tell is repeated, and the shard goes', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  a.bucket.loseRequests = 2;
  a.bucket.loseAnswers = 2;
  const b = await world.node('b');
  b.steward.start();
  await world.clock.pass(2 * SECOND_MS);
  world.assertSettled(a, b);
});

test('shards that should stay after all when they are finished were never released', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const shards = wishedFor('b', 'a', 'b');
  for (const shard of shards) a.host.busy.add(shard);
  const b = await world.node('b');
  world.everybodySees = false;
  a.membership.show([a.membership.self, { ...b.membership.self, state: 'up' }]);
  await world.clock.pass(2);
  assert.equal(a.steward.serving(moving('a', 'b')), 'handing-off');
  a.membership.show([a.membership.self]);
  for (const shard of shards) a.host.finish(shard);
  await world.clock.pass(100);
  assert.ok([...a.steward.epochs.values()].every((epoch) => epoch === 1));
  world.assertSettled(a);
});

test('a member that comes and goes again costs little, and all ends well', async () => {
  const world = new StewardWorld();
  const [a, b] = await world.settled('a', 'b');
  assert.ok(a && b);
  const c = await world.node('c');
  c.steward.start();
  world.everybodySees = false;
  const both = [a.membership.self, b.membership.self];
  for (let turn = 0; turn < 20; turn += 1) {
    const seen = turn % 2 === 0 ? [...both, c.membership.self] : both;
    for (const { membership } of [a, b, c]) membership.show(seen);
    await world.clock.pass(turn % 5);
    assertNothingTwice([a, b, c]);
  }
  world.everybodySees = true;
  world.show();
  await world.clock.pass(SECOND_MS);
  world.assertSettled(a, b, c);
});

test('a shard of which something was given up on its way is not taken back under the same epoch', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  const [shard = 0, ...others] = wishedFor('b', 'a', 'b');
  for (const one of [shard, ...others]) a.host.busy.add(one);
  const b = await world.node('b');
  world.everybodySees = false;
  a.membership.show([a.membership.self, { ...b.membership.self, state: 'up' }]);
  await world.clock.pass(2);
  a.membership.show([a.membership.self]);
  for (const one of others) a.host.finish(one);
  await world.clock.pass(STEWARD_SETTINGS.handOffMs + SECOND_MS);
  world.assertSettled(a);
  assert.equal(a.steward.epochs.get(shard), 2);
});

test('a host that fails to hand off is made to let go', async () => {
  const world = new StewardWorld();
  const [a] = await world.settled('a');
  assert.ok(a);
  a.host.handOff = () => Promise.reject(new Error('a bug'));
  const b = await world.node('b');
  b.steward.start();
  await world.clock.pass(SECOND_MS);
  world.assertSettled(a, b);
});

test.run();
