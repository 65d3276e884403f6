import assert from 'node:assert/strict';
import { test } from 'uvu';
import { QueueStory, SECOND } from './queue-story.js';

/** Ten places for a crowd of 200 that never falls silent. */
function crowd(): QueueStory {
  return QueueStory.of({ maxActive: 10, activeTimeoutSeconds: 600, waitingTimeoutSeconds: 100_000 }).joinAll(1, 200);
}

test('before the line has moved, the wait is estimated as if all inside stayed as long as they may', () => {
  // Ten places, 600 s each: one a minute.
  const story = crowd();
  assert.equal(story.look(11).estimatedWaitSeconds, 60);
  assert.equal(story.look(20).estimatedWaitSeconds, 600);
});

test('once the line moves, the wait follows from how fast it moved lately', () => {
  const story = crowd();
  for (let gone = 1; gone <= 20; gone += 1) {
    story.after(2 * SECOND);
    story.finish(gone);
  }
  const { position, estimatedWaitSeconds } = story.look(130);
  assert.equal(position, 100);
  assert.ok(estimatedWaitSeconds > 150 && estimatedWaitSeconds < 250, `100 places at one in 2 s, not ${estimatedWaitSeconds}`);
});

test('a line that stops moving is soon seen to be slow', () => {
  const story = crowd();
  for (let gone = 1; gone <= 20; gone += 1) {
    story.after(1 * SECOND);
    story.finish(gone);
  }
  const before = story.look(200).estimatedWaitSeconds;
  assert.ok(story.after(300 * SECOND).look(200).estimatedWaitSeconds > before * 5);
});

test('a burst of new places does not make a long line look gone in a moment', () => {
  const story = crowd();
  story.after(1 * SECOND).configure({ maxActive: 110 });
  const { estimatedWaitSeconds, refreshIntervalSeconds, position } = story.look(200);
  assert.equal(position, 90);
  assert.ok(estimatedWaitSeconds >= 9, `90 people in ${estimatedWaitSeconds} s`);
  assert.ok(refreshIntervalSeconds >= 1);
});

test('admissions of long ago say nothing about a line of today', () => {
  const story = QueueStory.of({ maxActive: 10, activeTimeoutSeconds: 600, sessionSeconds: 600_000 }).joinAll(1, 40).after(1);
  for (let gone = 1; gone <= 30; gone += 1) story.finish(gone);
  story.after(599 * SECOND).joinAll(41, 50);
  assert.ok(story.look(50).estimatedWaitSeconds < 600);
  for (let who = 31; who <= 40; who += 1) story.checkActive(who);
  story.after(200 * SECOND);
  assert.equal(story.look(50).estimatedWaitSeconds, 600);
});

test('those let in on arrival do not make the line look fast', () => {
  const story = QueueStory.of({ maxActive: 100, activeTimeoutSeconds: 600 }).joinAll(1, 101);
  assert.equal(story.look(101).estimatedWaitSeconds, 6);
});

test('the estimate is a whole number of seconds, at least 1 in line and 0 elsewhere', () => {
  const story = QueueStory.of({ maxActive: 1000, activeTimeoutSeconds: 1 }).joinAll(1, 1001);
  assert.equal(story.look(1001).estimatedWaitSeconds, 1);
  assert.equal(story.look(1).estimatedWaitSeconds, 0);
  story.leave(1);
  assert.equal(story.look(1).estimatedWaitSeconds, 0);
});

test('a replay finds the same pace', () => {
  const story = crowd();
  for (let gone = 1; gone <= 90; gone += 1) {
    story.after(1500);
    story.finish(gone);
  }
  const live = story.look(180).estimatedWaitSeconds;
  story.state = story.replayed();
  assert.equal(story.look(180).estimatedWaitSeconds, live);
  story.state = story.fromSnapshotAfter(250);
  assert.equal(story.look(180).estimatedWaitSeconds, live);
});

test('the nearer the front, the sooner one is asked to come back', () => {
  const story = QueueStory.of({ maxActive: 1, waitingTimeoutSeconds: 300 }).joinAll(1, 3000);
  const intervals = [2, 101, 1001, 3000].map((seq) => story.look(seq).refreshIntervalSeconds);
  assert.deepEqual(intervals, [1, 2, 20, 30]);
});

test('when the line moves fast, even those far back are asked to come back soon', () => {
  const story = QueueStory.of({ maxActive: 500, activeTimeoutSeconds: 1 }).joinAll(1, 2500);
  assert.equal(story.look(2500).refreshIntervalSeconds, 1);
});

test('the refresh interval leaves room for three signs of life within the waiting time-out', () => {
  for (const [waitingTimeoutSeconds, longest] of [
    [1, 1],
    [2, 1],
    [9, 3],
    [60, 20],
    [300, 30],
  ] as const) {
    const story = QueueStory.of({ maxActive: 1, waitingTimeoutSeconds }).joinAll(1, 3000);
    assert.equal(story.look(3000).refreshIntervalSeconds, longest);
  }
});

test('no status asks a client to come back without a pause', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  story.leave(2);
  for (const seq of [1, 2, 3]) assert.ok(story.look(seq).refreshIntervalSeconds >= 1);
});

test.run();
