/** The journal contract: loads, histories, the event log, heads. */
import assert from 'node:assert/strict';
import type { Head, HistoryQuery, LoggedRecord, LogPlace, StoredRecord } from '../../src/journal/port.js';
import { placeAfter } from '../../src/journal/port.js';
import type { ContractTest, JournalTraits } from './journal-contract-support.js';
import {
  assertLogOrder,
  AT,
  flat,
  grow,
  growLong,
  logFrom,
  mustAppend,
  newRecord,
  recordsOf,
  snapshotAt,
  versions,
} from './journal-contract-support.js';

/** More lanes than any journal has. */
const LANES = 64;

export function readPromises(test: ContractTest, traits: JournalTraits): void {
  test('an entity that was never born has nothing, and asking writes nothing', async ({ under: { journal } }) => {
    const { snapshot, lastEpoch, records } = await journal.load('wallet/nobody');
    assert.deepEqual([snapshot, lastEpoch], [null, 0]);
    assert.deepEqual(await flat(records), []);
    assert.deepEqual(await journal.history({ entity: 'wallet/nobody', order: 'oldest-first', beyondVersion: null, limit: 10 }), []);
    assert.deepEqual(await journal.events([], 10), []);
    assert.deepEqual(await flat(journal.heads()), []);
  });

  loads(test, traits);
  histories(test);
  log(test, traits);
  heads(test, traits);
}

function loads(test: ContractTest, { longHistory }: JournalTraits): void {
  test('a load tells the epoch of the last record, whoever wrote those before it', async ({ under }) => {
    const { journal } = under;
    await grow(journal, 'wallet/a', 0, 2, { epoch: 4 });
    assert.equal((await journal.load('wallet/a')).lastEpoch, 4);
    const claim = await mustAppend(journal, newRecord('wallet/a', 2, { epoch: 9, body: '{"events":[]}' }));
    assert.equal((await journal.load('wallet/a')).lastEpoch, 9);
    await journal.saveSnapshot(snapshotAt('wallet/a', claim));
    const { snapshot, lastEpoch } = await journal.load('wallet/a');
    assert.deepEqual([snapshot?.version, lastEpoch], [3, 9], 'also when nothing came after the snapshot');
    await grow(journal, 'wallet/b', 0, 1);
    assert.equal((await journal.load('wallet/b')).lastEpoch, 0);
    assert.equal((await (await under.reopen()).load('wallet/a')).lastEpoch, 9);
  });

  test('a history longer than a page is loaded whole and in order', async ({ under: { journal } }) => {
    await growLong(journal, 'queue/a', longHistory, { epoch: 3 });
    await mustAppend(journal, newRecord('queue/a', longHistory, { epoch: 5 }));
    const { lastEpoch, records } = await journal.load('queue/a');
    assert.equal(lastEpoch, 5, 'known before the last page is read');
    const pages: StoredRecord[][] = [];
    for await (const page of records) pages.push([...page]);
    assert.ok(pages.length > 1, 'it comes in pages');
    assert.deepEqual(
      versions(pages.flat()),
      Array.from({ length: longHistory + 1 }, (_, index) => index + 1),
    );
  });

  test('whoever stops reading a long history early leaves the journal usable', async ({ under: { journal } }) => {
    await growLong(journal, 'queue/a', longHistory);
    const { records } = await journal.load('queue/a');
    for await (const page of records) {
      assert.equal(page[0]?.version, 1);
      break;
    }
    assert.equal((await recordsOf(journal, 'queue/a')).length, longHistory);
  });
}

function histories(test: ContractTest): void {
  test('a history is read from either end, in pages', async ({ under: { journal } }) => {
    await grow(journal, 'wallet/a', 0, 5);
    await grow(journal, 'wallet/b', 0, 2);
    const page = async (order: HistoryQuery['order'], beyondVersion: number | null, limit: number) =>
      versions(await journal.history({ entity: 'wallet/a', order, beyondVersion, limit }));
    assert.deepEqual(await page('oldest-first', null, 2), [1, 2]);
    assert.deepEqual(await page('oldest-first', 2, 2), [3, 4]);
    assert.deepEqual(await page('oldest-first', 4, 2), [5]);
    assert.deepEqual(await page('oldest-first', 5, 2), []);
    assert.deepEqual(await page('newest-first', null, 2), [5, 4]);
    assert.deepEqual(await page('newest-first', 4, 2), [3, 2]);
    assert.deepEqual(await page('newest-first', 2, 9), [1]);
    assert.deepEqual(await page('newest-first', 1, 9), []);
    assert.deepEqual(await page('newest-first', 99, 1), [5]);
  });
}

function log(test: ContractTest, { exactPositions }: JournalTraits): void {
  test('events come in commit order, each exactly once, while they are written', async ({ under: { journal } }) => {
    const writers = Array.from({ length: 8 }, (_, writer) => grow(journal, `wallet/${writer}`, 0, 10));
    const read: LoggedRecord[] = [];
    let place: LogPlace = [];
    const progress: { written: boolean } = { written: false };
    const all = Promise.all(writers).then(() => {
      progress.written = true;
    });
    for (;;) {
      const last = progress.written;
      const page = await journal.events(place, 7);
      place = page.reduce(placeAfter, place);
      read.push(...page);
      if (last && page.length === 0) break;
    }
    await all;
    assertLogOrder(read);
    for (let writer = 0; writer < 8; writer += 1) {
      assert.deepEqual(versions(read.filter(({ entity }) => entity === `wallet/${writer}`)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
    if (!exactPositions) return;
    assert.ok(read.every(({ lane }) => lane === 0));
    assert.deepEqual(
      read.map(({ position }) => position),
      Array.from({ length: 80 }, (_, index) => index + 1),
    );
  });

  test('a page of events is short only at the end', async ({ under: { journal } }) => {
    await Promise.all(Array.from({ length: 40 }, (_, key) => grow(journal, `wallet/${key}`, 0, 2)));
    for (const limit of [1, 13, 79, 80, 81]) {
      let place: LogPlace = [];
      const read: LoggedRecord[] = [];
      while (read.length < 80) {
        const page = await journal.events(place, limit);
        assert.equal(page.length, Math.min(limit, 80 - read.length));
        place = page.reduce(placeAfter, place);
        read.push(...page);
      }
      assertLogOrder(read);
      assert.deepEqual(await journal.events(place, limit), []);
    }
  });

  test('a place may name more lanes than there are, and lie behind the end of a lane', async ({ under: { journal } }) => {
    await Promise.all(Array.from({ length: 12 }, (_, key) => grow(journal, `wallet/${key}`, 0, 3)));
    const all = await logFrom(journal);
    const nothing = Array.from({ length: LANES }, () => Number.MAX_SAFE_INTEGER);
    assert.deepEqual(await journal.events(nothing, 10), []);
    assert.deepEqual(
      await journal.events(
        Array.from(nothing, () => 0),
        100,
      ),
      await journal.events([], 100),
    );
    for (const record of all) {
      const before = nothing.map((position, lane) => (lane === record.lane ? record.position - 1 : position));
      assert.deepEqual(await journal.events(before, 1), [record], 'every record is found by its lane and position alone');
    }
  });

  test('a record that was acknowledged is seen by the very next read', async ({ under: { journal } }) => {
    let place: LogPlace = [];
    for (let version = 0; version < 20; version += 1) {
      const { position } = await mustAppend(journal, newRecord('queue/a', version));
      const page = await journal.events(place, 5);
      assert.deepEqual(
        page.map((record) => record.position),
        [position],
      );
      place = page.reduce(placeAfter, place);
      assert.equal((await recordsOf(journal, 'queue/a')).length, version + 1);
      const [newest] = await journal.history({ entity: 'queue/a', order: 'newest-first', beyondVersion: null, limit: 1 });
      assert.equal(newest?.version, version + 1);
    }
  });
}

function heads(test: ContractTest, { shardOf }: JournalTraits): void {
  test('heads lists whoever has something due or open, and nobody else', async ({ under: { journal } }) => {
    await mustAppend(journal, newRecord('wallet/quiet', 0));
    await mustAppend(journal, newRecord('queue/due', 0, { wakeAt: AT + 5 }));
    await mustAppend(journal, newRecord('schedule/open', 0, { openEffects: true }));
    await mustAppend(journal, newRecord('schedule/was-open', 0, { openEffects: true, wakeAt: AT }));
    const closed = await mustAppend(journal, newRecord('schedule/was-open', 1));
    const due = await mustAppend(journal, newRecord('queue/due', 1, { wakeAt: AT + 9 }));
    const found = new Map((await flat<Head>(journal.heads())).map((head) => [head.entity, head]));
    assert.deepEqual([...found.keys()].sort(), ['queue/due', 'schedule/open']);
    assert.deepEqual(found.get('queue/due'), {
      entity: 'queue/due',
      version: 2,
      hash: due.hash,
      at: AT + 1,
      wakeAt: AT + 9,
      openEffects: false,
    });
    assert.equal(closed.version, 2);
  });

  test('heads of thousands come in pages, each once', async ({ under: { journal } }) => {
    const count = 2_500;
    await Promise.all(Array.from({ length: count }, (_, key) => journal.append(newRecord(`queue/${key}`, 0, { wakeAt: AT }))));
    const entities = (await flat(journal.heads())).map(({ entity }) => entity);
    assert.equal(entities.length, count);
    assert.equal(new Set(entities).size, count);
  });

  const written = Array.from({ length: 200 }, (_, key) => `queue/${key}`);

  if (shardOf === null) {
    test('a journal that knows no shards gives all heads', async ({ under: { journal } }) => {
      await Promise.all(written.map((entity) => mustAppend(journal, newRecord(entity, 0, { wakeAt: AT }))));
      assert.equal((await flat(journal.heads(new Set([5])))).length, written.length);
    });
    return;
  }

  test('heads of some shards are those of their entities', async ({ under: { journal } }) => {
    await Promise.all(written.map((entity) => mustAppend(journal, newRecord(entity, 0, { wakeAt: AT }))));
    await mustAppend(journal, newRecord('queue/7', 1));
    const due = written.filter((entity) => entity !== 'queue/7');
    const asked = async (shards: ReadonlySet<number>) => (await flat(journal.heads(shards))).map(({ entity }) => entity).sort();
    const some = new Set(written.filter((_, index) => index % 4 === 3).map(shardOf));
    assert.deepEqual(await asked(some), due.filter((entity) => some.has(shardOf(entity))).sort());
    assert.deepEqual(await asked(new Set()), []);
    assert.deepEqual(await asked(new Set(written.map(shardOf))), [...due].sort());
  });
}
