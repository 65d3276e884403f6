/** What must be true after a crash run. */
import assert from 'node:assert/strict';
import type { CrashEnding } from './crash-story.js';
import type { Interruption } from './interruptions.js';

/** 0 lost, 0 double, exact books, nothing stuck; and the kills really hit every step of that part of a purchase. */
export function assertPromisesKept({ report, interruptions, lastStart }: CrashEnding, steps: readonly Interruption[]): void {
  assert.deepEqual(
    report.violations.map(({ code, entity, sentence }) => `${code} ${entity}: ${sentence}`),
    [],
  );
  assert.equal(report.violationsTotal, 0);
  assert.ok(report.factsChecked > 0 && report.totals.payments.completed > 0, 'there was something to check');
  assert.equal(report.totals.payments.pending, 0);
  assert.match(lastStart, / 0 with work to finish/, 'an orderly stop leaves nothing open');
  const neverHit = steps.filter((step) => !interruptions.has(step));
  assert.deepEqual(neverHit, [], 'every step is interrupted at least once');
}
