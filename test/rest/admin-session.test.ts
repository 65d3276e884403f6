/** Operators at a browser: signing in, what the cookie opens, and what another page, a thief or a forger gets with it. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { createAdminSessions } from '../../src/identity/admin-sessions.js';
import { ADMIN_KEY, SECRETS, TestFacade, withFacade } from '../support/test-facade.js';
import type { Answer } from '../support/test-facade.js';

const SESSION = '/api/v1/admin/session';
const CONCERTS = '/api/v1/admin/concerts';
const EVENTS = '/api/v1/admin/events';
const HOURS_8_MS = 8 * 3_600_000;

const facade = await TestFacade.start();
test.after(() => facade.stop());

type Headers = Readonly<Record<string, string>>;

/** A browser with a session: what it sends by itself, and what the page adds. */
interface Browser {
  readonly cookie: string;
  readonly csrfToken: string;
}

function signIn(to: TestFacade = facade, key = ADMIN_KEY, headers: Headers = {}): Promise<Answer> {
  return to.ask('POST', SESSION, { body: { key }, headers });
}

async function browser(to: TestFacade = facade): Promise<Browser> {
  const answer = await signIn(to);
  assert.equal(answer.status, 200, answer.text);
  return { cookie: cookieIn(answer), csrfToken: answer.body.csrfToken };
}

function setCookie(answer: Answer): string {
  return String(answer.headers['set-cookie']);
}

function cookieIn(answer: Answer): string {
  return setCookie(answer).split(';')[0] ?? '';
}

function create(headers: Headers, to: TestFacade = facade): Promise<Answer> {
  return to.ask('POST', CONCERTS, { body: { title: 'Encore' }, headers });
}

function outcome({ status, body: { code } }: Answer): string {
  return status < 300 ? String(status) : `${status} ${code}`;
}

test('the admin key is changed for a cookie that scripts cannot read and other sites cannot send', async () => {
  const answer = await signIn();
  assert.equal(answer.status, 200);
  assert.match(setCookie(answer), /^frontrow-ops=[\w.-]+; Path=\/api\/v1\/admin; Max-Age=28800; HttpOnly; SameSite=Strict$/);
  assert.deepEqual(Object.keys(answer.body).sort(), ['csrfToken', 'expiresAt']);
  assert.ok(Date.parse(answer.body.expiresAt) > facade.clock.now() + HOURS_8_MS - 1_001);
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.ok(!answer.text.includes(cookieIn(answer).split('=')[1] ?? '?'), 'the page is not told what is in the cookie');
});

test('over https the cookie never travels in clear', () =>
  withFacade({ settings: { trustProxy: true } }, async (behind) => {
    assert.match(setCookie(await signIn(behind, ADMIN_KEY, { 'x-forwarded-proto': 'https' })), /; Secure$/);
    assert.ok(!setCookie(await signIn(behind)).includes('Secure'));
  }));

test('a header that nobody vouches for does not make it https', async () => {
  assert.ok(!setCookie(await signIn(facade, ADMIN_KEY, { 'x-forwarded-proto': 'https' })).includes('Secure'));
});

test('a wrong key opens nothing', async () => {
  for (const key of ['guess', `${ADMIN_KEY} `, ADMIN_KEY.toUpperCase()]) {
    const answer = await signIn(facade, key);
    assert.equal(outcome(answer), '401 ADMIN_KEY_INVALID');
    assert.equal(answer.headers['set-cookie'], undefined);
  }
  for (const body of [{}, { key: '' }, { key: 7 }, { key: ADMIN_KEY, more: 1 }, { key: 'x'.repeat(5_000) }]) {
    assert.equal(outcome(await facade.ask('POST', SESSION, { body })), '400 VALIDATION_FAILED');
  }
  const form = await facade.ask('POST', SESSION, { raw: `key=${ADMIN_KEY}`, contentType: 'application/x-www-form-urlencoded' });
  assert.equal(outcome(form), '415 UNSUPPORTED_MEDIA_TYPE', 'no form of another site signs anybody in');
});

test('the cookie opens what the key opens: reading by itself, changes with the CSRF token', async () => {
  const { cookie, csrfToken } = await browser();
  assert.equal(outcome(await facade.ask('GET', EVENTS, { headers: { cookie } })), '200');
  assert.equal(outcome(await create({ cookie, 'x-csrf-token': csrfToken })), '201');
  const { concertId } = (await create({ cookie, 'x-csrf-token': csrfToken })).body;
  const patch = { body: { maxActive: 7 }, headers: { cookie, 'x-csrf-token': csrfToken } };
  assert.equal(outcome(await facade.ask('PATCH', `${CONCERTS}/${concertId}/queue`, patch)), '200');
  assert.equal(outcome(await facade.admin('GET', EVENTS)), '200', 'the key goes on to work');
  assert.equal(outcome(await create({ authorization: `Bearer ${ADMIN_KEY}` })), '201', 'and needs no CSRF token');
});

test('a cookie that another page makes the browser send changes nothing', async () => {
  const { cookie } = await browser();
  const before = (await facade.ask('GET', EVENTS, { headers: { cookie } })).body.items.length;
  for (const headers of [{ cookie }, { cookie, 'x-csrf-token': '' }, { cookie, 'x-csrf-token': 'guess' }]) {
    const answer = await create(headers);
    assert.equal(outcome(answer), '403 CSRF_TOKEN_INVALID');
    assert.equal(answer.headers['www-authenticate'], undefined);
  }
  assert.equal((await facade.ask('GET', EVENTS, { headers: { cookie } })).body.items.length, before);
});

test('the CSRF token is looked at before the body', async () => {
  const { cookie } = await browser();
  assert.equal(outcome(await facade.ask('POST', CONCERTS, { raw: '{"broken', headers: { cookie } })), '403 CSRF_TOKEN_INVALID');
});

test('the CSRF token of another session does not do', async () => {
  const [one, other] = [await browser(), await browser()];
  assert.notEqual(one.csrfToken, other.csrfToken);
  assert.equal(outcome(await create({ cookie: one.cookie, 'x-csrf-token': other.csrfToken })), '403 CSRF_TOKEN_INVALID');
  assert.equal(outcome(await create({ 'x-csrf-token': one.csrfToken })), '401 ADMIN_KEY_INVALID', 'and is nothing without the cookie');
});

test('a page that is loaded anew learns its session again', async () => {
  const { cookie, csrfToken } = await browser();
  const answer = await facade.ask('GET', SESSION, { headers: { cookie } });
  assert.equal(answer.status, 200);
  assert.equal(answer.body.csrfToken, csrfToken);
  assert.equal(answer.headers['cache-control'], 'no-store');
  for (const headers of [{}, { cookie: 'frontrow-ops=' }, { authorization: `Bearer ${ADMIN_KEY}` }]) {
    assert.equal(outcome(await facade.ask('GET', SESSION, { headers })), '401 ADMIN_KEY_INVALID');
  }
});

test('what is forged, or no session, opens nothing', async () => {
  const { cookie } = await browser();
  const token = cookie.slice('frontrow-ops='.length);
  const { identity, clock } = facade;
  const fan = facade.fan();
  const forged = [
    `${token.slice(0, -3)}AAA`,
    `${token}x`,
    token.split('.').slice(0, 2).join('.'),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`,
    fan.accessToken,
    identity.queueTokens.sign({
      concertId: '0'.repeat(16),
      userId: fan.userId,
      seq: 1,
      issuedAt: clock.now(),
      keyId: identity.queueTokens.currentKeyId,
    }),
    ADMIN_KEY,
    '__proto__',
    'x'.repeat(8_000),
  ];
  for (const value of forged) {
    const headers = { cookie: `frontrow-ops=${value}` };
    assert.equal(outcome(await facade.ask('GET', EVENTS, { headers })), '401 ADMIN_KEY_INVALID', value);
    assert.equal(outcome(await facade.ask('GET', SESSION, { headers })), '401 ADMIN_KEY_INVALID', value);
  }
  assert.equal(
    outcome(await facade.ask('GET', EVENTS, { headers: { cookie: `other=${token}; not-frontrow-ops=${token}` } })),
    '401 ADMIN_KEY_INVALID',
  );
  assert.equal(outcome(await facade.ask('GET', EVENTS, { headers: { authorization: `Bearer ${token}` } })), '401 ADMIN_KEY_INVALID');
});

test('a cookie of the same name that a neighbouring host has planted shuts nobody out', async () => {
  const { cookie } = await browser();
  const headers = { cookie: `theme=dark; frontrow-ops=planted; ${cookie}` };
  assert.equal(outcome(await facade.ask('GET', EVENTS, { headers })), '200');
});

test('a session ends after eight hours, though it was used all the time', () =>
  withFacade({}, async (other) => {
    const { cookie, csrfToken } = await browser(other);
    const headers = { cookie, 'x-csrf-token': csrfToken };
    for (let hours = 0; hours < 8; hours += 1) {
      assert.equal(outcome(await create(headers, other)), '201');
      other.clock.advance(3_600_000);
    }
    assert.equal(outcome(await create(headers, other)), '401 ADMIN_KEY_INVALID');
    assert.equal(outcome(await other.ask('GET', SESSION, { headers })), '401 ADMIN_KEY_INVALID');
  }));

test('a session that was opened with the admin key before the last change is over', async () => {
  const before = createAdminSessions({ secrets: SECRETS, adminKey: `${ADMIN_KEY}-before`, mint: () => 'a' });
  const cookie = `frontrow-ops=${before.open(facade.clock.now()).token}`;
  assert.equal(outcome(await facade.ask('GET', EVENTS, { headers: { cookie } })), '401 ADMIN_KEY_INVALID');
});

test('any node with the same secrets believes the session', () =>
  withFacade({}, async (other) => {
    const { cookie, csrfToken } = await browser();
    assert.equal(outcome(await create({ cookie, 'x-csrf-token': csrfToken }, other)), '201');
  }));

test('signing out takes the cookie away, and only its own page can do it', async () => {
  const { cookie, csrfToken } = await browser();
  assert.equal(outcome(await facade.ask('DELETE', SESSION, { headers: { cookie } })), '403 CSRF_TOKEN_INVALID');
  const answer = await facade.ask('DELETE', SESSION, { headers: { cookie, 'x-csrf-token': csrfToken } });
  assert.equal(answer.status, 204);
  assert.match(setCookie(answer), /^frontrow-ops=; Path=\/api\/v1\/admin; Max-Age=0; HttpOnly; SameSite=Strict$/);
  assert.equal((await facade.ask('DELETE', SESSION)).status, 204, 'who has no session is signed out already');
});

test('guesses are limited by address, whatever the guesser claims to be', () =>
  withFacade({ settings: { rateLimitPerMinute: 100 } }, async (limited) => {
    const { cookie } = await browser(limited);
    for (let times = 1; times < 20; times += 1) assert.equal(outcome(await signIn(limited, 'guess', { cookie })), '401 ADMIN_KEY_INVALID');
    assert.equal(outcome(await signIn(limited, ADMIN_KEY, { cookie })), '429 RATE_LIMITED');
    assert.equal(outcome(await limited.ask('GET', '/api/v1/concerts')), '200', 'nothing else is counted with them');
  }));

test('an operator with a session is not limited, who only has a cookie of that name is', () =>
  withFacade({ settings: { rateLimitPerMinute: 3 } }, async (limited) => {
    const { cookie } = await browser(limited);
    for (let times = 0; times < 10; times += 1) assert.equal(outcome(await limited.ask('GET', EVENTS, { headers: { cookie } })), '200');
    const guess = () => limited.ask('GET', EVENTS, { headers: { cookie: 'frontrow-ops=guess' } });
    const outcomes = [outcome(await guess()), outcome(await guess()), outcome(await guess()), outcome(await guess())];
    assert.deepEqual(outcomes, [...Array.from({ length: 3 }, () => '401 ADMIN_KEY_INVALID'), '429 RATE_LIMITED']);
  }));

test('pages of other origins are neither told the CSRF token nor let send it', () =>
  withFacade({ settings: { corsOrigins: ['https://tickets.example'] } }, async (other) => {
    const preflight = await other.ask('OPTIONS', CONCERTS, {
      headers: {
        origin: 'https://tickets.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-csrf-token',
      },
    });
    assert.ok(!String(preflight.headers['access-control-allow-headers']).toLowerCase().includes('x-csrf-token'));
    assert.equal(preflight.headers['access-control-allow-credentials'], undefined);
  }));

test.run();
