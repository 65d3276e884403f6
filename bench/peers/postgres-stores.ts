/**
 * The two PostgreSQL peers.
 *
 * `update`: one statement, which commits by itself, takes the seats on the condition that they are free. `lock`: one transaction that first locks the row
 * of the show, as systems do that want to serialise a show's sale in the database.
 *
 * The driver pipelines: it sends a statement without waiting for the answers to those before it on the same connection. Each statement outside of a
 * transaction is a transaction of its own all the same, for each carries its own Sync.
 */
import postgres from 'postgres';
import type { Row, Sql } from 'postgres';
import type { SeatStatus } from '../../src/domain/schedule/protocol.js';
import { DATABASE, DATABASE_PORT, DATABASE_USER } from './postgres-database.js';
import { FIND_SEATS, LOCK_SHOW, NOT_NULL_VIOLATION, TAKE_SEATS } from './postgres-schema.js';
import { refusedHold } from './seat-store.js';
import type { HoldOrder, HoldOutcome, SeatStore } from './seat-store.js';

export interface PostgresStoreOptions {
  /** The directory of the server's socket. */
  readonly socket: string;
  readonly connections: number;
}

interface Taken extends Row {
  readonly amount: number;
}

interface Found extends Row {
  readonly seat: number | null;
  readonly status: SeatStatus;
  /** The driver hands 64-bit integers out as text. */
  readonly expires_at: string;
}

/**
 * Statements on their way on one connection (the driver's types do not know this option): so many that no transaction is ever cut in two, with its lock
 * held while the second half waits.
 */
const PIPELINE = { max_pipeline: 10_000 } as const;
const CLOSE_SECONDS_MAX = 5;
const PREPARED = { prepare: true } as const;

export function postgresUpdateStore(options: PostgresStoreOptions): SeatStore {
  const sql = connect(options);
  return {
    hold: async (order) => outcomeOf(order, await take(sql, order), sql),
    close: async () => sql.end({ timeout: CLOSE_SECONDS_MAX }),
  };
}

export function postgresLockStore({ socket, connections }: PostgresStoreOptions): SeatStore {
  // A pool per connection, because only so does the driver let transactions be pipelined: what is asked in one go then goes out on it in that order.
  const pools = Array.from({ length: connections }, () => ({ sql: connect({ socket, connections: 1 }), underWay: 0 }));
  return {
    async hold(order) {
      const pool = pools.reduce((least, each) => (each.underWay < least.underWay ? each : least));
      pool.underWay += 1;
      try {
        return await outcomeOf(order, await lockAndTake(pool.sql, order), pool.sql);
      } finally {
        pool.underWay -= 1;
      }
    },
    async close() {
      await Promise.all(pools.map(async ({ sql }) => sql.end({ timeout: CLOSE_SECONDS_MAX })));
    },
  };
}

function connect({ socket, connections }: PostgresStoreOptions): Sql {
  return postgres({
    host: socket,
    port: DATABASE_PORT,
    user: DATABASE_USER,
    database: DATABASE,
    max: connections,
    ...PIPELINE,
    // A round trip per connection for types that are not used here.
    fetch_types: false,
  });
}

/** Empty when the seats were not all free. */
async function take(sql: Sql, { reservationId, scheduleId, seats, userId, heldAt, expiresAt }: HoldOrder): Promise<readonly Taken[]> {
  const values = [scheduleId, arrayOf(seats), userId, reservationId, heldAt, expiresAt];
  try {
    return await sql.unsafe<Taken[]>(TAKE_SEATS, values, PREPARED);
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === NOT_NULL_VIOLATION) return [];
    throw error;
  }
}

/**
 * All four statements leave at once: the third decides on what it finds itself, so nothing needs to come back in between, and the show is locked for no
 * longer than the server takes. After an error COMMIT rolls back.
 */
async function lockAndTake(sql: Sql, order: HoldOrder): Promise<readonly Taken[]> {
  const [, , taken] = await Promise.all([
    sql.unsafe('BEGIN', [], PREPARED),
    sql.unsafe(LOCK_SHOW, [order.scheduleId], PREPARED),
    take(sql, order),
    sql.unsafe('COMMIT', [], PREPARED),
  ]);
  return taken;
}

async function outcomeOf(order: HoldOrder, [taken]: readonly Taken[], sql: Sql): Promise<HoldOutcome> {
  if (taken !== undefined) return { kind: 'HELD', amount: taken.amount };
  const rows = await sql.unsafe<Found[]>(FIND_SEATS, [order.scheduleId, arrayOf(order.seats)], PREPARED);
  const found = rows.flatMap(({ seat, status, expires_at }) => (seat === null ? [] : [{ seat, status, expiresAt: Number(expires_at) }]));
  return refusedHold(order, found, rows.length > 0);
}

/** An array as PostgreSQL writes it. */
const arrayOf = (seats: readonly number[]): string => `{${seats.join(',')}}`;
