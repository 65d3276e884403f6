/** A journal is copied into another one: the same records in the same order, in any number of attempts, or not at all. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import type { CopyProgress, RecordSink } from '../../src/journal/copy.js';
import { CopyFailed, copyJournal } from '../../src/journal/copy.js';
import { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import type { Journal, LoggedRecord, LogPlace, StoredRecord } from '../../src/journal/port.js';
import { DamagedEntity } from '../../src/journal/port.js';
import { recordSink } from '../../src/journal/record-sink.js';
import { grow, growLong, logFrom, mustAppend, newRecord, recordsOf } from './journal-contract-support.js';
import { tamper, Workbench } from './sqlite-support.js';

let bench = new Workbench();
test.before.each(() => {
  bench = new Workbench();
});
test.after.each(() => bench.dispose());

/** What a record is, wherever it lies. */
const contents = (records: readonly StoredRecord[]): object[] => records.map((record) => ({ ...record, position: 0, lane: 0 }));

/** Several entities in turn, owned by one and another, with something due here and there. */
async function fill(journal: Journal, records: number): Promise<void> {
  const ends = new Map<string, number>();
  for (let number = 0; number < records; number += 1) {
    const entity = `wallet/${(number * number) % 7}`;
    const version = ends.get(entity) ?? 0;
    const change = {
      epoch: Math.floor(version / 5),
      wakeAt: number % 3 === 0 ? 1_900_000_000_000 + number : null,
      openEffects: number % 4 === 0,
    };
    await mustAppend(journal, newRecord(entity, version, change));
    ends.set(entity, version + 1);
  }
}

const failing =
  (...words: readonly string[]) =>
  (error: unknown): boolean =>
    error instanceof CopyFailed && !error.message.includes('\n') && words.every((word) => error.message.includes(word));

test('there and back again: every record is what it was, in the same order', async () => {
  const source = new MemoryJournal();
  await fill(source, 1_200);
  await growLong(source, 'queue/long', 1_300);
  const sqlite = await bench.open(bench.directory());
  assert.deepEqual(await copyJournal(source, recordSink(sqlite)), { entities: 5, records: 2_500, copied: 2_500, epochMax: 68 });
  assert.deepEqual(contents(await logFrom(sqlite)), contents(await logFrom(source)));
  const back = new MemoryJournal();
  assert.equal((await copyJournal(sqlite, recordSink(back))).copied, 2_500);
  assert.deepEqual(await logFrom(back), await logFrom(source));
});

test('the copy goes on where the source ended: epochs, heads and ends of the chains are the same', async () => {
  const source = new MemoryJournal();
  await grow(source, 'queue/a', 0, 3, { epoch: 4, wakeAt: 1_900_000_000_000, openEffects: true });
  const copy = await bench.open(bench.directory());
  await copyJournal(source, recordSink(copy));
  assert.equal((await copy.load('queue/a')).lastEpoch, 4);
  const heads = async (journal: Journal): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const page of journal.heads()) found.push(...page);
    return found;
  };
  assert.deepEqual(await heads(copy), await heads(source));
  await mustAppend(copy, newRecord('queue/a', 3, { epoch: 5 }));
  assert.equal((await recordsOf(copy, 'queue/a')).length, 4);
});

/** Takes only so many records, as if it were killed then. */
function breakingAfter(records: number, target: MemoryJournal): RecordSink {
  let taken = 0;
  return recordSink({
    opening: target.opening,
    appendsAtOnce: target.appendsAtOnce,
    events: (after, limit) => target.events(after, limit),
    append: (record) => {
      taken += 1;
      return taken > records ? Promise.resolve({ status: 'failed', reason: 'the disk is full' }) : target.append(record);
    },
  });
}

test('a copy that was interrupted goes on, however often, and writes nothing twice', async () => {
  const source = new MemoryJournal();
  await fill(source, 700);
  const epochMax = Math.max(...(await logFrom(source)).map(({ epoch }) => epoch));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(400), { maxLength: 4 }), async (interruptions) => {
      const target = new MemoryJournal();
      for (const records of interruptions) {
        const before = (await logFrom(target)).length;
        if (before + records >= 700) break;
        await assert.rejects(copyJournal(source, breakingAfter(records, target)), failing('the disk is full', 'copy again'));
        assert.ok((await logFrom(target)).length <= before + records);
      }
      const present = (await logFrom(target)).length;
      const { copied, ...all } = await copyJournal(source, recordSink(target));
      assert.equal(copied, 700 - present);
      assert.deepEqual(all, { entities: 4, records: 700, epochMax }, 'also of records that were there already');
      for (const entity of ['wallet/0', 'wallet/1', 'wallet/2', 'wallet/4']) {
        assert.deepEqual(contents(await recordsOf(target, entity)), contents(await recordsOf(source, entity)));
      }
      assert.equal((await copyJournal(source, recordSink(target))).copied, 0, 'once more changes nothing');
    }),
    { numRuns: 20 },
  );
});

test('what grew since the last copy is added', async () => {
  const [source, target] = [new MemoryJournal(), new MemoryJournal()];
  await grow(source, 'queue/a', 0, 3);
  await copyJournal(source, recordSink(target));
  await grow(source, 'queue/a', 3, 5);
  await grow(source, 'queue/b', 0, 2);
  assert.deepEqual(await copyJournal(source, recordSink(target)), { entities: 2, records: 7, copied: 4, epochMax: 0 });
});

test('a source with several lanes is copied entity by entity in order', async () => {
  const journal = new MemoryJournal();
  await fill(journal, 1_300);
  const laneOf = (entity: string): number => entity.charCodeAt(entity.length - 1) % 3;
  /** Lane by lane, the last one first. */
  const events = async (after: LogPlace, limit: number): Promise<LoggedRecord[]> => {
    const all = (await logFrom(journal)).map((record) => ({ ...record, lane: laneOf(record.entity) }));
    const left = all.filter(({ lane, position }) => position > (after[lane] ?? 0));
    return left.toSorted((a, b) => b.lane - a.lane || a.position - b.position).slice(0, limit);
  };
  const target = await bench.open(bench.directory());
  await copyJournal({ opening: journal.opening, events, history: (query) => journal.history(query) }, recordSink(target));
  for (const entity of ['wallet/0', 'wallet/1', 'wallet/2', 'wallet/4']) {
    assert.deepEqual(contents(await recordsOf(target, entity)), contents(await recordsOf(journal, entity)));
  }
});

test('a journal that takes one append of an entity at a time gets one at a time', async () => {
  const source = new MemoryJournal();
  await fill(source, 300);
  const target = new MemoryJournal();
  const underWay = new Set<string>();
  let most = 0;
  const sink = recordSink({
    opening: target.opening,
    appendsAtOnce: 1,
    events: (after, limit) => target.events(after, limit),
    append: async (record) => {
      assert.ok(!underWay.has(record.entity) && record.ahead === false);
      underWay.add(record.entity);
      most = Math.max(most, underWay.size);
      await new Promise((resolve) => setImmediate(resolve));
      underWay.delete(record.entity);
      return target.append(record);
    },
  });
  await copyJournal(source, sink);
  assert.ok(most > 1, 'entities need not wait for each other');
  assert.equal((await logFrom(target)).length, 300);
});

test('a target with another history, or with more than the source, is refused and left as it is', async () => {
  const source = new MemoryJournal();
  await grow(source, 'queue/a', 0, 3);
  const other = new MemoryJournal();
  await grow(other, 'queue/a', 0, 2, { epoch: 1 });
  await assert.rejects(copyJournal(source, recordSink(other)), failing('another record of queue/a at version 2', 'empty journal'));
  const longer = new MemoryJournal();
  await grow(longer, 'queue/a', 0, 4);
  await assert.rejects(copyJournal(source, recordSink(longer)), failing('4 records of queue/a', 'the source 3'));
  const foreign = new MemoryJournal();
  await grow(foreign, 'queue/b', 0, 1);
  await assert.rejects(copyJournal(source, recordSink(foreign)), failing('1 records of queue/b', 'the source 0'));
  assert.deepEqual([(await logFrom(other)).length, (await logFrom(longer)).length], [2, 4]);
});

test('somebody else who writes to the target meanwhile is noticed', async () => {
  const source = new MemoryJournal();
  await grow(source, 'queue/a', 0, 3);
  const target = new MemoryJournal();
  const events = async (after: LogPlace, limit: number): Promise<readonly LoggedRecord[]> => {
    const page = await target.events(after, limit);
    if (page.length === 0 && after.length === 0) target.writeElsewhere(newRecord('queue/a', 0, { epoch: 9 }));
    return page;
  };
  const sink = recordSink({ opening: target.opening, appendsAtOnce: 2, append: (record) => target.append(record), events });
  await assert.rejects(copyJournal(source, sink), failing('does not fit', 'somebody else'));
});

test('a source that is written meanwhile is noticed', async () => {
  const source = new MemoryJournal();
  await grow(source, 'queue/a', 0, 3);
  const verifying = ({ phase }: CopyProgress): void => {
    if (phase === 'copying') source.writeElsewhere(newRecord('queue/a', 3));
  };
  await assert.rejects(copyJournal(source, recordSink(new MemoryJournal()), verifying), failing('queue/a ended at version 3 and now at 4'));
});

for (const { what, sql, version } of [
  { what: 'an altered record', sql: `UPDATE records SET body = '{}' WHERE version = 3`, version: 3 },
  { what: 'a missing record', sql: 'DELETE FROM records WHERE version = 3', version: 3 },
  { what: 'a missing last record', sql: 'DELETE FROM records WHERE version = 5', version: 5 },
]) {
  test(`${what} of the source stops the copy with its entity and version`, async () => {
    const directory = bench.directory();
    const journal = await bench.open(directory);
    await grow(journal, 'queue/a', 0, 5);
    await grow(journal, 'queue/b', 0, 2);
    await journal.close();
    tamper(directory, sql);
    const source = await bench.open(directory);
    await assert.rejects(
      copyJournal(source, recordSink(new MemoryJournal())),
      (error) => error instanceof DamagedEntity && error.entity === 'queue/a' && error.version === version,
    );
  });
}

test('a target whose own records are damaged is noticed before anything is written', async () => {
  const [source, target] = [new MemoryJournal(), new MemoryJournal()];
  await grow(source, 'queue/a', 0, 5);
  await grow(target, 'queue/a', 0, 3);
  target.damage('queue/a', 2, { body: '{}' });
  await assert.rejects(copyJournal(source, recordSink(target)), (error) => error instanceof DamagedEntity && error.version === 2);
  assert.equal((await logFrom(target)).length, 3);
});

test('a target that acknowledges what it does not have is noticed', async () => {
  const source = new MemoryJournal();
  const [, second] = await grow(source, 'queue/a', 0, 2);
  const target = new MemoryJournal();
  const sink = recordSink({
    opening: target.opening,
    appendsAtOnce: 2,
    events: (after, limit) => target.events(after, limit),
    append: async (record) =>
      record.expectedVersion === 1 && second !== undefined ? { ...second, status: 'durable' } : target.append(record),
  });
  await assert.rejects(copyJournal(source, sink), failing('the copy of queue/a ends at version 1 and not at 2'));
});

test('progress is told phase by phase, up to the last record', async () => {
  const [source, target] = [new MemoryJournal(), new MemoryJournal()];
  await fill(source, 1_200);
  await fill(target, 600);
  const told: CopyProgress[] = [];
  await copyJournal(source.reopened(), recordSink(target.reopened()), (progress) => told.push(progress));
  const last = (phase: CopyProgress['phase']): CopyProgress | undefined => told.filter((progress) => progress.phase === phase).at(-1);
  assert.deepEqual(last('comparing'), { phase: 'comparing', done: 600, total: 600 });
  assert.deepEqual(last('copying'), { phase: 'copying', done: 1_200, total: 1_200 });
  assert.deepEqual(last('verifying'), { phase: 'verifying', done: 604, total: 604 });
  assert.ok(told.length >= 6);
});

test.run();
