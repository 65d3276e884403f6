/** Small deterministic random numbers: a seed replays every decision of every fan. Not for secrets. */

export interface Random {
  /** From 0 up to, without, 1. */
  readonly next: () => number;
  /** Whole, from 0 up to, without, `bound`. */
  readonly below: (bound: number) => number;
  readonly between: (low: number, high: number) => number;
  readonly chance: (share: number) => boolean;
}

/** The generator mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    between: (low, high) => low + next() * (high - low),
    chance: (share) => next() < share,
  };
}

/** A seed for another generator, so that what one fan does costs the others no number. */
export function seedFrom(next: () => number): number {
  return Math.floor(next() * 4_294_967_296);
}
