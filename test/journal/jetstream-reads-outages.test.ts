/** Reading the log of a cluster while its servers die and fall behind. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { shardOf } from '../../src/cluster/shards.js';
import { logStream } from '../../src/journal/jetstream/layout.js';
import type { Head, NewRecord } from '../../src/journal/port.js';
import { endOfFile, LogWorkbench } from './jetstream-contract-support.js';
import { layoutOf } from './jetstream-reads-support.js';
import { AT, flat, grow, logFrom, mustAppend, newRecord, recordsOf, versions } from './journal-contract-support.js';

const workbench = new LogWorkbench({ servers: 3 });

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const test = suite('reading while servers die');
test.after.each(() => workbench.clear());

test('loads, histories and the event log outlast the death of the leader', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  await grow(journal, 'wallet/a', 0, 30);
  const servers = await workbench.servers;
  const leader = await servers.leaderOf(logStream(layoutOf(prefix, journal), 0));
  await servers.kill(leader);
  const [loaded, page, log, heads] = await Promise.all([
    recordsOf(journal, 'wallet/a'),
    journal.history({ entity: 'wallet/a', order: 'newest-first', beyondVersion: null, limit: 5 }),
    logFrom(journal),
    flat(journal.heads()),
  ]);
  assert.deepEqual(versions(loaded), upTo(30));
  assert.deepEqual(versions(page), [30, 29, 28, 27, 26]);
  assert.equal(log.length, 30);
  assert.deepEqual(heads, []);
  await servers.restart(leader);
  await servers.settled();
});

test('the heads are complete although the server that delivers them dies in the middle', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  const servers = await workbench.servers;
  const manager = await workbench.manager();
  const entities = Array.from({ length: 15_000 }, (_, key) => `wallet/${key}`);
  const due = (entity: string): NewRecord => newRecord(entity, 0, { wakeAt: AT });
  await Promise.all(entities.map((entity) => mustAppend(journal, due(entity))));
  const stream = logStream(layoutOf(prefix, journal), 0);
  const found: Head[] = [];
  let killed: number | null = null;
  for await (const page of journal.heads()) {
    found.push(...page);
    if (killed !== null) continue;
    const [consumer] = await manager.consumers.list(stream).next();
    killed = servers.names.indexOf(consumer?.cluster?.leader ?? '');
    assert.ok(killed >= 0, 'the consumer lives on one of the servers');
    await servers.kill(killed);
  }
  assert.notEqual(killed, null);
  assert.deepEqual(found.map(({ entity }) => entity).sort(), entities.sort());
  await servers.restart(killed ?? 0);
  await servers.settled();
});

test('a server that has just come back from a pause shows nothing less than the leader has', async () => {
  const prefix = workbench.freshPrefix();
  const servers = await workbench.servers;
  const opened = await workbench.open({ prefix });
  const stream = logStream(layoutOf(prefix, opened), 0);
  const leader = await servers.leaderOf(stream);
  const follower = (leader + 1) % 3;
  const others = servers.urls.filter((_, index) => index !== follower);
  const writing = await workbench.open({
    prefix,
    connection: await workbench.connect({ servers: [...others], ignoreClusterUpdates: true }),
  });
  const only = await workbench.connect({ servers: [servers.urls[follower] ?? ''], ignoreClusterUpdates: true });
  const reading = await workbench.open({ prefix, connection: only });
  await grow(writing, 'wallet/a', 0, 5);
  servers.pause(follower);
  await grow(writing, 'wallet/a', 5, 400);
  const last = await mustAppend(writing, newRecord('schedule/due', 0, { wakeAt: AT }));
  const shards = new Set([shardOf('schedule/due')]);
  servers.resume(follower);
  const [loaded, log, heads] = await Promise.all([recordsOf(reading, 'wallet/a'), logFrom(reading), flat(reading.heads(shards))]);
  assert.deepEqual(versions(loaded), upTo(400));
  assert.equal(log.length, 401);
  assert.deepEqual(
    heads.map(({ entity, hash }) => `${entity} ${hash}`),
    [`schedule/due ${last.hash}`],
  );
});
test.run();

endOfFile(workbench);
