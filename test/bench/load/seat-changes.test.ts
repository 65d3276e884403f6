/** The process that changes seats and looks at them: what it says of a right server, and that it finds a wrong one out. */
import assert from 'node:assert/strict';
import Fastify from 'fastify';
import { test } from 'uvu';
import { SeatChanges } from '../../../bench/load/seat-changes.js';
import type { SeatChangesReport } from '../../../bench/load/seat-changes.js';

const SEATS = 10;
const USER = { accessToken: 'a', queueToken: 'q' };
const LOOKER = { accessToken: 'looker', queueToken: 'q' };

interface Shown {
  readonly version: number;
  readonly held: ReadonlySet<number>;
}

/**
 * Holds and releases whatever it is asked to, and shows what `show` makes of that. Gone as soon as `looks` maps were asked for. `busy` holds are turned away
 * at first.
 */
async function playedWith(show: (now: Shown) => Shown, looks: number, busy = 0): Promise<SeatChangesReport> {
  const held = new Set<number>();
  let version = 0;
  let left = looks;
  let turnedAway = 0;
  const server = Fastify({ forceCloseConnections: true });
  server.post<{ Body: { seats: readonly number[] } }>('/api/v1/reservations', async ({ body }, reply) => {
    if (turnedAway < busy) {
      turnedAway += 1;
      return reply.code(503).send({ code: 'OVERLOADED' });
    }
    for (const seat of body.seats) held.add(seat);
    version += 1;
    return reply.code(201).send({ reservationId: String(body.seats[0]) });
  });
  server.delete<{ Params: { id: string } }>('/api/v1/reservations/:id', async ({ params }, reply) => {
    held.delete(Number(params.id));
    version += 1;
    return reply.code(204).send();
  });
  server.get('/api/v1/seats', async ({ headers }) => {
    const shown = show({ version, held });
    const isLooker = headers.authorization === `Bearer ${LOOKER.accessToken}`;
    const seats = Array.from({ length: SEATS }, (_, index) => {
      const isHeld = shown.held.has(index + 1);
      return { seat: index + 1, status: isHeld ? 'HELD' : 'AVAILABLE', ...(isHeld && !isLooker ? { mine: true } : {}) };
    });
    left -= 1;
    if (left === 0) setImmediate(() => void server.close());
    return { version: shown.version, seats };
  });
  const url = await server.listen({ port: 0 });
  const plan = {
    url,
    scheduleId: 's',
    seats: SEATS,
    users: [USER],
    looker: LOOKER,
    changesPerSecond: 500,
    looksPerSecond: 100,
    heldSeats: 4,
  };
  try {
    const changes = await SeatChanges.start(plan);
    try {
      return await changes.outlive();
    } finally {
      await changes.close();
    }
  } finally {
    await server.close();
  }
}

test('of a server that shows the truth until it is gone, all that was seen is reported', async () => {
  const { changes, seen } = await playedWith((now) => now, 40);
  assert.ok(changes > 0);
  assert.ok(seen.length > 0);
  for (const { letters } of seen) assert.match(letters, /^[AH]{10}$/);
  assert.ok(seen.some(({ letters }) => letters.includes('H')));
});

test('a change that the server has no time for is sent again, and told', async () => {
  const { changes, repeated, seen } = await playedWith((now) => now, 40, 3);
  assert.equal(repeated, 3);
  assert.ok(changes > 0 && seen.some(({ letters }) => letters.includes('H')));
});

test('a server whose map never changes is found out', async () => {
  const none: ReadonlySet<number> = new Set();
  await assert.rejects(
    playedWith(({ version }) => ({ version, held: none }), 1_000),
    /wrong or stale|not shown to its holder/,
  );
});

test('a server that shows a seat as held that nobody holds is found out', async () => {
  const all: ReadonlySet<number> = new Set(Array.from({ length: SEATS }, (_, index) => index + 1));
  await assert.rejects(
    playedWith(({ version }) => ({ version, held: all }), 1_000),
    /wrong or stale/,
  );
});

test.run();
