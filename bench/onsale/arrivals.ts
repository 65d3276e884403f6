/** When fans arrive at an on-sale: most of them within the first seconds, the rest in a long tail. */
import type { Random } from './random.js';

/** Of all fans, those who sat waiting for the moment; the others hear of it later. */
const PUNCTUAL_SHARE = 0.7;
/** The punctual come with an exponential delay of this share of the window on average. */
const PUNCTUAL_MEAN_SHARE = 0.04;

/** Milliseconds after the start, in ascending order, within `windowMs`. */
export function arrivalTimes(count: number, windowMs: number, random: Random): number[] {
  const times = Array.from({ length: count }, () => {
    if (!random.chance(PUNCTUAL_SHARE)) return random.next() * windowMs;
    return Math.min(windowMs, -Math.log(1 - random.next()) * PUNCTUAL_MEAN_SHARE * windowMs);
  });
  return times.map(Math.round).sort((one, other) => one - other);
}
