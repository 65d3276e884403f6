/** A page of a chain comes out of the message between the threads as it went in. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { StoredRecord } from '../../src/journal/port.js';
import { packChain, unpackChain } from '../../src/journal/sqlite/packed-chain.js';

const hashOf = (version: number): string => version.toString(16).padStart(64, 'a');

function record(version: number, other: Partial<StoredRecord> = {}): StoredRecord {
  const times = { at: 1_800_000_000_000 + version, wakeAt: version % 2 === 0 ? null : 1_900_000_000_000 };
  const chained = { prevHash: hashOf(version - 1), hash: hashOf(version), position: 1_000 + 3 * version };
  return {
    entity: 'schedule/a',
    version,
    schema: 1,
    epoch: version % 3,
    openEffects: version % 5 === 0,
    body: `{"v":"é${version}"}`,
    ...times,
    ...chained,
    ...other,
  };
}

test('records come out as they went in', () => {
  const records = Array.from({ length: 20 }, (_, index) => record(index + 7));
  const packed = packChain(records);
  assert.ok(packed !== null);
  assert.deepEqual(unpackChain(structuredClone(packed)), records);
});

test('a time of 0 and no time at all are told apart', () => {
  const records = [record(1, { wakeAt: 0 }), record(2, { wakeAt: null })];
  const packed = packChain(records);
  assert.ok(packed !== null);
  assert.deepEqual(
    unpackChain(packed).map(({ wakeAt }) => wakeAt),
    [0, null],
  );
});

test('of no records there is nothing to send', () => {
  assert.equal(packChain([]), null);
});

test.run();
