/** Holds what a row measured against its goals. */
import type { Figure, Goal, Scale } from './row.js';
import { ratiosOf, spreadOf } from './statistics.js';
import type { Spread } from './statistics.js';

/** `not judged`: measured at smoke scale, where figures mean nothing. */
export type Verdict = 'met' | 'missed' | 'for information' | 'not judged';

export interface JudgedFigure extends Figure {
  /** ours[i] / reference[i]; null when the figure stands for itself. */
  readonly ratios: readonly number[] | null;
  readonly oursSpread: Spread;
  readonly referenceSpread: Spread | null;
  /** What the goal is held against: the ratios, or ours where there is no reference. */
  readonly judged: Spread;
  readonly verdict: Verdict;
}

/** A row handed back something that cannot be judged: a mistake in the row, which fails like a wrong answer does. */
export class UnusableFigure extends Error {
  override readonly name = 'UnusableFigure';
}

/** @param pairs as many samples must a figure with a reference have at least. Throws `UnusableFigure`. */
export function judgeAll(figures: readonly Figure[], scale: Scale, pairs: number): JudgedFigure[] {
  if (figures.length === 0) throw new UnusableFigure('the row measured nothing');
  const names = new Set(figures.map(({ name }) => name));
  if (names.size < figures.length) throw new UnusableFigure('two figures of the row have the same name');
  return figures.map((figure) => judge(figure, scale, pairs));
}

function judge(figure: Figure, scale: Scale, pairs: number): JudgedFigure {
  check(figure, pairs);
  const { ours, reference, goal } = figure;
  const ratios = reference === null ? null : ratiosOf(ours, reference);
  const oursSpread = spreadOf(ours);
  const judged = ratios === null ? oursSpread : spreadOf(ratios);
  return {
    ...figure,
    ratios,
    oursSpread,
    referenceSpread: reference === null ? null : spreadOf(reference),
    judged,
    verdict: scale === 'smoke' ? 'not judged' : goal === null ? 'for information' : isMet(judged.median, goal) ? 'met' : 'missed',
  };
}

function isMet(median: number, { comparison, value }: Goal): boolean {
  return comparison === '>=' ? median >= value : median <= value;
}

function check({ name, ours, reference }: Figure, pairs: number): void {
  if (ours.length === 0) throw new UnusableFigure(`"${name}" has no samples`);
  if (![...ours, ...(reference ?? [])].every((sample) => Number.isFinite(sample) && sample >= 0)) {
    throw new UnusableFigure(`"${name}" has samples that are no amounts: ${[...ours, ...(reference ?? [])].join(', ')}`);
  }
  if (reference === null) return;
  if (reference.length !== ours.length) {
    throw new UnusableFigure(`"${name}" has ${ours.length} samples of ours and ${reference.length} of the reference`);
  }
  if (ours.length < pairs) throw new UnusableFigure(`"${name}" has ${ours.length} pairs instead of ${pairs}`);
  if (reference.includes(0)) throw new UnusableFigure(`"${name}" has a reference of 0, which nothing can be compared with`);
}
