import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { suite } from 'uvu';
import { freePorts } from '../../bench/support/free-ports.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { NatsUnusable } from '../../src/cluster/nats/connection-errors.js';
import { connectNats } from '../../src/cluster/nats/connection.js';
import type { NatsOptions } from '../../src/cluster/nats/connection.js';
import { isServerNewEnough } from '../../src/cluster/nats/server-version.js';
import { nodeTimers } from '../../src/timers.js';
import { FakeNatsServer } from './fake-nats-server.js';
import { heardLog, until } from './nats-support.js';

const connection = suite('a connection to NATS');

async function refusalOf(servers: readonly string[], more: Partial<NatsOptions> = {}): Promise<string> {
  try {
    const nats = await connectNats({ servers, name: 'test', log: heardLog(), timers: nodeTimers, ...more });
    await nats.close();
  } catch (error) {
    assert.ok(error instanceof NatsUnusable, String(error));
    assert.ok(!error.message.includes('\n'));
    return error.message;
  }
  throw new Error('it was not refused');
}

connection('versions are compared by number', () => {
  for (const good of ['2.12.0', '2.12.0-RC.1', 'v2.12.4', '2.15.1', '2.100.0', '3.0.0']) assert.equal(isServerNewEnough(good), true, good);
  for (const bad of ['2.11.9', '2.9.10', '1.99.0', '', 'unknown']) assert.equal(isServerNewEnough(bad), false, bad);
});

connection('a server that nobody runs is named', async () => {
  const [port = 0] = await freePorts(1);
  assert.equal(
    await refusalOf([`nats://127.0.0.1:${port}`]),
    `Cannot reach NATS at nats://127.0.0.1:${port}: nobody listens there. Check FRONTROW_NATS_URL, and that the servers run.`,
  );
});

connection('a host that does not exist is named', async () => {
  assert.match(
    await refusalOf(['nats://no-such-host.invalid:4222']),
    /^Cannot reach NATS at nats:\/\/no-such-host\.invalid:4222: (there is no such host|the name cannot be looked up)/,
  );
});

connection('a server that says nothing is not waited for long', async () => {
  const callers: Socket[] = [];
  const silent = createServer((caller) => callers.push(caller));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const begun = performance.now();
  assert.match(await refusalOf([`nats://127.0.0.1:${port}`]), /no answer in time/);
  assert.ok(performance.now() - begun < 4_000);
  for (const caller of callers) caller.destroy();
  silent.close();
});

connection('a server that is too old is refused, with what it is and what is needed', async () => {
  const old = await FakeNatsServer.start({ version: '2.11.9' });
  assert.equal(
    await refusalOf([old.url]),
    `The NATS server 127.0.0.1:${old.port} is version 2.11.9, and 2.12.0 or newer is needed: older ones do not keep two nodes from writing the same record.`,
  );
  await until('the connection is closed', () => old.connections === 0, 1_000);
  await old.close();
});

connection('a server without JetStream is refused', async () => {
  const plain = await FakeNatsServer.start({ version: '2.15.1' });
  assert.match(await refusalOf([plain.url]), /has no JetStream for this node: .+ Turn it on in the servers' configuration/);
  await plain.close();
});

connection('credentials that are refused are named', async () => {
  const servers = await NatsServers.start({ servers: 1, users: [{ user: 'node', password: 'right' }] });
  try {
    assert.match(
      await refusalOf(servers.urls, { user: 'node', password: 'wrong' }),
      /^NATS at nats:\/\/127\.0\.0\.1:\d+ refuses this node: .*Authorization Violation.*\. Check FRONTROW_NATS_CREDENTIALS, or FRONTROW_NATS_USER/i,
    );
    const nats = await connectNats({
      servers: servers.urls,
      name: 'test',
      log: heardLog(),
      timers: nodeTimers,
      user: 'node',
      password: 'right',
    });
    assert.equal(nats.isConnected(), true);
    await nats.close();
  } finally {
    await servers.dispose();
  }
});

connection('a file that cannot be read is named', async () => {
  assert.match(
    await refusalOf(['nats://127.0.0.1:1'], { credentialsFile: '/nowhere/node.creds' }),
    /^\/nowhere\/node\.creds can't be read: ENOENT/,
  );
  assert.match(await refusalOf(['nats://127.0.0.1:1'], { tls: { ca: '/nowhere/ca.pem' } }), /^\/nowhere\/ca\.pem can't be read: ENOENT/);
});

connection('TLS with a server that has none is refused', async () => {
  const plain = await FakeNatsServer.start({ version: '2.15.1' });
  assert.match(await refusalOf([plain.url.replace('nats:', 'tls:')]), /^No TLS with NATS at tls:.+ Check FRONTROW_NATS_CA/);
  await plain.close();
});

connection('what the user may not do stands in the log', async () => {
  const servers = await NatsServers.start({
    servers: 1,
    users: [
      { user: 'all', password: 'p' },
      { user: 'few', password: 'p', permissions: 'publish: "$JS.API.>", subscribe: "_INBOX.>"' },
    ],
  });
  const log = heardLog();
  const nats = await connectNats({ servers: servers.urls, name: 'test', log, timers: nodeTimers, user: 'few', password: 'p' });
  nats.connection.publish('$KV.members.a', 'x');
  await until('it was told', () => log.lines.length > 0, 2_000);
  assert.deepEqual(log.lines, ['the NATS user of this node may not publish to $KV.members.a: grant it']);
  await nats.close();
  await servers.dispose();
});

connection('it comes back by itself, but not to a server that is too old', async () => {
  const answer = '{"type":"io.nats.jetstream.api.v1.account_info_response","memory":0,"storage":0,"streams":0,"consumers":0,"limits":{}}';
  let good = await FakeNatsServer.start({ version: '2.15.1', answer });
  const { port } = good;
  const log = heardLog();
  // The second one comes up later, as an old version.
  const [oldPort = 0] = await freePorts(1);
  const nats = await connectNats({ servers: [good.url, `nats://127.0.0.1:${oldPort}`], name: 'test', log, timers: nodeTimers }).catch(
    async (error: unknown) => {
      await good.close();
      throw error;
    },
  );
  let losses = 0;
  nats.onLost(() => (losses += 1));
  const old = await FakeNatsServer.start({ version: '2.9.10', port: oldPort, answer });
  await good.close();
  await until(
    'the old one was noticed',
    () => log.lines.some((line) => line.includes('is version 2.9.10, older than 2.12.0: it is not used; update it')),
    5_000,
  );
  assert.equal(nats.isConnected(), false);
  good = await FakeNatsServer.start({ version: '2.15.1', port, answer });
  await until('it is back', () => nats.isConnected(), 5_000);
  assert.equal(losses, 1);
  assert.equal(good.connections, 1);
  assert.deepEqual(
    log.lines.map((line) => line.replace(/127\.0\.0\.1:(\d+)/g, (_, at) => (Number(at) === port ? 'GOOD' : 'OLD'))),
    [
      'lost the connection to NATS server GOOD; connecting again',
      'NATS server OLD is version 2.9.10, older than 2.12.0: it is not used; update it',
      'connected to NATS server GOOD again',
    ],
  );
  await nats.close();
  await Promise.all([good.close(), old.close()]);
});

connection('a server that stands still is left for another one within seconds', async () => {
  const servers = await NatsServers.start({ servers: 3 });
  try {
    const log = heardLog();
    const nats = await connectNats({ servers: servers.urls, name: 'test', log, timers: nodeTimers });
    const at = servers.urls.findIndex((url) => url.endsWith(nats.connection.getServer().replace(/^.*:/, ':')));
    servers.pause(at);
    await until('it was left', () => !nats.isConnected(), 3_000);
    await until('another one is used', () => nats.isConnected(), 3_000);
    assert.ok(!(servers.urls[at] ?? '').endsWith(nats.connection.getServer()));
    assert.ok(log.lines.some((line) => line.endsWith('does not answer pings')));
    await nats.close();
    servers.resume(at);
  } finally {
    await servers.dispose();
  }
});

connection.run();
