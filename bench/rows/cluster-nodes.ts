/**
 * What more nodes cost. Real ones on this machine: 3 and 5 against 1, the same holds spread over many shows and sent to any node, and what they use when nobody
 * asks. Beyond that simulated: 100 nodes and a million entities, with what heartbeats, polls and changes of the shard table take on the same servers.
 */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { HEARTBEAT_MS } from '../../src/cluster/lease.js';
import { runChild } from '../inside/child.js';
import type { Cost, Scale as ScaleCosts, ScaleOptions } from '../inside/cluster-scale.js';
import type { BenchContext, Figure, Row, RowResult, Scale } from '../suite/row.js';
import { cpuFigure, figure, natsCpuOf, nodesCpuOf, rateOf, samplesOf, told, trialNotes } from '../support/cluster-figures.js';
import { ClusterStage, natsMissing, STAGE_NOTE } from '../support/cluster-stage.js';
import type { ClusterTrial } from '../support/cluster-trial.js';
import type { ClusterProcess } from '../support/cluster-process.js';
import { canMeterCpu } from '../support/cpu-meter.js';
import { CLUSTER_LOAD_SIZES, clusterHolds } from './cluster-loads.js';

const MANY_NODES = 100;
const MANY_ENTITIES = 1_000_000;
const SEED = 20_300_701;
/** As often as members are looked at. */
const PER_SECOND = 1_000 / HEARTBEAT_MS;

interface Sizes {
  /** Against one. */
  readonly few: number;
  readonly many: number;
  readonly idleMs: number;
  readonly scale: Pick<ScaleOptions, 'nodes' | 'entities' | 'heartbeats' | 'polls' | 'heads'>;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: {
    few: 3,
    many: 5,
    idleMs: 10_000,
    scale: { nodes: MANY_NODES, entities: MANY_ENTITIES, heartbeats: 20_000, polls: 1_000, heads: 100_000 },
  },
  smoke: { few: 2, many: 3, idleMs: 200, scale: { nodes: 10, entities: 10_000, heartbeats: 100, polls: 10, heads: 500 } },
};

/** Shares of a core. */
interface Idle {
  readonly perNode: number;
  readonly nats: number;
}

interface Trial {
  readonly holds: ClusterTrial;
  readonly idle: Idle;
}

type Trials = Readonly<Record<'one' | 'few' | 'many', Trial>>;

export const clusterNodes: Row = {
  name: 'cluster-nodes',
  title: `Cost as nodes are added: 3 and 5 against 1, and ${MANY_NODES} simulated with ${MANY_ENTITIES.toLocaleString('en')} entities`,
  ours: 'holds spread over many schedules, each sent to any node; ring, shard table and membership by themselves',
  reference: 'the same holds on one node with the same three NATS servers',
  missing: natsMissing,
  run: (context) => ClusterStage.with(context.scratch, (stage) => run(context, stage)),
};

async function run(context: BenchContext, stage: ClusterStage): Promise<RowResult> {
  const trials: Trials[] = [];
  const scales: ScaleCosts[] = [];
  const sizes = SIZES[context.scale];
  const [stepsEach, total] = [4, 4 * context.pairs];
  for (let pair = 0; pair < context.pairs; pair += 1) {
    const step = (done: number): void => context.progress(pair * stepsEach + done, total);
    step(0);
    const few = await measure(context, stage, sizes.few);
    step(1);
    const one = await measure(context, stage, 1);
    step(2);
    const many = await measure(context, stage, sizes.many);
    step(3);
    trials.push({ one, few, many });
    scales.push(await simulate(context, stage));
    step(stepsEach);
  }
  return {
    figures: [
      ...figuresOf(trials, 'few', sizes.few),
      ...figuresOf(trials, 'many', sizes.many),
      ...idleFigures(trials, sizes.many),
      ...scaleFigures(scales, sizes.scale),
    ],
    notes: notesOf(trials, scales, sizes),
  };
}

async function measure(context: BenchContext, stage: ClusterStage, nodes: number): Promise<Trial> {
  const idles: Idle[] = [];
  const holds = await clusterHolds(stage, nodes, 'spread', CLUSTER_LOAD_SIZES[context.scale], async (cluster) => {
    idles.push(await idleFor(SIZES[context.scale].idleMs, stage, cluster));
  });
  const [idle = { perNode: Number.NaN, nats: Number.NaN }] = idles;
  context.say(`${nodes} nodes: ${told(holds)}; before, when nobody asked, ${(idle.perNode * 100).toFixed(1)} % of a core each`);
  return { holds, idle };
}

async function idleFor(ms: number, stage: ClusterStage, cluster: ClusterProcess): Promise<Idle> {
  const read = stage.meter(cluster);
  const started = performance.now();
  await sleep(ms);
  const cpu = read();
  const microseconds = (performance.now() - started) * 1000;
  if (cpu === null) return { perNode: Number.NaN, nats: Number.NaN };
  return { perNode: cpu.nodes / cluster.size / microseconds, nats: cpu.nats / microseconds };
}

async function simulate(context: BenchContext, stage: ClusterStage): Promise<ScaleCosts> {
  const { prefix, directory } = await stage.place();
  const options: ScaleOptions = {
    ...{ urls: stage.nats.urls, natsPids: stage.natsPids, prefix, directory, seed: SEED },
    ...SIZES[context.scale].scale,
  };
  const costs = await runChild<ScaleCosts>('./cluster-scale.js', options);
  await stage.deleteStreams();
  await rm(directory, { recursive: true, force: true });
  context.say(
    `${options.nodes} nodes: placed in ${costs.placementMs.toFixed(1)} ms, ${costs.leave.shards} shards moved in ${costs.leave.milliseconds.toFixed(0)} ms`,
  );
  return costs;
}

function figuresOf(trials: readonly Trials[], which: 'few' | 'many', nodes: number): readonly Figure[] {
  const pairs = trials.map((trial) => ({ ours: trial[which].holds, reference: trial.one.holds }));
  return [
    ...cpuFigure(`CPU per hold, all nodes, ${nodes} against 1`, samplesOf(pairs, nodesCpuOf, nodesCpuOf)),
    ...cpuFigure(`CPU per hold, NATS, ${nodes} nodes against 1`, samplesOf(pairs, natsCpuOf, natsCpuOf)),
    figure(`holds per second, ${nodes} nodes against 1`, 'holds/s', samplesOf(pairs, rateOf, rateOf)),
  ];
}

function idleFigures(trials: readonly Trials[], many: number): readonly Figure[] {
  if (!canMeterCpu()) return [];
  const share = (name: string, of: (trial: Trials) => number): Figure => {
    return { name, unit: '% of a core', ours: trials.map((trial) => of(trial) * 100), reference: null, goal: null };
  };
  return [
    share('a node that nobody asks, alone', ({ one }) => one.idle.perNode),
    share(`a node that nobody asks, one of ${many}`, (trial) => trial.many.idle.perNode),
    share('NATS when nobody asks, 1 node', ({ one }) => one.idle.nats),
    share(`NATS when nobody asks, ${many} nodes`, (trial) => trial.many.idle.nats),
  ];
}

function scaleFigures(scales: readonly ScaleCosts[], { nodes, entities, heads }: Sizes['scale']): readonly Figure[] {
  const alone = (name: string, unit: string, of: (scale: ScaleCosts) => number): Figure => {
    return { name: `${nodes} nodes: ${name}`, unit, ours: scales.map(of), reference: null, goal: null };
  };
  const perNode = ({ heartbeat, poll }: ScaleCosts, of: (cost: Cost) => number): number => (PER_SECOND * (of(heartbeat) + of(poll))) / 1e4;
  const natsOf = ({ nats }: Cost): number => nats ?? Number.NaN;
  // If all that it had were looked through by one node; in fact each node looks through what it takes over.
  const headsMs = ({ head }: ScaleCosts): number => (head.microseconds * entities) / nodes / 1000;
  return [
    alone('working out who gets which shard', 'ms', ({ placementMs }) => placementMs),
    { ...alone('shards that move when one leaves', 'shards', () => 0), ours: scales[0]?.moved ?? [] },
    alone('until those of one that left have new owners and all know', 'ms', ({ leave }) => leave.milliseconds),
    alone('heartbeats and polls of a node', '% of a core', (scale) => perNode(scale, ({ cpu }) => cpu)),
    ...(canMeterCpu() ? [alone('NATS for heartbeats and polls of all', '% of a core', (scale) => perNode(scale, natsOf) * nodes)] : []),
    alone('looking through the entities of one that left for what is due', 'ms', headsMs),
    {
      ...alone('', 'ms', ({ takeOver }) => takeOver.milliseconds),
      name: `3 nodes, ${heads.toLocaleString('en')} entities with something due: looking through what one node takes over when another dies`,
    },
    alone('which shard an entity is in', 'µs', ({ shardOfMicroseconds }) => shardOfMicroseconds),
  ];
}

function notesOf(trials: readonly Trials[], scales: readonly ScaleCosts[], { scale }: Sizes): readonly string[] {
  const last = scales.at(-1);
  const { schedules, connections } = CLUSTER_LOAD_SIZES.full;
  return [
    STAGE_NOTE,
    `Holds spread over ${schedules} schedules, -c ${connections}, dealt to the nodes alike. All processes share one small machine, so more nodes are slower here: what each hold costs is what counts. With n nodes, n - 1 of n commands travel on to another one; and the same callers spread over more nodes share fewer turns, frames and batches, so part of the difference goes away with more of them.`,
    `Simulated: the ring of ${scale.nodes} nodes with ${scale.entities.toLocaleString('en')} entities, the real buckets and log on the real servers. A node sends ${PER_SECOND} heartbeats a second and reads all members as often, so ${scale.nodes} of them send ${PER_SECOND * scale.nodes} and read ${(PER_SECOND * scale.nodes * scale.nodes).toLocaleString('en')} entries a second. The table has a row for each shard, however many entities there are.`,
    ...(last === undefined
      ? []
      : [
          `The node with most shards has ${last.shardLoad.toFixed(2)} times the mean, the one with most entities ${last.entityLoad.toFixed(2)} times; a shard has ${last.entitiesPerShard.min} to ${last.entitiesPerShard.max} entities.`,
          `Measured in the last pair: a heartbeat takes ${costText(last.heartbeat)}; a poll ${costText(last.poll)}; a change of the table ${costText(last.tableWrite)}; an entity with something due ${costText(last.head)}.`,
          `Of ${scale.heads.toLocaleString('en')} entities on three nodes, ${last.takeOver.entities.toLocaleString('en')} in ${last.takeOver.shards} shards go from one that dies to one of the others.`,
          `What it takes to look through entities counts each of them as having something due; those that have not are passed over by the node, though not by the servers.`,
        ]),
    ...trialNotes(trials.flatMap(({ one, few, many }) => [one.holds, few.holds, many.holds])),
  ];
}

function costText({ microseconds, cpu, nats }: Cost): string {
  const servers = nats === null ? '' : ` and ${nats.toFixed(0)} of the servers`;
  return `${microseconds.toFixed(0)} µs (CPU: ${cpu.toFixed(0)} µs of the node${servers})`;
}
