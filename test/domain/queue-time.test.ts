import assert from 'node:assert/strict';
import { test } from 'uvu';
import { queueDecider } from '../../src/domain/queue/decider.js';
import type { TokenView } from '../../src/domain/queue/protocol.js';
import { DUE_EVENTS_MAX } from '../../src/domain/queue/time.js';
import { QueueStory, SECOND, user } from './queue-story.js';

const short = { maxActive: 1, activeTimeoutSeconds: 600, waitingTimeoutSeconds: 300, sessionSeconds: 1800 };

test('a waiting token without a sign of life ends as LOST, not a millisecond early', () => {
  const story = QueueStory.of(short).joinAll(1, 2);
  assert.equal(story.after(300 * SECOND - 1).fate(2), 'WAITING');
  assert.equal(story.after(1).fate(2), 'LOST');
});

test('a poll, joining again and an open socket are signs of life', () => {
  const signs: ((story: QueueStory) => unknown)[] = [
    (story) => story.poll(2),
    (story) => story.join(2),
    (story) => story.must<readonly TokenView[]>({ type: 'SeePlaces', seqs: [2] }),
  ];
  for (const sign of signs) {
    const story = QueueStory.of(short)
      .joinAll(1, 2)
      .after(299 * SECOND);
    const events = story.log.length;
    sign(story);
    assert.equal(story.log.length, events, 'a sign of life is not an event');
    assert.equal(story.after(299 * SECOND).fate(2), 'WAITING');
    assert.equal(story.after(1 * SECOND).fate(2), 'LOST');
  }
});

test('a refused guarded call and a look-up by an operator are no signs of life', () => {
  const story = QueueStory.of(short)
    .joinAll(1, 2)
    .after(299 * SECOND);
  story.checkActive(2);
  story.must({ type: 'FindUser', userId: user(2) });
  assert.equal(story.after(1 * SECOND).fate(2), 'LOST');
});

test('an active token without a guarded call ends as INACTIVE after the limit, not a millisecond early', () => {
  const story = QueueStory.of(short).joinAll(1, 1);
  assert.equal(story.after(600 * SECOND - 1).fate(1), 'ACTIVE');
  assert.equal(story.after(1).fate(1), 'INACTIVE');
});

test('guarded calls keep an active token alive and move its end', () => {
  const story = QueueStory.of(short)
    .joinAll(1, 1)
    .after(599 * SECOND);
  story.checkActive(1);
  assert.equal(story.look(1).expiresAt, story.now + 600 * SECOND);
  assert.equal(story.after(599 * SECOND).fate(1), 'ACTIVE');
});

test('polls, joining again and sockets do not keep an active token alive', () => {
  const story = QueueStory.of(short)
    .joinAll(1, 1)
    .after(599 * SECOND);
  story.poll(1);
  story.join(1);
  story.must({ type: 'SeePlaces', seqs: [1] });
  assert.equal(story.after(1 * SECOND).fate(1), 'INACTIVE');
});

test('the session limit ends a token however active it is, and shows in its end', () => {
  const story = QueueStory.of(short).joinAll(1, 1);
  for (let minute = 1; minute < 30; minute += 1) {
    story.after(60 * SECOND);
    story.checkActive(1);
  }
  assert.equal(story.look(1).expiresAt, story.now + 60 * SECOND);
  assert.equal(story.after(60 * SECOND - 1).fate(1), 'ACTIVE');
  assert.equal(story.after(1).fate(1), 'SESSION');
});

test('when both limits have passed unseen, the one that ran out first is the reason', () => {
  const inactive = QueueStory.of({ ...short, activeTimeoutSeconds: 5, sessionSeconds: 6 }).joinAll(1, 1);
  assert.equal(inactive.after(60 * SECOND).fate(1), 'INACTIVE');
  const session = QueueStory.of({ ...short, activeTimeoutSeconds: 7, sessionSeconds: 6 }).joinAll(1, 1);
  assert.equal(session.after(60 * SECOND).fate(1), 'SESSION');
});

test('the session and inactivity limits run from admission, not from joining', () => {
  const story = QueueStory.of({ ...short, waitingTimeoutSeconds: 10_000 })
    .joinAll(1, 2)
    .after(500 * SECOND);
  story.leave(1);
  assert.equal(story.look(2).expiresAt, story.now + 600 * SECOND);
});

test('a place that time frees goes to the longest waiting in the same turn', () => {
  const story = QueueStory.of({ ...short, activeTimeoutSeconds: 100 })
    .joinAll(1, 3)
    .after(100 * SECOND);
  assert.deepEqual(
    story.tick().map((event) => event.type),
    ['TokenExpired', 'TokenActivated'],
  );
  assert.equal([1, 2, 3].map((seq) => story.fate(seq)).join(), 'INACTIVE,ACTIVE,WAITING');
});

test('nobody who is lost is let in: the next one alive is', () => {
  const story = QueueStory.of({ ...short, activeTimeoutSeconds: 400 })
    .joinAll(1, 4)
    .after(200 * SECOND);
  story.poll(4);
  story.after(200 * SECOND).tick();
  assert.equal([1, 2, 3, 4].map((seq) => story.fate(seq)).join(), 'INACTIVE,LOST,LOST,ACTIVE');
});

test('what falls due comes in order of time', () => {
  const story = QueueStory.of({ maxActive: 2, activeTimeoutSeconds: 30, waitingTimeoutSeconds: 20, sessionSeconds: 40 });
  story.joinAll(1, 3).after(15 * SECOND);
  story.checkActive(2);
  story.poll(3);
  story.after(60 * SECOND);
  const due = queueDecider.due(story.state, story.now);
  assert.deepEqual(
    due.map((event) => (event.type === 'TokenExpired' ? [event.seq, event.reason] : [])),
    [
      [1, 'INACTIVE'],
      [3, 'LOST'],
      [2, 'SESSION'],
    ],
  );
});

test('one step brings a bounded number of events, and the steps together bring all', () => {
  const crowd = DUE_EVENTS_MAX * 2 + 50;
  const story = QueueStory.of({ ...short, waitingTimeoutSeconds: 10 })
    .joinAll(1, crowd + 1)
    .after(10 * SECOND);
  assert.equal(queueDecider.due(story.state, story.now).length, DUE_EVENTS_MAX);
  assert.equal(story.tick().length, crowd);
  assert.equal(story.describe().waiting, 0);
});

test('the bound holds for all kinds of ends together', () => {
  const story = QueueStory.of({ maxActive: 700, activeTimeoutSeconds: 10, waitingTimeoutSeconds: 10, sessionSeconds: 11 });
  story.joinAll(1, 1500).after(11 * SECOND);
  assert.equal(queueDecider.due(story.state, story.now).length, DUE_EVENTS_MAX);
  assert.equal(story.tick().length, 1500);
});

test('after a recovery all count as alive now', () => {
  const story = QueueStory.of({ ...short, sessionSeconds: 100_000 })
    .joinAll(1, 2)
    .after(299 * SECOND);
  story.state = queueDecider.decode(story.key, structuredClone(queueDecider.encode(story.state)));
  story.after(10_000 * SECOND);
  story.given({ type: 'TokenIssued', seq: 3, userId: user(3), keyId: 'k1' });
  queueDecider.revive(story.state, story.now);
  assert.equal(story.fate(2), 'WAITING');
  assert.equal(story.after(299 * SECOND).fate(2), 'WAITING');
  assert.equal(story.after(1 * SECOND).fate(2), 'LOST');
});

test('a recovery does not lengthen a session', () => {
  const story = QueueStory.of(short)
    .joinAll(1, 1)
    .after(1700 * SECOND);
  queueDecider.revive(story.state, story.now);
  assert.equal(story.look(1).expiresAt, story.now + 100 * SECOND);
});

test('a sign of life that comes after the end, or for a stranger, is void', () => {
  const story = QueueStory.of(short).joinAll(1, 2);
  story.leave(2);
  for (const seq of [2, 99, 0]) queueDecider.notice(story.state, { seq }, story.now);
  assert.equal(story.fate(2), 'LEFT');
});

test('the alarm is set to the next end', () => {
  const story = QueueStory.of(short);
  assert.equal(queueDecider.wakeAt(story.state), null);
  const start = story.now;
  story.join(1);
  assert.equal(queueDecider.wakeAt(story.state), start + 600 * SECOND);
  story.after(100 * SECOND).join(2);
  assert.equal(queueDecider.wakeAt(story.state), start + 400 * SECOND);
  story.after(200 * SECOND).poll(2);
  assert.equal(queueDecider.wakeAt(story.state), start + 600 * SECOND);
  story.configure({ sessionSeconds: 450 });
  assert.equal(queueDecider.wakeAt(story.state), start + 450 * SECOND);
});

test('a free place that somebody waits for is due at once, also right after a recovery', () => {
  const story = QueueStory.of(short).given({ type: 'TokenIssued', seq: 1, userId: user(1), keyId: 'k1' });
  const wakeAt = queueDecider.wakeAt(story.state);
  assert.ok(wakeAt !== null && wakeAt <= story.now);
});

test.run();
