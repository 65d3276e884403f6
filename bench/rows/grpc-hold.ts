/** A hold for internal services: a unary call, with the fan's queue token and the key of the service that asks for it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runGrpcHolds } from '../load/grpc-holds.js';
import type { AroundLoad, LoadResult } from '../load/load.js';
import type { BenchContext, Figure, Row, RowResult } from '../suite/row.js';
import { grpcUsersOf, openSale } from '../support/open-sale.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import { writeService } from '../support/service-keys.js';
import { TRIAL_NOTE, trialOfGrpcReference, trialOfOurs } from '../support/trial.js';
import { HOLD_SIZES, mustHaveHeld } from './hold-loads.js';
import type { TrialWithLoads } from './hold-trials.js';
import { TRIED_ON_GRPC_HOLDS } from './tried.js';

const CALLS_RATIO_MIN = 0.8;
const CPU_RATIO_MAX = 1.4;
const CHANNELS = 4;
const sizes = HOLD_SIZES.full;

export const grpcHold: Row = {
  name: 'grpc-hold',
  title: `Hold over gRPC, one hot schedule (${sizes.requests / 1000}k unary calls for new seats, ${sizes.connections} in flight)`,
  ours: 'frontrow.v1.Ticketing/Hold: service key, right and queue token checked, durable',
  reference: 'bare @grpc/grpc-js echo: same protocol buffers, messages and metadata',
  tried: TRIED_ON_GRPC_HOLDS,
  missing: () => Promise.resolve(null),
  run: runRow,
};

async function runRow(context: BenchContext): Promise<RowResult> {
  const pairs = await runPairs(context, {
    ours: (index) => playOurs(context, index),
    reference: ({ loads }) => trialOfGrpcReference(loads),
  });
  const goals = {
    requestsPerSecond: { comparison: '>=', value: CALLS_RATIO_MIN },
    cpu: { comparison: '<=', value: CPU_RATIO_MAX },
  } as const;
  return {
    figures: figuresOf(pairs, goals).map(ofCalls),
    notes: [
      `The generator is bare @grpc/grpc-js with encoded messages, the same for both: ${CHANNELS} connections, no request ids, as holds over HTTP have no Idempotency-Key here.`,
      TRIAL_NOTE,
      ...notesOf(pairs),
    ],
  };
}

function ofCalls(figure: Figure): Figure {
  return { ...figure, name: figure.name.replace('request', 'call'), unit: figure.unit === 'req/s' ? 'calls/s' : figure.unit };
}

/** As the holds of one hot schedule over HTTP: warmed up on another show. */
async function playOurs(context: BenchContext, index: number): Promise<TrialWithLoads> {
  const { users, connections, warmUpRequests, requests } = HOLD_SIZES[context.scale];
  const own = join(context.scratch, `service-${index}`);
  await mkdir(own);
  const { key, file } = await writeService(own, 'box-office', ['sell']);
  return trialOfOurs({
    dataDir: join(context.scratch, `node-${index}`),
    env: { FRONTROW_GRPC_SERVICES: file },
    addressOf: ({ grpcAddress }) => grpcAddress,
    setUp: async (node) => {
      const sale = await openSale(node, { users, schedules: [warmUpRequests, requests] });
      const [quiet = '', hot = ''] = sale.scheduleIds;
      const fixed = { serviceKey: key, channels: CHANNELS, inFlight: connections, users: grpcUsersOf(sale), firstSeat: 1 };
      const run = (address: string, scheduleId: string, calls: number, around?: AroundLoad): Promise<LoadResult> =>
        runGrpcHolds({ ...fixed, address, scheduleId, calls }, around);
      return {
        warmUp: (address) => run(address, quiet, warmUpRequests),
        measured: (address, around) => run(address, hot, requests, around),
      };
    },
    mustAddUp: (books) => mustHaveHeld(books, warmUpRequests + requests),
  });
}
