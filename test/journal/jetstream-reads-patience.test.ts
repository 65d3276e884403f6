/** How long reads of the log wait, and what a node makes of a leader that knows less than the node. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { shardOf } from '../../src/cluster/shards.js';
import { Patience } from '../../src/journal/jetstream/log-reader-patience.js';
import type { SnapshotSource } from '../../src/journal/jetstream/replay.js';
import { Replay } from '../../src/journal/jetstream/replay.js';
import { Tails } from '../../src/journal/jetstream/tails.js';
import { DamagedEntity } from '../../src/journal/port.js';
import { ManualClock } from '../support/manual-clock.js';
import { chainOf, realPatience, TwoFacedLog } from './jetstream-reads-support.js';
import { flat, versions } from './journal-contract-support.js';

const LIMITS = { attemptMs: 100, totalMs: 1_000 };
const never = (): Promise<never> => new Promise(() => undefined);

function patient(limits = LIMITS): { clock: ManualClock; patience: Patience } {
  const clock = new ManualClock();
  return { clock, patience: new Patience({ now: clock.now, after: clock.after, random: () => 0.5 }, limits) };
}

const waits = suite('a read of the log');

waits('is tried again until it is answered', async () => {
  const { clock, patience } = patient();
  let attempts = 0;
  const read = patience.persist('a record', () => {
    attempts += 1;
    if (attempts === 1) return Promise.reject(new Error('no responders'));
    return attempts === 2 ? never() : Promise.resolve('found');
  });
  await clock.pass(500);
  assert.equal(await read, 'found');
  assert.equal(clock.waiting, 0, 'no timer is left');
});

waits('that changes nothing is asked again beside a question that nobody answers', async () => {
  const { clock, patience } = patient({ attemptMs: 2_000, totalMs: 12_000 });
  let [asked, hasLeader] = [0, false];
  const read = patience.insist('a record', () => {
    asked += 1;
    return hasLeader ? Promise.resolve('found') : never();
  });
  await clock.pass(900);
  assert.equal(asked, 3);
  hasLeader = true;
  await clock.pass(400);
  assert.equal(await read, 'found');
  assert.equal(clock.waiting, 0, 'no timer is left');
});

waits('is not repeated by everybody at once', async () => {
  const { clock, patience } = patient({ attemptMs: 2_000, totalMs: 12_000 });
  let asked = 0;
  const reads = Array.from({ length: 100 }, () =>
    patience.insist('a record', () => {
      asked += 1;
      return never();
    }),
  );
  for (const read of reads) read.catch(() => undefined);
  await clock.pass(1_900);
  assert.ok(asked > 100 && asked < 120, `${asked} questions`);
  patience.stop();
});

waits('gives up when its time is over, and says what failed last', async () => {
  const { clock, patience } = patient();
  const read = assert.rejects(patience.persist('record 7', never), /record 7 could not be read from the log: no answer within 100 ms/);
  await clock.pass(1_200);
  await read;
  assert.equal(clock.waiting, 0);
});

waits('does not try again what is damaged', async () => {
  const { patience } = patient();
  await assert.rejects(
    patience.persist('a record', () => Promise.reject(new DamagedEntity('wallet/a', 1, 'altered'))),
    DamagedEntity,
  );
});

waits('ends at once when the journal is closed, during an attempt and between two', async () => {
  const { clock, patience } = patient();
  const during = assert.rejects(patience.persist('a record', never), /closed/);
  const between = assert.rejects(
    patience.persist('a record', () => Promise.reject(new Error('no'))),
    /closed/,
  );
  await clock.pass(1);
  patience.stop();
  await Promise.all([during, between]);
  await assert.rejects(patience.persist('a record', never), /closed/);
  assert.equal(clock.waiting, 0);
});
waits.run();

const NO_SNAPSHOTS: SnapshotSource = { local: async () => null, inLog: async () => [] };
const layout = { prefix: 'test', incarnation: '0'.repeat(12), lanes: 1, shardOf };
const loads = suite('a leader that knows less than this node');

loads('is asked again until it knows as much', async () => {
  const chain = chainOf('wallet/a', 5);
  const log = new TwoFacedLog(chain.slice(0, 3), chain);
  log.onLast = () => {
    if (log.count('last') === 2) log.leader = chain;
  };
  const tails = new Tails();
  tails.set('wallet/a', { version: 5, hash: chain[4]?.hash ?? '', position: 5, epoch: 0 });
  const { records } = await new Replay({ log, layout, tails, snapshots: NO_SNAPSHOTS, patience: realPatience() }).load('wallet/a');
  assert.deepEqual(versions(await flat(records)), [1, 2, 3, 4, 5]);
  assert.equal(log.count('last'), 3);
});

loads('is not believed for ever', async () => {
  const chain = chainOf('wallet/a', 5);
  const log = new TwoFacedLog([], []);
  const tails = new Tails();
  tails.set('wallet/a', { version: 5, hash: chain[4]?.hash ?? '', position: 5, epoch: 0 });
  const replay = new Replay({ log, layout, tails, snapshots: NO_SNAPSHOTS, patience: realPatience() });
  await assert.rejects(replay.load('wallet/a'), /ends before record 5/);
});

loads('because an append went through meanwhile does not take that back', async () => {
  const chain = chainOf('wallet/a', 5);
  const log = new TwoFacedLog(chain.slice(0, 3));
  const tails = new Tails();
  log.onLast = () => tails.set('wallet/a', { version: 5, hash: chain[4]?.hash ?? '', position: 5, epoch: 0 });
  const { lastEpoch } = await new Replay({ log, layout, tails, snapshots: NO_SNAPSHOTS, patience: realPatience() }).load('wallet/a');
  assert.equal(lastEpoch, 0);
  assert.equal(tails.get('wallet/a')?.version, 5);
});
loads.run();
