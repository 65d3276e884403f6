/** What sells: the journal, the entities, the use cases. Opened from the inside out, closed from the outside in. */
import type { Logger } from 'pino';
import { Region } from '../actors/region.js';
import type { CommitListener } from '../actors/region.js';
import { NodeClock } from '../clock.js';
import type { Config } from '../config.js';
import { catalogueDecider } from '../domain/catalogue/decider.js';
import { concertDecider } from '../domain/concert/decider.js';
import { queueDecider } from '../domain/queue/decider.js';
import { scheduleDecider } from '../domain/schedule/decider.js';
import { walletDecider } from '../domain/wallet/decider.js';
import { deriveKeyRing } from '../identity/keys.js';
import { createMinting } from '../identity/minting.js';
import type { Minting } from '../identity/minting.js';
import { createQueueTokens } from '../identity/queue-tokens.js';
import type { QueueTokens } from '../identity/queue-tokens.js';
import { loadSecrets } from '../identity/secrets.js';
import type { LoadedSecrets } from '../identity/secrets.js';
import type { Journal } from '../journal/port.js';
import { openSqliteJournal } from '../journal/sqlite/sqlite-journal.js';
import { Metrics } from '../metrics.js';
import { createTicketing } from '../ticketing.js';
import type { Ticketing } from '../ticketing.js';
import { createLive } from '../ticketing/live.js';
import type { Live } from '../ticketing/live.js';
import { nodeTimers } from '../timers.js';

export interface NodeOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Called once when the journal can take nothing more: the process must end. */
  readonly onJournalFailure: (reason: string) => void;
}

/** What sells: everything but the doors. */
export interface Core {
  readonly clock: NodeClock;
  readonly metrics: Metrics;
  readonly journal: Journal;
  readonly secrets: LoadedSecrets;
  readonly minting: Minting;
  /** False once the journal can take nothing more. */
  readonly isHealthy: () => boolean;
  readonly queueTokens: QueueTokens;
  readonly region: Region;
  readonly ticketing: Ticketing;
  /** What sockets and streams listen to. */
  readonly live: Live;
  /** Finishes what is under way until the deadline, saves snapshots, closes the journal. True when everything was finished in time. */
  close(deadline: number): Promise<boolean>;
}

export async function openCore({ config, logger, onJournalFailure }: NodeOptions): Promise<Core> {
  const metrics = new Metrics();
  const journal = await openSqliteJournal({ directory: config.dataDir, onCommit: (commit) => metrics.commit(commit) });
  const clock = new NodeClock({
    notBefore: journal.opening.lastAt,
    onJump: (jump) => {
      metrics.clockJump(jump.direction);
      logger.warn(jump, 'the wall clock was set; holds and tokens go by the steady clock, which follows it slowly');
    },
  });
  let healthy = true;
  journal.onFailure((reason) => {
    healthy = false;
    onJournalFailure(reason);
  });
  const secrets = await readSecrets(config, logger, journal);
  const queueTokens = createQueueTokens({ ring: deriveKeyRing(secrets.secrets, 'queue-token') });
  const minting = createMinting();
  const region = createRegion(config, logger, clock, journal, (kind, key, events) => {
    metrics.committed(events);
    core.live.committed(kind, key);
  });
  const ticketing = createTicketing({
    router: region,
    journal,
    mint: () => minting.commandId(),
    currentKeyId: queueTokens.currentKeyId,
    signQueueToken: (token) => queueTokens.sign(token),
    maxPoints: config.maxPoints,
    selfCharge: config.selfCharge,
    now: () => clock.now(),
  });
  metrics.readFrom({ region: () => region.stats(), figures: (kind) => region.figures(kind) });
  const core: Core = {
    clock,
    metrics,
    journal,
    secrets,
    minting,
    isHealthy: () => healthy,
    queueTokens,
    region,
    ticketing,
    live: createLive({
      fans: ticketing.fans,
      clock,
      timers: nodeTimers,
      onCount: (queue, seats) => metrics.listeners(queue, seats),
      onError: (error, message) => logger.error({ err: error }, message),
    }),
    async close(deadline) {
      core.live.close();
      const finished = await region.drain(deadline);
      await journal.close();
      return finished;
    },
  };
  return core;
}

async function readSecrets(config: Config, logger: Logger, journal: Journal): Promise<LoadedSecrets> {
  try {
    const secrets = loadSecrets({
      dataDir: config.dataDir,
      secret: config.secret?.reveal() ?? null,
      secretPrevious: config.secretPrevious?.reveal() ?? null,
      adminKey: config.adminKey?.reveal() ?? null,
    });
    for (const notice of secrets.notices) logger.warn(notice);
    return secrets;
  } catch (error) {
    await journal.close();
    throw error;
  }
}

function createRegion(config: Config, logger: Logger, clock: NodeClock, journal: Journal, onCommit: CommitListener): Region {
  return new Region({
    journal,
    deciders: [catalogueDecider, concertDecider, queueDecider, scheduleDecider, walletDecider],
    limits: {
      inboxDepthMax: config.inboxDepthMax,
      liveEntitiesMax: config.liveEntitiesMax,
      passivateAfterMs: config.passivateAfterSeconds * 1000,
    },
    now: clock.now,
    timers: nodeTimers,
    random: Math.random,
    log: logger,
    onCommit,
  });
}
