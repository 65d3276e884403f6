/** Small deterministic random numbers: a seed replays every decision of every fan. Not for secrets. */

export interface Random {
  /** From 0 up to, without, 1. */
  next(): number;
  /** Whole, from 0 up to, without, `bound`. */
  below(bound: number): number;
  between(low: number, high: number): number;
  chance(share: number): boolean;
  /** One of the keys, as often as their weights say. */
  pick<Choice extends string>(weights: Readonly<Record<Choice, number>>): Choice;
}

/** The generator mulberry32. `stream` gives one seed any number of independent sequences. */
export function randomFrom(seed: number, stream: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
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
    pick: (weights) => {
      const choices = Object.entries<number>(weights);
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      const chosen = choices.find(([, weight]) => (left -= weight) < 0) ?? choices.at(-1);
      // The keys of the record are the choices.
      return (chosen?.[0] ?? '') as keyof typeof weights;
    },
  };
}
