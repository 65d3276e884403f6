/**
 * What every journal promises, as one suite: run it over each implementation.
 */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { AppendResult, Head, HistoryQuery, Journal, NewRecord, Snapshot, StoredRecord } from '../../src/journal/port.js';
import { NO_HASH } from '../../src/journal/port.js';
import { recordHash } from '../../src/journal/record.js';

export interface JournalUnderTest {
  /** The journal as it is open now. */
  readonly journal: Journal;
  /** Closes the journal and opens what it left behind. */
  reopen(): Promise<Journal>;
  /** Leaves `journal` open with room for what is there and no more: three large appends at once meet a full disk. */
  breakDisk(): Promise<void>;
  dispose(): Promise<void>;
}

export type Durable = Extract<AppendResult, { status: 'durable' }>;

const AT = 1_800_000_000_000;

export function newRecord(entity: string, expectedVersion: number, change: Partial<NewRecord> = {}): NewRecord {
  return {
    entity,
    expectedVersion,
    schema: 1,
    epoch: 0,
    at: AT + expectedVersion,
    wakeAt: null,
    openEffects: false,
    body: JSON.stringify({ events: [{ type: 'Happened', entity, number: expectedVersion + 1 }] }),
    ...change,
  };
}

export async function mustAppend(journal: Journal, record: NewRecord): Promise<Durable> {
  const result = await journal.append(record);
  if (result.status !== 'durable') throw new Error(`${record.entity} was not appended: ${JSON.stringify(result)}`);
  return result;
}

/** Appends versions `from + 1` to `to`, one after the other. */
export async function grow(journal: Journal, entity: string, from: number, to: number): Promise<Durable[]> {
  const results: Durable[] = [];
  for (let version = from; version < to; version += 1) results.push(await mustAppend(journal, newRecord(entity, version)));
  return results;
}

export async function recordsOf(journal: Journal, entity: string): Promise<StoredRecord[]> {
  const { records } = await journal.load(entity);
  return flat(records);
}

export async function flat<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

export function snapshotAt(entity: string, { version, hash }: { version: number; hash: string }, state: unknown = { seats: 50 }): Snapshot {
  return { entity, version, hash, schema: 1, at: AT, state };
}

const versions = (records: readonly StoredRecord[]): number[] => records.map(({ version }) => version);

export function journalContract(name: string, open: () => Promise<JournalUnderTest>): void {
  const test = suite<{ under: JournalUnderTest }>(`the journal contract, ${name}`);

  test.before.each(async (context) => {
    context.under = await open();
  });
  test.after.each(async ({ under }) => under.dispose());

  test('a record is found as it was appended, with its place in the chain and the log', async ({ under: { journal } }) => {
    const record = newRecord('wallet/a', 0, {
      schema: 3,
      epoch: 7,
      wakeAt: AT + 300_000,
      openEffects: true,
      body: '{"events":[],"note":"좌석 \\u0000 🎫"}',
    });
    const result = await mustAppend(journal, record);
    const { expectedVersion, ...fields } = record;
    const hash = recordHash(NO_HASH, { ...fields, version: expectedVersion + 1 });
    assert.deepEqual(result, { status: 'durable', version: 1, hash, position: 1 });
    assert.deepEqual(await recordsOf(journal, 'wallet/a'), [{ ...fields, version: 1, prevHash: NO_HASH, hash, position: 1 }]);
  });

  test('a zero character in a body does not end it', async ({ under }) => {
    await mustAppend(under.journal, newRecord('wallet/a', 0, { body: '"before \u0000 after"' }));
    await mustAppend(under.journal, newRecord('wallet/a', 1));
    const journal = await under.reopen();
    assert.deepEqual(versions(await recordsOf(journal, 'wallet/a')), [1, 2]);
  });

  test('an entity that was never born has nothing, and asking writes nothing', async ({ under: { journal } }) => {
    const { snapshot, records } = await journal.load('wallet/nobody');
    assert.equal(snapshot, null);
    assert.deepEqual(await flat(records), []);
    assert.deepEqual(await journal.history({ entity: 'wallet/nobody', order: 'oldest-first', beyondVersion: null, limit: 10 }), []);
    assert.deepEqual(await journal.events(0, 10), []);
    assert.deepEqual(await flat(journal.heads()), []);
  });

  test('an append at any other version than the last is fenced and writes nothing', async ({ under: { journal } }) => {
    await grow(journal, 'queue/a', 0, 2);
    for (const stale of [0, 1, 3]) assert.deepEqual(await journal.append(newRecord('queue/a', stale)), { status: 'fenced' });
    assert.deepEqual(await journal.append(newRecord('queue/unborn', 1)), { status: 'fenced' });
    assert.deepEqual(versions(await recordsOf(journal, 'queue/a')), [1, 2]);
    assert.equal((await journal.events(0, 10)).length, 2);
    assert.equal((await mustAppend(journal, newRecord('queue/unborn', 0))).version, 1);
  });

  test('of concurrent appends with one expectation exactly one wins', async ({ under: { journal } }) => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, writer) => journal.append(newRecord('queue/a', 0, { epoch: writer }))),
    );
    const winner = results.findIndex(({ status }) => status === 'durable');
    assert.deepEqual(
      results.map(({ status }) => status).filter((status) => status !== 'fenced'),
      ['durable'],
    );
    assert.deepEqual(
      (await recordsOf(journal, 'queue/a')).map(({ epoch }) => epoch),
      [winner],
    );
  });

  test('an append decided ahead of one that is fenced is fenced with it, also where its version would fit', async ({
    under: { journal },
  }) => {
    await grow(journal, 'queue/a', 0, 2);
    const stale = journal.append(newRecord('queue/a', 1));
    const ahead = [2, 3].map((version) => journal.append(newRecord('queue/a', version, { ahead: true })));
    const others = journal.append(newRecord('queue/b', 0));
    assert.deepEqual(
      (await Promise.all([stale, ...ahead, others])).map(({ status }) => status),
      ['fenced', 'fenced', 'fenced', 'durable'],
    );
    assert.deepEqual(versions(await recordsOf(journal, 'queue/a')), [1, 2]);
    assert.equal((await mustAppend(journal, newRecord('queue/a', 2))).version, 3, 'who knows of the fence starts anew');
    const following = journal.append(newRecord('queue/a', 3));
    assert.equal((await journal.append(newRecord('queue/a', 4, { ahead: true }))).status, 'durable');
    assert.equal((await following).status, 'durable');
  });

  test('a fenced append does not harm the others of its batch', async ({ under: { journal } }) => {
    const appends = ['a', 'b', 'c'].map((key) => journal.append(newRecord(`wallet/${key}`, key === 'b' ? 5 : 0)));
    const results = await Promise.all(appends);
    assert.deepEqual(
      results.map((result) => (result.status === 'durable' ? result.position : result.status)),
      [1, 'fenced', 2],
    );
  });

  test('appends that build on each other need not wait for each other', async ({ under: { journal } }) => {
    const results = await Promise.all(Array.from({ length: 50 }, (_, version) => journal.append(newRecord('queue/a', version))));
    assert.ok(results.every(({ status }) => status === 'durable'));
    assert.equal((await recordsOf(journal, 'queue/a')).length, 50);
  });

  test('records of an entity form a chain of hashes from version 1', async ({ under: { journal } }) => {
    await grow(journal, 'schedule/a', 0, 5);
    let last = NO_HASH;
    for (const record of await recordsOf(journal, 'schedule/a')) {
      assert.equal(record.prevHash, last);
      assert.equal(record.hash, recordHash(last, record));
      last = record.hash;
    }
  });

  test('a record that could never be stored is turned down alone', async ({ under: { journal } }) => {
    const impossible: Partial<NewRecord>[] = [
      { entity: '' },
      { expectedVersion: -1 },
      { at: Number.NaN },
      { wakeAt: 0.5 },
      { schema: 1.5 },
      { body: '"\ud800"' },
    ];
    for (const change of impossible) await assert.rejects(journal.append(newRecord('queue/a', 0, change)), TypeError);
    assert.equal((await mustAppend(journal, newRecord('queue/a', 0))).position, 1);
  });

  test('a history longer than a page is loaded whole and in order', async ({ under: { journal } }) => {
    const count = 1_500;
    await Promise.all(Array.from({ length: count }, (_, version) => journal.append(newRecord('queue/a', version))));
    const { records } = await journal.load('queue/a');
    const pages: StoredRecord[][] = [];
    for await (const page of records) pages.push([...page]);
    assert.ok(pages.length > 1, 'it comes in pages');
    assert.deepEqual(
      versions(pages.flat()),
      Array.from({ length: count }, (_, index) => index + 1),
    );
  });

  test('whoever stops reading a long history early leaves the journal usable', async ({ under: { journal } }) => {
    await Promise.all(Array.from({ length: 1_500 }, (_, version) => journal.append(newRecord('queue/a', version))));
    const { records } = await journal.load('queue/a');
    for await (const page of records) {
      assert.equal(page[0]?.version, 1);
      break;
    }
    assert.equal((await recordsOf(journal, 'queue/a')).length, 1_500);
  });

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

  test('events come in commit order, each exactly once, by cursor', async ({ under: { journal } }) => {
    const writers = Array.from({ length: 8 }, (_, writer) => grow(journal, `wallet/${writer}`, 0, 10));
    const read: StoredRecord[] = [];
    const progress: { written: boolean } = { written: false };
    const all = Promise.all(writers).then(() => {
      progress.written = true;
    });
    for (;;) {
      const last = progress.written;
      const page = await journal.events(read.at(-1)?.position ?? 0, 7);
      read.push(...page);
      if (last && page.length === 0) break;
    }
    await all;
    assert.deepEqual(
      read.map(({ position }) => position),
      Array.from({ length: 80 }, (_, index) => index + 1),
    );
    for (let writer = 0; writer < 8; writer += 1) {
      assert.deepEqual(versions(read.filter(({ entity }) => entity === `wallet/${writer}`)), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  test('a record that was acknowledged is seen by the very next read', async ({ under: { journal } }) => {
    for (let version = 0; version < 20; version += 1) {
      const { position } = await mustAppend(journal, newRecord('queue/a', version));
      assert.equal((await journal.events(position - 1, 5)).length, 1);
      assert.equal((await recordsOf(journal, 'queue/a')).length, version + 1);
    }
  });

  test('heads lists whoever has something due or open, and nobody else', async ({ under: { journal } }) => {
    await mustAppend(journal, newRecord('wallet/quiet', 0));
    await mustAppend(journal, newRecord('queue/due', 0, { wakeAt: AT + 5 }));
    await mustAppend(journal, newRecord('schedule/open', 0, { openEffects: true }));
    await mustAppend(journal, newRecord('schedule/was-open', 0, { openEffects: true, wakeAt: AT }));
    const closed = await mustAppend(journal, newRecord('schedule/was-open', 1));
    const due = await mustAppend(journal, newRecord('queue/due', 1, { wakeAt: AT + 9 }));
    const heads = new Map((await flat<Head>(journal.heads())).map((head) => [head.entity, head]));
    assert.deepEqual([...heads.keys()].sort(), ['queue/due', 'schedule/open']);
    assert.deepEqual(heads.get('queue/due'), {
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

  test('a snapshot comes back with the records after it', async ({ under: { journal } }) => {
    const results = await grow(journal, 'schedule/a', 0, 4);
    const state = { seats: new Uint8Array([1, 2, 3]), names: new Map([['a', 1]]), at: AT };
    await journal.saveSnapshot(snapshotAt('schedule/a', results[1] ?? assert.fail(), structuredClone(state)));
    const { snapshot, records } = await journal.load('schedule/a');
    assert.deepEqual(snapshot, snapshotAt('schedule/a', results[1] ?? assert.fail(), state));
    assert.deepEqual(versions(await flat(records)), [3, 4]);
  });

  test('a snapshot of the last version comes back with no records', async ({ under: { journal } }) => {
    const results = await grow(journal, 'schedule/a', 0, 2);
    await journal.saveSnapshot(snapshotAt('schedule/a', results[1] ?? assert.fail()));
    const { snapshot, records } = await journal.load('schedule/a');
    assert.equal(snapshot?.version, 2);
    assert.deepEqual(await flat(records), []);
  });

  test('the newest snapshot counts, and only one whose record has its hash', async ({ under: { journal } }) => {
    const [first, second, third] = await grow(journal, 'schedule/a', 0, 3);
    await journal.saveSnapshot(snapshotAt('schedule/a', first ?? assert.fail(), 'first'));
    await journal.saveSnapshot(snapshotAt('schedule/a', second ?? assert.fail(), 'second'));
    assert.equal((await journal.load('schedule/a')).snapshot?.state, 'second');
    await journal.saveSnapshot(snapshotAt('schedule/a', { version: 3, hash: 'ab'.repeat(32) }, 'of another history'));
    const { snapshot, records } = await journal.load('schedule/a');
    assert.equal(snapshot?.state, 'second');
    assert.deepEqual(versions(await flat(records)), [3]);
    await journal.saveSnapshot(snapshotAt('schedule/a', { version: 9, hash: third?.hash ?? '' }, 'of the future'));
    await journal.saveSnapshot(snapshotAt('schedule/a', { version: 8, hash: third?.hash ?? '' }, 'of the future'));
    assert.equal((await journal.load('schedule/a')).snapshot, null);
    await journal.saveSnapshot(snapshotAt('schedule/a', third ?? assert.fail(), 'third'));
    assert.equal((await journal.load('schedule/a')).snapshot?.state, 'third', 'snapshots of the future do not crowd out a valid one');
  });

  test('a snapshot of another schema is as if it did not exist for whoever asks so', async ({ under: { journal } }) => {
    const results = await grow(journal, 'schedule/a', 0, 2);
    await journal.saveSnapshot(snapshotAt('schedule/a', results[1] ?? assert.fail()));
    const { snapshot, records } = await journal.load('schedule/a', 2);
    assert.equal(snapshot, null);
    assert.deepEqual(versions(await flat(records)), [1, 2]);
    assert.equal((await journal.load('schedule/a', 1)).snapshot?.version, 2);
  });

  test('the state of a snapshot that was loaded belongs to whoever loaded it', async ({ under: { journal } }) => {
    const results = await grow(journal, 'schedule/a', 0, 1);
    await journal.saveSnapshot(snapshotAt('schedule/a', results[0] ?? assert.fail(), { seats: new Uint8Array([1, 2, 3]) }));
    const first = (await journal.load('schedule/a')).snapshot?.state as { seats: Uint8Array };
    first.seats[0] = 99;
    const second = (await journal.load('schedule/a')).snapshot?.state as { seats: Uint8Array };
    assert.deepEqual([...second.seats], [1, 2, 3]);
  });

  test('after a failure everything under way and to come is failed, and the failure was told once', async ({ under }) => {
    await grow(under.journal, 'queue/a', 0, 2);
    await under.breakDisk();
    const { journal } = under;
    const reasons: string[] = [];
    journal.onFailure((reason) => reasons.push(reason));
    const body = JSON.stringify('x'.repeat(100_000));
    const results = await Promise.all(['a', 'b', 'c'].map((key) => journal.append(newRecord(`wallet/${key}`, 0, { body }))));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['failed', 'failed', 'failed'],
    );
    assert.equal((await journal.append(newRecord('queue/a', 2))).status, 'failed');
    assert.equal(reasons.length, 1);
    const late: string[] = [];
    journal.onFailure((reason) => late.push(reason));
    assert.deepEqual(late, reasons, 'who listens too late is told at once');
    const reopened = await under.reopen();
    assert.deepEqual(versions(await recordsOf(reopened, 'queue/a')), [1, 2], 'what was acknowledged is there');
  });

  test('close waits for the appends under way, and everything is found again', async ({ under }) => {
    const appends = Array.from({ length: 200 }, (_, key) => under.journal.append(newRecord(`wallet/${key % 20}`, Math.floor(key / 20))));
    const journal = await under.reopen();
    const results = await Promise.all(appends);
    assert.ok(results.every(({ status }) => status === 'durable'));
    assert.deepEqual(journal.opening, { records: 200, entities: 20, lastPosition: 200, lastAt: AT + 9 });
    assert.equal((await recordsOf(journal, 'wallet/7')).length, 10);
    assert.equal((await mustAppend(journal, newRecord('wallet/7', 10))).position, 201);
  });

  test('after close nothing is taken any more, and closing again is harmless', async ({ under: { journal } }) => {
    await journal.close();
    await journal.close();
    assert.equal((await journal.append(newRecord('queue/a', 0))).status, 'failed');
  });

  test.run();
}
