import fc from 'fast-check';
import { test } from 'uvu';
import { SimWorld } from './steward-sim.js';

const NODE_IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** What happens to a node, after a while. */
interface Mishap {
  readonly kind: 'start' | 'kill' | 'leave' | 'cut' | 'pause' | 'adopt fails' | 'answers are lost' | 'watch is stuck';
  readonly nodeId: string;
  /** Until it happens, and how long it lasts where that has a meaning. */
  readonly afterMs: number;
  readonly ms: number;
}

const mishap: fc.Arbitrary<Mishap> = fc.record({
  kind: fc.constantFrom<Mishap['kind'][]>(
    'start',
    'start',
    'kill',
    'leave',
    'cut',
    'cut',
    'pause',
    'pause',
    'adopt fails',
    'answers are lost',
    'watch is stuck',
  ),
  nodeId: fc.constantFrom(...NODE_IDS),
  afterMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 6_000 })),
  ms: fc.integer({ min: 50, max: 8_000 }),
});

async function happen(world: SimWorld, { kind, nodeId, ms }: Mishap): Promise<void> {
  const node = world.nodes.get(nodeId);
  switch (kind) {
    case 'start':
      await world.start(nodeId);
      return;
    case 'kill':
      world.kill(nodeId);
      return;
    case 'leave':
      world.leave(nodeId);
      return;
    case 'cut':
      world.cut(nodeId, ms);
      return;
    case 'pause':
      world.pause(nodeId, ms);
      return;
    case 'adopt fails':
      if (node !== undefined) node.host.adoptFails += 2;
      return;
    case 'answers are lost':
      if (node !== undefined) node.bucket.loseAnswers += 20;
      return;
    case 'watch is stuck':
      if (node !== undefined) node.bucket.watchesAreStuck = true;
      return;
  }
}

/** While it lasts no shard is served by two who may; in the end each is served by exactly the node that the ring names. */
async function liveThrough(seed: number, mishaps: readonly Mishap[], isMembershipReal = false): Promise<void> {
  const world = new SimWorld(seed, isMembershipReal);
  for (const nodeId of NODE_IDS.slice(0, 3)) await world.start(nodeId);
  for (const one of mishaps) {
    await world.clock.run(one.afterMs);
    await happen(world, one);
  }
  // The longest of what was begun is over then.
  await world.clock.run(8_000);
  if (world.nodes.size === 0) await world.start('a');
  await world.clock.run(40_000);
  world.assertSettled();
}

test('three nodes that nothing happens to share the shards', async () => {
  await liveThrough(1, []);
});

test('whatever happens to three to seven nodes, nothing is served twice, and in the end everything is served where it should be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(mishap, { minLength: 3, maxLength: 14 }), (seed, mishaps) => liveThrough(seed, mishaps)),
    { numRuns: 12 },
  );
});

test('the same with the membership that the program has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(mishap, { minLength: 3, maxLength: 14 }), (seed, mishaps) => liveThrough(seed, mishaps, true)),
    { numRuns: 8 },
  );
});

test.run();
