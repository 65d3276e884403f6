import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { VerifiedCache } from '../../src/identity/verified-cache.js';

test('it answers what was put in and nothing else', () => {
  const cache = new VerifiedCache<{ n: number }>(10);
  const claims = { n: 1 };
  cache.set('token', claims);
  assert.equal(cache.get('token'), claims);
  assert.equal(cache.get('token '), undefined);
  assert.equal(cache.get('__proto__'), undefined);
});

test('tokens that end alike are told apart, and so are places in a text', () => {
  const cache = new VerifiedCache<{ n: number }>(10);
  const end = 'x'.repeat(43);
  cache.set(`a.${end}`, { n: 1 });
  assert.equal(cache.get(`b.${end}`), undefined);
  assert.equal(cache.get(`a.${end}`, 1), undefined);
  cache.set(`b.${end}`, { n: 2 });
  assert.deepEqual(cache.get(`b.${end}`), { n: 2 });
  assert.equal(cache.get(`a.${end}`), undefined, 'the later one stays');
  cache.set(`Bearer c.${end}`, { n: 3 }, 7);
  assert.deepEqual(cache.get(`Bearer c.${end}`, 7), { n: 3 });
  assert.equal(cache.get(`Bearer c.${end}`), undefined);
});

test('tokens in use stay while others pass by', () => {
  const cache = new VerifiedCache<{ n: number }>(10);
  cache.set('mine', { n: 0 });
  for (let n = 1; n < 100; n += 1) {
    cache.set(`other-${n}`, { n });
    assert.deepEqual(cache.get('mine'), { n: 0 });
  }
  assert.equal(cache.get('other-1'), undefined);
});

test('it never holds more than its limit, and always the half that was used last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), fc.array(fc.nat({ max: 30 }), { maxLength: 200 }), (entriesMax, uses) => {
      const cache = new VerifiedCache<{ n: number }>(entriesMax);
      const used: number[] = [];
      for (const n of uses) {
        if (cache.get(`${n}`) === undefined) cache.set(`${n}`, { n });
        assert.ok(cache.size <= entriesMax, `${cache.size} entries of at most ${entriesMax}`);
        used.push(n);
      }
      const latest = [...new Set(used.reverse())].slice(0, Math.floor(entriesMax / 2));
      for (const n of latest) assert.deepEqual(cache.get(`${n}`), { n });
    }),
  );
});

test.run();
