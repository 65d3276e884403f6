import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runClosedLoop } from '../../../bench/load/closed-loop.js';
import type { LoadOptions, LoadRequest } from '../../../bench/load/closed-loop.js';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly port: number;
}

interface Context {
  server: Server;
  seen: Seen[];
  /** Told for each request what to answer; null breaks the connection off. */
  answer: (seen: Seen) => { readonly status: number; readonly body: string } | null;
  load: (options: Partial<LoadOptions>) => LoadOptions;
}

const test = suite<Context>('closed loop');

test.before.each(async (context) => {
  context.seen = [];
  context.answer = () => ({ status: 200, body: '{"code":"FINE"}' });
  context.server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url: path = '', headers, socket } = request;
      const seen = { method, path, headers, body, port: socket.remotePort ?? 0 };
      context.seen.push(seen);
      const answer = context.answer(seen);
      if (answer === null) socket.destroy();
      else response.writeHead(answer.status).end(answer.body);
    });
  });
  context.server.listen(0, '127.0.0.1');
  await once(context.server, 'listening');
  const { port } = context.server.address() as AddressInfo;
  const requests: readonly LoadRequest[] = [{ method: 'GET', path: '/', user: -1 }];
  context.load = (options) => ({ url: `http://127.0.0.1:${port}`, connections: 3, users: [], requests, expect: [200], ...options });
});

test.after.each(async ({ server }) => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const posts = (count: number): readonly LoadRequest[] =>
  Array.from({ length: count }, (_, index) => ({ method: 'POST', path: '/holds', user: index % 2, body: `{"seat":${index}}` }));

const USERS = [
  { accessToken: 'access-0', queueToken: 'queue-0' },
  { accessToken: 'access-1', queueToken: null },
];

test('every request is sent once, with the tokens of its user', async ({ load, seen }) => {
  const result = await runClosedLoop(load({ users: USERS, requests: posts(50) }));
  assert.equal(result.answered, 50);
  assert.deepEqual(result.statuses, { 200: 50 });
  assert.equal(result.requestsPerSecond, 50 / result.seconds);
  assert.ok(result.latencyMs.max >= result.latencyMs.p50 && result.latencyMs.p50 > 0 && result.generatorShare > 0);
  const seats = seen.map(({ body }) => (JSON.parse(body) as { seat: number }).seat).sort((one, other) => one - other);
  assert.deepEqual(
    seats,
    Array.from({ length: 50 }, (_, index) => index),
  );
  for (const { method, path, headers, body } of seen) {
    const odd = (JSON.parse(body) as { seat: number }).seat % 2 === 1;
    assert.deepEqual([method, path, headers['content-type']], ['POST', '/holds', 'application/json']);
    assert.equal(headers.authorization, odd ? 'Bearer access-1' : 'Bearer access-0');
    assert.equal(headers['queue-token'], odd ? undefined : 'queue-0');
  }
});

test('requests are dealt to the connections in turn, and each keeps their order', async ({ load, seen }) => {
  await runClosedLoop(load({ users: USERS, requests: posts(10), connections: 3 }));
  const byConnection = new Map<number, number[]>();
  for (const { port, body } of seen) {
    byConnection.set(port, [...(byConnection.get(port) ?? []), (JSON.parse(body) as { seat: number }).seat]);
  }
  const lists = [...byConnection.values()].sort(([one = 0], [other = 0]) => one - other);
  assert.deepEqual(lists, [
    [0, 3, 6, 9],
    [1, 4, 7],
    [2, 5, 8],
  ]);
});

test('with fewer requests than connections only so many connections are used', async ({ load, seen }) => {
  assert.equal((await runClosedLoop(load({ users: USERS, requests: posts(2), connections: 100 }))).answered, 2);
  assert.equal(new Set(seen.map(({ port }) => port)).size, 2);
});

test('nobody sends no tokens, and nothing has no body', async ({ load, seen }) => {
  await runClosedLoop(load({}));
  assert.deepEqual([seen[0]?.headers.authorization, seen[0]?.headers['content-type'], seen[0]?.body], [undefined, undefined, '']);
});

test('whoever meters is told before the first request and after the last answer', async ({ load, seen }) => {
  const told: string[] = [];
  await runClosedLoop(load({ users: USERS, requests: posts(5) }), {
    before: () => told.push(`before, ${seen.length} seen`),
    after: () => told.push(`after, ${seen.length} seen`),
  });
  assert.deepEqual(told, ['before, 0 seen', 'after, 5 seen']);
});

test('several servers get the same number of connections each', async (context) => {
  const other = createServer((request, response) => {
    otherPorts.push(request.socket.remotePort ?? 0);
    request.resume().on('end', () => response.writeHead(200).end());
  });
  const otherPorts: number[] = [];
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { url } = context.load({});
  try {
    const urls = [String(url), `http://127.0.0.1:${port}`];
    const { answered } = await runClosedLoop(context.load({ url: urls, connections: 4, users: USERS, requests: posts(20) }));
    assert.equal(answered, 20);
    assert.deepEqual([context.seen.length, otherPorts.length], [10, 10]);
    assert.deepEqual([new Set(context.seen.map((seen) => seen.port)).size, new Set(otherPorts).size], [2, 2]);
  } finally {
    other.closeAllConnections();
    other.close();
  }
});

test('another status than expected fails the load and shows the answer', async (context) => {
  context.answer = ({ body }) => (body === '{"seat":4}' ? { status: 503, body: '{"code":"OVERLOADED"}' } : { status: 200, body: '' });
  await assert.rejects(runClosedLoop(context.load({ users: USERS, requests: posts(20) })), /503 \{"code":"OVERLOADED"\}; expected: 200/);
});

test('the last answer is looked at like all others', async (context) => {
  context.answer = () => ({ status: 500, body: 'broken' });
  await assert.rejects(runClosedLoop(context.load({})), /500 broken/);
});

test('an answer without the wanted text fails the load', async (context) => {
  const { load } = context;
  assert.equal((await runClosedLoop(load({ bodyContains: 'FINE' }))).answered, 1);
  await assert.rejects(runClosedLoop(load({ bodyContains: 'GREAT' })), /lacks GREAT: \{"code":"FINE"\}/);
});

test('a connection that breaks fails the load', async (context) => {
  context.answer = () => null;
  await assert.rejects(runClosedLoop(context.load({})), /the load failed/);
});

test('a server that is not there fails the load', async ({ load }) => {
  await assert.rejects(runClosedLoop({ ...load({}), url: 'http://127.0.0.1:1' }), /ECONNREFUSED/);
});

test('a request of an unknown user fails the load', async ({ load }) => {
  await assert.rejects(runClosedLoop(load({ requests: [{ method: 'GET', path: '/', user: 3 }] })), /user 3, whom nobody knows/);
});

test('what a listener throws comes out', async ({ load }) => {
  const before = (): never => {
    throw new Error('no meter here');
  };
  await assert.rejects(runClosedLoop(load({}), { before }), /no meter here/);
});

test.run();
