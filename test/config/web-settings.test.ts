/** What the settings of the web app accept. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'uvu';
import { readConfig } from '../../src/config.js';
import { onlyProblemOf } from './problems.js';

const ISSUER = {
  FRONTROW_ISSUER: 'https://login.example/',
  FRONTROW_ISSUER_AUDIENCE: 'tickets',
  FRONTROW_ISSUER_JWKS_URL: 'https://login.example/jwks.json',
};

test('fans are sent to sign in over https, or to this machine', () => {
  for (const url of [
    'https://accounts.example/sign-in',
    'https://accounts.example/?client=tickets',
    'http://localhost:8080/',
    'http://[::1]/',
  ]) {
    assert.equal(readConfig({ ...ISSUER, FRONTROW_SIGN_IN_URL: url }).signInUrl, url);
  }
  for (const [url, why] of [
    ['accounts.example', /must be a URL/],
    ['http://accounts.example/', /must begin with https/],
    ['javascript:alert(1)', /must begin with https/],
    ['https://accounts.example/#', /must not have a fragment/],
    ['https://accounts.example/?returnTo=https://evil.example', /must not say returnTo/],
    ['https://me:hunter2@accounts.example/', /must not hold a user name or a password/],
  ] as const) {
    const problem = onlyProblemOf({ ...ISSUER, FRONTROW_SIGN_IN_URL: url });
    assert.match(problem, /FRONTROW_SIGN_IN_URL: must/);
    assert.match(problem, why);
    assert.ok(!problem.includes('hunter2'));
  }
});

test('where there are guests, nobody is sent elsewhere', () => {
  assert.match(
    onlyProblemOf({ FRONTROW_SIGN_IN_URL: 'https://accounts.example/' }),
    /FRONTROW_SIGN_IN_URL: must come with FRONTROW_ISSUER/,
  );
  assert.equal(readConfig({}).signInUrl, null);
});

test('the folder of the brand is made absolute', () => {
  assert.equal(readConfig({ FRONTROW_BRAND_DIR: 'brand' }).brandDir, resolve('brand'));
  assert.equal(readConfig({}).brandDir, null);
});

test.run();
