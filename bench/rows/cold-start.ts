/** From the start of the process to the line that says the node is ready, on a data directory in which things fell due while no node was running. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { runChild } from '../inside/child.js';
import type { ColdStartOptions, ColdStartSeed } from '../inside/cold-start.js';
import { NodeProcess } from '../support/node-process.js';
import type { BenchContext, Row, RowResult, Scale } from '../suite/row.js';

const READY_SECONDS_MAX = 3;
const SEATS = 50;

interface Sizes {
  readonly schedules: number;
  readonly due: number;
  /** On each schedule, given back. */
  readonly holds: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { schedules: 10_000, due: 100, holds: 10 },
  smoke: { schedules: 200, due: 10, holds: 2 },
};

export const coldStart: Row = {
  name: 'cold-start',
  title: `Cold start with ${SIZES.full.schedules} schedules of which ${SIZES.full.due} have something due`,
  ours: 'from the start of the process to "Frontrow is ready"',
  reference: 'none',
  missing: () => Promise.resolve(null),
  run,
};

async function run(context: BenchContext): Promise<RowResult> {
  const sizes = SIZES[context.scale];
  const seeded = join(context.scratch, 'seeded');
  const { records } = await runChild<ColdStartSeed>('./cold-start.js', {
    directory: seeded,
    seats: SEATS,
    ...sizes,
  } satisfies ColdStartOptions);
  const full: number[] = [];
  const empty: number[] = [];
  for (let pair = 0; pair < context.pairs; pair += 1) {
    context.progress(pair, context.pairs);
    const dataDir = join(context.scratch, `trial-${pair}`);
    await cp(seeded, dataDir, { recursive: true });
    full.push(await secondsToStart(dataDir, `${sizes.due} overdue`));
    empty.push(await secondsToStart(join(context.scratch, `empty-${pair}`), '(new)'));
    await rm(dataDir, { recursive: true });
    context.say(`ready after ${full.at(-1)?.toFixed(2)} s, on an empty directory after ${empty.at(-1)?.toFixed(2)} s`);
  }
  context.progress(context.pairs, context.pairs);
  return {
    figures: [
      { name: 'ready', unit: 's', ours: full, reference: null, goal: { comparison: '<=', value: READY_SECONDS_MAX } },
      { name: 'ready, empty data directory', unit: 's', ours: empty, reference: null, goal: null },
    ],
    notes: [`The journal holds ${records} records of ${sizes.schedules} schedules; all of it is checked for damage at the start.`],
  };
}

/** @param found what the node must say of the data directory. */
async function secondsToStart(dataDir: string, found: string): Promise<number> {
  const started = performance.now();
  const node = await NodeProcess.start({ dataDir });
  const seconds = (performance.now() - started) / 1000;
  await node.stop();
  if (!node.output.includes(found)) throw new Error(`the node did not find "${found}" in its data directory. It wrote:\n${node.output}`);
  return seconds;
}
