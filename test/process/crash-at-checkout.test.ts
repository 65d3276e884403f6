/** kill -9 in the middle of checkouts: between the request and the start of the payment, at every step of the saga, and before the answer. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Random } from '../../bench/onsale/random.js';
import type { KillPoint } from './crash-run.js';
import { playCrashes } from './crash-story.js';
import { assertPromisesKept } from './crash-verdict.js';
import { stepsOf } from './interruptions.js';

const SEED = 20_261_120;
const KILLS = 13;
const KILLS_MAX = 52;
const STEPS = stepsOf('checkout');
const PAYMENTS_BEFORE_KILL_MIN = 8;
const PAYMENTS_BEFORE_KILL_MAX = 40;
const DELAY_MS_MAX = 8;

/** Most kills come with a payment being sent or answered, some right after a start, while what was under way is driven on. */
function nextPoint(_life: number, random: Random): KillPoint {
  const step = random.chance(0.15) ? null : 'pay';
  return {
    step,
    moment: random.chance(0.7) ? 'sent' : 'answered',
    count: Math.round(random.between(PAYMENTS_BEFORE_KILL_MIN, PAYMENTS_BEFORE_KILL_MAX)),
    delayMs: random.below(DELAY_MS_MAX + 1),
  };
}

test(`a node killed ${KILLS} times or more in the middle of checkouts loses nothing, sells nothing twice and leaves no payment undecided`, async () => {
  const ending = await playCrashes({
    seed: SEED,
    kills: KILLS,
    killsMax: KILLS_MAX,
    steps: STEPS,
    fans: 48,
    seats: 4_000,
    holdSeconds: 300,
    intentions: { pays: 6, paysTwiceAtOnce: 2, paysAgain: 1, holdsMoreAndPays: 1, releases: 0, asksAgain: 0, letsLapse: 0 },
    chargeShare: 0,
    nextPoint,
  });
  assert.ok(ending.kills >= KILLS);
  assertPromisesKept(ending, STEPS);
});

test.run();
