/** A journal goes into the replicated log and comes back: every entity record by record as it was. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { copyJournal } from '../../src/journal/copy.js';
import { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import type { Journal, StoredRecord } from '../../src/journal/port.js';
import { recordSink } from '../../src/journal/record-sink.js';
import { endOfFile, LogWorkbench } from './jetstream-contract-support.js';
import { assertLogOrder, grow, logFrom, mustAppend, newRecord, recordsOf } from './journal-contract-support.js';
import { Workbench } from './sqlite-support.js';

const ENTITIES = 150;
const RECORDS_EACH = 4;
const LONG_HISTORY = 300;
const RECORDS = ENTITIES * RECORDS_EACH + LONG_HISTORY + 1;
const LARGE = JSON.stringify({ events: [], note: 'x'.repeat(700_000) });

const log = new LogWorkbench({ servers: 1 });
let disk = new Workbench();
test.before.each(() => {
  disk = new Workbench();
});
test.after.each(async () => {
  await disk.dispose();
  await log.clear();
});

async function filled(): Promise<MemoryJournal> {
  const journal = new MemoryJournal();
  for (let version = 0; version < RECORDS_EACH; version += 1) {
    for (let key = 0; key < ENTITIES; key += 1) {
      await mustAppend(journal, newRecord(`wallet/${key}`, version, { epoch: version, wakeAt: key % 2 === 0 ? key : null }));
    }
  }
  await grow(journal, 'queue/long', 0, LONG_HISTORY);
  await grow(journal, 'queue/large', 0, 1, { body: LARGE });
  return journal;
}

async function assertSame(one: Journal, other: Journal): Promise<void> {
  const contents = (records: readonly StoredRecord[]): object[] => records.map((record) => ({ ...record, position: 0 }));
  const entities = new Set((await logFrom(one)).map(({ entity }) => entity));
  for (const entity of entities) assert.deepEqual(contents(await recordsOf(other, entity)), contents(await recordsOf(one, entity)));
  const records = await logFrom(other);
  assertLogOrder(records);
  assert.equal(records.length, RECORDS);
}

for (const lanes of [1, 3]) {
  test(`from memory into a log with ${lanes} lanes, and from there into SQLite`, async () => {
    const source = await filled();
    const replicated = await log.open({ prefix: log.freshPrefix(), lanes });
    const report = { entities: ENTITIES + 2, records: RECORDS, copied: RECORDS, epochMax: RECORDS_EACH - 1 };
    assert.deepEqual(await copyJournal(source, recordSink(replicated)), report);
    await assertSame(source, replicated);
    const sqlite = await disk.open(disk.directory());
    assert.equal((await copyJournal(replicated, recordSink(sqlite))).copied, RECORDS);
    await assertSame(source, sqlite);
  });
}

/** Copies until the log has 400 records; the first process ends there. */
async function interruptedCopy(source: Journal, prefix: string, lanes: number): Promise<void> {
  const first = await log.open({ prefix, lanes });
  let taken = 0;
  const breaking = recordSink({
    opening: first.opening,
    appendsAtOnce: first.appendsAtOnce,
    events: (after, limit) => first.events(after, limit),
    append: (record) => {
      taken += 1;
      return taken > 400 ? Promise.resolve({ status: 'failed', reason: 'the network is gone' }) : first.append(record);
    },
  });
  await assert.rejects(copyJournal(source, breaking), /the network is gone/);
  await first.close();
}

test('a copy into the log that was interrupted goes on where it ended, in another process', async () => {
  const source = await filled();
  const prefix = log.freshPrefix();
  await interruptedCopy(source, prefix, 2);
  const second = await log.open({ prefix, lanes: 2 });
  const { copied } = await copyJournal(source, recordSink(second));
  assert.equal(copied, RECORDS - 400);
  await assertSame(source, second);
});

test('a copy that was begun again has the records of all entities in the order of the source: causes before their effects', async () => {
  const source = await filled();
  const prefix = log.freshPrefix();
  await interruptedCopy(source, prefix, 1);
  const second = await log.open({ prefix, lanes: 1 });
  await copyJournal(source, recordSink(second));
  const order = (records: readonly StoredRecord[]): string[] => records.map(({ entity, version }) => `${entity} ${version}`);
  assert.deepEqual(order(await logFrom(second)), order(await logFrom(source)));
});

test.run();
endOfFile(log);
