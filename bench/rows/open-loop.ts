/**
 * Twice as many requests as the node can answer, sent at times that were fixed before. A node that queues them would answer everybody too late; one that
 * sheds badly would be busy with refusing. Wanted: almost as many good answers as at the highest rate it can sustain, the others refused at once, nothing
 * wrong, and back to normal as soon as the load is.
 */
import { join } from 'node:path';
import { REFUSED_SHARE_MAX } from '../load/open-loop-tally.js';
import type { PhaseSummary } from '../load/open-loop-tally.js';
import { SERVER_CORE, missingForPinning, onStage } from '../load/open-loop-stage.js';
import type { OpenLoop } from '../load/open-loop.js';
import type { BenchContext, Figure, Row, RowResult, Scale } from '../suite/row.js';
import { TRIED_ON_OVERLOAD } from './tried.js';

/** A rate is sustained when 999 of 1,000 answers are good and 99 of 100 come within this. */
const SUSTAINED_P99_MS_MAX = 100;
const OVERLOAD_FACTOR = 2;
const GOODPUT_RATIO_MIN = 0.9;
const REFUSAL_P99_MS_MAX = 50;
const RECOVERY_MS_MAX = 1_000;
/** A generator that is busier than this is part of what is measured. */
const GENERATOR_BUSY_MAX = 0.9;
/** How much less is tried when a rate cannot be kept up. */
const NOT_KEPT_UP = 0.9;
const SEATS_PER_SCHEDULE = 100_000;
const SEED = 20_300_501;

interface Sizes {
  readonly visitors: number;
  readonly schedules: number;
  readonly connectionsMax: number;
  readonly rateMin: number;
  readonly rateMax: number;
  /** How long a rate is tried. */
  readonly stepSeconds: number;
  /** The rate found is this exact. */
  readonly rateExactness: number;
  readonly sustainedSeconds: number;
  readonly overloadSeconds: number;
  readonly recoverySeconds: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: {
    visitors: 10_000,
    schedules: 20,
    connectionsMax: 5_000,
    rateMin: 1_000,
    rateMax: 64_000,
    stepSeconds: 3,
    rateExactness: 0.1,
    sustainedSeconds: 10,
    overloadSeconds: 30,
    recoverySeconds: 5,
  },
  smoke: {
    visitors: 100,
    schedules: 2,
    connectionsMax: 200,
    rateMin: 100,
    rateMax: 3_200,
    stepSeconds: 0.25,
    rateExactness: 0.5,
    sustainedSeconds: 1,
    overloadSeconds: 2,
    recoverySeconds: 2,
  },
};

interface Trial {
  readonly sustained: PhaseSummary;
  readonly overload: PhaseSummary;
  readonly recovery: PhaseSummary;
}

export const openLoop: Row = {
  name: 'open-loop',
  title: `Open loop at ${OVERLOAD_FACTOR}x the sustainable rate, server on one core`,
  ours: `holds at ${OVERLOAD_FACTOR}x the sustainable rate`,
  reference: 'holds at the sustainable rate',
  tried: TRIED_ON_OVERLOAD,
  missing: missingForPinning,
  run: runTrials,
};

async function runTrials(context: BenchContext): Promise<RowResult> {
  const sizes = SIZES[context.scale];
  const trials: Trial[] = [];
  for (let pair = 0; pair < context.pairs; pair += 1) {
    context.progress(pair, context.pairs);
    const stage = {
      dataDir: join(context.scratch, `node-${pair}`),
      visitors: sizes.visitors,
      schedules: sizes.schedules,
      seatsPerSchedule: SEATS_PER_SCHEDULE,
      connectionsMax: sizes.connectionsMax,
      seed: SEED + pair,
    };
    const trial = await onStage(stage, async (loop) => playTrial(context, sizes, loop));
    context.say(toldOf(trial));
    trials.push(trial);
  }
  context.progress(context.pairs, context.pairs);
  return { figures: figuresOf(trials), notes: notesOf(trials) };
}

async function playTrial(context: BenchContext, sizes: Sizes, loop: OpenLoop): Promise<Trial> {
  const { ratePerSecond, sustained } = await sustainable(context, sizes, loop);
  const [overload, recovery] = await loop.run(
    [
      { ratePerSecond: ratePerSecond * OVERLOAD_FACTOR, seconds: sizes.overloadSeconds },
      { ratePerSecond, seconds: sizes.recoverySeconds },
    ],
    SUSTAINED_P99_MS_MAX,
  );
  if (overload === undefined || recovery === undefined) throw new Error('the generator did not say what became of its phases');
  for (const phase of [sustained, overload, recovery]) requireRightAnswers(phase);
  return { sustained, overload, recovery };
}

async function hold(loop: OpenLoop, ratePerSecond: number, seconds: number): Promise<PhaseSummary> {
  const [summary] = await loop.run([{ ratePerSecond, seconds }], SUSTAINED_P99_MS_MAX);
  if (summary === undefined) throw new Error('the generator did not say what became of its phase');
  return summary;
}

/** The highest rate, proved for longer than it took to find it; a little less when it cannot be kept up. */
async function sustainable(
  context: BenchContext,
  sizes: Sizes,
  loop: OpenLoop,
): Promise<{ readonly ratePerSecond: number; readonly sustained: PhaseSummary }> {
  let ratePerSecond = await highestRate(context, sizes, loop);
  for (; ratePerSecond > sizes.rateMin * NOT_KEPT_UP; ratePerSecond *= NOT_KEPT_UP) {
    const sustained = await hold(loop, ratePerSecond, sizes.sustainedSeconds);
    const { good, refused } = sustained;
    context.say(`${Math.round(ratePerSecond)}/s for longer: p99 ${good.p99Ms.toFixed(1)} ms, ${refused.count} refused`);
    if (isWell(sustained, context.scale)) return { ratePerSecond, sustained };
  }
  throw new Error(`no rate was sustained for ${sizes.sustainedSeconds} s; does something else use the machine?`);
}

/** At smoke scale nothing is judged, so that a busy machine does not fail it. */
function isWell({ good, refused, scheduled }: PhaseSummary, scale: Scale): boolean {
  if (scale === 'smoke') return true;
  return refused.count <= scheduled * REFUSED_SHARE_MAX && good.p99Ms <= SUSTAINED_P99_MS_MAX;
}

/** Doubles the rate until it is too high, which also warms the node up, then halves the interval in which the limit lies. */
async function highestRate(context: BenchContext, sizes: Sizes, loop: OpenLoop): Promise<number> {
  const isSustained = async (ratePerSecond: number): Promise<boolean> => {
    const summary = await hold(loop, ratePerSecond, sizes.stepSeconds);
    requireRightAnswers(summary);
    const { good, refused } = summary;
    context.say(`${Math.round(ratePerSecond)}/s: ${good.count} good, p99 ${good.p99Ms.toFixed(1)} ms, ${refused.count} refused`);
    return isWell(summary, context.scale);
  };
  let low = sizes.rateMin;
  if (!(await isSustained(low))) throw new Error(`the node does not even sustain ${low} requests a second`);
  let high = low * 2;
  while (high <= sizes.rateMax && (await isSustained(high))) {
    low = high;
    high *= 2;
  }
  while (high - low > low * sizes.rateExactness) {
    const middle = (low + high) / 2;
    if (await isSustained(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function requireRightAnswers({ wrong, ratePerSecond }: PhaseSummary): void {
  const seen = Object.entries(wrong).map(([what, times]) => `${what} (${times} times)`);
  if (seen.length > 0) throw new Error(`wrong answers at ${Math.round(ratePerSecond)} requests a second: ${seen.join(', ')}`);
}

function figuresOf(trials: readonly Trial[]): Figure[] {
  const alone = (name: string, unit: string, of: (trial: Trial) => number, value: number | null): Figure => ({
    ...{ name, unit, ours: trials.map(of), reference: null },
    goal: value === null ? null : { comparison: '<=', value },
  });
  return [
    {
      name: 'good answers per second',
      unit: 'req/s',
      ours: trials.map(({ overload }) => overload.good.count / overload.seconds),
      reference: trials.map(({ sustained }) => sustained.good.count / sustained.seconds),
      goal: { comparison: '>=', value: GOODPUT_RATIO_MIN },
    },
    {
      name: 'p99 of good answers',
      unit: 'ms',
      ours: trials.map(({ overload }) => overload.good.p99Ms),
      reference: trials.map(({ sustained }) => sustained.good.p99Ms),
      goal: null,
    },
    alone('p99 of the time to a refusal', 'ms', ({ overload }) => overload.refused.p99Ms, REFUSAL_P99_MS_MAX),
    alone('longest time to a refusal', 'ms', ({ overload }) => overload.refused.maxMs, null),
    alone('recovery after the load has dropped', 'ms', ({ recovery }) => recoveryMs(recovery), RECOVERY_MS_MAX),
  ];
}

/** A node that does not recover while it is watched gets the whole time it was watched. */
function recoveryMs({ wellAfterMs, seconds }: PhaseSummary): number {
  return wellAfterMs ?? seconds * 1000;
}

function notesOf(trials: readonly Trial[]): string[] {
  const phases = trials.flatMap(({ sustained, overload }) => [sustained, overload]);
  const busy = phases.filter(({ generatorBusy }) => generatorBusy > GENERATOR_BUSY_MAX).length;
  const late = trials.map(({ overload }) => (100 * overload.late) / Math.max(1, overload.scheduled));
  return [
    `Sustainable: the highest rate at which 999 of 1,000 answers are good and p99 is at most ${SUSTAINED_P99_MS_MAX} ms; latency counts from the scheduled time.`,
    `The server has core ${SERVER_CORE} to itself, journal thread included; what it refuses costs it time too, so goodput below 1 is what refusing costs.`,
    `Requests that found all connections busy under overload: ${Math.max(...late).toFixed(1)} % at most.`,
    ...(busy === 0 ? [] : [`The generator was the limit in ${busy} of ${phases.length} phases.`]),
  ];
}

function toldOf({ sustained, overload, recovery }: Trial): string {
  const rate = (phase: PhaseSummary): string =>
    `${Math.round(phase.good.count / phase.seconds)}/s good, p99 ${phase.good.p99Ms.toFixed(1)} ms`;
  return (
    `sustained ${rate(sustained)}; overloaded ${rate(overload)}, ${overload.refused.count} refused, p99 ${overload.refused.p99Ms.toFixed(1)} ms, ` +
    `longest ${overload.refused.maxMs.toFixed(1)} ms; well again after ${recoveryMs(recovery)} ms; generator ${Math.round(overload.generatorBusy * 100)} % busy`
  );
}
