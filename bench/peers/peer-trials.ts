/** Trials of a peer and of the node on the same sale: the same halls, users, tokens and requests, of which the slower one gets fewer. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { LoadResult } from '../load/closed-loop.js';
import { loadsOf, mustHaveHeld, newSeats } from '../rows/hold-loads.js';
import { CpuMeter } from '../support/cpu-meter.js';
import type { Sale } from '../support/open-sale.js';
import { openSale } from '../support/open-sale.js';
import type { Loads, Trial } from '../support/trial.js';
import { trialOfOurs } from '../support/trial.js';
import type { PeerKind } from './kind.js';
import type { Peer } from './peer-process.js';
import { startPeer } from './peer-process.js';

/** How many holds a server gets: some to warm up on, then those that are measured. */
export interface Holds {
  readonly warmUp: number;
  readonly measured: number;
}

export interface SaleSize {
  readonly users: number;
  readonly schedules: number;
  readonly seatsPerSchedule: number;
  readonly connections: number;
  readonly ours: Holds;
  /** Not more than `ours`. */
  readonly peer: Holds;
}

/** What the node's trial leaves for the peer's. */
export interface SharedSale extends Pick<Sale, 'scheduleIds' | 'users'> {
  readonly secret: string;
}

export interface PeerUnderTest {
  readonly kind: PeerKind;
  /** Connections to its database. */
  readonly poolSize: number;
}

/** As in the node's sale: nothing runs out in the course of a trial. */
const HOLD_MS = 3_600_000;
const PRICE = 50_000;
const SECRET_BYTES = 32;
const CREATED = 201;

export async function trialOfNode(dataDir: string, size: SaleSize): Promise<Trial & { readonly sale: SharedSale }> {
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const sales: SharedSale[] = [];
  const trial = await trialOfOurs({
    dataDir,
    env: { FRONTROW_SECRET: secret },
    setUp: async (node) => {
      const schedules = Array.from({ length: size.schedules }, () => size.seatsPerSchedule);
      const sale = { ...(await openSale(node, { users: size.users, schedules })), secret };
      sales.push(sale);
      return holdsOf(sale, size, size.ours);
    },
    mustAddUp: (books) => mustHaveHeld(books, size.ours.warmUp + size.ours.measured),
  });
  const [sale] = sales;
  if (sale === undefined) throw new Error('the node had no sale');
  return { ...trial, sale };
}

/** @param scratch Where the peer's database may keep its data. */
export async function trialOfPeer({ kind, poolSize }: PeerUnderTest, sale: SharedSale, size: SaleSize, scratch: string): Promise<Trial> {
  const halls = sale.scheduleIds.map((scheduleId) => ({ scheduleId, seats: size.seatsPerSchedule, price: PRICE }));
  const dataDir = join(scratch, kind);
  const peer = await startPeer({ kind, connections: poolSize, secret: sale.secret, holdMs: HOLD_MS, dataDir, halls });
  try {
    const loads = holdsOf(sale, size, size.peer);
    await loads.warmUp(peer.url);
    const trial = await measure(loads, peer);
    await peer.audit(size.peer.warmUp + size.peer.measured);
    return trial;
  } finally {
    await peer.stop();
  }
}

async function measure(loads: Loads, { url, pids }: Peer): Promise<Trial> {
  const meters = pids.map((pid) => new CpuMeter(pid, 'tree'));
  const used: (number | null)[] = [];
  const load: LoadResult = await loads.measured(url, {
    before: () => meters.forEach((meter) => meter.start()),
    after: () => used.push(...meters.map((meter) => meter.read())),
  });
  const known = used.filter((each) => each !== null);
  const microseconds = known.reduce((sum, each) => sum + each, 0);
  return { load, cpuMicroseconds: known.length === used.length ? microseconds / load.answered : null };
}

/** One seat each, that nobody else asks for. Warmed up on other seats of the same shows; both servers are measured on the same seats. */
function holdsOf({ scheduleIds, users }: SharedSale, { connections, ours }: SaleSize, { warmUp, measured }: Holds): Loads {
  const firstMeasured = 1 + Math.ceil(ours.warmUp / scheduleIds.length);
  return loadsOf({
    ...{ users, connections, expect: [CREATED] },
    warmUp: newSeats(scheduleIds, users.length, 1, warmUp),
    measured: newSeats(scheduleIds, users.length, firstMeasured, measured),
  });
}
