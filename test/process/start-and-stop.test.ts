/** SIGTERM: what is in flight is finished, nothing new is begun, and the process is gone within ten seconds, whatever its clients do. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { test } from 'uvu';
import { WebSocket } from 'ws';
import type { Exit, NodeProcess } from '../../bench/support/node-process.js';
import { auditNow, buy, seen, Stage } from './stage.js';
import type { Sale } from './stage.js';

const STOP_MS_MAX = 10_000;
const IN_FLIGHT = 30;
const GOING_AWAY = 1001;

let stage = new Stage();
test.before.each(() => {
  stage = new Stage();
});
test.after.each(() => stage.dispose());

/** Ten seconds are the promise, so they are measured. */
async function stopInTime(node: NodeProcess): Promise<Exit> {
  const began = performance.now();
  const exit = await node.stop();
  assert.ok(performance.now() - began < STOP_MS_MAX, `the stop took ${Math.round(performance.now() - began)} ms`);
  return exit;
}

function refusesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

/**
 * Holds one seat each, all at once, and does not repeat anything. Calls `onFirst` as soon as one of them is answered; by then all were sent, for their
 * connections stand already.
 */
async function holdAtOnce({ node, guest, token, scheduleId }: Sale, onFirst: () => void): Promise<number[]> {
  const pool = new Pool(node.url, { connections: IN_FLIGHT });
  const headers = { authorization: `Bearer ${guest.accessToken}`, 'queue-token': token, 'content-type': 'application/json' };
  const each = Array.from({ length: IN_FLIGHT }, (_, index) => index);
  try {
    await Promise.all(each.map(async () => (await pool.request({ method: 'GET', path: '/api/v1/concerts' })).body.text()));
    return await Promise.all(
      each.map(async (index) => {
        const body = JSON.stringify({ scheduleId, seats: [index + 1] });
        const answer = await pool.request({ method: 'POST', path: '/api/v1/reservations', headers, body });
        onFirst();
        await answer.body.text();
        return answer.statusCode;
      }),
    );
  } finally {
    await pool.destroy();
  }
}

test('SIGTERM under load: every request in flight is answered, new connections are refused, and the end is 0', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const sale = await stage.sale(node);
  const { port } = node;
  const stopping: Promise<Exit>[] = [];
  const statuses = await holdAtOnce(sale, () => {
    if (stopping.length === 0) stopping.push(stopInTime(node));
  });
  const held = statuses.filter((status) => status === 201).length;
  assert.ok(held > 0);
  assert.deepEqual(
    statuses.filter((status) => status !== 201 && status !== 503),
    [],
  );
  assert.deepEqual(await Promise.all(stopping), [{ code: 0, signal: null }]);
  assert.ok(await refusesConnections(port));
  assert.match(node.output, /^Frontrow has stopped\.$/m);
  assert.ok(!node.output.includes('"level":60'), node.output);

  const again = await stage.restart(node);
  const seats = await sale.api.seats(sale.guest, sale.token, sale.scheduleId, null);
  assert.equal(seats.filter(({ status }) => status === 'HELD').length, held);
  assert.match(
    again.output,
    /^Data: .*, recovered \d+ records of \d+ entities: 0 with work to finish, 0 overdue, \d+ with something due later/m,
  );
});

test('a client that never finishes its request cannot keep the node from stopping in time', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir(), env: { FRONTROW_DRAIN_SECONDS: '2' } });
  const socket = connect(node.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.write(
    'POST /api/v1/tokens HTTP/1.1\r\nHost: frontrow\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"concertId"',
  );
  // An answer on another connection that was opened later: the half request has arrived.
  await stage.sale(node);
  assert.deepEqual(await stopInTime(node), { code: 0, signal: null });
  socket.destroy();
});

/** The first thing that a live socket says, and how it is closed. */
function openSocket(node: NodeProcess, path: string, accessToken: string, queueToken: string) {
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}${path}`);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const told = new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())));
  socket.once('open', () => socket.send(JSON.stringify({ type: 'authenticate', accessToken, queueToken })));
  return { closed, told: told.then((text) => (JSON.parse(text) as { type: string }).type) };
}

test('SIGTERM with open sockets: each is told that the node goes away, and the place in line is kept', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const sale = await stage.sale(node, { queue: { maxActive: 1 } });
  const { api, concertId } = sale;
  const guest = await api.guest();
  const { token, position } = await api.token(guest, concertId);
  const inLine = openSocket(node, '/api/v1/queue/live', guest.accessToken, token);
  const inside = openSocket(node, `/api/v1/schedules/${sale.scheduleId}/live`, sale.guest.accessToken, sale.token);
  assert.deepEqual(await Promise.all([inLine.told, inside.told]), ['waiting', 'snapshot']);
  assert.deepEqual(await stopInTime(node), { code: 0, signal: null });
  assert.deepEqual(await Promise.all([inLine.closed, inside.closed]), [GOING_AWAY, GOING_AWAY]);
  await stage.restart(node);
  assert.equal((await api.place(guest, token)).position, position);
});

test('a second SIGTERM does no harm when the first has done its work, and nothing is lost by an impatient operator', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const sale = await stage.sale(node);
  const { payment } = await buy(sale, [1, 2]);
  const [first] = await Promise.all([node.stop(), node.stop()]);
  assert.ok(first.code === 0 || first.code === 1, `it ended with ${String(first.code)}`);
  await stage.restart(node);
  assert.deepEqual(await sale.api.pay(sale.guest, sale.token, payment.reservationId), payment);
});

test('kill -9 loses nothing acknowledged, and the second start recovers by itself and says what it recovered', async () => {
  const node = await stage.start({ dataDir: await stage.dataDir() });
  const sale = await stage.sale(node, { holdSeconds: 1 });
  const { hold, payment } = await buy(sale, [1, 2]);
  const again = await sale.api.token(sale.guest, sale.concertId);
  const lapsing = await sale.api.hold(sale.guest, again.token, sale.scheduleId, [3]);
  await node.kill();
  // Until the hold is overdue, so that the node has something to catch up with.
  await seen(() => (Date.now() > lapsing.expiresAt ? true : null));
  const second = await stage.restart(node);
  assert.match(second.output, /^Data: .*, recovered \d+ records of \d+ entities: \d+ with work to finish, [1-9]\d* overdue/m);
  assert.deepEqual(await sale.api.pay(sale.guest, sale.token, hold.reservationId), payment);
  await seen(async () => ((await sale.api.reservationStatus(sale.guest, lapsing.reservationId)) === 'EXPIRED' ? true : null));
  const report = await auditNow(sale);
  assert.deepEqual(report.violations, []);
  assert.equal(report.totals.seats.booked, 2);
});

test.run();
