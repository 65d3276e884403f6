/** Whatever one caller sends, in whatever amount, the server goes on for the others. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Metadata, status } from '@grpc/grpc-js';
import { test } from 'uvu';
import type { GrpcServer } from '../../src/grpc/server.js';
import { codeOf, ServerStage, whoAmI } from './server-stage.js';
import type { TicketingClient } from './server-stage.js';

const KIBIBYTE = 1_024;
const BALANCE = '/frontrow.v1.Ticketing/GetBalance';
const EVENTS = '/frontrow.v1.Ticketing/WatchEvents';
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const GIVE_UP_MS = 10_000;

let stage = new ServerStage();
test.before.each(() => {
  stage = new ServerStage();
});
test.after.each(() => stage.dispose());

const headersFor = (path: string): Record<string, string> => ({
  ':method': 'POST',
  ':path': path,
  'content-type': 'application/grpc',
  te: 'trailers',
});

/** A gRPC message with those bytes. */
function message(bytes: Buffer, compressed = false): Buffer {
  const frame = Buffer.alloc(5 + bytes.length);
  frame.writeUInt8(compressed ? 1 : 0, 0);
  frame.writeUInt32BE(bytes.length, 1);
  bytes.copy(frame, 5);
  return frame;
}

/** The gRPC status that a stream ends with; null when it is reset instead. */
function endOf(stream: ClientHttp2Stream): Promise<number | null> {
  return new Promise((resolve) => {
    let code: number | null = null;
    const note = (headers: Readonly<Record<string, unknown>>): void => {
      if (headers['grpc-status'] !== undefined) code = Number(headers['grpc-status']);
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('error', () => undefined);
    stream.once('close', () => resolve(code));
    stream.resume();
  });
}

/** Resolves when the other end has closed the connection. */
function closed(connection: Socket | ClientHttp2Session): Promise<'closed' | 'open'> {
  connection.on('error', () => undefined);
  if ('resume' in connection) connection.resume();
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve('open'), GIVE_UP_MS).unref();
    connection.once('close', () => {
      clearTimeout(giveUp);
      resolve('closed');
    });
  });
}

/** Another caller is served, on a connection that stood before and on a new one. */
async function goesOn(server: GrpcServer, before: TicketingClient): Promise<void> {
  assert.equal(await whoAmI(before), 'local');
  assert.equal(await whoAmI(stage.client(server)), 'local');
}

async function started(options: Parameters<ServerStage['start']>[0] = {}): Promise<{ server: GrpcServer; other: TicketingClient }> {
  const server = await stage.start(options);
  const other = stage.client(server);
  assert.equal(await whoAmI(other), 'local');
  return { server, other };
}

test('a message of 256 KiB is taken, a larger one is RESOURCE_EXHAUSTED', async () => {
  const { server, other } = await started();
  const call = (bytes: number): Promise<number> => codeOf(balanceOf(stage.client(server), bytes));
  assert.equal(await call(256 * KIBIBYTE - 16), status.OK);
  assert.equal(await call(256 * KIBIBYTE + 16), status.RESOURCE_EXHAUSTED);
  assert.equal(await call(20 * KIBIBYTE * KIBIBYTE), status.RESOURCE_EXHAUSTED);
  await goesOn(server, other);
});

test('a message that unpacks to more than 256 KiB is RESOURCE_EXHAUSTED', async () => {
  const { server, other } = await started();
  const stream = stage.http2(server).request({ ...headersFor(BALANCE), 'grpc-encoding': 'gzip' });
  const end = endOf(stream);
  stream.end(message(gzipSync(Buffer.alloc(200 * KIBIBYTE * KIBIBYTE)), true));
  assert.equal(await end, status.RESOURCE_EXHAUSTED);
  await goesOn(server, other);
});

test('metadata of 100 KB, or with 200 entries, ends the call and no other', async () => {
  const { server, other } = await started();
  const large = new Metadata();
  large.set('x-large', 'x'.repeat(100_000));
  const many = new Metadata();
  for (let entry = 0; entry < 200; entry += 1) many.set(`x-entry-${entry}`, 'x');
  for (const metadata of [large, many]) {
    assert.notEqual(await codeOf(whoAmI(stage.client(server), metadata)), status.OK);
    await goesOn(server, other);
  }
});

test('bytes that are no message, no gRPC or no method end the call with a status, and no other call on the connection', async () => {
  const { server, other } = await started();
  const session = stage.http2(server);
  const send = (bytes: Buffer, headers: Record<string, string> = headersFor(BALANCE)): Promise<number | null> => {
    const stream = session.request(headers);
    const end = endOf(stream);
    stream.end(bytes);
    return end;
  };
  assert.equal(await send(message(Buffer.from([0xff, 0xff, 0xff]))), status.INTERNAL);
  assert.equal(await send(message(randomBytes(300), true), { ...headersFor(BALANCE), 'grpc-encoding': 'gzip' }), status.INTERNAL);
  assert.equal(await send(message(Buffer.alloc(0)), headersFor('/frontrow.v1.Ticketing/Nothing')), status.UNIMPLEMENTED);
  assert.equal(await send(message(Buffer.alloc(0)), headersFor('/')), status.UNIMPLEMENTED);
  assert.equal(await send(Buffer.alloc(0)), status.UNIMPLEMENTED);
  assert.equal(await send(Buffer.concat([message(Buffer.alloc(0)), message(Buffer.alloc(0))])), status.UNIMPLEMENTED);
  assert.equal(await send(message(Buffer.alloc(0)), { ...headersFor(BALANCE), 'content-type': 'text/plain' }), null);
  assert.equal(await send(message(Buffer.alloc(0)), { ...headersFor(BALANCE), 'grpc-timeout': 'soon' }), status.INTERNAL);
  assert.equal(await send(message(Buffer.alloc(0))), status.OK);
  await goesOn(server, other);
});

test('half a message and then silence, on every stream that a connection may have, leaves room for others', async () => {
  const { server, other } = await started({ limits: { callsPerConnectionMax: 50 } });
  const session = stage.http2(server);
  for (let call = 0; call < 50; call += 1) {
    const stream = session.request(headersFor(BALANCE));
    stream.on('error', () => undefined);
    stream.write(message(Buffer.alloc(100)).subarray(0, 50));
  }
  await goesOn(server, other);
});

test('more streams than a connection may have wait at the client, and go on when others end', async () => {
  const { server, other } = await started({ limits: { callsPerConnectionMax: 10 } });
  const client = stage.client(server);
  await whoAmI(client);
  const watches = Array.from({ length: 10 }, () => client.watchEvents({}));
  for (const watch of watches) watch.on('error', () => undefined);
  await until(() => stage.streams.size === 10);
  const waiting = whoAmI(client);
  await goesOn(server, other);
  assert.equal(stage.streams.size, 10);
  watches[0]?.cancel();
  assert.equal(await waiting, 'local');
});

test('streams beyond the limit that a client opens all the same are refused', async () => {
  const { server, other } = await started({ limits: { callsPerConnectionMax: 10 } });
  const socket = stage.tcp(server);
  const over = closed(socket);
  // One connection's worth of requests at once, by hand: a library would keep to the limit that the server named.
  socket.write(PREFACE);
  socket.write(frame(0, SETTINGS, 0));
  await until(() => socket.bytesRead > 0);
  socket.write(frame(END_STREAM, SETTINGS, 0));
  const block = headerBlock(EVENTS);
  for (let id = 1; id < 2_000; id += 2)
    socket.write(Buffer.concat([frame(END_HEADERS, HEADERS, id, block), frame(END_STREAM, DATA, id, message(Buffer.alloc(0)))]));
  await Promise.race([over, goesOn(server, other)]);
  assert.ok(stage.streams.size <= 10, `${stage.streams.size} streams are open`);
  await goesOn(server, other);
});

for (const path of [BALANCE, EVENTS, '/frontrow.v1.Ticketing/Nothing', '/grpc.health.v1.Health/Watch']) {
  test(`thousands of calls of ${path} that are called off at once end the connection, and no other`, async () => {
    const { server, other } = await started({ limits: { idleConnectionMs: 300 } });
    const socket = stage.tcp(server);
    const over = closed(socket);
    const lastCall = lastCallTaken(socket);
    socket.write(PREFACE);
    socket.write(frame(0, SETTINGS, 0));
    const block = headerBlock(path);
    const reset = Buffer.from([0, 0, 0, constants.NGHTTP2_CANCEL]);
    for (let id = 1; id < 20_000; id += 2) {
      socket.write(Buffer.concat([frame(END_HEADERS, HEADERS, id, block), frame(0, RST_STREAM, id, reset)]));
      if (id % 1_001 === 0) await goesOn(server, other);
    }
    // The library says good-bye, takes nothing more in, and leaves the connection to be closed as idle.
    assert.ok((await lastCall) < 4_000, `call ${await lastCall} was taken`);
    assert.equal(await over, 'closed');
    await goesOn(server, other);
    assert.equal(stage.streams.size, 0);
  });
}

test('a call of something that is not gRPC, called off at once, harms nobody', async () => {
  const { server, other } = await started();
  const socket = stage.tcp(server);
  socket.write(PREFACE);
  socket.write(frame(0, SETTINGS, 0));
  const reset = Buffer.from([0, 0, 0, constants.NGHTTP2_CANCEL]);
  const block = headerBlock(BALANCE, 'text/plain');
  socket.write(Buffer.concat([1, 3, 5, 7].flatMap((id) => [frame(END_HEADERS, HEADERS, id, block), frame(0, RST_STREAM, id, reset)])));
  await goesOn(server, other);
});

test('garbage instead of HTTP/2 ends the connection', async () => {
  const { server, other } = await started();
  for (const bytes of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', randomBytes(10_000), Buffer.alloc(10_000), `${PREFACE}${'x'.repeat(10_000)}`]) {
    const socket = stage.tcp(server);
    const over = closed(socket);
    socket.write(bytes);
    assert.equal(await over, 'closed');
    await goesOn(server, other);
  }
});

test('a flood of pings and settings ends the connection or is put up with', async () => {
  const { server, other } = await started();
  for (const type of [PING, SETTINGS]) {
    const socket = stage.tcp(server);
    socket.write(PREFACE);
    socket.write(frame(0, SETTINGS, 0));
    const flood = frame(0, type, 0, Buffer.alloc(type === PING ? 8 : 0));
    // The answers are not read.
    for (let sent = 0; sent < 200; sent += 1) socket.write(Buffer.concat(Array.from({ length: 100 }, () => flood)));
    await goesOn(server, other);
  }
});

test('a reflection client that asks and does not listen is not heard any more', async () => {
  const { server, other } = await started();
  const session = stage.http2(server);
  await new Promise((resolve) => session.once('connect', resolve));
  const stream = session.request(headersFor('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'));
  stream.on('error', () => undefined);
  stream.pause();
  // file_containing_symbol, whose answer is tens of kilobytes
  const symbol = Buffer.from('frontrow.v1.Ticketing');
  const ask = message(Buffer.concat([Buffer.from([0x22, symbol.length]), symbol]));
  for (let asked = 0; asked < 100; asked += 1) stream.write(Buffer.concat(Array.from({ length: 100 }, () => ask)));
  const heard = new Promise<string>((resolve) => stream.once('drain', () => resolve('heard')));
  const othersServed = async (): Promise<string> => {
    for (let call = 0; call < 300; call += 1) await whoAmI(other);
    return 'others were served';
  };
  assert.equal(await Promise.race([heard, othersServed()]), 'others were served');
});

test('an idle connection is closed, one with a stream is not', async () => {
  const { server } = await started({ limits: { idleConnectionMs: 100 } });
  const idle = stage.tcp(server);
  idle.write(PREFACE);
  idle.write(frame(0, SETTINGS, 0));
  const busy = stage.http2(server);
  const stream = busy.request(headersFor(EVENTS));
  stream.end(message(Buffer.alloc(0)));
  assert.equal(await closed(idle), 'closed');
  await until(() => stage.streams.size === 1);
  assert.equal(busy.closed, false);
});

test('more connections than there may be are closed, and the log says so once', async () => {
  const server = await stage.start({ limits: { connectionsMax: 3 } });
  const kept = [stage.client(server), stage.client(server), stage.client(server)];
  for (const client of kept) assert.equal(await whoAmI(client), 'local');
  for (let more = 0; more < 3; more += 1) assert.equal(await closed(stage.tcp(server)), 'closed');
  assert.deepEqual(stage.warnings, ['gRPC connections are refused: there are too many']);
  for (const client of kept) assert.equal(await whoAmI(client), 'local');
});

// ---- Frames of HTTP/2 by hand ----

const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const PING = 6;
const GOAWAY = 7;
const FRAME_HEADER_BYTES = 9;
const END_STREAM = 1;
const END_HEADERS = 4;

function frame(flags: number, type: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** HPACK without its table and without Huffman: each header by its name and value. */
function headerBlock(path: string, contentType = 'application/grpc'): Buffer {
  const headers = { ':method': 'POST', ':scheme': 'http', ':path': path, ':authority': 'x', 'content-type': contentType, te: 'trailers' };
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
  return Buffer.concat(Object.entries(headers).flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

/** The number of the last call that was taken before the other end said good-bye. */
function lastCallTaken(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      while (received.length >= FRAME_HEADER_BYTES) {
        const end = FRAME_HEADER_BYTES + received.readUIntBE(0, 3);
        if (received.length < end) return;
        if (received.readUInt8(3) === GOAWAY) resolve(received.readUInt32BE(FRAME_HEADER_BYTES));
        received = received.subarray(end);
      }
    });
  });
}

/** A call whose message has about so many bytes. */
function balanceOf(client: TicketingClient, bytes: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.getBalance({ userId: 'x'.repeat(bytes) }, (error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}

/** The other side has no event to wait for, so it is looked at again and again. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

test.run();
