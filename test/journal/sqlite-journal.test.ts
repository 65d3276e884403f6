import assert from 'node:assert/strict';
import { chmodSync, existsSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import type { Journal } from '../../src/journal/port.js';
import { dataFiles, DirectoryLock, prepareDirectory } from '../../src/journal/sqlite/data-directory.js';
import type { Commit } from '../../src/journal/sqlite/writer.js';
import { flat, grow, journalContract, mustAppend, newRecord, recordsOf, snapshotAt } from './journal-contract.js';
import { unusable, Workbench } from './sqlite-support.js';

journalContract('SQLite', async () => {
  const bench = new Workbench();
  const directory = bench.directory();
  let journal = await bench.open(directory);
  const reopen = async (bytesMax?: number): Promise<Journal> => {
    await journal.close();
    journal = await bench.open(directory, bytesMax === undefined ? {} : { bytesMax });
    return journal;
  };
  return {
    get journal() {
      return journal;
    },
    reopen: () => reopen(),
    breakDisk: async () => {
      await journal.close();
      await reopen(statSync(join(directory, 'journal.db')).size);
    },
    dispose: () => bench.dispose(),
  };
});

const NOBODY = 65_534;

let bench = new Workbench();
test.before.each(() => {
  bench = new Workbench();
});
test.after.each(() => bench.dispose());

test('a journal in memory and one in SQLite answer the same to the same appends', async () => {
  const step = fc.record({
    key: fc.nat(6),
    behind: fc.constantFrom(0, 0, 0, 0, 1, -1),
    due: fc.option(fc.nat(1000)),
    open: fc.boolean(),
    text: fc.string(),
  });
  const sqlite = await bench.open(bench.directory());
  const memory = new MemoryJournal();
  const versions = new Map<string, number>();
  let story = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      story += 1;
      const records = steps.map(({ key, behind, due, open, text }) => {
        const entity = `wallet/${story % 5}-${key}`;
        const version = versions.get(entity) ?? 0;
        const expectedVersion = Math.max(0, version - behind);
        if (expectedVersion === version) versions.set(entity, version + 1);
        return newRecord(entity, expectedVersion, { wakeAt: due, openEffects: open, body: JSON.stringify(text) });
      });
      const append = (journal: Journal) => Promise.all(records.map((record) => journal.append(record)));
      assert.deepEqual(await append(sqlite), await append(memory));
    }),
    { numRuns: 100 },
  );
  assert.deepEqual(await sqlite.events([], 100_000), await memory.events([], 100_000));
  const heads = async (journal: Journal) => (await flat(journal.heads())).toSorted((a, b) => a.entity.localeCompare(b.entity));
  assert.deepEqual(await heads(sqlite), await heads(memory));
  for (const entity of versions.keys()) assert.deepEqual(await recordsOf(sqlite, entity), await recordsOf(memory, entity));
});

test('all appends of a turn share one commit, and its size and duration are told', async () => {
  const commits: Commit[] = [];
  const journal = await bench.open(bench.directory(), { onCommit: (commit) => commits.push(commit) });
  // As many as one message carries: a full one leaves at once, and the writer may be done with it before the next is there.
  await Promise.all(Array.from({ length: 30 }, (_, key) => journal.append(newRecord(`wallet/${key}`, 0))));
  assert.deepEqual(
    commits.map(({ records }) => records),
    [30],
  );
  assert.ok(commits.every(({ milliseconds }) => milliseconds > 0));
});

test('what arrives during a commit shares the next ones, a few messages at a time', async () => {
  const commits: Commit[] = [];
  const journal = await bench.open(bench.directory(), { onCommit: (commit) => commits.push(commit) });
  await Promise.all(Array.from({ length: 100 }, (_, key) => grow(journal, `wallet/${key}`, 0, 20)));
  assert.equal(
    commits.reduce((sum, { records }) => sum + records, 0),
    2_000,
  );
  assert.ok(commits.length <= 200, `${commits.length} commits for 2,000 records`);
});

test('typed arrays of a saved snapshot are given away, not copied', async () => {
  const journal = await bench.open(bench.directory());
  const last = await mustAppend(journal, newRecord('schedule/a', 0));
  const seats = new Uint32Array(100_000).fill(7);
  const window = new Uint8Array(new ArrayBuffer(16), 4, 4).fill(9);
  await journal.saveSnapshot(snapshotAt('schedule/a', last, { columns: [{ seats }], window }));
  assert.equal(seats.length, 0);
  assert.equal(window.length, 4, 'a window into a larger buffer stays with its owner');
  const { snapshot } = await journal.load('schedule/a');
  const state = snapshot?.state as { columns: [{ seats: Uint32Array }]; window: Uint8Array };
  assert.deepEqual(state.columns[0].seats, new Uint32Array(100_000).fill(7));
  assert.deepEqual([...state.window], [9, 9, 9, 9]);
});

test('a state that cannot be cloned is refused without harm', async () => {
  const journal = await bench.open(bench.directory());
  const last = await mustAppend(journal, newRecord('schedule/a', 0));
  await assert.rejects(journal.saveSnapshot(snapshotAt('schedule/a', last, { call: () => 1 })), /clone/);
  await journal.saveSnapshot(snapshotAt('schedule/a', last, 'fine'));
  assert.equal((await journal.load('schedule/a')).snapshot?.state, 'fine');
});

test('reads that are under way at close are answered, later ones are rejected', async () => {
  const journal = await bench.open(bench.directory());
  await grow(journal, 'queue/a', 0, 3);
  const read = journal.events([], 10);
  await journal.close();
  assert.equal((await read).length, 3);
  await assert.rejects(journal.events([], 10), /closed/);
});

test('a backup taken while the journal is written holds every record acknowledged before it', async () => {
  const journal = await bench.open(bench.directory());
  const before = await Promise.all(Array.from({ length: 20 }, (_, key) => grow(journal, `wallet/${key}`, 0, 5)));
  const target = join(bench.directory(), 'new', 'backup');
  const [, during] = await Promise.all([journal.backup(target), grow(journal, 'queue/a', 0, 50)]);
  assert.equal(during.length, 50);
  const copy = await bench.open(target);
  const found = new Set((await copy.events([], 1_000)).map(({ hash }) => hash));
  assert.ok(before.flat().every(({ hash }) => found.has(hash)));
  const { lastPosition } = copy.opening;
  assert.equal((await mustAppend(copy, newRecord('wallet/0', 5))).position, lastPosition + 1);
});

test('a backup refuses a directory that is not empty, also its own', async () => {
  const directory = bench.directory();
  const journal = await bench.open(directory);
  await mustAppend(journal, newRecord('queue/a', 0));
  await assert.rejects(journal.backup(directory), /not empty/);
  assert.equal((await recordsOf(journal, 'queue/a')).length, 1);
});

test('the files are for their owner only', async () => {
  const parent = bench.directory();
  const directory = join(parent, 'deep', 'data');
  const journal = await bench.open(directory);
  const last = await mustAppend(journal, newRecord('queue/a', 0));
  await journal.saveSnapshot(snapshotAt('queue/a', last));
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  assert.equal(mode(directory), '700');
  for (const file of ['journal.db', 'journal.db-wal', 'journal.watermark', 'snapshots.db', 'snapshots.db-wal', 'lock.db', 'lock.pid']) {
    assert.equal(mode(join(directory, file)), '600', file);
  }
});

test('a file where the data directory should be is explained', async () => {
  const file = join(bench.directory(), 'file');
  const journal = await bench.open(file);
  await journal.close();
  const inside = join(file, 'journal.db');
  await assert.rejects(bench.open(inside), unusable(inside, 'not a directory', 'choose another'));
  await assert.rejects(bench.open(join(inside, 'deeper')), unusable('not a directory'));
});

test('a directory that this user may not write to is explained', () => {
  const parent = bench.directory();
  chmodSync(parent, 0o500);
  const asRoot = process.geteuid?.() === 0;
  try {
    // Root may write everywhere, so the question is asked as somebody else.
    if (asRoot) process.seteuid?.(NOBODY);
    assert.throws(() => prepareDirectory(join(parent, 'data')), unusable('not writable', 'choose another data directory'));
  } finally {
    if (asRoot) process.seteuid?.(0);
    chmodSync(parent, 0o700);
  }
});

// Where everything that is written meets a full disk.
if (existsSync('/dev/full')) {
  test('a disk without room for the lock is told as such, and does not keep the lock', () => {
    const files = dataFiles(bench.directory());
    symlinkSync('/dev/full', files.pid);
    assert.throws(() => DirectoryLock.acquire(files), unusable(files.pid, 'the disk is full; make room'));
    DirectoryLock.acquire(files).release();
  });
}

test.run();
