/** The random numbers of the demo's fans, in as many sequences as there are fans, and with choices by weight. */
import { randomFrom as sequenceFrom } from '../../src/demo/random.js';
import type { Random as Sequence } from '../../src/demo/random.js';

export interface Random extends Sequence {
  /** One of the keys, as often as their weights say. */
  pick<Choice extends string>(weights: Readonly<Record<Choice, number>>): Choice;
}

/** @param stream gives one seed any number of independent sequences. */
export function randomFrom(seed: number, stream: number): Random {
  const sequence = sequenceFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b));
  return {
    ...sequence,
    pick: (weights) => {
      const choices = Object.entries<number>(weights);
      let left = sequence.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      const chosen = choices.find(([, weight]) => (left -= weight) < 0) ?? choices.at(-1);
      // The keys of the record are the choices.
      return (chosen?.[0] ?? '') as keyof typeof weights;
    },
  };
}
