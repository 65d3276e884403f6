/**
 * Samples over time: kept in order of their time, each once, for as long as plots show them; and the columns that plots are drawn from.
 * A stretch without samples (nobody looked, or the node was away) is a gap in every column, never a line across it.
 */

/** The longest window, and a minute before it: what is told by the minute is right from its first moment on. */
const KEPT_MS = 31 * 60_000;
/** A pause longer than so many intervals is a gap. */
const GAP_INTERVALS = 4;

export interface Sample {
  /** RFC 3339. */
  readonly at: string;
}

export interface Timed<Item extends Sample> {
  readonly ms: number;
  readonly item: Item;
}

/** The kept ones and the fresh ones together; the same array when there is nothing fresh. */
export function merged<Item extends Sample>(kept: readonly Timed<Item>[], fresh: readonly Item[]): readonly Timed<Item>[] {
  const lastMs = kept.at(-1)?.ms ?? -Infinity;
  const added = fresh
    .map((item) => ({ ms: Date.parse(item.at), item }))
    .filter(({ ms }) => ms > lastMs)
    .sort((one, other) => one.ms - other.ms);
  const endMs = added.at(-1)?.ms;
  if (endMs === undefined) return kept;
  return [...kept, ...added].filter(({ ms }) => ms >= endMs - KEPT_MS);
}

/** Numbers of one plot: seconds since 1970, and per column the values at those times; null where nothing is known. */
export interface Columns {
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

export type Pick<Item extends Sample> = (timed: Timed<Item>, index: number, all: readonly Timed<Item>[]) => number | null;

export function columnsOf<Item extends Sample>(all: readonly Timed<Item>[], intervalMs: number, picks: readonly Pick<Item>[]): Columns {
  const times: number[] = [];
  const values: (number | null)[][] = picks.map(() => []);
  all.forEach((timed, index) => {
    const before = all[index - 1];
    if (before !== undefined && timed.ms - before.ms > GAP_INTERVALS * intervalMs) {
      times.push((before.ms + intervalMs) / 1000);
      for (const column of values) column.push(null);
    }
    times.push(timed.ms / 1000);
    picks.forEach((pick, at) => values[at]?.push(pick(timed, index, all)));
  });
  return { times, values };
}

/** The samples of the last so many milliseconds. */
export function lastOf<Item extends Sample>(all: readonly Timed<Item>[], windowMs: number): readonly Timed<Item>[] {
  const fromMs = (all.at(-1)?.ms ?? 0) - windowMs;
  const first = all.findIndex(({ ms }) => ms >= fromMs);
  return first <= 0 ? all : all.slice(first);
}

/**
 * How much a count that only grows has grown within `spanMs` before each sample. The first sample is the beginning: nothing is said of what was before. `read`
 * is asked for the samples in order.
 */
export function growthOf<Item extends Sample>(
  all: readonly Timed<Item>[],
  spanMs: number,
  read: (item: Item) => number,
): readonly number[] {
  let from = 0;
  return all.map(({ ms, item }) => {
    for (;;) {
      const first = all[from];
      if (first === undefined || first.ms >= ms - spanMs) break;
      from += 1;
    }
    const first = all[from];
    return first === undefined ? 0 : Math.max(0, read(item) - read(first.item));
  });
}

/**
 * From when on `growthOf` tells a whole span. Samples that begin with a count of their own say nothing of how fast it grew before them; where nothing had been
 * counted yet, they say it all.
 */
export function wholeFrom<Item extends Sample>(all: readonly Timed<Item>[], spanMs: number, read: (item: Item) => number): number {
  const [first] = all;
  return first === undefined || read(first.item) === 0 ? -Infinity : first.ms + spanMs;
}
