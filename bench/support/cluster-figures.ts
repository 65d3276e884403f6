/** Figures of trials of clusters: what nodes and servers cost, and how fast it was. */
import { GENERATOR_SHARE_MAX } from '../load/closed-loop.js';
import type { Figure, Goal } from '../suite/row.js';
import type { ClusterTrial } from './cluster-trial.js';
import { CPU_NOT_TO_BE_HAD, canMeterCpu } from './cpu-meter.js';
import type { Trial } from './trial.js';

export interface Samples {
  readonly ours: readonly number[];
  readonly reference: readonly number[];
}

/** Pair by pair. */
export function samplesOf<Ours, Reference>(
  pairs: readonly { readonly ours: Ours; readonly reference: Reference }[],
  of: (trial: Ours) => number,
  ofReference: (trial: Reference) => number,
): Samples {
  return { ours: pairs.map(({ ours }) => of(ours)), reference: pairs.map(({ reference }) => ofReference(reference)) };
}

export function figure(name: string, unit: string, { ours, reference }: Samples, goal: Goal | null = null): Figure {
  return { name, unit, ours, reference, goal };
}

/** Nothing where the system does not say what processes cost. */
export function cpuFigure(name: string, samples: Samples, goal: Goal | null = null): readonly Figure[] {
  return canMeterCpu() ? [figure(name, 'µs', samples, goal)] : [];
}

export const rateOf = ({ load }: Trial): number => load.requestsPerSecond;
export const p99Of = ({ load }: Trial): number => load.latencyMs.p99;
export const cpuOf = ({ cpuMicroseconds }: Trial): number => cpuMicroseconds ?? Number.NaN;
export const nodesCpuOf = ({ nodesCpu }: ClusterTrial): number => nodesCpu ?? Number.NaN;
export const natsCpuOf = ({ natsCpu }: ClusterTrial): number => natsCpu ?? Number.NaN;

/** What a reader of such figures must know. */
export function trialNotes(trials: readonly Trial[]): readonly string[] {
  const limited = trials.filter(({ load }) => load.generatorShare > GENERATOR_SHARE_MAX).length;
  return [
    ...(limited === 0
      ? []
      : [
          `The generator was the limit in ${limited} of ${trials.length} trials: it used more than ${GENERATOR_SHARE_MAX * 100} % of its core.`,
        ]),
    ...(canMeterCpu() ? [] : [CPU_NOT_TO_BE_HAD]),
  ];
}

export function told({ load, cpuMicroseconds }: Trial): string {
  const cpu = cpuMicroseconds === null ? '' : `, ${cpuMicroseconds.toFixed(0)} µs of CPU each`;
  return `${Math.round(load.requestsPerSecond)} req/s${cpu}, p99 ${load.latencyMs.p99.toFixed(1)} ms`;
}
