/** Which tokens of an external issuer are believed, until when, and how soon that is said. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'uvu';
import { TOKEN_LENGTH_MAX, createExternalIssuer } from '../../src/identity/external-issuer.js';
import type { ExternalIssuer, ExternalIssuerOptions } from '../../src/identity/external-issuer.js';
import { createUserOfSubject } from '../../src/identity/user-of-subject.js';
import { ManualClock } from '../support/manual-clock.js';
import { encode, parts } from './hostile-tokens.js';
import { AUDIENCE, ISSUER, KeyServer, claimsAt, makeKey, sign } from './test-issuer.js';

const USER = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const clock = new ManualClock();
const rsa = await makeKey('RS256', 'rsa-1');
const stranger = await makeKey('RS256', 'rsa-1');
const notPinned = await makeKey('ES384', 'ec-384');
const forEncryption = await makeKey('RS256', 'for-encryption');
const others = await Promise.all([makeKey('ES256', 'ec-1'), makeKey('EdDSA', 'ed-1'), makeKey('PS256', 'pss-1')]);
const server = await KeyServer.start(rsa, notPinned, ...others);
server.keys = [...server.keys, { ...forEncryption.jwk, use: 'enc' }];

const OPTIONS: ExternalIssuerOptions = {
  issuer: ISSUER,
  audience: AUDIENCE,
  algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
  keys: { jwksUrl: server.url },
  clock,
  timers: clock,
  onFailure: (error) => assert.fail(error),
};
const issuer = createExternalIssuer(OPTIONS);
test.after(async () => {
  issuer.close();
  await server.stop();
});

const now = clock.now();
const good = await sign(rsa, claimsAt(now, { sub: USER }));
const goodEnd = Number(parts(good).payload['exp']) * 1_000 + 5_000;

async function verifyOnce(tokens: ExternalIssuer, token: unknown, at = now): Promise<unknown> {
  const verdict = tokens.verify(token, at);
  assert.ok(verdict instanceof Promise, 'not said before it was looked at');
  return verdict;
}

for (const key of [rsa, ...others]) {
  test(`a token signed with ${key.algorithm} is verified once, and then known at once`, async () => {
    const token = await sign(key, claimsAt(now, { sub: USER }));
    const claims = await verifyOnce(issuer, token);
    assert.deepEqual(claims, { userId: USER, expiresAt: goodEnd });
    assert.equal(issuer.verify(token, now), claims, 'no promise and no new object');
    assert.throws(() => Object.assign(claims as object, { userId: 'somebody else' }), TypeError);
  });
}

test('a token is read from the place in a text where it begins, and from no other', async () => {
  const header = `Bearer ${await sign(rsa, claimsAt(now, { sub: USER }))}`;
  assert.deepEqual(await issuer.verify(header, now, 7), { userId: USER, expiresAt: goodEnd });
  assert.deepEqual(issuer.verify(header, now, 7), { userId: USER, expiresAt: goodEnd });
  for (const from of [undefined, 0, 6, 8, header.length, 10_000]) assert.equal(await issuer.verify(header, now, from), null);
});

test('a subject that is a UUID is the user; of any other a UUID is made', async () => {
  const userOf = createUserOfSubject(ISSUER);
  for (const [sub, userId] of [
    [USER.toUpperCase(), USER],
    ['auth0|6508f1', userOf('auth0|6508f1')],
  ]) {
    const claims = await verifyOnce(issuer, await sign(rsa, claimsAt(now, { sub: sub ?? '' })));
    assert.equal((claims as { userId: string }).userId, userId);
  }
});

test('we may be one of several audiences, and the header need not say what kind of token it is', async () => {
  const list = await sign(rsa, claimsAt(now, { aud: ['account', AUDIENCE] }));
  assert.notEqual(await verifyOnce(issuer, list), null);
  for (const typ of [undefined, 'JWT', 'AT+JWT', 'application/at+jwt']) {
    assert.notEqual(await verifyOnce(issuer, await sign(rsa, claimsAt(now), { typ })), null, typ);
  }
});

const seconds = Math.floor(now / 1_000);
const REFUSED: readonly (readonly [string, object, object?])[] = [
  ['another issuer', { iss: 'https://id.example/realms/staff' }],
  ['an issuer that is nearly ours', { iss: `${ISSUER}/` }],
  ['no issuer', { iss: undefined }],
  ['a list of issuers', { iss: [ISSUER] }],
  ['another audience', { aud: 'account' }],
  ['an audience that is nearly ours', { aud: AUDIENCE.toUpperCase() }],
  ['several audiences without us', { aud: ['account', 'shop'] }],
  ['no audience', { aud: undefined }],
  ['no end', { exp: undefined }],
  ['an end that is text', { exp: String(seconds + 600) }],
  ['an end that is null', { exp: null }],
  ['an end beyond all numbers', { exp: 1e300 }],
  ['an end that has passed', { exp: seconds - 5 }],
  ['a beginning that is ahead', { nbf: seconds + 6 }],
  ['a beginning that is text', { nbf: String(seconds) }],
  ['no subject', { sub: undefined }],
  ['an empty subject', { sub: '' }],
  ['a subject that is a number', { sub: 1 }],
  ['half a character as subject', { sub: '\ud800' }],
  ['a critical extension', {}, { crit: ['exp'], exp: 1 }],
  ['the type of a log-out', {}, { typ: 'logout+jwt' }],
];

for (const [name, claims, header] of REFUSED) {
  test(`refused: ${name}`, async () => {
    const token = forge(rsa.keyId, { ...claimsAt(now), ...claims }, header);
    const signed = await signAnything(token);
    assert.equal(await issuer.verify(signed, now), null);
    assert.equal(await issuer.verify(signed, now), null, 'nor the second time');
  });
}

/** The signing library would not make most of these. */
function forge(kid: string | null, claims: object, header: object = {}): string {
  return `${encode({ alg: 'RS256', typ: 'at+jwt', kid, ...header })}.${encode(claims)}`;
}

async function signAnything(input: string): Promise<string> {
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', rsa.privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

test('the forger of these tests can make a good token, so what it is refused for is what was changed', async () => {
  assert.notEqual(await issuer.verify(await signAnything(forge(rsa.keyId, claimsAt(now))), now), null);
});

test('the text of a public key is no secret that tokens can be signed with', async () => {
  for (const secret of [rsa.pem, rsa.pem.trim(), JSON.stringify(rsa.jwk), rsa.jwk.n ?? '']) {
    const input = forge(rsa.keyId, claimsAt(now), { alg: 'HS256' });
    const token = `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    assert.equal(issuer.verify(token, now), null);
  }
});

test('algorithms that nobody named are refused unread', async () => {
  const [head = '', body = '', signature = ''] = good.split('.');
  assert.equal(issuer.verify(await sign(notPinned, claimsAt(now)), now), null);
  for (const alg of ['none', 'None', 'HS256', 'RS512', '', null, undefined]) {
    const header = encode({ ...parts(good).header, alg });
    assert.equal(issuer.verify(`${header}.${body}.${signature}`, now), null);
    assert.equal(issuer.verify(`${header}.${body}.`, now), null);
  }
  assert.equal(issuer.verify(`${head}.${body}.`, now), null);
});

test('a signature by another key, or of another text, is refused', async () => {
  const [head = '', body = '', signature = ''] = good.split('.');
  const another = encode({ ...parts(good).payload, sub: '00000000-0000-4000-8000-000000000000' });
  for (const token of [
    await sign(stranger, claimsAt(now)),
    await sign(forEncryption, claimsAt(now)),
    await sign(rsa, claimsAt(now), { kid: 'ec-1' }),
    await sign(rsa, claimsAt(now), { kid: 'nobody knows it' }),
    await sign(stranger, claimsAt(now), { jwk: stranger.jwk }),
    `${head}.${another}.${signature}`,
    `${head}.${body}.${signature.slice(0, -8)}`,
    `${head}.${body}.${'A'.repeat(signature.length)}`,
  ]) {
    assert.equal(await issuer.verify(token, now), null);
  }
});

test('what can be no token is refused at once', () => {
  const longest = `${good}${'A'.repeat(TOKEN_LENGTH_MAX - good.length)}`;
  const texts = [
    '',
    '..',
    'a.b',
    'a.b.c',
    `${good} `,
    ` ${good}`,
    `${good}=`,
    `${good}\n`,
    `${good}.${good}`,
    `${longest}A`,
    'x'.repeat(1e6),
  ];
  for (const text of texts) assert.equal(issuer.verify(text, now), null, text.slice(0, 20));
  for (const notText of [undefined, null, 1, [good], Buffer.from(good), { toString: () => good }]) {
    assert.equal(issuer.verify(notText, now), null);
  }
});

test('one token has one spelling', async () => {
  const [head = '', body = '', signature = ''] = good.split('.');
  for (const spelling of [
    `${head}=.${body}.${signature}`,
    `${head}. ${body}.${signature}`,
    good.replaceAll('-', '+'),
    good.replaceAll('_', '/'),
  ]) {
    if (spelling !== good) assert.equal(issuer.verify(spelling, now), null);
  }
});

test('a token ends on the clock of the node, with a little tolerance, also when it was seen before', async () => {
  const fresh = createExternalIssuer(OPTIONS);
  const token = await sign(rsa, claimsAt(now));
  assert.notEqual(await verifyOnce(fresh, token, goodEnd - 1), null);
  for (const tokens of [fresh, issuer]) {
    assert.notEqual(await tokens.verify(token, goodEnd - 1), null);
    assert.equal(await tokens.verify(token, goodEnd), null);
  }
  assert.equal(fresh.verify(token, goodEnd), null, 'known and over: said at once');
  fresh.close();
});

test('a token begins on the clock of the node, with a little tolerance', async () => {
  const token = await sign(rsa, claimsAt(now, { nbf: seconds + 60 }));
  assert.equal(await issuer.verify(token, now), null);
  assert.equal(await issuer.verify(token, (seconds + 54) * 1_000), null);
  assert.notEqual(await issuer.verify(token, (seconds + 55) * 1_000), null);
});

test('no more tokens are remembered than was said', async () => {
  const forgetful = createExternalIssuer({ ...OPTIONS, verifiedMax: 2 });
  const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((sub) => sign(rsa, claimsAt(now, { sub }))));
  for (const token of tokens) assert.notEqual(await forgetful.verify(token, now), null);
  const remembered = tokens.filter((token) => !(forgetful.verify(token, now) instanceof Promise));
  assert.ok(remembered.length <= 2, String(remembered.length));
  forgetful.close();
});

test('shared secrets and unheard-of algorithms cannot even be configured', () => {
  for (const algorithm of ['HS256', 'none', 'RS257']) {
    const algorithms = [algorithm] as unknown as ExternalIssuerOptions['algorithms'];
    assert.throws(() => createExternalIssuer({ ...OPTIONS, algorithms }), TypeError);
  }
  assert.throws(() => createExternalIssuer({ ...OPTIONS, algorithms: [] }), TypeError);
});

test.run();
