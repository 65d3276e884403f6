/** Real servers: what is stored survives whatever happens to one of three, and to all of them in turn. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { NatsFailed } from '../../bench/support/nats/nats-server.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';

interface Context {
  servers: NatsServers;
  connection: NatsConnection;
}

const STREAM = 'seats';
const SUBJECT = 'seat.1';
/** An acknowledgement may wait for a new leader. */
const PUBLISH_MS_MAX = 20_000;

const three = suite<Context>('three NATS servers');

three.before(async (context) => {
  context.servers = await NatsServers.start({ servers: 3 });
  context.connection = await connect({ servers: [...context.servers.urls], maxReconnectAttempts: -1, reconnectTimeWait: 100 });
  const manager = await jetstreamManager(context.connection);
  await manager.streams.add({ name: STREAM, subjects: ['seat.>'], num_replicas: 3, storage: StorageType.File });
});
three.after(async ({ connection, servers }) => {
  await connection.close();
  await servers.dispose();
});

/** Until it is acknowledged: the same message number is not stored twice in these tests, for nobody asks for that. */
async function publish(connection: NatsConnection, text: string): Promise<void> {
  const deadline = performance.now() + PUBLISH_MS_MAX;
  for (;;) {
    try {
      await jetstream(connection).publish(SUBJECT, text, { timeout: 1_000 });
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

/** What is stored, as its leader has it; a repeated message counts once. */
async function stored(connection: NatsConnection): Promise<readonly string[]> {
  const manager = await jetstreamManager(connection);
  const { state } = await manager.streams.info(STREAM);
  const texts = new Set<string>();
  for (let seq = 1; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(STREAM, { seq });
    if (message !== null) texts.add(message.string());
  }
  return [...texts];
}

three('each has a name, a client port and a monitoring port of its own, and writes to disk before it acknowledges', async ({ servers }) => {
  assert.deepEqual(servers.names, ['nats-1', 'nats-2', 'nats-3']);
  assert.equal(servers.url, servers.urls.join(','));
  assert.equal(new Set([...servers.urls, ...servers.monitors]).size, 6);
  for (const [index, monitor] of servers.monitors.entries()) {
    const answer = (await (await fetch(`${monitor}/varz`)).json()) as {
      server_name: string;
      jetstream: { config: { sync_always?: boolean } };
    };
    assert.equal(answer.server_name, servers.names[index]);
    assert.equal(answer.jetstream.config.sync_always, true);
  }
});

three('the leader of a stream is killed: another one leads, and what was acknowledged is there', async ({ servers, connection }) => {
  await publish(connection, 'before');
  const killed = await servers.leaderOf(STREAM);
  const ends: number[] = [];
  servers.onEnd((index) => ends.push(index));
  await servers.kill(killed);
  assert.equal(servers.isRunning(killed), false);
  assert.deepEqual(ends, [killed]);
  await publish(connection, 'while it is gone');
  assert.notEqual(await servers.leaderOf(STREAM), killed);
  await servers.restart(killed);
  await servers.settled();
  assert.equal(servers.isRunning(killed), true);
  assert.deepEqual(await stored(connection), ['before', 'while it is gone']);
});

three('one that stood still goes on where it was', async ({ servers, connection }) => {
  const leader = await servers.leaderOf(STREAM);
  const connected = servers.urls.findIndex((url) => url.endsWith(connection.getServer()));
  // Our own connection would stand still with its server.
  const follower = [0, 1, 2].find((index) => index !== leader && index !== connected) ?? -1;
  const pid = servers.pid(follower);
  servers.pause(follower);
  await publish(connection, 'while it stood still');
  servers.resume(follower);
  await servers.settled();
  assert.equal(servers.pid(follower), pid);
});

three('all three are stopped and started again with everything they had', async ({ servers, connection }) => {
  for (const index of [0, 1, 2]) await servers.stop(index);
  await Promise.all([0, 1, 2].map((index) => servers.restart(index)));
  await servers.settled();
  await publish(connection, 'after');
  assert.deepEqual(await stored(connection), ['before', 'while it is gone', 'while it stood still', 'after']);
});

three.run();

const quiet = suite('NATS servers that tell nobody of each other');

quiet('a client knows no way to a server but those that it was given', async () => {
  const told = new Map<boolean, readonly string[]>();
  for (const advertise of [true, false]) {
    const servers = await NatsServers.start({ servers: 3, advertise });
    const connection = await connect({ servers: [...servers.urls] });
    // What a server says after its greeting follows when it knows the others; all of them are settled.
    told.set(advertise, connection.info?.connect_urls ?? []);
    await connection.close();
    await servers.dispose();
  }
  assert.equal(told.get(true)?.length, 3, 'by default they do tell');
  assert.deepEqual(told.get(false), []);
});

quiet.run();

const one = suite('one NATS server');

one('knows the users it was given, and takes messages up to the size it was given', async () => {
  const users = [
    { user: 'node', password: 'secret "quoted"' },
    { user: 'reader', password: 'other', permissions: 'publish: { deny: ">" }' },
  ];
  const servers = await NatsServers.start({ servers: 1, users, maxPayload: 4_096 });
  try {
    assert.equal(servers.urls.length, 1);
    const connection = await connect({ servers: servers.url, user: 'node', pass: 'secret "quoted"' });
    assert.equal(connection.info?.max_payload, 4_096);
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: STREAM, subjects: ['seat.>'] });
    assert.equal(await servers.leaderOf(STREAM), 0);
    await connection.close();
    await assert.rejects(connect({ servers: servers.url, user: 'node', pass: 'wrong', reconnect: false }));
    const reader = await connect({ servers: servers.url, user: 'reader', pass: 'other' });
    await assert.rejects(reader.request('seat.1', 'text', { timeout: 1_000 }));
    await reader.close();
  } finally {
    await servers.dispose();
  }
});

one('keeps what it has in a directory that was given', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kept-'));
  try {
    for (const round of [0, 1]) {
      const servers = await NatsServers.start({ servers: 1, directory });
      const connection = await connect({ servers: servers.url });
      const manager = await jetstreamManager(connection);
      if (round === 0) await manager.streams.add({ name: STREAM, subjects: ['seat.>'] });
      await jetstream(connection).publish(SUBJECT, `round ${round}`);
      assert.equal((await manager.streams.info(STREAM)).state.messages, round + 1);
      await connection.close();
      await servers.dispose();
      assert.ok(existsSync(directory));
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});

one('leaves no directory of its own behind', async () => {
  const servers = await NatsServers.start({ servers: 1 });
  const [log = ''] = servers.logFiles;
  assert.match(await readFile(log, 'utf8'), /Server is ready/);
  await servers.dispose();
  assert.equal(existsSync(log), false);
});

one('one that cannot start says what it logged', async () => {
  const error: unknown = await NatsServers.start({ servers: 1, users: [{ user: 'a', password: 'b', permissions: 'publish: [' }] }).catch(
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof NatsFailed);
  assert.match(error.message, /^nats-1 ended before it took connections\.\nIt logged \(/);
  assert.match(error.message, /Parse error on line \d+/);
});

one.run();
