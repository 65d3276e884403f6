/** Settings that are right by themselves and wrong together. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { readConfig } from '../../src/config.js';
import { problemsOf } from './problems.js';

const SERVICES = { FRONTROW_GRPC_SERVICES: '/etc/frontrow/services.json' };
const CERT = { FRONTROW_GRPC_CERT: '/etc/frontrow/cert.pem' };
const KEY = { FRONTROW_GRPC_KEY: '/etc/frontrow/key.pem' };
const CLIENT_CA = { FRONTROW_GRPC_CLIENT_CA: '/etc/frontrow/ca.pem' };
const ISSUER = { FRONTROW_ISSUER: 'https://login.example/' };
const AUDIENCE = { FRONTROW_ISSUER_AUDIENCE: 'tickets' };
const JWKS_URL = { FRONTROW_ISSUER_JWKS_URL: 'https://login.example/jwks.json' };
const KEYS_FILE = { FRONTROW_ISSUER_KEYS_FILE: '/etc/frontrow/issuer.pem' };

/** Environment, and how each problem begins. */
const WRONG: readonly (readonly [NodeJS.ProcessEnv, ...string[]])[] = [
  [CERT, 'FRONTROW_GRPC_CERT: must come with FRONTROW_GRPC_KEY'],
  [KEY, 'FRONTROW_GRPC_KEY: must come with FRONTROW_GRPC_CERT'],
  [{ ...CLIENT_CA, ...SERVICES }, 'FRONTROW_GRPC_CLIENT_CA: must come with FRONTROW_GRPC_CERT and FRONTROW_GRPC_KEY'],
  [{ ...CLIENT_CA, ...CERT, ...KEY }, 'FRONTROW_GRPC_CLIENT_CA: must come with FRONTROW_GRPC_SERVICES'],
  [{ FRONTROW_GRPC_HOST: '0.0.0.0' }, 'FRONTROW_GRPC_HOST="0.0.0.0": must be a loopback address'],
  [{ FRONTROW_GRPC_HOST: '::', ...CERT, ...KEY }, 'FRONTROW_GRPC_HOST="::": must be a loopback address'],
  [{ FRONTROW_GRPC_HOST: 'tickets.example' }, 'FRONTROW_GRPC_HOST="tickets.example": must be a loopback address'],
  [
    ISSUER,
    'FRONTROW_ISSUER: must come with FRONTROW_ISSUER_AUDIENCE',
    'FRONTROW_ISSUER: must come with FRONTROW_ISSUER_JWKS_URL or FRONTROW_ISSUER_KEYS_FILE',
  ],
  [{ ...ISSUER, ...JWKS_URL }, 'FRONTROW_ISSUER: must come with FRONTROW_ISSUER_AUDIENCE'],
  [{ ...ISSUER, ...AUDIENCE }, 'FRONTROW_ISSUER: must come with FRONTROW_ISSUER_JWKS_URL'],
  [{ ...ISSUER, ...AUDIENCE, ...JWKS_URL, ...KEYS_FILE }, 'FRONTROW_ISSUER_KEYS_FILE: must be unset while FRONTROW_ISSUER_JWKS_URL is set'],
  [AUDIENCE, 'FRONTROW_ISSUER_AUDIENCE: must come with FRONTROW_ISSUER'],
  [{ ...JWKS_URL, ...KEYS_FILE }, 'FRONTROW_ISSUER_JWKS_URL: must come with', 'FRONTROW_ISSUER_KEYS_FILE: must come with'],
];

for (const [env, ...beginnings] of WRONG) {
  test(`${Object.entries(env)
    .map((pair) => pair.join('='))
    .join(' ')} is refused`, () => {
    const problems = problemsOf(env);
    assert.equal(problems.length, beginnings.length, problems.join('\n'));
    for (const [at, beginning] of beginnings.entries()) assert.ok(problems[at]?.startsWith(beginning), problems[at]);
  });
}

test('what belongs together is taken together', () => {
  for (const env of [
    { ...CERT, ...KEY },
    { ...CERT, ...KEY, ...SERVICES, FRONTROW_GRPC_HOST: '0.0.0.0' },
    { ...CERT, ...KEY, ...CLIENT_CA, ...SERVICES, FRONTROW_GRPC_HOST: '::' },
    { ...SERVICES, FRONTROW_GRPC_HOST: '10.0.0.1' },
    { FRONTROW_GRPC_HOST: '127.0.0.2' },
    { FRONTROW_GRPC_HOST: '::1' },
    { FRONTROW_GRPC_HOST: 'LocalHost' },
    { ...ISSUER, ...AUDIENCE, ...JWKS_URL },
    { ...ISSUER, ...AUDIENCE, ...KEYS_FILE, FRONTROW_ISSUER_ALGORITHMS: 'ES256' },
  ]) {
    assert.deepEqual(problemsOf(env), []);
  }
});

test('a setting that has a problem of its own contradicts nothing', () => {
  const problems = problemsOf({ FRONTROW_ISSUER: 'two words', ...AUDIENCE, FRONTROW_GRPC_HOST: 'a b' });
  assert.deepEqual(
    problems.map((problem) => problem.split('=')[0]),
    ['FRONTROW_GRPC_HOST', 'FRONTROW_ISSUER'],
  );
});

test('fans charge their own wallets, unless users come from elsewhere or the operator says otherwise', () => {
  const external = { ...ISSUER, ...AUDIENCE, ...JWKS_URL };
  assert.equal(readConfig({}).selfCharge, true);
  assert.equal(readConfig(external).selfCharge, false);
  assert.equal(readConfig({ ...external, FRONTROW_SELF_CHARGE: 'on' }).selfCharge, true);
  assert.equal(readConfig({ FRONTROW_SELF_CHARGE: 'off' }).selfCharge, false);
});

test.run();
