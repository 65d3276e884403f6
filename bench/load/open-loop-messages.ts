/** What the row and the generator's process say to each other. */
import type { HoldsOptions } from './open-loop-holds.js';
import type { PhaseSummary } from './open-loop-tally.js';

export interface PhasePlan {
  readonly ratePerSecond: number;
  readonly seconds: number;
}

export interface GeneratorPlan extends Omit<HoldsOptions, 'host'> {
  readonly host: string;
  readonly port: number;
  readonly connectionsMax: number;
  readonly seed: number;
}

export type ToGenerator =
  | (GeneratorPlan & { readonly kind: 'begin' })
  | { readonly kind: 'run'; readonly phases: readonly PhasePlan[]; readonly p99MsMax: number }
  | { readonly kind: 'end' };

export type FromGenerator =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ran'; readonly summaries: readonly PhaseSummary[] }
  /** By schedule and seat: 1 for a seat that was granted. */
  | { readonly kind: 'granted'; readonly seats: readonly Uint8Array[] }
  | { readonly kind: 'failed'; readonly reason: string };
