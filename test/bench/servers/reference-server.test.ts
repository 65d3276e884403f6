/** A reference is worth something only if it does the same outside: so its answers are held against those of a real node. */
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ReferenceRoute } from '../../../bench/servers/reference-options.js';
import { ReferenceServer } from '../../../bench/servers/reference-server.js';
import { NodeProcess, temporaryDataDir } from '../../../bench/support/node-process.js';
import { openSale } from '../../../bench/support/open-sale.js';
import type { Sale } from '../../../bench/support/open-sale.js';

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

interface Context {
  remove: () => Promise<void>;
  node: NodeProcess;
  sale: Sale;
  references: ReferenceServer[];
  ours: (asked: Asked) => Promise<Answer>;
  reference: (route: ReferenceRoute, asked: Asked) => Promise<Answer>;
}

/** Ids of ours are as long as theirs, but numbers may have some digits more or less. */
const BYTES_APART_MAX = 30;
const SEATS = 20;
const SEATS_BYTES = 5_000;
/** Each a server; echoes of the same route cannot share one. */
const SERVERS: readonly (readonly ReferenceRoute[])[] = [
  ['hold', 'token', 'charge', 'pay', 'seats'],
  ['durable-hold', 'signed-token'],
  ['refused-hold'],
];

const test = suite<Context>('reference server');

async function ask(url: string, sale: Sale, { method, path, body }: Asked): Promise<Answer> {
  const [fan] = sale.users;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${fan?.accessToken ?? ''}`,
      'queue-token': fan?.queueToken ?? '',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { date, 'content-length': length, ...headers } = Object.fromEntries(response.headers);
  assert.ok(date !== undefined && length !== undefined);
  return { status: response.status, headers, text: await response.text() };
}

test.before(async (context) => {
  const { path, remove } = await temporaryDataDir();
  context.remove = remove;
  context.references = [];
  context.node = await NodeProcess.start({ dataDir: join(path, 'node') });
  context.sale = await openSale(context.node, { users: 2, schedules: [SEATS] });
  context.ours = (asked) => ask(context.node.url, context.sale, asked);
  for (const routes of SERVERS) {
    context.references.push(await ReferenceServer.start({ routes, directory: path, seatsBytes: SEATS_BYTES }));
  }
  context.reference = (route, asked) => {
    const server = context.references[SERVERS.findIndex((routes) => routes.includes(route))];
    assert.ok(server !== undefined);
    return ask(server.address, context.sale, asked);
  };
});

test.after(async ({ references, node, remove }) => {
  await Promise.all(references.map((server) => server.kill()));
  await node.kill();
  await remove();
});

const shapeOf = (text: string): object =>
  Object.fromEntries(
    Object.entries(JSON.parse(text) as object).map(([name, value]) => [name, Array.isArray(value) ? 'list' : typeof value]),
  );

function assertAlike(reference: Answer, ours: Answer): void {
  assert.equal(reference.status, ours.status, `${ours.text} ${reference.text}`);
  assert.deepEqual(reference.headers, ours.headers);
  assert.deepEqual(Object.keys(shapeOf(reference.text)), Object.keys(shapeOf(ours.text)));
  const apart = Math.abs(reference.text.length - ours.text.length);
  assert.ok(apart <= BYTES_APART_MAX, `${apart} bytes apart:\n${reference.text}\n${ours.text}`);
}

const hold = ({ scheduleIds }: Sale, seat: number): Asked => ({
  method: 'POST',
  path: '/api/v1/reservations',
  body: { scheduleId: scheduleIds[0], seats: [seat] },
});

test('a hold looks like ours, written or not', async ({ ours, reference, sale }) => {
  const answer = await ours(hold(sale, 1));
  assert.equal(answer.status, 201);
  assertAlike(await reference('hold', hold(sale, 1)), answer);
  assertAlike(await reference('durable-hold', hold(sale, 1)), answer);
});

test('a refused hold looks like ours', async ({ node, ours, reference, sale }) => {
  const other = { ...sale, users: sale.users.slice(1) };
  assert.equal((await ask(node.url, other, hold(sale, 2))).status, 201);
  const answer = await ours(hold(sale, 2));
  assert.equal(answer.status, 400);
  const echoed = await reference('refused-hold', hold(sale, 2));
  assertAlike(echoed, answer);
  assert.equal(echoed.text, answer.text);
});

test('a body that our schema refuses is refused', async ({ reference }) => {
  const { status } = await reference('pay', { method: 'POST', path: '/api/v1/payments', body: { reservationId: 7 } });
  assert.equal(status, 400);
});

test('a queue token looks like ours, signed anew or not', async ({ ours, reference, sale }) => {
  const asked = { method: 'POST', path: '/api/v1/tokens', body: { concertId: sale.concertId } } as const;
  const answer = await ours(asked);
  const tokenOf = ({ text }: Answer): string => (JSON.parse(text) as { token: string }).token;
  for (const route of ['token', 'signed-token'] as const) {
    const echoed = await reference(route, asked);
    assertAlike(echoed, answer);
    assert.equal(tokenOf(echoed).length, tokenOf(answer).length);
  }
});

test('seats are a buffer of the size asked for', async ({ ours, reference, sale }) => {
  const asked = { method: 'GET', path: `/api/v1/seats?scheduleId=${sale.scheduleIds[0] ?? ''}` } as const;
  const { text, headers } = await reference('seats', asked);
  assert.equal(text.length, SEATS_BYTES);
  JSON.parse(text);
  assert.deepEqual(headers, (await ours(asked)).headers);
});

test('a charge and a payment look like ours', async ({ ours, reference, sale }) => {
  const charge = { method: 'POST', path: `/api/v1/users/${sale.userIds[0] ?? ''}/transactions`, body: { amount: 50_000 } } as const;
  assertAlike(await reference('charge', charge), await ours(charge));
  const { reservationId } = JSON.parse((await ours(hold(sale, 3))).text) as { reservationId: string };
  const pay = { method: 'POST', path: '/api/v1/payments', body: { reservationId } } as const;
  assertAlike(await reference('pay', pay), await ours(pay));
});

test.run();
