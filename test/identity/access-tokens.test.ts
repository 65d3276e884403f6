import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import type { AccessTokens } from '../../src/identity/access-tokens.js';
import { createAccessTokens } from '../../src/identity/access-tokens.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import { createQueueTokens } from '../../src/identity/queue-tokens.js';
import { forge, hostileTokens, mutationsOf, parts } from './hostile-tokens.js';

const USER = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const NOW = 1_800_000_000_123;
const DAY_SECONDS = 86_400;
const SECRETS = { current: 'the-secret-is-at-least-32-bytes-long', previous: null };

const ring = deriveKeyRing(SECRETS, 'access-token');
const create = (verifiedMax?: number): AccessTokens =>
  createAccessTokens({ ring, ttlSeconds: DAY_SECONDS, ...(verifiedMax === undefined ? {} : { verifiedMax }) });
const tokens = create();
const { token: good, expiresAt } = tokens.issue(USER, NOW);

test('a token that was issued says who is calling and until when', () => {
  assert.deepEqual(tokens.verify(good, NOW), { userId: USER, expiresAt });
  assert.equal(expiresAt, 1_800_086_400_000);
});

test('a token is read from the place in a text where it begins, and from no other', () => {
  const header = `Bearer ${good}`;
  for (let seen = 0; seen < 3; seen += 1) {
    assert.deepEqual(tokens.verify(header, NOW, 7), { userId: USER, expiresAt });
    for (const from of [undefined, 0, 6, 8, header.length, 10_000]) assert.equal(tokens.verify(header, NOW, from), null);
    assert.equal(tokens.verify(header, expiresAt, 7), null);
    assert.equal(tokens.verify(`${header} `, NOW, 7), null);
  }
});

test('header and payload are what the contract says', () => {
  const { header, payload } = parts(good);
  assert.deepEqual(header, { alg: 'HS256', typ: 'at+jwt', kid: ring.current.keyId });
  assert.deepEqual(payload, { sub: USER, iss: 'frontrow', aud: 'frontrow', iat: 1_800_000_000, exp: 1_800_086_400 });
});

test('a token is valid until the moment it expires, also when it was seen before', () => {
  for (const verifier of [create(), tokens]) {
    for (let seen = 0; seen < 3; seen += 1) {
      assert.notEqual(verifier.verify(good, expiresAt - 1), null);
      assert.equal(verifier.verify(good, expiresAt), null);
      assert.equal(verifier.verify(good, expiresAt + 365 * DAY_SECONDS * 1_000), null);
    }
  }
});

test('a token is no longer valid the first time it is seen, if that is too late', () => {
  const fresh = create();
  assert.equal(fresh.verify(good, expiresAt), null);
  assert.equal(fresh.verify(good, expiresAt), null);
});

test('a token is only issued to a user whose id it could be verified with', () => {
  for (const userId of ['', 'admin', USER.toUpperCase(), `${USER} `]) assert.throws(() => tokens.issue(userId, NOW), TypeError);
});

test('what a token says cannot be changed by one caller for the next', () => {
  const claims = tokens.verify(good, NOW);
  assert.throws(() => Object.assign(claims ?? {}, { userId: 'somebody else' }), TypeError);
  assert.equal(tokens.verify(good, NOW)?.userId, USER);
});

for (const [name, token] of hostileTokens(good, ring.current.bytes)) {
  test(`refused: ${name}`, () => {
    assert.equal(tokens.verify(token, NOW), null);
    assert.equal(tokens.verify(token, NOW), null);
  });
}

for (const exp of [undefined, null, '1800086400', 1e300, Number.MAX_VALUE, 1_800_086_400.5, [1_800_086_400]]) {
  test(`refused: an end that is ${exp === undefined ? 'missing' : JSON.stringify(exp)}`, () => {
    const { header, payload } = parts(good);
    assert.equal(tokens.verify(forge(header, { ...payload, exp }, ring.current.bytes), NOW), null);
  });
}

test('the forger of these tests can make a good token, so what it is refused for is what was changed', () => {
  const { header, payload } = parts(good);
  assert.deepEqual(tokens.verify(forge(header, payload, ring.current.bytes), NOW), { userId: USER, expiresAt });
});

test('a queue token is no access token, not even when it carries an end and names the access audience', () => {
  const queueRing = deriveKeyRing(SECRETS, 'queue-token');
  const place = { concertId: '3f2a91c07b5e4d18', userId: USER, seq: 1, issuedAt: NOW, keyId: queueRing.current.keyId };
  const queueToken = createQueueTokens({ ring: queueRing }).sign(place);
  assert.equal(tokens.verify(queueToken, NOW), null);
  const { header } = parts(queueToken);
  const { payload } = parts(good);
  assert.equal(tokens.verify(forge(header, payload, queueRing.current.bytes), NOW), null);
  assert.equal(tokens.verify(forge({ ...header, kid: ring.current.keyId }, payload, ring.current.bytes), NOW), null);
});

test('no change to a token and no garbage passes, and nothing throws', () => {
  fc.assert(
    fc.property(mutationsOf(good), (token) => {
      assert.equal(tokens.verify(token, NOW), null);
    }),
    { numRuns: 1_000 },
  );
});

test('tokens are told apart however few are remembered', () => {
  const users = Array.from({ length: 40 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  const few = create(4);
  const issued = users.map((userId) => few.issue(userId, NOW).token);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: users.length - 1 }), { maxLength: 60 }), (order) => {
      for (const n of order) assert.equal(few.verify(issued[n], NOW)?.userId, users[n]);
    }),
  );
});

test('after a change of the secret the old tokens go on, new ones use the new key, and dropping the old secret ends the old ones', () => {
  const old = create().issue(USER, NOW).token;
  const rotated = deriveKeyRing({ current: 'another-secret-of-at-least-32-bytes!', previous: SECRETS.current }, 'access-token');
  const during = createAccessTokens({ ring: rotated, ttlSeconds: DAY_SECONDS });
  assert.equal(during.verify(old, NOW)?.userId, USER);
  const fresh = during.issue(USER, NOW).token;
  assert.equal(parts(fresh).header['kid'], rotated.current.keyId);
  assert.equal(during.verify(fresh, NOW)?.userId, USER);
  assert.equal(tokens.verify(fresh, NOW), null);

  const after = createAccessTokens({ ring: { current: rotated.current, previous: null }, ttlSeconds: DAY_SECONDS });
  assert.equal(after.verify(old, NOW), null);
  assert.equal(after.verify(fresh, NOW)?.userId, USER);
});

test.run();
