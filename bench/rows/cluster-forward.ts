/**
 * What it costs when a client asks a node that does not own what it asks for. A hold is two commands: the queue is asked whether the fan is inside, then the
 * schedule. On two nodes the very same holds are sent to the node that owns both, and to the other one, which forwards both over the link; and once with only
 * the schedule elsewhere.
 *
 * All of a pair is measured on the same two processes, so that what they have compiled and collected so far does not make the difference; who comes first changes
 * from pair to pair. Each load has a schedule of its own.
 */
import { runClosedLoop } from '../load/closed-loop.js';
import type { AroundLoad, LoadResult } from '../load/closed-loop.js';
import type { BenchContext, Row, RowResult, Scale } from '../suite/row.js';
import { cpuFigure, figure, natsCpuOf, nodesCpuOf, p99Of, rateOf, samplesOf, told, trialNotes } from '../support/cluster-figures.js';
import { ClusterStage, natsMissing, STAGE_NOTE } from '../support/cluster-stage.js';
import type { StagedCluster } from '../support/cluster-stage.js';
import { meteredLoad } from '../support/cluster-trial.js';
import type { ClusterTrial } from '../support/cluster-trial.js';
import { ClusterWatch } from '../support/cluster-view.js';
import type { ClusterProcess } from '../support/cluster-process.js';
import { openSale } from '../support/open-sale.js';
import type { Sale } from '../support/open-sale.js';
import { mustHaveHeld, newSeats } from './hold-loads.js';

const CPU_RATIO_MAX = 2;
const CREATED = 201;
/** Half of them are on either node, more or less; three are needed, two of them where the queue is. */
const SCHEDULES = 16;

interface Sizes {
  readonly users: number;
  readonly connections: number;
  readonly warmUpRequests: number;
  readonly requests: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { users: 10_000, connections: 100, warmUpRequests: 12_000, requests: 40_000 },
  smoke: { users: 30, connections: 10, warmUpRequests: 50, requests: 150 },
};

/** Where what is asked for lives, as the node sees it that is asked. */
type Place = 'here' | 'forwarded' | 'schedule elsewhere';
const PLACES: readonly Place[] = ['here', 'forwarded', 'schedule elsewhere'];

type Trials = Readonly<Record<Place, ClusterTrial>>;

export const clusterForward: Row = {
  name: 'cluster-forward',
  title: 'Hold that is forwarded to the node that owns the schedule',
  ours: 'POST /api/v1/reservations to a node that owns neither queue nor schedule; both commands travel over the link',
  reference: 'the same holds to the node that owns both',
  missing: natsMissing,
  run: (context) => ClusterStage.with(context.scratch, (stage) => run(context, stage)),
};

async function run(context: BenchContext, stage: ClusterStage): Promise<RowResult> {
  const sizes = SIZES[context.scale];
  const measured: Trials[] = [];
  const total = context.pairs * PLACES.length;
  for (let pair = 0; pair < context.pairs; pair += 1) {
    const order = PLACES.map((_, index) => PLACES[(index + pair) % PLACES.length] ?? 'here');
    const trials = await stage.withCluster(2, (staged) =>
      measureAll(context, stage, staged, order, (done) => context.progress(pair * PLACES.length + done, total)),
    );
    for (const place of PLACES) context.say(`${place}: ${told(trials[place])}`);
    measured.push(trials);
  }
  const against = (place: Place) => measured.map((trials) => ({ ours: trials[place], reference: trials.here }));
  const [both, half] = [against('forwarded'), against('schedule elsewhere')];
  return {
    figures: [
      ...cpuFigure('CPU per hold, both nodes', samplesOf(both, nodesCpuOf, nodesCpuOf), { comparison: '<=', value: CPU_RATIO_MAX }),
      ...cpuFigure('CPU per hold, NATS', samplesOf(both, natsCpuOf, natsCpuOf)),
      figure('holds per second', 'holds/s', samplesOf(both, rateOf, rateOf)),
      figure('p99', 'ms', samplesOf(both, p99Of, p99Of)),
      ...cpuFigure('CPU per hold, both nodes, only the schedule elsewhere', samplesOf(half, nodesCpuOf, nodesCpuOf)),
      figure('holds per second, only the schedule elsewhere', 'holds/s', samplesOf(half, rateOf, rateOf)),
    ],
    notes: [
      STAGE_NOTE,
      `${sizes.requests.toLocaleString('en')} holds of new seats of one schedule, -c ${sizes.connections}, two nodes. What both nodes use is counted, also what the one does that is not asked; the servers are counted apart.`,
      'How many commands share a frame of the link and a record of the log depends on how many come at once: with fewer callers both forwarding and holding cost more.',
      ...trialNotes(measured.flatMap((trials) => PLACES.map((place) => trials[place]))),
    ],
  };
}

async function measureAll(
  { scale }: BenchContext,
  stage: ClusterStage,
  { cluster, prefix }: StagedCluster,
  order: readonly Place[],
  step: (done: number) => void,
): Promise<Trials> {
  const { users, connections, warmUpRequests, requests } = SIZES[scale];
  const { sale, asked } = await scene(cluster, SIZES[scale]);
  const load = (place: Place, firstSeat: number, count: number, around?: AroundLoad): Promise<LoadResult> => {
    const { url, scheduleId } = asked[place];
    const asks = newSeats([scheduleId], users, firstSeat, count);
    return runClosedLoop({ url, connections, users: sale.users, requests: asks, expect: [CREATED] }, around);
  };
  for (const place of order) await load(place, 1, warmUpRequests);
  const trials = new Map<Place, ClusterTrial>();
  for (const place of order) {
    step(trials.size);
    trials.set(place, await meteredLoad(stage, cluster, (around) => load(place, warmUpRequests + 1, requests, around)));
  }
  await cluster.dispose();
  mustHaveHeld(await stage.audit(prefix), PLACES.length * (warmUpRequests + requests));
  step(trials.size);
  return byPlace((place) => trials.get(place));
}

type Asked = Readonly<Record<Place, { readonly url: string; readonly scheduleId: string }>>;

/** A sale of which everything needed is where it is needed. */
async function scene(
  cluster: ClusterProcess,
  { users, warmUpRequests, requests }: Sizes,
): Promise<{ readonly sale: Sale; readonly asked: Asked }> {
  const watch = await ClusterWatch.of(cluster);
  for (;;) {
    const sale = await openSale(cluster.node(0), { users, schedules: Array.from({ length: SCHEDULES }, () => warmUpRequests + requests) });
    const home = await watch.settledOwnerOf(`queue/${sale.concertId}`);
    const [here, there] = [cluster.urls[home], cluster.urls[1 - home]];
    const owners = await Promise.all(sale.scheduleIds.map((id) => watch.settledOwnerOf(`schedule/${id}`)));
    const [first, second] = sale.scheduleIds.filter((_, index) => owners[index] === home);
    const [third] = sale.scheduleIds.filter((_, index) => owners[index] !== home);
    if (here === undefined || there === undefined || first === undefined || second === undefined || third === undefined) continue;
    return {
      sale,
      asked: {
        here: { url: here, scheduleId: first },
        forwarded: { url: there, scheduleId: second },
        'schedule elsewhere': { url: here, scheduleId: third },
      },
    };
  }
}

function byPlace<Value>(of: (place: Place) => Value | undefined): Readonly<Record<Place, Value>> {
  const must = (place: Place): Value => {
    const value = of(place);
    if (value === undefined) throw new Error(`nothing was measured for ${place}`);
    return value;
  };
  return { here: must('here'), forwarded: must('forwarded'), 'schedule elsewhere': must('schedule elsewhere') };
}
