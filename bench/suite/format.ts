/** How figures are written, the same on the terminal, in the README and on the page. */
import type { JudgedFigure } from './judge.js';
import type { Spread } from './statistics.js';

const THOUSAND = 1_000;
const SIGNIFICANT_DIGITS = 3;
const GIBIBYTE = 1_073_741_824;

/** Three digits that count, and no fewer before the decimal point: 0.842, 12.3, 48,211. */
export function amount(value: number): string {
  if (value === 0) return '0';
  const rounded = value.toPrecision(SIGNIFICANT_DIGITS);
  if (Number(rounded) >= THOUSAND) return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  return rounded.includes('e') ? String(Number(rounded)) : rounded;
}

export function amountIn(value: number, unit: string): string {
  return `${amount(value)} ${unit}`;
}

/** `≥ 0.8`, or `≤ 20 ms` for a figure that stands for itself; empty without a goal. */
export function goalText({ goal, unit, reference }: Pick<JudgedFigure, 'goal' | 'unit' | 'reference'>): string {
  if (goal === null) return '';
  const value = goal.value.toLocaleString('en-US');
  return `${goal.comparison === '>=' ? '≥' : '≤'} ${reference === null ? `${value} ${unit}` : value}`;
}

/** Of one sample there is nothing but that sample. */
export function spreadText({ min, median, max }: Spread): string {
  return min === max ? amount(median) : `${amount(min)} / ${amount(median)} / ${amount(max)}`;
}

/** Ours, the reference, the spread that is judged, and the goal: what every table says of a figure. */
export function figureCells(figure: JudgedFigure): string[] {
  const { unit, oursSpread, referenceSpread, judged } = figure;
  const reference = referenceSpread === null ? '' : amountIn(referenceSpread.median, unit);
  return [amountIn(oursSpread.median, unit), reference, spreadText(judged), goalText(figure)];
}

export function gibibytes(bytes: number): string {
  return `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;
}
