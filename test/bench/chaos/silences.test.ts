/** Where a run was silent, longest first, and what was going wrong then. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { longestSilences } from '../../../bench/chaos/silences.js';
import type { Span } from '../../../bench/chaos/silences.js';

const every = (stepMs: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / stepMs) + 1 }, (_, index) => from + index * stepMs);

test('silences are listed with the faults that were about, or shortly before', () => {
  const answers = [...every(100, 0, 5_000), ...every(100, 7_500, 20_000), ...every(100, 24_000, 30_000)];
  const spans: Span[] = [
    { kind: 'stop-node', target: 2, from: 4_000, to: 9_000 },
    { kind: 'kill-server', target: 1, from: 12_000, to: 18_500 },
    { kind: 'cut-nats', target: 3, from: 28_000, to: 29_000 },
  ];
  assert.deepEqual(longestSilences(answers, spans), [
    { from: 20_000, ms: 4_000, faults: ['kill-server 1 (12.0 s to 18.5 s)'] },
    { from: 5_000, ms: 2_500, faults: ['stop-node 2 (4.0 s to 9.0 s)'] },
  ]);
});

test('a run that was answered all the time has none, in whatever order the answers are given', () => {
  assert.deepEqual(longestSilences([...every(100, 0, 5_000)].reverse(), []), []);
});

test.run();
