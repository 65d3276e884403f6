import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import assert from 'node:assert/strict';
import { NOTHING_PUBLISHED, README_PATH, merge, readPublished } from '../../../bench/suite/published.js';
import { readmeOf } from '../../../bench/suite/readme.js';
import { ROWS } from '../../../bench/suite/registry.js';
import { LACKING, SLOW, STEADY, figure } from './sample-rows.js';
import { SURROUNDINGS, measured, resultOf } from './sample-result.js';

const ALL = [STEADY, SLOW, LACKING];
const root = fileURLToPath(new URL('../../../../', import.meta.url));

test('the README in the tree is what the published results say', async () => {
  const committed = await readFile(join(root, README_PATH), 'utf8');
  assert.equal(committed, readmeOf(await readPublished(root), ROWS), 'npm run bench -- --readme writes it anew');
});

test('before anything is published it says how to', () => {
  const readme = readmeOf(NOTHING_PUBLISHED, ALL);
  assert.match(readme, /Nothing has been published yet: `npm run bench`/);
  for (const heading of ['Goals', 'Non-goals', 'Method', 'Run it', 'How to read a row', 'Results']) {
    assert.ok(readme.includes(`\n## ${heading}\n`), heading);
  }
});

test('every figure has its line, with a verdict', () => {
  const stall = figure({ name: 'largest stall', unit: 'ms', ours: [25], reference: null, goal: { comparison: '<=', value: 20 } });
  const p99 = figure({ name: 'p99', unit: 'ms', goal: null });
  const readme = readmeOf(merge(NOTHING_PUBLISHED, resultOf([measured(STEADY, [figure(), stall, p99])]), ALL), ALL);
  const lines = readme.split('\n');
  assert.ok(
    lines.includes('| [What steady costs](#steady) | requests per second | 85.0 req/s | 100 req/s | 0.700 / 0.850 / 0.950 | ≥ 0.8 | met |'),
  );
  assert.ok(lines.includes('|  | largest stall | 25.0 ms |  | 25.0 | ≤ 20 ms | **missed** |'));
  assert.ok(lines.includes('|  | p99 | 85.0 ms | 100 ms | 0.700 / 0.850 / 0.950 |  |  |'));
  assert.ok(lines.includes('1 goal met, 1 missed; 1 figure for information.'));
});

test('rows that were never measured are named', () => {
  const readme = readmeOf(merge(NOTHING_PUBLISHED, resultOf([measured(STEADY)]), ALL), ALL);
  assert.match(readme, /Not measured yet:\n\n- `slow`: What slow costs\n- `lacking`: What lacking costs\n/);
});

test('notes are text and cannot break the page', () => {
  const row = { ...STEADY, title: 'one | two' };
  const readme = readmeOf(merge(NOTHING_PUBLISHED, resultOf([measured(row, [figure()], ['<script> in\na note'])]), [row]), [row]);
  assert.ok(readme.includes('\n- &lt;script> in a note\n'));
  assert.ok(readme.includes('| [one \\| two](#steady) |'));
});

test('rows say when and at which commit they were measured, and where if that was not the same for all', () => {
  const first = merge(NOTHING_PUBLISHED, resultOf([measured(STEADY)]), ALL);
  assert.match(readmeOf(first, ALL), /\nMeasured 2027-01-02 at commit 0123456789ab, 5 pairs, in 61\.0 s\.\n/);
  const elsewhere = {
    ...SURROUNDINGS,
    machine: { ...SURROUNDINGS.machine, cpu: 'Other CPU' },
    commit: { id: 'ba9876543210', dirty: true },
  };
  const both = readmeOf(merge(first, resultOf([measured(SLOW)], { surroundings: elsewhere, pairs: 5 }), ALL), ALL);
  assert.match(both, /Measured 2027-01-02 at commit 0123456789ab on machine 1, 5 pairs/);
  assert.match(both, /Measured 2027-01-02 at commit ba9876543210 with uncommitted changes on machine 2, 5 pairs/);
  assert.match(
    both,
    /\n1\. Test CPU, 2 cores, 8\.0 GiB of memory, Linux 6\.1, ext4 on a solid-state disk\.\n {3}node 20\.20\.2, fastify 5\.12\.8\.\n/,
  );
  assert.match(both, /\n2\. Other CPU,/);
});

test.run();
