import assert from 'node:assert/strict';
import { test } from 'uvu';
import { QUEUE_DEFAULTS, type QueueSettings } from '../../src/domain/queue/protocol.js';
import { ACTIVE_TOKENS_MAX, TIMEOUT_SECONDS_MAX } from '../../src/domain/queue/settings.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { CONCERT, QueueStory, SECOND } from './queue-story.js';

test('opening twice keeps the first settings', () => {
  const story = QueueStory.unopened();
  story.must({ type: 'Open', settings: { ...QUEUE_DEFAULTS, maxActive: 7 } });
  story.must({ type: 'Open', settings: { ...QUEUE_DEFAULTS, maxActive: 8 } });
  assert.deepEqual(story.describe(), {
    concertId: CONCERT,
    settings: { ...QUEUE_DEFAULTS, maxActive: 7 },
    waiting: 0,
    active: 0,
    admitted: 0,
    issued: 0,
  });
  assert.equal(story.log.length, 1);
});

test('the description counts who waits, who is inside and who ever came', () => {
  const story = QueueStory.of({ maxActive: 2 }).joinAll(1, 5);
  story.leave(1);
  story.leave(5);
  const { waiting, active, issued } = story.describe();
  assert.deepEqual([waiting, active, issued], [1, 2, 5]);
});

test('raising the number inside admits the longest waiting at once', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 5);
  assert.equal(story.configure({ maxActive: 3 }).active, 3);
  assert.equal([1, 2, 3, 4, 5].map((seq) => story.fate(seq)).join(), 'ACTIVE,ACTIVE,ACTIVE,WAITING,WAITING');
});

test('lowering the number inside ends nobody and admits nobody until there is room', () => {
  const story = QueueStory.of({ maxActive: 3 }).joinAll(1, 5);
  assert.equal(story.configure({ maxActive: 1 }).active, 3);
  story.leave(1);
  story.leave(2);
  assert.equal(story.fate(4), 'WAITING');
  story.leave(3);
  assert.equal([4, 5].map((seq) => story.fate(seq)).join(), 'ACTIVE,WAITING');
});

test('time-outs changed live hold for the tokens there are', () => {
  const story = QueueStory.of({ maxActive: 1, activeTimeoutSeconds: 600, waitingTimeoutSeconds: 300 })
    .joinAll(1, 3)
    .after(100 * SECOND);
  story.poll(3);
  story.configure({ waitingTimeoutSeconds: 50, activeTimeoutSeconds: 200 });
  assert.equal([1, 2, 3].map((seq) => story.fate(seq)).join(), 'ACTIVE,LOST,WAITING');
  assert.equal(story.look(1).expiresAt, story.now + 100 * SECOND);
  story.configure({ waitingTimeoutSeconds: 300, sessionSeconds: 100 });
  assert.equal([1, 2, 3].map((seq) => story.fate(seq)).join(), 'SESSION,LOST,ACTIVE');
});

test('settings left out stay, and changing nothing writes nothing', () => {
  const story = QueueStory.of({ maxActive: 9 });
  assert.deepEqual(story.configure({ sessionSeconds: 60 }).settings, { ...QUEUE_DEFAULTS, maxActive: 9, sessionSeconds: 60 });
  story.configure({ sessionSeconds: 60 });
  story.configure({});
  assert.equal(story.events('QueueConfigured').length, 1);
});

test('a queue that was never opened cannot be configured', () => {
  assert.deepEqual(QueueStory.unopened().when({ type: 'Configure', settings: { maxActive: 2 } }), { refused: 'CONCERT_NOT_FOUND' });
});

test('each bad setting is named, on opening and on configuring', () => {
  const bad: [keyof QueueSettings, number][] = [
    ['maxActive', 0],
    ['maxActive', 1.5],
    ['maxActive', ACTIVE_TOKENS_MAX + 1],
    ['activeTimeoutSeconds', 0],
    ['activeTimeoutSeconds', NaN],
    ['waitingTimeoutSeconds', -1],
    ['waitingTimeoutSeconds', Infinity],
    ['sessionSeconds', TIMEOUT_SECONDS_MAX + 1],
  ];
  for (const [name, value] of bad) {
    const open = QueueStory.unopened();
    const configure = QueueStory.of({});
    const answers = [
      open.when({ type: 'Open', settings: { ...QUEUE_DEFAULTS, [name]: value } }),
      configure.when({ type: 'Configure', settings: { [name]: value } }),
    ] as Refusal[];
    for (const { refused, members } of answers) {
      assert.equal(refused, 'VALIDATION_FAILED');
      assert.deepEqual(
        (members?.['errors'] as { pointer: string }[]).map(({ pointer }) => pointer),
        [`/${name}`],
      );
    }
    assert.equal(open.log.length + configure.log.length, 1, 'nothing is recorded but the opening that was given');
  }
});

test('the smallest and the largest settings are fine', () => {
  const smallest = { maxActive: 1, activeTimeoutSeconds: 1, waitingTimeoutSeconds: 1, sessionSeconds: 1 };
  const largest = {
    maxActive: ACTIVE_TOKENS_MAX,
    activeTimeoutSeconds: TIMEOUT_SECONDS_MAX,
    waitingTimeoutSeconds: TIMEOUT_SECONDS_MAX,
    sessionSeconds: TIMEOUT_SECONDS_MAX,
  };
  const story = QueueStory.unopened();
  story.must({ type: 'Open', settings: smallest });
  assert.deepEqual(story.configure(largest).settings, largest);
});

test.run();
