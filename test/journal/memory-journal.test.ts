import assert from 'node:assert/strict';
import { test } from 'uvu';
import { MemoryJournal } from '../../src/journal/memory/memory-journal.js';
import { DamagedEntity } from '../../src/journal/port.js';
import { grow, journalContract, mustAppend, newRecord, recordsOf } from './journal-contract.js';

journalContract(
  'in memory',
  () => {
    const journal = new MemoryJournal();
    return Promise.resolve({
      journal,
      reopen: async () => {
        await journal.close();
        return journal.reopened();
      },
      breakDisk: () => {
        journal.holdAppends();
        void journal.whenHeld(3).then(() => journal.fail('the disk is full'));
        return Promise.resolve();
      },
      another: () => Promise.resolve(journal.beside()),
      dispose: () => journal.close(),
    });
  },
  { sharedLog: true },
);

test('held appends become durable when they are released, in order', async () => {
  const journal = new MemoryJournal();
  journal.holdAppends();
  const settled: number[] = [];
  const appends = [0, 1, 2].map((version) =>
    journal.append(newRecord('queue/a', version)).then((result) => {
      settled.push(result.status === 'durable' ? result.version : -1);
    }),
  );
  await journal.whenHeld(3);
  assert.equal((await recordsOf(journal, 'queue/a')).length, 0);
  journal.releaseAppends(1);
  await appends[0];
  assert.deepEqual(settled, [1]);
  assert.equal(journal.heldAppends, 2);
  journal.releaseAppends();
  await Promise.all(appends);
  assert.deepEqual(settled, [1, 2, 3]);
  await mustAppend(journal, newRecord('queue/a', 3));
});

test('a writer elsewhere fences appends that are held back', async () => {
  const journal = new MemoryJournal();
  journal.holdAppends();
  const held = journal.append(newRecord('queue/a', 0));
  assert.equal(journal.writeElsewhere(newRecord('queue/a', 0, { epoch: 1 })).status, 'durable');
  journal.releaseAppends();
  assert.deepEqual(await held, { status: 'fenced' });
});

test('a failing disk fails held appends, and a reopened journal does not have them', async () => {
  const journal = new MemoryJournal();
  await grow(journal, 'queue/a', 0, 1);
  journal.holdAppends();
  const held = journal.append(newRecord('queue/a', 1));
  await journal.whenHeld(1);
  journal.fail('the disk is gone');
  assert.deepEqual(await held, { status: 'failed', reason: 'the disk is gone' });
  assert.equal((await recordsOf(journal.reopened(), 'queue/a')).length, 1);
});

test('a damaged record stops its entity and nobody else', async () => {
  const journal = new MemoryJournal();
  await grow(journal, 'schedule/a', 0, 3);
  await grow(journal, 'schedule/b', 0, 3);
  journal.damage('schedule/a', 2, { body: '{"events":[]}' });
  await assert.rejects(
    recordsOf(journal, 'schedule/a'),
    (error) => error instanceof DamagedEntity && error.entity === 'schedule/a' && error.version === 2,
  );
  assert.equal((await recordsOf(journal, 'schedule/b')).length, 3);
});

test.run();
