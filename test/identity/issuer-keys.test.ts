/** Keys of an external issuer from files, and from where they may be fetched at all. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import { createExternalIssuer } from '../../src/identity/external-issuer.js';
import type { ExternalIssuer } from '../../src/identity/external-issuer.js';
import { whyNotKeySetUrl } from '../../src/identity/external-settings.js';
import { KEY_SET_BYTES_MAX, KeysUnusable, readKeyFile, readKeySet } from '../../src/identity/issuer-keys.js';
import { COOLDOWN_MS, REFRESH_INTERVAL_MS } from '../../src/identity/key-set.js';
import { ManualClock } from '../support/manual-clock.js';
import { AUDIENCE, ISSUER, claimsAt, makeKey, sign, until } from './test-issuer.js';
import type { TestKey } from './test-issuer.js';

const directory = mkdtempSync(join(tmpdir(), 'frontrow-issuer-keys-'));
test.after(() => rmSync(directory, { recursive: true }));

const first = await makeKey('RS256', 'first');
const second = await makeKey('ES256', 'second');
const clock = new ManualClock();
const failures: string[] = [];
const file = join(directory, 'keys');

function open(text: string): ExternalIssuer {
  writeFileSync(file, text);
  return createExternalIssuer({
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ['RS256', 'ES256'],
    keys: { file },
    clock,
    timers: clock,
    onFailure: ({ message }) => failures.push(message),
  });
}

async function knows(issuer: ExternalIssuer, key: TestKey, header?: Readonly<Record<string, unknown>>): Promise<boolean> {
  const verdict = await issuer.verify(await sign(key, claimsAt(clock.now()), header), clock.now());
  return verdict !== null && 'userId' in verdict;
}

const jwksOf = (...keys: readonly TestKey[]): string => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });

for (const [name, text, both] of [
  ['one public key', first.pem, false],
  ['several public keys', `# the old one\n${second.pem}\r\n\r\n${first.pem}`, true],
  ['a JWKS', jwksOf(first, second), true],
] as const) {
  test(`a file may hold ${name}`, async () => {
    const issuer = open(text);
    assert.equal(await knows(issuer, first), true);
    assert.equal(await knows(issuer, second), both);
    assert.equal(await knows(issuer, await makeKey('RS256', 'first')), false);
    issuer.close();
    assert.equal(clock.waiting, 0);
  });
}

/** Made once with openssl; its private key was thrown away. */
const CERTIFICATE = `
-----BEGIN CERTIFICATE-----
MIIBejCCAR+gAwIBAgIUS4ssB2Fe7CeGvkzukOGWP5q65AowCgYIKoZIzj0EAwIw
ETEPMA0GA1UEAwwGaXNzdWVyMCAXDTI2MTEyMTE3NTc0NVoYDzIxMjYxMDI4MTc1
NzQ1WjARMQ8wDQYDVQQDDAZpc3N1ZXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AARgHFLBhTk6rr5t/XPcocA6IyaVI4lenzEPIs6ZA31yDtXrIAykUc8ipbF0uqPh
14UQR0b57afmYsqTGQY5IkwCo1MwUTAdBgNVHQ4EFgQUadvYKxpdwEh/fSewFq9Y
LkDMJQswHwYDVR0jBBgwFoAUadvYKxpdwEh/fSewFq9YLkDMJQswDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA5ZyfmytKL/bE/4S6ljJ9vL2/KDbd
f8Jt6yxFjS6y/psCIQCXohpjad8cml7huZ6Px0GXtiWr/gQvnlzdfF+gJC8OgA==
-----END CERTIFICATE-----
`;

test('of a certificate its public key is taken', () => {
  const [text = ''] = readKeyFile(CERTIFICATE, 'the test').keys();
  assert.deepEqual(Object.fromEntries(JSON.parse(text) as [string, string][]), {
    kty: 'EC',
    crv: 'P-256',
    x: 'YBxSwYU5Oq6-bf1z3KHAOiMmlSOJXp8xDyLOmQN9cg4',
    y: '1esgDKRRzyKlsXS6o-HXhRBHRvntp-ZiypMZBjkiTAI',
  });
});

test('a public key without a name is meant by tokens that name a key, and by those that do not', async () => {
  const issuer = open(first.pem);
  assert.equal(await knows(issuer, first, { kid: undefined }), true);
  assert.equal(await knows(issuer, first, { kid: 'whatever the issuer calls it' }), true);
  issuer.close();
});

test('a file that was replaced is read when a token of a new key comes', async () => {
  const issuer = open(first.pem);
  writeFileSync(file, second.pem);
  assert.equal(await knows(issuer, second), true);
  assert.equal(await knows(issuer, first), false);
  writeFileSync(file, first.pem);
  assert.equal(await knows(issuer, first), false, 'not read again so soon');
  clock.advance(COOLDOWN_MS);
  assert.equal(await knows(issuer, first), true);
  issuer.close();
});

test('a file that is gone or damaged changes nothing for a while', async () => {
  const issuer = open(first.pem);
  for (const damage of ['', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n']) {
    writeFileSync(file, damage);
    const before = failures.length;
    clock.advance(REFRESH_INTERVAL_MS);
    await until(() => failures.length > before);
    assert.equal(await knows(issuer, first), true);
  }
  rmSync(file);
  clock.advance(COOLDOWN_MS);
  await until(() => failures.some((message) => message.startsWith(`${file} can't be read (ENOENT`)));
  assert.equal(await knows(issuer, first), true);
  issuer.close();
});

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

for (const [name, text, says] of [
  ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'holds a private key'],
  ['a private key of the older form', privateKey.export({ type: 'sec1', format: 'pem' }).toString(), 'holds a private key'],
  ['a private key in a JWKS', JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }), 'holds no public key'],
  ['a shared secret', JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }), 'holds no public key'],
  ['a key for encryption', JSON.stringify({ keys: [{ ...first.jwk, use: 'enc' }] }), 'holds no public key'],
  ['a damaged key', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n', 'not a public key'],
  ['nothing', '', 'is not a JSON Web Key Set'],
  ['something else', 'ssh-rsa AAAA', 'is not a JSON Web Key Set'],
  ['far too much', ' '.repeat(KEY_SET_BYTES_MAX + 1), 'has more than'],
] as const) {
  test(`a file with ${name} stops the start`, () => {
    assert.throws(
      () => open(text),
      (error) =>
        error instanceof KeysUnusable && error.message.includes(says) && error.message.includes(file) && !error.message.includes('\n'),
    );
    assert.equal(clock.waiting, 0);
  });
}

test('a file that is not there stops the start', () => {
  const path = join(directory, 'nothing-here');
  assert.throws(
    () =>
      createExternalIssuer({
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['RS256'],
        keys: { file: path },
        clock,
        onFailure: (error) => assert.fail(error),
      }),
    (error) => error instanceof KeysUnusable && error.message.startsWith(`${path} can't be read (ENOENT`),
  );
});

test('a key is the same key however the issuer orders its members, and another one when anything in it changed', () => {
  const texts = (jwk: object): string[] => [...readKeySet(JSON.stringify({ keys: [jwk] }), 'the test').keys()];
  const turned = Object.fromEntries(Object.entries(first.jwk).reverse());
  assert.deepEqual(texts(turned), texts(first.jwk));
  assert.notDeepEqual(texts({ ...first.jwk, kid: 'renamed' }), texts(first.jwk));
});

test('what is not a key for signatures is left out of a key set', () => {
  const odd = [
    null,
    1,
    'key',
    [],
    {},
    { kty: 'AKP' },
    { kty: 'oct', k: 'AAAA' },
    { ...second.jwk, d: 'AAAA' },
    { ...first.jwk, use: 'enc' },
  ];
  const keys = readKeySet(JSON.stringify({ keys: [...odd, first.jwk] }), 'the test');
  assert.deepEqual(
    [...keys.values()].map(({ keyId }) => keyId),
    ['first'],
  );
});

test('a key in a file that no algorithm can use is not found out before a token needs it', () => {
  assert.equal(readKeyFile(JSON.stringify({ keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] }), 'the test').size, 1);
});

for (const url of [
  'https://id.example/jwks',
  'https://10.0.0.1:8443/jwks',
  'http://localhost:8080/jwks',
  'http://127.0.0.1/',
  'http://[::1]:9/jwks',
]) {
  test(`keys may come from ${url}`, () => assert.equal(whyNotKeySetUrl(url), null));
}

for (const url of [
  '',
  'jwks.json',
  'http://id.example/jwks',
  'http://127.0.0.1.nip.io/jwks',
  'http://127.example/jwks',
  'http://localhost.example/jwks',
  'http://0.0.0.0/jwks',
  'http://10.0.0.1/jwks',
  'ftp://id.example/jwks',
  'file:///etc/passwd',
  'data:application/json,{"keys":[]}',
  'https://user:password@id.example/jwks',
]) {
  test(`keys may not come from ${url === '' ? 'nowhere' : url}`, () => {
    assert.match(whyNotKeySetUrl(url) ?? '', /^must /);
    const create = (): ExternalIssuer =>
      createExternalIssuer({
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['RS256'],
        keys: { jwksUrl: url },
        clock,
        timers: clock,
        onFailure: (error) => assert.fail(error),
      });
    assert.throws(create, KeysUnusable);
    assert.equal(clock.waiting, 0);
  });
}

test.run();
