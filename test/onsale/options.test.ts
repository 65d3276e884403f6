import { test } from 'uvu';
import * as assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { parseOptions } from '../../bench/onsale/options.js';

/** What commander writes about wrong usage is not wanted among the test's lines. */
function quietly<Result>(work: () => Result): { readonly result?: Result; readonly error?: unknown; readonly written: string } {
  const write = process.stderr.write.bind(process.stderr);
  let written = '';
  process.stderr.write = (text: string | Uint8Array): boolean => {
    written += String(text);
    return true;
  };
  try {
    return { result: work(), written };
  } catch (error) {
    return { error, written };
  } finally {
    process.stderr.write = write;
  }
}

test('without options a sale of 2,000 fans on a node of its own is played', () => {
  assert.deepEqual(parseOptions([]), {
    ...{ fans: 2_000, schedules: 3, seats: 300, seconds: 60, seed: 1, url: null },
    ...{ adminKeyFile: resolve('data/admin-key'), report: resolve('artefacts/onsale.html') },
  });
});

test('every option is taken', () => {
  const argv = '--fans 5 --schedules 2 --seats 10 --seconds 30 --seed 9 --url http://localhost:3000/ --admin-key-file /k --report /r.html';
  assert.deepEqual(parseOptions(argv.split(' ')), {
    ...{ fans: 5, schedules: 2, seats: 10, seconds: 30, seed: 9, url: 'http://localhost:3000', adminKeyFile: '/k', report: '/r.html' },
  });
});

test('no report can be asked for', () => {
  assert.equal(parseOptions(['--no-report']).report, null);
});

for (const [wrong, explanation] of [
  ['--fans 0', /whole number from 1 to 200000/],
  ['--fans 2e3', /whole number/],
  ['--seats 100001', /whole number from 1 to 100000/],
  ['--seconds 2', /whole number from 3 to 86400/],
  ['--seed -1', /whole number|argument missing/],
  ['--url localhost:3000', /must be a URL such as/],
  ['--url ftp://x', /must be a URL such as/],
  ['--url http://x/api', /origin of the node alone/],
  ['--fan 3', /unknown option/],
  ['surplus', /too many arguments/],
] as const) {
  test(`"${wrong}" is refused and explained`, () => {
    const { error, written } = quietly(() => parseOptions(wrong.split(' ')));
    assert.ok(error instanceof CommanderError && error.exitCode !== 0);
    assert.match(written, explanation);
  });
}

test.run();
