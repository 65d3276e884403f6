/** When nobody at all got an answer to rely on, and what was going wrong then. */

/** A fault, from its beginning until it was healed; ms since the run began. */
export interface Span {
  readonly kind: string;
  /** Which node or server, from 1. */
  readonly target: number;
  readonly from: number;
  readonly to: number;
}

export interface Silence {
  /** Ms since the run began. */
  readonly from: number;
  readonly ms: number;
  /** What was going wrong, or had been shortly before; in order of their beginnings. */
  readonly faults: readonly string[];
}

const LISTED_MAX = 12;
const LISTED_MS_MIN = 1_000;
/** A fault may be the reason of a silence that begins so long after it was healed. */
const AFTER_MS = 3_000;

/** The longest ones of the run. `answers`: when each came, ms since the run began. */
export function longestSilences(answers: readonly number[], spans: readonly Span[]): readonly Silence[] {
  const sorted = answers.toSorted((one, other) => one - other);
  return sorted
    .slice(1)
    .map((at, index) => ({ from: sorted[index] ?? at, ms: at - (sorted[index] ?? at) }))
    .filter(({ ms }) => ms >= LISTED_MS_MIN)
    .sort((one, other) => other.ms - one.ms)
    .slice(0, LISTED_MAX)
    .map(({ from, ms }) => ({ from, ms, faults: faultsIn(from, from + ms, spans) }));
}

function faultsIn(from: number, to: number, spans: readonly Span[]): readonly string[] {
  return spans
    .filter((span) => span.from < to && span.to + AFTER_MS > from)
    .sort((one, other) => one.from - other.from)
    .map(({ kind, target, from: begun, to: healed }) => `${kind} ${target} (${seconds(begun)} to ${seconds(healed)})`);
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
