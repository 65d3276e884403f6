/**
 * A million users get in line. Each request shows an access token that was never seen before, so ours verifies one and signs another, writes the place in
 * line and waits until it is durable; the reference signs one of the same size and does nothing else.
 */
import { join as joinPath } from 'node:path';
import { runClosedLoop } from '../load/closed-loop.js';
import type { LoadRequest } from '../load/closed-loop.js';
import type { BenchContext, Row, RowResult, Scale } from '../suite/row.js';
import { Identities } from '../support/identities.js';
import { asOperator } from '../support/operator.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import type { Loads, Trial } from '../support/trial.js';
import { trialOfOurs, trialOfReference } from '../support/trial.js';

const TOKENS_RATIO_MIN = 0.7;
/** One is let in, the others wait. */
const MAX_ACTIVE = 1;

interface Sizes {
  readonly connections: number;
  readonly warmUp: number;
  /** Users who join while it is measured, by trial. */
  readonly joins: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { connections: 100, warmUp: 20_000, joins: 200_000 },
  smoke: { connections: 20, warmUp: 100, joins: 500 },
};

export const join: Row = {
  name: 'join',
  title: 'Join: 1,000,000 users get their token',
  ours: 'POST /api/v1/tokens, access token checked, durable',
  reference: 'bare Fastify echo that signs one token of the same size',
  missing: () => Promise.resolve(null),
  run: runRow,
};

async function runRow(context: BenchContext): Promise<RowResult> {
  const sizes = SIZES[context.scale];
  const pairs = await runPairs(context, {
    ours: (index) => playOurs(joinPath(context.scratch, `join-${index}`), sizes),
    reference: ({ loads }) => trialOfReference({ routes: ['signed-token'] }, loads),
  });
  const { joins } = sizes;
  return {
    figures: figuresOf(pairs, { requestsPerSecond: { comparison: '>=', value: TOKENS_RATIO_MIN } }),
    notes: [
      `${joins} different users into one concert's line in each of ${context.pairs} trials, ${joins * context.pairs} in all: the generator builds its requests ` +
        'in advance and has no room for a million. A request is a token.',
      'Ours verifies an access token that it sees for the first time, and answers when the place is durable; the reference verifies nothing and writes nothing.',
      ...notesOf(pairs),
    ],
  };
}

async function playOurs(dataDir: string, { connections, warmUp, joins }: Sizes): Promise<Trial & { readonly loads: Loads }> {
  const identities = new Identities();
  return trialOfOurs({
    dataDir,
    env: { FRONTROW_SECRET: identities.secret },
    setUp: (node) =>
      asOperator(node, async (operator) => {
        const [first, second] = [await operator.concert(MAX_ACTIVE), await operator.concert(MAX_ACTIVE)];
        const users = identities.guests(warmUp + joins).map(({ accessToken }) => ({ accessToken, queueToken: null }));
        const common = { connections, users, expect: [201] };
        return {
          warmUp: (url) => runClosedLoop({ url, ...common, requests: joinsOf(first, 0, warmUp) }),
          measured: (url, around) => runClosedLoop({ url, ...common, requests: joinsOf(second, warmUp, joins) }, around),
        };
      }),
    mustAddUp: ({ totals: { tokens } }) => {
      if (tokens.issued !== warmUp + joins) throw new Error(`${warmUp + joins} users joined, the journal has ${tokens.issued} tokens`);
    },
  });
}

function joinsOf(concertId: string, firstUser: number, count: number): readonly LoadRequest[] {
  const body = JSON.stringify({ concertId });
  return Array.from({ length: count }, (_, index) => ({ method: 'POST', path: '/api/v1/tokens', user: firstUser + index, body }));
}
