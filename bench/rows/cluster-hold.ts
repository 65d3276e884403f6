/** What it costs to keep the journal on three NATS servers instead of one's own disk: a node alone, and three nodes that share the shows. */
import { join } from 'node:path';
import type { BenchContext, Figure, Row, RowResult, Scale } from '../suite/row.js';
import { cpuFigure, cpuOf, figure, nodesCpuOf, p99Of, rateOf, samplesOf, told, trialNotes } from '../support/cluster-figures.js';
import { ClusterStage, natsMissing, STAGE_NOTE } from '../support/cluster-stage.js';
import type { ClusterTrial } from '../support/cluster-trial.js';
import type { Trial } from '../support/trial.js';
import { CLUSTER_LOAD_SIZES, clusterHolds, embeddedHolds } from './cluster-loads.js';
import type { Spread } from './cluster-loads.js';

interface Setting {
  readonly spread: Spread;
  readonly nodes: Readonly<Record<Scale, number>>;
  readonly name: string;
}

interface Pair {
  readonly setting: Setting;
  readonly ours: ClusterTrial;
  readonly reference: Trial;
}

const SIZES = CLUSTER_LOAD_SIZES.full;
const SETTINGS: readonly Setting[] = [
  { spread: 'hot', nodes: { full: 1, smoke: 1 }, name: '1 node, one hot schedule' },
  { spread: 'spread', nodes: { full: 3, smoke: 2 }, name: `3 nodes, spread over ${SIZES.schedules} schedules` },
];

export const clusterHold: Row = {
  name: 'cluster-hold',
  title: 'Hold in a cluster: 1 node and 3 nodes on three NATS servers',
  ours: 'POST /api/v1/reservations to any node, the log on three NATS servers (R3, sync always)',
  reference: 'the same holds on one node with its journal in SQLite',
  missing: natsMissing,
  run: (context) => ClusterStage.with(context.scratch, (stage) => run(context, stage)),
};

async function run(context: BenchContext, stage: ClusterStage): Promise<RowResult> {
  const sizes = CLUSTER_LOAD_SIZES[context.scale];
  const measured: Pair[] = [];
  const steps = context.pairs * SETTINGS.length;
  for (let pair = 0; pair < context.pairs; pair += 1) {
    for (const setting of SETTINGS) {
      context.progress(measured.length, steps);
      const ours = await clusterHolds(stage, setting.nodes[context.scale], setting.spread, sizes);
      const reference = await embeddedHolds(join(context.scratch, `${setting.spread}-${pair}`), setting.spread, sizes);
      context.say(`${setting.name}: ${told(ours)}; on SQLite ${told(reference)}`);
      measured.push({ setting, ours, reference });
    }
  }
  context.progress(steps, steps);
  return {
    figures: SETTINGS.flatMap((setting) =>
      figuresOf(
        setting,
        measured.filter((pair) => pair.setting === setting),
      ),
    ),
    notes: [
      STAGE_NOTE,
      `${SIZES.requests.toLocaleString('en')} holds of new seats by ${SIZES.users.toLocaleString('en')} users, -c ${SIZES.connections}; every node is asked by as many of the connections, so of three nodes two in three commands travel on to another one.`,
      'The reference has the machine to itself. Three nodes and three servers on one small machine cannot be faster than one process there: what counts is the CPU per hold, which they would use on machines of their own as well.',
      ...trialNotes(measured.flatMap(({ ours, reference }) => [ours, reference])),
    ],
  };
}

function figuresOf({ name }: Setting, pairs: readonly Pair[]): readonly Figure[] {
  return [
    figure(`holds per second, ${name}`, 'holds/s', samplesOf(pairs, rateOf, rateOf)),
    ...cpuFigure(`CPU per hold, nodes and NATS, ${name}`, samplesOf(pairs, cpuOf, cpuOf)),
    ...cpuFigure(`CPU per hold, nodes alone, ${name}`, samplesOf(pairs, nodesCpuOf, cpuOf)),
    figure(`p99, ${name}`, 'ms', samplesOf(pairs, p99Of, p99Of)),
  ];
}
