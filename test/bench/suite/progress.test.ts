import { PassThrough } from 'node:stream';
import { test } from 'uvu';
import assert from 'node:assert/strict';
import { createProgress } from '../../../bench/suite/progress.js';
import type { Progress, Terminal } from '../../../bench/suite/progress.js';
import { STEADY, WRONG } from './sample-rows.js';

function shown(isTTY: boolean, play: (progress: Progress) => void): string {
  const stream = Object.assign(new PassThrough(), { isTTY }) satisfies Terminal;
  const progress = createProgress(stream);
  play(progress);
  progress.end();
  return String(stream.read() ?? '');
}

function play(progress: Progress): void {
  progress.rowStarted(STEADY);
  progress.step(1, 10);
  progress.say('warmed up');
  progress.step(10, 10);
  progress.rowEnded({ status: 'interrupted', row: STEADY });
  progress.rowEnded({ status: 'not run', row: STEADY, lacking: 'Redis is not installed.' });
  progress.rowEnded({ status: 'failed', row: WRONG, seconds: 1.5, error: new Error('seat 12 has two owners') });
}

test('elsewhere than on a terminal every line is plain', () => {
  const lines = shown(false, play).split('\n');
  assert.deepEqual(lines.slice(0, 5), [
    'steady: What steady costs',
    'warmed up',
    'steady: not measured, the run was ended',
    'steady: not run. Redis is not installed.',
    'wrong: FAILED after 1.5 s',
  ]);
  assert.match(lines[5] ?? '', /seat 12 has two owners/);
});

test('on a terminal a bar moves, and no line is lost to it', () => {
  const text = shown(true, play);
  for (const line of ['steady: What steady costs\n', 'warmed up\n', 'steady: not measured', 'wrong: FAILED after 1.5 s\n']) {
    assert.ok(text.includes(line), `${line} in ${JSON.stringify(text)}`);
  }
  assert.match(text, /10\/10/);
  assert.ok(text.includes('\u001b[?25h'), 'the cursor is shown again');
});

test.run();
