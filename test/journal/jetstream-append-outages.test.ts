/** Appends while servers of the log are killed and stand still: what was acknowledged is there once, nothing is wrongly fenced, no version comes twice. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { shardOf } from '../../src/cluster/shards.js';
import type { JetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import { logStream } from '../../src/journal/jetstream/layout.js';
import { BusyWriters, problemsOf } from './jetstream-append-support.js';
import { endOfFile, LogWorkbench } from './jetstream-contract-support.js';
import { recordsOf } from './journal-contract.js';

/** A server that stands still is noticed in a second. */
const PINGS = { pingInterval: 400, maxPingOut: 2 };
const ENTITIES = Array.from({ length: 30 }, (_, key) => `wallet/${key}`);
const SOME = 300;

const workbench = new LogWorkbench({ servers: 3 });
const test = suite('appends on JetStream while servers fail');

test.after.each(() => workbench.clear());

async function openBusy(prefix: string): Promise<{ journal: JetStreamJournal; writers: BusyWriters; leader: number }> {
  const servers = await workbench.servers;
  const journal = await workbench.open({ prefix, connection: await workbench.connect(PINGS) });
  const leader = await servers.leaderOf(logStream({ prefix, incarnation: journal.incarnation, lanes: 1, shardOf }, 0));
  const writers = new BusyWriters(journal, ENTITIES);
  await writers.more(SOME);
  return { journal, writers, leader };
}

async function assertWhole(journal: JetStreamJournal, writers: BusyWriters): Promise<void> {
  await writers.stop();
  assert.deepEqual(writers.others, [], 'with one writer nothing is fenced');
  assert.deepEqual(await problemsOf(journal, writers.acknowledged), []);
  for (const entity of ENTITIES.slice(0, 5)) {
    const count = writers.acknowledged.filter((acknowledged) => acknowledged.entity === entity).length;
    assert.equal((await recordsOf(journal, entity)).length, count);
  }
}

test('the server that leads the log is killed in the middle of many appends', async () => {
  const servers = await workbench.servers;
  const { journal, writers, leader } = await openBusy(workbench.freshPrefix());
  await servers.kill(leader);
  await writers.more(SOME);
  await servers.restart(leader);
  await writers.more(SOME);
  await assertWhole(journal, writers);
  await servers.settled();
});

test('the server that leads the log stands still in the middle of many appends, and goes on', async () => {
  const servers = await workbench.servers;
  const { journal, writers, leader } = await openBusy(workbench.freshPrefix());
  servers.pause(leader);
  await writers.more(SOME);
  servers.resume(leader);
  await writers.more(SOME);
  await assertWhole(journal, writers);
  await servers.settled();
});

test('the connection breaks again and again', async () => {
  const connection = await workbench.connect();
  const journal = await workbench.open({ prefix: workbench.freshPrefix(), connection });
  const writers = new BusyWriters(journal, ENTITIES);
  for (let round = 0; round < 5; round += 1) {
    await writers.more(SOME);
    await connection.reconnect();
  }
  await writers.more(SOME);
  await assertWhole(journal, writers);
});

test('an outage is waited for while the lease holds, and ends with it', async () => {
  const servers = await workbench.servers;
  const lease = { holds: true };
  const journal = await workbench.open({
    prefix: workbench.freshPrefix(),
    connection: await workbench.connect(PINGS),
    mayWrite: () => lease.holds,
  });
  const failures: string[] = [];
  journal.onFailure((reason) => failures.push(reason));
  const writers = new BusyWriters(journal, ENTITIES);
  await writers.more(SOME);
  await Promise.all([0, 1, 2].map((index) => servers.kill(index)));
  lease.holds = false;
  await writers.stop();
  assert.equal(writers.others.length, ENTITIES.length);
  assert.ok(writers.others.every((other) => other.endsWith('failed')));
  assert.deepEqual(failures, [], 'the journal has not failed');
  await Promise.all([0, 1, 2].map((index) => servers.restart(index)));
  await servers.settled();
  lease.holds = true;
  assert.deepEqual(await problemsOf(journal, writers.acknowledged), []);
  const again = new BusyWriters(journal, ['queue/after']);
  await again.more(10);
  await again.stop();
});

test.run();
endOfFile(workbench);
