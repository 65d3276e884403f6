/** A peer as a whole: its database and its Fastify, each a process of its own, fresh for every trial. */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { assertNever } from '../../src/domain/decider.js';
import { NODE_FLAGS } from '../support/node-flags.js';
import { mustAddUp } from './books.js';
import { Child } from './child.js';
import type { Database } from './database.js';
import { PEER_READY, SETTINGS_VARIABLE } from './kind.js';
import type { PeerKind, PeerSettings } from './kind.js';
import { postgresMissing, startPostgres } from './postgres-database.js';
import { redisMissing, startRedis } from './redis-database.js';
import type { Hall } from './seat-store.js';

const SERVER = fileURLToPath(new URL('./server.js', import.meta.url));

export interface PeerOptions extends Omit<PeerSettings, 'socket'> {
  /** Where the database keeps its data; removed when the peer stops. */
  readonly dataDir: string;
  readonly halls: readonly Hall[];
}

export interface Peer {
  readonly url: string;
  /** All that serves: the Fastify process, and the database's with its children. */
  readonly pids: readonly number[];
  /** Throws when a process ended by itself, or the books do not add up to so many acknowledged holds. */
  audit(acknowledged: number): Promise<void>;
  stop(): Promise<void>;
}

/** What the machine lacks for that peer, and how to get it, in one sentence; null when nothing is lacking. */
export async function peerMissing(kind: PeerKind): Promise<string | null> {
  switch (kind) {
    case 'postgres-update':
    case 'postgres-lock':
      return postgresMissing();
    case 'redis':
      return redisMissing();
    default:
      return assertNever(kind);
  }
}

/** The database of that peer, alone; see `startPostgres` and `startRedis`. */
export async function startDatabase(kind: PeerKind, dataDir: string): Promise<Database> {
  switch (kind) {
    case 'postgres-update':
    case 'postgres-lock':
      return startPostgres(dataDir);
    case 'redis':
      return startRedis(dataDir);
    default:
      return assertNever(kind);
  }
}

/** Resolves when the halls are loaded and the route answers. */
export async function startPeer({ dataDir, halls, ...settings }: PeerOptions): Promise<Peer> {
  const database = await startDatabase(settings.kind, dataDir);
  try {
    await database.load(halls);
    const server = await startServer({ ...settings, socket: database.socket });
    return {
      url: server.announced,
      pids: [server.pid, database.pid],
      async audit(acknowledged) {
        server.mustRun();
        database.mustRun();
        mustAddUp(settings.kind, await database.books(), acknowledged);
      },
      async stop() {
        await server.stop();
        await database.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function startServer(settings: PeerSettings): Promise<Child> {
  return Child.start({
    name: `the peer ${settings.kind}`,
    command: process.execPath,
    args: [...NODE_FLAGS, SERVER],
    options: { env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify(settings) } },
    ready: PEER_READY,
  });
}
