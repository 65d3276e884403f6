/** What sells: the ground, the use cases, what is live. Opened from the inside out, closed from the outside in. */
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { DemoSales } from '../demo/demo-sales.js';
import { deriveKeyRing } from '../identity/keys.js';
import { createMinting } from '../identity/minting.js';
import type { Minting } from '../identity/minting.js';
import { createQueueTokens } from '../identity/queue-tokens.js';
import type { QueueTokens } from '../identity/queue-tokens.js';
import { Metrics } from '../metrics.js';
import { nodeLoopDelay } from '../metrics/loop-delay.js';
import { SampledNodeStats } from '../metrics/node-stats.js';
import { createTicketing } from '../ticketing.js';
import type { Ticketing } from '../ticketing.js';
import { createLive } from '../ticketing/live.js';
import type { Live } from '../ticketing/live.js';
import { nodeTimers } from '../timers.js';
import type { Ground, GroundOptions } from './ground.js';
import { openOneNode } from './one-node.js';

export interface NodeOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Called once when the journal can take nothing more: the process must end. */
  readonly onJournalFailure: (reason: string) => void;
}

/** What sells: everything but the doors. */
export interface Core {
  readonly ground: Ground;
  readonly metrics: Metrics;
  readonly minting: Minting;
  /** False once the journal can take nothing more. */
  readonly isHealthy: () => boolean;
  readonly queueTokens: QueueTokens;
  readonly ticketing: Ticketing;
  /**
   * What sockets and streams listen to. It is closed before anything else when the node stops, and with it go those who are no requests: simulated fans are sent
   * home, and nothing is measured any more.
   */
  readonly live: Live;
  readonly stats: SampledNodeStats;
  /** null when there is no demo. */
  readonly demoSales: DemoSales | null;
  /** Finishes what is under way until the deadline, saves snapshots, closes the journal. True when everything was finished in time. */
  close(deadline: number): Promise<boolean>;
}

export async function openCore({ config, logger, onJournalFailure }: NodeOptions): Promise<Core> {
  const metrics = new Metrics();
  let healthy = true;
  const ground = await openGround({
    config,
    logger,
    metrics,
    onJournalFailure: (reason) => {
      healthy = false;
      onJournalFailure(reason);
    },
    onCommit: (kind, key, events) => {
      metrics.committed(events);
      core.live.committed(kind, key);
    },
  });
  const { clock, secrets, region } = ground;
  for (const notice of secrets.notices) logger.warn(notice);
  const queueTokens = createQueueTokens({ ring: deriveKeyRing(secrets.secrets, 'queue-token') });
  const minting = createMinting();
  const ticketing = createTicketing({
    router: ground.router,
    journal: ground.journal,
    mint: () => minting.commandId(),
    currentKeyId: queueTokens.currentKeyId,
    signQueueToken: (token) => queueTokens.sign(token),
    maxPoints: config.maxPoints,
    selfCharge: config.selfCharge,
    now: () => clock.now(),
    timers: nodeTimers,
    onError: (error, message) => logger.error({ err: error }, message),
  });
  metrics.readFrom({ region: () => region.stats(), figures: (kind) => region.figures(kind) });
  const live = createLive({
    fans: ticketing.fans,
    clock,
    timers: nodeTimers,
    onCount: (queue, seats) => metrics.listeners(queue, seats),
    onError: (error, message) => logger.error({ err: error }, message),
  });
  const stats = statsOf(metrics, clock, logger);
  const demoSales = config.demo ? demoSalesOf({ ticketing, minting, metrics }, clock, logger) : null;
  const core: Core = {
    ground,
    metrics,
    minting,
    isHealthy: () => healthy,
    queueTokens,
    ticketing,
    live: {
      ...live,
      close() {
        live.close();
        ticketing.close();
        stats.close();
        // What its fans have under way is finished with everything else.
        void demoSales?.close();
      },
    },
    stats,
    demoSales,
    close(deadline) {
      core.live.close();
      return ground.close(deadline);
    },
  };
  return core;
}

/** What only a cluster needs, NATS and the links between nodes, is loaded for a node of a cluster. */
async function openGround(options: GroundOptions): Promise<Ground> {
  return options.config.natsUrl === null ? openOneNode(options) : (await import('./cluster-node.js')).openClusterNode(options);
}

function statsOf(metrics: Metrics, { now }: Ground['clock'], logger: Logger): SampledNodeStats {
  return new SampledNodeStats({
    countInto: (recent) => metrics.countInto(recent),
    figures: () => metrics.figures(),
    loopDelay: nodeLoopDelay(),
    now,
    timers: nodeTimers,
    onError: (error) => logger.error({ err: error }, 'the node could not be measured'),
  });
}

type DemoParts = Pick<Core, 'ticketing' | 'minting' | 'metrics'>;

function demoSalesOf({ ticketing, minting, metrics }: DemoParts, { now }: Ground['clock'], logger: Logger): DemoSales {
  return new DemoSales({
    ticketing,
    now,
    timers: nodeTimers,
    random: Math.random,
    mintUserId: () => minting.userId(),
    observe: (seconds, code) => metrics.simulated(seconds, code),
    onError: (error) => logger.error({ err: error }, 'a simulated fan failed'),
  });
}
