import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { createAccessTokens } from '../../src/identity/access-tokens.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import type { QueuePlace } from '../../src/identity/queue-tokens.js';
import { createQueueTokens } from '../../src/identity/queue-tokens.js';
import { forge, hostileTokens, mutationsOf, parts } from './hostile-tokens.js';

const OLD = 'the-secret-is-at-least-32-bytes-long';
const NEW = 'another-secret-of-at-least-32-bytes!';
const ring = deriveKeyRing({ current: OLD, previous: null }, 'queue-token');
const tokens = createQueueTokens({ ring });

const PLACE: QueuePlace = {
  concertId: '3f2a91c07b5e4d18',
  userId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  seq: 42,
  issuedAt: 1_800_000_000_123,
  keyId: tokens.currentKeyId,
};
const good = tokens.sign(PLACE);

const place: fc.Arbitrary<QueuePlace> = fc.record(
  {
    concertId: fc.stringMatching(/^[0-9a-f]{16}$/),
    userId: fc.uuid(),
    seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    issuedAt: fc.integer({ min: 1, max: 8_640_000_000_000_000 }),
    keyId: fc.constant(tokens.currentKeyId),
  },
  { noNullPrototype: true },
);

test('a token names its place, exactly', () => {
  fc.assert(fc.property(place, (any) => assert.deepEqual(tokens.verify(tokens.sign(any)), any)));
});

test('the longest token there can be is well below the length limit', () => {
  const longest = tokens.sign({ ...PLACE, seq: Number.MAX_SAFE_INTEGER, issuedAt: Number.MAX_SAFE_INTEGER });
  assert.ok(longest.length < 512, `${longest.length} characters`);
});

test('header and payload are what the contract says', () => {
  const { header, payload } = parts(good);
  assert.deepEqual(header, { alg: 'HS256', typ: 'queue+jwt', kid: ring.current.keyId });
  assert.deepEqual(payload, {
    sub: PLACE.userId,
    concertId: PLACE.concertId,
    seq: 42,
    issuedAt: 1_800_000_000_123,
    iat: 1_800_000_000,
    iss: 'frontrow',
    aud: 'frontrow:queue',
  });
});

test('the bytes are the same in every version of the program, for a fan may come back after an upgrade', () => {
  const header = 'eyJhbGciOiJIUzI1NiIsInR5cCI6InF1ZXVlK2p3dCIsImtpZCI6IjUwYTE4Y2U3MTY3YzZmNWMifQ';
  const payload =
    'eyJzdWIiOiIzZjI1MDRlMC00Zjg5LTQxZDMtOWEwYy0wMzA1ZTgyYzMzMDEiLCJjb25jZXJ0SWQiOiIzZjJhOTFjMDdiNWU0ZDE4Iiwic2VxIj' +
    'o0MiwiaXNzdWVkQXQiOjE4MDAwMDAwMDAxMjMsImlhdCI6MTgwMDAwMDAwMCwiYXVkIjoiZnJvbnRyb3c6cXVldWUiLCJpc3MiOiJmcm9udHJvdyJ9';
  assert.equal(good, `${header}.${payload}.6cn_1Sn4-LNYYgbRSTqXKKtcq-npAhmcNvnq_oSB6B8`);
});

test('the bytes are the same whenever the place is signed again, also by a node that was started anew', () => {
  fc.assert(
    fc.property(place, (any) => {
      const bytes = tokens.sign(any);
      assert.equal(tokens.sign({ ...any }), bytes);
      assert.equal(createQueueTokens({ ring: deriveKeyRing({ current: OLD, previous: null }, 'queue-token') }).sign(any), bytes);
    }),
    { numRuns: 30 },
  );
});

test('two places never have the same token', () => {
  fc.assert(
    fc.property(place, place, (one, two) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(two));
      assert.notEqual(tokens.sign(one), tokens.sign(two));
    }),
  );
});

test('what else is known of the place does not get into the token', () => {
  const view = { ...PLACE, status: 'WAITING', position: 7, expiresAt: null };
  assert.equal(tokens.sign(view), good);
});

test('after a change of the secret a place keeps its bytes, new places use the new key, and dropping the old secret ends the old tokens', () => {
  const during = createQueueTokens({ ring: deriveKeyRing({ current: NEW, previous: OLD }, 'queue-token') });
  assert.notEqual(during.currentKeyId, tokens.currentKeyId);
  assert.equal(during.sign(PLACE), good);
  assert.deepEqual(during.verify(good), PLACE);

  const newPlace = { ...PLACE, seq: 43, keyId: during.currentKeyId };
  const fresh = during.sign(newPlace);
  assert.deepEqual(during.verify(fresh), newPlace);
  assert.equal(parts(fresh).header['kid'], during.currentKeyId);

  const after = createQueueTokens({ ring: deriveKeyRing({ current: NEW, previous: null }, 'queue-token') });
  assert.equal(after.verify(good), null);
  assert.deepEqual(after.verify(fresh), newPlace);
});

test('a place whose key is gone gets a token that works, signed with the current key', () => {
  const after = createQueueTokens({ ring: deriveKeyRing({ current: NEW, previous: null }, 'queue-token') });
  const replaced = after.sign(PLACE);
  assert.deepEqual(after.verify(replaced), { ...PLACE, keyId: after.currentKeyId });
  assert.equal(after.sign(PLACE), replaced);
});

for (const [name, token] of hostileTokens(good, ring.current.bytes)) {
  test(`refused: ${name}`, () => {
    assert.equal(tokens.verify(token), null);
    assert.equal(tokens.verify(token), null);
  });
}

for (const [name, change] of [
  ['no concert', { concertId: undefined }],
  ['a concert that is no text', { concertId: 7 }],
  ['no place', { seq: undefined }],
  ['place 0', { seq: 0 }],
  ['a negative place', { seq: -1 }],
  ['half a place', { seq: 1.5 }],
  ['a place that is text', { seq: '42' }],
  ['no time', { issuedAt: undefined }],
  ['a time beyond all numbers', { issuedAt: 1e300 }],
] as const) {
  test(`refused: ${name}`, () => {
    const { header, payload } = parts(good);
    assert.equal(tokens.verify(forge(header, { ...payload, ...change }, ring.current.bytes)), null);
  });
}

test('the forger of these tests can make a good token, so what it is refused for is what was changed', () => {
  const { header, payload } = parts(good);
  assert.equal(forge(header, payload, ring.current.bytes), good);
});

test('an access token is no queue token, not even when it names a place', () => {
  const accessRing = deriveKeyRing({ current: OLD, previous: null }, 'access-token');
  const { token } = createAccessTokens({ ring: accessRing, ttlSeconds: 60 }).issue(PLACE.userId, PLACE.issuedAt);
  assert.equal(tokens.verify(token), null);
  const { header } = parts(token);
  const { payload } = parts(good);
  assert.equal(tokens.verify(forge(header, payload, accessRing.current.bytes)), null);
  assert.equal(tokens.verify(forge({ ...header, kid: ring.current.keyId }, payload, ring.current.bytes)), null);
});

test('no change to a token and no garbage passes, and nothing throws', () => {
  fc.assert(
    fc.property(mutationsOf(good), (token) => {
      assert.equal(tokens.verify(token), null);
    }),
    { numRuns: 1_000 },
  );
});

test('what a token says cannot be changed by one caller for the next', () => {
  assert.throws(() => Object.assign(tokens.verify(good) ?? {}, { seq: 1 }), TypeError);
  assert.deepEqual(tokens.verify(good), PLACE);
});

test.run();
