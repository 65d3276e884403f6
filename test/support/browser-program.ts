/**
 * Which Chromium the tests of the web app run: the one that TEST_CHROMIUM names, else one in PATH, else one that was fetched before, else Debian's is
 * fetched into the cache folder, see browser-cache.ts. Nothing on the system is changed.
 *
 * A program that was named but does not run is an error: whoever named it wants that one and no other.
 */
import { delimiter, join } from 'node:path';
import { isProgram, runCommand } from '../../bench/support/nats/run-command.js';
import { cacheFolder, cachedPrograms, fetchIntoCache } from './browser-cache.js';

export const NAMED_BY = 'TEST_CHROMIUM';
const NAMES = ['chromium', 'chromium-browser', 'chromium-headless-shell', 'google-chrome'];
const VERSION_MS_MAX = 30_000;

const HOW_TO_GET = `The tests of the web app run in it. To get one, do one of these:
  - Debian: apt-get install chromium
  - anywhere: install Chromium or Google Chrome
Then have it in PATH, or set ${NAMED_BY} to the path of the program.`;

export interface BrowserProgram {
  readonly path: string;
  /** What it needs in its environment beside ours, to find its libraries and fonts. */
  readonly env: Readonly<Record<string, string>>;
  /** As it says it itself. */
  readonly version: string;
}

/** There is none, and none could be had. The message says what was tried and how to get one. */
export class BrowserMissing extends Error {
  override readonly name = 'BrowserMissing';

  constructor(tried: readonly string[]) {
    const lines = tried.map((line) => `  - ${line.trimEnd().replaceAll('\n', '\n    ')}`);
    super(['No Chromium could be had. Tried:', ...lines, HOW_TO_GET].join('\n'));
  }
}

/** Where to look; tests put others in. */
export interface BrowserPlaces {
  /** Path of the program that the developer named; null when there is none. */
  readonly named: string | null;
  /** Programs of known names in PATH, in its order. */
  readonly inPath: () => readonly string[];
  /** Those fetched before. */
  readonly inCache: () => Promise<readonly Found[]>;
  /** Rejects with what went wrong. */
  readonly fetch: () => Promise<Found>;
  /** What it says its version is; rejects with why it cannot be run. */
  readonly versionOf: (found: Found) => Promise<string>;
}

type Found = Omit<BrowserProgram, 'version'>;

let known: Promise<BrowserProgram> | null = null;

/** The one of this process: looked for once. Rejects with `BrowserMissing`. */
export function browserProgram(): Promise<BrowserProgram> {
  return (known ??= findBrowserProgram(placesOf(process.env)));
}

/** Rejects with `BrowserMissing`. */
export async function findBrowserProgram(places: BrowserPlaces): Promise<BrowserProgram> {
  const tried: string[] = [];
  const examined = async (place: string, found: Found): Promise<BrowserProgram | null> => {
    try {
      return { ...found, version: (await places.versionOf(found)).trim() };
    } catch (error) {
      tried.push(`${place}: ${messageOf(error)}`);
      return null;
    }
  };
  if (places.named !== null) {
    const named = await examined(NAMED_BY, { path: places.named, env: {} });
    if (named !== null) return named;
    throw new BrowserMissing(tried);
  }
  tried.push(`${NAMED_BY}: not set`);
  const inPath = places.inPath().map((path) => ({ path, env: {} }));
  if (inPath.length === 0) tried.push(`PATH: there is no ${NAMES.join(', ')}`);
  for (const [place, programs] of [
    ['PATH', inPath],
    ['the cache folder', await places.inCache()],
  ] as const) {
    for (const found of programs) {
      const program = await examined(place, found);
      if (program !== null) return program;
    }
  }
  try {
    const fetched = await examined('Debian', await places.fetch());
    if (fetched !== null) return fetched;
  } catch (error) {
    tried.push(`Debian: ${messageOf(error)}`);
  }
  throw new BrowserMissing(tried);
}

/** The places that the environment speaks of. */
export function placesOf(env: NodeJS.ProcessEnv): BrowserPlaces {
  const named = (env[NAMED_BY] ?? '').trim();
  const cache = cacheFolder(env);
  const versionOf = async (found: Found): Promise<string> => versionSaidBy(found, env);
  return {
    named: named === '' ? null : named,
    inPath: () =>
      (env['PATH'] ?? '')
        .split(delimiter)
        .filter((folder) => folder !== '')
        .flatMap((folder) => NAMES.map((name) => join(folder, name)))
        .filter(isProgram),
    inCache: () => cachedPrograms(cache),
    fetch: () => fetchIntoCache({ cache, env, versionOf, say }),
    versionOf,
  };
}

async function versionSaidBy({ path, env: own }: Found, env: NodeJS.ProcessEnv): Promise<string> {
  const { succeeded, output } = await runCommand(path, ['--no-sandbox', '--version'], { env: { ...env, ...own }, msMax: VERSION_MS_MAX });
  if (!succeeded) throw new Error(`${path} does not run: ${output.trim()}`);
  return /\S*Chrom.*\d+(?:\.\d+)+/.exec(output)?.[0] ?? output.trim();
}

/** On standard error: standard output belongs to the tests. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
