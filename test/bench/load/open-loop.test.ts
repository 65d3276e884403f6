/** What the open loop makes of the answers it gets: a benchmark that counts wrongly proves nothing. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'uvu';
import { Connections } from '../../../bench/load/open-loop-connections.js';
import type { RawAnswer } from '../../../bench/load/open-loop-connections.js';
import { Holds, judge } from '../../../bench/load/open-loop-holds.js';
import { OUTCOME, PhaseTally } from '../../../bench/load/open-loop-tally.js';

const P99_MS_MAX = 50;

test('latencies count from the scheduled time, good answers and refusals apart', () => {
  const tally = new PhaseTally(100, 1);
  for (let index = 0; index < 100; index += 1) {
    const request = tally.schedule(index * 10);
    tally.answered(request, index * 10 + index, index % 2 === 0 ? OUTCOME.good : OUTCOME.refused);
  }
  const { scheduled, good, refused, wrong } = tally.summary(P99_MS_MAX);
  assert.deepEqual([scheduled, good.count, refused.count, wrong], [100, 50, 50, {}]);
  assert.deepEqual([good.p50Ms, good.p99Ms, good.maxMs], [48, 98, 98]);
  assert.deepEqual([refused.p50Ms, refused.maxMs], [49, 99]);
});

test('what failed and what was never answered is told by name', () => {
  const tally = new PhaseTally(10, 1);
  tally.failed(tally.schedule(1), '500 INTERNAL');
  tally.failed(tally.schedule(2), '500 INTERNAL');
  tally.failed(tally.schedule(3), 'ECONNRESET');
  tally.schedule(4);
  assert.deepEqual(tally.summary(P99_MS_MAX).wrong, { '500 INTERNAL': 2, ECONNRESET: 1, unanswered: 1 });
});

test('it is well again from the moment on that a second without refusals and slow answers follows', () => {
  const tally = new PhaseTally(100, 5);
  for (let atMs = 0; atMs < 5_000; atMs += 10) {
    const request = tally.schedule(atMs);
    if (atMs === 200 || atMs === 700) tally.answered(request, atMs + 1, OUTCOME.refused);
    else tally.answered(request, atMs + (atMs > 700 && atMs < 1_000 ? 80 : 5), OUTCOME.good);
  }
  const { wellAfterMs } = tally.summary(P99_MS_MAX);
  // One slow answer in a hundred is within the limit.
  assert.equal(wellAfterMs, 990);
});

test('it is not well when refusals never stop', () => {
  const tally = new PhaseTally(100, 5);
  for (let atMs = 0; atMs < 5_000; atMs += 10)
    tally.answered(tally.schedule(atMs), atMs, atMs % 500 === 0 ? OUTCOME.refused : OUTCOME.good);
  assert.equal(tally.summary(P99_MS_MAX).wellAfterMs, null);
});

const problem = (status: number, code: string, headers = '\r\nRetry-After: 1\r\nContent-Type: application/problem+json'): RawAnswer => ({
  status,
  head: `HTTP/1.1 ${status} x${headers}`,
  body: `{"code":"${code}"}`,
});

test('only a 201 is good, only a documented refusal with Retry-After is a refusal', () => {
  assert.equal(judge({ status: 201, head: 'HTTP/1.1 201 Created', body: '{}' }), OUTCOME.good);
  assert.equal(judge(problem(503, 'OVERLOADED')), OUTCOME.refused);
  assert.equal(judge(problem(429, 'RATE_LIMITED')), OUTCOME.refused);
  assert.equal(judge(problem(503, 'UNAVAILABLE')), '503 UNAVAILABLE');
  assert.equal(judge(problem(400, 'SEAT_UNAVAILABLE')), '400 SEAT_UNAVAILABLE');
  assert.equal(judge(problem(503, 'OVERLOADED', '\r\nContent-Type: application/problem+json')), '503 without Retry-After');
  assert.equal(judge(problem(503, 'OVERLOADED', '\r\nRetry-After: 1')), '503 that is no problem document');
  assert.equal(judge('ECONNRESET'), 'ECONNRESET');
});

test('every hold asks for a seat that was not granted, by the next fan', () => {
  const visitors = ['a', 'b', 'c'].map((name) => ({ accessToken: name, queueToken: `q${name}` }));
  const holds = new Holds({ host: 'x', visitors, scheduleIds: ['s1', 's2'], seatsPerSchedule: 2 });
  const [first, second] = [holds.next(), holds.next()];
  holds.grant(first);
  holds.giveBack(second);
  const rest = [holds.next(), holds.next(), holds.next()];
  assert.deepEqual(
    [first, second, ...rest].map(({ schedule, seat }) => [schedule, seat]),
    [
      [0, 1],
      [0, 2],
      [0, 2],
      [1, 1],
      [1, 2],
    ],
  );
  assert.match(rest[0]?.request ?? '', /\r\nContent-Length: 31\r\n\r\n\{"scheduleId":"s1","seats":\[2\]\}$/);
  assert.equal(new Set([first, second, rest[0]].map((hold) => /Bearer (\w)/.exec(hold?.request ?? '')?.[1])).size, 3);
  assert.deepEqual([...(holds.granted[0] ?? [])], [0, 1, 0]);
  assert.throws(() => holds.next(), /ran out of seats/);
});

test('a request waits only when all connections are busy, and answers in pieces are put together', async () => {
  const server = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      const body = chunk.toString();
      const [start, end] = [`HTTP/1.1 201 Created\r\ncontent-`, `length: ${body.length}\r\n\r\n${body}`];
      socket.write(start);
      setImmediate(() => socket.write(end));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connections = new Connections({ host: '127.0.0.1', port, max: 2 });
  const atOnce: boolean[] = [];
  const bodies = await Promise.all(
    ['one', 'two', 'three', 'four'].map(
      (text) =>
        new Promise<string>((resolve) => {
          atOnce.push(connections.send(text, (answer) => resolve(typeof answer === 'string' ? answer : answer.body)));
        }),
    ),
  );
  assert.deepEqual(bodies, ['one', 'two', 'three', 'four']);
  assert.deepEqual(atOnce, [true, true, false, false]);
  connections.close();
  server.close();
  await once(server, 'close');
});

test.run();
