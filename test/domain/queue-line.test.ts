import assert from 'node:assert/strict';
import { test } from 'uvu';
import { queueDecider } from '../../src/domain/queue/decider.js';
import { ENDED_REMEMBERED_MAX, SEE_PLACES_MAX, type TokenView } from '../../src/domain/queue/protocol.js';
import { evolve } from '../../src/domain/queue/state.js';
import { CONCERT, QueueStory, SECOND, user } from './queue-story.js';

test('who joins while there is room and nobody waits is ACTIVE at once', () => {
  const story = QueueStory.of({ maxActive: 2, activeTimeoutSeconds: 600 });
  const token = story.join(1);
  assert.deepEqual(token, {
    seq: 1,
    concertId: CONCERT,
    userId: user(1),
    keyId: 'k1',
    status: 'ACTIVE',
    position: 0,
    ahead: 0,
    estimatedWaitSeconds: 0,
    refreshIntervalSeconds: token.refreshIntervalSeconds,
    issuedAt: story.now,
    expiresAt: story.now + 600 * SECOND,
    endReason: null,
  });
  assert.deepEqual(story.types(), ['QueueOpened', 'TokenIssued', 'TokenActivated']);
});

test('who joins a full sale waits, at the end of the line', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 3);
  const token = story.join(4);
  assert.equal([token.seq, token.status, token.position, token.ahead, token.expiresAt].join(), [4, 'WAITING', 3, 2, null].join());
});

test('a user with a live token gets that one, WAITING or ACTIVE, without an event', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  const events = story.log.length;
  assert.equal([story.join(1).seq, story.join(1).status].join(), '1,ACTIVE');
  assert.equal([story.join(2).seq, story.join(2).status].join(), '2,WAITING');
  assert.equal(story.log.length, events);
});

test('a token keeps the key it was issued with when its user joins again under a newer key', () => {
  const story = QueueStory.of({ maxActive: 1 });
  story.join(1, 'old');
  assert.equal(story.join(1, 'new').keyId, 'old');
  assert.equal(story.join(2, 'new').keyId, 'new');
});

test('the longest waiting is admitted the moment a place is free', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 3);
  story.leave(1);
  assert.equal(story.fate(2), 'ACTIVE');
  assert.equal(story.look(3).position, 1);
});

test('leaving the line moves up those behind and nobody ahead', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 5);
  story.leave(3);
  assert.deepEqual(
    [2, 4, 5].map((seq) => story.look(seq).position),
    [1, 2, 3],
  );
  assert.equal(story.fate(3), 'LEFT');
});

test('leaving twice is fine and happens once', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  story.leave(2);
  story.leave(2);
  assert.equal(story.events('TokenExpired').length, 1);
});

test('nobody makes somebody else leave', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  story.leave(1, 2);
  assert.equal(story.fate(2), 'WAITING');
});

test('paying ends an active token and frees its place; a repeat does nothing', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  story.finish(1);
  story.finish(1);
  assert.equal(story.fate(1), 'PAID');
  assert.equal(story.fate(2), 'ACTIVE');
  assert.equal(story.events('TokenExpired').length, 1);
});

test('a token that pays while it waits ends as well', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  story.finish(2);
  assert.equal(story.fate(2), 'PAID');
});

test('finishing a token that never was changes nothing', () => {
  const story = QueueStory.of({}).joinAll(1, 1);
  for (const seq of [0, -1, 2, 1.5, NaN, Infinity, 2 ** 40]) story.finish(seq);
  assert.equal(story.events('TokenExpired').length, 0);
});

test('who joins again after paying or leaving goes to the end of the line', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 4);
  story.leave(2);
  const again = story.join(2);
  assert.equal([again.seq, again.position].join(), '5,3');
});

test("polling another's, an unknown or a nonsensical token tells nothing about it", () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  for (const seq of [2, 3, 0, -1, 1.5, NaN, 2 ** 33]) {
    const view = story.poll(1, seq);
    assert.equal([view.status, view.endReason, view.userId, view.issuedAt].join(), ['EXPIRED', 'FORGOTTEN', user(1), 0].join());
  }
});

test('a guarded call is let through while ACTIVE, for a few seconds', () => {
  const story = QueueStory.of({}).joinAll(1, 1);
  assert.deepEqual(story.checkActive(1), { concertId: CONCERT, admittedUntil: story.now + 5 * SECOND });
});

test('an admission never outlives the session or the inactivity limit', () => {
  const session = QueueStory.of({ sessionSeconds: 10 })
    .joinAll(1, 1)
    .after(7 * SECOND);
  assert.deepEqual(session.checkActive(1), { concertId: CONCERT, admittedUntil: session.now + 3 * SECOND });
  const activity = QueueStory.of({ activeTimeoutSeconds: 2 }).joinAll(1, 1).after(SECOND);
  assert.deepEqual(activity.checkActive(1), { concertId: CONCERT, admittedUntil: activity.now + 2 * SECOND });
});

test('a guarded call while WAITING is refused with the position', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 3);
  assert.deepEqual(story.checkActive(3), { refused: 'QUEUE_TOKEN_NOT_ACTIVE', members: { position: 2 } });
});

test('a guarded call with an ended token is refused with the reason', () => {
  const story = QueueStory.of({}).joinAll(1, 2);
  story.finish(1);
  assert.deepEqual(story.checkActive(1), { refused: 'QUEUE_TOKEN_EXPIRED', members: { reason: 'PAID' } });
  assert.deepEqual(story.checkActive(1, 2), { refused: 'QUEUE_TOKEN_EXPIRED', members: { reason: 'FORGOTTEN' } });
  assert.deepEqual(story.checkActive(1, 99), { refused: 'QUEUE_TOKEN_EXPIRED', members: { reason: 'FORGOTTEN' } });
});

test('sockets see their places in the order they asked, strangers included', () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 3);
  const views = story.must<readonly TokenView[]>({ type: 'SeePlaces', seqs: [3, 99, 1, 3] });
  assert.deepEqual(
    views.map(({ seq, status, position, userId, endReason }) => [seq, status, position, userId, endReason]),
    [
      [3, 'WAITING', 2, user(3), null],
      [99, 'EXPIRED', 0, '', 'FORGOTTEN'],
      [1, 'ACTIVE', 0, user(1), null],
      [3, 'WAITING', 2, user(3), null],
    ],
  );
});

test('one question for places names at most a fixed number', () => {
  const story = QueueStory.of({});
  const seqs = new Array<number>(SEE_PLACES_MAX + 1).fill(1);
  const answer = story.when({ type: 'SeePlaces', seqs });
  assert.equal('refused' in (answer as object) && (answer as { refused: string }).refused, 'VALIDATION_FAILED');
  assert.equal(story.must<readonly TokenView[]>({ type: 'SeePlaces', seqs: seqs.slice(1) }).length, SEE_PLACES_MAX);
});

test("a user's live token is found, and nothing once it has ended", () => {
  const story = QueueStory.of({ maxActive: 1 }).joinAll(1, 2);
  assert.equal(story.must<TokenView>({ type: 'FindUser', userId: user(2) }).seq, 2);
  story.leave(2);
  assert.equal(story.must({ type: 'FindUser', userId: user(2) }), null);
  assert.equal(story.must({ type: 'FindUser', userId: 'nobody' }), null);
});

test('a queue that was never opened has no line to join and writes nothing', () => {
  const story = QueueStory.unopened();
  assert.deepEqual(story.when({ type: 'Join', userId: user(1), keyId: 'k1' }), { refused: 'CONCERT_NOT_FOUND' });
  assert.deepEqual(story.when({ type: 'Describe' }), { refused: 'CONCERT_NOT_FOUND' });
  assert.deepEqual(story.checkActive(1), { refused: 'QUEUE_TOKEN_EXPIRED', members: { reason: 'FORGOTTEN' } });
  assert.equal(story.poll(1).endReason, 'FORGOTTEN');
  assert.equal(story.must({ type: 'FindUser', userId: user(1) }), null);
  story.leave(1);
  story.finish(1);
  assert.deepEqual(story.log, []);
  assert.equal(queueDecider.wakeAt(story.state), null);
});

test('only a UUID in lower case joins: one user, one spelling, one place', () => {
  const story = QueueStory.of({});
  for (const userId of ['', 'me', user(1).toUpperCase(), `${user(1)}0`]) {
    const answer = story.when({ type: 'Join', userId, keyId: 'k1' });
    assert.equal('refused' in (answer as object) && (answer as { refused: string }).refused, 'VALIDATION_FAILED', userId);
  }
  assert.deepEqual(story.types(), ['QueueOpened']);
});

test('users whose ids differ in a single digit are different users', () => {
  const story = QueueStory.of({ maxActive: 1 });
  const digits = user(1).split('');
  const seen = new Set<number>();
  digits.forEach((digit, index) => {
    if (digit === '-') return;
    const other = digits.with(index, digit === 'f' ? '0' : 'f').join('');
    const view = story.must<TokenView>({ type: 'Join', userId: other, keyId: 'k1' });
    assert.equal(view.userId, other);
    seen.add(view.seq);
  });
  assert.equal(seen.size, 32);
});

test('ended tokens are remembered with their reason up to a limit, the oldest are forgotten', () => {
  const story = QueueStory.of({ maxActive: 1 });
  const { state, now } = story;
  for (let seq = 1; seq <= ENDED_REMEMBERED_MAX + 2; seq += 1) {
    evolve(state, { type: 'TokenIssued', seq, userId: user(seq), keyId: 'k1' }, now);
    evolve(state, { type: 'TokenExpired', seq, userId: user(seq), reason: 'LEFT' }, now);
  }
  assert.equal(story.poll(2).endReason, 'FORGOTTEN');
  assert.equal(story.poll(3).endReason, 'LEFT');
  assert.equal(state.tokens.last - state.tokens.first + 1, ENDED_REMEMBERED_MAX);
  assert.deepEqual(story.checkActive(1), { refused: 'QUEUE_TOKEN_EXPIRED', members: { reason: 'FORGOTTEN' } });
  const decoded = queueDecider.decode(CONCERT, structuredClone(queueDecider.encode(state)));
  assert.deepEqual(queueDecider.encode(decoded), queueDecider.encode(state));
  assert.equal(decoded.endedCount, ENDED_REMEMBERED_MAX, 'after a snapshot the limit is the same');
  assert.equal(story.join(1).seq, ENDED_REMEMBERED_MAX + 3);
});

test('a live token in front is never forgotten, however many end behind it', () => {
  const story = QueueStory.of({ maxActive: 1 });
  story.join(1);
  for (let seq = 2; seq <= ENDED_REMEMBERED_MAX + 10; seq += 1) {
    evolve(story.state, { type: 'TokenIssued', seq, userId: user(seq), keyId: 'k1' }, story.now);
    evolve(story.state, { type: 'TokenExpired', seq, userId: user(seq), reason: 'LEFT' }, story.now);
  }
  assert.equal(story.fate(1), 'ACTIVE');
  story.leave(1);
  assert.equal(story.fate(1), 'FORGOTTEN');
  assert.equal(story.state.endedCount, ENDED_REMEMBERED_MAX);
});

test('events that cannot be are a crash, not ignored', () => {
  const issued = { type: 'TokenIssued', seq: 1, userId: user(1), keyId: 'k1' } as const;
  assert.throws(() => QueueStory.unopened().given(issued), /not open/);
  assert.throws(
    () => QueueStory.unopened().given({ type: 'QueueConfigured', settings: { ...QueueStory.of({}).describe().settings } }),
    /not open/,
  );
  const full = (): QueueStory => QueueStory.of({ maxActive: 1 }).joinAll(1, 3);
  const { settings } = full().describe();
  assert.throws(() => full().given({ type: 'QueueOpened', settings }), /open already/);
  assert.throws(() => full().given({ ...issued, seq: 6, userId: user(6) }), /next token is 4/);
  assert.throws(() => full().given({ ...issued, seq: 4 }), /live token/);
  assert.throws(() => full().given({ type: 'TokenActivated', seq: 3, userId: user(3) }), /front of the line is 2/);
  assert.throws(() => full().given({ type: 'TokenActivated', seq: 1, userId: user(1) }), /front of the line is 2/);
  assert.throws(() => full().given({ type: 'TokenExpired', seq: 9, userId: user(9), reason: 'LEFT' }), /not live/);
  const left = full();
  left.leave(2);
  assert.throws(() => left.given({ type: 'TokenExpired', seq: 2, userId: user(2), reason: 'LEFT' }), /not live/);
});

test.run();
