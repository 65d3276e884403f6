/** Who comes to a demo sale and what they are like, and the concert that is put on for them. All of it follows from the random numbers handed in. */
import type { NewConcert } from '../ticketing/operators.js';
import type { NewSchedule, NewSection } from '../ticketing/new-schedule.js';
import type { Random } from './random.js';
import { randomFrom, seedFrom } from './random.js';

export interface FanPlan {
  readonly arrivesAfterMs: number;
  /** How many seats they want. */
  readonly seats: number;
  /** How long they stay in line. */
  readonly patienceMs: number;
  /** Stretches all their pauses; 1 is usual. */
  readonly slowness: number;
  /** Lets the service choose. */
  readonly wantsBest: boolean;
  /** How often they look again when somebody was quicker. */
  readonly attempts: number;
  /** What becomes of a hold: paid for; given back; left until it runs out. */
  readonly ending: 'pays' | 'gives-back' | 'walks-off';
  /** Charges too little at first. */
  readonly hasShortPurse: boolean;
  /** For what depends on how the sale goes. */
  readonly random: Random;
}

/** Most come at once, the others drop in. */
const RUSH_MS = 8_000;
const ARRIVALS_MS = 30_000;
const RUSH_SHARE = 0.6;
const PATIENCE_MS_MIN = 60_000;
const PATIENCE_MS_MAX = 420_000;

export function planFan(next: () => number): FanPlan {
  const random = randomFrom(seedFrom(next));
  const wish = random.next();
  const ending = random.next();
  return {
    arrivesAfterMs: random.chance(RUSH_SHARE) ? random.between(0, RUSH_MS) : random.between(RUSH_MS, ARRIVALS_MS),
    seats: wish < 0.15 ? 1 : wish < 0.7 ? 2 : wish < 0.85 ? 3 : 4,
    patienceMs: random.between(PATIENCE_MS_MIN, PATIENCE_MS_MAX),
    slowness: random.between(0.6, 1.6),
    wantsBest: random.chance(0.3),
    attempts: 2 + random.below(3),
    ending: ending < 0.88 ? 'pays' : ending < 0.95 ? 'gives-back' : 'walks-off',
    hasShortPurse: random.chance(0.15),
    random,
  };
}

/** Seats for about half of those who come, so that a sale ends as sales do. */
const SEATS_PER_FAN = 1.2;
const SEATS_MIN = 30;
const ROW_SEATS_MIN = 10;
const ROW_SEATS_MAX = 60;
/** Wider than deep, as halls are. */
const ROW_SHAPE = 1.3;
const FANS_PER_PLACE_INSIDE = 6;
const PLACES_INSIDE_MIN = 5;
const HOLD_SECONDS = 120;
const SALE_MS = 1_800_000;
const DAY_MS = 86_400_000;
const SHOW_AFTER_MS = 30 * DAY_MS;
const LETTERS = 26;

export function demoConcert(fans: number): NewConcert {
  return {
    title: 'Demo on-sale: Midnight Encore',
    queue: {
      maxActive: Math.max(PLACES_INSIDE_MIN, Math.ceil(fans / FANS_PER_PLACE_INSIDE)),
      activeTimeoutSeconds: 120,
      // Long enough for the polls of a crowd on a machine that has much else to do.
      waitingTimeoutSeconds: 300,
      sessionSeconds: 600,
    },
  };
}

/** It goes off sale by itself, so that it is not in the way of what is really sold. */
export function demoSchedule(fans: number, now: number): NewSchedule {
  return { startsAt: now + SHOW_AFTER_MS, salesCloseAt: now + SALE_MS, holdSeconds: HOLD_SECONDS, sections: hallFor(fans) };
}

function hallFor(fans: number): readonly NewSection[] {
  const seats = Math.max(SEATS_MIN, Math.ceil(fans * SEATS_PER_FAN));
  const inRow = Math.min(ROW_SEATS_MAX, Math.max(ROW_SEATS_MIN, Math.round(Math.sqrt(seats) * ROW_SHAPE)));
  const rows = Math.max(3, Math.ceil(seats / inRow));
  const floor = Math.max(1, Math.round(rows * 0.3));
  const balcony = Math.max(1, Math.round(rows * 0.4));
  const names = Array.from({ length: rows }, (_, index) => ({ name: rowName(index), seats: inRow }));
  return [
    { name: 'Floor', price: 90_000, rows: names.slice(0, floor) },
    { name: 'Balcony', price: 60_000, rows: names.slice(floor, floor + balcony) },
    { name: 'Gallery', price: 30_000, rows: names.slice(floor + balcony) },
  ];
}

/** A to Z, then AA, AB… */
function rowName(index: number): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + (index % LETTERS));
  return index < LETTERS ? letter : rowName(Math.floor(index / LETTERS) - 1) + letter;
}
