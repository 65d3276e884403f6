/**
 * Which nats-server tests, benchmarks and the local cluster run: the one that NATS_SERVER names, else one in PATH that is new enough, else one that was
 * fetched before, else it is fetched into the cache folder. Nothing on the system is changed.
 *
 * A program that was named but will not do is an error: whoever named it wants that one and no other.
 */
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { cachedServers, fetchIntoCache } from './nats-cache.js';
import { fetchFromDebian, mustBeFetchable } from './debian-package.js';
import { isNewEnough, VERSION_NEEDED, versionIn, versionText } from './nats-version.js';
import type { NatsVersion } from './nats-version.js';
import { isProgram, runCommand } from './run-command.js';

const PROGRAM = 'nats-server';
export const NAMED_BY = 'NATS_SERVER';
const VERSION_MS_MAX = 20_000;

const HOW_TO_GET = `To get one, do one of these:
  - Debian: the package nats-server of the unstable suite (bookworm and trixie have versions that are too old)
  - macOS: brew install nats-server
  - anywhere: unpack a release from https://github.com/nats-io/nats-server/releases (https://nats.io/download says more)
Then have it in PATH, or set ${NAMED_BY} to the path of the program.`;

export interface NatsBinary {
  readonly path: string;
  /** Such as 2.15.1. */
  readonly version: string;
}

/** There is none, and none could be had. The message says what was tried and how to get one. */
export class NatsServerMissing extends Error {
  override readonly name = 'NatsServerMissing';

  constructor(tried: readonly string[]) {
    const lines = tried.map((line) => `  - ${line.trimEnd().replaceAll('\n', '\n    ')}`);
    super([`No nats-server ${VERSION_NEEDED} or newer could be had. Tried:`, ...lines, HOW_TO_GET].join('\n'));
  }
}

/** Where to look; tests put others in. */
export interface NatsPlaces {
  /** Path of the program that the developer named; null when there is none. */
  readonly named: string | null;
  /** Programs of that name in PATH, in its order. */
  readonly inPath: () => readonly string[];
  /** Those fetched before, newest first. */
  readonly inCache: () => Promise<readonly string[]>;
  /** Where those are. */
  readonly cache: string;
  /** Resolves with the path of the program; rejects with what went wrong. */
  readonly fetch: () => Promise<string>;
  /** What `nats-server --version` says; rejects with why it cannot be run. */
  readonly versionOf: (path: string) => Promise<string>;
}

let found: Promise<NatsBinary> | null = null;

/** The one of this process: looked for once. Rejects with `NatsServerMissing`. */
export function natsServer(): Promise<NatsBinary> {
  return (found ??= findNatsServer(placesOf(process.env)));
}

/** Rejects with `NatsServerMissing`. */
export async function findNatsServer(places: NatsPlaces): Promise<NatsBinary> {
  if (places.named !== null) {
    const named = await examine(places.named, places);
    if ('path' in named) return named;
    throw new NatsServerMissing([`${NAMED_BY}: ${named.problem}`]);
  }
  const tried = [`${NAMED_BY}: not set`];
  const usable =
    (await firstUsable('PATH', places.inPath(), places, tried)) ?? (await firstUsable(places.cache, await places.inCache(), places, tried));
  if (usable !== null) return usable;
  try {
    const fetched = await examine(await places.fetch(), places);
    if ('path' in fetched) return fetched;
    tried.push(`Debian's unstable suite: ${fetched.problem}`);
  } catch (error) {
    tried.push(`Debian's unstable suite: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new NatsServerMissing(tried);
}

/** The places that the environment speaks of. */
export function placesOf(env: NodeJS.ProcessEnv): NatsPlaces {
  const cache = cacheFolder(env);
  const named = (env[NAMED_BY] ?? '').trim();
  const versionOf = async (path: string): Promise<string> => versionSaidBy(path, env);
  return {
    named: named === '' ? null : named,
    cache,
    inPath: () =>
      (env['PATH'] ?? '')
        .split(delimiter)
        .filter((folder) => folder !== '')
        .map((folder) => join(folder, PROGRAM))
        .filter(isProgram),
    inCache: () => cachedServers(cache),
    async fetch() {
      await mustBeFetchable(env);
      return fetchIntoCache({
        folder: cache,
        fetch: (scratch) => fetchFromDebian(scratch, env, say),
        versionOf: async (path) => mustDo(path, versionOf),
      });
    },
    versionOf,
  };
}

/** The XDG base directory rules: a relative path there is to be ignored. */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  const caches = env['XDG_CACHE_HOME'] ?? '';
  const home = env['HOME'] ?? '';
  return join(isAbsolute(caches) ? caches : join(isAbsolute(home) ? home : homedir(), '.cache'), 'frontrow');
}

async function firstUsable(place: string, paths: readonly string[], places: NatsPlaces, tried: string[]): Promise<NatsBinary | null> {
  if (paths.length === 0) tried.push(`${place}: there is none`);
  for (const path of paths) {
    const examined = await examine(path, places);
    if ('path' in examined) return examined;
    tried.push(`${place}: ${examined.problem}`);
  }
  return null;
}

async function examine(path: string, { versionOf }: NatsPlaces): Promise<NatsBinary | { readonly problem: string }> {
  try {
    return { path, version: versionText(await mustDo(path, versionOf)) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The version of a program that will do; rejects with why another one will not. */
async function mustDo(path: string, versionOf: NatsPlaces['versionOf']): Promise<NatsVersion> {
  const said = await versionOf(path);
  const version = versionIn(said);
  if (version === null) throw new Error(`${path} does not say its version but "${said.trim().split('\n')[0] ?? ''}"`);
  if (!isNewEnough(version)) throw new Error(`${path} is ${versionText(version)}, too old`);
  return version;
}

async function versionSaidBy(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { succeeded, output } = await runCommand(path, ['--version'], { env, msMax: VERSION_MS_MAX });
  if (!succeeded) throw new Error(`${path} does not run: ${output.trim()}`);
  return output;
}

/** On standard error: standard output belongs to the program. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
