/** Reading the log of a cluster: loads, damage, histories, the event log and heads. */
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { suite } from 'uvu';
import { shardOf } from '../../src/cluster/shards.js';
import { Histories } from '../../src/journal/jetstream/histories.js';
import type { JetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import { BIRTH, ChainStretch } from '../../src/journal/jetstream/replay-chain.js';
import { toMessage } from '../../src/journal/jetstream/record-message.js';
import type { HistoryQuery, LoggedRecord, LogPlace, StoredRecord } from '../../src/journal/port.js';
import { NO_HASH, placeAfter } from '../../src/journal/port.js';
import { endOfFile, LogWorkbench } from './jetstream-contract-support.js';
import { chained, chainOf, damaged, layoutOf, Planter, realPatience, TwoFacedLog } from './jetstream-reads-support.js';
import { assertLogOrder, AT, flat, grow, logFrom, mustAppend, newRecord, recordsOf, versions } from './journal-contract-support.js';

const workbench = new LogWorkbench({ servers: 1 });

interface Opened {
  readonly journal: JetStreamJournal;
  readonly planter: Planter;
}

async function opened(lanes = 1): Promise<Opened> {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix, lanes });
  const manager = await workbench.manager();
  return { journal, planter: new Planter(manager.jetstream(), layoutOf(prefix, journal)) };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** What a reader is given who was told that the chain has so many records. */
async function replayed(log: TwoFacedLog, upToVersion: number): Promise<StoredRecord[]> {
  const tail = chainOf(log.leader[0]?.entity ?? '', upToVersion).at(-1);
  assert.ok(tail);
  return flat(new ChainStretch(log, realPatience(), tail.entity, BIRTH, tail).pages());
}

const damage = suite('a log that was written to behind the journal');
damage.after.each(() => workbench.clear());

damage('a record whose content does not match its hash stops its entity, and no other', async () => {
  const { journal, planter } = await opened();
  const [, second] = await grow(journal, 'wallet/a', 0, 2);
  await grow(journal, 'wallet/b', 0, 2);
  const forged = chained(newRecord('wallet/a', 2), second?.hash ?? '', 0);
  const position = await planter.record(newRecord('wallet/a', 2, { body: '{"events":[],"forged":true}' }), forged);
  await assert.rejects(recordsOf(journal, 'wallet/a'), damaged('wallet/a', 3, 'altered'));
  const history = (query: Partial<HistoryQuery>) =>
    journal.history({ entity: 'wallet/a', order: 'oldest-first', beyondVersion: null, limit: 10, ...query });
  await assert.rejects(history({}), damaged('wallet/a', 3, 'altered'));
  await assert.rejects(history({ order: 'newest-first', limit: 1 }), damaged('wallet/a', 3, 'altered'));
  assert.deepEqual(versions(await history({ limit: 2 })), [1, 2], 'a page without it is read');
  assert.deepEqual(versions(await recordsOf(journal, 'wallet/b')), [1, 2]);
  const log = await logFrom(journal);
  assert.deepEqual(
    log.filter((record) => record.damage !== undefined).map((record) => record.position),
    [position],
  );
  assert.equal(log.length, 5);
});

damage('a version that is missing is named', async () => {
  const { journal, planter } = await opened();
  const chain = chainOf('wallet/a', 5);
  for (const { version, ...record } of chain.filter((each) => each.version !== 3)) {
    await planter.record({ ...record, expectedVersion: version - 1 }, record);
  }
  await assert.rejects(recordsOf(journal, 'wallet/a'), damaged('wallet/a', 3, 'missing'));
  const page = { entity: 'wallet/a', beyondVersion: null, limit: 2 } as const;
  assert.deepEqual(versions(await journal.history({ ...page, order: 'oldest-first' })), [1, 2]);
  assert.deepEqual(versions(await journal.history({ ...page, order: 'newest-first' })), [5, 4]);
  await assert.rejects(journal.history({ ...page, order: 'oldest-first', limit: 4 }), damaged('wallet/a', 3, 'missing'));
});

damage('a version that is there twice stops its entity', async () => {
  const { journal, planter } = await opened();
  const results = await grow(journal, 'wallet/a', 0, 4);
  const again = chained(newRecord('wallet/a', 2, { at: AT + 99 }), results[1]?.hash ?? '', 0);
  await planter.record(newRecord('wallet/a', 2, { at: AT + 99 }), again);
  await assert.rejects(recordsOf(journal, 'wallet/a'), damaged('wallet/a', 3));
});

damage('a message that is no record stops its entity, and the event log passes over it', async () => {
  const { journal, planter } = await opened();
  await grow(journal, 'wallet/a', 0, 2);
  await planter.message('wallet/a', null, 'hello');
  await mustAppend(journal, newRecord('wallet/b', 0));
  await assert.rejects(recordsOf(journal, 'wallet/a'), damaged('wallet/a', 0, 'no record'));
  assert.deepEqual(
    (await logFrom(journal, [], 1)).map(({ entity }) => entity),
    ['wallet/a', 'wallet/a', 'wallet/b'],
  );
});

damage('a record whose body cannot be unpacked is marked in the event log', async () => {
  const { journal, planter } = await opened();
  const body = JSON.stringify({ events: [], text: 'x'.repeat(100_000) });
  const record = newRecord('wallet/a', 0, { body });
  const { header, payload } = toMessage(record, chained(record, NO_HASH, 0));
  assert.ok(header.endsWith(' deflate') && payload.length < body.length);
  await planter.message('wallet/a', header, deflateRawSync('something else').subarray(3));
  const [found] = await logFrom(journal);
  assert.equal(found?.entity, 'wallet/a');
  assert.ok(found.damage?.includes('altered'));
});

damage('a long body comes back as it was', async () => {
  const { journal } = await opened();
  const body = JSON.stringify({ events: [], text: '좌석 🎫 '.repeat(50_000) });
  await mustAppend(journal, newRecord('wallet/a', 0, { body }));
  const [record] = await recordsOf(journal, 'wallet/a');
  assert.equal(record?.body, body);
});
damage.run();

const replicas = suite('replicas that know less, or something else, than the leader');

replicas('a replica that is behind is asked again, and then the leader', async () => {
  const chain = chainOf('queue/a', 300);
  const log = new TwoFacedLog(chain, chain.slice(0, 150));
  const records = await replayed(log, 300);
  assert.deepEqual(versions(records), upTo(300));
  assert.ok(log.count('next') >= 100, `${log.count('next')} records are the leader's`);
  assert.ok(log.count('page') < 20, 'a replica that stays behind is not asked for ever');
});

replicas('a replica that catches up is enough', async () => {
  const chain = chainOf('queue/a', 300);
  const log = new TwoFacedLog(chain, chain.slice(0, 150));
  log.onPage = () => {
    if (log.count('page') === 3) log.replica = chain;
  };
  assert.deepEqual(versions(await replayed(log, 300)), upTo(300));
  assert.equal(log.count('next'), 0);
});

replicas('what a replica has lost or altered is read from the leader', async () => {
  const chain = chainOf('queue/a', 300);
  const lost = chain.filter(({ version }) => version !== 20);
  const altered = lost.map((record) => (record.version === 200 ? { ...record, body: '{"events":[],"flipped":1}' } : record));
  assert.deepEqual(versions(await replayed(new TwoFacedLog(chain, altered), 300)), upTo(300));
});

replicas('only what the leader has lost or altered is damage', async () => {
  const chain = chainOf('queue/a', 300);
  const lost = chain.filter(({ version }) => version !== 20);
  await assert.rejects(replayed(new TwoFacedLog(lost), 300), damaged('queue/a', 20, 'missing'));
  const altered = chain.map((record) => (record.version === 200 ? { ...record, at: record.at + 1 } : record));
  await assert.rejects(replayed(new TwoFacedLog(altered), 300), damaged('queue/a', 200, 'altered'));
  await assert.rejects(replayed(new TwoFacedLog(chain.slice(0, 250)), 300), damaged('queue/a', 251, 'missing'));
});

replicas('records that came after the question are left out', async () => {
  const chain = chainOf('queue/a', 300);
  assert.deepEqual(versions(await replayed(new TwoFacedLog(chain), 130)), upTo(130));
});

replicas('a first record alone needs no second question', async () => {
  const log = new TwoFacedLog(chainOf('wallet/a', 1));
  assert.deepEqual(versions(await replayed(log, 1)), [1]);
  assert.deepEqual(log.asked, []);
});

replicas('a history is read past a replica that is behind or has lost a record', async () => {
  const chain = chainOf('wallet/a', 300);
  const log = new TwoFacedLog(
    chain,
    chain.slice(0, 150).filter(({ version }) => version !== 120),
  );
  const histories = new Histories({ log, patience: realPatience() });
  const records = await histories.history({ entity: 'wallet/a', order: 'oldest-first', beyondVersion: 100, limit: 100 });
  assert.deepEqual(versions(records), upTo(200).slice(100));
});
replicas.run();

const histories = suite('histories');
histories.after.each(() => workbench.clear());

histories('ten thousand records are paged both ways', async () => {
  const { journal, planter } = await opened();
  const count = 10_000;
  await planter.history('wallet/rich', count);
  const paged = async (order: HistoryQuery['order']): Promise<number[]> => {
    const read: number[] = [];
    for (;;) {
      const page = await journal.history({ entity: 'wallet/rich', order, beyondVersion: read.at(-1) ?? null, limit: 777 });
      if (page.length === 0) return read;
      read.push(...versions(page));
    }
  };
  assert.deepEqual(await paged('newest-first'), upTo(count).reverse());
  assert.deepEqual(await paged('oldest-first'), upTo(count));
  assert.deepEqual(versions(await recordsOf(journal, 'wallet/rich')), upTo(count));
  const { version, position } = await mustAppend(journal, newRecord('wallet/rich', count));
  const [newest] = await journal.history({ entity: 'wallet/rich', order: 'newest-first', beyondVersion: null, limit: 1 });
  assert.deepEqual({ version: newest?.version, position: newest?.position }, { version, position }, 'what was just written is there');
});

histories('a page in the middle of a long history is found without reading all of it', async () => {
  const chain = chainOf('wallet/a', 20_000, 7);
  // Others wrote a lot in between at some time: versions are not spread evenly.
  const uneven = chain.map((record) => (record.version > 9_000 ? { ...record, position: record.position + 1_000_000 } : record));
  const log = new TwoFacedLog(uneven, uneven, 512);
  const patience = realPatience();
  const page = await new Histories({ log, patience }).history({
    entity: 'wallet/a',
    order: 'newest-first',
    beyondVersion: 9_500,
    limit: 50,
  });
  assert.deepEqual(versions(page), upTo(9_499).slice(-50).reverse());
  assert.ok(log.count('probe') + log.count('page') < 30, log.asked.join(' '));
});

histories('the page after one that was read needs no looking', async () => {
  const log = new TwoFacedLog(chainOf('wallet/a', 20_000, 7), undefined, 512);
  const pages = new Histories({ log, patience: realPatience() });
  await pages.history({ entity: 'wallet/a', order: 'oldest-first', beyondVersion: 9_000, limit: 100 });
  log.asked.length = 0;
  await pages.history({ entity: 'wallet/a', order: 'oldest-first', beyondVersion: 9_100, limit: 100 });
  assert.deepEqual(log.asked, ['last', 'page']);
});
histories.run();

const events = suite('the event log');
events.after.each(() => workbench.clear());

events('while many write to several lanes nothing is missed and nothing comes twice', async () => {
  const { journal } = await opened(3);
  const writers = Array.from({ length: 24 }, (_, key) => grow(journal, `wallet/${key}`, 0, 40));
  const progress: { isWritten: boolean } = { isWritten: false };
  const written = Promise.all(writers).then(() => {
    progress.isWritten = true;
  });
  const read: LoggedRecord[] = [];
  let place: LogPlace = [];
  for (;;) {
    const { isWritten } = progress;
    const page = await journal.events(place, 37);
    read.push(...page);
    place = page.reduce(placeAfter, place);
    if (isWritten && page.length < 37) break;
  }
  await written;
  assertLogOrder(read);
  assert.equal(read.length, 24 * 40);
  assert.deepEqual(await logFrom(journal, place), []);
});

events('lanes come side by side, in the order in which they were written', async () => {
  const { journal } = await opened(3);
  const written: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await mustAppend(journal, newRecord(`wallet/${key}`, round));
      written.push(`wallet/${key} ${round + 1}`);
    }
  }
  const read = await logFrom(journal, [], 7);
  assert.ok(new Set(read.map(({ lane }) => lane)).size > 1);
  assert.deepEqual(
    read.map(({ entity, version }) => `${entity} ${version}`),
    written,
  );
});

events('a lane that was not read before is read from its beginning', async () => {
  const { journal } = await opened(3);
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await grow(journal, `wallet/${key}`, 0, 3);
  const read = await logFrom(journal);
  const [first] = read;
  const rest = await logFrom(journal, read.filter(({ lane }) => lane === first?.lane).reduce<LogPlace>(placeAfter, []));
  assert.deepEqual(
    rest,
    read.filter(({ lane }) => lane !== first?.lane),
  );
});
events.run();

const heads = suite('heads of some shards');
heads.after.each(() => workbench.clear());

heads('only entities of the shards asked for, each once, whoever has nothing due left out', async () => {
  const { journal } = await opened(3);
  const entities = Array.from({ length: 300 }, (_, key) => `wallet/${key}`);
  await Promise.all(entities.map((entity, key) => mustAppend(journal, newRecord(entity, 0, { wakeAt: key % 3 === 0 ? AT : null }))));
  const shards = new Set(entities.slice(0, 150).map(shardOf));
  const wanted = entities.filter((entity, key) => key % 3 === 0 && shards.has(shardOf(entity)));
  const found = (await flat(journal.heads(shards))).map(({ entity }) => entity);
  assert.deepEqual(found.sort(), wanted.sort());
  assert.deepEqual(await flat(journal.heads(new Set())), []);
  assert.equal((await flat(journal.heads())).length, 100);
});

heads('more shards than one consumer takes', async () => {
  const { journal } = await opened(1);
  const entities = Array.from({ length: 2_000 }, (_, key) => `queue/${key}`);
  await Promise.all(entities.map((entity) => mustAppend(journal, newRecord(entity, 0, { openEffects: true }))));
  const every = new Set(upTo(1_024).map((shard) => shard - 1));
  const found = (await flat(journal.heads(every))).map(({ entity }) => entity);
  assert.deepEqual(found.sort(), entities.sort());
});

heads('the last record counts, also when the lane ends with one of another shard', async () => {
  const { journal } = await opened(1);
  await grow(journal, 'queue/a', 0, 3, { wakeAt: AT });
  const { hash } = await mustAppend(journal, newRecord('queue/a', 3, { wakeAt: AT + 7 }));
  await mustAppend(journal, newRecord('queue/other', 0, { wakeAt: AT }));
  assert.notEqual(shardOf('queue/a'), shardOf('queue/other'));
  const found = await flat(journal.heads(new Set([shardOf('queue/a')])));
  assert.deepEqual(found, [{ entity: 'queue/a', version: 4, hash, at: AT + 3, wakeAt: AT + 7, openEffects: false }]);
});
heads.run();

endOfFile(workbench);
