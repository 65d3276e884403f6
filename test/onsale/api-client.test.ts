/** The client against a server that misbehaves as told. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { ApiClient, BACK_OFF_MS_MAX, NodeUnreachable, backOffMs } from '../../bench/support/api-client.js';
import type { Attempt } from '../../bench/support/api-client.js';
import { EventLog, eventOf } from '../../bench/support/event-log.js';
import { FrontrowApi, Refused } from '../../bench/support/frontrow-api.js';

type Handler = (request: IncomingMessage, response: ServerResponse, call: number) => void;

interface Context {
  server: Server;
  handler: Handler;
  calls: IncomingMessage[];
  attempts: Attempt[];
  client: ApiClient;
}

const test = suite<Context>('api client');

test.before.each(async (context) => {
  context.calls = [];
  context.attempts = [];
  context.server = createServer((request, response) => {
    context.calls.push(request);
    context.handler(request, response, context.calls.length);
  });
  await new Promise<void>((resolve) => context.server.listen(0, '127.0.0.1', resolve));
  const { port } = context.server.address() as AddressInfo;
  const onAttempt = (attempt: Attempt): void => void context.attempts.push(attempt);
  context.client = new ApiClient({ url: `http://127.0.0.1:${port}`, connections: 2, giveUpMs: 300, onAttempt, jitter: () => 0 });
});

test.after.each(async ({ client, server }) => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const ASK = { step: 'hold', method: 'POST', path: '/x', body: { a: 1 }, bearer: 'b', queueToken: 'q', idempotencyKey: 'k' } as const;

test('what may succeed later is repeated under the same identity', async (context) => {
  context.handler = (request, response, call) => {
    if (call === 1) answer(response, 503, { code: 'UNAVAILABLE' });
    else if (call === 2) request.socket.destroy();
    else if (call === 3) answer(response, 409, { code: 'IDEMPOTENCY_IN_PROGRESS' });
    else answer(response, 201, { done: true });
  };
  const { ok, body } = await context.client.request(ASK);
  assert.ok(ok && body['done'] === true);
  assert.equal(context.calls.length, 4);
  for (const { headers } of context.calls) {
    assert.deepEqual([headers.authorization, headers['queue-token'], headers['idempotency-key']], ['Bearer b', 'q', 'k']);
  }
  assert.deepEqual(
    context.attempts.map(({ status }) => status),
    [503, 0, 409, 201],
  );
});

test('a final refusal is an answer', async (context) => {
  context.handler = (_, response) => answer(response, 400, { code: 'SEAT_UNAVAILABLE', conflicts: [] });
  const { ok, status, code } = await context.client.request(ASK);
  assert.deepEqual([ok, status, code, context.calls.length], [false, 400, 'SEAT_UNAVAILABLE', 1]);
});

test('an error that is no refusal is an answer too, and says what it was', async (context) => {
  context.handler = (_, response) => void response.writeHead(500).end('<html>');
  assert.equal((await context.client.request(ASK)).code, 'HTTP_500');
});

test('a node that stays away is given up', async (context) => {
  context.handler = (request) => void request.socket.destroy();
  await assert.rejects(context.client.request(ASK), NodeUnreachable);
});

test('an aborted signal ends the waiting', async (context) => {
  context.handler = (_, response) => answer(response, 503, { code: 'OVERLOADED' }, { 'retry-after': '60' });
  const stop = new AbortController();
  const { port } = context.server.address() as AddressInfo;
  const onAttempt = (): void => stop.abort();
  const client = new ApiClient({ url: `http://127.0.0.1:${port}`, connections: 1, giveUpMs: 60_000, onAttempt, signal: stop.signal });
  await assert.rejects(client.request(ASK), { name: 'AbortError' });
  await client.close();
});

test('waits grow, are bounded, and are never shorter than Retry-After asks', () => {
  const waits = [0, 1, 2, 3, 30].map((attempt) => backOffMs(attempt, null, 1));
  assert.deepEqual(
    waits,
    [...waits].sort((one, other) => one - other),
  );
  assert.ok((waits.at(-1) ?? 0) <= BACK_OFF_MS_MAX * 1.1);
  assert.ok(backOffMs(0, 3, 0) >= 3_000);
  assert.ok(backOffMs(0, 1e9, 0) < 200_000, 'a senseless Retry-After is not believed');
});

test('an answer without what the contract promises is not taken for one', async (context) => {
  context.handler = (_, response) => answer(response, 201, { userId: 'u' });
  await assert.rejects(new FrontrowApi(context.client).guest(), /no good "accessToken"/);
});

test('a refusal is thrown with its code', async (context) => {
  context.handler = (_, response) => answer(response, 409, { code: 'HOLD_EXPIRED' });
  const pay = new FrontrowApi(context.client).pay({ userId: 'u', accessToken: 'a' }, 't', 'r');
  await assert.rejects(pay, (error) => error instanceof Refused && error.code === 'HOLD_EXPIRED');
});

test('the event log is read page by page, each event once, also over several calls', async (context) => {
  const all = Array.from({ length: 5 }, (_, index) => ({
    cursor: `${index + 1}-0`,
    type: 'T',
    at: '2027-01-01T00:00:00.000Z',
    entity: 'a/b',
    data: {},
  }));
  let available = 3;
  context.handler = (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    if (Number(query.get('limit')) > 100) return answer(response, 400, { code: 'VALIDATION_FAILED' });
    const from = all.findIndex(({ cursor }) => cursor === query.get('after')) + 1;
    const items = all.slice(from, Math.min(from + 2, available));
    answer(response, 200, { items, next: from + 2 < available ? (items.at(-1)?.cursor ?? null) : null });
  };
  const log = new EventLog(context.client, 'key');
  const read: string[] = [];
  assert.equal(await log.readToEnd(({ entity }) => read.push(entity)), 3);
  assert.equal(await log.readToEnd(({ entity }) => read.push(entity)), 0);
  available = 5;
  assert.equal(await log.readToEnd(({ entity }) => read.push(entity)), 2);
  assert.equal(read.length, 5);
});

test('times in events become milliseconds, whatever they are nested in', () => {
  const data = {
    expiresAt: '2027-01-01T00:00:00.500Z',
    spec: { salesCloseAt: '2027-01-01T00:00:01.000Z', onSaleAt: null },
    seats: [1],
    at: 'x',
  };
  const event = eventOf({ entity: 'schedule/x', type: 'T', at: '2027-01-01T00:00:00.000Z', data });
  const start = Date.UTC(2027, 0, 1);
  assert.equal(event.at, start);
  assert.deepEqual(event.data, { expiresAt: start + 500, spec: { salesCloseAt: start + 1_000, onSaleAt: null }, seats: [1], at: 'x' });
});

test.run();
