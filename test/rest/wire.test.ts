/** HTTP as some clients speak it: offers of other protocols, slow bodies, and messages that Node itself would answer. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'uvu';
import { atRest } from '../support/manual-clock.js';
import { TestFacade } from '../support/test-facade.js';
import type { FacadeOptions } from '../support/test-facade.js';

/** A connection that keeps what it receives. */
class Wire {
  received = '';

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.received += chunk.toString()));
    socket.on('error', () => undefined);
  }

  static async open(facade: TestFacade): Promise<Wire> {
    const { port } = facade.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Wire(socket);
  }

  send(...lines: readonly string[]): void {
    this.socket.write(lines.join('\r\n'));
  }

  async until(done: (received: string) => boolean): Promise<string> {
    while (!done(this.received)) {
      assert.ok(!this.socket.closed, `closed after: ${this.received}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.received;
  }

  async closed(): Promise<string> {
    if (!this.socket.closed) await once(this.socket, 'close');
    return this.received;
  }

  cut(): void {
    this.socket.destroy();
  }
}

async function wired(play: (wire: Wire, facade: TestFacade) => Promise<void>, options: FacadeOptions = {}): Promise<void> {
  const facade = await TestFacade.start(options);
  await facade.app.listen({ port: 0, host: '127.0.0.1' });
  const wire = await Wire.open(facade);
  try {
    await play(wire, facade);
  } finally {
    wire.cut();
    const stopped = facade.stop();
    facade.clock.advance(2_000);
    await stopped;
  }
}

const answersIn = (received: string): number => received.split('HTTP/1.1 ').length - 1;
const OFFER_HTTP2 = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];
const HANDSHAKE = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];

test('a client that would rather speak HTTP/2 is answered, each time, on the same connection', () =>
  wired(async (wire) => {
    for (let asked = 1; asked <= 20; asked += 1) {
      wire.send('GET /api/v1/concerts HTTP/1.1', 'Host: x', ...OFFER_HTTP2, '', '');
      const received = await wire.until((so) => answersIn(so) === asked && so.endsWith('}'));
      assert.match(received.slice(received.lastIndexOf('HTTP/1.1')), /^HTTP\/1\.1 200 /);
    }
  }));

test('the body behind such an offer is read, whenever it comes', () =>
  wired(async (wire, facade) => {
    const { concertId } = await facade.concert();
    const fan = facade.fan();
    const body = JSON.stringify({ concertId });
    wire.send(
      ...['POST /api/v1/tokens HTTP/1.1', 'Host: x', ...OFFER_HTTP2, `Authorization: Bearer ${fan.accessToken}`],
      ...['Content-Type: application/json', `Content-Length: ${body.length}`, '', body.slice(0, 5)],
    );
    await atRest();
    wire.send(body.slice(5));
    assert.match(await wire.until((so) => so.includes('"status"')), /^HTTP\/1\.1 201 /);
  }));

for (const [what, path, version, status] of [
  ['for a path that has no sockets', '/api/v1/concerts', '13', 200],
  ['for a path that does not exist', '/nothing', '13', 404],
  ['of an unknown version', '/api/v1/queue/live', '7', 426],
] as const) {
  test(`a WebSocket handshake ${what} is an ordinary request: ${status}`, () =>
    wired(async (wire) => {
      wire.send(`GET ${path} HTTP/1.1`, 'Host: x', ...HANDSHAKE, `Sec-WebSocket-Version: ${version}`, '', '');
      const received = await wire.until((so) => so.endsWith('}'));
      assert.match(received, new RegExp(`^HTTP/1.1 ${status} `));
      assert.match(received, status === 200 ? /application\/json/ : /application\/problem\+json/);
      if (status === 426) assert.match(received, /sec-websocket-version: 13/i);
    }));
}

test('a body that does not arrive in time is a 408, and the connection is closed', () =>
  wired(
    async (wire, facade) => {
      wire.send('POST /api/v1/users HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Content-Length: 100', '', '{');
      while (facade.observed.length === 0) {
        facade.clock.advance(1_000);
        await atRest();
      }
      const received = await wire.closed();
      assert.match(received, /^HTTP\/1\.1 408 /);
      assert.match(received, /application\/problem\+json/);
      assert.match(received, /"code":"VALIDATION_FAILED"/);
    },
    { settings: { requestTimeoutMs: 5_000 } },
  ));

for (const [what, status, lines] of [
  ['a request without a host', 400, ['GET /api/v1/concerts HTTP/1.1']],
  ['an expectation that nobody can meet', 417, ['GET /api/v1/concerts HTTP/1.1', 'Host: x', 'Expect: miracles']],
] as const) {
  test(`${what} is a ${status} with a problem`, () =>
    wired(async (wire) => {
      wire.send(...lines, '', '');
      const received = await wire.until((so) => so.endsWith('}'));
      assert.match(received, new RegExp(`^HTTP/1.1 ${status} `));
      assert.match(received, /application\/problem\+json/);
      assert.match(received, /"code":"VALIDATION_FAILED"/);
    }));
}

test.run();
