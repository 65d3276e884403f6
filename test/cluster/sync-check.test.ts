import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { freePorts } from '../../bench/support/free-ports.js';
import { NatsServers } from '../../bench/support/nats/nats-servers.js';
import { NatsUnusable } from '../../src/cluster/nats/connection-errors.js';
import { checkSync, UNCHECKED_SYNC } from '../../src/cluster/nats/sync-check.js';
import type { Fetch } from '../../src/cluster/nats/sync-check.js';
import { nodeTimers } from '../../src/timers.js';
import { ManualClock } from '../support/manual-clock.js';

const sync = suite('the check that NATS servers write to disk before they acknowledge');

const MONITOR = 'http://nats-1:8222';

const saying =
  (state: unknown, status = 200): Fetch =>
  () =>
    Promise.resolve(new Response(JSON.stringify(state), { status }));

async function refusalOf(fetch: Fetch, monitors = [MONITOR]): Promise<string> {
  const error: unknown = await checkSync(monitors, fetch, nodeTimers).then(
    () => null,
    (refusal: unknown) => refusal,
  );
  assert.ok(error instanceof NatsUnusable, String(error));
  return error.message;
}

sync('a real server that always syncs is accepted', async () => {
  const servers = await NatsServers.start({ servers: 1 });
  try {
    await checkSync(servers.monitors, fetch, nodeTimers);
    await checkSync(
      servers.monitors.map((monitor) => `${monitor}/`),
      fetch,
      nodeTimers,
    );
  } finally {
    await servers.dispose();
  }
});

sync('one that syncs every two minutes is refused, with what to change', async () => {
  assert.equal(
    await refusalOf(saying({ version: '2.15.1', jetstream: { config: { sync_interval: 120e9 } } })),
    'The NATS server at http://nats-1:8222 acknowledges records before they are on disk (it writes every 120 s): put "sync_interval: always" into the jetstream ' +
      'block of its configuration and restart it.',
  );
});

sync('one that is too old, or has no JetStream, is refused', async () => {
  const config = { sync_always: true };
  assert.match(
    await refusalOf(saying({ version: '2.11.4', jetstream: { config } })),
    /is version 2\.11\.4, and 2\.12\.0 or newer is needed/,
  );
  assert.match(await refusalOf(saying({ version: '2.15.1', jetstream: {} })), /has no JetStream: give it a jetstream block/);
});

sync('when none can be asked the start is refused, and one bad server among good ones is refused too', async () => {
  const [port = 0] = await freePorts(1);
  assert.match(
    await refusalOf(fetch, [`http://127.0.0.1:${port}`]),
    /^http:\/\/127\.0\.0\.1:\d+\/varz cannot be read: connect ECONNREFUSED.+ Check FRONTROW_NATS_MONITORS/,
  );
  assert.match(await refusalOf(saying({}, 404)), /cannot be read: status 404/);
  const good = { version: '2.15.1', jetstream: { config: { sync_always: true } } };
  const mixed: Fetch = (url, init) => saying(url.startsWith(MONITOR) ? good : { version: '2.15.1' })(url, init);
  await checkSync([MONITOR], mixed, nodeTimers);
  assert.match(await refusalOf(mixed, [MONITOR, 'http://nats-2:8222']), /http:\/\/nats-2:8222 has no JetStream/);
});

sync('one that cannot be asked is told of, when another one can: it may be down while a node starts', async () => {
  const good = { version: '2.15.1', jetstream: { config: { sync_always: true } } };
  const oneDown: Fetch = (url, init) => (url.startsWith(MONITOR) ? saying(good)(url, init) : Promise.reject(new Error('ECONNREFUSED')));
  const notices = await checkSync([MONITOR, 'http://nats-2:8222'], oneDown, nodeTimers);
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /http:\/\/nats-2:8222\/varz cannot be read: ECONNREFUSED/);
});

sync('one that does not answer is not waited for long', async () => {
  const clock = new ManualClock();
  const hanging: Fetch = (_, { signal }) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const checking = checkSync([MONITOR], hanging, clock);
  clock.advance(5_000);
  await assert.rejects(checking, /varz cannot be read: no answer within 5000 ms/);
});

sync('without monitors the log says what to look at', () => {
  assert.match(UNCHECKED_SYNC, /"sync_interval: always".+FRONTROW_NATS_MONITORS/);
});

sync.run();
