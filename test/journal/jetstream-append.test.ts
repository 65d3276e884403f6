/** Appends to the log on JetStream: who wins, what a lost answer does, what a lease stops. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { errors } from '@nats-io/transport-node';
import type { Msg } from '@nats-io/transport-node';
import { suite } from 'uvu';
import { shardOf } from '../../src/cluster/shards.js';
import type { AppendIncident } from '../../src/journal/jetstream/append-lane.js';
import type { JetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import { logStream } from '../../src/journal/jetstream/layout.js';
import type { Journal } from '../../src/journal/port.js';
import type { Acknowledged } from './jetstream-append-support.js';
import { interfered, loseHeader, problemsOf } from './jetstream-append-support.js';
import { endOfFile, LogLines, LogWorkbench } from './jetstream-contract-support.js';
import { grow, mustAppend, newRecord, recordsOf } from './journal-contract.js';

const EXPECTATION = 'Nats-Expected-Last-Subject-Sequence';
const RACES = 1_000;
const RACES_UNFENCED = 20;

const workbench = new LogWorkbench({ servers: 3 });
const test = suite('appends on JetStream');

test.after.each(() => workbench.clear());

/** Both write version after version to one entity at the same moment. Returns who was acknowledged. */
async function race(journals: readonly Journal[], rounds: number): Promise<{ acknowledged: Acknowledged[]; winners: number[] }> {
  const acknowledged: Acknowledged[] = [];
  const winners: number[] = [];
  for (let version = 0; version < rounds; version += 1) {
    const results = await Promise.all(journals.map((journal, epoch) => journal.append(newRecord('queue/a', version, { epoch }))));
    const durable = results.filter((result) => result.status === 'durable');
    acknowledged.push(...durable.map((result) => ({ entity: 'queue/a', ...result })));
    winners.push(durable.length);
  }
  return { acknowledged, winners };
}

async function recordsInLog(journal: JetStreamJournal, prefix: string): Promise<number> {
  const { streams } = await workbench.manager();
  const { state } = await streams.info(logStream({ prefix, incarnation: journal.incarnation, lanes: journal.lanes, shardOf }, 0));
  return state.messages;
}

/** A question that is asked, and whose answer gets lost. */
async function unanswered(ask: () => Promise<Msg>): Promise<Msg> {
  await ask();
  throw new errors.TimeoutError();
}

test('of two writers of one entity exactly one wins, a thousand times', async () => {
  const prefix = workbench.freshPrefix();
  const journals = [await workbench.open({ prefix }), await workbench.open({ prefix })];
  const { acknowledged, winners } = await race(journals, RACES);
  assert.deepEqual([...new Set(winners)], [1]);
  const [journal = assert.fail()] = journals;
  assert.deepEqual(await problemsOf(journal, acknowledged), []);
  assert.equal((await recordsOf(journal, 'queue/a')).length, RACES);
});

test('a log that is written without expectations is seen to be wrong', async () => {
  const prefix = workbench.freshPrefix();
  const careless = async (): Promise<JetStreamJournal> => {
    const connection = interfered(await workbench.connect(), { onSend: (_, options) => loseHeader(options, EXPECTATION) });
    return workbench.open({ prefix, connection });
  };
  const journals = [await careless(), await careless()];
  const { acknowledged, winners } = await race(journals, RACES_UNFENCED);
  assert.ok(winners.includes(2), 'both win');
  const problems = await problemsOf(journals[0] ?? assert.fail(), acknowledged);
  assert.ok(problems.some((problem) => problem.includes('comes after')));
  assert.ok(problems.some((problem) => problem.includes('was acknowledged twice')));
});

test('one stale member turns a batch away, and each of the others is written', async () => {
  const prefix = workbench.freshPrefix();
  const incidents: AppendIncident[] = [];
  const journal = await workbench.open({ prefix, onAppend: (incident) => incidents.push(incident) });
  const other = await workbench.open({ prefix });
  const entities = Array.from({ length: 20 }, (_, key) => `wallet/${key}`);
  await Promise.all(entities.map((entity) => grow(journal, entity, 0, 1)));
  await mustAppend(other, newRecord('wallet/7', 1, { epoch: 2 }));
  assert.deepEqual(incidents, []);
  const results = await Promise.all(entities.map((entity) => journal.append(newRecord(entity, 1))));
  const fenced = entities.filter((_, index) => results[index]?.status === 'fenced');
  assert.deepEqual(fenced, ['wallet/7']);
  assert.equal(results.filter(({ status }) => status === 'durable').length, 19);
  assert.deepEqual(incidents.filter((incident) => incident !== 'repeated').sort(), ['batch-rejected', 'fenced']);
  assert.equal(await recordsInLog(journal, prefix), 40);
  assert.deepEqual((await journal.append(newRecord('wallet/7', 1))).status, 'fenced', 'it stays fenced');
  assert.equal((await recordsOf(journal, 'wallet/7')).at(-1)?.epoch, 2);
  await mustAppend(journal, newRecord('wallet/7', 2));
});

test('a record whose acknowledgement is lost is found, and not written twice', async () => {
  const prefix = workbench.freshPrefix();
  const incidents: AppendIncident[] = [];
  let lost = 0;
  const connection = interfered(await workbench.connect(), {
    onRequest: (ask) => ((lost += 1) % 2 === 1 ? unanswered(ask) : ask()),
  });
  const journal = await workbench.open({ prefix, connection, onAppend: (incident) => incidents.push(incident) });
  const acknowledged: Acknowledged[] = [];
  for (let version = 0; version < 5; version += 1) {
    acknowledged.push({ entity: 'queue/a', ...(await mustAppend(journal, newRecord('queue/a', version))) });
  }
  assert.deepEqual(incidents, Array(5).fill('repeated'));
  assert.equal(await recordsInLog(journal, prefix), 5);
  assert.deepEqual(await problemsOf(journal, acknowledged), []);
});

test('a batch whose acknowledgement is lost is found member by member, and not written twice', async () => {
  const prefix = workbench.freshPrefix();
  const incidents = new Set<AppendIncident>();
  let asked = 0;
  const connection = interfered(await workbench.connect(), { onRequest: (ask) => ((asked += 1) === 1 ? unanswered(ask) : ask()) });
  const journal = await workbench.open({ prefix, connection, onAppend: (incident) => incidents.add(incident) });
  const entities = Array.from({ length: 30 }, (_, key) => `wallet/${key}`);
  const acknowledged = await Promise.all(
    entities.map(async (entity) => ({ entity, ...(await mustAppend(journal, newRecord(entity, 0))) })),
  );
  assert.deepEqual([...incidents], ['batch-unknown', 'repeated']);
  assert.equal(await recordsInLog(journal, prefix), 30);
  assert.deepEqual(await problemsOf(journal, acknowledged), []);
});

test('a record whose acknowledgement is lost and that another writer built upon is durable all the same', async () => {
  const prefix = workbench.freshPrefix();
  const other = await workbench.open({ prefix });
  let asked = 0;
  const connection = interfered(await workbench.connect(), {
    onRequest: async (ask) => {
      if ((asked += 1) > 1) return ask();
      await ask();
      assert.equal((await recordsOf(other, 'queue/a')).length, 1);
      await mustAppend(other, newRecord('queue/a', 1, { epoch: 2 }));
      throw new errors.TimeoutError();
    },
  });
  const journal = await workbench.open({ prefix, connection });
  assert.equal((await mustAppend(journal, newRecord('queue/a', 0))).position, 1);
  assert.equal((await journal.append(newRecord('queue/a', 1))).status, 'fenced');
  assert.equal(await recordsInLog(journal, prefix), 2);
});

test('a record that never reached the servers is sent again, and fenced when another writer was faster', async () => {
  const prefix = workbench.freshPrefix();
  const other = await workbench.open({ prefix });
  let asked = 0;
  const connection = interfered(await workbench.connect(), {
    onRequest: async (ask) => {
      if ((asked += 1) > 1) return ask();
      await mustAppend(other, newRecord('queue/a', 0, { epoch: 2 }));
      throw new errors.TimeoutError();
    },
  });
  const journal = await workbench.open({ prefix, connection });
  assert.deepEqual(await journal.append(newRecord('queue/a', 0)), { status: 'fenced' });
  assert.equal(await recordsInLog(journal, prefix), 1);
});

test('without the lease nothing is sent, and with it again the entity goes on', async () => {
  const prefix = workbench.freshPrefix();
  const lease = { holds: true };
  let sent = 0;
  const connection = interfered(await workbench.connect(), { onSend: () => (sent += 1) });
  const journal = await workbench.open({ prefix, connection, mayWrite: () => lease.holds });
  await grow(journal, 'queue/a', 0, 1);
  lease.holds = false;
  const results = await Promise.all(['queue/a', 'queue/b'].map((entity, key) => journal.append(newRecord(entity, 1 - key))));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['failed', 'failed'],
  );
  assert.equal(sent, 1);
  lease.holds = true;
  await grow(journal, 'queue/a', 1, 2);
  assert.equal(sent, 2);
});

test('a lease that ends while an answer is missing ends the repetitions', async () => {
  const prefix = workbench.freshPrefix();
  const lease = { holds: true };
  let sent = 0;
  const connection = interfered(await workbench.connect(), {
    onSend: () => (sent += 1),
    onRequest: (ask) => {
      if (sent > 1) return ask();
      lease.holds = false;
      return unanswered(ask);
    },
  });
  const journal = await workbench.open({ prefix, connection, mayWrite: () => lease.holds });
  const result = await journal.append(newRecord('queue/a', 0));
  assert.ok(result.status === 'failed' && result.reason.includes('lease'));
  assert.equal(sent, 1);
  lease.holds = true;
  const another = await journal.append(newRecord('queue/a', 0, { epoch: 2 }));
  assert.equal(another.status, 'fenced', 'the outcome was unknown: the record is there');
});

test('a record too large for one message is turned down alone', async () => {
  const journal = await workbench.open({ prefix: workbench.freshPrefix() });
  const failures: string[] = [];
  journal.onFailure((reason) => failures.push(reason));
  const body = JSON.stringify(randomBytes(1_200_000).toString('base64'));
  const [huge, small] = await Promise.allSettled([
    journal.append(newRecord('schedule/a', 0, { body })),
    journal.append(newRecord('schedule/b', 0)),
  ]);
  assert.ok(huge.status === 'rejected' && huge.reason instanceof TypeError && huge.reason.message.includes('max_payload'));
  assert.ok(small.status === 'fulfilled' && small.value.status === 'durable');
  await mustAppend(journal, newRecord('schedule/a', 0));
  assert.deepEqual(failures, []);
});

test('a stream that is gone fails the journal, once, in words', async () => {
  const prefix = workbench.freshPrefix();
  const log = new LogLines();
  const journal = await workbench.open({ prefix, log });
  await grow(journal, 'queue/a', 0, 1);
  const reasons: string[] = [];
  journal.onFailure((reason) => reasons.push(reason));
  const stream = logStream({ prefix, incarnation: journal.incarnation, lanes: 1, shardOf }, 0);
  await (await workbench.manager()).streams.delete(stream);
  const results = await Promise.all([1, 0].map((version, key) => journal.append(newRecord(key === 0 ? 'queue/a' : 'queue/b', version))));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['failed', 'failed'],
  );
  assert.equal(reasons.length, 1);
  assert.ok(reasons[0]?.includes(stream) && reasons[0].includes('gone'));
});

test('a connection that is closed fails the journal', async () => {
  const connection = await workbench.connect();
  const journal = await workbench.open({ prefix: workbench.freshPrefix(), connection });
  const failure = new Promise<string>((resolve) => {
    journal.onFailure(resolve);
  });
  await connection.close();
  assert.match(await failure, /connection to NATS is closed/);
  assert.equal((await journal.append(newRecord('queue/a', 0))).status, 'failed');
});

test.run();
endOfFile(workbench);
