import { test } from 'uvu';
import assert from 'node:assert/strict';
import { arrivalTimes } from '../../bench/onsale/arrivals.js';
import { chooseSeats, planCrowd, shapeOf } from '../../bench/onsale/behaviour.js';
import { randomFrom } from '../../bench/onsale/random.js';

const OPTIONS = { fans: 2_000, schedules: 3, seatsPerSchedule: 300, seconds: 60, seed: 1 };

test('the same seed brings the same crowd, another seed another one', () => {
  assert.deepEqual(planCrowd(OPTIONS), planCrowd(OPTIONS));
  assert.notDeepEqual(planCrowd(OPTIONS), planCrowd({ ...OPTIONS, seed: 2 }));
});

test('most arrive within the first seconds, the rest in a tail, all within the window', () => {
  const times = arrivalTimes(10_000, 60_000, randomFrom(7, 0));
  assert.deepEqual(
    times,
    [...times].sort((one, other) => one - other),
  );
  assert.ok((times[0] ?? -1) >= 0 && (times.at(-1) ?? Infinity) <= 60_000);
  const early = times.filter((time) => time < 6_000).length;
  assert.ok(early > 6_000 && early < 8_000, `${early} of 10,000 came in the first tenth`);
  assert.ok(times.filter((time) => time > 30_000).length > 1_000, 'some hear of it late');
});

test('a crowd has everybody in it', () => {
  const crowd = planCrowd(OPTIONS);
  assert.equal(new Set(crowd.map(({ intention }) => intention)).size, 9);
  assert.equal(new Set(crowd.map(({ purse }) => purse)).size, 3);
  assert.equal(new Set(crowd.map(({ doubleClick }) => doubleClick)).size, 3);
  const sockets = crowd.filter(({ watches }) => watches === 'SOCKET').length;
  assert.ok(Math.abs(sockets - 1_000) < 150, `${sockets} of 2,000 listen on a socket`);
  assert.ok(crowd.every(({ favourite, seatCount }) => favourite < 3 && seatCount >= 1 && seatCount <= 4));
});

test('longer sales are planned slower, with longer holds', () => {
  const long = { ...OPTIONS, seconds: 600 };
  const [quick, slow] = [shapeOf(OPTIONS, planCrowd(OPTIONS)), shapeOf(long, planCrowd(long))];
  assert.ok(slow.holdSeconds > quick.holdSeconds);
  assert.ok(quick.activeTimeoutSeconds > quick.holdSeconds, 'nobody is thrown out while a hold runs out');
});

test('more fans in the same time need more room inside', () => {
  const more = { ...OPTIONS, fans: 8_000, schedules: 12 };
  assert.ok(shapeOf(more, planCrowd(more)).maxActive > 2 * shapeOf(OPTIONS, planCrowd(OPTIONS)).maxActive);
});

test('the smallest sale has room for two', () => {
  const tiny = { fans: 1, schedules: 1, seatsPerSchedule: 1, seconds: 3, seed: 0 };
  assert.deepEqual(shapeOf(tiny, planCrowd(tiny)).maxActive, 2);
});

test('seats are chosen side by side where there are any, and most are in front', () => {
  const hall = Array.from({ length: 200 }, (_, index) => index + 1);
  const choices = Array.from({ length: 500 }, (_, stream) => chooseSeats(hall, 3, randomFrom(3, stream)));
  assert.ok(choices.every(([first = 0, second, third]) => second === first + 1 && third === first + 2));
  assert.ok(choices.filter(([first = 0]) => first <= 12).length > 350, 'the front is what they fight for');
  assert.ok(
    choices.some(([first = 0]) => first > 100),
    'some take what looks quiet',
  );
});

test('without a block of seats single ones do, and what is left when less is left', () => {
  assert.deepEqual(chooseSeats([9, 1, 5], 2, randomFrom(1, 0)), [1, 5]);
  assert.deepEqual(chooseSeats([7], 4, randomFrom(1, 0)), [7]);
  assert.deepEqual(chooseSeats([], 2, randomFrom(1, 0)), []);
});

test('the generator is even enough, and its streams differ', () => {
  const random = randomFrom(5, 0);
  const draws = Array.from({ length: 10_000 }, () => random.below(10));
  for (let digit = 0; digit < 10; digit += 1) {
    const share = draws.filter((draw) => draw === digit).length;
    assert.ok(share > 850 && share < 1_150, `${digit} came ${share} times`);
  }
  assert.notEqual(randomFrom(5, 1).next(), randomFrom(5, 2).next());
});

test.run();
