import { test } from 'uvu';
import assert from 'node:assert/strict';
import type { ViolationCode } from '../../src/audit/violations.js';
import { VIOLATIONS } from '../../src/audit/violations.js';
import { CLIENTS, MONEY } from './seeded-facts.js';
import { LINE, LOG, SEATS } from './seeded-log.js';

const CASES = [...SEATS, ...MONEY, ...LINE, ...LOG, ...CLIENTS];

for (const { code, when, story, quiescent } of CASES) {
  test(`${code} is found when ${when}`, () => {
    const report = story().audit(quiescent ?? false);
    assert.ok(report.violationCounts.has(code), `found instead: ${JSON.stringify(report.violations, null, 1)}`);
    const violation = report.violations.find((candidate) => candidate.code === code);
    assert.ok(violation !== undefined && violation.sentence.length > 10 && violation.promise === VIOLATIONS[code].promise);
  });
}

test('there is a seeded violation for every code', () => {
  const seeded = new Set(CASES.map(({ code }) => code));
  assert.deepEqual(
    Object.keys(VIOLATIONS).filter((code) => !seeded.has(code as ViolationCode)),
    [],
  );
});

test.run();
