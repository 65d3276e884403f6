import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'uvu';
import type { AppendMessage, CommittedMessage } from '../../src/journal/sqlite/append-messages.js';
import { unpackAppend } from '../../src/journal/sqlite/append-messages.js';
import { AppendQueue } from '../../src/journal/sqlite/append-queue.js';
import { newRecord } from './journal-contract.js';

const HASH = 'a'.repeat(64);

function committed(change: Partial<CommittedMessage>): CommittedMessage {
  return { kind: 'committed', messages: 1, hashes: [HASH], firstPosition: 1, records: 1, milliseconds: 1, ...change };
}

function queueWithPosts(): { queue: AppendQueue; posts: AppendMessage[] } {
  const posts: AppendMessage[] = [];
  return { queue: new AppendQueue((message) => posts.push(message)), posts };
}

test('appends of one turn travel in one message, unchanged', async () => {
  const { queue, posts } = queueWithPosts();
  const records = [
    newRecord('a', 0, { wakeAt: 5, ahead: false }),
    newRecord('b', 3, { openEffects: true, schema: 2, epoch: 4, ahead: false }),
    newRecord('b', 4, { ahead: true }),
  ];
  for (const record of records) void queue.append(record);
  assert.equal(posts.length, 0);
  await setImmediate();
  assert.equal(posts.length, 1);
  const [post] = posts;
  assert.deepEqual(
    records.map((_, index) => post && unpackAppend(post, index)),
    records,
  );
});

test('only four messages are under way; the rest waits and shares the next', async () => {
  const { queue, posts } = queueWithPosts();
  for (let turn = 0; turn < 10; turn += 1) {
    void queue.append(newRecord(`e${turn}`, 0));
    await setImmediate();
  }
  assert.equal(posts.length, 4);
  queue.settle(committed({ messages: 4, hashes: [HASH, HASH, HASH, HASH] }));
  assert.equal(posts.length, 5, 'with nothing under way the next message leaves at once');
  assert.deepEqual(posts[4]?.entities, ['e4', 'e5', 'e6', 'e7', 'e8', 'e9']);
});

test('a full message leaves at once, however many are under way, so that the writer begins while the next are decided', async () => {
  const { queue, posts } = queueWithPosts();
  for (let key = 0; key < 200; key += 1) void queue.append(newRecord(`e${key}`, 0));
  const sizes = (): number[] => posts.map(({ entities }) => entities.length);
  assert.deepEqual(sizes(), [32, 32, 32, 32, 32, 32]);
  await setImmediate();
  assert.deepEqual(sizes(), [32, 32, 32, 32, 32, 32], 'what is left waits for company');
  queue.settle(committed({ messages: 6, hashes: Array.from({ length: 192 }, () => HASH), records: 192 }));
  assert.deepEqual(sizes(), [32, 32, 32, 32, 32, 32, 8]);
});

test('fenced appends take no position', async () => {
  const { queue } = queueWithPosts();
  const results = ['a', 'b', 'c'].map((entity) => queue.append(newRecord(entity, 0)));
  await setImmediate();
  queue.settle(committed({ hashes: [HASH, '', HASH], firstPosition: 7, records: 2 }));
  assert.deepEqual(await Promise.all(results), [
    { status: 'durable', version: 1, hash: HASH, position: 7 },
    { status: 'fenced' },
    { status: 'durable', version: 1, hash: HASH, position: 8 },
  ]);
});

test('a failure reaches appends that were posted, that wait, and that come later', async () => {
  const { queue, posts } = queueWithPosts();
  const posted = queue.append(newRecord('a', 0));
  await setImmediate();
  const waiting = queue.append(newRecord('b', 0));
  queue.fail('broken');
  const failed = { status: 'failed', reason: 'broken' };
  assert.deepEqual(await Promise.all([posted, waiting, queue.append(newRecord('c', 0))]), [failed, failed, failed]);
  await setImmediate();
  assert.equal(posts.length, 1);
});

test('a stopped queue finishes what is under way and takes nothing more', async () => {
  const { queue } = queueWithPosts();
  const posted = queue.append(newRecord('a', 0));
  queue.stop('closed');
  assert.deepEqual(await queue.append(newRecord('b', 0)), { status: 'failed', reason: 'closed' });
  const idle = queue.idle();
  await setImmediate();
  queue.settle(committed({}));
  await idle;
  assert.equal((await posted).status, 'durable');
});

test.run();
