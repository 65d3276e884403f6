import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { Ending } from './verdict.js';
import { judge } from './verdict.js';

const verdicts = suite('verdict on a test file');

const cleanEnding: Ending = { exitCode: 0, signal: null, timedOut: false };

function summary(total: number, passed: number, skipped = 0): string {
  return `• •   (${passed} / ${total})\n\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   ${skipped}\n  Duration:  1.00ms\n\n`;
}

verdicts('a file whose tests all passed is fine', () => {
  assert.deepEqual(judge(summary(3, 3), cleanEnding), { passed: 3, failed: 0, complaints: [] });
});

verdicts('tests that did not pass count as failed, whatever the exit code says', () => {
  assert.deepEqual(judge(summary(5, 3), cleanEnding), { passed: 3, failed: 2, complaints: ['3 of 5 tests passed'] });
});

verdicts('an exit code other than 0 is a failure even when all tests passed', () => {
  assert.deepEqual(judge(summary(2, 2), { ...cleanEnding, exitCode: 1 }), { passed: 2, failed: 1, complaints: ['its exit code is 1'] });
});

verdicts('a file that ran no tests is a failure', () => {
  assert.deepEqual(judge(summary(0, 0), cleanEnding), { passed: 0, failed: 1, complaints: ['it ran no tests'] });
});

verdicts('a skipped test is a failure', () => {
  assert.deepEqual(judge(summary(2, 2, 1), cleanEnding), { passed: 2, failed: 1, complaints: ['1 tests were skipped'] });
});

verdicts('no summary is a failure', () => {
  assert.equal(judge('all good, believe me\n', cleanEnding).failed, 1);
});

verdicts('a second summary is a failure, because the exit code tells only of the last one', () => {
  assert.equal(judge(summary(2, 2) + summary(2, 1), cleanEnding).failed, 1);
  assert.equal(judge(summary(2, 2) + summary(2, 2), cleanEnding).failed, 1);
});

verdicts('being killed by a signal is a failure', () => {
  assert.deepEqual(judge(summary(2, 2), { exitCode: null, signal: 'SIGSEGV', timedOut: false }).complaints, ['it was ended by SIGSEGV']);
});

verdicts('a deadline before the summary and one after it are told apart', () => {
  const killed: Ending = { exitCode: null, signal: 'SIGKILL', timedOut: true };
  assert.deepEqual(judge('', killed).complaints, ['it was killed at its deadline before the tests were through']);
  assert.match(judge(summary(1, 1), killed).complaints.join(), /something is left open/);
});

verdicts.run();
