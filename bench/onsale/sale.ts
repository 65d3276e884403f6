/** What all fans of one on-sale share, and how the concert is put on sale. */
import { randomUUID } from 'node:crypto';
import type { ClientFact } from '../../src/audit/client-facts.js';
import type { FrontrowApi } from '../support/frontrow-api.js';
import type { SaleShape } from './behaviour.js';
import { SEATS_PER_FAN_MAX } from './behaviour.js';
import type { FansApi } from './fans-api.js';
import type { Measurements } from './measurements.js';
import type { OnsaleOptions } from './options.js';

export interface Concert {
  readonly concertId: string;
  readonly scheduleIds: readonly string[];
}

export interface Sale extends Concert {
  readonly api: FansApi;
  readonly shape: SaleShape;
  readonly measurements: Measurements;
  readonly observe: (fact: ClientFact) => void;
  /** Ends the visit of every fan. */
  readonly stop: AbortSignal;
}

const DAY_MS = 86_400_000;
export const PRICES = { front: 120_000, middle: 80_000, back: 50_000 } as const;
const FRONT_SHARE = 0.2;
const MIDDLE_SHARE = 0.3;
/** Schedules that are created at once. */
const CREATED_AT_ONCE_MAX = 16;

export async function putOnSale(
  api: FrontrowApi,
  adminKey: string,
  options: OnsaleOptions,
  shape: SaleShape,
  now: number,
): Promise<Concert> {
  const { maxActive, activeTimeoutSeconds, waitingTimeoutSeconds } = shape;
  const title = `On-sale of ${options.fans} fans, seed ${options.seed}`;
  const queue = { maxActive, activeTimeoutSeconds, waitingTimeoutSeconds };
  const concertId = await api.createConcert(adminKey, title, queue, randomUUID());
  const scheduleIds: string[] = [];
  for (let first = 0; first < options.schedules; first += CREATED_AT_ONCE_MAX) {
    const count = Math.min(CREATED_AT_ONCE_MAX, options.schedules - first);
    const created = Array.from({ length: count }, async (_, index) => {
      const schedule = {
        startsAt: new Date(now + (30 + first + index) * DAY_MS).toISOString(),
        sections: sectionsOf(options.seats),
        holdSeconds: shape.holdSeconds,
        maxSeatsPerUser: SEATS_PER_FAN_MAX,
      };
      return api.addSchedule(adminKey, concertId, schedule, randomUUID());
    });
    scheduleIds.push(...(await Promise.all(created)));
  }
  return { concertId, scheduleIds };
}

/** The dearest seats in front. */
function sectionsOf(seats: number): { name: string; price: number; seats: number }[] {
  const front = Math.floor(seats * FRONT_SHARE);
  const middle = Math.floor(seats * MIDDLE_SHARE);
  return [
    { name: 'Front', price: PRICES.front, seats: front },
    { name: 'Middle', price: PRICES.middle, seats: middle },
    { name: 'Back', price: PRICES.back, seats: seats - front - middle },
  ].filter((section) => section.seats > 0);
}
