/**
 * The folder of servers that were fetched: `nats-server-<version>/nats-server`. A folder of that name is complete, for it gets its name by a rename. Of several
 * processes that find nothing there one fetches, the others wait and take what it brought, or fail as it did.
 */
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileLock } from '../file-lock.js';
import { compareVersions, versionIn, versionText } from './nats-version.js';
import type { NatsVersion } from './nats-version.js';

const PROGRAM = 'nats-server';
const NAME = /^nats-server-\d+\.\d+\.\d+$/;
const LOCK = 'fetch.lock';
/** Longer than a fetch may take. */
const LOCK_MS_MAX = 400_000;
const SCRATCH = 'fetching-';
const FAILURE = 'fetch-failed.txt';
const EVERYBODY_RUNS = 0o755;

export interface CacheFetch {
  readonly folder: string;
  /** Resolves with the path of the program it brought, somewhere in the scratch folder. */
  readonly fetch: (scratch: string) => Promise<string>;
  /** Rejects when the program will not do. */
  readonly versionOf: (path: string) => Promise<NatsVersion>;
}

/** Programs in the cache folder, newest first. */
export async function cachedServers(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const servers = names.flatMap((name) => {
    const version = NAME.test(name) ? versionIn(name) : null;
    return version === null ? [] : [{ path: join(folder, name, PROGRAM), version }];
  });
  return servers.sort((a, b) => compareVersions(b.version, a.version)).map(({ path }) => path);
}

/** The path of a program that will do. Rejects with what went wrong, here or in the process that was waited for. */
export async function fetchIntoCache({ folder, fetch, versionOf }: CacheFetch): Promise<string> {
  const since = Date.now();
  await mkdir(folder, { recursive: true });
  const lock = await FileLock.acquire(join(folder, LOCK), LOCK_MS_MAX);
  try {
    const brought = await firstThatWillDo(await cachedServers(folder), versionOf);
    if (brought !== null) return brought;
    const failed = await failureSince(join(folder, FAILURE), since);
    if (failed !== null) throw new Error(failed);
    return await fetchNow(folder, fetch, versionOf).catch(async (error: unknown) => {
      await writeFile(join(folder, FAILURE), error instanceof Error ? error.message : String(error));
      throw error;
    });
  } finally {
    lock.release();
  }
}

/** The lock is held, so whatever scratch folders there are were left behind by processes that were killed. */
async function fetchNow(folder: string, fetch: CacheFetch['fetch'], versionOf: CacheFetch['versionOf']): Promise<string> {
  for (const name of await readdir(folder)) if (name.startsWith(SCRATCH)) await rm(join(folder, name), { recursive: true, force: true });
  const scratch = await mkdtemp(join(folder, SCRATCH));
  try {
    const program = await fetch(scratch);
    await chmod(program, EVERYBODY_RUNS);
    const version = await versionOf(program);
    const made = join(scratch, 'made');
    await mkdir(made);
    await rename(program, join(made, PROGRAM));
    const target = join(folder, `${PROGRAM}-${versionText(version)}`);
    // One that is there already will not do, or it would have been taken.
    await rm(target, { recursive: true, force: true });
    await rename(made, target);
    return join(target, PROGRAM);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function firstThatWillDo(paths: readonly string[], versionOf: CacheFetch['versionOf']): Promise<string | null> {
  for (const path of paths) {
    const willDo = await versionOf(path).then(
      () => true,
      () => false,
    );
    if (willDo) return path;
  }
  return null;
}

/** What went wrong for a process that was waited for; null when it was longer ago. */
async function failureSince(file: string, since: number): Promise<string | null> {
  try {
    return (await stat(file)).mtimeMs >= since ? await readFile(file, 'utf8') : null;
  } catch {
    return null;
  }
}
