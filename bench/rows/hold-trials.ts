/** Trials of the hold route: on one hot schedule, spread over many, and of seats that are taken. */
import { join } from 'node:path';
import type { BenchContext } from '../suite/row.js';
import { openSale } from '../support/open-sale.js';
import type { Loads, Trial } from '../support/trial.js';
import { trialOfOurs } from '../support/trial.js';
import { HOLD_SIZES, loadsOf, mustHaveHeld, newSeats } from './hold-loads.js';

const CREATED = 201;

export type TrialWithLoads = Trial & { readonly loads: Loads };

/** All fans want seats of the same show. It is warmed up on another show. */
export async function hotTrial(context: BenchContext, index: number): Promise<TrialWithLoads> {
  const { users, connections, warmUpRequests, requests } = HOLD_SIZES[context.scale];
  return trialOfOurs({
    dataDir: join(context.scratch, `hot-${index}`),
    setUp: async (node) => {
      const sale = await openSale(node, { users, schedules: [warmUpRequests, requests] });
      const [quiet = '', hot = ''] = sale.scheduleIds;
      return loadsOf({
        ...{ users: sale.users, connections, expect: [CREATED] },
        warmUp: newSeats([quiet], users, 1, warmUpRequests),
        measured: newSeats([hot], users, 1, requests),
      });
    },
    mustAddUp: (books) => mustHaveHeld(books, warmUpRequests + requests),
  });
}

/** Each request goes to the next show. It is warmed up on other seats of the same shows, so that all of them are in memory. */
export async function spreadTrial(context: BenchContext, index: number): Promise<TrialWithLoads> {
  const { users, connections, warmUpRequests, requests, schedules } = HOLD_SIZES[context.scale];
  const warmUpSeats = Math.ceil(warmUpRequests / schedules);
  const seats = warmUpSeats + Math.ceil(requests / schedules);
  return trialOfOurs({
    dataDir: join(context.scratch, `spread-${index}`),
    setUp: async (node) => {
      const sale = await openSale(node, { users, schedules: Array.from({ length: schedules }, () => seats) });
      return loadsOf({
        ...{ users: sale.users, connections, expect: [CREATED] },
        warmUp: newSeats(sale.scheduleIds, users, 1, warmUpRequests),
        measured: newSeats(sale.scheduleIds, users, warmUpSeats + 1, requests),
      });
    },
    mustAddUp: (books) => mustHaveHeld(books, warmUpRequests + requests),
  });
}
