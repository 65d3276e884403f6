/** What generic clients ask of any gRPC server: does it serve, and what does it offer. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { credentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import type { ClientDuplexStream, ClientReadableStream, ServiceClientConstructor, ServiceError, Client } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer, loadSync } from '@grpc/proto-loader';
import { test } from 'uvu';
import type { GrpcServer } from '../../src/grpc/server.js';
import { checkHealth, codeOf, ServerStage, whoAmI } from './server-stage.js';

const NAMES = ['', 'frontrow.v1.Ticketing'];

let stage = new ServerStage();
test.before.each(() => {
  stage = new ServerStage();
});
test.after.each(() => stage.dispose());

type Watch = ClientReadableStream<{ readonly status: string }>;

function watch(client: Client, service: string): Watch {
  const open = Reflect.get(client, 'watch') as (request: object) => Watch;
  return open.call(client, { service });
}

/** What a watch says, one after the other, and last the name of the status it ended with. */
async function* saidBy(stream: Watch): AsyncGenerator<string> {
  const ended = new Promise<string>((resolve) => {
    stream.once('status', ({ code }: { code: status }) => resolve(status[code]));
    stream.on('error', () => undefined);
  });
  const said: string[] = [];
  let onSaid = (): void => undefined;
  stream.on('data', (update: { status: string }) => {
    said.push(update.status);
    onSaid();
  });
  for (;;) {
    const next = said.shift();
    if (next !== undefined) {
      yield next;
      continue;
    }
    const more = new Promise<null>((resolve) => (onSaid = () => resolve(null)));
    const end = await Promise.race([more, ended]);
    if (end === null) continue;
    yield* said;
    yield end;
    return;
  }
}

test('health follows readiness, for the server and for the service', async () => {
  const server = await stage.start();
  const health = stage.health(server);
  for (const name of NAMES) assert.equal(await checkHealth(health, name), 'SERVING');
  server.serving(false);
  for (const name of NAMES) assert.equal(await checkHealth(health, name), 'NOT_SERVING');
  server.serving(true);
  for (const name of NAMES) assert.equal(await checkHealth(health, name), 'SERVING');
});

test('health of what is not here is not known', async () => {
  const health = stage.health(await stage.start());
  for (const name of ['frontrow.v1.Nothing', 'x'.repeat(10_000)]) assert.equal(await codeOf(checkHealth(health, name)), status.NOT_FOUND);
});

test('whoever watches health is told of each change, and that the node goes away', async () => {
  const server = await stage.start();
  const said = saidBy(watch(stage.health(server), 'frontrow.v1.Ticketing'));
  const next = async (): Promise<string> => String((await said.next()).value);
  assert.equal(await next(), 'SERVING');
  server.serving(false);
  assert.equal(await next(), 'NOT_SERVING');
  server.serving(true);
  assert.equal(await next(), 'SERVING');
  const stopped = server.stop(5_000);
  assert.deepEqual([await next(), await next()], ['NOT_SERVING', 'UNAVAILABLE']);
  assert.equal(await stopped, true);
});

test('watching what is not here says so and waits', async () => {
  const server = await stage.start();
  const said = saidBy(watch(stage.health(server), 'frontrow.v1.Nothing'));
  assert.equal((await said.next()).value, 'SERVICE_UNKNOWN');
  const stopped = server.stop(5_000);
  assert.equal((await said.next()).value, 'UNAVAILABLE');
  assert.equal(await stopped, true);
});

// ---- Reflection, as a client that knows nothing but its protocol uses it ----

interface Answer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
  readonly errorResponse?: { readonly errorCode: number };
}

type Ask = ClientDuplexStream<object, Answer>;

const reflectionProto = join(
  dirname(createRequire(import.meta.url).resolve('@grpc/reflection')),
  '../proto/grpc/reflection/v1/reflection.proto',
);

function reflection(server: GrpcServer): Ask {
  const loaded = loadPackageDefinition(loadSync(reflectionProto)) as unknown as {
    readonly grpc: { readonly reflection: { readonly v1: { readonly ServerReflection: ServiceClientConstructor } } };
  };
  const client = stage.keep(new loaded.grpc.reflection.v1.ServerReflection(server.address, credentials.createInsecure()));
  const open = Reflect.get(client, 'serverReflectionInfo') as () => Ask;
  const stream = open.call(client);
  stream.on('error', () => undefined);
  return stream;
}

const answerTo = (stream: Ask, request: object): Promise<Answer> =>
  new Promise((resolve) => {
    stream.once('data', resolve);
    stream.write(request);
  });

/** google.protobuf.FileDescriptorSet: nothing but the files, each as field 1. */
function fileDescriptorSet(files: readonly Buffer[]): Buffer {
  return Buffer.concat(files.flatMap((file) => [Buffer.from([0x0a]), varint(file.length), file]));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return Buffer.from([...bytes, left]);
    bytes.push((left & 0x7f) | 0x80);
  }
}

test('reflection lists the service and health', async () => {
  const stream = reflection(await stage.start());
  const { listServicesResponse } = await answerTo(stream, { listServices: '*' });
  const names = listServicesResponse?.service.map(({ name }) => name) ?? [];
  assert.deepEqual([...names].sort(), ['frontrow.v1.Ticketing', 'grpc.health.v1.Health']);
  stream.end();
});

test('a client with nothing but what reflection told it makes a call', async () => {
  const server = await stage.start();
  const stream = reflection(server);
  const { fileDescriptorResponse } = await answerTo(stream, { fileContainingSymbol: 'frontrow.v1.Ticketing' });
  stream.end();
  const set = fileDescriptorSet(fileDescriptorResponse?.fileDescriptorProto ?? []);
  const loaded = loadPackageDefinition(loadFileDescriptorSetFromBuffer(set)) as unknown as {
    readonly frontrow: { readonly v1: { readonly Ticketing: ServiceClientConstructor } };
  };
  const client = stage.keep(new loaded.frontrow.v1.Ticketing(server.address, credentials.createInsecure()));
  const getBalance = Reflect.get(client, 'GetBalance') as (
    request: object,
    done: (error: ServiceError | null, answer?: { userId: string }) => void,
  ) => void;
  const answer = await new Promise((resolve, reject) => {
    getBalance.call(client, {}, (error, balance) => (error === null ? resolve(balance?.userId) : reject(error)));
  });
  assert.equal(answer, 'local');
});

test('what reflection does not know it says, and goes on', async () => {
  const stream = reflection(await stage.start());
  assert.equal((await answerTo(stream, { fileContainingSymbol: 'frontrow.v1.Nothing' })).errorResponse?.errorCode, status.NOT_FOUND);
  assert.notEqual((await answerTo(stream, { fileContainingSymbol: 'grpc.health.v1.Health' })).fileDescriptorResponse, undefined);
  stream.end();
});

test('an open reflection does not keep the server from stopping', async () => {
  const server = await stage.start();
  const stream = reflection(server);
  await answerTo(stream, { listServices: '*' });
  const ended = new Promise((resolve) => stream.once('status', ({ code }: { code: status }) => resolve(code)));
  assert.equal(await server.stop(5_000), true);
  assert.equal(await ended, status.UNAVAILABLE);
});

test('nobody has to say who they are for health', async () => {
  const nobody = { identify: () => ({ refused: 'SERVICE_UNKNOWN' }) as const };
  const server = await stage.start({ callers: nobody });
  assert.equal(await checkHealth(stage.health(server), ''), 'SERVING');
  assert.equal(await codeOf(whoAmI(stage.client(server))), status.UNAUTHENTICATED);
});

test.run();
