/** Which user a subject of an external issuer is. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { isUserId } from '../../src/domain/ids.js';
import { createUserOfSubject, uuidV5 } from '../../src/identity/user-of-subject.js';

const DNS_NAMESPACE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const ISSUER = 'https://id.example/realms/fans';
const userOf = createUserOfSubject(ISSUER);

test('the version 5 UUID of RFC 9562, A.4', () => {
  assert.equal(uuidV5(DNS_NAMESPACE, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test('version 5 UUIDs that the documentation of other libraries gives', () => {
  assert.equal(uuidV5(DNS_NAMESPACE, 'python.org'), '886313e1-3b8a-5372-9b90-0c9aee199e5d');
  assert.equal(uuidV5('1b671a64-40d5-491e-99b0-da01ff1f3341', 'Hello, World!'), '630eb68f-e0fa-5ecc-887a-7c7a62614681');
  assert.equal(uuidV5('6BA7B810-9DAD-11D1-80B4-00C04FD430C8', 'python.org'), '886313e1-3b8a-5372-9b90-0c9aee199e5d');
});

test('a subject that is a UUID is the user, in lower case', () => {
  assert.equal(userOf('3F2504E0-4F89-41D3-9A0C-0305E82C3301'), '3f2504e0-4f89-41d3-9a0c-0305e82c3301');
  assert.equal(userOf('3f2504e0-4f89-41d3-9a0c-0305e82c3301'), '3f2504e0-4f89-41d3-9a0c-0305e82c3301');
});

test('any other subject is the UUID of issuer and subject, today and tomorrow', () => {
  assert.equal(userOf('auth0|6508f1'), uuidV5(uuidV5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', ISSUER), 'auth0|6508f1'));
  assert.equal(userOf('auth0|6508f1'), createUserOfSubject(ISSUER)('auth0|6508f1'));
  for (const nearlyUuid of [
    '{3f2504e0-4f89-41d3-9a0c-0305e82c3301}',
    '3f2504e04f8941d39a0c0305e82c3301',
    ' 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  ]) {
    assert.match(userOf(nearlyUuid) ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test('the same subject of another issuer is another user', () => {
  assert.notEqual(userOf('alice'), createUserOfSubject(`${ISSUER}/`)('alice'));
});

test('subjects that differ are different users, however alike they look', () => {
  const subjects = ['alice', 'Alice', 'alice ', '\u00e9', 'e\u0301', 'a\u0000', 'a', '🎫'];
  assert.equal(new Set(subjects.map((subject) => userOf(subject))).size, subjects.length);
});

test('no subject, or half a character, is nobody', () => {
  for (const subject of ['', '\ud800', 'a\udc00b', '\udc00\ud800']) assert.equal(userOf(subject), null);
});

test('whatever the subject, the user id is one', () => {
  fc.assert(fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (subject) => isUserId(userOf(subject) ?? '')));
});

test.run();
