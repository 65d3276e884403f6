/** What a client learns of the service before it asks for anything. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { DEFAULT_BRAND } from '../../src/rest/pages-brand.js';
import { MAX_POINTS, withFacade } from '../support/test-facade.js';
import type { FacadeOptions } from '../support/test-facade.js';

function factsWith(options: FacadeOptions): Promise<unknown> {
  return withFacade(options, async (facade) => {
    const answer = await facade.ask('GET', '/api/v1/service');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['cache-control'], 'public, max-age=60');
    return answer.body;
  });
}

test('a service with guests says so', async () => {
  assert.deepEqual(await factsWith({ service: { version: '1.2.3', demo: true } }), {
    name: 'Frontrow',
    version: '1.2.3',
    guests: true,
    selfCharge: true,
    maxPoints: MAX_POINTS,
    signInUrl: null,
    demo: true,
  });
});

test('a service whose users sign in elsewhere says where, under its own name', async () => {
  const signInUrl = 'https://accounts.example/sign-in';
  const facts = await factsWith({
    service: { selfCharge: false, signInUrl },
    brand: { ...DEFAULT_BRAND, name: '예매소' },
    accessTokens: () => ({ issue: null, verify: () => null }),
  });
  assert.deepEqual(facts, {
    name: '예매소',
    version: '0.0.0',
    guests: false,
    selfCharge: false,
    maxPoints: MAX_POINTS,
    signInUrl,
    demo: false,
  });
});

test.run();
