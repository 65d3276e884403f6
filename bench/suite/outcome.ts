/** Everything there is to tell about a run of the suite. */
import type { JudgedFigure, Verdict } from './judge.js';
import type { Row, Scale } from './row.js';
import type { Surroundings } from './surroundings.js';

export type RowTexts = Pick<Row, 'name' | 'title' | 'ours' | 'reference' | 'tried'>;

interface OfRow {
  readonly row: RowTexts;
}

export interface Measured extends OfRow {
  readonly status: 'measured';
  readonly at: Date;
  readonly seconds: number;
  readonly figures: readonly JudgedFigure[];
  readonly notes: readonly string[];
}

/** The machine lacks something. */
export interface NotRun extends OfRow {
  readonly status: 'not run';
  /** One sentence: what is lacking and how to get it. */
  readonly lacking: string;
}

export interface Failed extends OfRow {
  readonly status: 'failed';
  readonly seconds: number;
  readonly error: Error;
}

/** The run was ended before the row was through. */
export interface Interrupted extends OfRow {
  readonly status: 'interrupted';
}

export type RowOutcome = Measured | NotRun | Failed | Interrupted;

export interface RunResult {
  readonly startedAt: Date;
  readonly seconds: number;
  readonly scale: Scale;
  readonly pairs: number;
  readonly surroundings: Surroundings;
  readonly rows: readonly RowOutcome[];
}

export function withStatus<Status extends RowOutcome['status']>(
  { rows }: Pick<RunResult, 'rows'>,
  status: Status,
): Extract<RowOutcome, { readonly status: Status }>[] {
  return rows.filter((row): row is Extract<RowOutcome, { readonly status: Status }> => row.status === status);
}

export function verdictCount(result: Pick<RunResult, 'rows'>, verdict: Verdict): number {
  return withStatus(result, 'measured')
    .flatMap(({ figures }) => figures)
    .filter((figure) => figure.verdict === verdict).length;
}
