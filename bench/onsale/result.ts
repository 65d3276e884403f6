/** Everything there is to tell about a sale that is over. */
import type { AuditReport, Totals } from '../../src/audit/auditor.js';
import type { SaleShape } from './behaviour.js';
import type { Fan } from './fan.js';
import type { Outcome } from './visit.js';
import type { Measurements } from './measurements.js';
import type { OnsaleOptions } from './options.js';

export interface SaleResult {
  readonly options: OnsaleOptions;
  readonly shape: SaleShape;
  readonly concertId: string;
  readonly startedAt: Date;
  readonly tookMs: number;
  /** How late the player's own event loop was, 99th percentile: latencies below it are the player's, not the node's. */
  readonly playerDelayMs: number;
  readonly outcomes: ReadonlyMap<Outcome, number>;
  /** Answers that no client should ever get, the first few. */
  readonly failures: readonly string[];
  readonly failuresTotal: number;
  readonly measurements: Measurements;
  readonly audit: AuditReport;
  /** This sale alone, as the fans left it; the audit is about the whole node. */
  readonly saleTotals: Totals;
}

export const FAILURES_SHOWN_MAX = 10;

export const PROTOCOL_WORDS: Readonly<Record<OnsaleOptions['protocol'], string>> = { rest: 'REST', grpc: 'gRPC' };

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  PAID: 'paid and went home happy',
  SOLD_OUT: 'found everything sold out or held',
  OUTRUN: 'gave up after others were quicker',
  LET_IT_LAPSE: 'let the hold run out',
  GAVE_IT_BACK: 'gave the seats back',
  LEFT_LINE: 'left the line',
  LEFT_SALE: 'left the sale without seats',
  VANISHED: 'vanished without a word',
  TURN_ENDED: 'lost their turn',
  INTERRUPTED: 'were sent home',
  FAILED: 'got an answer nobody should get',
};

export function outcomesOf(fans: readonly Fan[]): Map<Outcome, number> {
  const outcomes = new Map<Outcome, number>();
  for (const { outcome } of fans) if (outcome !== null) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  return new Map([...outcomes].sort(([, one], [, other]) => other - one));
}

export function isClean({ audit, failuresTotal }: Pick<SaleResult, 'audit' | 'failuresTotal'>): boolean {
  return audit.violationsTotal === 0 && failuresTotal === 0;
}
