/** Rows that go well, lack something, throw or never end, under the eyes of a progress that takes notes. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import type { RowOutcome } from '../../../bench/suite/outcome.js';
import type { Progress } from '../../../bench/suite/progress.js';
import type { Row, Scale } from '../../../bench/suite/row.js';
import { runRows } from '../../../bench/suite/runner.js';
import { ENDLESS, LACKING, STEADY, WRONG, figure, row } from './sample-rows.js';

interface Context {
  scratch: string;
  stop: AbortController;
  lines: string[];
  run(rows: readonly Row[], scale?: Scale, atOnce?: number): Promise<RowOutcome[]>;
}

const test = suite<Context>('runner');

test.before.each(async (context) => {
  context.scratch = await mkdtemp(join(tmpdir(), 'runner-'));
  context.stop = new AbortController();
  context.lines = [];
  const progress: Progress = {
    rowStarted: ({ name }) => void context.lines.push(`${name} starts`),
    step: (done, total) => void context.lines.push(`${done}/${total}`),
    rowEnded: ({ row: { name }, status }) => void context.lines.push(`${name} ${status}`),
    say: (line) => void context.lines.push(line),
    end: () => {},
  };
  context.run = async (rows, scale = 'full', atOnce = 1) => {
    const pairs = scale === 'full' ? 5 : 1;
    return runRows(rows, { scale, pairs, scratch: context.scratch, progress, stop: context.stop.signal, atOnce });
  };
});

test.after.each(async ({ scratch }) => rm(scratch, { recursive: true, force: true }));

function statuses(outcomes: readonly RowOutcome[]): string[] {
  return outcomes.map(({ status }) => status);
}

test('a row is shown, measured and judged', async (context) => {
  const [outcome] = await context.run([STEADY]);
  assert.ok(outcome?.status === 'measured');
  assert.deepEqual(
    outcome.figures.map(({ verdict }) => verdict),
    ['met', 'met', 'met'],
  );
  assert.deepEqual(context.lines, ['steady starts', 'warmed up', '1/5', '2/5', '3/5', '4/5', '5/5', 'steady measured']);
});

test('each row has an empty directory of its own, which is gone afterwards, also after a failure', async (context) => {
  const seen: string[] = [];
  const nosy = (name: string, fails: boolean): Row =>
    row(name, async ({ scratch }) => {
      assert.deepEqual(await readdir(scratch), []);
      await writeFile(join(scratch, 'journal.db'), name);
      seen.push(scratch);
      if (fails) throw new Error('a server failed');
      return { figures: [figure()], notes: [] };
    });
  assert.deepEqual(statuses(await context.run([nosy('one', false), nosy('two', true), nosy('three', false)])), [
    ...['measured', 'failed', 'measured'],
  ]);
  assert.equal(new Set(seen).size, 3);
  assert.ok(!seen.some(existsSync));
  assert.deepEqual(await readdir(context.scratch), []);
});

test('after a row that throws the others still run', async (context) => {
  const [failed, measured] = await context.run([WRONG, STEADY]);
  assert.ok(failed?.status === 'failed');
  assert.equal(failed.error.message, 'seat 12 has two owners');
  assert.equal(measured?.status, 'measured');
});

test('what is thrown is an error in the end, whatever it was', async (context) => {
  const [failed] = await context.run([row('odd', async () => Promise.reject('a text'))]);
  assert.ok(failed?.status === 'failed' && failed.error.message === 'a text');
});

test('figures that cannot be judged fail their row', async (context) => {
  const [failed] = await context.run([row('short', async () => ({ figures: [figure({ ours: [1], reference: [1] })], notes: [] }))]);
  assert.ok(failed?.status === 'failed');
  assert.match(failed.error.message, /1 pairs instead of 5/);
});

test('a row that lacks something does not run, and says how to get it', async (context) => {
  const [outcome] = await context.run([LACKING]);
  assert.ok(outcome?.status === 'not run');
  assert.match(outcome.lacking, /apt-get install postgresql/);
  assert.deepEqual(context.lines, ['lacking not run']);
});

test('a row that cannot even tell what it lacks has failed', async (context) => {
  const broken = { ...STEADY, missing: async () => Promise.reject(new Error('no PATH')) };
  assert.deepEqual(statuses(await context.run([broken, STEADY])), ['failed', 'measured']);
});

test('an ended run lets the row under way clean up, keeps what is measured and begins no other', async (context) => {
  const running = context.run([STEADY, ENDLESS, WRONG]);
  const underWay = new Promise<void>((resolve) => {
    const push = context.lines.push.bind(context.lines);
    context.lines.push = (...lines) => {
      if (lines.includes('under way')) resolve();
      return push(...lines);
    };
  });
  await underWay;
  context.stop.abort();
  assert.deepEqual(statuses(await running), ['measured', 'interrupted', 'interrupted']);
  assert.ok(context.lines.includes('cleaned up') && !context.lines.includes('wrong starts'));
  assert.deepEqual(await readdir(context.scratch), []);
});

test('whatever a row throws after the end is no failure of the row', async (context) => {
  const startled = row('startled', async () => {
    context.stop.abort();
    throw new Error('the generator heard Ctrl-C too');
  });
  assert.deepEqual(statuses(await context.run([startled])), ['interrupted']);
});

test('a row that was through when the run ended counts', async (context) => {
  const quick = row('quick', async ({ progress }) => {
    context.stop.abort();
    progress(10, 10);
    return { figures: [figure()], notes: [] };
  });
  assert.deepEqual(statuses(await context.run([quick, STEADY])), ['measured', 'interrupted']);
});

test('two rows at once: both are under way, and each tells its story in one piece', async (context) => {
  const meeting: { arrived: number; all: () => void } = { arrived: 0, all: () => undefined };
  const met = new Promise<void>((resolve) => (meeting.all = resolve));
  const waiting = (name: string): Row =>
    row(name, async ({ say, progress }) => {
      say(`${name} waits`);
      meeting.arrived += 1;
      if (meeting.arrived === 2) meeting.all();
      await met;
      progress(1, 1);
      return { figures: [figure({ ours: [1], reference: null })], notes: [] };
    });
  const outcomes = await context.run([waiting('one'), waiting('two'), STEADY], 'smoke', 2);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.row.name),
    ['one', 'two', 'steady'],
  );
  const { lines } = context;
  for (const name of ['one', 'two']) {
    const begun = lines.indexOf(`${name} starts`);
    assert.deepEqual(lines.slice(begun, begun + 3), [`${name} starts`, `${name} waits`, `${name} measured`]);
  }
});

test.run();
