/** When requests are refused because the node is too busy, on a clock and an event loop that the test moves. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { ADJUST_MS, IN_WORK_MIN, LoadShedder, STANDING_MS } from '../../src/rest/load-shedding.js';
import type { LoopClock } from '../../src/rest/load-shedding.js';

const TARGET_MS = 10;

/** An event loop whose turns the test plays: what is read in one, and how long its work takes. */
class PlayedLoop implements LoopClock {
  private time = 0;
  private idleTime = 0;
  private readingEnds: (() => void) | null = null;
  /** Asks for the time when it is made. */
  readonly shedder = new LoadShedder(TARGET_MS, this);

  now(): number {
    return this.time;
  }

  idle(): number {
    return this.idleTime;
  }

  afterReading(callback: () => void): void {
    assert.equal(this.readingEnds, null, 'asked for once in a turn');
    this.readingEnds = callback;
  }

  /** Nothing to do for a while. */
  rest(ms: number): void {
    this.time += ms;
    this.idleTime += ms;
  }

  /** @returns How many of the requests were taken on; all of them are answered at the end of the turn. */
  turn(requests: number, workMs: number): number {
    const taken = this.read(requests);
    this.work(workMs);
    this.answer(taken);
    return taken;
  }

  read(requests: number): number {
    let taken = 0;
    for (let count = 0; count < requests; count += 1) taken += this.shedder.takesOn() ? 1 : 0;
    return taken;
  }

  work(ms: number): void {
    this.time += ms;
    this.readingEnds?.();
    this.readingEnds = null;
  }

  answer(requests: number): void {
    for (let count = 0; count < requests; count += 1) this.shedder.end();
  }

  /** Turns without a rest, each longer than the target, until something is refused. */
  overload(): void {
    for (let turns = 0; turns < 100; turns += 1) if (this.turn(100, 2 * TARGET_MS) < 100) return;
    assert.fail('the node never became overloaded');
  }
}

test('a node that can do its work refuses nothing', () => {
  const loop = new PlayedLoop();
  for (let turns = 0; turns < 1_000; turns += 1) {
    assert.equal(loop.turn(50, TARGET_MS / 2), 50);
    if (turns % 3 === 0) loop.rest(1);
  }
});

for (const [what, ms] of [
  ['snapshot of 20 ms', 20],
  ['collection of garbage of 60 ms', 60],
  ['stall of a second', 1_000],
] as const) {
  test(`a ${what} now and then refuses nobody, and what has piled up behind it is answered`, () => {
    const loop = new PlayedLoop();
    for (let round = 0; round < 20; round += 1) {
      assert.equal(loop.turn(1, ms), 1);
      // A tenth of what the node can do: 10 requests a ms of work, one of them a ms.
      assert.equal(loop.turn(ms, ms / 10), ms);
      for (let turns = 0; turns < 300; turns += 1) {
        assert.equal(loop.turn(1, 0.1), 1);
        loop.rest(0.9);
      }
    }
  });
}

test('a few requests that meet a slow turn are no overload', () => {
  const loop = new PlayedLoop();
  for (let round = 0; round < 50; round += 1) {
    loop.turn(1, 20);
    loop.turn(1, 1);
    loop.rest(STANDING_MS);
    assert.equal(loop.turn(100, 10), 100);
    loop.rest(STANDING_MS);
  }
});

test('a long stop of a node that is half busy is no overload: what has piled up behind it is answered', () => {
  const loop = new PlayedLoop();
  loop.rest(STANDING_MS * 2);
  for (let round = 0; round < 20; round += 1) {
    loop.turn(1, 3 * STANDING_MS);
    for (const requests of [400, 200, 100]) assert.equal(loop.turn(requests, requests / 10), requests);
    for (let quiet = 0; quiet < 20; quiet += 1) {
      loop.rest(4);
      assert.equal(loop.turn(20, 6), 20);
    }
  }
});

test('a burst is taken on, however large', () => {
  const loop = new PlayedLoop();
  loop.rest(1_000);
  assert.equal(loop.turn(10_000, 500), 10_000);
  loop.rest(1);
  assert.equal(loop.turn(10, 1), 10);
});

test('when requests wait too long for long enough, some are refused, not sooner', () => {
  const loop = new PlayedLoop();
  loop.rest(STANDING_MS * 2);
  const beganAt = loop.now();
  while (loop.turn(100, 2 * TARGET_MS) === 100) assert.ok(loop.now() - beganAt < 3 * STANDING_MS, 'it never refuses');
  assert.ok(loop.now() - beganAt > STANDING_MS, `already after ${loop.now() - beganAt} ms`);
});

test('overloaded, it first takes on what it has shown to answer within twice the target', () => {
  const loop = new PlayedLoop();
  loop.rest(STANDING_MS * 2);
  // The first requests found nobody before them, so it takes a second window.
  for (let turns = 0; turns < STANDING_MS / TARGET_MS; turns += 1) assert.equal(loop.turn(100, 2 * TARGET_MS), 100);
  // 100 answers in 20 ms are 5 a ms, for 20 ms.
  assert.equal(loop.turn(1_000, 2 * TARGET_MS), 100);
});

test('while requests wait too long it takes on less, but never nothing', () => {
  const loop = new PlayedLoop();
  loop.overload();
  let before = Infinity;
  for (let rounds = 0; rounds < 200; rounds += 1) {
    const taken = loop.turn(200, ADJUST_MS);
    assert.ok(taken <= before, `${taken} after ${before}`);
    before = taken;
  }
  assert.equal(before, IN_WORK_MIN);
});

test('while they do not it takes on more, until nothing needs to be refused', () => {
  const loop = new PlayedLoop();
  loop.overload();
  for (let rounds = 0; rounds < 200; rounds += 1) loop.turn(200, ADJUST_MS);
  const some = 40;
  let refusedLastAt = loop.now();
  for (let rounds = 0; rounds < 2_000; rounds += 1) {
    if (loop.turn(some, TARGET_MS / 4) < some) refusedLastAt = loop.now();
    loop.rest(1);
  }
  assert.ok(loop.now() - refusedLastAt > 1_000, 'it goes on refusing');
});

test('it finds what it can do: twice as much is asked, and the turns are as long as the target', () => {
  const loop = new PlayedLoop();
  const costMs = 0.05;
  let arrived = 0;
  let taken = 0;
  let turnMs = 1;
  for (let turns = 0; turns < 5_000; turns += 1) {
    const requests = Math.round((2 * turnMs) / costMs);
    const before = loop.now();
    const now = loop.turn(requests, 0.2 + Math.min(requests, 5_000) * 0.001);
    loop.work(now * costMs);
    turnMs = loop.now() - before;
    if (turns < 1_000) continue;
    arrived += requests;
    taken += now;
    assert.ok(turnMs < 3 * TARGET_MS, `a turn of ${turnMs} ms`);
  }
  assert.ok(taken / arrived > 0.4 && taken / arrived < 0.5, String(taken / arrived));
});

test('what is in work counts until it is answered, and is not counted twice', () => {
  const loop = new PlayedLoop();
  loop.overload();
  for (let rounds = 0; rounds < 200; rounds += 1) loop.turn(200, ADJUST_MS);
  assert.equal(loop.read(10), IN_WORK_MIN);
  assert.equal(loop.read(10), 0);
  loop.answer(1);
  assert.equal(loop.read(10), 1);
});

test('the overload is over when nothing had to be refused for a while', () => {
  const loop = new PlayedLoop();
  loop.overload();
  for (let ms = 0; ms <= STANDING_MS + 2 * ADJUST_MS; ms += 1) {
    loop.turn(1, 0.1);
    loop.rest(0.9);
  }
  assert.equal(loop.turn(10_000, 500), 10_000);
});

test.run();
