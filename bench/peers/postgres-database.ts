/**
 * PostgreSQL from Debian's packages: a cluster of its own in a scratch directory, reached over a Unix socket that only its owner sees, durable and tuned for
 * a short sale. It refuses to run as root, so for root it runs as the account that the package made for it.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import type { Row, Sql } from 'postgres';
import type { BookedReservation, HeldSeat, PeerBooks } from './books.js';
import { Child } from './child.js';
import type { Database } from './database.js';
import { SCHEMA } from './postgres-schema.js';
import { childrenOf, killAndWait } from './processes.js';
import { ownedDirectory, socketDirectory } from './scratch.js';
import type { Account } from './scratch.js';
import type { Hall } from './seat-store.js';

export const DATABASE = 'postgres';
export const DATABASE_USER = 'frontrow';
/** Names the socket; nothing listens on the network. */
export const DATABASE_PORT = 5432;

const VERSIONS = '/usr/lib/postgresql';
const ACCOUNT = 'postgres';
const HOW_TO_GET = 'apt-get install postgresql';
const CONNECTIONS_MAX = 100;

/** What must be so for a peer to count as durable: read back from the running server. */
const DURABLE: readonly (readonly [string, string])[] = [
  ['fsync', 'on'],
  ['synchronous_commit', 'on'],
  ['full_page_writes', 'on'],
];

const SETTINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(DURABLE),
  listen_addresses: '',
  unix_socket_permissions: '0700',
  port: String(DATABASE_PORT),
  max_connections: String(CONNECTIONS_MAX),
  shared_buffers: '512MB',
  wal_buffers: '64MB',
  // No replica reads this log.
  wal_level: 'minimal',
  max_wal_senders: '0',
  // No checkpoint, and so no further image of every page, in the middle of a trial.
  checkpoint_timeout: '1h',
  max_wal_size: '8GB',
  min_wal_size: '1GB',
  // The planner would plan each hold anew: it takes the array for longer than it is.
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
  track_activities: 'off',
  update_process_title: 'off',
};

const execute = promisify(execFile);

/** What the machine lacks to run PostgreSQL, and how to get it, in one sentence; null when nothing is lacking. */
export async function postgresMissing(): Promise<string | null> {
  if ((await binaries()) === null) return `PostgreSQL is not installed (nothing in ${VERSIONS}/*/bin): ${HOW_TO_GET}`;
  if (isRoot() && (await accountNamed(ACCOUNT)) === null) {
    return `PostgreSQL must not run as root, and there is no user "${ACCOUNT}": ${HOW_TO_GET}, or run the benchmarks as another user`;
  }
  return null;
}

/** A new cluster when the directory is missing or empty, else the one that is in it. */
export async function startPostgres(dataDir: string): Promise<Database> {
  const bin = await binaries();
  const account = isRoot() ? await accountNamed(ACCOUNT) : null;
  if (bin === null || (isRoot() && account === null)) throw new Error((await postgresMissing()) ?? 'PostgreSQL went away');
  await ownedDirectory(dataDir, account);
  const socket = await socketDirectory(account);
  const options = { cwd: dataDir, ...(account ?? {}) };
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    const args = ['-D', dataDir, '-U', DATABASE_USER, '--auth=trust', '--no-locale', '--encoding=UTF8', '--no-sync', '--wal-segsize=64'];
    await execute(join(bin, 'initdb'), args, options);
  }
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: socket }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = await Child.start({
    name: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: ['-D', dataDir, ...settings],
    options,
    ready: /database system is ready to accept connections/,
    stopSignal: 'SIGINT',
    // Ends the server's processes too, without leaving shared memory behind.
    abandonSignal: 'SIGQUIT',
  });
  const database = new Postgres(child, socket);
  await database.mustBeDurable();
  return database;
}

class Postgres implements Database {
  constructor(
    private readonly child: Child,
    readonly socket: string,
  ) {}

  get pid(): number {
    return this.child.pid;
  }

  mustRun(): void {
    this.child.mustRun();
  }

  async mustBeDurable(): Promise<void> {
    await this.asked(async (sql) => {
      for (const [name, wanted] of DURABLE) {
        const [row] = await sql<[{ value: string }]>`SELECT current_setting(${name}) AS value`;
        if (row.value !== wanted) throw new Error(`PostgreSQL runs with ${name} = ${row.value} instead of ${wanted}.`);
      }
    });
  }

  async load(halls: readonly Hall[]): Promise<void> {
    await this.asked(async (sql) => {
      await sql.unsafe(SCHEMA).simple();
      await sql.begin(async (transaction) => {
        for (const { scheduleId, seats, price } of halls) {
          await transaction`INSERT INTO shows VALUES (${scheduleId})`;
          await transaction`INSERT INTO seats (schedule_id, seat, price)
            SELECT ${scheduleId}, seat, ${price}::integer FROM generate_series(1, ${seats}::integer) AS seat`;
        }
      });
      // No checkpoint: it would make the first hold on every page log the whole page once more.
      await sql`VACUUM ANALYZE`;
    });
  }

  async books(): Promise<PeerBooks> {
    return this.asked(async (sql) => ({
      seats: await sql<(HeldSeat & Row)[]>`
        SELECT schedule_id AS "scheduleId", seat, holder AS "userId", reservation_id AS "reservationId" FROM seats WHERE status <> 'AVAILABLE'`,
      reservations: await sql<(BookedReservation & Row)[]>`
        SELECT reservation_id AS "reservationId", schedule_id AS "scheduleId", user_id AS "userId", seats FROM reservations`,
    }));
  }

  async stop(): Promise<void> {
    await this.child.stop();
    await rm(this.socket, { recursive: true, force: true });
  }

  async kill(): Promise<void> {
    const children = await childrenOf(this.pid);
    await this.child.kill();
    await killAndWait(children);
    await rm(this.socket, { recursive: true, force: true });
  }

  private async asked<T>(ask: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = postgres({
      host: this.socket,
      port: DATABASE_PORT,
      user: DATABASE_USER,
      database: DATABASE,
      max: 1,
      onnotice: () => undefined,
    });
    try {
      return await ask(sql);
    } finally {
      await sql.end();
    }
  }
}

/** Where the newest installed version's programs are; null when there is none. */
async function binaries(): Promise<string | null> {
  const versions = await readdir(VERSIONS).catch(() => []);
  const newestFirst = versions.toSorted((a, b) => Number.parseFloat(b) - Number.parseFloat(a));
  const found = newestFirst
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')));
  return found ?? null;
}

const isRoot = (): boolean => process.getuid?.() === 0;

async function accountNamed(name: string): Promise<Account | null> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}
