/** Sessions of operators: who believes which, for how long, and what a CSRF token is worth. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { SESSION_SECONDS, createAdminSessions, isCsrfTokenOf } from '../../src/identity/admin-sessions.js';
import type { AdminSessions } from '../../src/identity/admin-sessions.js';
import { deriveKeyRing } from '../../src/identity/keys.js';
import type { SecretPair } from '../../src/identity/keys.js';
import { hostileTokens, mutationsOf, parts } from './hostile-tokens.js';

const NOW = 1_800_000_000_000;
const SECRETS: SecretPair = { current: 'the-secret-is-at-least-32-bytes-long', previous: null };
const NEW_SECRET = 'another-secret-of-at-least-32-bytes!';
const ADMIN_KEY = 'an-admin-key-of-at-least-32-characters';

let minted = 0;
function sessionsWith(secrets: SecretPair = SECRETS, adminKey = ADMIN_KEY): AdminSessions {
  return createAdminSessions({ secrets, adminKey, mint: () => (minted += 1).toString(16).padStart(32, '0') });
}

const sessions = sessionsWith();
const opened = sessions.open(NOW);

test('a session is believed for eight hours, and not a moment longer', () => {
  assert.equal(opened.expiresAt, NOW + 8 * 3_600_000);
  const { csrfToken, expiresAt } = opened;
  for (const now of [NOW, NOW + SESSION_SECONDS * 1_000 - 1]) assert.deepEqual(sessions.read(opened.token, now), { csrfToken, expiresAt });
  for (const now of [expiresAt, expiresAt + 1, Infinity]) assert.equal(sessions.read(opened.token, now), null);
});

test('a node that was started anew believes it, and so does every node with the same secrets', () => {
  assert.equal(sessionsWith().read(opened.token, NOW)?.csrfToken, opened.csrfToken);
});

test('a changed admin key ends all sessions', () => {
  assert.equal(sessionsWith(SECRETS, `${ADMIN_KEY}!`).read(opened.token, NOW), null);
});

test('during a rotation of the secret sessions hold, afterwards those of the old one do not', () => {
  assert.ok(sessionsWith({ current: NEW_SECRET, previous: SECRETS.current }).read(opened.token, NOW) !== null);
  assert.equal(sessionsWith({ current: NEW_SECRET, previous: null }).read(opened.token, NOW), null);
  assert.equal(sessionsWith({ current: NEW_SECRET, previous: SECRETS.current }, 'x'.repeat(32)).read(opened.token, NOW), null);
});

test('secret and admin key do not run into each other', () => {
  const one = sessionsWith({ current: `${SECRETS.current}a`, previous: null }, ADMIN_KEY);
  const other = sessionsWith(SECRETS, `a${ADMIN_KEY}`);
  assert.equal(other.read(one.open(NOW).token, NOW), null);
});

test('no two sessions share a CSRF token', () => {
  assert.notEqual(sessions.open(NOW).csrfToken, sessions.open(NOW).csrfToken);
});

test('nothing that was changed or made up is believed', () => {
  const key = deriveKeyRing({ current: `${SECRETS.current}\n${ADMIN_KEY}`, previous: null }, 'admin-session').current.bytes;
  for (const [name, token] of hostileTokens(opened.token, key)) assert.equal(sessions.read(token, NOW), null, name);
  fc.assert(fc.property(mutationsOf(opened.token), (token) => assert.equal(sessions.read(token, NOW), null)));
});

test('a token of another kind is no session, and a session is no other token', () => {
  const { header, payload } = parts(opened.token);
  assert.equal(header['typ'], 'ops+jwt');
  assert.equal(payload['aud'], 'frontrow:ops');
  assert.deepEqual(Object.keys(payload).sort(), ['aud', 'csrf', 'exp', 'iat', 'iss', 'sub']);
});

test('the token tells nothing of the admin key, and fits into a cookie', () => {
  assert.ok(
    !Buffer.from(opened.token.split('.')[1] ?? '', 'base64url')
      .toString()
      .includes(ADMIN_KEY),
  );
  assert.match(opened.token, /^[A-Za-z0-9_.-]{1,600}$/);
});

test('only the whole CSRF token of this very session is right', () => {
  const other = sessions.open(NOW);
  assert.equal(isCsrfTokenOf(opened, opened.csrfToken), true);
  const wrong = [
    other.csrfToken,
    '',
    opened.csrfToken.slice(1),
    `${opened.csrfToken}0`,
    opened.csrfToken.replace(/^0/, 'é'),
    undefined,
    null,
    7,
    [opened.csrfToken],
  ];
  for (const presented of wrong) assert.equal(isCsrfTokenOf(opened, presented), false, String(presented));
});

test.run();
