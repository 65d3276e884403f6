/**
 * The seat map while the hall changes a thousand times a second. A second process holds and releases seats on schedule and looks whether the map shows what
 * it must; at the end the node is killed in the middle of it, and every map that was seen must be one that its journal has.
 */
import { join } from 'node:path';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { STALE_MS_MAX } from '../../src/ticketing/shared-seats.js';
import { runClosedLoop } from '../load/closed-loop.js';
import type { LoadRequest, LoadResult, LoadUser } from '../load/closed-loop.js';
import { SeatChanges } from '../load/seat-changes.js';
import type { SeatChangesReport } from '../load/seat-changes.js';
import { checkAgainstLog } from '../load/seat-history.js';
import type { BenchContext, Row, RowResult, Scale } from '../suite/row.js';
import { openSale } from '../support/open-sale.js';
import { figuresOf, notesOf, runPairs } from '../support/pairs.js';
import type { Loads, Trial } from '../support/trial.js';
import { trialOfOurs, trialOfReference } from '../support/trial.js';
import { TRIED_ON_SEATS } from './tried.js';

const REQUESTS_RATIO_MIN = 0.7;
const CHANGES_PER_SECOND = 1_000;
/** A slower rate is told. */
const CHANGES_PER_SECOND_MIN = 950;
const LOOKS_PER_SECOND = 10;
/** Of those who look at the map, one in so many has a seat of their own as soon as all seats that are to be held are held. */
const USERS_PER_HELD_SEAT = 100;

interface Sizes {
  readonly seats: number;
  readonly users: number;
  readonly connections: number;
  readonly warmUp: number;
  readonly looks: number;
}

interface SeatsTrial extends Trial {
  readonly loads: Loads;
  /** Of a map. */
  readonly bytes: number;
  readonly report: SeatChangesReport;
}

export const seats50: Row = seatsRow('seats-50', '50-seat', {
  full: { seats: 50, users: 10_000, connections: 100, warmUp: 20_000, looks: 100_000 },
  smoke: { seats: 50, users: 50, connections: 20, warmUp: 100, looks: 500 },
});

/** So few connections because what is on its way on each of them is most of a megabyte. */
export const seats10k: Row = seatsRow('seats-10k', '10k-seat', {
  full: { seats: 10_000, users: 10_000, connections: 25, warmUp: 2_000, looks: 10_000 },
  smoke: { seats: 10_000, users: 50, connections: 10, warmUp: 20, looks: 100 },
});

function seatsRow(name: string, size: string, sizes: Readonly<Record<Scale, Sizes>>): Row {
  return {
    name,
    title: `Seats of a ${size} schedule while holds and releases change it ${CHANGES_PER_SECOND} times a second`,
    ours: 'GET /api/v1/seats, both tokens checked',
    reference: 'bare Fastify sending a cached buffer of the same size, same headers',
    tried: TRIED_ON_SEATS,
    missing: () => Promise.resolve(null),
    run: (context) => runRow(context, sizes[context.scale]),
  };
}

async function runRow(context: BenchContext, sizes: Sizes): Promise<RowResult> {
  const reports: SeatChangesReport[] = [];
  const pairs = await runPairs(context, {
    ours: async (index) => {
      const trial = await playOurs(join(context.scratch, `seats-${index}`), sizes);
      reports.push(trial.report);
      return trial;
    },
    reference: ({ bytes, loads }) => trialOfReference({ routes: ['seats'], seatsBytes: bytes }, loads),
  });
  const maps = reports.reduce((sum, { seen }) => sum + seen.length, 0);
  const repeated = reports.reduce((sum, report) => sum + report.repeated, 0);
  const slowest = Math.min(...reports.map(({ changes, seconds }) => changes / seconds));
  return {
    figures: figuresOf(pairs, { requestsPerSecond: { comparison: '>=', value: REQUESTS_RATIO_MIN } }),
    notes: [
      `CPU of ours includes the ${CHANGES_PER_SECOND} holds and releases a second, with their journal; the reference gets no such load.`,
      `${maps} maps were looked into: none staler than ${STALE_MS_MAX} ms, none without the seat that its looker was just given, and after kill -9 each was in the journal.`,
      ...(slowest < CHANGES_PER_SECOND_MIN ? [`In the slowest trial only ${Math.round(slowest)} changes a second came through.`] : []),
      ...(repeated === 0 ? [] : [`${repeated} holds, releases and looks were turned away (503) and sent again.`]),
      ...notesOf(pairs),
    ],
  };
}

async function playOurs(dataDir: string, sizes: Sizes): Promise<SeatsTrial> {
  const stage = new Stage(sizes);
  try {
    const trial = await trialOfOurs({
      dataDir,
      setUp: async (node) => {
        const { users, scheduleIds } = await openSale(node, { users: sizes.users + 1, schedules: [sizes.seats] });
        return stage.open(node.url, scheduleIds[0] ?? '', users);
      },
      onEvent: (event) => stage.events.push(event),
      mustAddUp: () => stage.check(),
    });
    return { ...trial, bytes: stage.bytes, report: stage.ended() };
  } finally {
    await stage.close();
  }
}

/** What goes on around the load in a trial of ours. */
class Stage {
  readonly events: AuditedEvent[] = [];
  bytes = 0;
  private scheduleId = '';
  private changes: SeatChanges | null = null;
  private report: SeatChangesReport | null = null;

  constructor(private readonly sizes: Sizes) {}

  /** The seats change from now on until the node is gone. The last of the users never gets one. */
  async open(url: string, scheduleId: string, users: readonly LoadUser[]): Promise<Loads> {
    const { seats, connections, warmUp, looks } = this.sizes;
    const [looker] = users.slice(-1);
    if (looker === undefined) throw new Error('nobody is there to look');
    const lookers = users.slice(0, -1);
    this.scheduleId = scheduleId;
    this.changes = await SeatChanges.start({
      ...{ url, scheduleId, seats, users: lookers, looker, changesPerSecond: CHANGES_PER_SECOND, looksPerSecond: LOOKS_PER_SECOND },
      heldSeats: Math.min(seats / 2, Math.ceil(lookers.length / USERS_PER_HELD_SEAT)),
    });
    const path = `/api/v1/seats?scheduleId=${scheduleId}`;
    this.bytes = await sizeOf(`${url}${path}`, looker);
    const common = { connections, users: lookers, expect: [200] };
    return {
      warmUp: (server) => runClosedLoop({ url: server, ...common, requests: looksOf(path, lookers.length, warmUp) }),
      measured: async (server, around) => {
        const load = await runClosedLoop({ url: server, ...common, requests: looksOf(path, lookers.length, looks) }, around);
        return this.afterLoad(server === url, load);
      },
    };
  }

  /** Every map that was seen is in the journal. */
  check(): void {
    checkAgainstLog(this.events, this.scheduleId, this.sizes.seats, this.ended().seen);
  }

  ended(): SeatChangesReport {
    if (this.report === null) throw new Error('the seats still change');
    return this.report;
  }

  async close(): Promise<void> {
    await this.changes?.close();
  }

  /** The node is killed as soon as the last answer is there, and with it the changes end. */
  private async afterLoad(isOurs: boolean, load: LoadResult): Promise<LoadResult> {
    if (isOurs && this.changes !== null) this.report = await this.changes.outlive();
    return load;
  }
}

function looksOf(path: string, users: number, count: number): readonly LoadRequest[] {
  return Array.from({ length: count }, (_, index) => ({ method: 'GET', path, user: index % users }));
}

async function sizeOf(address: string, { accessToken, queueToken }: LoadUser): Promise<number> {
  const answer = await fetch(address, { headers: { authorization: `Bearer ${accessToken}`, 'queue-token': queueToken ?? '' } });
  if (answer.status !== 200) throw new Error(`the map was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.arrayBuffer()).byteLength;
}
