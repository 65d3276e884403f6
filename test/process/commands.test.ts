/** `frontrow verify` and `frontrow restore` on data directories. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { test } from 'uvu';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import { buy, freePorts, runToEnd, Stage } from './stage.js';

const DATA = 65;
const USAGE = 64;
const IO = 74;

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

/** A data directory in which somebody bought two seats, and the node that did it has stopped. */
async function sold(): Promise<string> {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  await buy(await stage.sale(node), [1, 2]);
  await node.stop();
  return dataDir;
}

test('a whole data directory is verified, with its books', async () => {
  const ended = await runToEnd(['verify'], freePorts(await sold()));
  assert.equal(ended.code, 0, ended.stderr.join('\n'));
  assert.match(
    ended.stdout,
    /^Verified \d+ records of \d+ entities, \d+ snapshots, \d+ events: .*\(2 seats sold, 0 held; 40000 points charged, 2000 spent/,
  );
});

test('an altered record is found, and named', async () => {
  const dataDir = await sold();
  const database = new Database(join(dataDir, 'journal.db'));
  database.prepare(`UPDATE records SET body = replace(body, '"seats":[1,2]', '"seats":[3,4]') WHERE body LIKE '%PaymentCompleted%'`).run();
  database.close();
  const ended = await runToEnd(['verify'], freePorts(dataDir));
  assert.equal(ended.code, DATA);
  assert.match(ended.stderr.join('\n'), /schedule\/\S+ version \d+: the record was altered/);
});

test('nothing is verified while a node runs, and nothing where there is nothing', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir });
  const running = await runToEnd(['verify'], freePorts(dataDir));
  assert.deepEqual([running.code, running.stderr.length], [IO, 1]);
  assert.match(running.stderr[0] ?? '', /is in use by process/);
  await node.stop();
  const empty = await runToEnd(['verify'], freePorts(await stage.dataDir()));
  assert.deepEqual([empty.code, empty.stderr.length], [IO, 1]);
});

test('a backup is restored into an empty directory, record by record, and verifies', async () => {
  const dataDir = await sold();
  const backup = join(await stage.dataDir(), 'backup');
  assert.equal((await runToEnd(['backup', '--to', backup], freePorts(dataDir))).code, 0);
  const restored = join(await stage.dataDir(), 'restored');
  const ended = await runToEnd(['restore', '--from', backup], freePorts(restored));
  assert.equal(ended.code, 0, ended.stderr.join('\n'));
  assert.match(ended.stdout, /^Restored .* records of \d+ entities, verified record by record/);
  assert.equal((await runToEnd(['verify'], freePorts(restored))).code, 0);
  const node = await stage.start({ dataDir: restored });
  const api = new FrontrowApi(stage.client(node));
  assert.ok(await api.guest());
});

test('a restore into a directory that holds something else is refused', async () => {
  const backup = join(await stage.dataDir(), 'backup');
  assert.equal((await runToEnd(['backup', '--to', backup], freePorts(await sold()))).code, 0);
  const ended = await runToEnd(['restore', '--from', backup], freePorts(await sold()));
  assert.equal(ended.code, DATA);
  assert.match(ended.stderr.join('\n'), /copy into an empty journal/);
});

test('a restore is begun again with the same words, and never over another secret', async () => {
  const backup = join(await stage.dataDir(), 'backup');
  assert.equal((await runToEnd(['backup', '--to', backup], freePorts(await sold()))).code, 0);
  const restored = join(await stage.dataDir(), 'restored');
  assert.equal((await runToEnd(['restore', '--from', backup], freePorts(restored))).code, 0);
  await rm(join(restored, 'admin-key'));
  const again = await runToEnd(['restore', '--from', backup], freePorts(restored));
  assert.deepEqual(
    [again.code, await readFile(join(restored, 'admin-key'), 'utf8')],
    [0, await readFile(join(backup, 'admin-key'), 'utf8')],
  );
  await writeFile(join(restored, 'secret'), 'another');
  const other = await runToEnd(['restore', '--from', backup], freePorts(restored));
  assert.equal(other.code, IO);
  assert.match(other.stderr.join('\n'), /secret is not what .*secret is: take an empty directory/);
  assert.equal(await readFile(join(restored, 'secret'), 'utf8'), 'another');
});

test('a path without a journal is never taken for an empty one, and nothing is made there', async () => {
  const wrong = join(await stage.dataDir(), 'mistyped');
  for (const [words, dataDir] of [
    [['restore', '--from', wrong], await stage.dataDir()],
    [['verify'], wrong],
  ] as const) {
    const ended = await runToEnd(words, freePorts(dataDir));
    assert.deepEqual([ended.code, ended.stderr], [IO, [`frontrow: there is no journal in ${wrong}`]]);
    assert.ok(!existsSync(wrong));
  }
});

test('migrate needs a cluster and a direction', async () => {
  const dataDir = await stage.dataDir();
  const neither = await runToEnd(['migrate'], freePorts(dataDir));
  assert.deepEqual([neither.code, neither.stderr], [USAGE, ['frontrow: migrate needs either --from or --to.']]);
  const alone = await runToEnd(['migrate', '--from', dataDir], freePorts(dataDir));
  assert.match(alone.stderr.join('\n'), /FRONTROW_NATS_URL must name the cluster/);
});

test('--help names every command', async () => {
  const { stdout } = await runToEnd(['--help'], {});
  for (const command of ['start', 'backup', 'restore', 'migrate', 'verify']) assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
});

test.run();
