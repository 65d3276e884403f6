/** Which Chromium is taken, and what is said when there is none. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { BrowserMissing, findBrowserProgram, placesOf } from '../support/browser-program.js';
import type { BrowserPlaces } from '../support/browser-program.js';

const program = suite('Chromium, the program');

interface Given {
  readonly named?: string;
  readonly inPath?: readonly string[];
  readonly inCache?: readonly string[];
  /** Path of what a fetch brings; it fails when there is none. */
  readonly fetched?: string;
  /** Those that run; the others do not. */
  readonly running: readonly string[];
}

const found = (path: string) => ({ path, env: {} });

function places({ named, inPath, inCache, fetched, running }: Given, calls: string[] = []): BrowserPlaces {
  return {
    named: named ?? null,
    inPath: () => inPath ?? [],
    inCache: async () => (inCache ?? []).map(found),
    async fetch() {
      calls.push('fetch');
      if (fetched === undefined) throw new Error('apt-get update failed:\nno network');
      return found(fetched);
    },
    async versionOf({ path }) {
      calls.push(path);
      if (!running.includes(path)) throw new Error(`${path} does not run: ENOENT`);
      return 'Chromium 150.0.1\n';
    },
  };
}

async function whyMissing(given: Given): Promise<string> {
  const error: unknown = await findBrowserProgram(places(given)).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof BrowserMissing);
  return error.message;
}

program('the one that was named is taken before all others', async () => {
  const calls: string[] = [];
  const taken = await findBrowserProgram(
    places({ named: '/mine', inPath: ['/usr/bin/chromium'], running: ['/mine', '/usr/bin/chromium'] }, calls),
  );
  assert.deepEqual(taken, { path: '/mine', env: {}, version: 'Chromium 150.0.1' });
  assert.deepEqual(calls, ['/mine']);
});

program('one that was named but does not run is not replaced by another', async () => {
  const message = await whyMissing({ named: '/mine', inPath: ['/usr/bin/chromium'], running: ['/usr/bin/chromium'] });
  assert.match(message, /TEST_CHROMIUM: \/mine does not run/);
});

program('in PATH the first one that runs is taken', async () => {
  const taken = await findBrowserProgram(places({ inPath: ['/broken', '/good'], inCache: ['/cached'], running: ['/good', '/cached'] }));
  assert.equal(taken.path, '/good');
});

program('what was fetched before is not fetched again', async () => {
  const calls: string[] = [];
  const taken = await findBrowserProgram(places({ inCache: ['/cached'], running: ['/cached'] }, calls));
  assert.equal(taken.path, '/cached');
  assert.deepEqual(calls, ['/cached']);
});

program('it is fetched when there is none', async () => {
  const calls: string[] = [];
  assert.equal((await findBrowserProgram(places({ fetched: '/fetched', running: ['/fetched'] }, calls))).path, '/fetched');
  assert.deepEqual(calls, ['fetch', '/fetched']);
});

program('when none is to be had, the message says what was tried and how to get one', async () => {
  const message = await whyMissing({ inPath: ['/broken'], running: [] });
  for (const part of ['TEST_CHROMIUM: not set', '/broken does not run', 'no network', 'apt-get install chromium'])
    assert.ok(message.includes(part), message);
});

program('a cache folder is looked for by the rules of XDG, and PATH by its folders', async () => {
  const none = placesOf({ PATH: '/nowhere', XDG_CACHE_HOME: '/nowhere/cache' });
  assert.deepEqual([none.named, none.inPath(), await none.inCache()], [null, [], []]);
  assert.equal(placesOf({ TEST_CHROMIUM: ' /mine ' }).named, '/mine');
});

program.run();
