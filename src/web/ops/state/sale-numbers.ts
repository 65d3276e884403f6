/** The few numbers of a sale that an operator wants to see from across the room. */
import type { NodeSample, SaleSample } from '../../api/operators-types.js';
import { growthOf } from './samples.js';
import type { Timed } from './samples.js';

export const MINUTE_MS = 60_000;

export interface SaleNumbers {
  readonly sold: number;
  readonly held: number;
  readonly free: number;
  readonly blocked: number;
  readonly total: number;
  readonly waiting: number;
  readonly active: number;
  /** In the last minute, or since the first sample when that is less. */
  readonly soldPerMinute: number;
  readonly admittedPerMinute: number;
  /** At the pace of the last minute; null when that cannot be said, or nothing is left. */
  readonly secondsToSellOut: number | null;
  /** The same of the line: until whoever is last in it now is let in. */
  readonly secondsToClear: number | null;
}

/** From less than this no pace can be told. */
const PACE_SECONDS_MIN = 10;

export function numbersOf(all: readonly Timed<SaleSample>[]): SaleNumbers | null {
  const last = all.at(-1);
  if (last === undefined) return null;
  const { booked, held, available, blocked, waiting, active } = last.item;
  const soldPerMinute = growthOf(all, MINUTE_MS, (sample) => sample.booked).at(-1) ?? 0;
  const first = all.find(({ ms }) => ms >= last.ms - MINUTE_MS) ?? last;
  const spanSeconds = (last.ms - first.ms) / 1000;
  const admittedPerMinute = growthOf(all, MINUTE_MS, (sample) => sample.admitted).at(-1) ?? 0;
  // What was measured is of the span, which is less than a minute while somebody has just begun to look.
  const secondsFor = (left: number, grown: number): number | null =>
    grown > 0 && left > 0 && spanSeconds >= PACE_SECONDS_MIN ? (left / grown) * spanSeconds : null;
  return {
    sold: booked,
    held,
    free: available,
    blocked,
    total: booked + held + available + blocked,
    waiting,
    active,
    soldPerMinute,
    admittedPerMinute,
    secondsToSellOut: secondsFor(available + held, soldPerMinute),
    secondsToClear: secondsFor(waiting, admittedPerMinute),
  };
}

/** Refusals by code over the last minute, the most frequent first. */
export function refusalsOf(
  all: readonly Timed<NodeSample>[],
  intervalMs: number,
): readonly { readonly code: string; readonly count: number }[] {
  const fromMs = (all.at(-1)?.ms ?? 0) - MINUTE_MS;
  const counts = new Map<string, number>();
  for (const { ms, item } of all) {
    if (ms <= fromMs) continue;
    for (const [code, perSecond] of Object.entries(item.refusals)) {
      counts.set(code, (counts.get(code) ?? 0) + (perSecond * intervalMs) / 1000);
    }
  }
  return [...counts]
    .map(([code, count]) => ({ code, count: Math.round(count) }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || one.code.localeCompare(other.code));
}
