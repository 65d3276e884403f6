/** kill -9 while seats are held, let go and fought for, while holds run out and wallets are charged. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { Random } from '../../bench/onsale/random.js';
import type { KillPoint } from './crash-run.js';
import { playCrashes } from './crash-story.js';
import { assertPromisesKept } from './crash-verdict.js';
import { stepsOf } from './interruptions.js';

const SEED = 20_261_121;
const KILLS = 13;
const KILLS_MAX = 52;
const STEPS = stepsOf('hold');
const REQUESTS_BEFORE_KILL_MAX = 24;
const DELAY_MS_MAX = 4;

function nextPoint(life: number, random: Random): KillPoint {
  return {
    step: ['hold', 'charge', 'release'][life % 3] ?? null,
    moment: random.chance(0.7) ? 'sent' : 'answered',
    count: 1 + random.below(REQUESTS_BEFORE_KILL_MAX),
    delayMs: random.below(DELAY_MS_MAX + 1),
  };
}

test(`a node killed ${KILLS} times or more while seats are held and wallets charged loses nothing, revives no hold and charges nobody twice`, async () => {
  const ending = await playCrashes({
    seed: SEED,
    kills: KILLS,
    killsMax: KILLS_MAX,
    steps: STEPS,
    fans: 24,
    seats: 300,
    holdSeconds: 3,
    intentions: { pays: 1, paysTwiceAtOnce: 0, paysAgain: 0, holdsMoreAndPays: 0, releases: 5, asksAgain: 2, letsLapse: 2 },
    chargeShare: 0.7,
    nextPoint,
  });
  assert.ok(ending.kills >= KILLS);
  assertPromisesKept(ending, STEPS);
});

test.run();
