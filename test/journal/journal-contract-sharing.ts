/** The journal contract: several journals on one log. The log is the lock: whoever does not know its end cannot write. */
import assert from 'node:assert/strict';
import type { Journal } from '../../src/journal/port.js';
import { placeAfter } from '../../src/journal/port.js';
import type { ContractTest, JournalUnderTest } from './journal-contract-support.js';
import { assertLogOrder, grow, logFrom, mustAppend, newRecord, recordsOf, snapshotAt, versions } from './journal-contract-support.js';

const RACES = 20;

async function two(under: JournalUnderTest): Promise<{ first: Journal; second: Journal }> {
  const second = await under.another?.();
  return { first: under.journal, second: second ?? assert.fail('a journal with a shared log is opened twice by `another`') };
}

export function sharingPromises(test: ContractTest): void {
  test('an append by one journal fences the other, whose next load sees it', async ({ under }) => {
    const { first, second } = await two(under);
    await grow(first, 'queue/a', 0, 2, { epoch: 1 });
    const found = await second.load('queue/a');
    assert.equal(found.lastEpoch, 1);
    await mustAppend(second, newRecord('queue/a', 2, { epoch: 2, body: '{"events":[]}' }));
    assert.deepEqual(await first.append(newRecord('queue/a', 2, { epoch: 1 })), { status: 'fenced' });
    assert.deepEqual(await first.append(newRecord('queue/a', 2, { epoch: 1 })), { status: 'fenced' }, 'and stays so');
    const { lastEpoch } = await first.load('queue/a');
    assert.deepEqual([lastEpoch, versions(await recordsOf(first, 'queue/a'))], [2, [1, 2, 3]]);
    await mustAppend(first, newRecord('queue/a', 3, { epoch: 3 }));
    assert.deepEqual(await second.append(newRecord('queue/a', 3, { epoch: 2 })), { status: 'fenced' });
    assert.equal((await second.load('queue/a')).lastEpoch, 3);
  });

  test('who is fenced has written nothing, and others of its batch are not harmed', async ({ under }) => {
    const { first, second } = await two(under);
    const keys = Array.from({ length: 20 }, (_, key) => key);
    await Promise.all(keys.map((key) => grow(first, `wallet/${key}`, 0, 1)));
    await second.load('wallet/5');
    await mustAppend(second, newRecord('wallet/5', 1, { epoch: 2 }));
    const results = await Promise.all(keys.map((key) => first.append(newRecord(`wallet/${key}`, 1))));
    assert.deepEqual(
      results.map(({ status }) => status),
      keys.map((key) => (key === 5 ? 'fenced' : 'durable')),
    );
    assert.deepEqual(
      (await recordsOf(first, 'wallet/5')).map(({ epoch }) => epoch),
      [0, 2],
    );
  });

  test('of two that append at the same moment exactly one wins, again and again', async ({ under }) => {
    const { first, second } = await two(under);
    const winners: number[] = [];
    for (let version = 0; version < RACES; version += 1) {
      await Promise.all([recordsOf(first, 'queue/a'), recordsOf(second, 'queue/a')]);
      const race = [first, second].map((journal, writer) => journal.append(newRecord('queue/a', version, { epoch: writer })));
      const statuses = (await Promise.all(race)).map(({ status }) => status);
      assert.deepEqual([...statuses].sort(), ['durable', 'fenced']);
      winners.push(statuses.indexOf('durable'));
    }
    for (const journal of [first, second]) {
      assert.deepEqual(
        (await recordsOf(journal, 'queue/a')).map(({ epoch }) => epoch),
        winners,
      );
    }
  });

  test('both read the same log, and each sees what the other was acknowledged', async ({ under }) => {
    const { first, second } = await two(under);
    await Promise.all(
      [first, second].map((journal, writer) => Promise.all([1, 2, 3].map((key) => grow(journal, `w${writer}/${key}`, 0, 5)))),
    );
    const [one, other] = [await logFrom(first), await logFrom(second)];
    for (const log of [one, other]) {
      assertLogOrder(log);
      assert.equal(log.length, 30);
    }
    const marks = (log: typeof one): string[] => log.map(({ lane, position, hash }) => `${lane} ${position} ${hash}`).sort();
    assert.deepEqual(marks(one), marks(other));
    const place = one.reduce(placeAfter, []);
    const { hash } = await mustAppend(second, newRecord('w0/1', 5));
    assert.deepEqual(
      (await first.events(place, 10)).map((record) => record.hash),
      [hash],
    );
  });

  test('a snapshot is found by the other journal, or not at all', async ({ under }) => {
    const { first, second } = await two(under);
    const [, last] = await grow(first, 'schedule/a', 0, 2);
    const saved = snapshotAt('schedule/a', last ?? assert.fail(), 'durable');
    await first.saveSnapshot(saved);
    const { snapshot, records } = await second.load('schedule/a');
    if (snapshot !== null) assert.deepEqual(snapshot, saved);
    let next = snapshot?.version ?? 0;
    for await (const page of records) next += page.length;
    assert.equal(next, 2);
  });
}
