/** A log that was copied into a cluster goes on above the epochs that its records have. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { raiseEpochs } from '../../src/cluster/shard-epochs.js';
import { readEntry } from '../../src/cluster/shard-table-entry.js';
import { SHARD_COUNT } from '../../src/cluster/shards.js';
import { FakeBucket, FakeStore } from '../support/fake-bucket.js';
import { ManualClock } from '../support/manual-clock.js';

function fresh(): { readonly store: FakeStore; readonly bucket: FakeBucket } {
  const store = new FakeStore(new ManualClock());
  return { store, bucket: new FakeBucket(store) };
}

const epochsIn = (store: FakeStore): readonly number[] => store.all().map(({ value }) => readEntry(value)?.epoch ?? assert.fail(value));

test('every shard begins above the highest epoch of the records', async () => {
  const { store, bucket } = fresh();
  await raiseEpochs(bucket, 37);
  assert.deepEqual(epochsIn(store), new Array(SHARD_COUNT).fill(37));
  assert.deepEqual(
    store.all().map(({ value }) => readEntry(value)?.owner),
    new Array(SHARD_COUNT).fill(null),
  );
});

test('records that were written by a single node ask for nothing', async () => {
  const { store, bucket } = fresh();
  await raiseEpochs(bucket, 0);
  assert.equal(store.revision, 0);
});

test('an epoch that is higher stays, and so does everything when it is done again', async () => {
  const { store, bucket } = fresh();
  store.put('s.7', '{"owner":"a.1","epoch":90}', 0);
  store.put('s.8', '{"owner":"a.1","epoch":3}', 0);
  await raiseEpochs(bucket, 37);
  assert.equal(store.get('s.7')?.value, '{"owner":"a.1","epoch":90}');
  assert.equal(store.get('s.8')?.value, '{"owner":null,"epoch":37}');
  const { revision } = store;
  await raiseEpochs(bucket, 37);
  assert.equal(store.revision, revision);
});

test('changes of which nobody can tell are made again', async () => {
  const { store, bucket } = fresh();
  bucket.loseRequests = 100;
  bucket.loseAnswers = 200;
  await raiseEpochs(bucket, 2);
  assert.deepEqual(epochsIn(store), new Array(SHARD_COUNT).fill(2));
  bucket.loseRequests = Infinity;
  await assert.rejects(raiseEpochs(bucket, 3), /begin again/);
});

test.run();
