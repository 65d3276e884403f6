/** The journal contract: failing, closing, and what the next process finds. */
import assert from 'node:assert/strict';
import type { ContractTest, JournalTraits } from './journal-contract-support.js';
import { AT, grow, mustAppend, newRecord, recordsOf, versions } from './journal-contract-support.js';

const APPENDS = 200;

export function endPromises(test: ContractTest, { exactPositions, oneAtATime }: JournalTraits): void {
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
    const each = oneAtATime ? 1 : 10;
    const entities = APPENDS / each;
    const appends = Array.from({ length: APPENDS }, (_, number) =>
      under.journal.append(newRecord(`wallet/${number % entities}`, Math.floor(number / entities))),
    );
    const journal = await under.reopen();
    const results = await Promise.all(appends);
    assert.ok(results.every(({ status }) => status === 'durable'));
    const { records, entities: found, lastPosition, lastAt } = journal.opening;
    assert.deepEqual([records, found, lastAt], [APPENDS, entities, AT + each - 1]);
    assert.ok(exactPositions ? lastPosition === APPENDS : lastPosition >= APPENDS, `the last position is ${lastPosition}`);
    assert.equal((await recordsOf(journal, 'wallet/7')).length, each);
    const next = await mustAppend(journal, newRecord('wallet/7', each));
    if (exactPositions) assert.equal(next.position, APPENDS + 1);
  });

  test('after close nothing is taken any more, and closing again is harmless', async ({ under: { journal } }) => {
    await journal.close();
    await journal.close();
    assert.equal((await journal.append(newRecord('queue/a', 0))).status, 'failed');
  });
}
