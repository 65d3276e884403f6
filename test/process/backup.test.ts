/** `frontrow backup`: a copy made while the node runs is a data directory like any other. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import { freePorts, runToEnd, Stage } from './stage.js';

const IO = 74;

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

test('a node started on a backup knows everything that was acknowledged before it, and everybody stays logged in', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  const { api, guest, token, concertId } = await stage.sale(node);
  await api.charge(guest, 700, 'before');
  const backedUp = await api.balance(guest);
  const to = join(await stage.dataDir(), 'copy');
  const ended = await runToEnd(['backup', '--to', to], freePorts(dataDir));
  assert.deepEqual([ended.code, ended.stderr], [0, []]);
  assert.equal(statSync(join(to, 'secret')).mode & 0o777, 0o600);
  await api.charge(guest, 50, 'after');

  const restored = await stage.start({ dataDir: to });
  const there = new FrontrowApi(stage.client(restored));
  assert.equal(await there.balance(guest), backedUp);
  assert.equal((await there.token(guest, concertId)).token, token);
  assert.equal(await api.balance(guest), backedUp + 50, 'the node that was copied goes on');
});

test('a backup into a directory that is not empty, or of a directory without a journal, is refused in one line', async () => {
  const [dataDir, empty] = [await stage.dataDir(), await stage.dataDir()];
  const node = await stage.start({ dataDir });
  await node.stop();
  for (const [from, to, words] of [
    [dataDir, dataDir, 'is not empty'],
    [empty, join(empty, 'copy'), 'nothing to back up'],
  ] as const) {
    const ended = await runToEnd(['backup', '--to', to], freePorts(from));
    assert.equal(ended.code, IO);
    assert.equal(ended.stderr.length, 1);
    assert.ok(ended.stderr[0]?.includes(words), ended.stderr[0]);
  }
});

test.run();
