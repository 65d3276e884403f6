/** From one node to a cluster and back, and what operators do with a cluster's log. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import { ClusterProcess } from '../../bench/support/cluster-process.js';
import { FrontrowApi } from '../../bench/support/frontrow-api.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { buy, freePorts, PRICE, runToEnd, Stage } from './stage.js';
import type { Ended } from './stage.js';

const UNAVAILABLE = 69;
const IO = 74;

let stage = new Stage();
let nats: NatsServers;
let env: Record<string, string>;

test.before(async () => {
  nats = await NatsServers.start({ servers: 1 });
});
test.before.each(() => {
  stage = new Stage();
  env = {
    FRONTROW_NATS_URL: nats.url,
    FRONTROW_NATS_REPLICAS: '1',
    FRONTROW_NATS_PREFIX: `test-${randomUUID().slice(0, 8)}`,
    FRONTROW_SECRET: 'the-secret-is-at-least-32-bytes-long',
  };
});
test.after.each(() => stage.dispose());
test.after(() => nats.dispose());

/** In the cluster of this test. */
const run = (...args: readonly string[]): Promise<Ended> => runToEnd(args, { ...env, FRONTROW_DATA_DIR: '/nowhere' });

async function start(): Promise<ClusterProcess> {
  const cluster = await ClusterProcess.start({ nodes: 2, nats, dataDir: await stage.dataDir(), env });
  stage.keep({ kill: () => cluster.dispose() });
  await cluster.ready();
  return cluster;
}

test('a data directory goes into a cluster and back, with everything and everybody', async () => {
  const alone = await stage.dataDir();
  const node = await stage.start({ dataDir: alone });
  const sale = await stage.sale(node);
  const { payment } = await buy(sale, [1, 2]);
  const waiting = await sale.api.token(await sale.api.guest(), sale.concertId);
  await node.stop();
  // Everybody stays logged in only with the secret that signed their tokens.
  env['FRONTROW_SECRET'] = readFileSync(join(alone, 'secret'), 'utf8').trim();

  const there = await run('migrate', '--from', alone);
  assert.equal(there.code, 0, there.stderr.join('\n'));
  assert.match(there.stdout, /^Migrated .* into cluster .*: \d+ records of \d+ entities, verified record by record/);
  const again = await run('migrate', '--from', alone);
  assert.match(again.stdout, /\((\d+) of them were there already\)/, 'begun again, it goes on where it was');

  const cluster = await start();
  const api = new FrontrowApi(stage.client(cluster.node(1)));
  assert.equal(await api.balance(sale.guest), payment.balance);
  await api.charge(sale.guest, PRICE, randomUUID());
  assert.ok(waiting.token);
  const running = await run('migrate', '--to', join(await stage.dataDir(), 'too-early'));
  assert.deepEqual([running.code, running.stderr.length], [UNAVAILABLE, 1]);
  assert.match(running.stderr[0] ?? '', /nodes of cluster .* run: node-1, node-2. Stop them first/);
  await cluster.stopAll();

  const back = join(await stage.dataDir(), 'back');
  const home = await run('migrate', '--to', back);
  assert.equal(home.code, 0, home.stderr.join('\n'));
  const verified = await runToEnd(['verify'], freePorts(back));
  assert.equal(verified.code, 0, verified.stderr.join('\n'));
  const restarted = await stage.start({ dataDir: back, env: { FRONTROW_SECRET: env['FRONTROW_SECRET'] } });
  assert.equal(await new FrontrowApi(stage.client(restarted)).balance(sale.guest), payment.balance + PRICE);
});

test('a running cluster is verified and backed up, and the backup becomes a node or another cluster', async () => {
  const cluster = await start();
  const sale = await stage.sale(cluster.node(0));
  const { payment } = await buy(sale, [7]);
  const verified = await run('verify');
  assert.equal(verified.code, 0, verified.stderr.join('\n'));
  assert.match(verified.stdout, /1 seats? sold/);
  const backup = join(await stage.dataDir(), 'backup');
  const backedUp = await run('backup', '--to', backup);
  assert.equal(backedUp.code, 0, backedUp.stderr.join('\n'));
  await sale.api.charge(sale.guest, PRICE, randomUUID());

  const alone = await stage.start({ dataDir: backup, env: { FRONTROW_SECRET: env['FRONTROW_SECRET'] ?? '' } });
  assert.equal(await new FrontrowApi(stage.client(alone)).balance(sale.guest), payment.balance, 'what came after the backup is not in it');
  await alone.stop();

  env['FRONTROW_NATS_PREFIX'] = `${env['FRONTROW_NATS_PREFIX'] ?? ''}-again`;
  const restored = await run('restore', '--from', backup);
  assert.equal(restored.code, 0, restored.stderr.join('\n'));
  assert.match(restored.stdout, /Start the nodes with the FRONTROW_SECRET that was in use/, "a cluster's backup has no secret");
  const other = await start();
  assert.equal(await new FrontrowApi(stage.client(other.node(1))).balance(sale.guest), payment.balance);
});

test('a node needs no more of NATS than the README grants it', async () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const granted = (what: string): string =>
    new RegExp(`^ *(${what}: \\[.*\\])$`, 'm').exec(readme)?.[1] ?? assert.fail(`${what} is not granted`);
  const permissions = `${granted('publish')}, ${granted('subscribe')}`;
  const servers = await NatsServers.start({
    servers: 1,
    users: [
      { user: 'operator', password: 'all' },
      { user: 'node', password: 'some', permissions },
    ],
  });
  stage.keep({ kill: () => servers.dispose() });
  const dataDir = await stage.dataDir();
  const settings = { ...env, FRONTROW_NATS_URL: servers.url, FRONTROW_NATS_USER: 'node', FRONTROW_NATS_PASSWORD: 'some' };
  // Prefix and permissions belong together.
  const node = await stage.start({ dataDir, env: { ...settings, FRONTROW_NATS_PREFIX: 'frontrow' } });
  await buy(await stage.sale(node), [1]);
  assert.ok(!/"level":(50|60)/.test(node.output), node.output);
  const wrong = await runToEnd([], {
    ...freePorts(await stage.dataDir()),
    ...settings,
    FRONTROW_NATS_PASSWORD: 'wrong',
    FRONTROW_LOG_LEVEL: 'error',
  });
  assert.match(wrong.stderr.join('\n'), /NATS at .* refuses this node: .* FRONTROW_NATS_USER and FRONTROW_NATS_PASSWORD/);
});

test('a node that cannot have its ports is never a member: it ends at once, in one line', async () => {
  const first = await stage.start({ dataDir: await stage.dataDir(), env });
  const settings = { ...freePorts(await stage.dataDir()), ...env, FRONTROW_NODE_ID: 'node-2' };
  for (const [setting, address] of [
    ['FRONTROW_HTTP_PORT', first.url],
    ['FRONTROW_OPS_PORT', first.opsUrl],
    ['FRONTROW_GRPC_PORT', `http://${first.grpcAddress}`],
  ] as const) {
    const { code, stderr } = await runToEnd([], { ...settings, [setting]: new URL(address).port, FRONTROW_LOG_LEVEL: 'error' });
    assert.deepEqual([code, stderr.length], [UNAVAILABLE, 1], stderr.join('\n'));
    assert.match(stderr[0] ?? '', new RegExp(`another program has that port. Set ${setting} to another port`));
  }
  assert.ok(!first.output.includes('node-2'), first.output);
});

test('a node never takes servers that have lost the log for a cluster that was never used', async () => {
  const dataDir = await stage.dataDir();
  const node = await stage.start({ dataDir, env });
  await node.stop();
  const empty = await NatsServers.start({ servers: 1 });
  stage.keep({ kill: () => empty.dispose() });
  env['FRONTROW_NATS_URL'] = empty.url;
  const { code, stderr } = await runToEnd([], { ...freePorts(dataDir), ...env, FRONTROW_LOG_LEVEL: 'error' });
  assert.deepEqual([code, stderr.length], [IO, 1], stderr.join('\n'));
  assert.match(stderr[0] ?? '', /NATS has no log of cluster .* Restore the last backup with frontrow restore --from/);
  const anew = await stage.start({ dataDir: await stage.dataDir(), env });
  assert.match(anew.output, /log [0-9a-f]{12} \(new\)/);
});

test('servers that come up after the node are waited for', async () => {
  const servers = await NatsServers.start({ servers: 1, directory: join(await stage.dataDir(), 'nats') });
  stage.keep({ kill: () => servers.dispose() });
  await servers.stop(0);
  let isAwaited = false;
  const onOutput = (text: string): void => {
    if (isAwaited || !/Cannot reach NATS .* It is tried again/.test(text)) return;
    isAwaited = true;
    void servers.restart(0);
  };
  await stage.start({ dataDir: await stage.dataDir(), env: { ...env, FRONTROW_NATS_URL: servers.url }, onOutput });
  assert.ok(isAwaited);
});

test('without the servers a node says so in one line', async () => {
  env['FRONTROW_NATS_URL'] = 'nats://127.0.0.1:9';
  const ended = await runToEnd([], { ...freePorts(await stage.dataDir()), ...env, FRONTROW_LOG_LEVEL: 'error' });
  assert.deepEqual([ended.code, ended.stderr.length], [UNAVAILABLE, 1], ended.stderr.join('\n'));
  assert.match(ended.stderr[0] ?? '', /Cannot reach NATS at nats:\/\/127.0.0.1:9: nobody listens there. Check FRONTROW_NATS_URL/);
});

test.run();
