/** What a figure depends on besides the code: the machine, the versions of what runs, the commit. */
import Database from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { readFile, readdir, realpath, stat, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem, type as systemName } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Machine {
  readonly cpu: string;
  /** That this process may use. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  /** File system, and kind of device where it is known, under the scratch directories. */
  readonly disk: string;
}

export interface Commit {
  readonly id: string;
  /** Something was changed since, other than the published results. */
  readonly dirty: boolean;
}

export interface Surroundings {
  readonly machine: Machine;
  /** By name of the program or library; what is not installed is not named. */
  readonly versions: Readonly<Record<string, string>>;
  /** null outside a git work tree. */
  readonly commit: Commit | null;
}

const LIBRARIES = ['fastify', 'better-sqlite3', 'nact', 'autocannon'];
const PROGRAM_MS_MAX = 10_000;
const COMMIT_LETTERS = 12;
/** Debian keeps the server programs of each version in a folder of its own, away from the PATH. */
const POSTGRES_FOLDER = '/usr/lib/postgresql';
const FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0x2fc12fc1, 'zfs'],
  [0x794c7630, 'overlayfs'],
  [0x01021994, 'tmpfs (memory: a flush costs nothing here)'],
  [0x01021997, '9p'],
]);

/**
 * @param root of the work tree.
 * @param scratch directory whose disk the rows write to.
 * @param published paths from the root, whose change makes no other program.
 */
export async function lookAround(root: string, scratch: string, published: readonly string[]): Promise<Surroundings> {
  const [machine, versions, commit] = await Promise.all([machineUnder(scratch), versionsIn(root), commitOf(root, published)]);
  return { machine, versions, commit };
}

async function machineUnder(scratch: string): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: `${systemName()} ${release()}`,
    disk: await diskUnder(scratch),
  };
}

async function diskUnder(directory: string): Promise<string> {
  const { type } = await statfs(directory);
  const fileSystem = FILE_SYSTEMS.get(type) ?? `file system 0x${type.toString(16)}`;
  const kind = await deviceKind(directory);
  return kind === null ? fileSystem : `${fileSystem} on ${kind}`;
}

/** Linux says it in /sys; elsewhere, and for file systems without a device, nothing is known. */
async function deviceKind(directory: string): Promise<string | null> {
  const { dev } = await stat(directory);
  const major = (dev >> 8) & 0xfff;
  const minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
  try {
    const device = await realpath(`/sys/dev/block/${major}:${minor}`);
    // A partition has no queue of its own.
    const rotational = await readFile(join(device, 'queue/rotational'), 'utf8').catch(() =>
      readFile(join(device, '../queue/rotational'), 'utf8'),
    );
    return rotational.trim() === '1' ? 'a rotating or virtual disk' : 'a solid-state disk';
  } catch {
    return null;
  }
}

async function versionsIn(root: string): Promise<Record<string, string>> {
  const libraries = await Promise.all(LIBRARIES.map(async (name) => [name, await libraryVersion(root, name)] as const));
  const sqlite = new Database(':memory:');
  const sqliteVersion = String(sqlite.prepare('SELECT sqlite_version()').pluck().get());
  sqlite.close();
  const [postgres, redis] = await Promise.all([postgresVersion(), firstLineOf('redis-server', ['--version'])]);
  const found: readonly (readonly [string, string | null])[] = [
    ['node', process.versions.node],
    ...libraries,
    ['SQLite', sqliteVersion],
    ['PostgreSQL', numberIn(postgres)],
    ['Redis', numberIn(redis)],
  ];
  return Object.fromEntries(found.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

async function libraryVersion(root: string, name: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}

async function postgresVersion(): Promise<string | null> {
  const versions = await readdir(POSTGRES_FOLDER).catch(() => []);
  const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
  return firstLineOf(newest === undefined ? 'postgres' : join(POSTGRES_FOLDER, newest, 'bin/postgres'), ['--version']);
}

function numberIn(line: string | null): string | null {
  return /\d+(\.\d+)+/.exec(line ?? '')?.[0] ?? null;
}

async function commitOf(root: string, published: readonly string[]): Promise<Commit | null> {
  const id = await firstLineOf('git', ['-C', root, 'rev-parse', `--short=${COMMIT_LETTERS}`, 'HEAD']);
  if (id === null) return null;
  const others = published.map((path) => `:(exclude)${path}`);
  const changes = await firstLineOf('git', ['-C', root, 'status', '--porcelain', '--', '.', ...others]);
  return { id, dirty: changes !== '' };
}

/** null when the program is missing or fails. */
async function firstLineOf(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { timeout: PROGRAM_MS_MAX, maxBuffer: 16 * 1024 * 1024 });
    return stdout.split('\n')[0]?.trim() ?? '';
  } catch {
    return null;
  }
}
