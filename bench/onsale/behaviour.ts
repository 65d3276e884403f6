/** What each fan is going to do, decided before the sale from the seed alone, so that the same seed plays the same crowd. */
import { arrivalTimes } from './arrivals.js';
import type { Random } from './random.js';
import { randomFrom } from './random.js';

/**
 * How the visit ends, if nothing comes in between: pays; lets the first hold run out or gives it back, then tries again; lets it run out or gives it back and
 * goes; leaves the line or the sale; closes the laptop without a word.
 */
export type Intention =
  | 'PAYS'
  | 'LAPSES_THEN_PAYS'
  | 'RELEASES_THEN_PAYS'
  | 'LAPSES'
  | 'RELEASES'
  | 'LEAVES_LINE'
  | 'LEAVES_SALE'
  | 'VANISHES_IN_LINE'
  | 'VANISHES_INSIDE';

/** Charged before the sale: enough for the dearest seats; less than that; nothing. */
export type Purse = 'FULL' | 'SHORT' | 'EMPTY';
/** Two identical requests at once: with one Idempotency-Key, or with none. */
export type DoubleClick = 'NEVER' | 'SAME_KEY' | 'NO_KEY';

export interface FanPlan {
  readonly arrivesAfterMs: number;
  readonly watches: 'POLL' | 'SOCKET';
  readonly intention: Intention;
  readonly purse: Purse;
  readonly doubleClick: DoubleClick;
  /** How often the page is reloaded while waiting. */
  readonly reloads: number;
  readonly secondTab: boolean;
  /** Index of the schedule the fan wants to see most. */
  readonly favourite: number;
  readonly seatCount: number;
  /** Over the seat map, for each try. */
  readonly thinkMs: number;
  /** Between hold and payment. */
  readonly hesitateMs: number;
  /** How often other seats are tried when somebody was quicker. */
  readonly patience: number;
  /** Of the stay in line or inside, how long until the fan leaves or vanishes. */
  readonly leavesAfterMs: number;
  /** For choices that depend on what is left. */
  readonly choiceSeed: number;
}

export interface CrowdOptions {
  readonly fans: number;
  readonly schedules: number;
  readonly seatsPerSchedule: number;
  readonly seconds: number;
  readonly seed: number;
}

/** What was derived from the options: how the sale is set up so that it lasts about as long as asked for. */
export interface SaleShape {
  readonly holdSeconds: number;
  readonly maxActive: number;
  readonly activeTimeoutSeconds: number;
  readonly waitingTimeoutSeconds: number;
}

export const SEATS_PER_FAN_MAX = 4;
/** Arrivals stop after this share of the run. */
const ARRIVALS_SHARE = 0.6;
/** A visit is planned as in a sale of a minute, and stretched or squeezed to the length asked for. */
const PLANNED_SECONDS = 60;
const HOLD_SECONDS_SHARE = 0.12;
const HOLD_SECONDS_MIN = 2;
const HOLD_SECONDS_MAX = 300;
/** A look at the hall, for those who find nothing left, and the requests of a visit. */
const VISIT_OVERHEAD_MS = 250;

const INTENTIONS: Readonly<Record<Intention, number>> = {
  PAYS: 70,
  LAPSES_THEN_PAYS: 4,
  RELEASES_THEN_PAYS: 5,
  LAPSES: 5,
  RELEASES: 5,
  LEAVES_LINE: 4,
  LEAVES_SALE: 3,
  VANISHES_IN_LINE: 2,
  VANISHES_INSIDE: 2,
};
const PURSES: Readonly<Record<Purse, number>> = { FULL: 75, SHORT: 15, EMPTY: 10 };
const DOUBLE_CLICKS: Readonly<Record<DoubleClick, number>> = { NEVER: 76, SAME_KEY: 12, NO_KEY: 12 };
const RELOADS: Readonly<Record<'0' | '1' | '3', number>> = { '0': 70, '1': 20, '3': 10 };
const SEAT_COUNTS: Readonly<Record<'1' | '2' | '3' | '4', number>> = { '1': 30, '2': 50, '3': 10, '4': 10 };

export function planCrowd({ fans, schedules, seconds, seed }: CrowdOptions): FanPlan[] {
  const pace = seconds / PLANNED_SECONDS;
  const arrivals = arrivalTimes(fans, seconds * 1000 * ARRIVALS_SHARE, randomFrom(seed, 0));
  return arrivals.map((arrivesAfterMs, index) => planFan(arrivesAfterMs, schedules, pace, randomFrom(seed, index + 1)));
}

function planFan(arrivesAfterMs: number, schedules: number, pace: number, random: Random): FanPlan {
  return {
    arrivesAfterMs,
    watches: random.chance(0.5) ? 'SOCKET' : 'POLL',
    intention: random.pick(INTENTIONS),
    purse: random.pick(PURSES),
    doubleClick: random.pick(DOUBLE_CLICKS),
    reloads: Number(random.pick(RELOADS)),
    secondTab: random.chance(0.08),
    // The first evening is the most wanted.
    favourite: Math.floor(random.next() ** 1.5 * schedules),
    seatCount: Number(random.pick(SEAT_COUNTS)),
    thinkMs: Math.round(random.between(200, 1_500) * pace),
    hesitateMs: Math.round(random.between(100, 3_000) * pace),
    patience: 3 + random.below(6),
    leavesAfterMs: Math.round(random.between(100, 4_000) * pace),
    choiceSeed: random.below(2 ** 31),
  };
}

/** Little's law: so many inside, each for so long, that all who come get through in the time asked for. */
export function shapeOf(options: CrowdOptions, crowd: readonly FanPlan[]): SaleShape {
  const { seconds, schedules, seatsPerSchedule } = options;
  const holdSeconds = Math.min(HOLD_SECONDS_MAX, Math.max(HOLD_SECONDS_MIN, Math.round(seconds * HOLD_SECONDS_SHARE)));
  const activeTimeoutSeconds = holdSeconds * 2 + 5;
  let seatsLeft = schedules * seatsPerSchedule;
  let insideMs = 0;
  for (const plan of crowd) {
    insideMs += VISIT_OVERHEAD_MS + plan.thinkMs;
    if (seatsLeft <= 0) continue;
    insideMs += stayMs(plan, holdSeconds * 1000, activeTimeoutSeconds * 1000);
    if (plan.intention.endsWith('PAYS')) seatsLeft -= plan.seatCount;
  }
  return {
    holdSeconds,
    activeTimeoutSeconds,
    waitingTimeoutSeconds: Math.max(30, Math.round(seconds / 2)),
    maxActive: Math.max(2, Math.ceil(insideMs / (seconds * 1000))),
  };
}

function stayMs({ intention, thinkMs, hesitateMs, leavesAfterMs }: FanPlan, holdMs: number, activeTimeoutMs: number): number {
  switch (intention) {
    case 'PAYS':
    case 'RELEASES':
      return hesitateMs;
    case 'RELEASES_THEN_PAYS':
      return 2 * hesitateMs + thinkMs;
    case 'LAPSES':
      return holdMs;
    case 'LAPSES_THEN_PAYS':
      return holdMs + thinkMs + hesitateMs;
    case 'LEAVES_SALE':
      return leavesAfterMs;
    case 'VANISHES_INSIDE':
      return activeTimeoutMs;
    case 'LEAVES_LINE':
    case 'VANISHES_IN_LINE':
      return 0;
  }
}

/** Most want seats side by side as far to the front as possible, and fight for them; some take what looks quiet. */
export function chooseSeats(available: readonly number[], count: number, random: Random): readonly number[] {
  const sorted = [...available].sort((one, other) => one - other);
  const wanted = Math.min(count, sorted.length);
  const starts = sorted.flatMap((seat, index) => ((sorted[index + wanted - 1] ?? 0) - seat === wanted - 1 ? [index] : []));
  // No block is left: single seats from the front.
  if (starts.length === 0) return sorted.slice(0, wanted);
  const reach = random.chance(0.75) ? Math.min(starts.length, 2 + Math.floor(starts.length * 0.05)) : starts.length;
  const start = starts[random.below(reach)] ?? 0;
  return sorted.slice(start, start + wanted);
}
