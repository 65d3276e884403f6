/** The row of one peer: hot and spread, holds per second and per CPU-second. */
import { join } from 'node:path';
import { TRIED_AGAINST_PEERS } from '../rows/tried.js';
import type { BenchContext, Figure, Goal, Row, RowResult, Scale } from '../suite/row.js';
import { notesOf, runPairs } from '../support/pairs.js';
import type { Pair } from '../support/pairs.js';
import type { Trial } from '../support/trial.js';
import { peerMissing } from './peer-process.js';
import type { PeerUnderTest, SaleSize } from './peer-trials.js';
import { trialOfNode, trialOfPeer } from './peer-trials.js';

export type Spread = 'hot' | 'spread';

export interface PeerRowSpec extends PeerUnderTest, Pick<Row, 'name' | 'title' | 'reference'> {
  readonly goal: Goal;
  /** Holds of one trial of the peer, so many that it takes some seconds. */
  readonly requests: Readonly<Record<Spread, number>>;
  /** How the peer was tuned, for the reader. */
  readonly notes: readonly string[];
}

const MICROSECONDS_PER_SECOND = 1e6;
const SPREADS: readonly Spread[] = ['hot', 'spread'];

const OURS = {
  full: { users: 10_000, connections: 100, warmUp: 20_000, measured: 80_000 },
  smoke: { users: 50, connections: 10, warmUp: 100, measured: 300 },
} as const;
const PEER_WARM_UP = 5_000;
const SCHEDULES: Readonly<Record<Scale, Readonly<Record<Spread, number>>>> = {
  full: { hot: 1, spread: 1_000 },
  smoke: { hot: 1, spread: 20 },
};

/** What a peer is spared, so that it is not the comparison that is slow. */
const COMMON_NOTES: readonly string[] = [
  'In favour of the peer, being admitted counts as signed into the queue token, so it looks nothing up; it has no idempotency keys, no cap per user, no log and no metrics.',
  'It is reached over a Unix socket; its CPU is that of its Fastify process and of all processes of its database.',
];

export function peerRow(spec: PeerRowSpec): Row {
  const { name, title, reference, kind } = spec;
  return {
    ...{ name, title, reference },
    ours: 'POST /api/v1/reservations',
    tried: TRIED_AGAINST_PEERS,
    missing: async () => peerMissing(kind),
    run: async (context) => runRow(spec, context),
  };
}

async function runRow(spec: PeerRowSpec, context: BenchContext): Promise<RowResult> {
  const figures: Figure[] = [];
  const notes: string[] = [];
  for (const [at, spread] of SPREADS.entries()) {
    const pairs = await pairsOf(spec, spread, {
      ...context,
      say: (line) => context.say(`${spread}, ${line}`),
      progress: (done, total) => context.progress(at * total + done, SPREADS.length * total),
    });
    figures.push(...figuresOf(pairs, spread, spec.goal));
    notes.push(...notesOf(pairs).map((note) => `${spread}: ${note}`));
  }
  return { figures, notes: [...spec.notes, ...COMMON_NOTES, ...notes] };
}

async function pairsOf(spec: PeerRowSpec, spread: Spread, context: BenchContext): Promise<readonly Pair[]> {
  const size = sizeOf(spec, spread, context.scale);
  return runPairs(context, {
    ours: async (index) => trialOfNode(join(context.scratch, `${spread}-${index}-node`), size),
    reference: async ({ sale }, index) => trialOfPeer(spec, sale, size, join(context.scratch, `${spread}-${index}`)),
  });
}

function sizeOf({ requests }: PeerRowSpec, spread: Spread, scale: Scale): SaleSize {
  const schedules = SCHEDULES[scale][spread];
  const ours = OURS[scale];
  return {
    users: ours.users,
    schedules,
    seatsPerSchedule: (ours.warmUp + ours.measured) / schedules,
    connections: ours.connections,
    ours,
    peer: scale === 'smoke' ? ours : { warmUp: PEER_WARM_UP, measured: requests[spread] },
  };
}

function figuresOf(pairs: readonly Pair[], spread: Spread, goal: Goal): readonly Figure[] {
  const figure = (name: string, unit: string, of: (trial: Trial) => number, goalOf: Goal | null): Figure => ({
    ...{ name: `${spread}: ${name}`, unit, goal: goalOf },
    ours: pairs.map(({ ours }) => of(ours)),
    reference: pairs.map(({ reference }) => of(reference)),
  });
  const isMetered = pairs.every(({ ours, reference }) => ours.cpuMicroseconds !== null && reference.cpuMicroseconds !== null);
  const perCpuSecond = ({ cpuMicroseconds }: Trial): number => MICROSECONDS_PER_SECOND / (cpuMicroseconds ?? Number.NaN);
  return [
    figure('holds per second', 'holds/s', ({ load }) => load.requestsPerSecond, goal),
    ...(isMetered ? [figure('holds per CPU-second', 'holds/CPU-s', perCpuSecond, null)] : []),
    figure('p99', 'ms', ({ load }) => load.latencyMs.p99, null),
  ];
}
