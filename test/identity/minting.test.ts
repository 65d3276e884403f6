import assert from 'node:assert/strict';
import { test } from 'uvu';
import { createMinting } from '../../src/identity/minting.js';

/** Fills with 0, 1, 2 … across fills, so that a byte used twice shows. */
function counting(): { fill: (buffer: Buffer) => void; fills: () => number } {
  let next = 0;
  let fills = 0;
  return {
    fill(buffer) {
      fills += 1;
      for (let at = 0; at < buffer.length; at += 1) buffer[at] = next++ & 0xff;
    },
    fills: () => fills,
  };
}

test('a command id is the next 16 random bytes in hex', () => {
  const minting = createMinting(counting().fill);
  assert.equal(minting.commandId(), '000102030405060708090a0b0c0d0e0f');
  assert.equal(minting.commandId(), '101112131415161718191a1b1c1d1e1f');
});

test('a user id is the next 16 random bytes as a version 4 UUID', () => {
  const minting = createMinting(counting().fill);
  assert.equal(minting.userId(), '00010203-0405-4607-8809-0a0b0c0d0e0f');
  assert.equal(minting.userId(), '10111213-1415-4617-9819-1a1b1c1d1e1f');
});

test('random bytes are drawn a pool at a time and none is used twice', () => {
  const random = counting();
  const minting = createMinting(random.fill);
  // The counting source repeats after 16 ids, so within any 16 ids all must differ.
  for (let round = 0; round < 200; round += 1) {
    const ids = Array.from({ length: 16 }, () => minting.commandId());
    assert.equal(new Set(ids).size, 16);
  }
  assert.ok(random.fills() > 1 && random.fills() < 100, `${random.fills()} fills for 3200 ids`);
});

test('with real randomness ids have their form and do not repeat, however the two kinds mix', () => {
  const minting = createMinting();
  const seen = new Set<string>();
  for (let n = 0; n < 5_000; n += 1) {
    const commandId = minting.commandId();
    const userId = minting.userId();
    assert.match(commandId, /^[0-9a-f]{32}$/);
    assert.match(userId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    seen.add(commandId).add(userId);
  }
  assert.equal(seen.size, 10_000);
});

test.run();
