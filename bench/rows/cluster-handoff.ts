/**
 * A node joins two others that are selling, gets its share of the shards with all that is alive in them, and leaves again in good order (SIGTERM). Measured is
 * how long that takes, and the longest that any fan waited meanwhile. The fans go on asking the two nodes that were there before.
 *
 * The goals are those of fans and operators. An answer that takes longer than a second is felt as an interruption, and whoever feels one presses again: a change
 * of the number of nodes is to be nobody's business but the operator's. And a node that is added because a sale runs hot must help while it does: most of a sale
 * is decided in its first minute, so a node should have its share within ten seconds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { placement } from '../../src/cluster/ring.js';
import { shardOf } from '../../src/cluster/shards.js';
import { BusyShow } from '../load/busy-show.js';
import { runClosedLoop } from '../load/closed-loop.js';
import type { BenchContext, Figure, Goal, Row, RowResult, Scale } from '../suite/row.js';
import type { ClusterProcess } from '../support/cluster-process.js';
import { ClusterStage, natsMissing, STAGE_NOTE } from '../support/cluster-stage.js';
import type { StagedCluster } from '../support/cluster-stage.js';
import { ClusterWatch } from '../support/cluster-view.js';
import type { JournalBooks } from '../support/journal-audit.js';
import { openSale } from '../support/open-sale.js';
import type { Sale } from '../support/open-sale.js';
import { newSeats } from './hold-loads.js';

const SHARE_SECONDS_MAX = 10;
const WAIT_SECONDS_MAX = 1;
const NODES = 2;
const JOINER = 2;
const CREATED = 201;

interface Sizes {
  readonly fans: number;
  /** So many that a third of them, which the joining node gets, is about a thousand. */
  readonly schedules: number;
  readonly calmMs: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { fans: 16, schedules: 3_150, calmMs: 5_000 },
  smoke: { fans: 4, schedules: 60, calmMs: 200 },
};

interface Change {
  readonly seconds: number;
  readonly longestSeconds: number;
}

interface Round {
  readonly calm: number;
  /** `seconds`: from its first shard to its last. */
  readonly join: Change & { readonly fromStartSeconds: number };
  readonly leave: Change;
}

export const clusterHandoff: Row = {
  name: 'cluster-handoff',
  title: 'A node joins, takes over 1,000 live schedules, and leaves again',
  ours: 'hand-offs of live schedules while fans hold and release seats of all of them',
  reference: 'none',
  missing: natsMissing,
  run: (context) => ClusterStage.with(context.scratch, (stage) => stage.withCluster(NODES, (staged) => run(context, stage, staged))),
};

async function run(context: BenchContext, stage: ClusterStage, { cluster, prefix }: StagedCluster): Promise<RowResult> {
  const sizes = SIZES[context.scale];
  const { fans, schedules } = sizes;
  // A seat for each fan of the show, and two for each round in which all schedules are brought to memory.
  const seats = fans + 2 * context.pairs;
  const sale = await openSale(cluster.node(0), { users: fans, schedules: Array.from({ length: schedules }, () => seats) });
  const watch = await ClusterWatch.of(cluster);
  const show = new BusyShow(cluster, sale, sale.scheduleIds);
  const rounds: Round[] = [];
  let touched = 0;
  const touchAll = async (): Promise<void> => {
    touched += 1;
    await bringToMemory(cluster, sale, fans + touched);
  };
  try {
    for (let pair = 0; pair < context.pairs; pair += 1) {
      context.progress(pair, context.pairs);
      rounds.push(await playRound(context, cluster, watch, { show, touchAll, calmMs: sizes.calmMs }));
    }
  } finally {
    await show.stop();
  }
  context.progress(context.pairs, context.pairs);
  await cluster.dispose();
  const books = await stage.audit(prefix, (event) => show.onEvent(event));
  show.mustAddUp(books);
  mustStillHold(books, touched * schedules);
  return { figures: figuresOf(rounds), notes: notesOf(sale, fans, show.answers) };
}

interface Scene {
  readonly show: BusyShow;
  readonly touchAll: () => Promise<void>;
  readonly calmMs: number;
}

async function playRound(
  context: BenchContext,
  cluster: ClusterProcess,
  watch: ClusterWatch,
  { show, touchAll, calmMs }: Scene,
): Promise<Round> {
  await touchAll();
  const calm = await show.disturbedBy(() => sleep(calmMs));
  const started = performance.now();
  let times = { first: started, last: started };
  const joining = await show.disturbedBy(async () => {
    [times] = await Promise.all([sharesOf(watch), startJoiner(cluster)]);
  });
  await cluster.ready();
  await touchAll();
  const leaving = performance.now();
  let left = leaving;
  const leave = await show.disturbedBy(async () => {
    await cluster.stop(JOINER);
    left = performance.now();
  });
  const seconds = (from: number, to: number): number => (to - from) / 1000;
  const round: Round = {
    calm: calm.longestMs / 1000,
    join: {
      seconds: seconds(times.first, times.last),
      fromStartSeconds: seconds(started, times.last),
      longestSeconds: joining.longestMs / 1000,
    },
    leave: { seconds: seconds(leaving, left), longestSeconds: leave.longestMs / 1000 },
  };
  await cluster.ready();
  context.say(
    `joined in ${round.join.seconds.toFixed(2)} s, longest wait ${round.join.longestSeconds.toFixed(2)} s (calm ${round.calm.toFixed(2)} s); ` +
      `left in ${round.leave.seconds.toFixed(2)} s, longest wait ${round.leave.longestSeconds.toFixed(2)} s`,
  );
  return round;
}

async function startJoiner(cluster: ClusterProcess): Promise<void> {
  if (cluster.size > JOINER) await cluster.restart(JOINER);
  else await cluster.add();
}

/** When the joining node had its first shard, and when its last. */
async function sharesOf(watch: ClusterWatch): Promise<{ readonly first: number; readonly last: number }> {
  const wished = wishedShards().length;
  let first: number | null = null;
  return watch.until(`node ${JOINER + 1} has ${wished} shards`, async () => {
    const owned = await watch.shardsOf(JOINER, 0);
    const now = performance.now();
    if (owned > 0) first ??= now;
    return first !== null && owned === wished ? { first, last: now } : null;
  });
}

/** What the ring gives to it. */
function wishedShards(): readonly number[] {
  const owners = placement(Array.from({ length: NODES + 1 }, (_, index) => `node-${index + 1}`));
  return owners.flatMap((owner, shard) => (owner === `node-${JOINER + 1}` ? [shard] : []));
}

/** A hold of one more seat of each schedule. */
async function bringToMemory(cluster: ClusterProcess, sale: Sale, seat: number): Promise<void> {
  const { users, scheduleIds } = sale;
  const requests = newSeats(scheduleIds, users.length, seat, scheduleIds.length);
  await runClosedLoop({ url: cluster.urls.slice(0, NODES), connections: 2 * NODES, users, requests, expect: [CREATED] });
}

/** Fans release what they hold, those who brought the schedules to memory do not. */
function mustStillHold({ totals: { seats } }: JournalBooks, holds: number): void {
  if (seats.held < holds) throw new Error(`${holds} holds were acknowledged and never released, ${seats.held} seats are held`);
}

function figuresOf(rounds: readonly Round[]): readonly Figure[] {
  const figure = (name: string, of: (round: Round) => number, secondsMax: number | null): Figure => {
    const goal: Goal | null = secondsMax === null ? null : { comparison: '<=', value: secondsMax };
    return { name, unit: 's', ours: rounds.map(of), reference: null, goal };
  };
  return [
    figure('from the first shard to the last', ({ join }) => join.seconds, SHARE_SECONDS_MAX),
    figure('longest wait of a fan while it joins', ({ join }) => join.longestSeconds, WAIT_SECONDS_MAX),
    figure('from the start of its process to the last shard', ({ join }) => join.fromStartSeconds, null),
    figure('leaving, until its process has ended', ({ leave }) => leave.seconds, SHARE_SECONDS_MAX),
    figure('longest wait of a fan while it leaves', ({ leave }) => leave.longestSeconds, WAIT_SECONDS_MAX),
    figure('longest wait of a fan when nothing happens', ({ calm }) => calm, null),
  ];
}

function notesOf({ scheduleIds }: Sale, fans: number, answers: number): readonly string[] {
  const wished = new Set(wishedShards());
  const moving = scheduleIds.filter((id) => wished.has(shardOf(`schedule/${id}`))).length;
  return [
    STAGE_NOTE,
    `${scheduleIds.length.toLocaleString('en')} schedules in memory, of which ${moving.toLocaleString('en')} are in the ${wished.size} shards that move; ${fans} fans without a pause between their requests, ${answers.toLocaleString('en')} answers.`,
    'The goals: an answer within a second is not felt as an interruption, so nobody presses again; and a node that is added because a sale runs hot must help in its first minute. How long a process takes to start is not in the first figure, and is in the third.',
  ];
}
