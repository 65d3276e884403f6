/** How long the event loop stands still while a snapshot of a large entity is taken and commands for it go on. */
import { join } from 'node:path';
import { runChild } from '../inside/child.js';
import { QUEUE, SCHEDULE } from '../inside/recovery-histories.js';
import type { SeedOptions } from '../inside/recovery-seed.js';
import type { StallOptions, Stalls } from '../inside/stall.js';
import type { BenchContext, Figure, Row, RowResult, Scale } from '../suite/row.js';

const STALL_MS_MAX = 20;
const CALLERS = 100;
const SEATS = 100_000;
const EVENTS_PER_RECORD = 100;
/** Newcomers of a trial; those of the next one are others. */
const USERS_PER_TRIAL = 10_000_000;
const MIB = 1024 * 1024;

interface Sizes {
  readonly tokens: number;
  /** Reservations of the large schedule; the other one has few. */
  readonly reservations: number;
  readonly snapshots: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { tokens: 1_000_000, reservations: 1_000_000, snapshots: 2 },
  smoke: { tokens: 5_000, reservations: 5_000, snapshots: 1 },
};
/** Enough for a first snapshot. */
const FEW_RESERVATIONS = 5_000;

interface Subject {
  readonly name: string;
  readonly entity: StallOptions['entity'];
  readonly seats: number | null;
  readonly seed: SeedOptions;
}

export const stall: Row = {
  name: 'stall',
  title: 'Event loop while a snapshot of 1,000,000 tokens or 100,000 seats is taken',
  ours: 'the largest stall with a snapshot under way',
  reference: 'none; the largest stall without one is shown beside it',
  missing: () => Promise.resolve(null),
  run,
};

async function run(context: BenchContext): Promise<RowResult> {
  const { tokens, reservations, snapshots } = SIZES[context.scale];
  const inScratch = (name: string): string => join(context.scratch, name);
  const schedule = { kind: 'schedule', seats: SEATS, perRecord: EVENTS_PER_RECORD } as const;
  const subjects: Subject[] = [
    {
      name: `queue of ${tokens} tokens`,
      entity: QUEUE,
      seats: null,
      seed: { kind: 'queue', directory: inScratch('queue'), tokens, perRecord: EVENTS_PER_RECORD },
    },
    {
      name: `schedule of ${SEATS} seats`,
      entity: SCHEDULE,
      seats: SEATS,
      seed: { ...schedule, directory: inScratch('seats'), holds: FEW_RESERVATIONS },
    },
    {
      name: `schedule with ${reservations} reservations`,
      entity: SCHEDULE,
      seats: SEATS,
      seed: { ...schedule, directory: inScratch('reservations'), holds: reservations },
    },
  ];
  const figures: Figure[] = [];
  const notes = [
    `${CALLERS} commands under way all the time; without a snapshot their turns and the garbage collector are what is left.`,
    'Own time leaves out what the thread waited for a core, where the operating system tells; waiting for other threads of the process remains in it.',
  ];
  for (const [index, subject] of subjects.entries()) {
    const trials = await measure(context, subject, snapshots, (done) =>
      context.progress(index * context.pairs + done, subjects.length * context.pairs),
    );
    figures.push(...figuresOf(subject, trials));
    notes.push(noteOf(subject, trials));
  }
  return { figures, notes };
}

async function measure(context: BenchContext, subject: Subject, snapshots: number, progress: (done: number) => void): Promise<Stalls[]> {
  const { name, entity, seats, seed } = subject;
  await runChild('./recovery-seed.js', seed);
  const trials: Stalls[] = [];
  for (let trial = 0; trial < context.pairs; trial += 1) {
    const newcomersFrom = (trial + 1) * USERS_PER_TRIAL;
    const options: StallOptions = { directory: seed.directory, entity, callers: CALLERS, seats, newcomersFrom, snapshots };
    const stalls = await runChild<Stalls>('./stall.js', options);
    trials.push(stalls);
    context.say(`${name}: ${told(stalls.withSnapshot)} with a snapshot under way, ${told(stalls.without)} without`);
    progress(trial + 1);
  }
  return trials;
}

const told = ({ wallMs, ownMs }: Stalls['without']): string => `${wallMs.toFixed(1)} ms (own ${ownMs.toFixed(1)} ms)`;

function figuresOf({ name }: Subject, trials: readonly Stalls[]): Figure[] {
  const figure = (what: string, of: (stalls: Stalls) => number, isJudged: boolean): Figure => ({
    ...{ name: `${name}: ${what}`, unit: 'ms', ours: trials.map(of), reference: null },
    goal: isJudged ? { comparison: '<=', value: STALL_MS_MAX } : null,
  });
  return [
    figure('largest stall', ({ withSnapshot }) => withSnapshot.wallMs, true),
    figure('the same, own time', ({ withSnapshot }) => withSnapshot.ownMs, false),
    figure('largest stall without a snapshot', ({ without }) => without.wallMs, false),
  ];
}

function noteOf({ name }: Subject, trials: readonly Stalls[]): string {
  const durations = trials.flatMap((trial) => trial.durations);
  const bytes = Math.max(...trials.map((trial) => trial.bytes));
  return `A snapshot of the ${name} has ${(bytes / MIB).toFixed(1)} MiB and is under way for ${Math.round(Math.max(...durations))} ms at most.`;
}
