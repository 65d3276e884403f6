/**
 * The folder of browsers that were fetched: `chromium-<version>` with the unpacked packages in `root` and how to run it in `run.json`. A folder of that name is
 * complete, for it gets its name by a rename. Of several processes that find nothing there one fetches, the others wait and take what it brought.
 */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { FileLock } from '../../bench/support/file-lock.js';
import { mustHaveApt } from '../../bench/support/nats/apt-configuration.js';
import { unpackFromDebian } from './browser-debian.js';

const NAME = /^chromium-\d+(\.\d+)+$/;
const LOCK = 'fetch-chromium.lock';
/** Longer than a fetch may take. */
const LOCK_MS_MAX = 900_000;
const SCRATCH = 'fetching-chromium-';
const FAILURE = 'fetch-chromium-failed.txt';
/** Where the packages have the program, relative to their root. */
const PROGRAM_PLACES = ['usr/lib/chromium/chromium-headless-shell', 'usr/lib/chromium/headless_shell', 'usr/lib/chromium/chromium'];

interface Found {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** With paths relative to the folder it stands in. */
interface HowToRun {
  readonly program: string;
  readonly libraries: readonly string[];
}

export interface BrowserFetch {
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  /** Rejects when the program does not run. */
  readonly versionOf: (found: Found) => Promise<string>;
  readonly say: (line: string) => void;
}

/** The XDG base directory rules: a relative path there is to be ignored. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const caches = env['XDG_CACHE_HOME'] ?? '';
  const home = env['HOME'] ?? '';
  return join(isAbsolute(caches) ? caches : join(isAbsolute(home) ? home : homedir(), '.cache'), 'frontrow');
}

/** Programs in the cache folder. */
export async function cachedPrograms(cache: string): Promise<readonly Found[]> {
  const names = await readdir(cache).catch(() => []);
  const found = await Promise.all(names.filter((name) => NAME.test(name)).map((name) => foundIn(join(cache, name)).catch(() => null)));
  return found.filter((program) => program !== null);
}

/** A program that runs. Rejects with what went wrong, here or in the process that was waited for. */
export async function fetchIntoCache(fetch: BrowserFetch): Promise<Found> {
  const since = Date.now();
  await mustHaveApt(fetch.env);
  await mkdir(fetch.cache, { recursive: true });
  const lock = await FileLock.acquire(join(fetch.cache, LOCK), LOCK_MS_MAX);
  try {
    for (const found of await cachedPrograms(fetch.cache)) if (await runs(found, fetch)) return found;
    const failed = await failureSince(join(fetch.cache, FAILURE), since);
    if (failed !== null) throw new Error(failed);
    return await fetchNow(fetch).catch(async (error: unknown) => {
      await writeFile(join(fetch.cache, FAILURE), error instanceof Error ? error.message : String(error));
      throw error;
    });
  } finally {
    lock.release();
  }
}

/** The lock is held, so whatever scratch folders there are were left behind by processes that were killed. */
async function fetchNow({ cache, env, versionOf, say }: BrowserFetch): Promise<Found> {
  for (const name of await readdir(cache)) if (name.startsWith(SCRATCH)) await rm(join(cache, name), { recursive: true, force: true });
  const scratch = await mkdtemp(join(cache, SCRATCH));
  try {
    say(`Fetching Chromium from Debian into ${cache}; this is done once.`);
    const made = join(scratch, 'made');
    const root = join(made, 'root');
    await mkdir(root, { recursive: true });
    await unpackFromDebian(scratch, root, env);
    await writeFile(join(made, 'run.json'), JSON.stringify(await howToRun(made, root)));
    await writeFonts(made, root);
    const version = /\d+(\.\d+)+/.exec(await versionOf(await foundIn(made)))?.[0];
    if (version === undefined) throw new Error('what was fetched does not say its version');
    const target = join(cache, `chromium-${version}`);
    // One that is there already does not run, or it would have been taken.
    await rm(target, { recursive: true, force: true });
    await writeFonts(made, join(target, 'root'));
    await rename(made, target);
    return await foundIn(target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function howToRun(made: string, root: string): Promise<HowToRun> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const program = PROGRAM_PLACES.map((place) => join(root, place)).find((place) => paths.includes(place));
  if (program === undefined) throw new Error(`the packages have none of ${PROGRAM_PLACES.join(', ')}`);
  const folders = new Set(paths.filter((path) => /\.so(\.\d+)*$/.test(path)).map((path) => join(path, '..')));
  return { program: relative(made, program), libraries: [...folders].sort().map((folder) => relative(made, folder)) };
}

/** Fonts of the system, if it has some, and those that were fetched. */
async function writeFonts(made: string, root: string): Promise<void> {
  const folders = ['/usr/share/fonts', join(root, 'usr/share/fonts')].map((folder) => `<dir>${folder}</dir>`).join('');
  const head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">';
  await writeFile(join(made, 'fonts.conf'), `${head}<fontconfig>${folders}<cachedir prefix="xdg">fontconfig</cachedir></fontconfig>\n`);
}

async function foundIn(folder: string): Promise<Found> {
  const { program, libraries } = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as HowToRun;
  return {
    path: join(folder, program),
    env: {
      LD_LIBRARY_PATH: libraries.map((library) => join(folder, library)).join(delimiter),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

function runs(found: Found, { versionOf }: BrowserFetch): Promise<boolean> {
  return versionOf(found).then(
    () => true,
    () => false,
  );
}

/** What went wrong for a process that was waited for; null when it was longer ago. */
async function failureSince(file: string, since: number): Promise<string | null> {
  try {
    return (await stat(file)).mtimeMs >= since ? await readFile(file, 'utf8') : null;
  } catch {
    return null;
  }
}
