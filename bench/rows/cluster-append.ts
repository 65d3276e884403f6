/**
 * Row `cluster-append`: the way of records into the log of a cluster, without entities and doors, against plain atomic batches of the same bytes on the same
 * servers. Ours keeps order and expectation of each entity, gathers what waits into batches, and settles what is not answered; the reference knows all of its
 * batches beforehand and publishes them.
 */
import { rm } from 'node:fs/promises';
import { runChild } from '../inside/child.js';
import type { AppendOptions, AppendTime } from '../inside/cluster-append.js';
import type { BenchContext, Figure, Goal, Row, RowResult } from '../suite/row.js';
import { cpuFigure, figure } from '../support/cluster-figures.js';
import { ClusterStage, natsMissing, SERVERS } from '../support/cluster-stage.js';

const GOAL: Goal = { comparison: '>=', value: 0.8 };
const US_PER_SECOND = 1e6;
const WARM_UP_SHARE = 4;

interface Trial {
  readonly entities: number;
  readonly records: number;
  readonly smokeRecords: number;
}

const TRIALS: readonly Trial[] = [
  { entities: 256, records: 64_000, smokeRecords: 1_024 },
  { entities: 2_048, records: 128_000, smokeRecords: 4_096 },
];

interface Pair {
  readonly trial: Trial;
  readonly records: number;
  readonly ours: AppendTime;
  readonly reference: AppendTime;
}

export const clusterAppend: Row = {
  name: 'cluster-append',
  title: 'Append path of the cluster’s log: one record in flight for each of many entities',
  ours: 'the JetStream journal, three servers (R3, sync always)',
  reference: 'raw atomic batches of the same bytes with the same hashes and expectations, two on their way at a time',
  missing: natsMissing,
  run: (context) => ClusterStage.with(context.scratch, (stage) => run(context, stage)),
};

async function run(context: BenchContext, stage: ClusterStage): Promise<RowResult> {
  const measured: Pair[] = [];
  const steps = context.pairs * TRIALS.length;
  for (let pair = 0; pair < context.pairs; pair += 1) {
    for (const trial of TRIALS) {
      context.progress(measured.length, steps);
      measured.push(await measure(context, stage, trial));
    }
  }
  context.progress(steps, steps);
  const sizes = TRIALS.map((trial) => {
    const last = measured.filter((each) => each.trial === trial).at(-1);
    return `${nameOf(trial)}: ${Math.round(last?.ours.batch ?? 0)} and ${Math.round(last?.reference.batch ?? 0)}`;
  });
  return {
    figures: TRIALS.flatMap((trial) =>
      figuresOf(
        trial,
        measured.filter((each) => each.trial === trial),
      ),
    ),
    notes: [
      `A record is as long as that of a hold of one seat. ${SERVERS} servers, one stream, the writing process and its reference on the same machine.`,
      `Records stored together on average, ours and reference, last pair: ${sizes.join('; ')}.`,
      'After each trial the log is read: it holds exactly what was acknowledged, every chain whole; the hashes of the reference are the same.',
    ],
  };
}

async function measure(context: BenchContext, stage: ClusterStage, trial: Trial): Promise<Pair> {
  const records = context.scale === 'full' ? trial.records : trial.smokeRecords;
  const { prefix, directory } = await stage.place();
  const options: AppendOptions = {
    ...{ urls: stage.nats.urls, natsPids: stage.natsPids, prefix, directory },
    ...{ entities: trial.entities, warmUp: Math.ceil(records / WARM_UP_SHARE), records },
  };
  const ours = await runChild<AppendTime>('./cluster-append.js', options);
  const reference = await runChild<AppendTime>('./cluster-append-raw.js', options);
  await stage.deleteStreams();
  await rm(directory, { recursive: true, force: true });
  const perSecond = ({ seconds }: AppendTime): number => Math.round(records / seconds);
  context.say(`${nameOf(trial)}: ${perSecond(ours)} records/s, raw ${perSecond(reference)}`);
  return { trial, records, ours, reference };
}

const nameOf = ({ entities }: Trial): string => `${entities.toLocaleString('en')} entities`;

function figuresOf(trial: Trial, pairs: readonly Pair[]): readonly Figure[] {
  const samples = (of: (time: AppendTime, records: number) => number) => ({
    ours: pairs.map(({ ours, records }) => of(ours, records)),
    reference: pairs.map(({ reference, records }) => of(reference, records)),
  });
  const name = nameOf(trial);
  const client = samples(({ cpuSeconds }, records) => (cpuSeconds / records) * US_PER_SECOND);
  const nats = samples(({ natsCpuSeconds }, records) => ((natsCpuSeconds ?? Number.NaN) / records) * US_PER_SECOND);
  return [
    figure(
      `records per second, ${name}`,
      'records/s',
      samples(({ seconds }, records) => records / seconds),
      GOAL,
    ),
    figure(`CPU per record of the writing process, ${name}`, 'µs', client),
    ...cpuFigure(`CPU per record of the servers, ${name}`, nats),
  ];
}
