/**
 * Row `cost-per-hold`: does a hold cost more CPU because a hall is larger, more schedules are alive, or more has happened before?
 *
 * To be comparable, every member of every series does the very same work: bursts of 40 holds of one seat each, asked at once of one schedule and answered by
 * one commit, so batches, records and their sizes are equal. After each burst its 40 reservations are released, which is not counted, so that even a hall of
 * 50 seats can be held in for as long as it takes. The members of a series are processes that are set up once and measured in turns.
 *
 *  - Seats: 20 schedules each, so that what differs is their size alone; the seats of a burst lie all over the hall.
 *  - Live schedules: halls of 50 seats, the bursts go round them all. So a burst finds a schedule that was not touched for long: what is measured is the price
 *    of memory that is in no cache, and of whatever the host does for all who are alive. More records per commit are not in it: a burst is one record whoever
 *    else is alive. What it costs when each hold of a burst goes to another schedule, and so has a record of its own, is shown apart and without a goal.
 *  - Reservations and wallets: eleven halls of 100,000 seats with so many reservations of as many users in them, and as many wallets in memory.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CostOptions, CostResult } from '../inside/cost.js';
import { Member } from '../inside/member.js';
import type { BenchContext, Figure, Goal, Row, RowResult } from '../suite/row.js';

type Setting = Omit<CostOptions, 'directory' | 'bursts' | 'warmUpBursts'>;

interface Series {
  readonly name: string;
  readonly goal: Goal | null;
  /** The smallest first: it is the reference of the others. */
  readonly members: readonly Labelled[];
}

const GOAL: Goal = { comparison: '<=', value: 1.15 };
const BURSTS = { full: 600, smoke: 5 };
/** Until the machine code is what it will be. */
const WARM_UP_BURSTS = { full: 1_000, smoke: 5 };
const US_PER_SECOND = 1e6;
/** For a million wallets. */
const FLAGS: readonly string[] = ['--max-old-space-size=8192'];

const EMPTY: Setting = { seats: 50, schedules: 20, burstSchedules: 1, reservations: 0, wallets: 0 };
const LARGE_HALLS = 11;
const SPREAD_SCHEDULES = 400;
const BURST_HOLDS = 40;

const FULL: readonly Series[] = [
  { name: 'seats', goal: GOAL, members: [50, 1_000, 10_000, 100_000].map(withSeats) },
  { name: 'live schedules', goal: GOAL, members: [1, 100, 10_000].map(withSchedules) },
  { name: 'reservations and as many wallets', goal: GOAL, members: [0, 10_000, 1_000_000].map((count) => withHistory(count, 100_000)) },
  { name: 'schedules per burst of 40', goal: null, members: [1, BURST_HOLDS].map(withBurstOver) },
];

const SMOKE: readonly Series[] = [
  { name: 'seats', goal: GOAL, members: [50, 1_000].map(withSeats) },
  { name: 'live schedules', goal: GOAL, members: [1, 100].map(withSchedules) },
  { name: 'reservations and as many wallets', goal: GOAL, members: [0, 1_000].map((count) => withHistory(count, 1_000)) },
  { name: 'schedules per burst of 40', goal: null, members: [1, BURST_HOLDS].map(withBurstOver) },
];

const NOTES: readonly string[] = [
  'Every member does the same bursts of 40 holds on one schedule, one commit each; the flush of a commit is part of the CPU of its holds.',
  'Holds that go to another schedule each have a record each: that is what the last figure shows, and why it has no goal.',
];

export const costPerHold: Row = {
  name: 'cost-per-hold',
  title: 'Cost per hold beside large halls, many schedules, much history',
  ours: 'CPU of the whole process per hold, the larger',
  reference: 'the same, the smallest of the series',
  missing: () => Promise.resolve(null),
  run,
};

interface Labelled {
  readonly label: string;
  readonly setting: Setting;
}

function withSeats(seats: number): Labelled {
  return { label: inWords(seats), setting: { ...EMPTY, seats } };
}

function withSchedules(schedules: number): Labelled {
  return { label: inWords(schedules), setting: { ...EMPTY, schedules } };
}

function withHistory(count: number, seats: number): Labelled {
  return { label: inWords(count), setting: { ...EMPTY, seats, schedules: LARGE_HALLS, reservations: count, wallets: count } };
}

function withBurstOver(burstSchedules: number): Labelled {
  return { label: inWords(burstSchedules), setting: { ...EMPTY, schedules: SPREAD_SCHEDULES, burstSchedules } };
}

function inMicroseconds(samples: readonly number[]): string {
  return `${samples.map((sample) => sample.toFixed(1)).join(' ')} µs`;
}

function inWords(count: number): string {
  return count.toLocaleString('en-US');
}

async function run(context: BenchContext): Promise<RowResult> {
  const series = context.scale === 'full' ? FULL : SMOKE;
  const figures: Figure[] = [];
  for (const [index, one] of series.entries()) {
    figures.push(...(await measure(context, one, index, series.length)));
  }
  return { figures, notes: NOTES };
}

/** Sets all members up, then measures them in turns. */
async function measure(context: BenchContext, { name, goal, members }: Series, index: number, total: number): Promise<Figure[]> {
  const bursts = BURSTS[context.scale];
  const running: Member<CostResult>[] = [];
  try {
    for (const [place, { setting }] of members.entries()) {
      const directory = join(context.scratch, `${index}-${place}`);
      const options: CostOptions = { ...setting, directory, bursts, warmUpBursts: WARM_UP_BURSTS[context.scale] };
      running.push(await Member.start<CostResult>('cost.js', options, FLAGS));
    }
    const samples: number[][] = members.map(() => []);
    for (let pair = 0; pair < context.pairs; pair += 1) {
      for (const [place, member] of running.entries()) {
        const { holds, cpuSeconds } = await member.measure();
        samples[place]?.push((cpuSeconds / holds) * US_PER_SECOND);
      }
      context.progress(index * context.pairs + pair + 1, total * context.pairs);
    }
    const reference = samples[0] ?? [];
    return members.slice(1).map(({ label }, place) => {
      const ours = samples[place + 1] ?? [];
      context.say(`${name}: ${label} against ${members[0]?.label ?? ''}: ${inMicroseconds(ours)} against ${inMicroseconds(reference)}`);
      return { name: `CPU per hold, ${name}: ${label} against ${members[0]?.label ?? ''}`, unit: 'µs', ours, reference, goal };
    });
  } finally {
    await Promise.all(running.map((member) => member.end()));
    for (const place of members.keys()) await rm(join(context.scratch, `${index}-${place}`), { recursive: true, force: true });
  }
}
