import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'uvu';
import { atOnce } from '../../src/domain/column.js';
import { hashOfId, IdColumn } from '../../src/domain/id-column.js';

const ID = '0123456789abcdef00000000ffffffff';
const UUID = '01234567-89ab-cdef-0000-0000ffffffff';

function remembered(...ids: readonly string[]): IdColumn {
  const column = new IdColumn();
  for (const id of ids) column.remember(column.push(id));
  return column;
}

test('an id is found in the row it was put in, with and without dashes', () => {
  const column = remembered('f'.repeat(32), UUID);
  assert.equal(column.length, 2);
  assert.equal(column.find(ID), 1);
  assert.equal(column.find(UUID), 1);
  assert.equal(column.hex(1), ID);
  assert.equal(column.uuid(1), UUID);
});

test('what is not an id is never found, however much it looks like one', () => {
  const column = remembered('0'.repeat(32), ID);
  for (const text of [
    '',
    '0',
    ID.slice(1),
    `${ID}0`,
    ID.toUpperCase(),
    ID.replace('9', 'g'),
    ID.replace('9', ' '),
    ID.replace('9', '\u0660'),
    `+${ID.slice(1)}`,
  ]) {
    assert.equal(column.find(text), -1, JSON.stringify(text));
  }
});

test('what is not an id is not taken in', () => {
  const column = new IdColumn();
  assert.throws(() => column.push('mina'), /mina is not 32 hex digits/);
  assert.throws(() => column.findOrAdd('mina'), /mina is not 32 hex digits/);
  assert.equal(column.length, 0);
});

test('a row is found only once it is remembered, and the last one remembered wins', () => {
  const column = new IdColumn();
  const first = column.push(ID);
  const second = column.push(ID);
  assert.equal(column.find(ID), -1);
  column.remember(first);
  column.remember(second);
  assert.equal(column.find(ID), second);
});

test('findOrAdd adds every id once, in order, and tells its row ever after', () => {
  const id = fc.stringMatching(/^[0-3]{4}$/).map((text) => text.repeat(8));
  fc.assert(
    fc.property(fc.array(id, { maxLength: 300, size: 'max' }), (ids) => {
      const column = new IdColumn();
      const distinct = [...new Set(ids)];
      for (const each of ids) assert.equal(column.findOrAdd(each), distinct.indexOf(each));
      assert.equal(column.length, distinct.length);
      distinct.forEach((each, row) => assert.equal(column.hex(row), each));
    }),
  );
});

test('every id is found in its own row, others are not, and a decoded column holds the same ids', () => {
  const id = fc.stringMatching(/^[0-3]{4}$/).map((text) => text.repeat(8));
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.boolean()), { maxLength: 300, size: 'max' }), (pushed) => {
      const column = new IdColumn();
      const rows = new Map<string, number>();
      for (const [each, isRemembered] of pushed) {
        const row = column.push(each);
        if (!isRemembered) continue;
        column.remember(row);
        rows.set(each, row);
      }
      const decoded = IdColumn.decode(structuredClone(atOnce(column.encode(column.length))));
      for (const row of rows.values()) decoded.remember(row);
      for (const [each] of pushed) {
        assert.equal(column.find(each), rows.get(each) ?? -1);
        assert.equal(decoded.find(each), rows.get(each) ?? -1);
      }
      assert.equal(decoded.length, column.length);
    }),
  );
});

test('a hundred thousand ids are found in their rows while the look-up grows, and after a snapshot', () => {
  const count = 100_000;
  const id = (row: number): string => createHash('md5').update(String(row)).digest('hex');
  const column = new IdColumn();
  for (let row = 0; row < count; row += 1) {
    column.remember(column.push(id(row)));
    // One that came long ago, and the one that comes next.
    assert.equal(column.find(id(row >> 1)), row >> 1);
    assert.equal(column.find(id(row + 1)), -1);
  }
  const decoded = IdColumn.decode(atOnce(column.encode(count)));
  for (let row = 0; row < count; row += 1) decoded.remember(row);
  for (let row = 0; row < count; row += 1) {
    assert.equal(column.find(id(row)), row);
    assert.equal(decoded.find(id(row)), row);
    assert.equal(decoded.hex(row), id(row));
  }
});

test('ids whose hashes begin alike fill one part of the look-up, and are told apart all the same', () => {
  const alike: string[] = [];
  const others: string[] = [];
  const leading = (id: string): number => hashOfId(id) >>> 19;
  const id = (number: number): string => number.toString(16).padStart(32, '0');
  for (let number = 0; alike.length < 6_000; number += 1) {
    if (leading(id(number)) === 5) alike.push(id(number));
    else if (number < 1_000) others.push(id(number));
  }
  const column = remembered(...others, ...alike);
  [...others, ...alike].forEach((each, row) => assert.equal(column.find(each), row));
});

test.run();
