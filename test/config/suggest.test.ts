import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { editsBetween, suggest } from '../../src/config/suggest.js';

const word = fc.string({ unit: fc.constantFrom('A', 'B', 'C', '_'), maxLength: 8 });

test('edits are insertions, removals and replacements', () => {
  assert.equal(editsBetween('KITTEN', 'SITTING'), 3);
  assert.equal(editsBetween('', 'PORT'), 4);
  assert.equal(editsBetween('PORT', ''), 4);
  assert.equal(editsBetween('PORT', 'PORT'), 0);
});

test('edits are a distance: 0 for the same only, the same both ways, never longer by a detour', () => {
  fc.assert(
    fc.property(word, word, word, (one, two, three) => {
      assert.equal(editsBetween(one, two) === 0, one === two);
      assert.equal(editsBetween(one, two), editsBetween(two, one));
      assert.ok(editsBetween(one, three) <= editsBetween(one, two) + editsBetween(two, three));
    }),
  );
});

test('the closest comes first, at most three, and nothing far-fetched', () => {
  const known = ['RATE_LIMIT', 'BODY_LIMIT', 'HOST', 'PAST', 'POST', 'MOST'];
  assert.deepEqual(suggest('RATE_LIMITS', known), ['RATE_LIMIT']);
  assert.deepEqual(suggest('HOSTS', known), ['HOST']);
  assert.deepEqual(suggest('LOST', known), ['HOST', 'POST', 'MOST']);
  assert.deepEqual(suggest('COLOUR', known), []);
});

test('a name that is a word of longer ones suggests those', () => {
  assert.deepEqual(suggest('LIMIT', ['RATE_LIMIT', 'BODY_LIMIT_BYTES', 'LIMITLESS']), ['RATE_LIMIT', 'BODY_LIMIT_BYTES']);
});

test.run();
