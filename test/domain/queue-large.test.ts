import assert from 'node:assert/strict';
import { test } from 'uvu';
import { FenwickTree } from '../../src/domain/fenwick-tree.js';
import { queueDecider } from '../../src/domain/queue/decider.js';
import type { TokenView } from '../../src/domain/queue/protocol.js';
import { TOKENS_PER_PAGE } from '../../src/domain/queue/token-pages.js';
import { CONCERT, QueueStory, SECOND, user } from './queue-story.js';

const CROWD = 200_000;
const INSIDE = 100;

/** 200,000 people of whom 100 are inside, and every third in line between the 50,000th and the 150,000th has left. */
function largeQueue(): QueueStory {
  const story = QueueStory.of({ maxActive: INSIDE, waitingTimeoutSeconds: 600, activeTimeoutSeconds: 3600, sessionSeconds: 7200 });
  story.joinAll(1, CROWD);
  for (let seq = 50_001; seq <= 150_000; seq += 3) story.leave(seq);
  return story;
}

test('in a line of 200,000 with leaves in the middle every position is exact', () => {
  const story = largeQueue();
  let waiting = 0;
  for (let seq = INSIDE + 1; seq <= CROWD; seq += 1) {
    const left = seq > 50_000 && seq <= 150_000 && (seq - 50_001) % 3 === 0;
    if (!left) waiting += 1;
    // All around the borders of pages, and a sample of the rest.
    if (seq % TOKENS_PER_PAGE < 3 || seq % 97 === 0) assert.equal(story.look(seq).position, left ? 0 : waiting, `position of ${seq}`);
  }
  assert.equal(story.describe().waiting, waiting);
});

test('the same line from a snapshot is the same line', () => {
  const story = largeQueue();
  const sample = [1, INSIDE, INSIDE + 1, 4095, 4096, 4097, 50_001, 50_002, 149_999, CROWD];
  const before = sample.map((seq) => story.look(seq));
  story.state = queueDecider.decode(CONCERT, structuredClone(queueDecider.encode(story.state)));
  queueDecider.revive(story.state, story.now);
  assert.deepEqual(
    sample.map((seq) => story.look(seq)),
    before,
  );
  assert.equal(story.join(150_002).seq, 150_002, 'users are found by their live token');
  assert.equal(story.join(50_001).seq, CROWD + 1, 'who left gets a new place');
});

test('most of a line of 200,000 falls silent at once: the others move up in order', () => {
  const story = largeQueue().after(599 * SECOND);
  const faithful = [70_000, 20 * TOKENS_PER_PAGE, 199_999].filter((seq) => story.look(seq).status === 'WAITING');
  for (const seq of faithful) story.poll(seq);
  story.after(1 * SECOND).tick();
  assert.deepEqual(
    faithful.map((seq) => story.look(seq).position),
    faithful.map((_, index) => index + 1),
  );
  story.leave(1);
  assert.equal(story.fate(faithful[0] ?? 0), 'ACTIVE');
  story.leave(70_000);
  assert.equal(story.fate(20 * TOKENS_PER_PAGE), 'ACTIVE', 'the first place of a page, after pages in which nobody waits');
  assert.equal(story.describe().waiting, 1);
});

test('a line that was used up entirely and forgotten starts where it ended', () => {
  const story = QueueStory.of({ maxActive: INSIDE });
  const rounds = TOKENS_PER_PAGE * 26;
  for (let seq = 1; seq <= rounds; seq += 1) {
    story.join(seq);
    story.finish(seq);
  }
  assert.equal(story.poll(1).endReason, 'FORGOTTEN');
  for (const seq of [2 * TOKENS_PER_PAGE - 1, 2 * TOKENS_PER_PAGE, 10 * TOKENS_PER_PAGE, rounds])
    assert.equal(story.poll(seq).endReason, 'PAID');
  const next = story.must<TokenView>({ type: 'Join', userId: user(1), keyId: 'k1' });
  assert.deepEqual([next.seq, next.status], [rounds + 1, 'ACTIVE']);
});

test('a Fenwick tree sums like a plain loop', () => {
  const counts = Array.from({ length: 130 }, (_, index) => (index * 7) % 5);
  const tree = new FenwickTree(counts);
  const changes = [0, 1, 63, 64, 127, 128, 129];
  for (const slot of changes) {
    tree.add(slot, 3);
    counts[slot] = (counts[slot] ?? 0) + 3;
  }
  tree.add(64, -2);
  counts[64] = (counts[64] ?? 0) - 2;
  for (let slots = 0; slots <= counts.length; slots += 1) {
    assert.equal(
      tree.sumOfFirst(slots),
      counts.slice(0, slots).reduce((sum, count) => sum + count, 0),
    );
  }
});

test.run();
