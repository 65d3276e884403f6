/** How callers are counted when there are many of them. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { withFacade } from '../support/test-facade.js';

const OTHERS = 5_100;

test('a caller stays counted, however many others come meanwhile', () =>
  withFacade({ settings: { rateLimitPerMinute: 1, trustProxy: true } }, async (facade) => {
    const from = async (address: string): Promise<number> =>
      (await facade.ask('GET', '/api/v1/concerts', { headers: { 'x-forwarded-for': address } })).status;
    assert.equal(await from('203.0.113.1'), 200);
    for (let other = 0; other < OTHERS; other += 1) assert.equal(await from(`10.1.${other >> 8}.${other & 255}`), 200);
    assert.equal(await from('203.0.113.1'), 429);
  }));

test.run();
