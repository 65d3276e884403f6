/** What every row of the suite has to bring along, whatever it measures. */
import { test } from 'uvu';
import assert from 'node:assert/strict';
import { ROWS } from '../../../bench/suite/registry.js';

test('rows have names of their own, in kebab-case', () => {
  const names = ROWS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(
    names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)),
    [],
  );
});

test('rows say what they measure, in one line without a full stop', () => {
  const unsaid = ROWS.filter(({ title, ours, reference }) => [title, ours, reference].some((text) => !/^\S.*[^.\s]$/.test(text)));
  assert.deepEqual(
    unsaid.map(({ name }) => name),
    [],
  );
});

test.run();
