/** Smallest, middle and largest of a handful of samples: the whole statistics of the suite. */

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Of an even number of samples the median is the mean of the two in the middle. Throws `RangeError` without samples. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [lower, upper] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (min === undefined || max === undefined || lower === undefined || upper === undefined) {
    throw new RangeError('there is no median of no samples');
  }
  return { min, median: (lower + upper) / 2, max };
}

/** Pair by pair: what was measured together is compared, so that what the machine did meanwhile falls out. */
export function ratiosOf(ours: readonly number[], reference: readonly number[]): number[] {
  if (ours.length !== reference.length) throw new RangeError(`${ours.length} and ${reference.length} samples are no pairs`);
  return ours.map((value, index) => value / (reference[index] ?? Number.NaN));
}
