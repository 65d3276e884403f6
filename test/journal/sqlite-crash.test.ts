/** One process per data directory, and what a killed one leaves behind. */
import assert from 'node:assert/strict';
import type { Worker } from 'node:worker_threads';
import { test } from 'uvu';
import { dataFiles } from '../../src/journal/sqlite/data-directory.js';
import { Writer } from '../../src/journal/sqlite/writer.js';
import { grow, mustAppend, newRecord, recordsOf, snapshotAt } from './journal-contract.js';
import { unusable, Workbench } from './sqlite-support.js';

const KILLS = 5;
/** Acknowledgements to wait for before each kill; different ones, so that it hits different moments. */
const ACKNOWLEDGED_BEFORE_KILL = [1, 40, 200, 700, 1_500];

let bench = new Workbench();
test.before.each(() => {
  bench = new Workbench();
});
test.after.each(() => bench.dispose());

test('a second journal on the same directory is refused with the process that holds it', async () => {
  const directory = bench.directory();
  const first = await bench.open(directory);
  await assert.rejects(bench.open(directory), unusable(directory, `in use by process ${process.pid}`, 'stop it'));
  await grow(first, 'queue/a', 0, 3);
  await first.close();
  assert.equal((await bench.open(directory)).opening.records, 3);
});

test('a directory is refused while another process holds it, and free as soon as that one is killed', async () => {
  const directory = bench.directory();
  const child = bench.child(directory);
  assert.equal(await child.line(), 'open');
  await assert.rejects(bench.open(directory), unusable(`in use by process ${child.process.pid}`));
  await child.kill();
  const journal = await bench.open(directory);
  await mustAppend(journal, newRecord('queue/a', 0));
});

test('a writer thread that dies fails every append, and the failure is told once', async () => {
  const directory = bench.directory();
  const writer = await Writer.open({ files: dataFiles(directory), bytesMax: null }, () => undefined);
  const reasons: string[] = [];
  writer.onFailure((reason) => reasons.push(reason));
  assert.equal((await writer.append(newRecord('queue/a', 0))).status, 'durable');
  const underWay = Array.from({ length: 10 }, (_, key) => writer.append(newRecord(`wallet/${key}`, 0)));
  await writer['worker'].terminate();
  assert.deepEqual(new Set((await Promise.all(underWay)).map(({ status }) => status)), new Set(['failed']));
  assert.equal((await writer.append(newRecord('queue/a', 1))).status, 'failed');
  await writer.close();
  assert.deepEqual(reasons, ['the writer thread of the journal ended unexpectedly']);
});

test('a reader thread that dies fails the journal, a snapshot thread that dies only loses snapshots', async () => {
  for (const [thread, status] of [
    ['reader', 'failed'],
    ['snapshots', 'durable'],
  ] as const) {
    const journal = await bench.open(bench.directory());
    const last = await mustAppend(journal, newRecord('queue/a', 0));
    const { worker } = Reflect.get(journal, thread) as { readonly worker: Worker };
    await worker.terminate();
    assert.equal((await journal.append(newRecord('queue/a', 1))).status, status);
    if (thread === 'snapshots') await assert.rejects(journal.saveSnapshot(snapshotAt('queue/a', last)), /thread of the journal is gone/);
    else await assert.rejects(journal.load('queue/a'), /thread of the journal is gone/);
  }
});

test('everything a killed process had acknowledged is there', async () => {
  const directory = bench.directory();
  const acknowledged = new Map<string, string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = bench.child(directory);
    assert.equal(await child.line(), 'open');
    const lines: string[] = [];
    for (let count = 0; count < (ACKNOWLEDGED_BEFORE_KILL[kill] ?? 1); count += 1)
      lines.push((await child.line()) ?? assert.fail('the child ended'));
    lines.push(...(await child.kill()));
    for (const line of lines) {
      const [entity, version, hash] = line.split(' ');
      if (hash?.length === 64) acknowledged.set(`${entity} ${version}`, hash);
    }
    const journal = await bench.open(directory);
    const found = new Map((await journal.events([], 1_000_000)).map(({ entity, version, hash }) => [`${entity} ${version}`, hash]));
    for (const [record, hash] of acknowledged) assert.equal(found.get(record), hash, `${record} after kill ${kill + 1}`);
    for (let writer = 0; writer < 12; writer += 1) await recordsOf(journal, `wallet/${writer}`);
    await journal.close();
  }
  assert.ok(acknowledged.size > 2_000);
});

test.run();
