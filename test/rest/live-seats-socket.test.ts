/** Live seats over real sockets: handshake, what is told, resuming, and the end of it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'uvu';
import { WebSocket } from 'ws';
import { SEAT_STATUSES } from '../../src/domain/schedule/protocol.js';
import { PING_INTERVAL_MS } from '../../src/rest/live/pings.js';
import { ALIVE_AFTER_MS } from '../../src/rest/live/seats-socket.js';
import { AUTHENTICATE_WITHIN_MS } from '../../src/rest/live/protocol.js';
import { LiveClient, addressOf, listening, seatsOf } from '../support/live-client.js';
import type { Message } from '../support/live-client.js';
import type { Fan, Sale, TestFacade } from '../support/test-facade.js';

interface Snapshot extends Message {
  readonly scheduleId: string;
  readonly version: number;
  readonly totalSeats: number;
  readonly sections: readonly {
    readonly name: string;
    readonly price: number;
    readonly rows: readonly { readonly name: string; readonly seats: number }[];
  }[];
  readonly first: number;
  readonly statuses: string;
  readonly last: boolean;
}

const HALL = {
  sections: [
    {
      name: 'Floor',
      price: 90_000,
      rows: [
        { name: 'A', seats: 6 },
        { name: 'B', seats: 5 },
      ],
    },
    { name: 'Balcony "left"', price: 40_000, rows: [{ name: 'ä', seats: 4 }] },
  ],
};

async function insideFan(facade: TestFacade, queue: object = {}, hall: object = HALL): Promise<{ fan: Fan; sale: Sale }> {
  const sale = await facade.concert(queue, hall);
  return { fan: await facade.fanIn(sale.concertId), sale };
}

/** An authenticated socket that has heard its first message. */
async function watching(facade: TestFacade, fan: Fan, scheduleId: string, changed: object = {}): Promise<LiveClient> {
  const client = await LiveClient.open(facade, seatsOf(scheduleId));
  client.authenticate(fan, changed);
  await client.next(1, 1);
  return client;
}

/** The seats as `GET /api/v1/seats` shows them, put together from snapshot messages. */
function seatsIn(messages: readonly Snapshot[]): object[] {
  const seats: object[] = [];
  const codes: number[] = [];
  for (const { sections, statuses, first, last } of messages) {
    assert.equal(first, codes.length + 1);
    const rows = sections.flatMap(({ name, price, rows: own }) => own.map((row) => ({ section: name, price, row })));
    const packed = Buffer.from(statuses, 'base64');
    const count = rows.reduce((sum, { row }) => sum + row.seats, 0);
    for (let index = 0; index < count; index += 1) codes.push(((packed[index >> 2] ?? 0) >> ((index & 3) * 2)) & 3);
    for (const { section, price, row } of rows) {
      for (let index = 0; index < row.seats; index += 1) {
        const seat = seats.length + 1;
        seats.push({ seat, section, row: row.name, status: SEAT_STATUSES[codes[seat - 1] ?? 0], price });
      }
    }
    assert.equal(last, messages.at(-1)?.first === first);
  }
  return seats;
}

async function shown(fan: Fan, scheduleId: string): Promise<{ version: number; seats: readonly object[] }> {
  const answer = await fan.get(`/api/v1/seats?scheduleId=${scheduleId}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

test('the snapshot is what GET /seats shows, and a hold is told within a moment', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const buyer = await facade.fanIn(sale.concertId);
    await buyer.hold(sale.scheduleId, [2, 15]);
    const client = await watching(facade, fan, sale.scheduleId);
    const first = client.heard[0] as Snapshot;
    const { version, seats } = await shown(fan, sale.scheduleId);
    assert.deepEqual([first.type, first.scheduleId, first.version, first.totalSeats], ['snapshot', sale.scheduleId, version, 15]);
    assert.deepEqual(seatsIn([first]), seats);
    assert.deepEqual([facade.openSockets, facade.listeners], [1, { queue: 1, seats: 1 }]);
    facade.clock.advance(1_000);
    const since = facade.clock.now();
    await buyer.hold(sale.scheduleId, [7]);
    const delta = await client.next(2, 1);
    assert.deepEqual(delta, {
      type: 'delta',
      fromVersion: version,
      version: version + 1,
      available: [],
      held: [7],
      booked: [],
      blocked: [],
    });
    assert.ok(facade.clock.now() - since <= 500, String(facade.clock.now() - since));
  }));

test('who comes back with the last version seen gets only what has changed', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const buyer = await facade.fanIn(sale.concertId);
    await buyer.hold(sale.scheduleId, [11]);
    const client = await watching(facade, fan, sale.scheduleId);
    const { version } = client.heard[0] as Snapshot;
    client.socket.close();
    await client.closed();
    await buyer.hold(sale.scheduleId, [1, 2]);
    await facade.admin('PATCH', `/api/v1/admin/schedules/${sale.scheduleId}/seats`, { block: [9] });
    facade.clock.advance(1_000);
    const back = await watching(facade, fan, sale.scheduleId, { fromVersion: version });
    assert.deepEqual(back.heard, [
      { type: 'delta', fromVersion: version, version: version + 2, available: [], held: [1, 2], booked: [], blocked: [9] },
    ]);
    const lost = await watching(facade, fan, sale.scheduleId, { fromVersion: version + 1 });
    assert.equal(lost.heard[0]?.type, 'snapshot');
  }));

test('a large hall comes in several messages, none of them large', () =>
  listening({}, async (facade) => {
    const rows = Array.from({ length: 2_500 }, (_none, index) => ({ name: `Row ${index} of a long name that takes room`, seats: 40 }));
    const { fan, sale } = await insideFan(facade, {}, { sections: [{ name: 'Arena', price: 1, rows }] });
    await facade.admin('PATCH', `/api/v1/admin/schedules/${sale.scheduleId}/seats`, { block: [1, 50_000, 100_000] });
    const client = await LiveClient.open(facade, seatsOf(sale.scheduleId));
    const sizes: number[] = [];
    client.socket.on('message', (data: Buffer) => sizes.push(data.length));
    client.authenticate(fan);
    await client.until(() => client.heard.at(-1)?.['last'] === true, 1);
    assert.ok(sizes.length > 2 && Math.max(...sizes) <= 64 * 1024, sizes.join(' '));
    const { seats } = await shown(fan, sale.scheduleId);
    assert.deepEqual(seatsIn(client.heard as unknown as readonly Snapshot[]), seats);
  }));

const REFUSED: readonly [string, (fan: Fan, other: Fan) => object | string, string, number][] = [
  ['no JSON', () => '{', 'VALIDATION_FAILED', 4400],
  [
    'a version that is none',
    (fan) => ({ accessToken: fan.accessToken, queueToken: fan.queueToken, fromVersion: -1 }),
    'VALIDATION_FAILED',
    4400,
  ],
  [
    'a version that is text',
    (fan) => ({ accessToken: fan.accessToken, queueToken: fan.queueToken, fromVersion: '1' }),
    'VALIDATION_FAILED',
    4400,
  ],
  ['no access token', (fan) => ({ queueToken: fan.queueToken }), 'ACCESS_TOKEN_INVALID', 4401],
  ['no queue token', (fan) => ({ accessToken: fan.accessToken }), 'QUEUE_TOKEN_REQUIRED', 4400],
  ['a forged queue token', (fan) => ({ accessToken: fan.accessToken, queueToken: 'x.y.z' }), 'QUEUE_TOKEN_INVALID', 4401],
  [
    "somebody else's queue token",
    (fan, other) => ({ accessToken: fan.accessToken, queueToken: other.queueToken }),
    'QUEUE_TOKEN_MISMATCH',
    4403,
  ],
  [
    'whose turn it is not yet',
    (_fan, other) => ({ accessToken: other.accessToken, queueToken: other.queueToken }),
    'QUEUE_TOKEN_NOT_ACTIVE',
    4401,
  ],
];

for (const [what, message, code, closeCode] of REFUSED) {
  test(`${what}: ${code}, and the socket is closed with ${closeCode}`, () =>
    listening({}, async (facade) => {
      const { fan, sale } = await insideFan(facade, { maxActive: 1 });
      const other = await facade.fanIn(sale.concertId);
      const client = await LiveClient.open(facade, seatsOf(sale.scheduleId));
      const sent = message(fan, other);
      client.socket.send(typeof sent === 'string' ? sent : JSON.stringify({ type: 'authenticate', ...sent }));
      assert.deepEqual(await client.next(1), { type: 'error', code });
      assert.equal(await client.closed(), closeCode);
      await client.until(() => facade.openSockets === 0);
      assert.deepEqual(facade.listeners, { queue: 0, seats: 0 });
    }));
}

test('a token that has ended, another concert, and a schedule that does not exist', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const other = await facade.concert();
    const missing = `${sale.concertId}-000000000000`;
    for (const [scheduleId, code, closeCode] of [
      [other.scheduleId, 'QUEUE_TOKEN_MISMATCH', 4403],
      [missing, 'INVALID_SCHEDULE', 4400],
      ['nonsense', 'INVALID_SCHEDULE', 4400],
    ] as const) {
      const client = await watching(facade, fan, scheduleId);
      assert.deepEqual([client.heard, await client.closed()], [[{ type: 'error', code }], closeCode], scheduleId);
    }
    await fan.delete('/api/v1/tokens/current');
    const ended = await watching(facade, fan, sale.scheduleId);
    assert.deepEqual([ended.heard, await ended.closed()], [[{ type: 'error', code: 'QUEUE_TOKEN_EXPIRED' }], 4401]);
    await ended.until(() => facade.openSockets === 0);
    assert.deepEqual(facade.listeners, { queue: 0, seats: 0 });
  }));

test('the socket ends with the turn, within a second or two', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const client = await watching(facade, fan, sale.scheduleId);
    const from = facade.clock.now();
    await fan.delete('/api/v1/tokens/current');
    assert.equal(await client.closed(10), 4401);
    assert.deepEqual(client.heard.at(-1), { type: 'error', code: 'QUEUE_TOKEN_EXPIRED' });
    assert.ok(facade.clock.now() - from < 5_000);
  }));

test('an open socket is no activity, and says that it is alive', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade, { activeTimeoutSeconds: 60 });
    const client = await watching(facade, fan, sale.scheduleId);
    const told: number[] = [facade.clock.now()];
    client.socket.on('message', () => told.push(facade.clock.now()));
    const from = facade.clock.now();
    while (client.closedWith === null) {
      facade.clock.advance(500);
      for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(facade.clock.now() - from < 65_000, String(facade.clock.now() - from));
    assert.deepEqual(client.heard.at(-1), { type: 'error', code: 'QUEUE_TOKEN_EXPIRED' });
    assert.ok(client.heard.filter(({ type }) => type === 'alive').length >= 60_000 / ALIVE_AFTER_MS - 2);
    told.forEach((at, index) => assert.ok(at - (told[index - 1] ?? at) <= 15_000, String(at)));
  }));

test('sockets to the queue and to seats count together for a user', () =>
  listening({ settings: { socketsPerUserMax: 2 } }, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const clients = [await watching(facade, fan, sale.scheduleId), await watching(facade, fan, sale.scheduleId)];
    const third = await watching(facade, fan, sale.scheduleId);
    assert.deepEqual([third.heard, await third.closed()], [[{ type: 'error', code: 'RATE_LIMITED' }], 4429]);
    clients[0]?.socket.close();
    await third.until(() => facade.openSockets === 1);
    assert.equal((await watching(facade, fan, sale.scheduleId)).heard[0]?.type, 'snapshot');
  }));

test('pages of other origins cannot open a socket, and the path without an upgrade is a problem like any other', () =>
  listening({}, async (facade) => {
    const { sale } = await insideFan(facade);
    const socket = new WebSocket(addressOf(facade, seatsOf(sale.scheduleId)), { headers: { origin: 'https://evil.example' } });
    const [error] = (await once(socket, 'error')) as [Error];
    assert.match(error.message, /403/);
    const answer = await facade.ask('GET', seatsOf(sale.scheduleId));
    assert.deepEqual([answer.status, answer.body.code, answer.headers['upgrade']], [426, 'VALIDATION_FAILED', 'websocket']);
  }));

test('who says nothing in time is turned away, and who says too much is', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const silent = await LiveClient.open(facade, seatsOf(sale.scheduleId));
    await facade.ask('GET', '/api/v1/concerts');
    facade.clock.advance(AUTHENTICATE_WITHIN_MS);
    assert.equal(await silent.closed(), 4401);
    const loud = await watching(facade, fan, sale.scheduleId);
    for (let count = 0; count <= 100; count += 1) loud.socket.send('{}');
    assert.equal(await loud.closed(), 1008);
    await loud.until(() => facade.listeners.seats === 0);
  }));

test('a reader that does not read is ended, and another one hears everything meanwhile', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade, {}, { seats: 60_000 });
    const slow = await watching(facade, fan, sale.scheduleId);
    const quick = await watching(facade, fan, sale.scheduleId);
    slow.socket.pause();
    const seats = Array.from({ length: 15_000 }, (_none, index) => index * 4 + 1);
    let rounds = 0;
    while (facade.listeners.seats === 2) {
      const heard = quick.heard.length;
      const change = rounds % 2 === 0 ? { block: seats } : { unblock: seats };
      const answer = await facade.admin('PATCH', `/api/v1/admin/schedules/${sale.scheduleId}/seats`, change);
      assert.equal(answer.status, 200);
      facade.clock.advance(250);
      await quick.next(heard + 1, 1);
      rounds += 1;
      assert.ok(rounds < 2_000, 'the slow reader was never ended');
    }
    const heardBefore = slow.heard.length;
    slow.socket.resume();
    assert.equal(await slow.closed(), 4503);
    assert.deepEqual(slow.heard.at(-1), { type: 'error', code: 'TOO_SLOW' });
    assert.ok(slow.heard.length > heardBefore);
    assert.equal(quick.closedWith, null);
  }));

test('a peer that answers no ping is dropped', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const client = await watching(facade, fan, sale.scheduleId);
    client.socket.pause();
    for (let passed = 0; passed <= PING_INTERVAL_MS * 2 + 2_000; passed += 1_000) {
      facade.clock.advance(1_000);
      for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    await client.until(() => facade.openSockets === 0);
    assert.deepEqual(facade.listeners, { queue: 0, seats: 0 });
    client.socket.terminate();
  }));

test('a node that goes away says so', () =>
  listening({}, async (facade) => {
    const { fan, sale } = await insideFan(facade);
    const client = await watching(facade, fan, sale.scheduleId);
    const stopped = facade.stop();
    assert.equal(await client.closed(), 1001);
    assert.equal(client.heard.length, 1);
    facade.clock.advance(2_000);
    await stopped;
    assert.deepEqual(facade.liveErrors, []);
  }));

test.run();
