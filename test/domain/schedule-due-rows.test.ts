import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { DueRows } from '../../src/domain/schedule/due-rows.js';

/** Takes everything out, earliest first. */
function drained(due: DueRows): number[] {
  const rows: number[] = [];
  while (due.size > 0) {
    rows.push(due.first());
    due.remove(due.first());
  }
  return rows;
}

test('nothing is due when there are no rows', () => {
  const due = new DueRows();
  assert.deepEqual([due.size, due.first(), due.firstAt()], [0, -1, Infinity]);
});

test('a row has one due time, and only a row that has one can be taken out', () => {
  const due = new DueRows();
  due.add(3, 100);
  assert.throws(() => due.add(3, 200), /due time already/);
  assert.throws(() => due.remove(2), /no due time/);
  due.remove(3);
  assert.throws(() => due.remove(3), /no due time/);
  due.add(3, 50);
  assert.equal(due.firstAt(), 50);
});

test('rows come out by due time, equal times by row, whatever was added and taken out in between', () => {
  const time = fc.nat(20);
  fc.assert(
    fc.property(
      fc.array(time, { maxLength: 80, size: 'max' }),
      fc.array(fc.tuple(fc.nat(79), time), { maxLength: 80, size: 'max' }),
      (times, changes) => {
        const due = new DueRows();
        const expected = new Map<number, number>();
        const put = (row: number, at: number): void => {
          due.add(row, at);
          expected.set(row, at);
        };
        for (const [row, at] of times.entries()) put(row, at);
        for (const [row, at] of changes) {
          if (expected.delete(row)) due.remove(row);
          else put(row, at);
          const earliest = [...expected].sort(([a, atA], [b, atB]) => atA - atB || a - b)[0];
          assert.deepEqual([due.first(), due.firstAt(), due.size], [...(earliest ?? [-1, Infinity]), expected.size]);
        }
        const inOrder = [...expected].sort(([a, atA], [b, atB]) => atA - atB || a - b).map(([row]) => row);
        assert.deepEqual(drained(due), inOrder);
      },
    ),
  );
});

test.run();
