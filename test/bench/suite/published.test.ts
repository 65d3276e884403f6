import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import {
  NOTHING_PUBLISHED,
  RESULTS_PATH,
  UnreadableResults,
  merge,
  readPublished,
  writePublished,
} from '../../../bench/suite/published.js';
import type { Published } from '../../../bench/suite/published.js';
import { LACKING, SLOW, STEADY, WRONG, figure } from './sample-rows.js';
import { SURROUNDINGS, measured, resultOf } from './sample-result.js';

const test = suite<{ root: string }>('published results');

test.before.each(async (context) => {
  context.root = await mkdtemp(join(tmpdir(), 'published-'));
  await mkdir(join(context.root, 'bench'));
});

test.after.each(async ({ root }) => rm(root, { recursive: true, force: true }));

function names({ rows }: Published): string[] {
  return rows.map(({ name }) => name);
}

const ALL = [SLOW, STEADY, LACKING, WRONG];

test('what a run measured is published with its date, commit, machine and samples', () => {
  const { rows } = merge(NOTHING_PUBLISHED, resultOf([measured(STEADY, [figure()], ['a note'])]), ALL);
  assert.deepEqual(rows, [
    {
      ...{ name: 'steady', title: STEADY.title, ours: STEADY.ours, reference: STEADY.reference },
      ...{ measuredAt: '2027-01-02T03:04:05.000Z', seconds: 61, pairs: 5, ...SURROUNDINGS },
      ...{ figures: [figure()], notes: ['a note'] },
    },
  ]);
});

test('a run replaces the rows it measured and leaves the others as they were', () => {
  const before = merge(NOTHING_PUBLISHED, resultOf([measured(STEADY), measured(SLOW)]), ALL);
  const commit = { id: 'ba9876543210', dirty: true };
  const after = merge(before, resultOf([measured(SLOW, [figure({ name: 'p99' })])], { surroundings: { ...SURROUNDINGS, commit } }), ALL);
  assert.deepEqual(names(after), ['slow', 'steady']);
  assert.deepEqual([after.rows[0]?.commit, after.rows[0]?.figures[0]?.name], [commit, 'p99']);
  assert.deepEqual(after.rows[1], before.rows[1]);
});

test('rows that failed, were not run or were interrupted keep what was published of them', () => {
  const before = merge(NOTHING_PUBLISHED, resultOf([measured(STEADY), measured(SLOW), measured(WRONG)]), ALL);
  const failed = { status: 'failed', row: STEADY, seconds: 1, error: new Error('no') } as const;
  const notRun = { status: 'not run', row: SLOW, lacking: 'x' } as const;
  assert.deepEqual(merge(before, resultOf([failed, notRun, { status: 'interrupted', row: WRONG }]), ALL), before);
});

test('rows stand in the order of the suite, and those that are gone from it are dropped', () => {
  const before = merge(NOTHING_PUBLISHED, resultOf([measured(WRONG), measured(STEADY)]), ALL);
  assert.deepEqual(names(merge(before, resultOf([measured(SLOW)]), [STEADY, SLOW])), ['steady', 'slow']);
});

test('what is written is read again, and samples stand on one line', async ({ root }) => {
  const tricky = figure({ ours: [0.000000123456789, 1_234_567.891, 3, 4, 1e21] });
  const published = merge(NOTHING_PUBLISHED, resultOf([measured(STEADY, [tricky], ['[\n 1,\n 2\n] is "text"'])]), ALL);
  await writePublished(root, published);
  assert.deepEqual(await readPublished(root), published);
  const text = await readFile(join(root, RESULTS_PATH), 'utf8');
  assert.match(text, /"ours": \[1\.23457e-7, 1234570, 3, 4, 1e\+21\]/);
  assert.ok(text.endsWith('}\n'));
});

test('where nothing was published nothing is read', async ({ root }) => {
  assert.deepEqual(await readPublished(root), NOTHING_PUBLISHED);
});

test('a file that is damaged or of another format is refused instead of overwritten', async ({ root }) => {
  for (const text of ['{"format":', 'null', '{"format":2,"rows":[]}', '{"format":1}']) {
    await writeFile(join(root, RESULTS_PATH), text);
    await assert.rejects(readPublished(root), (error) => error instanceof UnreadableResults && error.message.includes('last commit'));
  }
});

test.run();
