/**
 * Row `core`: holds through the entity host over the real journal, without HTTP, against plain batch inserts of what they wrote.
 *
 * Each trial runs the holds in one process and then writes the same records again in another: same tables, same hashes, same bytes, as many commands in each
 * transaction as the holds had, one thread, nothing else. A turn of an entity puts all its commands into one record. A store without turns writes a row for
 * each command, so that is what the hot schedule is measured against; against its very own rows it is shown as well. Spread over as many schedules as there
 * are holds in flight, every command has a record of its own and the two are the same.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../inside/child.js';
import type { CoreOptions, CoreResult } from '../inside/core-ours.js';
import type { RawOptions, RawResult } from '../inside/core-raw.js';
import type { BenchContext, Figure, Goal, Row, RowResult } from '../suite/row.js';
import { TRIED_ON_THE_CORE } from './tried.js';

interface Trial {
  readonly inFlight: number;
  readonly schedules: number;
  readonly holds: number;
  readonly smokeHolds: number;
  /** Whether the goal is meant for it: see the notes. */
  readonly judged: boolean;
}

type RawRow = RawOptions['row'];

interface Samples {
  readonly trial: Trial;
  readonly row: RawRow;
  readonly ours: number[];
  readonly reference: number[];
  readonly ourCpu: number[];
  readonly referenceCpu: number[];
  commandsPerCommit: number;
}

const GOAL: Goal = { comparison: '>=', value: 0.7 };
const US_PER_SECOND = 1e6;

const TRIALS: readonly Trial[] = [
  { inFlight: 1, schedules: 1, holds: 4_000, smokeHolds: 100, judged: false },
  { inFlight: 16, schedules: 1, holds: 24_000, smokeHolds: 320, judged: false },
  { inFlight: 256, schedules: 1, holds: 96_000, smokeHolds: 2_560, judged: true },
  { inFlight: 2048, schedules: 1, holds: 96_000, smokeHolds: 4_096, judged: true },
  { inFlight: 16, schedules: 16, holds: 24_000, smokeHolds: 320, judged: false },
  { inFlight: 256, schedules: 256, holds: 96_000, smokeHolds: 2_560, judged: true },
  { inFlight: 2048, schedules: 2048, holds: 96_000, smokeHolds: 4_096, judged: true },
];

const NOTES: readonly string[] = [
  'The goal is meant for batches that share their costs: with 1 or 16 commands in a transaction both sides wait for the disk, and ours also for two hops between threads and two wake-ups, some 50 µs of CPU that nobody shares.',
  'The CPU of the spread holds at 2,048 is dominated by memory: each hold finds another schedule that is in no cache, and everything in flight outlives a collection of the young generation.',
];

export const core: Row = {
  name: 'core',
  title: 'Core: holds through the entity host, without HTTP',
  ours: 'region, schedule decider and SQLite journal (synchronous=FULL)',
  reference: 'better-sqlite3 inserting the same bytes with the same hashes, in transactions of the same size, in one thread',
  tried: TRIED_ON_THE_CORE,
  missing: () => Promise.resolve(null),
  run,
};

async function run(context: BenchContext): Promise<RowResult> {
  const all = TRIALS.flatMap((trial) => samplesOf(trial));
  const steps = context.pairs * TRIALS.length;
  for (let pair = 0; pair < context.pairs; pair += 1) {
    for (const [index, trial] of TRIALS.entries()) {
      const samples = all.filter((candidate) => candidate.trial === trial);
      await measure(context, trial, samples);
      context.progress(pair * TRIALS.length + index + 1, steps);
    }
  }
  const sizes = all.map((samples) => `${nameOf(samples)}: ${Math.round(samples.commandsPerCommit)}`).join('; ');
  return { figures: all.flatMap((samples) => figuresOf(samples)), notes: [...NOTES, `Commands per transaction, last trial: ${sizes}.`] };
}

function samplesOf(trial: Trial): Samples[] {
  const rows: readonly RawRow[] = trial.schedules === 1 && trial.inFlight > 1 ? ['command', 'record'] : ['record'];
  return rows.map((row) => ({ trial, row, ours: [], reference: [], ourCpu: [], referenceCpu: [], commandsPerCommit: 0 }));
}

async function measure(context: BenchContext, trial: Trial, all: readonly Samples[]): Promise<void> {
  const holds = context.scale === 'full' ? trial.holds : trial.smokeHolds;
  const directory = join(context.scratch, 'ours');
  const options: CoreOptions = { directory, holds, inFlight: trial.inFlight, schedules: trial.schedules };
  const ours = await runChild<CoreResult>('core-ours.js', options);
  for (const samples of all) {
    const { row } = samples;
    const rawDirectory = join(context.scratch, 'raw');
    const rawOptions: RawOptions = { from: join(directory, 'journal.db'), directory: rawDirectory, commits: ours.commits, row, holds };
    const raw = await runChild<RawResult>('core-raw.js', rawOptions);
    await rm(rawDirectory, { recursive: true });
    samples.ours.push(holds / ours.seconds);
    samples.reference.push(holds / raw.seconds);
    samples.ourCpu.push((ours.cpuSeconds / holds) * US_PER_SECOND);
    samples.referenceCpu.push((raw.cpuSeconds / holds) * US_PER_SECOND);
    samples.commandsPerCommit = holds / ours.commits.length;
    const ratio = raw.seconds / ours.seconds;
    context.say(`${nameOf(samples)}: ${Math.round(holds / ours.seconds)} holds/s, ${ratio.toFixed(2)} of the plain inserts`);
  }
  await rm(directory, { recursive: true });
}

function nameOf({ trial, row }: Samples): string {
  const where = trial.schedules === 1 ? 'one hot schedule' : `spread over ${trial.schedules} schedules`;
  const against = row === 'record' && trial.schedules === 1 && trial.inFlight > 1 ? ', against its own few rows' : '';
  return `${trial.inFlight} in flight, ${where}${against}`;
}

function figuresOf(samples: Samples): Figure[] {
  const { trial, row, ours, reference, ourCpu, referenceCpu } = samples;
  const judged = trial.judged && (row === 'command' || trial.schedules > 1);
  const name = nameOf(samples);
  return [
    { name: `holds per second, ${name}`, unit: 'holds/s', ours, reference, goal: judged ? GOAL : null },
    { name: `CPU per hold, ${name}`, unit: 'µs', ours: ourCpu, reference: referenceCpu, goal: null },
  ];
}
