import { test } from 'uvu';
import assert from 'node:assert/strict';
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
    ...{ protocol: 'rest', grpc: null, serviceKeyFile: null },
    ...{ adminKeyFile: resolve('data/admin-key'), report: resolve('artefacts/onsale.html') },
  });
});

test('every option is taken', () => {
  const sale = '--fans 5 --schedules 2 --seats 10 --seconds 30 --seed 9';
  const where =
    '--url http://localhost:3000/ --admin-key-file /k --protocol grpc --grpc [::1]:50051 --service-key-file /s --report /r.html';
  assert.deepEqual(parseOptions(`${sale} ${where}`.split(' ')), {
    ...{ fans: 5, schedules: 2, seats: 10, seconds: 30, seed: 9, url: 'http://localhost:3000', adminKeyFile: '/k', report: '/r.html' },
    ...{ protocol: 'grpc', grpc: '[::1]:50051', serviceKeyFile: '/s' },
  });
});

test('over gRPC a node of its own needs nothing more', () => {
  const { protocol, grpc, serviceKeyFile, url } = parseOptions(['--protocol', 'grpc']);
  assert.deepEqual({ protocol, grpc, serviceKeyFile, url }, { protocol: 'grpc', grpc: null, serviceKeyFile: null, url: null });
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
  ['--protocol http', /Allowed choices are rest, grpc/],
  ['--protocol grpc --url http://x --grpc x', /must be a host and a port/],
  ['--protocol grpc --url http://x --grpc http://x:1', /must be a host and a port/],
  ['--protocol grpc --url http://x', /needs --grpc <host:port> too/],
  ['--protocol grpc --grpc x:1', /need --protocol grpc and --url/],
  ['--url http://x --service-key-file k', /need --protocol grpc and --url/],
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
