/** Snapshots of a cluster: on the node and in the log, and what becomes of those that are not whole. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JetStreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import Database from 'better-sqlite3';
import { suite } from 'uvu';
import type { JetStreamJournal } from '../../src/journal/jetstream/jetstream-journal.js';
import type { Layout } from '../../src/journal/jetstream/layout.js';
import { snapshotStream, snapshotSubject } from '../../src/journal/jetstream/layout.js';
import type { FoundManifest } from '../../src/journal/jetstream/snapshots-log.js';
import { SNAPSHOT_HEADER, SnapshotsInLog } from '../../src/journal/jetstream/snapshots-log.js';
import { SnapshotPlaces } from '../../src/journal/jetstream/snapshots-places.js';
import type { Snapshot, StoredRecord } from '../../src/journal/port.js';
import { NO_HASH } from '../../src/journal/port.js';
import { endOfFile, LogWorkbench } from './jetstream-contract-support.js';
import { chained, damaged, layoutOf, Planter, realPatience } from './jetstream-reads-support.js';
import { flat, grow, mustAppend, newRecord, snapshotAt, versions } from './journal-contract-support.js';

const workbench = new LogWorkbench({ servers: 1 });
const ENTITY = 'schedule/a';
const RECORDS = 400;
const CHUNK_BYTES = 1_000;

/** The same whenever it is asked for, and it packs badly, so it takes several chunks. */
function noise(bytes: number): Uint8Array {
  let last = 1;
  return Uint8Array.from({ length: bytes }, () => {
    last ^= last << 13;
    last ^= last >>> 17;
    last ^= last << 5;
    return last & 255;
  });
}

/** A node whose entity has more records than are replayed without asking for a snapshot in the log. */
interface Node {
  readonly prefix: string;
  readonly journal: JetStreamJournal;
  readonly layout: Layout;
  readonly manager: JetStreamManager;
  readonly records: readonly StoredRecord[];
  readonly log: SnapshotsInLog;
}

async function node(): Promise<Node> {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  const manager = await workbench.manager();
  const layout = layoutOf(prefix, journal);
  await new Planter(manager.jetstream(), layout).history(ENTITY, RECORDS);
  const records = await flat((await journal.load(ENTITY)).records);
  const log = new SnapshotsInLog({ jsm: manager, layout, patience: realPatience(), chunkBytesMax: CHUNK_BYTES });
  return { prefix, journal, layout, manager, records, log };
}

/** Saves into the log in small chunks, as another node would. */
async function saveElsewhere({ log }: Node, snapshot: Snapshot): Promise<FoundManifest> {
  const places = await SnapshotPlaces.open({ directory: workbench.directory(), log });
  try {
    await places.save(snapshot);
  } finally {
    await places.close();
  }
  const [manifest] = await log.manifests(snapshot.entity);
  assert.equal(manifest?.version, snapshot.version);
  return manifest;
}

function at({ records }: Node, version: number, state: unknown): Snapshot {
  const record = records[version - 1];
  assert.ok(record);
  return snapshotAt(ENTITY, record, state);
}

/** What a node that never saw the entity starts from. */
async function takenOver({ prefix }: Node): Promise<{ state: unknown; version: number | null; replayed: number[] }> {
  const fresh = await workbench.open({ prefix });
  const { snapshot, records } = await fresh.load(ENTITY);
  return { state: snapshot?.state, version: snapshot?.version ?? null, replayed: versions(await flat(records)) };
}

const from = (first: number): number[] => Array.from({ length: RECORDS - first + 1 }, (_, index) => first + index);

const test = suite('snapshots of a cluster');
test.after.each(() => workbench.clear());

test('a node that takes an entity over starts from the snapshot another node has saved', async () => {
  const first = await node();
  const state = { seats: noise(5_000), names: new Map([['a', 1]]) };
  await first.journal.saveSnapshot(at(first, 390, structuredClone(state)));
  assert.deepEqual(await takenOver(first), { state, version: 390, replayed: from(391) });
});

test('typed arrays of the state are given away', async () => {
  const first = await node();
  const seats = noise(5_000);
  await first.journal.saveSnapshot(at(first, 390, { seats }));
  assert.equal(seats.byteLength, 0);
});

test('a snapshot of many chunks comes back whole, and a smaller one after it leaves nothing behind', async () => {
  const first = await node();
  const large = await saveElsewhere(first, at(first, 380, noise(25_000)));
  assert.ok(large.chunks > 20);
  assert.deepEqual(await takenOver(first), { state: noise(25_000), version: 380, replayed: from(381) });
  await saveElsewhere(first, at(first, 390, 'small'));
  const again = await saveElsewhere(first, at(first, 400, 'smaller'));
  assert.equal(again.slot, large.slot);
  const left = await first.manager.streams.getMessage(snapshotStream(first.layout), {
    last_by_subj: snapshotSubject(first.layout, ENTITY, large.slot, large.chunks - 1),
  });
  assert.equal(left?.data.length, 0);
  assert.deepEqual(await takenOver(first), { state: 'smaller', version: 400, replayed: [] });
});

test('a state that packs well is packed', async () => {
  const first = await node();
  const manifest = await saveElsewhere(first, at(first, 390, new Uint8Array(200_000)));
  assert.equal(manifest.packing, 'deflate');
  assert.ok(manifest.packedBytes < 2_000);
  assert.deepEqual((await takenOver(first)).state, new Uint8Array(200_000));
});

test('the slots are filled in turn, and a snapshot with a missing chunk gives way to the one before', async () => {
  const first = await node();
  const slots: number[] = [];
  for (const version of [350, 360]) slots.push((await saveElsewhere(first, at(first, version, version))).slot);
  const older = await saveElsewhere(first, at(first, 370, noise(5_000)));
  const newer = await saveElsewhere(first, at(first, 390, noise(6_000)));
  assert.deepEqual([...slots, older.slot, newer.slot], [0, 1, 0, 1]);
  await forget(first, newer, 3);
  assert.deepEqual(await takenOver(first), { state: noise(5_000), version: 370, replayed: from(371) });
  await forget(first, older, 0);
  assert.deepEqual(await takenOver(first), { state: undefined, version: null, replayed: from(1) });
});

test('a snapshot that was not finished is none', async () => {
  const first = await node();
  await saveElsewhere(first, at(first, 370, noise(5_000)));
  const newer = await saveElsewhere(first, at(first, 390, noise(6_000)));
  // The next save into that slot ended after its first chunk.
  await overwrite(first, newer, 0, 'another-save 0', noise(CHUNK_BYTES));
  assert.equal((await takenOver(first)).version, 370);
});

test('a chunk with other content is noticed', async () => {
  const first = await node();
  const manifest = await saveElsewhere(first, at(first, 390, noise(5_000)));
  await overwrite(first, manifest, 2, `${manifest.save} 2`, noise(CHUNK_BYTES).reverse());
  assert.equal((await takenOver(first)).version, null);
});

test('a manifest that cannot be true is none', async () => {
  const first = await node();
  const manifest = await saveElsewhere(first, at(first, 390, noise(5_000)));
  for (const text of [
    '',
    'null',
    '[]',
    '{"format":1}',
    JSON.stringify({ ...manifest, chunks: -1 }),
    JSON.stringify({ ...manifest, packedBytes: 1e12 }),
  ]) {
    await overwrite(first, manifest, 'manifest', `${manifest.save} manifest`, text);
    assert.deepEqual(await first.log.manifests(ENTITY), [], text);
  }
  assert.equal((await takenOver(first)).version, null);
});

test('a snapshot of another history, of the future or of another entity is none', async () => {
  const first = await node();
  const record = first.records[389];
  assert.ok(record);
  await saveElsewhere(first, snapshotAt(ENTITY, { ...record, hash: 'ab'.repeat(32) }, 'of another history'));
  assert.equal((await takenOver(first)).version, null);
  await saveElsewhere(first, snapshotAt(ENTITY, { ...record, version: 900 }, 'of the future'));
  assert.equal((await takenOver(first)).version, null);
  const [other] = await grow(first.journal, 'schedule/b', 0, 1);
  await saveElsewhere(first, snapshotAt(ENTITY, { version: 390, hash: record.hash, position: other?.position ?? 0 }, 'of another entity'));
  assert.equal((await takenOver(first)).version, null);
  await saveElsewhere(first, at(first, 390, 'true'));
  assert.deepEqual((await takenOver(first)).state, 'true');
});

test('a snapshot of another schema is none for whoever asks so', async () => {
  const first = await node();
  await saveElsewhere(first, at(first, 390, 'old'));
  const fresh = await workbench.open({ prefix: first.prefix });
  assert.equal((await fresh.load(ENTITY, 2)).snapshot, null);
  assert.equal((await fresh.load(ENTITY, 1)).snapshot?.version, 390);
});

test('the one on the node comes first, and the log is asked only when it would spare many records', async () => {
  const first = await node();
  await first.journal.saveSnapshot(at(first, 300, 'on the node'));
  await saveElsewhere(first, at(first, 390, 'in the log'));
  assert.deepEqual((await first.journal.load(ENTITY)).snapshot?.state, 'on the node');
  const second = await workbench.open({ prefix: first.prefix });
  await second.saveSnapshot(at(first, 20, 'old, on the node'));
  await saveElsewhere(first, at(first, 390, 'in the log'));
  assert.deepEqual((await second.load(ENTITY)).snapshot?.state, 'in the log');
});

test('a short history is replayed without asking the log for a snapshot', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  const [, second] = await grow(journal, ENTITY, 0, 3);
  assert.ok(second);
  await journal.saveSnapshot(snapshotAt(ENTITY, second, 'second'));
  const fresh = await workbench.open({ prefix });
  const { snapshot, records } = await fresh.load(ENTITY);
  assert.equal(snapshot, null);
  assert.deepEqual(versions(await flat(records)), [1, 2, 3]);
});

test('when the record of a snapshot was altered the entity is stopped, and no other', async () => {
  const prefix = workbench.freshPrefix();
  const journal = await workbench.open({ prefix });
  const planter = new Planter((await workbench.manager()).jetstream(), layoutOf(prefix, journal));
  const hash = 'cd'.repeat(32);
  const position = await planter.record(newRecord(ENTITY, 0), { prevHash: NO_HASH, hash });
  await planter.record(newRecord(ENTITY, 1), chained(newRecord(ENTITY, 1), hash, 0));
  await journal.saveSnapshot(snapshotAt(ENTITY, { version: 1, hash, position }));
  await assert.rejects(journal.load(ENTITY), damaged(ENTITY, 1, 'altered'));
  const good = await mustAppend(journal, newRecord('schedule/good', 0));
  await journal.saveSnapshot(snapshotAt('schedule/good', good, 'good'));
  assert.equal((await journal.load('schedule/good')).snapshot?.state, 'good');
});

test('a node whose disk takes no snapshot still saves it to the log, and says so', async () => {
  const first = await node();
  const directory = workbench.directory();
  const places = await SnapshotPlaces.open({ directory, log: first.log });
  const database = new Database(join(directory, 'snapshots.db'));
  database.exec('DROP TABLE snapshots');
  database.close();
  await assert.rejects(places.save(at(first, 390, 'kept')), /not on this node/);
  await places.close();
  rmSync(directory, { recursive: true, force: true });
  assert.deepEqual((await takenOver(first)).state, 'kept');
});
test.run();

endOfFile(workbench);

async function forget({ manager, layout }: Node, { slot }: FoundManifest, chunk: number): Promise<void> {
  const stream = snapshotStream(layout);
  const message = await manager.streams.getMessage(stream, { last_by_subj: snapshotSubject(layout, ENTITY, slot, chunk) });
  assert.ok(message);
  await manager.streams.deleteMessage(stream, message.seq);
}

async function overwrite(
  { manager, layout }: Node,
  { slot }: FoundManifest,
  chunk: number | 'manifest',
  title: string,
  payload: Uint8Array | string,
): Promise<void> {
  const fields = headers();
  fields.set(SNAPSHOT_HEADER, title);
  await manager.jetstream().publish(snapshotSubject(layout, ENTITY, slot, chunk), payload, { headers: fields });
}
