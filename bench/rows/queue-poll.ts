/** Polls of a line of a million. The line is made once, through the journal; each trial starts a fresh node on a copy of it. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../inside/child.js';
import type { Waiting, WaitingLineOptions } from '../inside/waiting-line.js';
import { runClosedLoop } from '../load/closed-loop.js';
import type { LoadRequest } from '../load/closed-loop.js';
import type { BenchContext, Row, RowResult, Scale } from '../suite/row.js';
import { Identities } from '../support/identities.js';
import type { NodeProcess } from '../support/node-process.js';
import { asOperator } from '../support/operator.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import type { Loads, Trial } from '../support/trial.js';
import { trialOfOurs, trialOfReference } from '../support/trial.js';
import { TRIED_ON_READS } from './tried.js';

const POLLS_RATIO_MIN = 0.8;
/** Longer than all trials together. */
const LASTING_SECONDS = 86_400;
/** Users whose exact place is looked at in each trial. */
const PLACES_CHECKED = 100;

interface Sizes {
  readonly waiting: number;
  readonly polling: number;
  readonly connections: number;
  readonly warmUp: number;
  readonly polls: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { waiting: 1_000_000, polling: 10_000, connections: 100, warmUp: 30_000, polls: 150_000 },
  smoke: { waiting: 2_000, polling: 200, connections: 20, warmUp: 100, polls: 500 },
};

interface Line {
  readonly dataDir: string;
  readonly identities: Identities;
  /** Those who poll. */
  readonly polling: readonly Waiting[];
}

export const queuePoll: Row = {
  name: 'queue-poll',
  title: 'Queue poll with 1,000,000 waiting',
  ours: 'GET /api/v1/numbers, both tokens checked',
  reference: 'bare Fastify GET echo, same headers',
  tried: TRIED_ON_READS,
  missing: () => Promise.resolve(null),
  run: runRow,
};

async function runRow(context: BenchContext): Promise<RowResult> {
  const sizes = SIZES[context.scale];
  context.say(`Putting ${sizes.waiting} users in line.`);
  const line = await makeLine(join(context.scratch, 'line'), sizes);
  const pairs = await runPairs(context, {
    ours: (index) => playOurs(join(context.scratch, `poll-${index}`), line, sizes),
    reference: ({ loads }) => trialOfReference({ routes: ['poll'] }, loads),
  });
  return {
    figures: figuresOf(pairs, { requestsPerSecond: { comparison: '>=', value: POLLS_RATIO_MIN } }),
    notes: [`${sizes.waiting} waiting; ${sizes.polling} of them, spread over the line, poll in turn.`, ...notesOf(pairs)],
  };
}

async function makeLine(dataDir: string, { waiting, polling }: Sizes): Promise<Line> {
  const identities = new Identities();
  await mkdir(dataDir);
  const options: WaitingLineOptions = {
    ...{ directory: dataDir, secret: identities.secret, lastingSeconds: LASTING_SECONDS, waiting, reported: polling },
  };
  return { dataDir, identities, polling: await runChild<readonly Waiting[]>('./waiting-line.js', options) };
}

async function playOurs(dataDir: string, line: Line, sizes: Sizes): Promise<Trial & { readonly loads: Loads }> {
  const { identities, polling } = line;
  await cp(line.dataDir, dataDir, { recursive: true });
  return trialOfOurs({
    dataDir,
    env: { FRONTROW_SECRET: identities.secret },
    setUp: async (node) => {
      await checkPlaces(node, line);
      const users = polling.map(({ userId, queueToken }) => ({ accessToken: identities.guestNamed(userId).accessToken, queueToken }));
      const common = { connections: sizes.connections, users, expect: [200] };
      return {
        warmUp: (url) => runClosedLoop({ url, ...common, requests: pollsOf(sizes.polling, sizes.warmUp) }),
        measured: (url, around) => runClosedLoop({ url, ...common, requests: pollsOf(sizes.polling, sizes.polls) }, around),
      };
    },
    mustAddUp: ({ totals: { tokens } }) => {
      if (tokens.waiting !== sizes.waiting) throw new Error(`${sizes.waiting} are in line, the journal has ${tokens.waiting}`);
    },
  });
}

function pollsOf(users: number, count: number): readonly LoadRequest[] {
  return Array.from({ length: count }, (_, index) => ({ method: 'GET', path: '/api/v1/numbers', user: index % users }));
}

/** Nobody has left the line, so everybody is told the place they came to. */
async function checkPlaces(node: NodeProcess, { identities, polling }: Line): Promise<void> {
  const every = Math.ceil(polling.length / PLACES_CHECKED);
  await asOperator(node, async ({ api }) => {
    for (const [index, one] of polling.entries()) {
      if (index % every !== 0) continue;
      const { position } = await api.place(identities.guestNamed(one.userId), one.queueToken);
      if (position !== one.position) throw new Error(`the user in place ${one.position} is told ${position}`);
    }
  });
}
