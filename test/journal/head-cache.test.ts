import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { WriterHead } from '../../src/journal/sqlite/head-cache.js';
import { HeadCache } from '../../src/journal/sqlite/head-cache.js';

function head(name: string): WriterHead {
  return { id: 1, name, version: 1, hash: '', at: 0, wakeAt: null, openEffects: false, storedDue: false, changed: false, fenced: false };
}

test('heads in use stay, others leave, and the cache stays bounded', () => {
  const cache = new HeadCache(10);
  const hot = head('hot');
  cache.add(hot);
  for (let key = 0; key < 100; key += 1) {
    cache.trim();
    assert.equal(cache.get('hot'), hot);
    cache.add(head(`cold/${key}`));
  }
  const kept = Array.from({ length: 100 }, (_, key) => cache.get(`cold/${key}`)).filter((found) => found !== undefined);
  assert.ok(kept.length <= 20);
  assert.ok(kept.length > 0);
});

test('within a transaction nothing is forgotten', () => {
  const cache = new HeadCache(10);
  for (let key = 0; key < 100; key += 1) cache.add(head(`${key}`));
  assert.ok(Array.from({ length: 100 }, (_, key) => cache.get(`${key}`)).every((found) => found !== undefined));
});

test.run();
