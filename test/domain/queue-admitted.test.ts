/** How many were ever let in: nothing that happens to them afterwards changes it. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { queueDecider } from '../../src/domain/queue/decider.js';
import { QueueStory, SECOND } from './queue-story.js';

test('whoever is let in counts, at once or from the line, and those who still wait do not', () => {
  const story = QueueStory.of({ maxActive: 2 });
  assert.equal(story.describe().admitted, 0);
  story.joinAll(1, 5);
  assert.equal(story.describe().admitted, 2);
  story.finish(1);
  assert.equal(story.describe().admitted, 3);
});

test('who leaves the line or is lost in it was never let in', () => {
  const story = QueueStory.of({ maxActive: 1, waitingTimeoutSeconds: 30, activeTimeoutSeconds: 600 }).joinAll(1, 4);
  story.leave(2);
  story.after(31 * SECOND).tick();
  assert.deepEqual([story.fate(2), story.fate(3), story.fate(4)], ['LEFT', 'LOST', 'LOST']);
  assert.equal(story.describe().admitted, 1);
  story.finish(1);
  story.join(5);
  assert.equal(story.describe().admitted, 2);
});

test('who comes back and is let in again counts again, and who only asks again does not', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 1);
  story.join(1);
  assert.equal(story.describe().admitted, 1);
  story.leave(1);
  story.join(1);
  assert.equal(story.describe().admitted, 2);
});

test('the count is that of the tokens that were activated, whatever happened, and survives a crash with or without a snapshot', () => {
  const story = QueueStory.of({ maxActive: 3 }).joinAll(1, 12);
  for (const who of [1, 5, 3]) story.leave(who);
  story.finish(2);
  story.configure({ maxActive: 5 });
  const activated = story.events('TokenActivated').length;
  assert.equal(story.describe().admitted, activated);
  assert.equal(story.replayed().admitted, activated);
  for (const count of [0, 5, story.log.length]) assert.equal(story.fromSnapshotAfter(count).admitted, activated);
  assert.equal(queueDecider.schema, 2, 'a snapshot without the count is not read');
});

test.run();
