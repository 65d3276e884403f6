/** Holds as loads of a cluster: of one show or spread over many, by clients that go to any node. */
import { runClosedLoop } from '../load/closed-loop.js';
import type { AroundLoad, LoadRequest, LoadResult, LoadUser } from '../load/closed-loop.js';
import type { Scale } from '../suite/row.js';
import type { ClusterProcess } from '../support/cluster-process.js';
import type { ClusterStage } from '../support/cluster-stage.js';
import type { ClusterTrial } from '../support/cluster-trial.js';
import { trialOfCluster } from '../support/cluster-trial.js';
import type { NodeProcess } from '../support/node-process.js';
import { openSale } from '../support/open-sale.js';
import type { Trial } from '../support/trial.js';
import { trialOfOurs } from '../support/trial.js';
import { loadsOf, mustHaveHeld, newSeats } from './hold-loads.js';

const CREATED = 201;

export interface ClusterLoadSizes {
  readonly users: number;
  /** Dealt to the nodes in turn, so a multiple of 1, 3 and 5. */
  readonly connections: number;
  readonly warmUpRequests: number;
  readonly requests: number;
  /** For a load that is spread; with no divisor in common with the connections, so that each of them comes to each schedule. */
  readonly schedules: number;
}

export const CLUSTER_LOAD_SIZES: Readonly<Record<Scale, ClusterLoadSizes>> = {
  full: { users: 10_000, connections: 120, warmUpRequests: 12_000, requests: 36_000, schedules: 301 },
  smoke: { users: 30, connections: 15, warmUpRequests: 30, requests: 150, schedules: 16 },
};

export type Spread = 'hot' | 'spread';

interface Holds {
  readonly users: readonly LoadUser[];
  readonly warmUp: readonly LoadRequest[];
  readonly measured: readonly LoadRequest[];
}

/** Hot: warmed up on another show. Spread: on other seats of the same shows, so that all of them are in memory. */
async function holdsOn(node: NodeProcess, spread: Spread, sizes: ClusterLoadSizes): Promise<Holds> {
  const { users: count, warmUpRequests, requests, schedules } = sizes;
  if (spread === 'hot') {
    const { users, scheduleIds } = await openSale(node, { users: count, schedules: [warmUpRequests, requests] });
    const [quiet = '', hot = ''] = scheduleIds;
    return { users, warmUp: newSeats([quiet], count, 1, warmUpRequests), measured: newSeats([hot], count, 1, requests) };
  }
  const warmUpSeats = Math.ceil(warmUpRequests / schedules);
  const seats = warmUpSeats + Math.ceil(requests / schedules);
  const { users, scheduleIds } = await openSale(node, { users: count, schedules: Array.from({ length: schedules }, () => seats) });
  return {
    users,
    warmUp: newSeats(scheduleIds, count, 1, warmUpRequests),
    measured: newSeats(scheduleIds, count, warmUpSeats + 1, requests),
  };
}

/**
 * On so many nodes, all of which are asked alike.
 * @param before what is done with the cluster when it has everything it should serve, and nothing to do.
 */
export function clusterHolds(
  stage: ClusterStage,
  nodes: number,
  spread: Spread,
  sizes: ClusterLoadSizes,
  before: (cluster: ClusterProcess) => Promise<void> = () => Promise.resolve(),
): Promise<ClusterTrial> {
  return trialOfCluster(stage, {
    nodes,
    setUp: async (cluster) => {
      await before(cluster);
      const { users, warmUp, measured } = await holdsOn(cluster.node(0), spread, sizes);
      const run = (requests: readonly LoadRequest[], around?: AroundLoad): Promise<LoadResult> =>
        runClosedLoop({ url: cluster.urls, connections: sizes.connections, users, requests, expect: [CREATED] }, around);
      return { warmUp: () => run(warmUp), measured: (around) => run(measured, around) };
    },
    mustAddUp: (books) => mustHaveHeld(books, sizes.warmUpRequests + sizes.requests),
  });
}

/** The same on one node that keeps its journal in its own data directory. */
export async function embeddedHolds(dataDir: string, spread: Spread, sizes: ClusterLoadSizes): Promise<Trial> {
  return trialOfOurs({
    dataDir,
    setUp: async (node) => loadsOf({ ...(await holdsOn(node, spread, sizes)), connections: sizes.connections, expect: [CREATED] }),
    mustAddUp: (books) => mustHaveHeld(books, sizes.warmUpRequests + sizes.requests),
  });
}
