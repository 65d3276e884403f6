/** Rows that measure nothing but behave like those that do: what the suite makes of them is what its tests are about. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BenchContext, Figure, Row, RowResult } from '../../../bench/suite/row.js';

const AT_LEAST_080 = { comparison: '>=', value: 0.8 } as const;

export function figure(changes: Partial<Figure> = {}): Figure {
  const samples = { ours: [90, 80, 85, 95, 70], reference: [100, 100, 100, 100, 100] };
  return { name: 'requests per second', unit: 'req/s', ...samples, goal: AT_LEAST_080, ...changes };
}

export function row(name: string, run: (context: BenchContext) => Promise<RowResult>, changes: Partial<Row> = {}): Row {
  const texts = { title: `What ${name} costs`, ours: `our ${name}`, reference: `a bare ${name}` };
  return { name, ...texts, missing: async () => null, run, ...changes };
}

function wave(length: number, middle: number, height: number): number[] {
  return Array.from({ length }, (_, index) => middle + height * Math.sin(index * 2.3));
}

export const STEADY = row('steady', async ({ pairs, scratch, progress, say }) => {
  await writeFile(join(scratch, 'journal.db'), 'something to be removed');
  say('warmed up');
  for (let pair = 1; pair <= pairs; pair += 1) progress(pair, pairs);
  return {
    figures: [
      figure({ ours: wave(pairs, 48_211, 900), reference: wave(pairs, 55_040, -700) }),
      figure({
        ...{ name: 'CPU per request', unit: 'µs', goal: { comparison: '<=', value: 1.6 } },
        ...{ ours: wave(pairs, 21.5, 0.3), reference: wave(pairs, 15.2, 0.2) },
      }),
      figure({ name: 'largest stall', unit: 'ms', ours: [12.25], reference: null, goal: { comparison: '<=', value: 20 } }),
    ],
    notes: ['80,000 holds of new seats, 100 connections', 'the generator was the limit in 2 of 5 trials <of both>'],
  };
});

export const SLOW = row('slow', async ({ pairs }) => ({
  figures: [
    figure({ ours: wave(pairs, 31_000, 500), reference: wave(pairs, 55_000, 400) }),
    figure({ name: 'p99', unit: 'ms', ours: wave(pairs, 8, 1), reference: wave(pairs, 5, 1), goal: null }),
  ],
  notes: ['verifying two signatures takes a third of it'],
}));

export const WRONG = row('wrong', async () => {
  throw new Error('seat 12 has two owners');
});

export const LACKING = row('lacking', async () => ({ figures: [], notes: [] }), {
  missing: async () => 'PostgreSQL is not installed: apt-get install postgresql.',
});

/** Goes on until the suite ends it, and says whether it could clean up. */
export const ENDLESS = row('endless', async ({ progress, say }) => {
  say('under way');
  try {
    for (let step = 0; ; step += 1) {
      progress(step, step + 1);
      await nextTurn();
    }
  } finally {
    say('cleaned up');
  }
});

/** Never looks up from its work. */
const DEAF = row('deaf', async ({ say }) => {
  say('under way');
  for (;;) await nextTurn();
});

export const SAMPLE_ROWS: readonly Row[] = [STEADY, LACKING, SLOW, WRONG, ENDLESS, DEAF];
