/** The streams of the log: created with settings that lose nothing, and refused with any other. */
import assert from 'node:assert/strict';
import { DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { StreamConfig } from '@nats-io/jetstream';
import { suite } from 'uvu';
import { shardOf } from '../../src/cluster/shards.js';
import type { Layout } from '../../src/journal/jetstream/layout.js';
import { laneSubjects, logStream, snapshotStream } from '../../src/journal/jetstream/layout.js';
import { logSettings, objectionTo, snapshotSettings } from '../../src/journal/jetstream/streams-settings.js';
import { endOfFile, LogWorkbench } from './jetstream-contract-support.js';
import { grow, newRecord, recordsOf } from './journal-contract.js';
import { unusable } from './sqlite-support.js';

const LAYOUT: Layout = { prefix: 'test', incarnation: '0123456789ab', lanes: 2, shardOf };
const HOUR_NS = 3_600_000_000_000;
const SEALED: Partial<StreamConfig> = { sealed: true };

const workbench = new LogWorkbench({ servers: 1 });
const small = new LogWorkbench({ servers: 1, maxPayload: 512 * 1024 });
const OPERATOR = { user: 'operator', password: 'operator' };
const READER = { user: 'reader', password: 'reader', permissions: 'publish: { deny: ["*.*.log.>"] }' };
const OUTSIDER = { user: 'outsider', password: 'outsider', permissions: 'publish: { deny: ["$JS.API.>"] }' };
const guarded = new LogWorkbench({ servers: 1, users: [OPERATOR, READER, OUTSIDER] });
const test = suite('the streams of the log');

test.after.each(() => workbench.clear());

/** As a server tells it: with everything that was asked for. */
function found(change: Partial<StreamConfig>): Partial<StreamConfig> {
  const defaults = { sealed: false, first_seq: 0, allow_msg_counter: false, persist_mode: 'default', discard_new_per_subject: false };
  return { ...defaults, mirror_direct: false, ...logSettings(LAYOUT, 1, 3), ...change };
}

const DANGEROUS: readonly (readonly [change: Partial<StreamConfig>, is: string, must: string])[] = [
  [{ storage: StorageType.Memory }, 'storage is memory', 'must be file'],
  [{ num_replicas: 2 }, 'num_replicas is 2', 'must be at least 3'],
  [{ retention: RetentionPolicy.Interest }, 'retention is interest', 'must be limits'],
  [{ retention: RetentionPolicy.Workqueue }, 'retention is workqueue', 'must be limits'],
  [{ max_age: HOUR_NS }, `max_age is ${HOUR_NS}`, 'must be 0'],
  [{ max_msgs_per_subject: 5 }, 'max_msgs_per_subject is 5', 'must be -1'],
  [{ max_msg_size: 1000 }, 'max_msg_size is 1000', 'must be -1 or at least 1048576'],
  [{ discard: DiscardPolicy.Old }, 'discard is old', 'must be new'],
  [{ discard: DiscardPolicy.Old, max_bytes: 1_000_000 }, 'discard is old', 'must be new'],
  [{ discard_new_per_subject: true }, 'discard_new_per_subject is true', 'must be false'],
  [{ deny_delete: false }, 'deny_delete is false', 'must be true'],
  [{ deny_purge: false }, 'deny_purge is false', 'must be true'],
  [{ allow_rollup_hdrs: true }, 'allow_rollup_hdrs is true', 'must be false'],
  [{ allow_direct: false }, 'allow_direct is false', 'must be true'],
  [{ allow_atomic: false }, 'allow_atomic is false', 'must be true'],
  [{ allow_msg_ttl: true }, 'allow_msg_ttl is true', 'must be false'],
  [{ allow_msg_counter: true }, 'allow_msg_counter is true', 'must be false'],
  [{ no_ack: true }, 'no_ack is true', 'must be false'],
  [{ sealed: true }, 'sealed is true', 'must be false'],
  [{ persist_mode: 'async' }, 'persist_mode is async', 'must be default'],
  [{ mirror: { name: 'other' } }, 'mirror is {"name":"other"}', 'must be none'],
  [{ sources: [{ name: 'other' }] }, 'sources is [{"name":"other"}]', 'must be none'],
  [{ subject_transform: { src: 'a', dest: 'b' } }, 'subject_transform is', 'must be none'],
  [{ subjects: ['test.>'] }, 'subjects is ["test.>"]', `must be ["${laneSubjects(LAYOUT, 1)}"]`],
];

for (const [change, is, must] of DANGEROUS) {
  test(`a stream is refused whose ${is}`, () => {
    const objection = objectionTo(found(change), logSettings(LAYOUT, 1, 3)) ?? 'none';
    assert.ok(objection.startsWith(`stream ${logStream(LAYOUT, 1)}: `) && objection.includes(is) && objection.includes(must), objection);
    assert.ok(!objection.includes('\n'));
  });
}

test('a stream is taken as it was created, with more replicas, and with a limit that turns new records away', () => {
  for (const change of [{}, { num_replicas: 5 }, { max_bytes: 1_000_000 }, { max_msgs: 1_000_000 }, { max_msg_size: 8_388_608 }]) {
    assert.equal(objectionTo(found(change), logSettings(LAYOUT, 1, 3)), null);
  }
  const snapshots = snapshotSettings(LAYOUT, 3);
  assert.equal(objectionTo({ ...found({}), ...snapshots }, snapshots), null);
  assert.match(objectionTo({ ...found({}), ...snapshots, max_msgs_per_subject: 2 }, snapshots) ?? '', /must be 1/);
});

test('several settings that are wrong are all named, in one line', () => {
  const objection = objectionTo(found({ max_age: HOUR_NS, deny_purge: false }), logSettings(LAYOUT, 1, 3)) ?? '';
  assert.ok(objection.includes('max_age') && objection.includes('deny_purge'));
});

test('the servers take the settings, and tell them back', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix, lanes: 3 });
  const layout: Layout = { prefix, incarnation: journal.incarnation, lanes: 3, shardOf };
  const { streams } = await workbench.manager();
  for (const name of [0, 1, 2].map((lane) => logStream(layout, lane))) {
    const { config } = await streams.info(name);
    assert.deepEqual(
      [config.deny_delete, config.deny_purge, config.allow_atomic, config.allow_rollup_hdrs, config.discard, config.storage],
      [true, true, true, false, 'new', 'file'],
    );
    await assert.rejects(streams.purge(name), /purge not permitted/);
  }
  assert.equal((await streams.info(snapshotStream(layout))).config.max_msgs_per_subject, 1);
});

test('every start looks at the settings, on the servers as they are', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  await grow(journal, 'wallet/a', 0, 2);
  await journal.close();
  const stream = logStream({ prefix, incarnation: journal.incarnation, lanes: 1, shardOf }, 0);
  const { streams } = await workbench.manager();
  const rejected = async (...words: string[]): Promise<void> => {
    await assert.rejects(workbench.open({ prefix }), unusable(stream, ...words));
  };
  await streams.update(stream, { max_age: HOUR_NS });
  await rejected('max_age', String(HOUR_NS), 'must be 0');
  await streams.update(stream, { max_age: 0, allow_rollup_hdrs: false, discard: DiscardPolicy.Old });
  await rejected('discard', 'old', 'new');
  await streams.update(stream, { discard: DiscardPolicy.New, allow_atomic: false });
  await rejected('allow_atomic');
  await streams.update(stream, { allow_atomic: true });
  const again = await workbench.open({ prefix });
  assert.equal((await recordsOf(again, 'wallet/a')).length, 2);
  await assert.rejects(workbench.open({ prefix, replicas: 3 }), unusable('num_replicas 1', 'at least 3'));
  await streams.update(stream, SEALED);
  await rejected('sealed');
});

test('a sealed stream fails the journal that has it open', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  await grow(journal, 'wallet/a', 0, 1);
  const failure = new Promise<string>((resolve) => {
    journal.onFailure(resolve);
  });
  const stream = logStream({ prefix, incarnation: journal.incarnation, lanes: 1, shardOf }, 0);
  await (await workbench.manager()).streams.update(stream, SEALED);
  await assert.rejects(grow(journal, 'wallet/a', 1, 2), /failed/);
  assert.match(await failure, /sealed|gone/);
});

test('a stream that is missing once the log was complete is not made anew', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  await journal.close();
  const stream = logStream({ prefix, incarnation: journal.incarnation, lanes: 1, shardOf }, 0);
  const { streams } = await workbench.manager();
  await streams.delete(stream);
  await assert.rejects(workbench.open({ prefix }), unusable(stream, 'missing', 'restore'));
  await assert.rejects(streams.info(stream), /stream not found/);
});

test('servers that take only small messages are refused', async () => {
  await assert.rejects(small.open({ prefix: 'test' }), unusable('524288', 'max_payload', '1048576'));
});

test('a node that may not write the log fails with the first record, in words', async () => {
  const prefix = guarded.freshPrefix();
  await guarded.open({ prefix });
  const journal = await guarded.open({ prefix, connection: await guarded.connect({ user: READER.user, pass: READER.password }) });
  const failure = new Promise<string>((resolve) => {
    journal.onFailure(resolve);
  });
  const results = await Promise.all([1, 2, 3].map((key) => journal.append(newRecord(`wallet/${key}`, 0))));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['failed', 'failed', 'failed'],
  );
  assert.match(await failure, /may not publish to test-1\./);
});

test('a node that may not use JetStream is refused at once', async () => {
  const connection = await guarded.connect({ user: OUTSIDER.user, pass: OUTSIDER.password });
  await assert.rejects(guarded.open({ prefix: 'test', connection }), unusable('Permissions Violation'));
});

test.run();
for (const one of [workbench, small, guarded]) endOfFile(one);
