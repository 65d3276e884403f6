/** Whole on-sales in small, played by the command itself against real nodes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import assert from 'node:assert/strict';
import { NodeProcess, temporaryDataDir } from '../../bench/support/node-process.js';
import { onsale, survivesKill } from './play.js';

test('a small sale on its own node ends with clean books and a report that needs nothing else', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'onsale-'));
  try {
    const report = join(directory, 'deep', 'onsale.html');
    const { code, output } = await onsale([
      '--fans',
      '60',
      '--schedules',
      '2',
      '--seats',
      '20',
      '--seconds',
      '4',
      '--seed',
      '3',
      '--report',
      report,
    ]);
    assert.equal(code, 0, output);
    assert.match(output, /Clean books: every promise was kept/);
    const page = await readFile(report, 'utf8');
    assert.match(page, /Clean books/);
    assert.ok(!/(src|href)="(https?:)?\/\//.test(page), 'the page loads nothing');
    const data = JSON.parse(/const DATA = (\{.*\});/.exec(page)?.[1] ?? '{}') as { times: number[]; booked: number[]; arrived: number[] };
    assert.ok(data.times.length > 3);
    assert.ok((data.booked.at(-1) ?? 0) > 0);
    assert.equal(data.arrived.at(-1), 60);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('a node that is killed in the middle and started again finishes the sale with clean books', async () => {
  const data = await temporaryDataDir();
  try {
    const { code, output } = await survivesKill(data.path, {}, () => []);
    assert.equal(code, 0, output);
    assert.match(output, /^ +\d+ {2}0 E[A-Z]+/m, 'fans met a dead node');
  } finally {
    await data.remove();
  }
});

test('wrong usage is explained and ends with 2', async () => {
  const { code, output } = await onsale(['--fans', 'many']);
  assert.equal(code, 2);
  assert.match(output, /--fans.*whole number from 1 to 200000/s);
});

test('a node that does not answer, a missing key and a wrong key end with 3 and say what to do', async () => {
  const data = await temporaryDataDir();
  const node = await NodeProcess.start({ dataDir: data.path });
  try {
    const wrongKey = join(data.path, 'wrong-key');
    await writeFile(wrongKey, 'x'.repeat(40));
    const wrong = await onsale(['--url', node.url, '--admin-key-file', wrongKey, '--no-report']);
    assert.equal(wrong.code, 3);
    assert.match(wrong.output, /does not take this admin key/);
    const missing = await onsale(['--url', node.url, '--admin-key-file', join(data.path, 'nowhere'), '--no-report']);
    assert.equal(missing.code, 3);
    assert.match(missing.output, /cannot be read.*--admin-key-file/s);
    const { url } = node;
    await node.stop();
    const gone = await onsale(['--url', url, '--admin-key-file', wrongKey, '--no-report']);
    assert.equal(gone.code, 3);
    assert.match(gone.output, /no node answers/);
  } finally {
    await node.kill();
    await data.remove();
  }
});

test.run();
