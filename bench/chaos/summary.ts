/** What a chaos run comes to, for people. */
import type { ChaosEnding } from './run.js';
import type { Silence } from './silences.js';
import { countViolations, violationsOf } from './verdict.js';

export function summaryOf({ verdict, history, faults, silences, longest, takeOvers }: ChaosEnding): string {
  const { books, seats } = verdict;
  const { totals } = books;
  const violations = countViolations(verdict);
  return [
    '',
    `${faults} faults; ${history.invoke} operations: ${history.ok} ok, ${history.fail} refused, ${history.info} without an answer to rely on`,
    `${totals.events} events; ${totals.holds.made} holds, ${totals.payments.completed} payments, ${totals.payments.declined} declined, ` +
      `${totals.payments.timedOut} timed out; ${totals.tokens.issued} tokens`,
    `${books.factsChecked} acknowledged facts and ${seats.words} words about seats checked`,
    ...silenceLines(silences),
    ...takeOverLines(takeOvers),
    ...longestLines(longest),
    violations === 0 ? 'All promises kept.' : `${violations} VIOLATIONS, the first ones:`,
    ...violationsOf(verdict).map((sentence) => `  ${sentence}`),
  ].join('\n');
}

/** The longest time without any answer, by kind of fault. */
function silenceLines(silences: ChaosEnding['silences']): string[] {
  const byKind = new Map<string, number[]>();
  for (const { kind, ms } of silences) byKind.set(kind, [...(byKind.get(kind) ?? []), ms]);
  return [...byKind].map(([kind, all]) => {
    const { median, worst } = middleAndWorst(all);
    return `nobody got an answer for at most ${seconds(median)} (median), ${seconds(worst)} (worst of ${all.length}): ${kind}`;
  });
}

/** What to look into first. */
function longestLines(longest: readonly Silence[]): string[] {
  if (longest.length === 0) return [];
  return [
    'the longest times without any answer:',
    ...longest.map(({ from, ms, faults }) => `  ${seconds(ms)} from ${seconds(from)} on: ${faults.join(', ') || 'nothing was wrong'}`),
  ];
}

function takeOverLines(takeOvers: ChaosEnding['takeOvers']): string[] {
  if (takeOvers.length === 0) return [];
  const { median, worst } = middleAndWorst(takeOvers);
  return [`wallets of killed nodes answered again after ${seconds(median)} (median), ${seconds(worst)} (worst of ${takeOvers.length})`];
}

function middleAndWorst(times: readonly number[]): { readonly median: number; readonly worst: number } {
  const sorted = times.toSorted((one, other) => one - other);
  return { median: sorted[sorted.length >> 1] ?? 0, worst: sorted.at(-1) ?? 0 };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
