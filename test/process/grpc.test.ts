/** The program with its gRPC port: who may call as configured, health, and a stop with open streams. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { credentials, loadPackageDefinition, Metadata, status } from '@grpc/grpc-js';
import type { ServiceClientConstructor, Client } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { test } from 'uvu';
import type { NodeProcess } from '../../bench/support/node-process.js';
import { TicketingService } from '../../src/grpc/protocol.js';
import { freePorts, runToEnd, Stage } from './stage.js';
import type { Ended } from './stage.js';

const USAGE = 64;
const UNAVAILABLE = 69;
const STOP_MS_MAX = 4_000;
const KEY = 'the-key-of-the-till-has-32-chars';

let stage = new Stage();
let clients: Client[] = [];
test.before.each(() => {
  stage = new Stage();
});
test.after.each(async () => {
  for (const client of clients.splice(0)) client.close();
  clients = [];
  await stage.dispose();
});

const keep = <Kept extends Client>(client: Kept): Kept => {
  clients.push(client);
  return client;
};

const Health = (
  loadPackageDefinition(loadSync(healthProto, { enums: String, defaults: true })) as unknown as {
    readonly grpc: { readonly health: { readonly v1: { readonly Health: ServiceClientConstructor } } };
  }
).grpc.health.v1.Health;

type Done = (error: { readonly code: number } | null, answer?: Readonly<Record<string, unknown>>) => void;

/** The answer to a call, or the code of its status. */
function answerOf(
  client: Client,
  method: string,
  request: object,
  metadata = new Metadata(),
): Promise<Readonly<Record<string, unknown>> | number> {
  const call = Reflect.get(client, method) as (request: object, metadata: Metadata, done: Done) => void;
  return new Promise((resolve) => call.call(client, request, metadata, (error, answer) => resolve(error?.code ?? answer ?? {})));
}

const health = (node: NodeProcess): Promise<unknown> =>
  answerOf(keep(new Health(node.grpcAddress, credentials.createInsecure())), 'check', { service: 'frontrow.v1.Ticketing' });
const ticketing = (node: NodeProcess) => keep(new TicketingService(node.grpcAddress, credentials.createInsecure()));

function withKey(key: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${key}`);
  return metadata;
}

async function serviceFile(services: readonly unknown[]): Promise<string> {
  const path = join(await stage.dataDir(), 'services.json');
  writeFileSync(path, JSON.stringify({ services }));
  return path;
}

const till = { name: 'till', rights: ['read'], keys: [`sha256:${createHash('sha256').update(KEY).digest('hex')}`] };

test('a node without services says that only this machine may call, and answers', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  assert.match(node.output, /^gRPC on 127\.0\.0\.1:\d+ \(loopback only, no services configured\)$/m);
  assert.deepEqual(await health(node), { status: 'SERVING' });
  assert.deepEqual(await answerOf(ticketing(node), 'listConcerts', {}), { items: [], next: '' });
});

test('a node with services answers those that have a key and the right', async () => {
  const env = { FRONTROW_GRPC_SERVICES: await serviceFile([till]) };
  const node = await stage.start({ dataDir: await stage.dataDir(), env });
  assert.match(node.output, /^gRPC on 127\.0\.0\.1:\d+ \(service keys, not encrypted, 1 service\)$/m);
  const client = ticketing(node);
  assert.deepEqual(await answerOf(client, 'listConcerts', {}, withKey(KEY)), { items: [], next: '' });
  assert.equal(await answerOf(client, 'listConcerts', {}), status.UNAUTHENTICATED);
  assert.equal(await answerOf(client, 'createUser', {}, withKey(KEY)), status.PERMISSION_DENIED);
  assert.deepEqual(await health(node), { status: 'SERVING' });
  const page = await (await fetch(`${/(http:\S+)\/readyz/.exec(node.output)?.[1] ?? ''}/metrics`)).text();
  assert.match(page, /^frontrow_grpc_call_seconds_count\{method="ListConcerts",status="OK"\} 1$/m);
  assert.match(page, /^frontrow_refusals_total\{route="CreateUser",code="RIGHT_MISSING"\} 1$/m);
});

test('SIGTERM with open streams: each is ended with UNAVAILABLE, and the end is 0 and soon', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const sale = await stage.sale(node, { queue: { maxActive: 1 } });
  const guest = await sale.api.guest();
  const { token } = await sale.api.token(guest, sale.concertId);
  const client = ticketing(node);
  const streams = [
    client.watchQueue({ userId: guest.userId, queueToken: token }),
    client.watchSeats({ userId: sale.guest.userId, queueToken: sale.token, scheduleId: sale.scheduleId }),
    client.watchEvents({}),
  ];
  const ends = streams.map((stream) => {
    stream.on('error', () => undefined);
    return new Promise<string>((resolve) => stream.once('status', ({ code }) => resolve(status[code])));
  });
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.once('data', resolve))));
  const began = performance.now();
  assert.deepEqual(await node.stop(), { code: 0, signal: null });
  assert.ok(performance.now() - began < STOP_MS_MAX, `the stop took ${Math.round(performance.now() - began)} ms`);
  assert.deepEqual(await Promise.all(ends), ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
  assert.match(node.output, /^Frontrow has stopped\.$/m);
  assert.ok(!node.output.includes('"level":60'), node.output);
});

/** Ended with that code and one line on standard error that has all the words. */
function assertOneLine(ended: Ended, code: number, ...words: readonly string[]): void {
  assert.deepEqual(
    { code: ended.code, stdout: ended.stdout, lines: ended.stderr.length },
    { code, stdout: '', lines: 1 },
    ended.stderr.join('\n'),
  );
  for (const word of words) assert.ok(ended.stderr[0]?.includes(word), `"${word}" is not in: ${ended.stderr[0] ?? ''}`);
}

test('a taken gRPC port is refused in one line, and leaves nothing locked', async () => {
  const dataDir = await stage.dataDir();
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as AddressInfo;
  const ended = await runToEnd([], { ...freePorts(dataDir), FRONTROW_GRPC_PORT: String(port), FRONTROW_LOG_LEVEL: 'warn' });
  await new Promise((resolve) => squatter.close(resolve));
  assertOneLine(ended, UNAVAILABLE, `127.0.0.1:${port}`, 'another program has that port', 'FRONTROW_GRPC_PORT');
  assert.ok(!readdirSync(dataDir).includes('lock.pid'));
});

test('a bad file of services, or of the issuer, is refused in one line', async () => {
  const dataDir = await stage.dataDir();
  const services = await serviceFile([{ ...till, rights: ['everything'] }]);
  const ended = await runToEnd([], { ...freePorts(dataDir), FRONTROW_GRPC_SERVICES: services });
  assertOneLine(ended, USAGE, services, 'services[0] (till): there is no right "everything"');
  assert.deepEqual(readdirSync(dataDir), []);
  const issuer = {
    FRONTROW_ISSUER: 'https://login.example',
    FRONTROW_ISSUER_AUDIENCE: 'tickets',
    FRONTROW_ISSUER_KEYS_FILE: join(dataDir, 'none.pem'),
    FRONTROW_LOG_LEVEL: 'error',
  };
  assertOneLine(await runToEnd([], { ...freePorts(dataDir), ...issuer }), USAGE, 'FRONTROW_ISSUER_KEYS_FILE', 'none.pem');
});

test('a port that others can reach needs services', async () => {
  const ended = await runToEnd([], { ...freePorts(await stage.dataDir()), FRONTROW_GRPC_HOST: '0.0.0.0' });
  assert.equal(ended.code, USAGE);
  assert.match(ended.stderr.join('\n'), /FRONTROW_GRPC_HOST="0\.0\.0\.0": must be a loopback address/);
});

test.run();
