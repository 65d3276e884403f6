/** The journal contract: snapshots are handed out only where they are the state of a record of this log. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ContractTest } from './journal-contract-support.js';
import { flat, grow, snapshotAt, versions } from './journal-contract-support.js';

export function snapshotPromises(test: ContractTest): void {
  test('a snapshot comes back with the records after it', async ({ under: { journal } }) => {
    const results = await grow(journal, 'schedule/a', 0, 4);
    const state = { seats: new Uint8Array([1, 2, 3]), names: new Map([['a', 1]]), at: 5 };
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

  test('a snapshot of many megabytes comes back byte for byte, also after a start', async ({ under }) => {
    const results = await grow(under.journal, 'queue/a', 0, 3);
    for (const index of [0, 2]) {
      const [seats, tokens] = [new Uint8Array(randomBytes(3_000_000)), new Uint32Array(randomBytes(2_000_000).buffer.slice(0, 2_000_000))];
      const state = { columns: [{ seats }, { tokens }], title: '좌석' };
      const expected = structuredClone(state);
      await under.journal.saveSnapshot(snapshotAt('queue/a', results[index] ?? assert.fail(), state));
      const { snapshot } = await under.journal.load('queue/a');
      assert.equal(snapshot?.version, index + 1);
      assert.deepEqual(snapshot.state, expected);
    }
    const journal = await under.reopen();
    const { snapshot, records } = await journal.load('queue/a');
    assert.equal(snapshot?.version, 3);
    assert.deepEqual(await flat(records), []);
  });

  test('the newest snapshot counts, and only one whose record has its hash', async ({ under: { journal } }) => {
    const [first, second, third] = await grow(journal, 'schedule/a', 0, 3);
    if (first === undefined || second === undefined || third === undefined) assert.fail();
    await journal.saveSnapshot(snapshotAt('schedule/a', first, 'first'));
    await journal.saveSnapshot(snapshotAt('schedule/a', second, 'second'));
    assert.equal((await journal.load('schedule/a')).snapshot?.state, 'second');
    await journal.saveSnapshot(snapshotAt('schedule/a', { ...third, hash: 'ab'.repeat(32) }, 'of another history'));
    const { snapshot, records } = await journal.load('schedule/a');
    assert.equal(snapshot?.state, 'second');
    assert.deepEqual(versions(await flat(records)), [3]);
    await journal.saveSnapshot(snapshotAt('schedule/a', { ...third, version: 9 }, 'of the future'));
    await journal.saveSnapshot(snapshotAt('schedule/a', { ...third, version: 8 }, 'of the future'));
    const without = await journal.load('schedule/a');
    assert.ok(without.snapshot === null || without.snapshot.state === 'second');
    await journal.saveSnapshot(snapshotAt('schedule/a', third, 'third'));
    assert.equal((await journal.load('schedule/a')).snapshot?.state, 'third', 'snapshots of the future do not crowd out a valid one');
  });

  test('a snapshot of a record at another position, as a copy of the log has it, is as if it did not exist', async ({
    under: { journal },
  }) => {
    const [first, second] = await grow(journal, 'schedule/a', 0, 2);
    if (first === undefined || second === undefined) assert.fail();
    await journal.saveSnapshot(snapshotAt('schedule/a', { ...second, position: second.position + 1 }));
    assert.equal((await journal.load('schedule/a')).snapshot, null);
    await journal.saveSnapshot(snapshotAt('schedule/a', second));
    assert.deepEqual((await journal.load('schedule/a')).snapshot, snapshotAt('schedule/a', second));
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
}
