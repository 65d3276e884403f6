/** A node that starts compares its clock with the log's, and waits for those who can tell. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { refuseWrongClock } from '../../src/cluster/nats/clock-offset.js';
import type { ClockOffset } from '../../src/cluster/nats/clock-offset.js';
import { FakeBucket, FakeStore } from '../support/fake-bucket.js';
import { ManualClock } from '../support/manual-clock.js';

const SECOND_MS = 1_000;

/** `aheadMs`: the node's clock before the servers'. */
function compare(clock: ManualClock, bucket: FakeBucket, aheadMs = 0): Promise<ClockOffset> {
  return refuseWrongClock({ bucket, nodeId: 'a', now: () => clock.now() + aheadMs, steady: clock.now, timers: clock });
}

test('a bucket that has no leader when the node starts is waited for', async () => {
  const clock = new ManualClock();
  const bucket = new FakeBucket(new FakeStore(clock));
  bucket.isConnected = false;
  const compared = compare(clock, bucket);
  await clock.pass(10 * SECOND_MS);
  bucket.isConnected = true;
  await clock.pass(SECOND_MS);
  assert.equal((await compared).ms, 0);
});

test('a bucket that never answers is told in one line', async () => {
  const clock = new ManualClock();
  const bucket = new FakeBucket(new FakeStore(clock));
  bucket.isConnected = false;
  const refused = assert.rejects(
    compare(clock, bucket),
    /^NatsUnusable: The clock of the NATS servers cannot be compared with .+ takes no keys\.$/,
  );
  await clock.pass(60 * SECOND_MS);
  await refused;
});

test('a clock that is an hour off, either way, is refused at once', async () => {
  for (const [aheadMs, words] of [
    [3_600_000, /clock is 3600000 ms ahead of the NATS servers' clock/],
    [-3_600_000, /clock is 3600000 ms behind the NATS servers' clock/],
  ] as const) {
    const clock = new ManualClock();
    await assert.rejects(compare(clock, new FakeBucket(new FakeStore(clock)), aheadMs), words);
  }
});

test.run();
