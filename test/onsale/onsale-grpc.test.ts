/** Whole on-sales in small whose fans come over gRPC. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import assert from 'node:assert/strict';
import { NodeProcess, temporaryDataDir } from '../../bench/support/node-process.js';
import { writeService } from '../../bench/support/service-keys.js';
import { onsale, survivesKill } from './play.js';
import type { Run } from './play.js';

test('a small sale over gRPC ends with clean books, and says what was answered in the words of gRPC', async () => {
  const sale = ['--fans', '60', '--schedules', '2', '--seats', '20', '--seconds', '4', '--seed', '3'];
  const { code, output } = await onsale([...sale, '--protocol', 'grpc', '--no-report']);
  assert.equal(code, 0, output);
  assert.match(output, /fans come over gRPC/);
  assert.match(output, /^ +[\d,]+ {2}OK$/m);
  assert.match(output, /^ +[\d,]+ {2}paid and went home happy$/m);
  assert.match(output, /Clean books: every promise was kept/);
});

test('a node that is killed in the middle and started again finishes the sale with clean books', async () => {
  const data = await temporaryDataDir();
  const keys = await temporaryDataDir();
  try {
    const { key, file } = await writeService(keys.path, 'shop', ['read', 'sell', 'charge']);
    const keyFile = join(keys.path, 'key');
    await writeFile(keyFile, `${key}\n`);
    const { code, output } = await survivesKill(data.path, { FRONTROW_GRPC_SERVICES: file }, ({ grpcAddress }) => [
      ...['--protocol', 'grpc', '--grpc', grpcAddress, '--service-key-file', keyFile],
    ]);
    assert.equal(code, 0, output);
    assert.match(output, /^ +\d+ {2}(UNAVAILABLE|UNKNOWN|INTERNAL|CANCELLED)$/m, 'fans met a dead node');
    assert.match(output, /Clean books/);
  } finally {
    await data.remove();
    await keys.remove();
  }
});

test('a service that is not known, or may not do enough, ends with 3 and is told why', async () => {
  const data = await temporaryDataDir();
  const keys = await temporaryDataDir();
  const { key, file } = await writeService(keys.path, 'board', ['read', 'sell']);
  const node = await NodeProcess.start({ dataDir: data.path, env: { FRONTROW_GRPC_SERVICES: file } });
  try {
    const play = (address: string, ...more: string[]): Promise<Run> => {
      const rest = ['--url', node.url, '--admin-key-file', join(data.path, 'admin-key'), '--no-report'];
      return onsale([...rest, '--protocol', 'grpc', '--grpc', address, ...more]);
    };
    const without = await play(node.grpcAddress);
    assert.equal(without.code, 3);
    assert.match(without.output, /asks services for a key.*--service-key-file/);
    const keyFile = join(keys.path, 'key');
    await writeFile(keyFile, 'x'.repeat(40));
    const wrong = await play(node.grpcAddress, '--service-key-file', keyFile);
    assert.equal(wrong.code, 3);
    assert.match(wrong.output, /does not take this service key/);
    await writeFile(keyFile, key);
    const poor = await play(node.grpcAddress, '--service-key-file', keyFile);
    assert.equal(poor.code, 3);
    assert.match(poor.output, /lacks the right "charge"/);
    const gone = await play('127.0.0.1:1', '--service-key-file', keyFile);
    assert.equal(gone.code, 3);
    assert.match(gone.output, /no node answers gRPC at 127\.0\.0\.1:1/);
  } finally {
    await node.kill();
    await data.remove();
    await keys.remove();
  }
});

test.run();
