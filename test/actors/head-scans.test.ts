/** Heads are read for many shards at a time: few scans are under way, and whoever comes meanwhile is part of the next one. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { HeadScans } from '../../src/actors/take-up.js';
import type { AdoptedShard } from '../../src/cluster/shard-host.js';
import { atRest } from '../support/manual-clock.js';

interface Scan {
  readonly shards: readonly number[];
  readonly end: () => void;
  readonly fail: () => void;
}

function stage(): { readonly scans: HeadScans; readonly begun: Scan[] } {
  const begun: Scan[] = [];
  const scans = new HeadScans(
    (shards) =>
      new Promise<void>((resolve, reject) => {
        begun.push({ shards: shards.map(({ shard }) => shard), end: resolve, fail: () => reject(new Error('no responders')) });
      }),
  );
  return { scans, begun };
}

const shard = (number: number): readonly AdoptedShard[] => [{ shard: number, epoch: 1 }];

test('a scan begins at once, and those that come while three are under way share the next one', async () => {
  const { scans, begun } = stage();
  const ended: number[] = [];
  for (let number = 0; number < 10; number += 1) void scans.of(shard(number)).then(() => ended.push(number));
  await atRest();
  assert.deepEqual(
    begun.map(({ shards }) => shards),
    [[0], [1], [2]],
  );
  begun[1]?.end();
  await atRest();
  assert.deepEqual(begun.at(3)?.shards, [3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(ended, [1]);
  begun.at(3)?.end();
  await atRest();
  assert.deepEqual(ended, [1, 3, 4, 5, 6, 7, 8, 9], 'one that hangs holds nobody else up');
});

test('a scan that fails fails for all that are part of it, and the next one begins', async () => {
  const { scans, begun } = stage();
  const outcomes: string[] = [];
  for (let number = 0; number < 6; number += 1) {
    void scans.of(shard(number)).then(
      () => outcomes.push(`${number} read`),
      (error: unknown) => outcomes.push(`${number} ${String(error)}`),
    );
  }
  begun[0]?.end();
  await atRest();
  begun[3]?.fail();
  await atRest();
  assert.deepEqual(outcomes, ['0 read', ...[3, 4, 5].map((number) => `${number} Error: no responders`)]);
  void scans.of(shard(6));
  assert.deepEqual(begun[4]?.shards, [6]);
});

test.run();
