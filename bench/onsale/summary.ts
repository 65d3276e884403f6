/** The result as text for a terminal. */
import type { PromiseNumber } from '../../src/audit/violations.js';
import { PROMISES, VIOLATIONS } from '../../src/audit/violations.js';
import type { ViolationCode } from '../../src/audit/violations.js';
import { textTable } from '../support/text-table.js';
import { OUTCOME_WORDS, isClean } from './result.js';
import type { SaleResult } from './result.js';

const VIOLATIONS_SHOWN_MAX = 20;

export function summaryOf(result: SaleResult): string {
  const { audit, measurements, outcomes } = result;
  const { totals } = audit;
  return [
    '',
    heading('Fans'),
    ...table([...outcomes].map(([outcome, count]) => [whole(count), OUTCOME_WORDS[outcome]])),
    heading('Seats and line'),
    ...table(seatRows(result)),
    heading('Money (all wallets of the node)'),
    ...table([
      [whole(totals.money.charged), 'charged'],
      [whole(totals.money.used), 'spent'],
      [whole(totals.money.refunded), 'refunded'],
      [whole(totals.money.balances), 'still in wallets = charged - spent + refunded'],
      [whole(totals.money.revenue), 'earned by completed payments = spent - refunded'],
    ]),
    heading('Latency by step, ms'),
    ...table([
      ['count', 'p50', 'p90', 'p99', 'max', ''],
      ...measurements.percentiles().map(({ step, count, p50, p90, p99, max }) => [whole(count), ms(p50), ms(p90), ms(p99), ms(max), step]),
    ]),
    `(the player's own event loop was up to ${ms(result.playerDelayMs)} ms late in 99 of 100 cases)`,
    heading('Requests'),
    ...table([...measurements.answers].sort(([, one], [, other]) => other - one).map(([answer, count]) => [whole(count), answer])),
    ...failureLines(result),
    heading('Promises'),
    ...promiseLines(result),
    ...violationLines(result),
    '',
    verdict(result),
  ].join('\n');
}

export function seatRows({ shape, saleTotals }: SaleResult): string[][] {
  const { seats, holds, payments, tokens } = saleTotals;
  return [
    [whole(seats.booked), `seats sold of ${whole(seats.total)}, each once`],
    [whole(holds.made), `holds: ${whole(holds.released)} released, ${whole(holds.expired)} ran out`],
    [
      whole(payments.completed),
      `payments completed of ${whole(payments.started)}: ${whole(payments.declined)} declined, ${whole(payments.timedOut)} timed out`,
    ],
    [whole(tokens.activated), `let in of ${whole(tokens.issued)} in line, in order, at most ${whole(shape.maxActive)} at once`],
  ];
}

/** How often each promise was broken. */
export function brokenPromises({ audit }: SaleResult): Map<PromiseNumber, number> {
  const broken = new Map<PromiseNumber, number>();
  for (const [code, count] of audit.violationCounts) {
    const { promise } = VIOLATIONS[code];
    broken.set(promise, (broken.get(promise) ?? 0) + count);
  }
  return broken;
}

export function verdict(result: SaleResult): string {
  const { audit, failuresTotal, tookMs } = result;
  const read = `${whole(audit.totals.events)} events and ${whole(audit.factsChecked)} acknowledged facts checked, ${(tookMs / 1000).toFixed(1)} s`;
  if (isClean(result)) return `Clean books: every promise was kept (${read}).`;
  const unexpected = failuresTotal === 0 ? '' : `, ${whole(failuresTotal)} answers nobody should get`;
  return `NOT CLEAN: ${whole(audit.violationsTotal)} violations${unexpected} (${read}).`;
}

function promiseLines(result: SaleResult): string[] {
  const broken = brokenPromises(result);
  return Object.entries(PROMISES).map(([number, promise]) => {
    const count = broken.get(Number(number) as PromiseNumber) ?? 0;
    return `  ${count === 0 ? 'kept  ' : 'BROKEN'}  ${promise}${count === 0 ? '' : ` (${whole(count)} violations)`}`;
  });
}

function violationLines({ audit }: SaleResult): string[] {
  if (audit.violationsTotal === 0) return [];
  const counts = [...audit.violationCounts].map(([code, count]): string[] => [
    whole(count),
    code,
    VIOLATIONS[code satisfies ViolationCode].title,
  ]);
  const shown = audit.violations.slice(0, VIOLATIONS_SHOWN_MAX).map(({ code, entity, sentence, eventNumber, evidence }) => {
    return `  ${code} at event ${eventNumber}, ${entity}: ${sentence}\n    ${JSON.stringify(evidence)}`;
  });
  return [heading('Violations'), ...table(counts), ...shown];
}

function failureLines({ failures, failuresTotal }: SaleResult): string[] {
  if (failuresTotal === 0) return [];
  return [heading(`Answers nobody should get: ${failuresTotal}`), ...failures.map((failure) => `  ${failure}`)];
}

function heading(text: string): string {
  return `\n${text}`;
}

/** Columns of numbers to the right, the last one (words) to the left. */
function table(rows: readonly (readonly string[])[]): string[] {
  const words = (rows[0]?.length ?? 0) - 1;
  return textTable(rows, rows[0]?.map((_, index) => (index === words ? 'left' : 'right')) ?? []);
}

export function whole(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

export function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : whole(value);
}
