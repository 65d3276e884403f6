/** Whatever strangers do to the cluster port, it holds little of them, and the nodes go on with each other. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect as connectHttp2 } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { test } from 'uvu';
import { encodeHello } from '../../src/grpc/link/asks-frames.js';
import { LINK_PROTOCOL, newNonce } from '../../src/grpc/link/handshake.js';
import { CONNECT_PATH } from '../../src/grpc/link/node-link-service.js';
import { CLUSTER, freshSession, LinkStage, until } from './link-stage.js';
import type { TestNode } from './link-stage.js';

const MEBIBYTE = 1_048_576;
/** Patient enough for the nodes, and not for strangers. */
const SHORT = { handshakeMs: 300, unprovenMax: 10 };

let stage: LinkStage;
test.before.each(() => {
  stage = new LinkStage();
});
test.after.each(() => stage.dispose());

function tcp(node: TestNode): { readonly socket: Socket; closed: boolean } {
  const socket = connect({ host: '127.0.0.1', port: Number(node.link.address.split(':')[1]) });
  const stranger = { socket, closed: false };
  socket.on('error', () => undefined);
  socket.on('close', () => (stranger.closed = true));
  socket.resume();
  stage.keep(() => socket.destroy());
  return stranger;
}

function http2(node: TestNode): ClientHttp2Session {
  const session = connectHttp2(`http://${node.link.address}`);
  session.on('error', () => undefined);
  stage.keep(() => session.destroy());
  return session;
}

/** A stream of the link's method, and the status it ends with; null when it is reset instead. */
function stream(
  session: ClientHttp2Session,
  headers: object = {},
): { readonly stream: ClientHttp2Stream; readonly end: Promise<number | null> } {
  const opened = session.request({
    ':method': 'POST',
    ':path': CONNECT_PATH,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  const end = new Promise<number | null>((resolve) => {
    let code: number | null = null;
    const note = (got: Readonly<Record<string, unknown>>): void => {
      if (got['grpc-status'] === undefined) return;
      code = Number(got['grpc-status']);
      opened.end();
    };
    opened.on('response', note);
    opened.on('trailers', note);
    opened.on('error', () => undefined);
    opened.on('close', () => resolve(code));
    opened.resume();
  });
  return { stream: opened, end };
}

function message(bytes: Buffer, compressed = false): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed ? 1 : 0, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** The nodes ask each other, and a node that comes new gets in. */
async function goesOn(a: TestNode, b: TestNode): Promise<void> {
  assert.equal((await a.ask(b)).kind, 'answer');
  const c = await stage.node(`c-${freshSession('x').slice(-4)}`);
  stage.join(a, b, c);
  await stage.connected(a, b, c);
  assert.equal((await c.ask(b)).kind, 'answer');
}

test('connections that say nothing are closed, the oldest first when they are many', async () => {
  const [a, b] = await stage.pair({}, { limits: { ...SHORT, handshakeMs: 60_000 } });
  const strangers = Array.from({ length: 30 }, () => tcp(b));
  await until(() => strangers.filter(({ closed }) => closed).length === 20, 'all but ten are closed');
  await goesOn(a, b);
});

test('a connection that says nothing for too long is closed', async () => {
  const [a, b] = await stage.pair({}, { limits: SHORT });
  const strangers = [tcp(b), tcp(b)];
  strangers[1]?.socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  const session = http2(b);
  await until(() => strangers.every(({ closed }) => closed) && session.destroyed, 'all are closed');
  await goesOn(a, b);
});

test('more connections than there may be are closed, and the log says so once', async () => {
  const [a, b] = await stage.pair({}, { limits: { connectionsMax: 20, unprovenMax: 1_000, handshakeMs: 400 } });
  const strangers = Array.from({ length: 60 }, () => tcp(b));
  await until(() => strangers.filter(({ closed }) => closed).length >= 40, 'what is more is closed');
  assert.equal(b.lines.filter((line) => line.includes('there are too many')).length, 1);
  assert.equal((await a.ask(b)).kind, 'answer');
  await until(() => strangers.every(({ closed }) => closed), 'the others are closed too');
  await goesOn(a, b);
});

test('a handshake that does not end is ended', async () => {
  const [a, b] = await stage.pair({}, { limits: SHORT });
  const silent = stream(http2(b));
  const introduced = stream(http2(b));
  const hello = { protocol: LINK_PROTOCOL, cluster: CLUSTER, session: a.member.session, toSession: b.member.session, nonce: newNonce() };
  introduced.stream.write(message(encodeHello(hello)));
  const half = stream(http2(b));
  half.stream.write(message(encodeHello(hello)).subarray(0, 40));
  for (const { end } of [silent, introduced, half]) assert.equal(await end, status.DEADLINE_EXCEEDED);
  await goesOn(a, b);
});

test('a handshake that is too long is cut off, long before it fills memory', async () => {
  const [a, b] = await stage.pair({}, {});
  const session = http2(b);
  await new Promise((resolve) => session.once('connect', resolve));
  const large = stream(session);
  let sent = 0;
  const bytes = message(randomBytes(60 * MEBIBYTE));
  const more = (): void => {
    while (sent < bytes.length) {
      const chunk = bytes.subarray(sent, sent + 65_536);
      sent += chunk.length;
      if (!large.stream.write(chunk)) {
        large.stream.once('drain', more);
        return;
      }
    }
  };
  more();
  assert.equal(await large.end, null);
  assert.ok(sent < MEBIBYTE, `${sent} bytes were taken`);
  await goesOn(a, b);
});

test('a message that unpacks to something large is cut off too', async () => {
  const [a, b] = await stage.pair({}, {});
  const packed = gzipSync(Buffer.alloc(60 * MEBIBYTE));
  const { stream: large, end } = stream(http2(b), { 'grpc-encoding': 'gzip' });
  large.write(message(packed, true));
  assert.equal(await end, null);
  await goesOn(a, b);
});

test('more than one stream on a connection is refused', async () => {
  const [a, b] = await stage.pair({}, { limits: SHORT });
  const session = http2(b);
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const streams = Array.from({ length: 10 }, () => stream(session));
  assert.ok(b.link.figures().connectedFrom <= 1);
  session.destroy();
  await Promise.all(streams.map(({ end }) => end));
  await goesOn(a, b);
});

test('garbage, and other methods, get nowhere', async () => {
  const [a, b] = await stage.pair({}, { limits: SHORT });
  for (const bytes of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', randomBytes(100_000), Buffer.alloc(100_000)]) {
    const stranger = tcp(b);
    stranger.socket.write(bytes);
    await until(() => stranger.closed, 'it is closed');
  }
  assert.equal(await stream(http2(b), { ':path': '/frontrow.v1.Ticketing/GetBalance' }).end, status.UNIMPLEMENTED);
  assert.equal(await stream(http2(b), { ':path': '/grpc.health.v1.Health/Check' }).end, status.UNIMPLEMENTED);
  await goesOn(a, b);
});

test('hundreds of broken handshakes, as fast as they go, change nothing for the nodes', async () => {
  const [a, b] = await stage.pair({}, { limits: SHORT });
  for (let round = 0; round < 20; round += 1) {
    const ends = Array.from({ length: 10 }, () => {
      const { stream: opened, end } = stream(http2(b));
      opened.write(message(Buffer.from([0x12, 0x02, 0x0a, 0x00])));
      return end;
    });
    await Promise.all(ends);
    assert.equal((await a.ask(b)).kind, 'answer');
  }
  assert.ok(b.lines.filter((line) => line.includes('was not let in')).length < 5, 'the log is not flooded');
  await goesOn(a, b);
});

test.run();
