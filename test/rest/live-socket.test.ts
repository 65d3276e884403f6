/** The live queue over real sockets: handshake, messages, limits, and the end of it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'uvu';
import { WebSocket } from 'ws';
import { PING_INTERVAL_MS } from '../../src/rest/live/pings.js';
import { AUTHENTICATE_WITHIN_MS, IDLE_MESSAGES_MAX, MESSAGE_BYTES_MAX } from '../../src/rest/live/protocol.js';
import { LiveClient, QUEUE, addressOf, listening } from '../support/live-client.js';
import type { Fan, TestFacade } from '../support/test-facade.js';

async function waitingFan(facade: TestFacade): Promise<{ inside: Fan; fan: Fan; concertId: string }> {
  const { concertId } = await facade.concert({ maxActive: 1 });
  return { inside: await facade.fanIn(concertId), fan: await facade.fanIn(concertId), concertId };
}

test('who waits hears the place at once, and is admitted when it is their turn', () =>
  listening({}, async (facade) => {
    const { inside, fan, concertId } = await waitingFan(facade);
    const client = await LiveClient.open(facade, QUEUE);
    client.authenticate(fan);
    const first = await client.next(1);
    assert.deepEqual([first?.type, first?.['position'], first?.['ahead']], ['waiting', 1, 0]);
    assert.equal(typeof first?.['estimatedWaitSeconds'], 'number');
    assert.equal(facade.openSockets, 1);
    await inside.delete('/api/v1/tokens/current');
    facade.clock.advance(1_000);
    const admitted = await client.next(2);
    assert.deepEqual(admitted, {
      type: 'admitted',
      redirectTo: `/api/v1/reservation?concertId=${concertId}`,
      expiresAt: new Date(facade.clock.now() - 1_000 + 600_000).toISOString(),
    });
    assert.equal(await client.closed(), 1000);
    assert.equal(facade.openSockets, 0);
    assert.equal((await fan.get('/api/v1/reservation')).status, 200, 'and may go on');
  }));

test('who left hears that the token has ended', () =>
  listening({}, async (facade) => {
    const { fan } = await waitingFan(facade);
    const client = await LiveClient.open(facade, QUEUE);
    client.authenticate(fan);
    await client.next(1);
    await fan.delete('/api/v1/tokens/current');
    facade.clock.advance(1_000);
    assert.deepEqual(await client.next(2), { type: 'expired', reason: 'LEFT' });
    assert.equal(await client.closed(), 1000);
  }));

test('an open socket keeps the place in line, a closed one does not', () =>
  listening({}, async (facade) => {
    const { concertId } = await facade.concert({ maxActive: 1, waitingTimeoutSeconds: 60 });
    const inside = await facade.fanIn(concertId);
    const [listening, silent] = [await facade.fanIn(concertId), await facade.fanIn(concertId)];
    const client = await LiveClient.open(facade, QUEUE);
    client.authenticate(listening);
    await client.next(1);
    for (let second = 0; second < 90; second += 1) {
      facade.clock.advance(1_000);
      for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await listening.get('/api/v1/tokens/current')).body.status, 'WAITING');
    const gone = (await silent.get('/api/v1/tokens/current')).body;
    assert.deepEqual([gone.status, gone.reason], ['EXPIRED', 'LOST']);
    assert.equal((await inside.get('/api/v1/tokens/current')).body.status, 'ACTIVE');
  }));

const REFUSED: readonly [string, (fan: Fan, other: Fan) => unknown, string, number][] = [
  ['no JSON', () => '{', 'VALIDATION_FAILED', 4400],
  ['another message', () => ({ type: 'hello' }), 'VALIDATION_FAILED', 4400],
  ['a list', () => [], 'VALIDATION_FAILED', 4400],
  ['null', () => null, 'VALIDATION_FAILED', 4400],
  ['tokens that are numbers', () => ({ type: 'authenticate', accessToken: 1, queueToken: 2 }), 'VALIDATION_FAILED', 4400],
  ['no tokens', () => ({ type: 'authenticate' }), 'ACCESS_TOKEN_INVALID', 4401],
  [
    'a forged access token',
    (fan) => ({ type: 'authenticate', accessToken: 'x.y.z', queueToken: fan.queueToken }),
    'ACCESS_TOKEN_INVALID',
    4401,
  ],
  ['no queue token', (fan) => ({ type: 'authenticate', accessToken: fan.accessToken }), 'QUEUE_TOKEN_REQUIRED', 4400],
  [
    'a forged queue token',
    (fan) => ({ type: 'authenticate', accessToken: fan.accessToken, queueToken: fan.accessToken }),
    'QUEUE_TOKEN_INVALID',
    4401,
  ],
  [
    "somebody else's queue token",
    (fan, other) => ({ type: 'authenticate', accessToken: other.accessToken, queueToken: fan.queueToken }),
    'QUEUE_TOKEN_MISMATCH',
    4403,
  ],
];

for (const [what, message, code, closeCode] of REFUSED) {
  test(`${what}: ${code}, and the socket is closed with ${closeCode}`, () =>
    listening({}, async (facade) => {
      const { fan } = await waitingFan(facade);
      const client = await LiveClient.open(facade, QUEUE);
      const sent = message(fan, facade.fan());
      client.socket.send(typeof sent === 'string' ? sent : JSON.stringify(sent));
      assert.deepEqual(await client.next(1), { type: 'error', code });
      assert.equal(await client.closed(), closeCode);
      assert.equal(facade.openSockets, 0);
    }));
}

test('a binary message is refused, an oversized one ends the socket', () =>
  listening({}, async (facade) => {
    const binary = await LiveClient.open(facade, QUEUE);
    binary.socket.send(Buffer.from('{}'));
    assert.deepEqual(await binary.next(1), { type: 'error', code: 'VALIDATION_FAILED' });
    const large = await LiveClient.open(facade, QUEUE);
    large.socket.send('x'.repeat(MESSAGE_BYTES_MAX + 1));
    assert.ok([1006, 1009].includes((await large.closed()) ?? 0));
  }));

test('who says nothing in time is turned away', () =>
  listening({}, async (facade) => {
    const client = await LiveClient.open(facade, QUEUE);
    facade.clock.advance(AUTHENTICATE_WITHIN_MS - 1);
    await facade.ask('GET', '/api/v1/concerts');
    assert.equal(client.closedWith, null);
    facade.clock.advance(1);
    assert.deepEqual(await client.next(1), { type: 'error', code: 'ACCESS_TOKEN_INVALID' });
    assert.equal(await client.closed(), 4401);
  }));

test('further messages are ignored up to a bound', () =>
  listening({}, async (facade) => {
    const { fan } = await waitingFan(facade);
    const client = await LiveClient.open(facade, QUEUE);
    client.authenticate(fan);
    await client.next(1);
    for (let count = 0; count <= IDLE_MESSAGES_MAX; count += 1) client.socket.send('{"type":"authenticate"}');
    assert.equal(await client.closed(), 1008);
    assert.ok(client.heard.every(({ type }) => type === 'waiting'));
  }));

test('a user may open only so many sockets, and others are not affected', () =>
  listening({ settings: { socketsPerUserMax: 2 } }, async (facade) => {
    const { fan, concertId } = await waitingFan(facade);
    const clients: LiveClient[] = [];
    for (let count = 0; count < 2; count += 1) {
      const client = await LiveClient.open(facade, QUEUE);
      client.authenticate(fan);
      await client.next(1, 1);
      clients.push(client);
    }
    const third = await LiveClient.open(facade, QUEUE);
    third.authenticate(fan);
    assert.deepEqual(await third.next(1), { type: 'error', code: 'RATE_LIMITED' });
    assert.equal(await third.closed(), 4429);
    const other = await LiveClient.open(facade, QUEUE);
    other.authenticate(await facade.fanIn(concertId));
    assert.equal((await other.next(1, 1))?.type, 'waiting');
    clients[0]?.socket.close();
    await clients[0]?.closed();
    await other.until(() => facade.openSockets === 2);
    const again = await LiveClient.open(facade, QUEUE);
    again.authenticate(fan);
    assert.equal((await again.next(1, 1))?.type, 'waiting');
  }));

test('pages of other origins cannot open a socket', () =>
  listening({ settings: { corsOrigins: ['https://tickets.example'] } }, async (facade) => {
    const { port } = facade.app.server.address() as AddressInfo;
    for (const origin of [`http://127.0.0.1:${port}`, 'https://tickets.example']) {
      const client = await LiveClient.open(facade, QUEUE, { origin });
      client.socket.terminate();
    }
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port}.evil.example`]) {
      const socket = new WebSocket(addressOf(facade, QUEUE), { headers: { origin } });
      const [error] = (await once(socket, 'error')) as [Error];
      assert.match(error.message, /403/, origin);
    }
  }));

test('a node that goes away says so, and says nothing else', () =>
  listening({}, async (facade) => {
    const { fan } = await waitingFan(facade);
    const client = await LiveClient.open(facade, QUEUE);
    const unnamed = await LiveClient.open(facade, QUEUE);
    client.authenticate(fan);
    await client.next(1);
    const stopped = facade.stop();
    assert.equal(await client.closed(), 1001);
    assert.equal(await unnamed.closed(), 1001);
    assert.equal(client.heard.length, 1);
    facade.clock.advance(2_000);
    await stopped;
  }));

test('a node that drains authenticates nobody', () =>
  listening({}, async (facade) => {
    const { fan } = await waitingFan(facade);
    const client = await LiveClient.open(facade, QUEUE);
    facade.ready = false;
    client.authenticate(fan);
    assert.deepEqual(await client.next(1), { type: 'error', code: 'UNAVAILABLE' });
    assert.equal(await client.closed(), 4503);
  }));

test('a peer that answers no ping is dropped', () =>
  listening({}, async (facade) => {
    const { fan } = await waitingFan(facade);
    const client = await LiveClient.open(facade, QUEUE);
    client.authenticate(fan);
    await client.next(1);
    client.socket.pause();
    for (let passed = 0; passed <= PING_INTERVAL_MS * 2 + 2_000; passed += 1_000) {
      facade.clock.advance(1_000);
      for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    await client.until(() => facade.openSockets === 0);
    client.socket.terminate();
  }));

test('the path without an upgrade is a problem like any other', () =>
  listening({}, async (facade) => {
    const answer = await facade.ask('GET', '/api/v1/queue/live');
    assert.deepEqual([answer.status, answer.body.code, answer.headers['upgrade']], [426, 'VALIDATION_FAILED', 'websocket']);
  }));

test.run();
