import { test } from 'uvu';
import assert from 'node:assert/strict';
import type { LoadResult } from '../../../bench/load/load.js';
import { figuresOf, notesOf, runPairs } from '../../../bench/support/pairs.js';
import type { Trial } from '../../../bench/support/trial.js';

function trial(requestsPerSecond: number, cpuMicroseconds: number | null, generatorShare = 0.5): Trial {
  const latencyMs = { mean: 1, p50: 1, p90: 2, p99: requestsPerSecond / 10, p999: 4, max: 5 };
  const load: LoadResult = { answered: 10, seconds: 1, requestsPerSecond, latencyMs, statuses: { 201: 10 }, generatorShare };
  return { load, cpuMicroseconds };
}

test('ours and the reference are measured in turn, and the reference learns from the trial before it', async () => {
  const order: string[] = [];
  const context = {
    ...({ scale: 'full', pairs: 2, scratch: '' } as const),
    say: () => undefined,
    progress: (done: number, total: number) => order.push(`${done}/${total}`),
  };
  const pairs = await runPairs(context, {
    ours: (index) => {
      order.push(`ours ${index}`);
      return Promise.resolve({ ...trial(100 + index, 30), secret: `of ${index}` });
    },
    reference: ({ secret }, index) => {
      order.push(`reference ${index} ${secret}`);
      return Promise.resolve(trial(200 + index, 20));
    },
  });
  assert.deepEqual(order, ['0/4', 'ours 0', '1/4', 'reference 0 of 0', '2/4', 'ours 1', '3/4', 'reference 1 of 1', '4/4']);
  assert.deepEqual(pairs, [
    { ours: trial(100, 30), reference: trial(200, 20) },
    { ours: trial(101, 30), reference: trial(201, 20) },
  ]);
});

test('pairs become figures, with their goals', () => {
  const goal = { comparison: '>=', value: 0.8 } as const;
  const figures = figuresOf([{ ours: trial(100, 30), reference: trial(200, 20) }], { requestsPerSecond: goal });
  assert.deepEqual(figures, [
    { name: 'requests per second', unit: 'req/s', goal, ours: [100], reference: [200] },
    { name: 'CPU per request', unit: 'µs', goal: null, ours: [30], reference: [20] },
    { name: 'p99', unit: 'ms', goal: null, ours: [10], reference: [20] },
  ]);
});

test('CPU that the system does not say is left out, and said to be', () => {
  const pairs = [{ ours: trial(100, null), reference: trial(200, null) }];
  assert.deepEqual(
    figuresOf(pairs, {}).map(({ name }) => name),
    ['requests per second', 'p99'],
  );
  assert.match(notesOf(pairs).join(), /not to be had/);
});

test('trials in which the generator was the limit are counted', () => {
  const pairs = [
    { ours: trial(100, 30, 0.9), reference: trial(200, 20, 0.95) },
    { ours: trial(100, 30, 0.91), reference: trial(200, 20, 0.2) },
  ];
  assert.deepEqual(notesOf(pairs), ['The generator was the limit in 2 of 4 trials: it used more than 90 % of its core.']);
  assert.deepEqual(notesOf(pairs.slice(1).map(({ reference }) => ({ ours: reference, reference }))), []);
});

test.run();
