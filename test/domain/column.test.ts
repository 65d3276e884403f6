/** Columns in pages: nothing is lost when they grow, and a copy is of what was there when it was begun, however long it takes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { atOnce, Column, together } from '../../src/domain/column.js';
import type { Slices } from '../../src/domain/column.js';

const numbers = (): Column<Int32Array> => new Column<Int32Array>(Int32Array);

test('whatever is set where, it is found there, and nowhere else', () => {
  // Around the sizes at which the first page doubles, and around the borders of pages.
  const border = fc.constantFrom(0, 16, 32, 4_096, 8_192, 40_960).chain((at) => fc.integer({ min: Math.max(0, at - 2), max: at + 2 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(border, fc.integer({ min: 1, max: 1_000 })), { maxLength: 60 }), (cells) => {
      const column = numbers();
      const set = new Map<number, number>();
      for (const [index, value] of cells) {
        column.set(index, value);
        set.set(index, value);
        for (const [known, kept] of set) assert.equal(column.at(known), kept);
      }
      for (let index = 0; index < 200; index += 1) assert.equal(column.at(index) ?? 0, set.get(index) ?? 0);
    }),
  );
});

test('what was never set is 0 or undefined, and a row before the first is undefined', () => {
  const column = numbers();
  assert.equal(column.at(0), undefined);
  column.set(3, 7);
  assert.deepEqual([column.at(2), column.at(-1), column.at(5_000)], [0, undefined, undefined]);
});

test('a copy and a column made of it have the same cells at every size', () => {
  for (const length of [0, 1, 15, 16, 17, 4_095, 4_096, 4_097, 10_000]) {
    const column = numbers();
    for (let index = 0; index < length; index += 1) column.set(index, index * 3);
    const copy = atOnce(column.copy(length));
    assert.deepEqual(
      copy,
      Int32Array.from({ length }, (_, index) => index * 3),
    );
    const again = Column.of<Int32Array>(Int32Array, copy);
    again.set(length, -1);
    assert.deepEqual(atOnce(again.copy(length + 1)), Int32Array.of(...copy, -1));
    assert.equal(copy.length, length, 'the copy was not touched');
  }
});

test('a copy in slices holds the cells that were there when it began, while the column grows', () => {
  const length = 400_000;
  const column = numbers();
  for (let index = 0; index < length; index += 1) column.set(index, index);
  const slices = column.copy(length);
  let pauses = 0;
  for (let slice = slices.next(); ; slice = slices.next()) {
    if (slice.done === true) {
      assert.deepEqual(
        slice.value,
        Int32Array.from({ length }, (_, index) => index),
      );
      break;
    }
    column.set(length + pauses * 5_000, -1);
    pauses += 1;
  }
  assert.ok(pauses >= 3, `${pauses} pauses`);
});

test('a copy of more than was ever set is a bug', () => {
  assert.throws(() => atOnce(numbers().copy(1)), /never set/);
});

test('two works in turns are both begun in the first slice and both done in the end', () => {
  const seen: string[] = [];
  const work = function* (name: string, pauses: number): Slices<string> {
    for (let index = 0; index < pauses; index += 1) {
      seen.push(`${name}${index}`);
      yield;
    }
    return name;
  };
  const both = together(work('a', 1), work('b', 3));
  both.next();
  assert.deepEqual(seen, ['a0', 'b0']);
  assert.deepEqual(atOnce(both), ['a', 'b']);
  assert.deepEqual(seen, ['a0', 'b0', 'b1', 'b2']);
});

test.run();
