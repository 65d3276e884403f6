/** Which nats-server is taken, and what is said when there is none. */
import { suite } from 'uvu';
import assert from 'node:assert/strict';
import { findNatsServer, NatsServerMissing } from '../../bench/support/nats/nats-binary.js';
import type { NatsPlaces } from '../../bench/support/nats/nats-binary.js';
import { isNewEnough, versionIn, versionText } from '../../bench/support/nats/nats-version.js';

const binary = suite('nats-server, the program');

/** Programs by path, with what they say their version is; the ones not named here cannot be run. */
type Programs = Readonly<Record<string, string>>;

interface Found {
  readonly named?: string;
  readonly inPath?: readonly string[];
  readonly inCache?: readonly string[];
  /** Path of what a fetch brings; it fails when there is none. */
  readonly fetched?: string;
}

function places(programs: Programs, { named, inPath, inCache, fetched }: Found, calls: string[] = []): NatsPlaces {
  return {
    named: named ?? null,
    cache: '/cache/frontrow',
    inPath: () => inPath ?? [],
    inCache: async () => inCache ?? [],
    async fetch() {
      calls.push('fetch');
      if (fetched === undefined) throw new Error('apt-get update failed:\nno network');
      return fetched;
    },
    async versionOf(path) {
      calls.push(path);
      const said = programs[path];
      if (said === undefined) throw new Error(`${path} does not run: ENOENT`);
      return said;
    },
  };
}

async function whyMissing(programs: Programs, found: Found): Promise<string> {
  const error: unknown = await findNatsServer(places(programs, found)).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof NatsServerMissing);
  return error.message;
}

binary('the version is read from what the program says', () => {
  assert.deepEqual(versionIn('nats-server: v2.15.1\n'), { major: 2, minor: 15, patch: 1 });
  assert.deepEqual(versionIn('nats-server: v2.12.0-RC.1'), { major: 2, minor: 12, patch: 0 });
  assert.deepEqual(versionIn('nats-server-2.14.30'), { major: 2, minor: 14, patch: 30 });
  assert.equal(versionIn('usage: nats-server [options]'), null);
  assert.equal(versionText({ major: 2, minor: 15, patch: 1 }), '2.15.1');
});

binary('2.12 is new enough, and so is whatever comes after it', () => {
  const newEnough = (text: string): boolean => isNewEnough(versionIn(text) ?? { major: 0, minor: 0, patch: 0 });
  assert.deepEqual(['2.12.0', '2.15.1', '3.0.0', '10.0.0'].map(newEnough), [true, true, true, true]);
  assert.deepEqual(['2.11.99', '2.9.10', '1.99.0'].map(newEnough), [false, false, false]);
});

binary('the one that was named is taken before all others', async () => {
  const programs = { '/own/nats': 'v2.12.3', '/usr/bin/nats-server': 'v2.15.1' };
  const calls: string[] = [];
  const found = await findNatsServer(places(programs, { named: '/own/nats', inPath: ['/usr/bin/nats-server'] }, calls));
  assert.deepEqual(found, { path: '/own/nats', version: '2.12.3' });
  assert.deepEqual(calls, ['/own/nats']);
});

binary('one that was named and will not do is an error, even when another one would', async () => {
  const programs = { '/old/nats': 'v2.9.10', '/usr/bin/nats-server': 'v2.15.1' };
  const inPath = ['/usr/bin/nats-server'];
  assert.match(await whyMissing(programs, { named: '/old/nats', inPath }), /NATS_SERVER: \/old\/nats is 2\.9\.10, too old/);
  assert.match(await whyMissing(programs, { named: '/none', inPath }), /NATS_SERVER: \/none does not run/);
});

binary('in PATH the first that is new enough is taken', async () => {
  const programs = { '/a/nats-server': 'v2.10.27', '/b/nats-server': 'v2.14.0', '/c/nats-server': 'v2.15.1', '/cache/new': 'v2.16.0' };
  const inPath = ['/a/nats-server', '/b/nats-server', '/c/nats-server'];
  assert.deepEqual(await findNatsServer(places(programs, { inPath, inCache: ['/cache/new'] })), {
    path: '/b/nats-server',
    version: '2.14.0',
  });
});

binary('one in the cache is taken before anything is fetched', async () => {
  const calls: string[] = [];
  const programs = { '/usr/bin/nats-server': 'v2.10.27', '/cache/there': 'v2.15.1' };
  const found = await findNatsServer(
    places(programs, { inPath: ['/usr/bin/nats-server'], inCache: ['/cache/broken', '/cache/there'] }, calls),
  );
  assert.deepEqual(found, { path: '/cache/there', version: '2.15.1' });
  assert.ok(!calls.includes('fetch'));
});

binary('with none at hand one is fetched', async () => {
  const found = await findNatsServer(places({ '/cache/fetched': 'v2.15.1' }, { fetched: '/cache/fetched' }));
  assert.deepEqual(found, { path: '/cache/fetched', version: '2.15.1' });
});

binary('when none can be had the error says what was tried and how to get one', async () => {
  const programs = { '/usr/bin/nats-server': 'nats-server: v2.10.27\n', '/odd/nats-server': 'hello\n' };
  const message = await whyMissing(programs, { inPath: ['/usr/bin/nats-server', '/odd/nats-server'] });
  const [said, howTo] = message.split('\nTo get one');
  assert.equal(
    said,
    [
      'No nats-server 2.12 or newer could be had. Tried:',
      '  - NATS_SERVER: not set',
      '  - PATH: /usr/bin/nats-server is 2.10.27, too old',
      '  - PATH: /odd/nats-server does not say its version but "hello"',
      '  - /cache/frontrow: there is none',
      "  - Debian's unstable suite: apt-get update failed:",
      '    no network',
    ].join('\n'),
  );
  for (const hint of ['the package nats-server', 'github.com/nats-io/nats-server/releases', 'nats.io', 'NATS_SERVER']) {
    assert.ok(howTo?.includes(hint), hint);
  }
});

binary('what is fetched and too old is said, too', async () => {
  assert.match(await whyMissing({ '/cache/x': 'v2.11.0' }, { fetched: '/cache/x' }), /unstable suite: \/cache\/x is 2\.11\.0, too old/);
});

binary.run();
