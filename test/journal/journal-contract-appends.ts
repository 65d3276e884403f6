/** The journal contract: what is appended, what is fenced, what is turned down. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { NewRecord } from '../../src/journal/port.js';
import { NO_HASH } from '../../src/journal/port.js';
import { recordHash } from '../../src/journal/record.js';
import type { ContractTest, JournalTraits } from './journal-contract-support.js';
import { assertLogOrder, AT, grow, logFrom, mustAppend, newRecord, recordsOf, versions } from './journal-contract-support.js';

const CROWD = 300;
const ROUNDS = 20;

export function appendPromises(test: ContractTest, { exactPositions, oneAtATime }: JournalTraits): void {
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
    const position = exactPositions ? 1 : result.position;
    assert.ok(Number.isSafeInteger(position) && position >= 1);
    assert.deepEqual(result, { status: 'durable', version: 1, hash, position });
    assert.deepEqual(await recordsOf(journal, 'wallet/a'), [{ ...fields, version: 1, prevHash: NO_HASH, hash, position }]);
  });

  test('a zero character in a body does not end it', async ({ under }) => {
    await mustAppend(under.journal, newRecord('wallet/a', 0, { body: '"before \u0000 after"' }));
    await mustAppend(under.journal, newRecord('wallet/a', 1));
    const journal = await under.reopen();
    assert.deepEqual(versions(await recordsOf(journal, 'wallet/a')), [1, 2]);
  });

  test('a record without events is a record like any other', async ({ under: { journal } }) => {
    const [born] = await grow(journal, 'wallet/a', 0, 1);
    const claim = await mustAppend(journal, newRecord('wallet/a', 1, { epoch: 2, body: '{"events":[]}' }));
    assert.deepEqual(await journal.append(newRecord('wallet/a', 1)), { status: 'fenced' }, 'it fences who did not know of it');
    await mustAppend(journal, newRecord('wallet/a', 2, { epoch: 2 }));
    const [, second, third] = await recordsOf(journal, 'wallet/a');
    assert.deepEqual([second?.hash, second?.prevHash, second?.body], [claim.hash, born?.hash, '{"events":[]}']);
    assert.equal(third?.prevHash, claim.hash);
    assert.deepEqual(versions(await logFrom(journal)), [1, 2, 3]);
  });

  test('large records come back whole, such that compress well and such that do not', async ({ under }) => {
    const bodies = [
      JSON.stringify({ events: [], note: randomBytes(525_000).toString('base64') }),
      JSON.stringify({ events: Array.from({ length: 100_000 }, () => ({ type: 'SeatBlocked', seat: '좌석' })) }),
    ];
    assert.ok((bodies[0]?.length ?? 0) > 700_000 && Buffer.byteLength(bodies[1] ?? '') > 3_000_000);
    for (const [version, body] of bodies.entries()) await mustAppend(under.journal, newRecord('schedule/a', version, { body }));
    await mustAppend(under.journal, newRecord('schedule/a', bodies.length));
    const journal = await under.reopen();
    const bodiesOf = (records: readonly { readonly body: string }[]): string[] => records.slice(0, bodies.length).map(({ body }) => body);
    assert.deepEqual(bodiesOf(await recordsOf(journal, 'schedule/a')), bodies);
    assert.deepEqual(bodiesOf(await logFrom(journal)), bodies);
    const query = { entity: 'schedule/a', order: 'oldest-first', beyondVersion: null, limit: 5 } as const;
    assert.deepEqual(bodiesOf(await journal.history(query)), bodies);
  });

  test('an entity may have any name, and none is taken for another', async ({ under }) => {
    const names = [
      'a/b',
      'a/b.c',
      'a.b/c',
      'a/*',
      'a/>',
      '>',
      '*',
      'a b/c d',
      ' a/b',
      'a/b ',
      'a=b',
      'a==b',
      '=a',
      '==a',
      'a/=2F',
      'a%2Fb',
    ];
    names.push('a/b/c', 'a/', '/a', '\t', 'A/B', 'wallet/é', 'wallet/e\u0301', '좌석/🎫', '$JS.API/x', `wallet/${'x'.repeat(193)}`);
    names.push(`좌석/${'가'.repeat(197)}`, `x.${'>*'.repeat(99)}`);
    assert.equal(names.filter(({ length }) => length === 200).length, 3);
    await Promise.all(names.map((name) => mustAppend(under.journal, newRecord(name, 0, { wakeAt: AT }))));
    await Promise.all(names.map((name) => mustAppend(under.journal, newRecord(name, 1, { wakeAt: AT }))));
    const journal = await under.reopen();
    for (const name of names) {
      const records = await recordsOf(journal, name);
      assert.deepEqual([name, versions(records), new Set(records.map(({ entity }) => entity))], [name, [1, 2], new Set([name])]);
    }
    const log = await logFrom(journal);
    assertLogOrder(log);
    assert.deepEqual(log.map(({ entity }) => entity).sort(), [...names, ...names].sort());
    const heads: string[] = [];
    for await (const page of journal.heads()) heads.push(...page.map(({ entity }) => entity));
    assert.deepEqual(heads.sort(), names.sort());
  });

  test('an append at any other version than the last is fenced and writes nothing', async ({ under: { journal } }) => {
    await grow(journal, 'queue/a', 0, 2);
    for (const stale of [0, 1, 3]) assert.deepEqual(await journal.append(newRecord('queue/a', stale)), { status: 'fenced' });
    assert.deepEqual(await journal.append(newRecord('queue/unborn', 1)), { status: 'fenced' });
    assert.deepEqual(versions(await recordsOf(journal, 'queue/a')), [1, 2]);
    assert.equal((await journal.events([], 10)).length, 2);
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

  test('how many appends of one entity may be under way at once is told', ({ under: { journal } }) => {
    assert.ok(oneAtATime ? journal.appendsAtOnce === 1 : journal.appendsAtOnce > 1);
  });

  if (!oneAtATime) appendsAhead(test);

  test('a fenced append does not harm the others of its batch', async ({ under: { journal } }) => {
    const appends = ['a', 'b', 'c'].map((key) => journal.append(newRecord(`wallet/${key}`, key === 'b' ? 5 : 0)));
    const results = await Promise.all(appends);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['durable', 'fenced', 'durable'],
    );
    if (!exactPositions) return;
    assert.deepEqual(
      results.map((result) => (result.status === 'durable' ? result.position : null)),
      [1, null, 2],
    );
  });

  test('a crowd of entities is written at once, round after round', async ({ under: { journal } }) => {
    const entities = Array.from({ length: CROWD }, (_, key) => `wallet/${key}`);
    for (let round = 0; round < ROUNDS; round += 1) {
      const results = await Promise.all(entities.map((entity) => mustAppend(journal, newRecord(entity, round))));
      assert.ok(results.every(({ version }) => version === round + 1));
    }
    const log = await logFrom(journal);
    assertLogOrder(log);
    assert.equal(log.length, CROWD * ROUNDS);
    for (const entity of entities.slice(0, 10)) assert.equal((await recordsOf(journal, entity)).length, ROUNDS);
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
    assert.equal((await mustAppend(journal, newRecord('queue/a', 0))).version, 1);
    assert.equal((await journal.events([], 10)).length, 1);
  });
}

/** For journals that take several appends of one entity at once. */
function appendsAhead(test: ContractTest): void {
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

  test('appends that build on each other need not wait for each other', async ({ under: { journal } }) => {
    const results = await Promise.all(Array.from({ length: 50 }, (_, version) => journal.append(newRecord('queue/a', version))));
    assert.ok(results.every(({ status }) => status === 'durable'));
    assert.equal((await recordsOf(journal, 'queue/a')).length, 50);
  });
}
