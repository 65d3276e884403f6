/** The rows of the table, in its order. */
import { clusterAppend } from '../rows/cluster-append.js';
import { clusterForward } from '../rows/cluster-forward.js';
import { clusterHandoff } from '../rows/cluster-handoff.js';
import { clusterHold } from '../rows/cluster-hold.js';
import { clusterNodes } from '../rows/cluster-nodes.js';
import { clusterTakeover } from '../rows/cluster-takeover.js';
import { coldStart } from '../rows/cold-start.js';
import { core } from '../rows/core.js';
import { costPerHold } from '../rows/cost-per-hold.js';
import { grpcHold } from '../rows/grpc-hold.js';
import { holdHot, holdLatency } from '../rows/hold-hot.js';
import { holdRefused } from '../rows/hold-refused.js';
import { holdSpread } from '../rows/hold-spread.js';
import { join } from '../rows/join.js';
import { memory } from '../rows/memory.js';
import { openLoop } from '../rows/open-loop.js';
import { peerPostgresLock } from '../rows/peer-postgres-lock.js';
import { peerPostgresUpdate } from '../rows/peer-postgres-update.js';
import { peerRedis } from '../rows/peer-redis.js';
import { purchase } from '../rows/purchase.js';
import { queuePoll } from '../rows/queue-poll.js';
import { recovery } from '../rows/recovery.js';
import { seats10k, seats50 } from '../rows/seats.js';
import { stall } from '../rows/stall.js';
import { watchSeats } from '../rows/watch-seats.js';
import type { Row } from './row.js';

export const ROWS: readonly Row[] = [
  holdHot,
  holdLatency,
  holdSpread,
  holdRefused,
  grpcHold,
  seats50,
  seats10k,
  watchSeats,
  purchase,
  queuePoll,
  join,
  peerPostgresUpdate,
  peerPostgresLock,
  peerRedis,
  core,
  costPerHold,
  memory,
  recovery,
  coldStart,
  stall,
  openLoop,
  clusterHold,
  clusterForward,
  clusterAppend,
  clusterTakeover,
  clusterHandoff,
  clusterNodes,
];
