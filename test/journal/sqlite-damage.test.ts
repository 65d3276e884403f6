/** What the SQLite journal notices: records altered, deleted or cut off, files of others, a full disk. */
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { test } from 'uvu';
import { DamagedEntity } from '../../src/journal/port.js';
import { recordHash } from '../../src/journal/record.js';
import { openJournalDatabase } from '../../src/journal/sqlite/journal-database.js';
import { grow, mustAppend, newRecord, recordsOf, snapshotAt } from './journal-contract.js';
import { tamper, unusable, Workbench } from './sqlite-support.js';

let bench = new Workbench();
test.before.each(() => {
  bench = new Workbench();
});
test.after.each(() => bench.dispose());

const RECORD_OF_A = `entity = (SELECT id FROM entities WHERE name = 'schedule/a')`;

/** A closed journal in which schedule/a and schedule/b have five records each, in turn. */
async function twoSchedules(): Promise<string> {
  const directory = bench.directory();
  const journal = await bench.open(directory);
  for (let version = 0; version < 5; version += 1) {
    await mustAppend(journal, newRecord('schedule/a', version));
    await mustAppend(journal, newRecord('schedule/b', version));
  }
  await journal.close();
  return directory;
}

const damaged =
  (entity: string, version: number) =>
  (error: unknown): boolean =>
    error instanceof DamagedEntity && error.entity === entity && error.version === version && error.message.includes(entity);

const damages: readonly { readonly what: string; readonly sql: string; readonly version: number }[] = [
  { what: 'an altered body', sql: `UPDATE records SET body = replace(body, '3', '4') WHERE version = 3 AND ${RECORD_OF_A}`, version: 3 },
  { what: 'an altered hash', sql: `UPDATE records SET hash = zeroblob(32) WHERE version = 2 AND ${RECORD_OF_A}`, version: 2 },
  { what: 'an altered time', sql: `UPDATE records SET at = at + 1 WHERE version = 1 AND ${RECORD_OF_A}`, version: 1 },
  { what: 'a deleted record', sql: `DELETE FROM records WHERE version = 3 AND ${RECORD_OF_A}`, version: 3 },
  { what: 'a deleted last record', sql: `DELETE FROM records WHERE version = 5 AND ${RECORD_OF_A}`, version: 5 },
  { what: 'a head that was set back', sql: `UPDATE entities SET version = 4 WHERE name = 'schedule/a'`, version: 4 },
  {
    what: 'a head set back with its hash',
    sql: `UPDATE entities SET version = 4, hash = (SELECT hash FROM records WHERE version = 4 AND entity = id) WHERE name = 'schedule/a'`,
    version: 5,
  },
];

for (const { what, sql, version } of damages) {
  test(`${what} stops its entity with its name and version, and nobody else`, async () => {
    const directory = await twoSchedules();
    tamper(directory, sql);
    const journal = await bench.open(directory);
    await assert.rejects(recordsOf(journal, 'schedule/a'), damaged('schedule/a', version));
    assert.equal((await recordsOf(journal, 'schedule/b')).length, 5);
    await mustAppend(journal, newRecord('schedule/b', 5));
  });
}

test('a record that was replaced by another with a hash of its own is noticed by the one after it', async () => {
  const directory = await twoSchedules();
  const journal = await bench.open(directory);
  const second = (await recordsOf(journal, 'schedule/a'))[1] ?? assert.fail();
  await journal.close();
  const body = '{"events":[]}';
  const hash = recordHash(second.prevHash, { ...second, body });
  tamper(directory, `UPDATE records SET body = '${body}', hash = unhex('${hash}') WHERE version = 2 AND ${RECORD_OF_A}`);
  await assert.rejects(recordsOf(await bench.open(directory), 'schedule/a'), damaged('schedule/a', 3));
});

test('an altered record is not handed out as history either', async () => {
  const directory = await twoSchedules();
  tamper(directory, `UPDATE records SET body = '{}' WHERE version = 3 AND ${RECORD_OF_A}`);
  const journal = await bench.open(directory);
  await assert.rejects(
    journal.history({ entity: 'schedule/a', order: 'newest-first', beyondVersion: null, limit: 10 }),
    damaged('schedule/a', 3),
  );
});

test('the event log marks an altered record and goes on behind it', async () => {
  const directory = await twoSchedules();
  tamper(directory, `UPDATE records SET body = '{}' WHERE version = 3 AND ${RECORD_OF_A}`);
  const journal = await bench.open(directory);
  const log = await journal.events([], 100);
  assert.equal(log.length, 10);
  const [altered, ...others] = log.filter(({ damage }) => damage !== undefined);
  assert.deepEqual([altered?.entity, altered?.version, altered?.position, others.length], ['schedule/a', 3, 5, 0]);
  assert.match(altered?.damage ?? '', /altered/);
});

test('damage deep in a long history is found while it is read', async () => {
  const directory = bench.directory();
  const journal = await bench.open(directory);
  await Promise.all(Array.from({ length: 1_200 }, (_, version) => journal.append(newRecord('queue/a', version))));
  await journal.close();
  tamper(directory, `UPDATE records SET wake_at = 1 WHERE version = 1_100`);
  const reopened = await bench.open(directory);
  const { records } = await reopened.load('queue/a');
  let read = 0;
  await assert.rejects(
    async () => {
      for await (const page of records) read += page.length;
    },
    damaged('queue/a', 1_100),
  );
  assert.ok(read >= 512 && read < 1_100);
});

test('with a snapshot only its own record and the tail are checked', async () => {
  const directory = bench.directory();
  const journal = await bench.open(directory);
  const [, second, third] = await grow(journal, 'schedule/a', 0, 4);
  await journal.saveSnapshot(snapshotAt('schedule/a', second ?? assert.fail()));
  await journal.close();
  tamper(directory, `UPDATE records SET body = '{}' WHERE version = 1`);
  const reopened = await bench.open(directory);
  assert.equal((await recordsOf(reopened, 'schedule/a')).length, 2);
  await reopened.saveSnapshot(snapshotAt('schedule/a', third ?? assert.fail()));
  await reopened.close();
  tamper(directory, `UPDATE records SET body = '{}' WHERE version = 3`);
  await assert.rejects(recordsOf(await bench.open(directory), 'schedule/a'), damaged('schedule/a', 3));
});

test('a snapshot with a bad checksum gives way to the one before it', async () => {
  const directory = bench.directory();
  const journal = await bench.open(directory);
  for (const result of await grow(journal, 'schedule/a', 0, 3))
    await journal.saveSnapshot(snapshotAt('schedule/a', result, { of: result.version }));
  await journal.close();
  tamper(directory, `UPDATE snapshots SET state = zeroblob(length(state)) WHERE version = 3`, 'snapshots.db');
  const reopened = await bench.open(directory);
  const { snapshot } = await reopened.load('schedule/a');
  assert.deepEqual(snapshot?.state, { of: 2 });
  await reopened.close();
  tamper(directory, `UPDATE snapshots SET hash = 'ff' || hash`, 'snapshots.db');
  const { snapshot: none } = await (await bench.open(directory)).load('schedule/a');
  assert.equal(none, null);
});

test('the last two snapshots of an entity are kept', async () => {
  const directory = bench.directory();
  const journal = await bench.open(directory);
  for (const entity of ['schedule/a', 'schedule/b']) {
    for (const result of await grow(journal, entity, 0, 5)) await journal.saveSnapshot(snapshotAt(entity, result));
  }
  await journal.close();
  const database = new Database(join(directory, 'snapshots.db'), { readonly: true });
  try {
    const kept = database.prepare<[], string>(`SELECT entity || ' ' || version FROM snapshots ORDER BY 1`).pluck().all();
    assert.deepEqual(kept, ['schedule/a 4', 'schedule/a 5', 'schedule/b 4', 'schedule/b 5']);
  } finally {
    database.close();
  }
});

test('a file of snapshots that cannot be read is begun anew', async () => {
  const directory = await twoSchedules();
  for (const content of ['no database at all, just text', '']) {
    writeFileSync(join(directory, 'snapshots.db'), content);
    const journal = await bench.open(directory);
    const { snapshot, records } = await journal.load('schedule/a');
    assert.equal(snapshot, null);
    for await (const page of records) assert.equal(page.length, 5);
    const head = (await recordsOf(journal, 'schedule/a')).at(-1) ?? assert.fail();
    await journal.saveSnapshot(snapshotAt('schedule/a', head));
    assert.equal((await journal.load('schedule/a')).snapshot?.version, 5);
    await journal.close();
  }
});

test('a tail that was cut off is noticed by the watermark', async () => {
  const directory = await twoSchedules();
  tamper(directory, `DELETE FROM records WHERE position > 7`);
  await assert.rejects(bench.open(directory), unusable('ends at record 7', 'record 10 was acknowledged', 'restore', 'backup'));
});

test('a journal that was removed is noticed by the watermark', async () => {
  const directory = await twoSchedules();
  rmSync(join(directory, 'journal.db'));
  await assert.rejects(bench.open(directory), unusable('ends at record 0', 'record 10 was acknowledged'));
});

test('a journal with another history than the acknowledged one is noticed by the watermark', async () => {
  const directory = await twoSchedules();
  const other = bench.directory();
  const journal = await bench.open(other);
  await grow(journal, 'queue/other', 0, 12);
  await journal.close();
  copyFileSync(join(other, 'journal.db'), join(directory, 'journal.db'));
  await assert.rejects(bench.open(directory), unusable('record 10', 'not the one that was acknowledged'));
});

test('a torn, empty or missing watermark is tolerated and made whole again', async () => {
  const directory = await twoSchedules();
  const file = join(directory, 'journal.watermark');
  const whole = readFileSync(file);
  const torn = Buffer.from(whole);
  torn.fill(0, 20, 40);
  const breakages = [() => writeFileSync(file, torn), () => truncateSync(file, 30), () => truncateSync(file, 0), () => rmSync(file)];
  for (const breakFile of breakages) {
    breakFile();
    const journal = await bench.open(directory);
    await journal.close();
    assert.deepEqual(readFileSync(file), whole);
  }
});

test('a lost entity is noticed at the start, since it would look as if it had never been born', async () => {
  for (const name of ['schedule/a', 'schedule/b']) {
    const directory = await twoSchedules();
    tamper(directory, `DELETE FROM entities WHERE name = '${name}'`);
    await assert.rejects(bench.open(directory), unusable('lost 1 of its entities', 'restore'));
  }
});

test('a database file with a damaged page is refused at the start', async () => {
  const directory = bench.directory();
  const journal = await bench.open(directory);
  await Promise.all(Array.from({ length: 500 }, (_, version) => journal.append(newRecord('queue/a', version))));
  await journal.close();
  const file = join(directory, 'journal.db');
  const content = readFileSync(file);
  content.fill(0x5a, 4096 * 8, 4096 * 12);
  writeFileSync(file, content);
  await assert.rejects(bench.open(directory), unusable('damaged', 'restore', 'backup'));
});

test('the wrong kind of file is refused with a word on what to do', async () => {
  const text = bench.directory();
  writeFileSync(join(text, 'journal.db'), 'this is not a database, it only sits where one should be');
  await assert.rejects(bench.open(text), unusable('not a database', 'choose another data directory'));
  const foreign = bench.directory();
  tamper(foreign, 'CREATE TABLE notes (text)');
  await assert.rejects(bench.open(foreign), unusable('another program', 'choose another data directory'));
});

test('a journal of a newer version is refused and left as it is', async () => {
  const directory = await twoSchedules();
  tamper(directory, 'PRAGMA user_version = 99');
  await assert.rejects(bench.open(directory), unusable('format 99', 'newer version'));
  tamper(directory, 'PRAGMA user_version = 1');
  assert.equal((await bench.open(directory)).opening.records, 10);
});

test('every commit is synced: synchronous is FULL and the log is written ahead', () => {
  const database = openJournalDatabase(join(bench.directory(), 'journal.db'), null);
  try {
    assert.equal(database.pragma('synchronous', { simple: true }), 2);
    assert.equal(database.pragma('journal_mode', { simple: true }), 'wal');
  } finally {
    database.close();
  }
});

test('due heads are found by their index, not by looking at every entity', async () => {
  const directory = await twoSchedules();
  const database = new Database(join(directory, 'journal.db'), { readonly: true });
  try {
    const plan = database
      .prepare<[], { detail: string }>('EXPLAIN QUERY PLAN SELECT id FROM entities WHERE due = 1 AND id > 5 ORDER BY id')
      .all();
    assert.match(plan.map(({ detail }) => detail).join(), /entities_due/);
  } finally {
    database.close();
  }
});

test('a full disk fails what is under way, and nothing acknowledged is lost', async () => {
  const directory = await twoSchedules();
  const journal = await bench.open(directory, { bytesMax: statSync(join(directory, 'journal.db')).size + 200_000 });
  const reasons: string[] = [];
  journal.onFailure((reason) => reasons.push(reason));
  const acknowledged: string[] = [];
  const body = JSON.stringify('x'.repeat(5_000));
  for (let version = 5; ; version += 1) {
    const result = await journal.append(newRecord('schedule/a', version, { body }));
    if (result.status !== 'durable') {
      assert.equal(result.status, 'failed');
      break;
    }
    acknowledged.push(result.hash);
  }
  assert.equal((await journal.append(newRecord('schedule/b', 5))).status, 'failed');
  assert.equal(reasons.length, 1);
  assert.match(reasons[0] ?? '', /SQLITE_FULL/);
  assert.equal((await recordsOf(journal, 'schedule/b')).length, 5, 'reading goes on');
  await journal.close();
  const reopened = await bench.open(directory);
  const found = (await recordsOf(reopened, 'schedule/a')).map(({ hash }) => hash);
  assert.deepEqual(found.slice(5), acknowledged);
  await mustAppend(reopened, newRecord('schedule/b', 5));
});

test.run();
