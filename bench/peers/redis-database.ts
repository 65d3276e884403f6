/** Redis from Debian's package: a server of its own with its data in a scratch directory, reached over a Unix socket, every write flushed before it is answered. */
import { accessSync, constants } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { parseReservationId } from '../../src/domain/ids.js';
import type { BookedReservation, HeldSeat, PeerBooks } from './books.js';
import { Child } from './child.js';
import type { Database } from './database.js';
import { RESERVATIONS_PREFIX, SEATS_PREFIX, freeSeat, holderOf } from './redis-script.js';
import { ownedDirectory, socketDirectory } from './scratch.js';
import type { Hall } from './seat-store.js';

const PROGRAM = 'redis-server';
const HOW_TO_GET = 'apt-get install redis-server';
/** Where Debian puts it, for a PATH that does not say so. */
const PLACES = ['/usr/bin', '/usr/local/bin'];
/** Seats written, and keys looked at, with one command. */
const BATCH = 5_000;

/** What must be so for the peer to count as durable: read back from the running server. */
const DURABLE: readonly (readonly [string, string])[] = [
  ['appendonly', 'yes'],
  ['appendfsync', 'always'],
];

const SETTINGS: readonly (readonly [string, string])[] = [
  ...DURABLE,
  ['port', '0'],
  ['unixsocketperm', '700'],
  // Nothing but the log, and no rewriting of it in the middle of a trial.
  ['save', ''],
  ['auto-aof-rewrite-percentage', '0'],
];

/** What the machine lacks to run Redis, and how to get it, in one sentence; null when nothing is lacking. */
export async function redisMissing(): Promise<string | null> {
  return program() === null ? `Redis is not installed (no ${PROGRAM} in PATH): ${HOW_TO_GET}` : null;
}

/** A new database when the directory is missing or empty, else the one that is in it. */
export async function startRedis(dataDir: string): Promise<Database> {
  const command = program();
  if (command === null) throw new Error((await redisMissing()) ?? 'Redis went away');
  await ownedDirectory(dataDir, null);
  const directory = await socketDirectory(null);
  const socket = join(directory, 'redis');
  const settings = [...SETTINGS, ['unixsocket', socket], ['dir', dataDir]].flatMap(([name, value]) => [`--${name}`, value]);
  const child = await Child.start({
    name: 'Redis',
    command,
    args: settings,
    options: { cwd: dataDir },
    ready: /eady to accept connections/,
  });
  const database = new RedisDatabase(child, socket, directory);
  await database.mustBeDurable();
  return database;
}

class RedisDatabase implements Database {
  constructor(
    private readonly child: Child,
    readonly socket: string,
    private readonly socketDirectory: string,
  ) {}

  get pid(): number {
    return this.child.pid;
  }

  mustRun(): void {
    this.child.mustRun();
  }

  async mustBeDurable(): Promise<void> {
    await this.asked(async (redis) => {
      for (const [name, wanted] of DURABLE) {
        const [, value] = (await redis.config('GET', name)) as readonly string[];
        if (value !== wanted) throw new Error(`Redis runs with ${name} ${String(value)} instead of ${wanted}.`);
      }
    });
  }

  async load(halls: readonly Hall[]): Promise<void> {
    await this.asked(async (redis) => {
      for (const { scheduleId, seats, price } of halls) {
        const free = freeSeat(price);
        for (let first = 1; first <= seats; first += BATCH) {
          const numbers = Array.from({ length: Math.min(BATCH, seats - first + 1) }, (_, at) => first + at);
          await redis.hset(SEATS_PREFIX + scheduleId, ...numbers.flatMap((seat) => [seat, free]));
        }
      }
    });
  }

  async books(): Promise<PeerBooks> {
    return this.asked(async (redis) => {
      const seats: HeldSeat[] = [];
      for (const key of await keysOf(redis, SEATS_PREFIX)) {
        const scheduleId = key.slice(SEATS_PREFIX.length);
        for (const [seat, value] of Object.entries(await redis.hgetall(key))) {
          const holder = holderOf(value);
          if (holder !== null) seats.push({ scheduleId, seat: Number(seat), ...holder });
        }
      }
      return { seats, reservations: await reservationsOf(redis) };
    });
  }

  async stop(): Promise<void> {
    await this.child.stop();
    await rm(this.socketDirectory, { recursive: true, force: true });
  }

  async kill(): Promise<void> {
    await this.child.kill();
    await rm(this.socketDirectory, { recursive: true, force: true });
  }

  private async asked<T>(ask: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.socket);
    try {
      return await ask(redis);
    } finally {
      await redis.quit();
    }
  }
}

async function keysOf(redis: Redis, prefix: string): Promise<readonly string[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const [next, some] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', BATCH);
    for (const key of some) keys.add(key);
    cursor = next;
  } while (cursor !== '0');
  return [...keys];
}

async function reservationsOf(redis: Redis): Promise<readonly BookedReservation[]> {
  const keys = await keysOf(redis, RESERVATIONS_PREFIX);
  const reservations: BookedReservation[] = [];
  for (let at = 0; at < keys.length; at += BATCH) {
    const batch = keys.slice(at, at + BATCH);
    const hashes = await Promise.all(batch.map(async (key) => redis.hgetall(key)));
    for (const [index, key] of batch.entries()) reservations.push(reservationIn(key, hashes[index] ?? {}));
  }
  return reservations;
}

function reservationIn(key: string, { userId = '', seats = '' }: Readonly<Record<string, string>>): BookedReservation {
  const reservationId = key.slice(RESERVATIONS_PREFIX.length);
  const scheduleId = parseReservationId(reservationId)?.scheduleId ?? '';
  return { reservationId, scheduleId, userId, seats: seats.split(',').map(Number) };
}

/** The server's program; null when it is not installed. */
function program(): string | null {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), ...PLACES];
  return places.map((place) => join(place, PROGRAM)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
