/** What must hold whatever happens to processes, requests, answers, replicas and clocks. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { randomFrom } from '../../src/demo/random.js';
import { FakeWorld, GOOD_WAY, seen } from './membership-world.js';
import type { FakeNode, Way } from './membership-world.js';

const NODE_IDS = ['a', 'b', 'c'] as const;
/** Faults go on for so long, and then everything is given so long to come right. */
const FAULTY_MS = 20_000;
const HEALING_MS = 20_000;
const FINDING_OUT_MS = 5_000;
const STEP_MS = 10;
const RUNS = 60;

type Fault =
  | { readonly kind: 'stop'; readonly node: number; readonly at: number; readonly ms: number }
  | { readonly kind: 'kill'; readonly node: number; readonly at: number }
  | { readonly kind: 'second process'; readonly node: number; readonly at: number }
  | {
      readonly kind: 'way';
      readonly node: number;
      readonly at: number;
      readonly ms: number;
      readonly lost: number;
      readonly slowMs: number;
      readonly behindMs: number;
    }
  | { readonly kind: 'no leader'; readonly at: number; readonly ms: number }
  | { readonly kind: 'clock jumps'; readonly at: number; readonly byMs: number };

const node = fc.nat({ max: NODE_IDS.length - 1 });
const at = fc.integer({ min: 0, max: FAULTY_MS - 1 });
const ms = fc.integer({ min: 50, max: 9_000 });
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('stop' as const), node, at, ms }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), node, at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('second process' as const), node, at }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('way' as const),
      node,
      at,
      ms,
      lost: fc.constantFrom(0, 0.1, 0.5, 0.9),
      slowMs: fc.constantFrom(5, 100, 800, 4_000),
      behindMs: fc.constantFrom(0, 0, 500, 3_000, 10_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('no leader' as const), at, ms }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock jumps' as const), at, byMs: fc.integer({ min: -5_000, max: 5_000 }) }) },
);

/** A world and the processes that were ever started in it. */
interface Story {
  readonly world: FakeWorld;
  readonly processes: FakeNode[];
  readonly random: () => number;
  /** Session -> the process that has, or had, it. */
  readonly sessions: Map<string, FakeNode>;
}

function start(story: Story, nodeId: string): FakeNode {
  const process = story.world.start(nodeId, {
    rate: 0.98 + 0.04 * story.random(),
    random: story.random,
    options: { inUsePatienceMs: Infinity },
  });
  story.processes.push(process);
  return process;
}

function badWay({ lost, slowMs, behindMs }: Extract<Fault, { kind: 'way' }>, random: () => number): Way {
  const takes = (): number | null => (random() < lost ? null : 1 + slowMs * random());
  return { there: takes, back: takes, behind: () => Math.round(behindMs * random()) };
}

/** The process of a node id that was started last. */
function latest({ processes }: Story, nodeId: string): FakeNode {
  const found = processes.findLast((process) => process.nodeId === nodeId);
  assert.ok(found !== undefined);
  return found;
}

function befall(story: Story, befalls: Fault): void {
  const { clock, bucket } = story.world;
  if (befalls.kind === 'clock jumps') return void (bucket.skewMs += befalls.byMs);
  if (befalls.kind === 'no leader') {
    bucket.hasLeader = false;
    clock.after(befalls.ms, () => {
      bucket.hasLeader = true;
    });
    return;
  }
  const nodeId = NODE_IDS[befalls.node] ?? 'a';
  const target = latest(story, nodeId);
  if (befalls.kind === 'second process') return void start(story, nodeId);
  if (befalls.kind === 'kill') {
    target.process.kill();
    return void start(story, nodeId);
  }
  if (befalls.kind === 'stop') {
    target.process.stop();
    clock.after(befalls.ms, () => target.process.continue());
    return;
  }
  target.way = badWay(befalls, story.random);
  clock.after(befalls.ms, () => {
    target.way = GOOD_WAY;
  });
}

/** Nobody believes a session to be gone for which its process, whatever state that is in, holds a lease. */
function checkSafety({ processes, sessions }: Story): void {
  for (const process of processes) if (process.membership !== null) sessions.set(process.membership.self.session, process);
  for (const [session, { membership: owner }] of sessions) {
    if (owner?.self.session !== session || !owner.lease.holds()) continue;
    for (const { nodeId, membership } of processes) {
      assert.ok(membership?.isGone(session) !== true, `${nodeId} believes that ${session} is gone, which holds its lease`);
    }
  }
}

/** In the end all that run see each other, and whoever does not run is gone. */
function checkRecovery({ processes, sessions }: Story): void {
  const holders = processes.filter(({ process, membership }) => !process.isKilled && membership?.lease.holds() === true);
  assert.deepEqual(holders.map(({ nodeId }) => nodeId).sort(), [...NODE_IDS]);
  const alive = new Set(holders.map(({ membership }) => membership?.self.session));
  for (const holder of holders) {
    assert.deepEqual(seen(holder), [...NODE_IDS]);
    for (const session of sessions.keys())
      assert.equal(holder.membership?.isGone(session), !alive.has(session), `${holder.nodeId} about ${session}`);
  }
}

test('nobody is ever believed gone whose lease holds, and everything comes right after the last fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: 1, maxLength: 12 }), fc.integer(), async (faults, seed) => {
      const story: Story = { world: new FakeWorld(), processes: [], random: randomFrom(seed).next, sessions: new Map() };
      story.world.bucket.tellsHints = story.random() < 0.5;
      for (const nodeId of NODE_IDS) start(story, nodeId);
      for (const befalls of faults) story.world.clock.after(befalls.at, () => befall(story, befalls));
      await story.world.pass(FAULTY_MS, STEP_MS, () => checkSafety(story));
      await story.world.pass(HEALING_MS, STEP_MS, () => checkSafety(story));
      // A session that a process was never asked about it has to find out about first.
      for (const { membership } of story.processes) for (const session of story.sessions.keys()) membership?.isGone(session);
      await story.world.pass(FINDING_OUT_MS, STEP_MS, () => checkSafety(story));
      checkRecovery(story);
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

test.run();
