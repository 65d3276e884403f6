import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { TokenPages } from '../../src/domain/queue/token-pages.js';
import { UserIndex } from '../../src/domain/queue/user-index.js';
import { userIdOf, wordsOf } from '../../src/domain/queue/user-words.js';

test('a user id survives the way to words and back', () => {
  fc.assert(
    fc.property(fc.uuid(), (userId) => {
      const { a, b, c, d } = wordsOf(userId);
      assert.equal(userIdOf(a, b, c, d), userId);
    }),
  );
});

test('after any adds and removals the index finds exactly the live token of each user', () => {
  const choice = fc.integer({ min: 0, max: 19 });
  // Few enough users that the parts of the index, which start with 8 slots, see runs of neighbours; the words differ in one place only.
  const family = fc.constantFrom(1, 0x100, 0x1000000);
  fc.assert(
    fc.property(family, fc.array(choice, { maxLength: 300, size: 'max' }), (factor, choices) => {
      const tokens = new TokenPages();
      const index = new UserIndex(tokens);
      const live = new Map<number, number>();
      const words = (who: number) => ({ a: (who * factor) >>> 0, b: 0, c: 0, d: 0 });
      for (const who of choices) {
        const seq = live.get(who);
        if (seq === undefined) {
          live.set(who, tokens.push(words(who), 0, 0));
          index.add(tokens.last);
        } else {
          live.delete(who);
          index.remove(seq);
        }
        for (let other = 0; other < 20; other += 1) assert.equal(index.find(words(other)), live.get(other) ?? 0);
      }
    }),
  );
});

test('twenty thousand users are told apart, also when every second one goes', () => {
  const tokens = new TokenPages();
  const index = new UserIndex(tokens);
  const crowd = 20_000;
  for (let who = 1; who <= crowd; who += 1) {
    tokens.push({ a: who, b: who * 3, c: 7, d: 0xffffffff }, 0, 0);
    index.add(who);
  }
  for (let who = 1; who <= crowd; who += 2) index.remove(who);
  for (let who = 1; who <= crowd; who += 1) {
    assert.equal(index.find({ a: who, b: who * 3, c: 7, d: 0xffffffff }), who % 2 === 0 ? who : 0);
  }
});

test('removing a token that is not in the index is a crash', () => {
  const tokens = new TokenPages();
  const index = new UserIndex(tokens);
  tokens.push({ a: 1, b: 2, c: 3, d: 4 }, 0, 0);
  assert.throws(() => index.remove(1), /not in the user index/);
});

test.run();
