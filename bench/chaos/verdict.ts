/** What a run comes to: everything that clients were told is held against the log, and against each other. */
import type { AuditReport } from '../../src/audit/auditor.js';
import type { SeatFinding } from '../../src/audit/seat-order.js';

export interface ChaosVerdict {
  readonly books: AuditReport;
  readonly seats: { readonly words: number; readonly findings: readonly SeatFinding[] };
  /** Nodes that ended by themselves, fans that were told what nobody should be told. */
  readonly surprises: readonly string[];
  /** Whether holds ran out and payments were settled in the end. */
  readonly cameToRest: boolean;
}

const NAMED_MAX = 10;

/** A sentence for each violation, the first ones of each kind; empty when all promises were kept. */
export function violationsOf({ books, seats, surprises, cameToRest }: ChaosVerdict): readonly string[] {
  return [
    ...books.violations.slice(0, NAMED_MAX).map(({ code, entity, sentence }) => `${code} ${entity}: ${sentence}`),
    ...seats.findings.slice(0, NAMED_MAX).map(({ scheduleId, sentence }) => `SEAT_ORDER schedule/${scheduleId}: ${sentence}`),
    ...surprises.slice(0, NAMED_MAX),
    ...(cameToRest ? [] : ['payments or holds were still open when everything had long been whole again']),
  ];
}

export function countViolations({ books, seats, surprises, cameToRest }: ChaosVerdict): number {
  return books.violationsTotal + seats.findings.length + surprises.length + (cameToRest ? 0 : 1);
}
