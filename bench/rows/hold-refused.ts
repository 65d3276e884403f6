/** Most fans of a hot show come too late: saying no must be as cheap as it can be. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LoadRequest, LoadUser } from '../load/closed-loop.js';
import type { BenchContext, Row } from '../suite/row.js';
import { ApiClient } from '../support/api-client.js';
import type { NodeProcess } from '../support/node-process.js';
import { openSale, SETUP_CONNECTIONS, together } from '../support/open-sale.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import { TRIAL_NOTE, trialOfOurs, trialOfReference } from '../support/trial.js';
import { HOLD_SIZES, holdRequest, loadsOf, mustHaveHeld } from './hold-loads.js';
import type { TrialWithLoads } from './hold-trials.js';

const REQUESTS_RATIO_MIN = 0.8;
const REFUSED = 400;
/** Only this refusal is the one that is measured. */
const CODE = 'SEAT_UNAVAILABLE';
const SEATS_PER_HOLD = 10;
const SEATS_PER_SCHEDULE_MAX = 10_000;
const GIVE_UP_MS = 60_000;
/** Has all the seats. */
const HOLDER = 0;

export const holdRefused: Row = {
  name: 'hold-refused',
  title: 'Refused hold (the seat is taken)',
  ours: `POST /api/v1/reservations, both tokens checked, ${REFUSED} ${CODE}`,
  reference: 'bare Fastify echo that answers a problem document of the same size',
  missing: () => Promise.resolve(null),
  run: async (context) => {
    const pairs = await runPairs(context, {
      ours: (index) => refusedTrial(context, index),
      reference: ({ loads }) => trialOfReference({ routes: ['refused-hold'] }, loads),
    });
    return {
      figures: figuresOf(pairs, { requestsPerSecond: { comparison: '>=', value: REQUESTS_RATIO_MIN } }),
      notes: [TRIAL_NOTE, ...notesOf(pairs)],
    };
  },
};

async function refusedTrial(context: BenchContext, index: number): Promise<TrialWithLoads> {
  const { users, connections, warmUpRequests, requests } = HOLD_SIZES[context.scale];
  const seats = Math.min(requests, SEATS_PER_SCHEDULE_MAX);
  let held = 0;
  return trialOfOurs({
    dataDir: join(context.scratch, `refused-${index}`),
    setUp: async (node) => {
      const sale = await openSale(node, { users, schedules: [seats, seats] });
      const [quiet = '', hot = ''] = sale.scheduleIds;
      const holder = sale.users[HOLDER];
      if (holder === undefined) throw new Error('nobody is there to take the seats');
      for (const scheduleId of sale.scheduleIds) held += await takeAll(node, holder, scheduleId, seats);
      return loadsOf({
        ...{ users: sale.users, connections, expect: [REFUSED], bodyContains: CODE },
        warmUp: tooLate(quiet, users, seats, warmUpRequests),
        measured: tooLate(hot, users, seats, requests),
      });
    },
    mustAddUp: (books) => mustHaveHeld(books, held),
  });
}

/** Everybody but the holder, each for the next seat. */
function tooLate(scheduleId: string, users: number, seats: number, count: number): readonly LoadRequest[] {
  return Array.from({ length: count }, (_, index) => holdRequest(1 + (index % (users - 1)), scheduleId, 1 + (index % seats)));
}

/** @returns How many holds it took. */
async function takeAll(node: NodeProcess, holder: LoadUser, scheduleId: string, seats: number): Promise<number> {
  const client = new ApiClient({ url: node.url, connections: SETUP_CONNECTIONS, giveUpMs: GIVE_UP_MS });
  try {
    const firsts = Array.from({ length: Math.ceil(seats / SEATS_PER_HOLD) }, (_, index) => 1 + index * SEATS_PER_HOLD);
    await together(firsts, async (first) => {
      const wanted = Array.from({ length: Math.min(SEATS_PER_HOLD, seats - first + 1) }, (_, index) => first + index);
      const { accessToken: bearer, queueToken } = holder;
      const body = { scheduleId, seats: wanted };
      const asked = { step: 'take', method: 'POST', path: '/api/v1/reservations', body, bearer, idempotencyKey: randomUUID() } as const;
      const { ok, code } = await client.request({ ...asked, ...(queueToken === null ? {} : { queueToken }) });
      if (!ok) throw new Error(`a seat could not be taken: ${code}`);
    });
    return firsts.length;
  } finally {
    await client.close();
  }
}
