/** What the settings of an external issuer accept. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Config } from '../../src/config.js';
import { readConfig } from '../../src/config.js';
import { onlyProblemOf } from './problems.js';

const ISSUER = {
  FRONTROW_ISSUER: 'https://login.example/',
  FRONTROW_ISSUER_AUDIENCE: 'tickets',
  FRONTROW_ISSUER_JWKS_URL: 'https://login.example/jwks.json',
};

const read = (env: NodeJS.ProcessEnv): Config => readConfig({ ...ISSUER, ...env });
const problemOf = (env: NodeJS.ProcessEnv): string => onlyProblemOf({ ...ISSUER, ...env });

test('issuer and audience are taken as they are', () => {
  const { issuer, issuerAudience } = read({ FRONTROW_ISSUER: 'accounts.example', FRONTROW_ISSUER_AUDIENCE: 'api://Tickets' });
  assert.deepEqual({ issuer, issuerAudience }, { issuer: 'accounts.example', issuerAudience: 'api://Tickets' });
  for (const name of ['FRONTROW_ISSUER', 'FRONTROW_ISSUER_AUDIENCE']) {
    for (const text of ['two words', 'ü', 'x'.repeat(513)])
      assert.match(problemOf({ [name]: text }), new RegExp(`${name}=.*visible ASCII`));
  }
});

test('keys are fetched over https, or from this machine', () => {
  for (const url of [
    'https://login.example/keys?v=2',
    'http://localhost:8080/jwks',
    'http://127.0.0.1/jwks',
    ' https://login.example/k ',
  ]) {
    assert.equal(read({ FRONTROW_ISSUER_JWKS_URL: url }).issuerJwksUrl, url.trim());
  }
  for (const url of ['http://login.example/jwks', 'file:///etc/passwd', 'login.example/jwks', 'https://']) {
    assert.match(problemOf({ FRONTROW_ISSUER_JWKS_URL: url }), /FRONTROW_ISSUER_JWKS_URL: must be/);
  }
});

test('a URL with a password is refused without showing it', () => {
  const problem = problemOf({ FRONTROW_ISSUER_JWKS_URL: 'https://me:hunter2@login.example/jwks' });
  assert.match(problem, /must not hold a user name or a password/);
  assert.ok(!problem.includes('hunter2'));
});

test('algorithms are signatures with a public key, named one by one', () => {
  const of = (text: string): readonly string[] => read({ FRONTROW_ISSUER_ALGORITHMS: text }).issuerAlgorithms;
  assert.deepEqual(of('RS256'), ['RS256']);
  assert.deepEqual(of('PS256, ES384,PS256'), ['PS256', 'ES384']);
  for (const text of ['HS256', 'none', 'RS256,HS512', 'rs256', '*', ',']) {
    assert.match(problemOf({ FRONTROW_ISSUER_ALGORITHMS: text }), /FRONTROW_ISSUER_ALGORITHMS=.*must be a comma-separated list of RS256/);
  }
  assert.match(problemOf({ FRONTROW_ISSUER_ALGORITHMS: 'RS256,HS512' }), /not so: "HS512"/);
});

test.run();
