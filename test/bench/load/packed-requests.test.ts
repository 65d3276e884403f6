import { test } from 'uvu';
import assert from 'node:assert/strict';
import type { LoadRequest } from '../../../bench/load/load.js';
import { pack, unpack } from '../../../bench/load/packed-requests.js';

const REQUESTS: readonly LoadRequest[] = [
  { method: 'POST', path: '/holds', user: 0, body: '{"seat":1}' },
  { method: 'GET', path: '/holds', user: 1 },
  { method: 'POST', path: '/holds', user: -1, body: '{"seat":2}' },
  { method: 'DELETE', path: '/holds/7', user: 2 },
];

test('requests come out as they went in, in their order', () => {
  assert.deepEqual(unpack(pack(REQUESTS)), REQUESTS);
  assert.deepEqual(unpack(pack([])), []);
});

test('a method and a path are kept once, however many requests share them', () => {
  assert.deepEqual(pack(REQUESTS).routes, [
    { method: 'POST', path: '/holds' },
    { method: 'GET', path: '/holds' },
    { method: 'DELETE', path: '/holds/7' },
  ]);
});

test.run();
