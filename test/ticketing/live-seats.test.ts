/** The hub of live seats: when it asks, whom it tells what, and whom it does not wait for. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { refuse } from '../../src/domain/refusals.js';
import {
  BEHIND_MS_MAX,
  NUDGED_INTERVAL_MS,
  NUDGED_INTERVAL_MS_MAX,
  ROUND_INTERVAL_MS,
  SNAPSHOT_READ_MS_MAX,
} from '../../src/ticketing/watched-schedule.js';
import { SLICE_MS_MAX, SLICE_THINGS_MAX } from '../../src/ticketing/turns.js';
import { Hall, SCHEDULE } from '../support/live-hall.js';

test('who begins to watch gets all seats, and then what changes, the same object as everybody', async () => {
  const hall = new Hall(5);
  const [anna, ben] = [hall.watch(), hall.watch()];
  await hall.pass(0);
  assert.deepEqual(anna.updates, [
    { kind: 'snapshot', scheduleId: SCHEDULE, version: 0, sections: hall.sections, statuses: new Uint8Array(5) },
  ]);
  hall.change([2, 4], 1);
  await hall.pass(NUDGED_INTERVAL_MS);
  const delta = { kind: 'delta', fromVersion: 0, version: 1, seats: Int32Array.of(2, 4), statuses: Uint8Array.of(1, 1) };
  assert.deepEqual(anna.updates[1], delta);
  assert.equal(anna.updates[0], ben.updates[0]);
  assert.equal(anna.updates[1], ben.updates[1]);
  assert.deepEqual([anna.updates.length, hall.open], [2, 2]);
});

test('thousands of commits become one round in a while, which says what all of them came to', async () => {
  const hall = new Hall(100);
  const anna = hall.watch();
  await hall.pass(0);
  const before = hall.asked;
  for (let ms = 0; ms < 1_000; ms += 1) {
    for (const code of [1, 2, 1]) hall.change([(ms % 100) + 1], code);
    await hall.tick(1);
  }
  await hall.pass(NUDGED_INTERVAL_MS);
  assert.ok(hall.asked - before <= 12, String(hall.asked - before));
  assert.equal(anna.version, 3_000);
  anna.sees(hall);
});

test('a first change is told at once, not after the interval', async () => {
  const hall = new Hall(3);
  const anna = hall.watch();
  await hall.pass(500);
  hall.change([1], 1);
  await hall.pass(0);
  assert.equal(anna.version, 1);
});

test('who may watch no longer is told what is durable by then, and ended', async () => {
  const hall = new Hall(3);
  const [anna, ben] = [hall.watch(), hall.watch()];
  await hall.pass(0);
  hall.change([2], 2, { nudge: false });
  anna.watching.finish(refuse('QUEUE_TOKEN_EXPIRED'));
  anna.watching.finish(refuse('UNAVAILABLE'));
  assert.equal(anna.ended, null);
  await hall.pass(NUDGED_INTERVAL_MS);
  anna.sees(hall);
  assert.deepEqual([anna.ended, ben.ended, hall.open], [refuse('QUEUE_TOKEN_EXPIRED'), null, 1]);
});

test('who may watch no longer while a round is under way waits for the next, which knows more', async () => {
  const hall = new Hall(3);
  const anna = hall.watch();
  await hall.pass(0);
  hall.holdBack = true;
  hall.change([1], 1);
  await hall.pass(NUDGED_INTERVAL_MS);
  hall.change([2], 2, { nudge: false });
  anna.watching.finish(refuse('QUEUE_TOKEN_EXPIRED'));
  hall.holdBack = false;
  hall.answer();
  await hall.pass(0);
  assert.deepEqual([anna.version, anna.ended], [1, null]);
  await hall.pass(NUDGED_INTERVAL_MS);
  assert.deepEqual([anna.version, anna.ended], [2, refuse('QUEUE_TOKEN_EXPIRED')]);
});

test('who may watch no longer is ended even when nothing has changed, or when it takes no more', async () => {
  const hall = new Hall(3);
  const [anna, ben] = [hall.watch(), hall.watch()];
  ben.takesMore = false;
  await hall.pass(0);
  for (const viewer of [anna, ben]) viewer.watching.finish(refuse('QUEUE_TOKEN_EXPIRED'));
  await hall.pass(NUDGED_INTERVAL_MS);
  for (const viewer of [anna, ben]) assert.deepEqual([viewer.updates.length, viewer.ended], [1, refuse('QUEUE_TOKEN_EXPIRED')]);
});

test('a commit that nobody told of, as of another node, is seen within a second', async () => {
  const hall = new Hall(3);
  const anna = hall.watch();
  await hall.pass(0);
  hall.change([3], 2, { nudge: false });
  await hall.pass(ROUND_INTERVAL_MS);
  anna.sees(hall);
});

test('a commit during a round is told by the next one', async () => {
  const hall = new Hall(3);
  const anna = hall.watch();
  await hall.pass(500);
  hall.holdBack = true;
  hall.change([1], 1);
  await hall.pass(0);
  hall.change([2], 1);
  hall.answer();
  await hall.pass(0);
  assert.equal(anna.version, 1);
  hall.holdBack = false;
  await hall.pass(NUDGED_INTERVAL_MS);
  anna.sees(hall);
});

test('a watcher that takes no more gets nothing until it is ready, and then all it has missed in one', async () => {
  const hall = new Hall(9);
  const anna = hall.watch();
  await hall.pass(0);
  anna.takesMore = false;
  for (const seat of [1, 2, 3, 4]) {
    hall.change([seat], 1);
    await hall.pass(NUDGED_INTERVAL_MS);
  }
  assert.equal(anna.updates.length, 2);
  anna.takesMore = true;
  anna.watching.ready();
  anna.watching.ready();
  await hall.tick(0);
  assert.equal(anna.updates.length, 3);
  assert.deepEqual(Array.from((anna.updates[2] as { seats: Int32Array }).seats), [2, 3, 4]);
  anna.sees(hall);
});

for (const [what, changes] of [
  ['and nothing else happens', 0],
  ['and more and more happens', 12],
] as const) {
  test(`a watcher that is owed something for longer than a second is ended: ${what}`, async () => {
    const hall = new Hall(50);
    const [slow, quick] = [hall.watch(), hall.watch()];
    await hall.pass(0);
    slow.takesMore = false;
    hall.change([49], 1);
    await hall.pass(NUDGED_INTERVAL_MS);
    hall.change([50], 1);
    await hall.pass(NUDGED_INTERVAL_MS);
    for (let seat = 1; seat <= changes; seat += 1) {
      if (seat * NUDGED_INTERVAL_MS < BEHIND_MS_MAX - NUDGED_INTERVAL_MS) assert.equal(slow.ended, null);
      hall.change([seat], 1);
      await hall.pass(NUDGED_INTERVAL_MS);
    }
    if (changes === 0) {
      await hall.pass(BEHIND_MS_MAX - 2 * NUDGED_INTERVAL_MS);
      assert.equal(slow.ended, null);
      await hall.pass(2 * NUDGED_INTERVAL_MS);
    }
    assert.deepEqual([slow.ended, quick.ended, hall.open], [refuse('TOO_SLOW'), null, 1]);
    quick.sees(hall);
  });
}

test('a watcher that takes no more but has missed nothing is left alone', async () => {
  const hall = new Hall(3);
  const anna = hall.watch();
  anna.takesMore = false;
  await hall.pass(60_000);
  assert.deepEqual([anna.updates.length, anna.ended], [1, null]);
});

test('who still reads a snapshot has longer', async () => {
  const hall = new Hall(3);
  const anna = hall.watch();
  anna.takesMore = false;
  await hall.pass(0);
  hall.change([1], 1);
  await hall.pass(SNAPSHOT_READ_MS_MAX - 500);
  assert.equal(anna.ended, null);
  await hall.pass(1_500);
  assert.deepEqual(anna.ended, refuse('TOO_SLOW'));
});

test('there is no such schedule: all who watch are told, and it is not asked again', async () => {
  for (const reason of [refuse('INVALID_SCHEDULE'), refuse('ENTITY_DAMAGED')]) {
    const hall = new Hall(3);
    hall.refusal = reason;
    const viewers = [hall.watch(), hall.watch(5)];
    await hall.pass(ROUND_INTERVAL_MS * 3);
    assert.deepEqual([viewers.map(({ ended }) => ended), hall.asked, hall.open, hall.clock.waiting], [[reason, reason], 1, 0, 0]);
  }
});

test('a schedule that is not available is asked again, and so is one that fails', async () => {
  const hall = new Hall(3);
  hall.refusal = refuse('UNAVAILABLE');
  const anna = hall.watch();
  await hall.pass(ROUND_INTERVAL_MS);
  hall.refusal = null;
  hall.failure = new Error('broken');
  await hall.pass(ROUND_INTERVAL_MS);
  assert.deepEqual([anna.updates, anna.ended, hall.errors.length > 0], [[], null, true]);
  hall.failure = null;
  await hall.pass(ROUND_INTERVAL_MS);
  anna.sees(hall);
});

test('a watcher that fails is ended, and the others are told', async () => {
  const hall = new Hall(3);
  const [broken, anna] = [hall.watch(), hall.watch()];
  broken.failure = new Error('broken');
  await hall.pass(0);
  assert.deepEqual([broken.ended, hall.errors], [refuse('INTERNAL'), [broken.failure]]);
  anna.sees(hall);
});

test('ten thousand watchers are told in slices, and the rounds make room for it', async () => {
  const hall = new Hall(1_000);
  const viewers = Array.from({ length: 10_000 }, () => hall.watch());
  await hall.until(() => viewers.every(({ version }) => version === 0));
  /** Of the steady clock, for telling one watcher. */
  const toldInMs = 0.02;
  const perTurn: number[] = [];
  let thisTurn = 0;
  for (const viewer of viewers) {
    viewer.onShow = () => {
      thisTurn += 1;
      hall.spentMs += toldInMs;
    };
  }
  let turning = true;
  const turn = (): void => {
    perTurn.push(thisTurn);
    thisTurn = 0;
    if (turning) setImmediate(turn);
  };
  turn();
  await hall.pass(ROUND_INTERVAL_MS);
  const { asked } = hall;
  const from = hall.now();
  for (let change = 1; change <= 40; change += 1) {
    hall.change([change], 1);
    for (let ms = 0; ms < 50; ms += 1) await hall.tick(1);
  }
  await hall.until(() => viewers.every(({ version }) => version === 40));
  turning = false;
  const largest = Math.max(...perTurn);
  assert.ok(largest <= Math.min(SLICE_THINGS_MAX, SLICE_MS_MAX / toldInMs + 2), String(largest));
  const intervalMs = (hall.now() - from) / (hall.asked - asked);
  assert.ok(intervalMs > NUDGED_INTERVAL_MS_MAX * 0.8 && intervalMs < NUDGED_INTERVAL_MS_MAX * 1.5, String(intervalMs));
  for (const viewer of viewers.slice(0, 10)) viewer.sees(hall);
  assert.equal(hall.errors.length, 0);
});

test('a node that goes away ends all watching, and says nothing else any more', async () => {
  const hall = new Hall(3);
  const anna = hall.watch();
  await hall.pass(500);
  hall.holdBack = true;
  hall.change([1], 1);
  await hall.pass(0);
  const ben = hall.watch(0, 'another schedule');
  hall.seats.close();
  hall.answer();
  const late = hall.watch();
  await hall.pass(ROUND_INTERVAL_MS * 2);
  assert.deepEqual([anna.ended, ben.ended, late.ended], [refuse('UNAVAILABLE'), refuse('UNAVAILABLE'), refuse('UNAVAILABLE')]);
  assert.deepEqual([anna.updates.length, late.updates.length, hall.open, hall.clock.waiting], [1, 0, 0, 0]);
});

test.run();
