import assert from 'node:assert/strict';
import { test } from 'uvu';
import { NODE_FAULTS, planFaults, SERVER_FAULTS } from '../../../bench/chaos/plan.js';
import type { PlannedFault } from '../../../bench/chaos/plan.js';

const MINUTES_10 = 600_000;
const plan = (seed: number, durationMs = MINUTES_10): readonly PlannedFault[] => planFaults({ seed, nodes: 3, servers: 3, durationMs });
const isServerFault = ({ kind }: PlannedFault): boolean => (SERVER_FAULTS as readonly string[]).includes(kind);

test('a seed gives the same faults again, another one others', () => {
  assert.deepEqual(plan(7), plan(7));
  assert.notDeepEqual(plan(7), plan(8));
});

test('a run of some kinds of faults has nothing else', () => {
  const only = ['stop-node', 'kill-log-leader'] as const;
  const kinds = new Set(planFaults({ seed: 7, nodes: 3, servers: 3, durationMs: MINUTES_10, only }).map(({ kind }) => kind));
  assert.deepEqual([...kinds].sort(), [...only].sort());
  const ofNodes = planFaults({ seed: 7, nodes: 3, servers: 3, durationMs: MINUTES_10, only: ['stop-node'] });
  assert.deepEqual([...new Set(ofNodes.map(({ kind }) => kind))], ['stop-node']);
});

test('in ten minutes everything that can go wrong does', () => {
  for (const seed of [1, 2, 3]) {
    const kinds = new Set(plan(seed).map(({ kind }) => kind));
    assert.deepEqual(
      [...NODE_FAULTS, ...SERVER_FAULTS].filter((kind) => !kinds.has(kind)),
      [],
      `seed ${seed}`,
    );
  }
});

test('of nodes and of servers at most one is disturbed at a time', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    for (const own of [plan(seed).filter(isServerFault), plan(seed).filter((fault) => !isServerFault(fault))]) {
      own.slice(1).forEach((fault, index) => {
        const before = own[index];
        assert.ok(before !== undefined && fault.at >= before.at + before.lastsMs, `seed ${seed}: ${fault.kind} at ${fault.at}`);
      });
    }
  }
});

test('everything is healed before the end, and targets are there', () => {
  for (const fault of plan(5, 60_000)) {
    assert.ok(fault.at + fault.lastsMs < 60_000);
    assert.ok(fault.target >= 0 && fault.target < 3);
  }
  assert.ok(plan(5, 60_000).length >= 4, 'a minute has room for some');
});

test.run();
