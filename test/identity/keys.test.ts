import assert from 'node:assert/strict';
import { test } from 'uvu';
import { deriveKeyRing } from '../../src/identity/keys.js';

const OLD = 'an-old-secret-of-at-least-32-bytes';
const NEW = 'a-newer-secret-of-at-least-32-bytes';

test('a secret gives the same keys every time', () => {
  const once = deriveKeyRing({ current: NEW, previous: OLD }, 'queue-token');
  const again = deriveKeyRing({ current: NEW, previous: OLD }, 'queue-token');
  assert.deepEqual(once, again);
});

test('keys stay what they were in earlier versions, so an upgrade logs nobody out', () => {
  const access = deriveKeyRing({ current: NEW, previous: null }, 'access-token').current;
  const queue = deriveKeyRing({ current: NEW, previous: null }, 'queue-token').current;
  assert.equal(access.bytes.toString('hex'), '7d23e32ced39683b0892d2ad7fa246caa33a0ecb86fdd00a061107b6b7f45b66');
  assert.equal(queue.bytes.toString('hex'), 'f36a14a8013dedc99bfe4211eca589094cd069c827b0de7139a00d33331e328c');
  assert.equal(access.keyId, 'cace412c031904ab');
  assert.equal(queue.keyId, '0e7ebf3b4ffc0772');
});

test('each purpose and each secret has keys and key ids of its own', () => {
  const rings = [
    deriveKeyRing({ current: NEW, previous: OLD }, 'access-token'),
    deriveKeyRing({ current: NEW, previous: OLD }, 'queue-token'),
  ];
  const keys = rings.flatMap(({ current, previous }) => [current, previous]);
  assert.equal(new Set(keys.map((key) => key?.bytes.toString('hex'))).size, 4);
  assert.equal(new Set(keys.map((key) => key?.keyId)).size, 4);
});

test('keys are 256 bits long and key ids are 16 hex digits that are not part of the key', () => {
  const { current } = deriveKeyRing({ current: NEW, previous: null }, 'access-token');
  assert.equal(current.bytes.length, 32);
  assert.match(current.keyId, /^[0-9a-f]{16}$/);
  assert.equal(current.bytes.toString('hex').includes(current.keyId), false);
});

test('what was current before a rotation is the previous key after it', () => {
  const before = deriveKeyRing({ current: OLD, previous: null }, 'queue-token');
  const after = deriveKeyRing({ current: NEW, previous: OLD }, 'queue-token');
  assert.equal(before.previous, null);
  assert.deepEqual(after.previous, before.current);
});

test('a previous secret that equals the current one counts as none', () => {
  assert.equal(deriveKeyRing({ current: NEW, previous: NEW }, 'queue-token').previous, null);
});

test.run();
