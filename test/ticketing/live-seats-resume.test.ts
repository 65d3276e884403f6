/** Live seats for those who come back: what is remembered of a schedule, for how long, and what they are told. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { UNWATCHED_KEPT_MAX } from '../../src/ticketing/live-seats.js';
import { CHANGED_SEATS_KEPT_MAX, CHANGES_KEPT_MS } from '../../src/ticketing/seat-versions.js';
import { NUDGED_INTERVAL_MS, ROUND_INTERVAL_MS } from '../../src/ticketing/watched-schedule.js';
import { Hall } from '../support/live-hall.js';
import type { Viewer } from '../support/live-hall.js';

test('who comes back with a version that is known gets one delta, each seat once with what it is now', async () => {
  const hall = new Hall(9);
  const anna = hall.watch();
  await hall.pass(0);
  for (const [seats, code] of [
    [[1, 2], 1],
    [[2, 3], 1],
    [[2], 0],
    [[7], 3],
  ] as const) {
    hall.change(seats, code);
    await hall.pass(NUDGED_INTERVAL_MS);
  }
  const [ben, cleo] = [hall.watch(1), hall.watch(1)];
  await hall.pass(0);
  assert.deepEqual(ben.updates, [
    { kind: 'delta', fromVersion: 1, version: 4, seats: Int32Array.of(2, 3, 7), statuses: Uint8Array.of(0, 1, 3) },
  ]);
  assert.equal(ben.updates[0], cleo.updates[0]);
  anna.sees(hall);
});

test('who comes back and has missed nothing is told so', async () => {
  const hall = new Hall(3);
  hall.change([1], 1);
  hall.watch();
  await hall.pass(0);
  const ben = hall.watch(1);
  await hall.pass(0);
  assert.deepEqual(ben.updates, [{ kind: 'delta', fromVersion: 1, version: 1, seats: new Int32Array(0), statuses: new Uint8Array(0) }]);
});

test('a version between two rounds, or one never heard of, gets a snapshot', async () => {
  const hall = new Hall(3);
  hall.watch();
  await hall.pass(0);
  hall.change([1], 1);
  hall.change([1], 0);
  await hall.pass(NUDGED_INTERVAL_MS);
  for (const version of [1, 77]) {
    const ben = hall.watch(version);
    await hall.pass(ROUND_INTERVAL_MS);
    assert.deepEqual(ben.kinds, ['snapshot'], String(version));
  }
});

test('nobody is shown less than they know: who knows more than the hub waits for the next round', async () => {
  const hall = new Hall(3);
  hall.watch();
  await hall.pass(0);
  hall.change([1], 1, { nudge: false });
  const ben = hall.watch(1);
  await hall.tick(0);
  assert.deepEqual(ben.updates, []);
  await hall.pass(NUDGED_INTERVAL_MS);
  assert.deepEqual([ben.kinds, ben.version], [['delta'], 1]);
});

test('changes are kept for a minute', async () => {
  const hall = new Hall(200);
  hall.watch();
  await hall.pass(0);
  for (let second = 1; second <= 100; second += 1) {
    hall.change([second], 1);
    await hall.pass(1_000);
  }
  const [within, before] = [hall.watch(100 - CHANGES_KEPT_MS / 1_000 + 2), hall.watch(100 - CHANGES_KEPT_MS / 1_000 - 2)];
  await hall.pass(0);
  assert.deepEqual([within.kinds, before.kinds], [['delta'], ['snapshot']]);
  within.mergesTo(hall);
});

test('only so many changed seats are kept, and a change of more is told as a snapshot', async () => {
  const hall = new Hall(CHANGED_SEATS_KEPT_MAX * 2);
  hall.change([1], 3);
  const anna = hall.watch();
  await hall.pass(0);
  const half = Array.from({ length: CHANGED_SEATS_KEPT_MAX / 2 }, (_none, index) => index + 1);
  for (const code of [1, 2, 1]) {
    hall.change(half, code);
    await hall.pass(NUDGED_INTERVAL_MS);
  }
  const [first, second] = [hall.watch(1), hall.watch(2)];
  await hall.pass(0);
  assert.deepEqual([first.kinds, second.kinds], [['snapshot'], ['delta']]);
  const tooMany = Array.from({ length: CHANGED_SEATS_KEPT_MAX + 1 }, (_none, index) => index + 1);
  hall.change(tooMany, 3);
  await hall.pass(NUDGED_INTERVAL_MS);
  assert.deepEqual(anna.kinds, ['snapshot', 'delta', 'delta', 'delta', 'snapshot']);
  anna.sees(hall);
});

test('a schedule that went back in time is shown to all anew, also to those who take nothing at the moment', async () => {
  const hall = new Hall(5);
  const [anna, slow] = [hall.watch(), hall.watch()];
  await hall.pass(0);
  for (const seat of [1, 2, 3]) {
    hall.change([seat], 1);
    slow.takesMore = seat !== 3;
    await hall.pass(NUDGED_INTERVAL_MS);
  }
  hall.restore(1);
  await hall.pass(NUDGED_INTERVAL_MS);
  hall.change([5], 2);
  await hall.pass(NUDGED_INTERVAL_MS);
  hall.change([4], 2);
  await hall.pass(NUDGED_INTERVAL_MS);
  slow.takesMore = true;
  slow.watching.ready();
  await hall.pass(0);
  assert.equal(anna.kinds.at(-3), 'snapshot');
  assert.equal(slow.kinds.at(-1), 'snapshot');
  anna.sees(hall);
  slow.sees(hall);
});

test('nobody watches: nothing is asked; who comes back within a minute gets what has changed', async () => {
  const hall = new Hall(5);
  const anna = hall.watch();
  await hall.pass(0);
  hall.change([1], 1);
  await hall.pass(NUDGED_INTERVAL_MS);
  anna.watching.stop();
  anna.watching.stop();
  const { asked } = hall;
  hall.change([2], 1);
  await hall.pass(30_000);
  assert.deepEqual([hall.asked, hall.open], [asked, 0]);
  const back = hall.watch(1);
  await hall.pass(0);
  assert.deepEqual([back.kinds, back.version], [['delta'], 2]);
  back.watching.stop();
  await hall.pass(CHANGES_KEPT_MS);
  assert.equal(hall.clock.waiting, 0);
  const late = hall.watch(1);
  await hall.pass(0);
  assert.deepEqual(late.kinds, ['snapshot']);
});

test('of schedules that nobody watches only so many are remembered', async () => {
  const hall = new Hall(5);
  for (let schedule = 0; schedule <= UNWATCHED_KEPT_MAX; schedule += 1) {
    const viewer = hall.watch(0, `schedule ${schedule}`);
    await hall.pass(0);
    viewer.watching.stop();
  }
  assert.equal(hall.clock.waiting, UNWATCHED_KEPT_MAX);
});

test('whatever happens in whatever order, whoever is up to date sees what there is', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const hall = new Hall(30);
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    let viewers: Viewer[] = [];
    for (let step = 0; step < 300; step += 1) {
      const viewer = viewers[random(Math.max(1, viewers.length))];
      const act = random(8);
      if (act <= 2) hall.change([random(30) + 1, random(30) + 1], random(4), { nudge: random(4) > 0 });
      else if (act === 3) viewers.push(hall.watch());
      else if (act === 4 && viewer !== undefined) viewer.takesMore = !viewer.takesMore;
      else if (act === 5) viewer?.watching.ready();
      else if (act === 6 && viewer !== undefined) {
        viewer.watching.stop();
        viewers = viewers.filter((other) => other !== viewer);
        if (random(2) === 0) viewers.push(viewer.resumed(hall));
      } else await hall.tick(random(300));
      viewers = viewers.filter(({ ended }) => ended === null);
    }
    for (const viewer of viewers) {
      viewer.takesMore = true;
      viewer.watching.ready();
    }
    await hall.pass(ROUND_INTERVAL_MS);
    const reasons = new Set(viewers.map(({ ended }) => ended?.refused));
    assert.deepEqual(
      [...reasons].filter((reason) => reason !== undefined),
      [],
    );
    for (const viewer of viewers) viewer.sees(hall);
    assert.deepEqual(hall.errors, []);
  }
});

test.run();
