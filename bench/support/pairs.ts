/** Trials in pairs, ours and the reference in turn (A B A B …), and the figures they give. */
import { GENERATOR_SHARE_MAX } from '../load/closed-loop.js';
import type { BenchContext, Figure, Goal } from '../suite/row.js';
import { CPU_NOT_TO_BE_HAD } from './cpu-meter.js';
import type { Trial } from './trial.js';

export interface Pair<Ours extends Trial = Trial> {
  readonly ours: Ours;
  readonly reference: Trial;
}

export interface PairOptions<Ours extends Trial> {
  /** @param index From 0. */
  readonly ours: (index: number) => Promise<Ours>;
  /** Measured right after `ours`. */
  readonly reference: (ours: Ours, index: number) => Promise<Trial>;
}

export async function runPairs<Ours extends Trial>(
  context: BenchContext,
  { ours, reference }: PairOptions<Ours>,
): Promise<readonly Pair[]> {
  const { pairs } = context;
  const total = pairs * 2;
  const measured: Pair[] = [];
  context.progress(0, total);
  for (let index = 0; index < pairs; index += 1) {
    const mine = await ours(index);
    context.say(`ours ${index + 1}/${pairs}: ${toldOf(mine)}`);
    context.progress(index * 2 + 1, total);
    const other = await reference(mine, index);
    context.say(`reference ${index + 1}/${pairs}: ${toldOf(other)}`);
    context.progress(index * 2 + 2, total);
    // What else belongs to a trial of ours, its requests say, is not kept.
    measured.push({ ours: { load: mine.load, cpuMicroseconds: mine.cpuMicroseconds }, reference: other });
  }
  return measured;
}

export interface Goals {
  readonly requestsPerSecond?: Goal;
  readonly cpu?: Goal;
  readonly p99?: Goal;
}

/** Requests per second, CPU per request (where it is to be had) and p99; what has no goal is shown for information. */
export function figuresOf(pairs: readonly Pair[], goals: Goals): readonly Figure[] {
  const figure = (name: string, unit: string, of: (trial: Trial) => number, goal: Goal | undefined): Figure => ({
    ...{ name, unit, goal: goal ?? null },
    ours: pairs.map(({ ours }) => of(ours)),
    reference: pairs.map(({ reference }) => of(reference)),
  });
  return [
    figure('requests per second', 'req/s', ({ load }) => load.requestsPerSecond, goals.requestsPerSecond),
    ...(isMetered(pairs) ? [figure('CPU per request', 'µs', ({ cpuMicroseconds }) => cpuMicroseconds ?? Number.NaN, goals.cpu)] : []),
    figure('p99', 'ms', ({ load }) => load.latencyMs.p99, goals.p99),
  ];
}

/** What a reader of those figures must know. */
export function notesOf(pairs: readonly Pair[]): readonly string[] {
  const trials = pairs.flatMap(({ ours, reference }) => [ours, reference]);
  const limited = trials.filter(({ load }) => load.generatorShare > GENERATOR_SHARE_MAX).length;
  return [
    ...(limited === 0
      ? []
      : [
          `The generator was the limit in ${limited} of ${trials.length} trials: it used more than ${GENERATOR_SHARE_MAX * 100} % of its core.`,
        ]),
    ...(isMetered(pairs) ? [] : [CPU_NOT_TO_BE_HAD]),
  ];
}

function isMetered(pairs: readonly Pair[]): boolean {
  return pairs.every(({ ours, reference }) => ours.cpuMicroseconds !== null && reference.cpuMicroseconds !== null);
}

function toldOf({ load, cpuMicroseconds }: Trial): string {
  const { requestsPerSecond, latencyMs, generatorShare } = load;
  const cpu = cpuMicroseconds === null ? '' : `${cpuMicroseconds.toFixed(1)} µs of CPU per request, `;
  return `${Math.round(requestsPerSecond)} req/s, ${cpu}p99 ${latencyMs.p99.toFixed(1)} ms, generator ${Math.round(generatorShare * 100)} % busy`;
}
