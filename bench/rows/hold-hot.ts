/** The moment everything is built for: everybody wants seats of the same show. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext, Row, RowResult } from '../suite/row.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import { TRIAL_NOTE, trialOfReference } from '../support/trial.js';
import { HOLD_SIZES } from './hold-loads.js';
import { hotTrial } from './hold-trials.js';
import { TRIED_ON_HOLDS } from './tried.js';

const REQUESTS_RATIO_MIN = 0.8;
const CPU_RATIO_MAX = 1.6;
const P99_RATIO_MAX = 1.5;

const nothingMissing = (): Promise<null> => Promise.resolve(null);
const sizes = HOLD_SIZES.full;
const load = `${sizes.requests / 1000}k holds of new seats, -c ${sizes.connections}`;

export const holdHot: Row = {
  name: 'hold-hot',
  title: `Hold, one hot schedule (${load})`,
  ours: 'POST /api/v1/reservations, both tokens checked, durable',
  reference: 'bare Fastify echo: same schemas, body, headers and logger setting',
  tried: TRIED_ON_HOLDS,
  missing: nothingMissing,
  run: async (context) => {
    const pairs = await runPairs(context, {
      ours: (index) => hotTrial(context, index),
      reference: ({ loads }) => trialOfReference({ routes: ['hold'] }, loads),
    });
    const goals = {
      requestsPerSecond: { comparison: '>=', value: REQUESTS_RATIO_MIN },
      cpu: { comparison: '<=', value: CPU_RATIO_MAX },
    } as const;
    return { figures: figuresOf(pairs, goals), notes: [TRIAL_NOTE, ...notesOf(pairs)] };
  },
};

export const holdLatency: Row = {
  name: 'hold-latency',
  title: `Latency of a hold, one hot schedule (${load})`,
  ours: 'POST /api/v1/reservations, both tokens checked, durable',
  reference: 'bare Fastify echo that answers after a group-committed write of the same bytes',
  missing: nothingMissing,
  run: runLatency,
};

async function runLatency(context: BenchContext): Promise<RowResult> {
  const pairs = await runPairs(context, {
    ours: (index) => hotTrial(context, index),
    reference: async ({ loads }, index) => {
      const directory = join(context.scratch, `reference-${index}`);
      await mkdir(directory);
      return trialOfReference({ routes: ['durable-hold'], directory }, loads);
    },
  });
  return { figures: figuresOf(pairs, { p99: { comparison: '<=', value: P99_RATIO_MAX } }), notes: [TRIAL_NOTE, ...notesOf(pairs)] };
}
