/** Fans of a show on two nodes that a test plays: one may stop answering. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { BusyShow } from '../../../bench/load/busy-show.js';

interface Context {
  readonly servers: Server[];
  show: BusyShow;
  /** By node: whether it answers, keeps those who ask waiting, or says that it cannot now. */
  readonly mood: ('well' | 'silent' | 'refusing')[];
  /** Those who wait. */
  readonly waiting: ServerResponse[];
  /** What is said to be the matter with a reservation that cannot be released; null when it can. */
  statusOfReleased: string | null;
  /** Reservations that were acknowledged. */
  readonly told: string[];
}

const test = suite<Context>('busy show');
const SCHEDULE = '3f2a91c07b5e4d18-9a0c21bb47f3';
const BOOKS = { totals: { holds: { made: 0, released: 0, expired: 0 } }, events: new Map() } as never;

function answer({ told, statusOfReleased }: Context, method: string, response: ServerResponse): void {
  if (method === 'DELETE') {
    const [status, body] = statusOfReleased === null ? [200, {}] : [409, { code: 'NOT_HELD', reservationStatus: statusOfReleased }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  const reservationId = `r-${told.length}`;
  told.push(reservationId);
  const body = { reservationId, scheduleId: SCHEDULE, seats: [1], amount: 1, expiresAt: '2030-05-01T00:00:00Z' };
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

test.before.each(async (context) => {
  Object.assign(context, { servers: [], mood: ['well', 'well'], waiting: [], told: [], statusOfReleased: null });
  for (const node of [0, 1]) {
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        const mood = context.mood[node];
        if (mood === 'well') answer(context, request.method ?? '', response);
        else if (mood === 'silent') context.waiting.push(response);
        else response.writeHead(503, { 'content-type': 'application/json' }).end('{"code":"UNAVAILABLE"}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    context.servers.push(server);
  }
  const urls = context.servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const users = [0, 1, 2].map((fan) => ({ accessToken: `access-${fan}`, queueToken: `queue-${fan}` }));
  const sale = { concertId: 'c', scheduleIds: [SCHEDULE], users, userIds: ['a', 'b', 'c'] };
  context.show = new BusyShow({ urls, isRunning: () => true }, sale, [SCHEDULE]);
});

test.after.each(async ({ servers, show, mood }) => {
  mood.fill('well');
  await show.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const event = (reservationId: string) => ({ entity: `schedule/${SCHEDULE}`, type: 'SeatHeld', at: 1, data: { reservationId } });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

test('a deed that nobody feels is over at the next answer', async ({ show }) => {
  await until(() => show.answers > 10);
  const { firstAnswerMs, longestMs } = await show.disturbedBy(() => Promise.resolve());
  assert.ok(firstAnswerMs > 0 && longestMs >= 0);
});

test('whoever is refused by one node asks the other, and the answer of that one counts', async ({ show, mood }) => {
  const before = show.answers;
  mood[0] = 'refusing';
  const { firstAnswerMs } = await show.disturbedBy(() => until(() => show.answers > before + 10));
  assert.ok(Number.isFinite(firstAnswerMs));
});

test('an answer to what was sent before the deed is none, but whoever waits for it counts', async (context) => {
  const { show, mood, waiting } = context;
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));
  mood.fill('silent');
  await until(() => waiting.length === 3);
  const begun = performance.now();
  const disturbed = show.disturbedBy(() => Promise.resolve());
  await pause();
  const waited = performance.now() - begun;
  for (const response of waiting.splice(0)) answer(context, 'POST', response);
  await until(() => waiting.length === 3);
  await pause();
  const waitedAgain = performance.now() - begun;
  mood.fill('well');
  for (const response of waiting.splice(0)) answer(context, 'POST', response);
  const { firstAnswerMs, longestMs } = await disturbed;
  assert.ok(firstAnswerMs >= waitedAgain, `${firstAnswerMs} ms, ${waitedAgain} ms`);
  assert.ok(longestMs >= waited, `${longestMs} ms, ${waited} ms`);
});

test('a release that was carried out before is no surprise, any other refusal is', async (context) => {
  const { show } = context;
  context.statusOfReleased = 'RELEASED';
  const before = show.answers;
  await until(() => show.answers > before + 10);
  context.statusOfReleased = 'EXPIRED';
  const holds = context.told.length;
  await until(() => context.told.length > holds);
  await show.stop();
  assert.throws(() => show.mustAddUp(BOOKS), /NOT_HELD/);
});

test('every hold that was acknowledged must be in the log', async (context) => {
  const { show, told } = context;
  await until(() => told.length > 5);
  await show.stop();
  assert.throws(() => show.mustAddUp(BOOKS), /holds were acknowledged and are not in the log/);
  for (const reservationId of told.slice(1)) show.onEvent(event(reservationId));
  assert.throws(() => show.mustAddUp(BOOKS), /^Error: 1 holds were acknowledged/);
  show.onEvent(event(told[0] ?? ''));
  show.mustAddUp(BOOKS);
});

test.run();
