/**
 * What the run of one test file amounts to. uvu's exit code alone is not to be trusted: it is 0 when a `before` hook throws, when an `after.each` throws
 * after a failed test, when something that is no Error is thrown, and when nothing ran. So the summary it prints is read, and has to be spotless.
 */

/** How the process of a test file came to its end. */
export interface Ending {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** True when it was killed because its time was up. */
  readonly timedOut: boolean;
}

/** Counts of tests, not of files; a file that failed without a failing test counts as one failed test. */
export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  /** One sentence for each thing that is wrong; empty when the file passed. */
  readonly complaints: readonly string[];
}

interface Summary {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
}

const summaryLines = /^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)$/gm;

export function judge(stdout: string, ending: Ending): Verdict {
  const summaries = summariesIn(stdout);
  const summary = summaries[0];
  const complaints = [...complaintsAboutEnding(ending, summary), ...complaintsAboutSummaries(summaries, ending)];
  const total = summary?.total ?? 0;
  const passed = Math.min(summary?.passed ?? 0, total);
  return { passed, failed: complaints.length === 0 ? 0 : Math.max(1, total - passed), complaints };
}

function summariesIn(stdout: string): Summary[] {
  return [...stdout.matchAll(summaryLines)].map(([, total, passed, skipped]) => ({
    total: Number(total),
    passed: Number(passed),
    skipped: Number(skipped),
  }));
}

function complaintsAboutEnding({ exitCode, signal, timedOut }: Ending, summary: Summary | undefined): string[] {
  if (timedOut && summary === undefined) return ['it was killed at its deadline before the tests were through'];
  if (timedOut) return ['its tests were through but it did not exit before its deadline: something is left open'];
  if (signal !== null) return [`it was ended by ${signal}`];
  if (exitCode !== 0) return [`its exit code is ${exitCode}`];
  return [];
}

function complaintsAboutSummaries(summaries: readonly Summary[], { timedOut }: Ending): string[] {
  const [summary, ...more] = summaries;
  if (summary === undefined && timedOut) return [];
  if (summary === undefined) return ['it printed no summary: is .run() missing?'];
  if (more.length > 0) return ['it printed more than one summary: call .run() on all suites without waiting in between'];
  const complaints: string[] = [];
  if (summary.total === 0) complaints.push('it ran no tests');
  if (summary.passed !== summary.total) complaints.push(`${summary.passed} of ${summary.total} tests passed`);
  if (summary.skipped > 0) complaints.push(`${summary.skipped} tests were skipped`);
  return complaints;
}
