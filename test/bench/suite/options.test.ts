import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { test } from 'uvu';
import assert from 'node:assert/strict';
import { parseOptions } from '../../../bench/suite/options.js';
import type { BenchOptions } from '../../../bench/suite/options.js';

const NAMES = ['hold-hot', 'hold-latency', 'peers-redis'];

interface Parsed {
  readonly options?: BenchOptions;
  readonly error?: unknown;
  readonly written: string;
}

function parse(line: string): Parsed {
  let written = '';
  const writer = { write: (text: string): void => void (written += text) };
  try {
    const argv = line.split(' ').filter((word) => word !== '');
    return { options: parseOptions(argv, NAMES, '/tree', { stdout: writer, stderr: writer }), written };
  } catch (error) {
    return { error, written };
  }
}

test('without options everything is measured in full', () => {
  assert.deepEqual(parse('').options, { task: 'measure', scale: 'full', pairs: 5, only: null, out: '/tree/artefacts/bench' });
});

test('a smoke run takes one pair and keeps nothing', () => {
  assert.deepEqual(parse('--smoke').options, { task: 'measure', scale: 'smoke', pairs: 1, only: null, out: null });
});

test('a smoke run keeps something where it is told to', () => {
  const { options } = parse('--smoke --out there --pairs 2');
  assert.deepEqual([options?.out, options?.pairs], [resolve('there'), 2]);
});

test('--only can be given several times', () => {
  assert.deepEqual(parse('--only peers-redis --only hold-hot --pairs 9').options, {
    ...{ task: 'measure', scale: 'full', pairs: 9, only: ['peers-redis', 'hold-hot'], out: '/tree/artefacts/bench' },
  });
});

test('--list and --readme are tasks of their own', () => {
  assert.equal(parse('--list').options?.task, 'list');
  assert.equal(parse('--readme').options?.task, 'readme');
});

test('--help describes every option and ends well', () => {
  const { error, written } = parse('--help');
  assert.ok(error instanceof CommanderError && error.exitCode === 0);
  for (const option of ['--smoke', '--only', '--pairs', '--out', '--list', '--readme']) assert.ok(written.includes(`  ${option}`), option);
  assert.match(written, /Exit codes: 0 measured, 1 a row failed, 2 wrong usage, 130 interrupted/);
});

for (const [wrong, explanation] of [
  ['--only hold-hit', /no such row\. Did you mean hold-hot\? The rows are: hold-hot, hold-latency, peers-redis\./],
  ['--only redis', /Did you mean peers-redis\?/],
  ['--only memory', /no such row\. The rows are: hold-hot/],
  ['--pairs 4', /--pairs must be at least 5/],
  ['--pairs 0 --smoke', /whole number from 1 to 100/],
  ['--pairs 1e1', /whole number from 1 to 100/],
  ['--pairs 101', /whole number from 1 to 100/],
  ['--list --smoke', /cannot be used with/],
  ['--readme --only hold-hot', /cannot be used with/],
  ['--smok', /unknown option.*--smoke/s],
  ['hold-hot', /too many arguments/],
] as const) {
  test(`"${wrong}" is refused and explained`, () => {
    const { error, written } = parse(wrong);
    assert.ok(error instanceof CommanderError && error.exitCode !== 0);
    assert.match(written, explanation);
  });
}

test.run();
