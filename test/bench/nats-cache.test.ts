/** The cache folder of nats-server: fetched once, by one process, whole or not at all. And where Debian's mirror is read from. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { debianMirrors } from '../../bench/support/nats/apt-sources.js';
import { cachedServers, fetchIntoCache } from '../../bench/support/nats/nats-cache.js';
import { madeProgram, versionInText } from './nats-made.js';

const AT_ONCE = 20;
const FETCHING = fileURLToPath(new URL('nats-fetching.js', import.meta.url));

interface Context {
  readonly root: string;
  /** The cache folder; it is not there yet. */
  readonly folder: string;
}

const cache = suite<Context>('nats-server, the cache folder');

cache.before.each((context) => {
  const root = mkdtempSync(join(tmpdir(), 'cache-'));
  Object.assign(context, { root, folder: join(root, 'home', '.cache', 'frontrow') });
});
cache.after.each(({ root }) => rmSync(root, { recursive: true }));

const complete = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('nats-server'));
const scratch = (folder: string): string[] => readdirSync(folder).filter((name) => name.startsWith('fetching'));

cache('what was fetched is there for the next one', async ({ folder }) => {
  let fetches = 0;
  const options = {
    folder,
    fetch: async (where: string) => {
      fetches += 1;
      return madeProgram(join(where, 'usr', 'sbin'), '2.15.1');
    },
    versionOf: versionInText,
  };
  const path = join(folder, 'nats-server-2.15.1', 'nats-server');
  assert.deepEqual(await cachedServers(folder), []);
  assert.equal(await fetchIntoCache(options), path);
  assert.equal(await fetchIntoCache(options), path);
  assert.equal(fetches, 1);
  assert.deepEqual(await cachedServers(folder), [path]);
  assert.deepEqual(scratch(folder), []);
});

cache('of several the newest is named first, and other things in the folder are no servers', async ({ folder }) => {
  for (const version of ['2.9.10', '2.15.1', '2.14.30']) await madeProgram(join(folder, `nats-server-${version}`), version);
  for (const name of ['fetching-abc', 'nats-server', 'nats-server-2.16']) mkdirSync(join(folder, name));
  const names = (await cachedServers(folder)).map((path) => path.slice(folder.length + 1));
  assert.deepEqual(names, ['nats-server-2.15.1/nats-server', 'nats-server-2.14.30/nats-server', 'nats-server-2.9.10/nats-server']);
});

cache('one that will not do is replaced', async ({ folder }) => {
  mkdirSync(join(folder, 'nats-server-2.15.1'), { recursive: true });
  writeFileSync(join(folder, 'nats-server-2.15.1', 'nats-server'), 'for another machine');
  const path = await fetchIntoCache({ folder, fetch: (where) => madeProgram(where, '2.15.1'), versionOf: versionInText });
  assert.match(readFileSync(path, 'utf8'), /v2\.15\.1/);
});

cache(`${AT_ONCE} processes at once fetch once`, async ({ root, folder }) => {
  const log = join(root, 'log');
  const children = Array.from({ length: AT_ONCE }, () =>
    spawn(process.execPath, [FETCHING, folder, log], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  const paths = await Promise.all(
    children.map(async (child) => {
      let written = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text));
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(code, 0);
      return written.trim().split('\n').at(-1);
    }),
  );
  assert.deepEqual([...new Set(paths)], [join(folder, 'nats-server-2.15.1', 'nats-server')]);
  assert.equal(readFileSync(log, 'utf8'), 'fetched\n');
});

cache('a process that is killed while it fetches is in nobody’s way, and leaves nothing behind', async ({ root, folder }) => {
  const child = spawn(process.execPath, [FETCHING, folder, join(root, 'log'), 'never'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  assert.equal(scratch(folder).length, 1);
  child.kill('SIGKILL');
  await once(child, 'close');
  const path = await fetchIntoCache({ folder, fetch: (where) => madeProgram(where, '2.15.1'), versionOf: versionInText });
  assert.ok(existsSync(path));
  assert.deepEqual(scratch(folder), []);
});

cache('whoever waited for a fetch that failed fails like it, and the next one tries again', async ({ folder }) => {
  let fetches = 0;
  const fetch = async (): Promise<string> => {
    fetches += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new Error('no network');
  };
  const tries = Array.from({ length: 5 }, () => fetchIntoCache({ folder, fetch, versionOf: versionInText }));
  const outcomes = await Promise.allSettled(tries);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason)),
    Array.from({ length: 5 }, () => 'Error: no network'),
  );
  assert.equal(fetches, 1);
  assert.deepEqual([complete(folder), scratch(folder)], [[], []]);
  await fetchIntoCache({ folder, fetch: (where) => madeProgram(where, '2.15.1'), versionOf: versionInText });
  assert.deepEqual(complete(folder), ['nats-server-2.15.1']);
});

function sources(root: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(root, 'apt', 'sources.list.d'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'apt', name), text);
  return join(root, 'apt');
}

cache('the mirror is that of the one-line sources, whatever their options and comments', async ({ root }) => {
  const text = [
    '# deb http://commented.example/debian bookworm main',
    'deb-src http://source.example/debian bookworm main',
    'deb [signed-by=/k.gpg arch=amd64] https://mirror.example/pub/debian/ bookworm main contrib',
    'deb http://security.example/debian-security bookworm-security main',
    '  deb http://second.example/debian bookworm-updates main # why',
    'deb https://packages.example/apt stable main',
  ].join('\n');
  const expected = ['https://mirror.example/pub/debian', 'http://second.example/debian'];
  assert.deepEqual(await debianMirrors(sources(root, { 'sources.list': text })), expected);
});

cache('the mirror is that of the sources in stanzas, each once', async ({ root }) => {
  const text = [
    '# made by the installer',
    'Types: deb deb-src',
    '# http://snapshot.example/debian',
    'URIs: http://one.example/debian',
    '  http://two.example/debian/',
    'Suites: bookworm bookworm-updates',
    '',
    'Enabled: no',
    'Types: deb',
    'URIs: http://off.example/debian',
    '',
    'types: deb',
    'uris: http://one.example/debian http://one.example/debian-security mirror+file:/etc/apt/mirrors/debian.list',
  ].join('\n');
  const files = { 'sources.list.d/debian.sources': text, 'sources.list.d/old.list.save': 'deb http://saved.example/debian bookworm main' };
  const expected = ['http://one.example/debian', 'http://two.example/debian', 'mirror+file:/etc/apt/mirrors/debian.list'];
  assert.deepEqual(await debianMirrors(sources(root, files)), expected);
});

cache('without any mirror it is Debian’s own address', async ({ root }) => {
  assert.deepEqual(await debianMirrors(join(root, 'nowhere')), ['http://deb.debian.org/debian']);
});

cache.run();
