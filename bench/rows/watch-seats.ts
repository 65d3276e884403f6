/**
 * Ten thousand readers watch one hall while it changes a thousand times a second. Each version's time is what the journal says of the change that made it; each
 * reader's is when it had the message. At the end the node is killed, and what a reader saw must be in its journal.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import type { GrpcUser } from '../load/load.js';
import { SeatChanges } from '../load/seat-changes.js';
import { checkAgainstLog, versionTimes } from '../load/seat-history.js';
import { latenessOf } from '../load/seat-lateness.js';
import type { Lateness } from '../load/seat-lateness.js';
import type { Opened, ReadersReport } from '../load/seat-readers.js';
import { SeatReaders } from '../load/seat-readers.js';
import type { BenchContext, Figure, Goal, Row, RowResult, Scale } from '../suite/row.js';
import { CPU_NOT_TO_BE_HAD, CpuMeter } from '../support/cpu-meter.js';
import { auditDataDirectory } from '../support/journal-audit.js';
import { metric, metricsOf } from '../support/node-metrics.js';
import { NodeProcess } from '../support/node-process.js';
import type { Sale } from '../support/open-sale.js';
import { grpcUsersOf, openSale } from '../support/open-sale.js';
import { writeService } from '../support/service-keys.js';
import { CLOSED_LOOP_SETTINGS, TRIAL_NOTE } from '../support/trial.js';

const BEHIND_MS_MAX = 1_000;
const LOOP_DELAY_P99_MS_MAX = 50;
/** Their process tells the node's figures and its own apart, but all of them live on one machine. */
const PROCESSES = 2;
const LOOKS_PER_SECOND = 1;
const MIB = 1024 * 1024;

interface Sizes {
  readonly readers: number;
  /** Of each process. */
  readonly connections: number;
  readonly seats: number;
  readonly heldSeats: number;
  /** Who holds and releases seats. */
  readonly changers: number;
  readonly changesPerSecond: number;
  readonly seconds: number;
}

const SIZES: Readonly<Record<Scale, Sizes>> = {
  full: { readers: 10_000, connections: 10, seats: 10_000, heldSeats: 2_000, changers: 200, changesPerSecond: 1_000, seconds: 20 },
  smoke: { readers: 50, connections: 2, seats: 200, heldSeats: 20, changers: 20, changesPerSecond: 200, seconds: 1 },
};

/** While the seats changed and everybody watched. */
interface Watched {
  readonly reports: readonly ReadersReport[];
  readonly changesPerSecond: number;
  /** Changes that the node had no time for at first. */
  readonly changesRepeated: number;
  readonly loopDelayP99Ms: number;
  readonly grownMib: number;
  readonly cpuShare: number | null;
}

interface Trial extends Watched {
  readonly handled: Lateness;
  readonly woke: Lateness;
  readonly kibPerReader: number;
  readonly opened: readonly Opened[];
  readonly resumed: readonly Opened[];
}

const { readers, changesPerSecond } = SIZES.full;

export const watchSeats: Row = {
  name: 'watch-seats',
  title: `${readers.toLocaleString('en-US')} gRPC readers of one hall's seats while it changes ${changesPerSecond.toLocaleString('en-US')} times a second`,
  ours: 'frontrow.v1.Ticketing/WatchSeats, each stream with a fan’s queue token',
  reference: 'none; every version is timed from the moment its change was decided, before it was on disk',
  missing: () => Promise.resolve(null),
  run: runRow,
};

async function runRow(context: BenchContext): Promise<RowResult> {
  const trials: Trial[] = [];
  for (let index = 0; index < context.pairs; index += 1) {
    context.progress(index, context.pairs);
    const trial = await play(context, index);
    context.say(toldOf(trial));
    trials.push(trial);
  }
  context.progress(context.pairs, context.pairs);
  return { figures: figuresOf(trials), notes: notesOf(trials, SIZES[context.scale]) };
}

async function play(context: BenchContext, index: number): Promise<Trial> {
  const own = join(context.scratch, `watch-${index}`);
  await mkdir(own);
  const { key, file } = await writeService(own, 'seat-board', ['read']);
  const dataDir = join(own, 'data');
  const node = await NodeProcess.start({ dataDir, env: { ...CLOSED_LOOP_SETTINGS, FRONTROW_GRPC_SERVICES: file } });
  const stage = new Stage(node, key, SIZES[context.scale]);
  try {
    const seen = await stage.play();
    const events: AuditedEvent[] = [];
    await auditDataDirectory(dataDir, (event) => events.push(event));
    return stage.judge(seen, events);
  } finally {
    await stage.close();
    await node.kill();
    await rm(own, { recursive: true, force: true });
  }
}

type Seen = Omit<Trial, 'handled' | 'woke'>;

class Stage {
  private readonly readers: SeatReaders[] = [];
  private changes: SeatChanges | null = null;
  private scheduleId = '';

  constructor(
    private readonly node: NodeProcess,
    private readonly serviceKey: string,
    private readonly sizes: Sizes,
  ) {}

  /** From the first seat on sale to the node's end. */
  async play(): Promise<Seen> {
    const { node, sizes } = this;
    const sale = await openSale(node, { users: sizes.readers + sizes.changers + 1, schedules: [sizes.seats] });
    this.scheduleId = sale.scheduleIds[0] ?? '';
    const bytesBefore = await this.residentBytes();
    const opened = await this.openReaders(grpcUsersOf(sale).slice(0, sizes.readers));
    const kibPerReader = Math.max(0, (await this.residentBytes()) - bytesBefore) / 1024 / sizes.readers;
    this.changes = await this.startChanges(sale);
    const watched = await this.watch();
    const resumed = await Promise.all(this.readers.map((group) => group.reconnect()));
    await Promise.all(this.readers.map((group) => group.leave()));
    await node.kill();
    const { changes, seconds, repeated } = await this.changes.outlive();
    return { ...watched, changesPerSecond: changes / seconds, changesRepeated: repeated, kibPerReader, opened, resumed };
  }

  /** Throws when what was seen is not in the journal. */
  judge(seen: Seen, events: readonly AuditedEvent[]): Trial {
    const maps = seen.reports.flatMap((report) => report.seen);
    checkAgainstLog(events, this.scheduleId, this.sizes.seats, maps);
    const madeAt = versionTimes(events, this.scheduleId);
    return { ...seen, handled: latenessOf(seen.reports, madeAt, 'handled'), woke: latenessOf(seen.reports, madeAt, 'woke') };
  }

  async close(): Promise<void> {
    await Promise.all([this.changes?.close(), ...this.readers.map((group) => group.close())]);
  }

  private async openReaders(users: readonly GrpcUser[]): Promise<readonly Opened[]> {
    const { node, serviceKey, scheduleId, sizes } = this;
    const common = { address: node.grpcAddress, serviceKey, scheduleId, connections: sizes.connections };
    const share = Math.ceil(users.length / PROCESSES);
    const groups = Array.from({ length: PROCESSES }, (_, index) => users.slice(index * share, (index + 1) * share));
    return Promise.all(
      groups.map(async (group) => {
        const { readers: started, opened } = await SeatReaders.start({ ...common, readers: group });
        this.readers.push(started);
        return opened;
      }),
    );
  }

  private async startChanges({ users }: Sale): Promise<SeatChanges> {
    const { node, scheduleId, sizes } = this;
    const [looker, ...changers] = users.slice(sizes.readers);
    if (looker === undefined) throw new Error('nobody is there to look');
    const { seats, heldSeats, changesPerSecond: rate } = sizes;
    const plan = { url: node.url, scheduleId, seats, users: changers, looker, changesPerSecond: rate };
    return SeatChanges.start({ ...plan, looksPerSecond: LOOKS_PER_SECOND, heldSeats });
  }

  private async watch(): Promise<Omit<Watched, 'changesPerSecond' | 'changesRepeated'>> {
    const { node, sizes } = this;
    // Read before, for the node's event loop is counted from one look to the next.
    const before = await this.residentBytes();
    const cpu = new CpuMeter(node.pid);
    cpu.start();
    const startedAt = performance.now();
    await Promise.all(this.readers.map((group) => group.watch()));
    await sleep(sizes.seconds * 1000);
    const reports = await Promise.all(this.readers.map((group) => group.report()));
    const used = cpu.read();
    const microseconds = (performance.now() - startedAt) * 1000;
    const metrics = await metricsOf(node);
    return {
      reports,
      loopDelayP99Ms: metric(metrics, 'nodejs_eventloop_lag_p99_seconds') * 1000,
      grownMib: Math.max(0, metric(metrics, 'process_resident_memory_bytes') - before) / MIB,
      cpuShare: used === null ? null : (used / microseconds) * 100,
    };
  }

  private async residentBytes(): Promise<number> {
    return metric(await metricsOf(this.node), 'process_resident_memory_bytes');
  }
}

function figuresOf(trials: readonly Trial[]): Figure[] {
  const figure = (name: string, unit: string, of: (trial: Trial) => number, goal: Goal | null = null): Figure => ({
    ...{ name, unit, ours: trials.map(of), reference: null, goal },
  });
  const atMost = (value: number): Goal => ({ comparison: '<=', value });
  return [
    figure('the reader furthest behind', 'ms', ({ handled }) => handled.max, atMost(BEHIND_MS_MAX)),
    figure('99 of 100 readers behind by at most', 'ms', ({ handled }) => handled.p99),
    figure('half of the readers behind by at most', 'ms', ({ handled }) => handled.p50),
    figure('the reader furthest behind, not for want of its own time', 'ms', ({ woke }) => woke.max),
    figure('readers ended as too slow', 'readers', ({ reports }) => sum(reports.map(({ tooSlow }) => tooSlow)), atMost(0)),
    figure('event loop delay of the node, p99', 'ms', ({ loopDelayP99Ms }) => loopDelayP99Ms, atMost(LOOP_DELAY_P99_MS_MAX)),
    figure('event loop delay of the readers, p99', 'ms', ({ reports }) => Math.max(...reports.map((report) => report.loopDelayP99Ms))),
    figure('memory of the node per reader, streams open', 'KiB', ({ kibPerReader }) => kibPerReader),
    figure('memory of the node grown while seats changed', 'MiB', ({ grownMib }) => grownMib),
    ...(trials.every(({ cpuShare }) => cpuShare !== null)
      ? [figure('CPU of the node', '% of a core', ({ cpuShare }) => cpuShare ?? Number.NaN)]
      : []),
    figure('until all are told what changed after all reconnect at once', 's', ({ resumed }) => slowest(resumed)),
  ];
}

function notesOf(trials: readonly Trial[], sizes: Sizes): string[] {
  const share = Math.max(...trials.flatMap(({ reports }) => reports.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds)));
  const opened = Math.max(...trials.map((trial) => slowest(trial.opened)));
  const resumed = trials.flatMap((trial) => trial.resumed);
  const slowestChanges = Math.min(...trials.map((trial) => trial.changesPerSecond));
  return [
    `${sizes.readers} streams of as many fans on ${PROCESSES * sizes.connections} connections, a hall of ${sizes.seats} seats, ${sizes.seconds} s; every reader counts, not a sample.`,
    `The readers’ ${PROCESSES} processes share the machine with the node and are busy for up to ${Math.round(share * 100)} % of a core each; what they were late themselves is in the first figure, and is left out of the fourth as far as they know it.`,
    `It took up to ${opened.toFixed(1)} s to open all streams. When all came back at once, ${sum(resumed.map(({ snapshots }) => snapshots))} had to be told all seats instead of what had changed, and ${sum(resumed.map(({ repeated }) => repeated))} had to ask again.`,
    `At least ${Math.round(slowestChanges)} changes a second came through over HTTP, ${sum(trials.map((trial) => trial.changesRepeated))} at a second try (503); after kill -9 all that two of the readers saw was in the journal.`,
    TRIAL_NOTE,
    ...(trials.every(({ cpuShare }) => cpuShare !== null) ? [] : [CPU_NOT_TO_BE_HAD]),
  ];
}

function slowest(groups: readonly Opened[]): number {
  return Math.max(...groups.map(({ ms }) => ms)) / 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function toldOf({ handled, woke, loopDelayP99Ms, grownMib, resumed, reports }: Trial): string {
  const tooSlow = sum(reports.map((report) => report.tooSlow));
  return (
    `furthest behind ${handled.max} ms (own time of readers apart ${woke.max} ms), loop delay p99 ${loopDelayP99Ms.toFixed(1)} ms, ` +
    `${grownMib.toFixed(1)} MiB grown, ${tooSlow} too slow, all back in ${slowest(resumed).toFixed(2)} s`
  );
}
