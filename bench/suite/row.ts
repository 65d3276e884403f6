/**
 * What a row of the benchmark table is. A row measures one thing, ours against a reference in the same run (A B A B …), and hands back samples; the suite
 * judges them against the goals, prints them, draws them and keeps them.
 */

/** `full`: the figures that are published. `smoke`: everything runs once and small, to see that it works; nothing is judged. */
export type Scale = 'full' | 'smoke';

export interface Goal {
  readonly comparison: '>=' | '<=';
  readonly value: number;
}

/**
 * One measured figure. `ours[i]` and `reference[i]` were measured one right after the other; a figure with a reference is judged by the median of the
 * ratios ours / reference of the pairs, one without by the median of `ours`.
 */
export interface Figure {
  /** What was measured, such as "requests per second" or "CPU per request". */
  readonly name: string;
  /** Of the samples: "req/s", "µs", "ms", "bytes", "s". */
  readonly unit: string;
  readonly ours: readonly number[];
  /** null when the figure stands for itself. */
  readonly reference: readonly number[] | null;
  /** null when the figure is shown for information only. */
  readonly goal: Goal | null;
}

export interface RowResult {
  readonly figures: readonly Figure[];
  /** What a reader must know to judge the figures: "the generator was the limit in 3 of 5 trials", sizes, what holds a missed goal back. */
  readonly notes: readonly string[];
}

export interface BenchContext {
  readonly scale: Scale;
  /** Pairs to measure: at least 5 at full scale, 1 at smoke scale. */
  readonly pairs: number;
  /** A directory of this row's own, empty, removed by the suite afterwards. */
  readonly scratch: string;
  /** A line for whoever watches. */
  say(line: string): void;
  /** Moves the progress bar: `done` of `total` steps, e.g. trials. */
  progress(done: number, total: number): void;
}

export interface Row {
  /** What `--only` takes, in kebab-case. */
  readonly name: string;
  readonly title: string;
  readonly ours: string;
  readonly reference: string;
  /**
   * What keeps it from its goals, and what was tried with what effect, in sentences; shown where a goal is missed. Figures in it are of the day they were
   * taken, pairs of builds in turns.
   */
  readonly tried?: readonly string[];
  /** What the machine lacks to run this row, and how to get it, in one sentence; null when nothing is lacking. */
  missing(): Promise<string | null>;
  /** Throws when an answer was wrong, the books do not add up, or a server failed: then the whole run fails. */
  run(context: BenchContext): Promise<RowResult>;
}
