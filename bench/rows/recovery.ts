/** How long a large entity takes to come back from its journal when there is no snapshot of it, against nothing but reading and hashing its records. */
import { join } from 'node:path';
import { runChild } from '../inside/child.js';
import { QUEUE, SCHEDULE } from '../inside/recovery-histories.js';
import type { RecoveryOptions, RecoveryTime } from '../inside/recovery.js';
import type { SeedOptions, Seeded } from '../inside/recovery-seed.js';
import type { BenchContext, Figure, Row, RowResult, Scale } from '../suite/row.js';
import { TRIED_ON_RECOVERY } from './tried.js';

const RATIO_MAX = 2;
const EVENTS: Readonly<Record<Scale, number>> = { full: 1_000_000, smoke: 5_000 };
const EVENTS_PER_RECORD = 10;
const SEATS = 100_000;

/** One history and all that was measured on it. */
interface Measured {
  readonly name: string;
  readonly records: number;
  readonly ours: RecoveryTime[];
  readonly raw: RawTime[];
}

type RawTime = Pick<RecoveryTime, 'seconds' | 'cpuSeconds'>;

export const recovery: Row = {
  name: 'recovery',
  title: `Recovery of 1,000,000 events, ${EVENTS_PER_RECORD} a record, without a snapshot`,
  ours: 'the entity host reads the entity until it answers',
  reference: 'one thread reads the same rows and hashes the same texts',
  tried: TRIED_ON_RECOVERY,
  missing: () => Promise.resolve(null),
  run,
};

async function run(context: BenchContext): Promise<RowResult> {
  const events = EVENTS[context.scale];
  const steps = 2 * (context.pairs + 1);
  let done = 0;
  const step = (): void => context.progress((done += 1), steps);
  // A hold and its release each; then a line in which everybody still stands.
  const schedule = await measure(context, step, {
    name: 'schedule',
    entity: SCHEDULE,
    seed: { kind: 'schedule', directory: join(context.scratch, 'schedule'), seats: SEATS, holds: events / 2, perRecord: EVENTS_PER_RECORD },
    expected: { availableSeats: SEATS },
  });
  const queue = await measure(context, step, {
    name: 'queue',
    entity: QUEUE,
    seed: { kind: 'queue', directory: join(context.scratch, 'queue'), tokens: events, perRecord: EVENTS_PER_RECORD },
    expected: { issued: events },
  });
  return { figures: [...figuresOf(schedule, true), ...figuresOf(queue, false)], notes: notesOf(schedule, queue) };
}

interface Subject {
  readonly name: string;
  readonly entity: RecoveryOptions['entity'];
  readonly seed: SeedOptions;
  readonly expected: RecoveryOptions['expected'];
}

async function measure(context: BenchContext, step: () => void, { name, entity, seed, expected }: Subject): Promise<Measured> {
  const { directory } = seed;
  const { records } = await runChild<Seeded>('./recovery-seed.js', seed);
  step();
  const options: RecoveryOptions = { directory, entity, records, expected };
  const measured: Measured = { name, records, ours: [], raw: [] };
  for (let pair = 0; pair < context.pairs; pair += 1) {
    const ours = await runChild<RecoveryTime>('./recovery.js', options);
    const raw = await runChild<RawTime>('./recovery-raw.js', options);
    measured.ours.push(ours);
    measured.raw.push(raw);
    context.say(
      `${name}: ${ours.seconds.toFixed(2)} s, raw ${raw.seconds.toFixed(2)} s; loop stood still for ${ours.stallMs.toFixed(0)} ms at most`,
    );
    step();
  }
  return measured;
}

function figuresOf({ name, ours, raw }: Measured, isJudged: boolean): Figure[] {
  return [
    {
      name: `recovery of a ${name}`,
      unit: 's',
      ours: ours.map(({ seconds }) => seconds),
      reference: raw.map(({ seconds }) => seconds),
      goal: isJudged ? { comparison: '<=', value: RATIO_MAX } : null,
    },
    {
      name: `CPU for it, all threads (${name})`,
      unit: 's',
      ours: ours.map(({ cpuSeconds }) => cpuSeconds),
      reference: raw.map(({ cpuSeconds }) => cpuSeconds),
      goal: null,
    },
    { name: `largest stall meanwhile (${name})`, unit: 'ms', ours: ours.map(({ stallMs }) => stallMs), reference: null, goal: null },
  ];
}

function notesOf(schedule: Measured, queue: Measured): string[] {
  return [
    `The schedule: ${schedule.records} records of holds and releases by as many users as there are holds. The queue: ${queue.records} records of people who join.`,
    'One thread reads and checks records while another applies them, so on a machine with one free core the time is the sum of both.',
  ];
}
