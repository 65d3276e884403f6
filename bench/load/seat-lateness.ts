/** How far behind readers of a schedule's seats were: from the moment when the first version that a reader lacked was made until the reader had it. */
import type { Arrivals, ReadersReport } from './seat-readers-messages.js';

export interface Lateness {
  /** Ms; exact to one, rounded up. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

type Moment = 'handled' | 'woke';

/**
 * @param madeAt when each version was made, by version, ms since 1970.
 * Throws when a reader was told of a version that was never made, or nobody was told anything.
 */
export function latenessOf(reports: readonly ReadersReport[], madeAt: readonly number[], moment: Moment): Lateness {
  const readersByMs = new Map<number, number>();
  const add = (ms: number, readers: number): void => {
    const whole = Math.max(0, Math.ceil(ms));
    readersByMs.set(whole, (readersByMs.get(whole) ?? 0) + readers);
  };
  for (const { arrivals, endedAt, known } of reports) {
    for (const arrival of arrivals) addArrival(arrival, madeAt, moment, add);
    // Who was not told of the last versions when it ended was behind until then at least.
    for (const [version, readers] of known) {
      const since = madeAt[version + 1];
      if (since !== undefined && since < endedAt) add(endedAt - since, readers);
    }
  }
  return percentilesOf(readersByMs);
}

function addArrival(arrival: Arrivals, madeAt: readonly number[], moment: Moment, add: (ms: number, readers: number) => void): void {
  const { from, to } = arrival;
  if (to >= madeAt.length) throw new Error(`version ${to} was told, but the log ends with version ${madeAt.length - 1}`);
  // A sign that nothing is new.
  const since = from < to ? madeAt[from + 1] : undefined;
  if (since === undefined) return;
  for (const [at, readers] of arrival[moment]) add(at - since, readers);
}

function percentilesOf(readersByMs: ReadonlyMap<number, number>): Lateness {
  const sorted = [...readersByMs].sort(([one], [other]) => one - other);
  const total = sorted.reduce((sum, [, readers]) => sum + readers, 0);
  const max = sorted.at(-1)?.[0];
  if (max === undefined) throw new Error('no reader was told anything');
  const at = (share: number): number => {
    let counted = 0;
    for (const [ms, readers] of sorted) {
      counted += readers;
      if (counted >= share * total) return ms;
    }
    return max;
  };
  return { p50: at(0.5), p99: at(0.99), max };
}
