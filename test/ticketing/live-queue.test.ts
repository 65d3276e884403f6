/** The hub of the live queue: whom it asks about, when, and what it tells whom. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { SEE_PLACES_MAX } from '../../src/domain/queue/protocol.js';
import type { TokenView } from '../../src/domain/queue/protocol.js';
import { refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { NUDGE_INTERVAL_MS, LiveQueue, ROUND_INTERVAL_MS } from '../../src/ticketing/live-queue.js';
import { BEHIND_MS_MAX, FAR_UPDATE_INTERVAL_MS, NEAR_POSITION_MAX } from '../../src/ticketing/live-queue-news.js';
import { Listener, REPEAT_AFTER_MS } from '../../src/rest/live/listener.js';
import type { LiveSocket } from '../../src/rest/live/listener.js';
import { PING_INTERVAL_MS } from '../../src/rest/live/pings.js';
import { BUFFERED_BYTES_MAX } from '../../src/rest/live/protocol.js';
import { ManualClock, atRest } from '../support/manual-clock.js';

const CONCERT = '3f2a91c07b5e4d18';
const OTHER = '0000000000000001';

/** A socket that writes down what is done to it. */
class Paper implements LiveSocket {
  bufferedAmount = 0;
  readonly said: { type: string; position?: number }[] = [];
  pings = 0;
  closedWith: number | null = null;
  terminated = false;

  send(text: string): void {
    this.said.push(JSON.parse(text) as { type: string });
  }
  ping(): void {
    this.pings += 1;
  }
  close(code: number): void {
    this.closedWith = code;
  }
  terminate(): void {
    this.terminated = true;
  }
}

class Play {
  readonly clock = new ManualClock();
  readonly asked: { concertId: string; seqs: readonly number[] }[] = [];
  readonly errors: unknown[] = [];
  open = 0;
  answer: (concertId: string, seqs: readonly number[]) => Promise<readonly TokenView[] | Refusal> = (_concertId, seqs) =>
    Promise.resolve(seqs.map((seq) => token(seq)));
  readonly hub = new LiveQueue({
    seePlaces: (concertId, seqs) => {
      this.asked.push({ concertId, seqs });
      return this.answer(concertId, seqs);
    },
    clock: this.clock,
    timers: this.clock,
    onCount: (open) => {
      this.open = open;
    },
    onError: (error) => this.errors.push(error),
  });

  join(seq: number, concertId = CONCERT): { listener: Listener; paper: Paper } {
    const paper = new Paper();
    const listener = new Listener({ concertId, userId: `user ${seq}`, seq }, paper, this.clock.now());
    this.hub.add(listener);
    return { listener, paper };
  }

  async pass(ms: number): Promise<void> {
    await this.clock.pass(ms);
    await atRest();
  }
}

function token(seq: number, changed: Partial<TokenView> = {}): TokenView {
  return {
    seq,
    concertId: CONCERT,
    userId: `user ${seq}`,
    keyId: 'k',
    status: 'WAITING',
    position: seq,
    ahead: seq - 1,
    estimatedWaitSeconds: 10,
    refreshIntervalSeconds: 5,
    issuedAt: 0,
    expiresAt: null,
    endReason: null,
    ...changed,
  };
}

test('who joins hears the place at once', async () => {
  const play = new Play();
  const { paper } = play.join(3);
  await play.pass(0);
  assert.deepEqual(paper.said, [{ type: 'waiting', position: 3, ahead: 2, estimatedWaitSeconds: 10 }]);
});

test('all listeners of a concert are asked about in one go, every second, each concert by itself', async () => {
  const play = new Play();
  play.join(1);
  play.join(2);
  play.join(7, OTHER);
  await play.pass(0);
  play.asked.length = 0;
  await play.pass(ROUND_INTERVAL_MS * 3);
  const of = (concertId: string) => play.asked.filter((ask) => ask.concertId === concertId).map(({ seqs }) => [...seqs]);
  assert.deepEqual(of(CONCERT), [
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  assert.deepEqual(of(OTHER), [[7], [7], [7]]);
});

test('nobody is asked about when nobody listens', async () => {
  const play = new Play();
  const { listener } = play.join(1);
  await play.pass(0);
  play.hub.remove(listener);
  play.hub.remove(listener);
  play.asked.length = 0;
  play.hub.nudge(CONCERT);
  await play.pass(ROUND_INTERVAL_MS * 3);
  assert.deepEqual([play.asked, play.open], [[], 0]);
});

test('a long line is asked about in batches that the queue accepts', async () => {
  const play = new Play();
  for (let seq = 1; seq <= SEE_PLACES_MAX + 5; seq += 1) play.join(seq);
  await play.pass(0);
  assert.deepEqual(
    play.asked.map(({ seqs }) => seqs.length),
    [SEE_PLACES_MAX, 5],
  );
});

test('a change is told, no change is not, and now and then the same is repeated', async () => {
  const play = new Play();
  const { paper } = play.join(9);
  await play.pass(ROUND_INTERVAL_MS * 5);
  assert.equal(paper.said.length, 1);
  play.answer = () => Promise.resolve([token(9, { position: 4, ahead: 3 })]);
  await play.pass(ROUND_INTERVAL_MS);
  assert.equal(paper.said.at(-1)?.position, 4);
  await play.pass(REPEAT_AFTER_MS - ROUND_INTERVAL_MS);
  assert.equal(paper.said.length, 2);
  await play.pass(ROUND_INTERVAL_MS);
  assert.equal(paper.said.length, 3);
});

test('far back in the line, changes are told less often', async () => {
  const play = new Play();
  const { paper } = play.join(1);
  let position = NEAR_POSITION_MAX * 2;
  play.answer = () => {
    position -= 1;
    return Promise.resolve([token(1, { position })]);
  };
  await play.pass(0);
  await play.pass(FAR_UPDATE_INTERVAL_MS - 1);
  assert.equal(paper.said.length, 1);
  await play.pass(1);
  assert.equal(paper.said.length, 2);
});

test('who is admitted or ended hears it once and is let go', async () => {
  const play = new Play();
  const [inside, ended] = [play.join(1), play.join(2)];
  play.answer = () =>
    Promise.resolve([token(1, { status: 'ACTIVE', expiresAt: 1_800_000_600_000 }), token(2, { status: 'EXPIRED', endReason: 'LOST' })]);
  await play.pass(0);
  assert.deepEqual(inside.paper.said, [
    { type: 'admitted', redirectTo: `/api/v1/reservation?concertId=${CONCERT}`, expiresAt: new Date(1_800_000_600_000).toISOString() },
  ]);
  assert.deepEqual(ended.paper.said, [{ type: 'expired', reason: 'LOST' }]);
  assert.deepEqual([inside.paper.closedWith, ended.paper.closedWith], [1000, 1000]);
  await play.pass(ROUND_INTERVAL_MS * 3);
  assert.equal(play.asked.length, 1, 'and nobody is asked about any more');
});

test('when the queue is not available nothing is said, and it is asked again', async () => {
  const play = new Play();
  const { paper } = play.join(1);
  play.answer = () => Promise.resolve(refuse('UNAVAILABLE'));
  await play.pass(ROUND_INTERVAL_MS * 2);
  assert.deepEqual([paper.said, paper.closedWith, play.asked.length], [[], null, 3]);
  play.answer = () => Promise.reject(new Error('broken'));
  await play.pass(ROUND_INTERVAL_MS);
  assert.equal(play.errors.length, 1);
  play.answer = (_concertId, seqs) => Promise.resolve(seqs.map((seq) => token(seq)));
  await play.pass(ROUND_INTERVAL_MS);
  assert.equal(paper.said.length, 1);
});

test('a slow queue is asked less often, never twice at once', async () => {
  const play = new Play();
  const open: (() => void)[] = [];
  play.join(1);
  play.answer = (_concertId, seqs) => new Promise((resolve) => open.push(() => resolve(seqs.map((seq) => token(seq)))));
  await play.pass(ROUND_INTERVAL_MS * 5);
  assert.equal(play.asked.length, 1);
  open.shift()?.();
  await play.pass(ROUND_INTERVAL_MS);
  assert.equal(play.asked.length, 2);
});

test('a nudge starts a round soon, many nudges start one', async () => {
  const play = new Play();
  play.join(1);
  await play.pass(NUDGE_INTERVAL_MS);
  play.asked.length = 0;
  for (let times = 0; times < 50; times += 1) play.hub.nudge(CONCERT);
  play.hub.nudge('nobody listens there');
  await play.pass(0);
  assert.equal(play.asked.length, 1);
  for (let times = 0; times < 50; times += 1) play.hub.nudge(CONCERT);
  await play.pass(NUDGE_INTERVAL_MS - 1);
  assert.equal(play.asked.length, 1);
  await play.pass(1);
  assert.equal(play.asked.length, 2);
});

test('a nudge during a round is not lost', async () => {
  const play = new Play();
  const { paper } = play.join(5);
  const open: (() => void)[] = [];
  play.answer = (_concertId, seqs) => new Promise((resolve) => open.push(() => resolve(seqs.map((seq) => token(seq)))));
  await play.pass(0);
  play.answer = () => Promise.resolve([token(5, { position: 1, ahead: 0 })]);
  play.hub.nudge(CONCERT);
  open.shift()?.();
  await atRest();
  await play.pass(NUDGE_INTERVAL_MS);
  assert.deepEqual(
    paper.said.map(({ position }) => position),
    [5, 1],
  );
});

test('who answers no ping is dropped and is no sign of life', async () => {
  const play = new Play();
  const [dead, alive] = [play.join(1), play.join(2)];
  for (let passed = 0; passed < PING_INTERVAL_MS * 2; passed += ROUND_INTERVAL_MS) {
    await play.pass(ROUND_INTERVAL_MS);
    alive.listener.pong();
  }
  assert.deepEqual([dead.paper.terminated, alive.paper.terminated], [true, false]);
  assert.ok(dead.paper.pings === 1 && alive.paper.pings === 2);
  assert.deepEqual(play.asked.at(-1)?.seqs, [2]);
});

test('a socket that does not keep up is spared updates, and dropped when it stays behind', async () => {
  const play = new Play();
  const { paper } = play.join(9);
  await play.pass(0);
  let position = 100;
  play.answer = () => {
    position -= 1;
    return Promise.resolve([token(9, { position })]);
  };
  paper.bufferedAmount = BUFFERED_BYTES_MAX + 1;
  await play.pass(ROUND_INTERVAL_MS * 3);
  assert.equal(paper.said.length, 1);
  paper.bufferedAmount = 0;
  await play.pass(ROUND_INTERVAL_MS);
  assert.equal(paper.said.length, 2, 'it caught up');
  paper.bufferedAmount = BUFFERED_BYTES_MAX + 1;
  await play.pass(BEHIND_MS_MAX);
  assert.equal(paper.terminated, false);
  await play.pass(ROUND_INTERVAL_MS);
  assert.equal(paper.terminated, true);
});

test('who is let in is told even when behind', async () => {
  const play = new Play();
  const { paper } = play.join(1);
  paper.bufferedAmount = BUFFERED_BYTES_MAX + 1;
  play.answer = () => Promise.resolve([token(1, { status: 'ACTIVE', expiresAt: 5 })]);
  await play.pass(0);
  assert.equal(paper.said[0]?.type, 'admitted');
});

test('closing sends everybody away, and a round under way says nothing more', async () => {
  const play = new Play();
  const { paper } = play.join(1);
  const open: (() => void)[] = [];
  play.answer = (_concertId, seqs) => new Promise((resolve) => open.push(() => resolve(seqs.map((seq) => token(seq)))));
  await play.pass(0);
  play.hub.close();
  open.shift()?.();
  await play.pass(ROUND_INTERVAL_MS * 3);
  assert.deepEqual([paper.said, paper.closedWith, play.asked.length, play.clock.waiting], [[], 1001, 1, 0]);
});

test('a hub that has gone away sends away whoever comes', () => {
  const play = new Play();
  play.hub.close();
  const { paper } = play.join(1);
  assert.deepEqual([paper.closedWith, play.open], [1001, 0]);
});

test.run();
