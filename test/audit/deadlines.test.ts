import { test } from 'uvu';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Deadlines } from '../../src/audit/deadlines.js';

test('whatever is added in whatever order comes out when it is due, earliest first, once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.nat(50), (times, now) => {
      const deadlines = new Deadlines<number>(() => true);
      for (const at of times) deadlines.add(at, at);
      const sorted = [...times].sort((one, other) => one - other);
      assert.deepEqual(
        [...deadlines.overdue(now)],
        sorted.filter((at) => at <= now),
      );
      assert.deepEqual([...deadlines.overdue(now)], []);
      assert.deepEqual(
        [...deadlines.overdue(Infinity)],
        sorted.filter((at) => at > now),
      );
    }),
  );
});

test('what was settled in the meantime is skipped', () => {
  const settled = new Set([2]);
  const deadlines = new Deadlines<number>((item) => !settled.has(item));
  for (const item of [3, 1, 2]) deadlines.add(item, item);
  assert.deepEqual([...deadlines.overdue(5)], [1, 3]);
});

test('an item with a new deadline is judged by the new one', () => {
  const item = { at: 10 };
  const deadlines = new Deadlines<{ at: number }>((open, at) => open.at === at);
  deadlines.add(10, item);
  item.at = 20;
  deadlines.add(20, item);
  assert.deepEqual([...deadlines.overdue(15)], []);
  assert.deepEqual([...deadlines.overdue(20)], [item]);
});

test.run();
