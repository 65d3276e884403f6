/**
 * kill -9 of the node that owns a busy show. Fans hold and release seats of it through any node that lives, again and again; measured is the time from the kill
 * until the first of them has an answer to rely on to something that was asked after the kill, and how long anybody had to wait for one.
 *
 * Who is killed is started again, and gets its shards back before the next kill. The moment of the kill is drawn, so that it falls anywhere between two heartbeats.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '../onsale/random.js';
import type { BenchContext, Figure, Row, RowResult, Scale } from '../suite/row.js';
import { BusyShow } from '../load/busy-show.js';
import type { Disturbance } from '../load/busy-show.js';
import { ClusterStage, natsMissing, STAGE_NOTE } from '../support/cluster-stage.js';
import type { StagedCluster } from '../support/cluster-stage.js';
import { ClusterWatch } from '../support/cluster-view.js';
import { openSale } from '../support/open-sale.js';

const BACK_SECONDS_MAX = 5;
const NODES = 3;
const SEED = 20_300_601;
/** Between two kills, at least: longer than a heartbeat. */
const CALM_MS = 500;
const KILL_SPAN_MS = 1_000;

interface Sizes {
  readonly fans: number;
  /** For each pair that is asked for: there is nothing to pair with. */
  readonly killsPerPair: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { fans: 16, killsPerPair: 10 },
  smoke: { fans: 4, killsPerPair: 1 },
};

export const clusterTakeover: Row = {
  name: 'cluster-takeover',
  title: 'Take-over of a busy schedule whose node is killed, 3 nodes',
  ours: 'from kill -9 of the owner to the first answer to rely on through another node',
  reference: 'none',
  missing: natsMissing,
  run: (context) => ClusterStage.with(context.scratch, (stage) => stage.withCluster(NODES, (staged) => run(context, stage, staged))),
};

async function run(context: BenchContext, stage: ClusterStage, { cluster, prefix }: StagedCluster): Promise<RowResult> {
  const { fans, killsPerPair } = SIZES[context.scale];
  const kills = context.pairs * killsPerPair;
  const random = randomFrom(SEED, 0);
  const sale = await openSale(cluster.node(0), { users: fans, schedules: [fans] });
  const [scheduleId = ''] = sale.scheduleIds;
  const watch = await ClusterWatch.of(cluster);
  const show = new BusyShow(cluster, sale, [scheduleId]);
  const measured: Disturbance[] = [];
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      context.progress(kill, kills);
      const owner = await ownerAtRest(watch, `schedule/${scheduleId}`, () => CALM_MS + random.below(KILL_SPAN_MS));
      const disturbed = await show.disturbedBy(() => cluster.kill(owner));
      measured.push(disturbed);
      context.say(
        `node ${owner + 1}: first answer after ${disturbed.firstAnswerMs.toFixed(0)} ms, longest wait ${disturbed.longestMs.toFixed(0)} ms`,
      );
      if (kill + 1 < kills) await cluster.restart(owner);
    }
  } finally {
    await show.stop();
  }
  context.progress(kills, kills);
  await cluster.dispose();
  show.mustAddUp(await stage.audit(prefix, (event) => show.onEvent(event)));
  return { figures: figuresOf(measured), notes: notesOf(measured.length, fans, show.answers) };
}

/** Whoever still owns it after a while in which nothing happened. */
async function ownerAtRest(watch: ClusterWatch, entity: string, calmMs: () => number): Promise<number> {
  for (;;) {
    const owner = await watch.settledOwnerOf(entity);
    await sleep(calmMs());
    if ((await watch.ownerOf(entity)) === owner) return owner;
  }
}

function figuresOf(measured: readonly Disturbance[]): readonly Figure[] {
  const first = measured.map(({ firstAnswerMs }) => firstAnswerMs / 1000);
  const longest = measured.map(({ longestMs }) => longestMs / 1000);
  const alone = { unit: 's', reference: null } as const;
  return [
    { ...alone, name: 'until the first answer', ours: first, goal: { comparison: '<=', value: BACK_SECONDS_MAX } },
    { ...alone, name: 'until the first answer, 90 of 100 kills', ours: [ninetieth(first)], goal: null },
    { ...alone, name: 'longest wait of a fan', ours: longest, goal: null },
    { ...alone, name: 'longest wait of a fan, 90 of 100 kills', ours: [ninetieth(longest)], goal: null },
  ];
}

function ninetieth(samples: readonly number[]): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.ceil(0.9 * sorted.length) - 1] ?? Number.NaN;
}

function notesOf(kills: number, fans: number, answers: number): readonly string[] {
  return [
    STAGE_NOTE,
    `${kills} kills, ${fans} fans who hold and release, ${answers.toLocaleString('en')} answers; every hold that was acknowledged is in the log, whoever was killed.`,
    'An answer to rely on is a 2xx: a 503 is asked again after a pause, as clients should, so pauses of the clients are in the figures. The queue may have been on the killed node as well.',
    'Nobody is declared dead before its lease is surely over, which is most of the time shown; it does not depend on how much the node had.',
  ];
}
