import assert from 'node:assert/strict';
import { test } from 'uvu';
import { HEARTBEAT_MS, HeldLease, KEY_TTL_MS, LEASE_MS, SILENCE_MS } from '../../src/cluster/lease.js';

function leaseAt(): { lease: HeldLease; at: (ms: number) => void } {
  let now = 1_000;
  return {
    lease: new HeldLease(() => now),
    at: (ms) => {
      now = 1_000 + ms;
    },
  };
}

test('the times fit together', () => {
  const inOrder: readonly number[] = [3 * HEARTBEAT_MS, LEASE_MS, SILENCE_MS, KEY_TTL_MS];
  // A lease outlives lost heartbeats; nobody takes a session for over before its process does; a silent key is there long enough to be marked.
  for (const [place, ms] of inOrder.entries()) assert.ok(ms > (inOrder[place - 1] ?? 0), inOrder.join(' '));
});

test('there is no lease before the first heartbeat was acknowledged', () => {
  const { lease } = leaseAt();
  assert.equal(lease.holds(), false);
  assert.equal(lease.left(), 0);
});

test('it runs from the sending of a heartbeat, not from its acknowledgement', () => {
  const { lease, at } = leaseAt();
  at(400);
  assert.equal(lease.begin(1_000), true);
  assert.equal(lease.left(), LEASE_MS - 400);
  at(LEASE_MS - 1);
  assert.equal(lease.holds(), true);
  at(LEASE_MS);
  assert.equal(lease.holds(), false);
  assert.equal(lease.left(), 0);
});

test('each acknowledged heartbeat prolongs it, and an older one never shortens it', () => {
  const { lease, at } = leaseAt();
  lease.begin(1_000);
  at(600);
  assert.equal(lease.extend(1_500), true);
  assert.equal(lease.extend(1_200), true);
  assert.equal(lease.left(), LEASE_MS - 100);
});

test('once it was over an acknowledgement that comes late does not bring it back', () => {
  const { lease, at } = leaseAt();
  lease.begin(1_000);
  at(LEASE_MS + 100);
  // Sent in time, and by itself good for a while.
  assert.equal(lease.extend(1_000 + LEASE_MS - 500), false);
  assert.equal(lease.holds(), false);
});

test('a session whose first heartbeat was acknowledged too late has no lease', () => {
  const { lease, at } = leaseAt();
  at(LEASE_MS);
  assert.equal(lease.begin(1_000), false);
  assert.equal(lease.holds(), false);
});

test('it can be given up at once', () => {
  const { lease } = leaseAt();
  lease.begin(1_000);
  lease.end();
  assert.equal(lease.holds(), false);
  assert.equal(lease.extend(1_000), false);
});

test.run();
