/** As many views as there is room for, by number and by weight. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { KeptViews } from '../../src/ticketing/kept-views.js';

test('what is kept is found, until there are more than may be: then the one used longest ago goes', () => {
  const kept = new KeptViews<string>(2, 100);
  kept.keep('a', 'A', 1);
  kept.keep('b', 'B', 1);
  assert.equal(kept.get('a'), 'A');
  kept.keep('c', 'C', 1);
  assert.deepEqual([kept.get('a'), kept.get('b'), kept.get('c'), kept.size], ['A', undefined, 'C', 2]);
});

test('all together are never heavier than they may be', () => {
  const kept = new KeptViews<string>(100, 10);
  kept.keep('a', 'A', 4);
  kept.keep('b', 'B', 4);
  kept.keep('c', 'C', 4);
  assert.deepEqual([kept.get('a'), kept.get('b'), kept.get('c')], [undefined, 'B', 'C']);
  kept.keep('d', 'D', 11);
  assert.deepEqual([kept.get('b'), kept.get('c'), kept.get('d'), kept.size], [undefined, undefined, undefined, 0]);
  kept.keep('e', 'E', 10);
  assert.equal(kept.get('e'), 'E');
});

test('a newer view of the same thing takes the place of the older one, weight and all', () => {
  const kept = new KeptViews<string>(100, 10);
  kept.keep('a', 'A', 6);
  for (let round = 0; round < 10; round += 1) kept.keep('a', `A${round}`, 6);
  kept.keep('b', 'B', 4);
  assert.deepEqual([kept.get('a'), kept.get('b'), kept.size], ['A9', 'B', 2]);
  kept.keep('a', 'small', 1);
  kept.keep('c', 'C', 5);
  assert.deepEqual([kept.get('a'), kept.get('b'), kept.get('c')], ['small', 'B', 'C']);
});

test.run();
