/** Which log counts: nodes that start at the same time agree, and what is there is never written over. */
import assert from 'node:assert/strict';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { suite } from 'uvu';
import { shardOf } from '../../src/cluster/shards.js';
import type { Incarnation } from '../../src/journal/jetstream/incarnation.js';
import { logStream } from '../../src/journal/jetstream/layout.js';
import { endOfFile, LogLines, LogWorkbench } from './jetstream-contract-support.js';
import { mustAppend, newRecord, recordsOf } from './journal-contract.js';
import { unusable } from './sqlite-support.js';

const LANES = 2;

const workbench = new LogWorkbench({ servers: 3 });
const test = suite('the incarnation of the log');

test.after.each(() => workbench.clear());

async function written(prefix: string): Promise<Incarnation> {
  const message = await (await workbench.manager()).streams.getMessage(`KV_${prefix}`, { last_by_subj: `$KV.${prefix}.cluster` });
  return message?.json<Incarnation>() ?? assert.fail('nothing is written');
}

async function write(prefix: string, value: unknown): Promise<void> {
  await jetstream(await workbench.connect()).publish(`$KV.${prefix}.cluster`, typeof value === 'string' ? value : JSON.stringify(value));
}

test('three nodes that start at once agree on one log, begun by one of them', async () => {
  const prefix = workbench.freshPrefix();
  const before = Date.now();
  const journals = await Promise.all([1, 2, 3].map(() => workbench.open({ prefix, lanes: LANES })));
  assert.equal(new Set(journals.map(({ incarnation }) => incarnation)).size, 1);
  assert.equal(journals.filter(({ isNew }) => isNew).length, 1);
  const { incarnation, lanes, state, createdAt, format } = await written(prefix);
  assert.deepEqual([lanes, state, format], [LANES, 'ready', 1]);
  assert.match(incarnation, /^[0-9a-f]{12}$/);
  assert.ok(Math.abs(createdAt - before) < 60_000);
  const names: string[] = [];
  for await (const name of (await workbench.manager()).streams.names()) names.push(name);
  const streams = ['log_0', 'log_1', 'snapshots'].map((part) => `${prefix}_${incarnation}_${part}`);
  assert.deepEqual(names.sort(), [`KV_${prefix}`, ...streams].sort(), 'and nothing is left of other attempts');
  await Promise.all(journals.map((journal, node) => mustAppend(journal, newRecord(`wallet/${node}`, 0))));
  for (const journal of journals) assert.equal((await recordsOf(journal, 'wallet/2')).length, 1);
});

test('a node that comes later finds the log, and its number of lanes counts', async () => {
  const prefix = workbench.freshPrefix();
  const first = await workbench.open({ prefix, lanes: LANES });
  await mustAppend(first, newRecord('wallet/a', 0));
  await first.close();
  const log = new LogLines();
  const second = await workbench.open({ prefix, lanes: 5, log });
  assert.deepEqual([second.incarnation, second.isNew, second.lanes], [first.incarnation, false, LANES]);
  assert.equal(second.opening.records, 1);
  assert.ok(log.warnings.length === 1 && log.warnings[0]?.includes('2 lanes') && log.warnings[0].includes('5'));
});

test('where the log that a node knows is gone, it begins no other; where there is another one, that one counts', async () => {
  const prefix = workbench.freshPrefix();
  await assert.rejects(
    workbench.open({ prefix, lanes: LANES, known: '0123456789ab' }),
    unusable(`NATS has no log of cluster ${prefix}`, 'belong to its log 0123456789ab', 'Restore the last backup'),
  );
  const restored = await workbench.open({ prefix, lanes: LANES });
  const node = await workbench.open({ prefix, lanes: LANES, known: '0123456789ab' });
  assert.equal(node.incarnation, restored.incarnation);
});

test('a node helps to create what another one has begun and left', async () => {
  const prefix = workbench.freshPrefix();
  const gone = await workbench.open({ prefix, lanes: LANES });
  await gone.close();
  await write(prefix, { ...(await written(prefix)), state: 'creating' });
  const { streams } = await workbench.manager();
  await streams.delete(logStream({ prefix, incarnation: gone.incarnation, lanes: LANES, shardOf }, 1));
  const journal = await workbench.open({ prefix, lanes: LANES });
  assert.deepEqual([journal.incarnation, journal.isNew], [gone.incarnation, false]);
  assert.equal((await written(prefix)).state, 'ready');
  await Promise.all(Array.from({ length: 10 }, (_, key) => mustAppend(journal, newRecord(`wallet/${key}`, 0))));
});

test('a node whose own beginning was not acknowledged knows it as its own', async () => {
  const prefix = workbench.freshPrefix();
  const connection = await workbench.connect();
  let lost = 0;
  const request = connection.request.bind(connection);
  connection.request = async (subject, payload, options) => {
    const answer = await request(subject, payload, options);
    if (subject !== `$KV.${prefix}.cluster` || (lost += 1) > 1) return answer;
    throw new Error('the answer got lost');
  };
  const journal = await workbench.open({ prefix, connection });
  assert.equal(journal.isNew, true);
  assert.ok(lost >= 2);
});

/** The first write of `ready` is not taken, for another one is under way: it is turned down, and what it would follow is still what the leader shows. */
async function metOnItsWay(prefix: string, errorCode: number, status: number): Promise<NatsConnection> {
  const connection = await workbench.connect();
  const request = connection.request.bind(connection);
  let met = 0;
  connection.request = async (subject, payload, options) => {
    const isCompletion = subject === `$KV.${prefix}.cluster` && String(payload).includes('"ready"');
    if (!isCompletion || (met += 1) > 1) return request(subject, payload, options);
    const turnedDown = { error: { code: status, err_code: errorCode, description: 'wrong last sequence' } };
    const answer = await request('$JS.API.INFO', '');
    return Object.defineProperty(answer, 'data', { value: Buffer.from(JSON.stringify(turnedDown)) });
  };
  return connection;
}

test('two nodes that complete the log at the same moment both open it', async () => {
  for (const [code, status] of [
    [10_071, 400],
    [10_164, 400],
    [10_158, 409],
  ] as const) {
    const prefix = workbench.freshPrefix();
    const journal = await workbench.open({ prefix, connection: await metOnItsWay(prefix, code, status) });
    assert.equal(journal.isNew, true);
    assert.equal((await written(prefix)).state, 'ready');
  }
});

test('what this version cannot read is refused, and left alone', async () => {
  const prefix = workbench.freshPrefix();
  await (await workbench.open({ prefix })).close();
  const value = await written(prefix);
  for (const odd of [
    'not JSON',
    'null',
    { ...value, format: 2 },
    { ...value, incarnation: '../..' },
    { ...value, lanes: 0 },
    { ...value, state: 'gone' },
  ]) {
    await write(prefix, odd);
    await assert.rejects(workbench.open({ prefix }), unusable(prefix, 'cannot read'));
  }
});

test('a prefix that cannot name a stream, and a senseless number of lanes, are refused', async () => {
  for (const prefix of ['', 'a.b', 'a b', 'a*', 'x'.repeat(33)]) await assert.rejects(workbench.open({ prefix }), unusable('prefix'));
  for (const lanes of [0, 65, 1.5]) await assert.rejects(workbench.open({ prefix: workbench.freshPrefix(), lanes }), unusable('lanes'));
});

test.run();
endOfFile(workbench);
