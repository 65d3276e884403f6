/**
 * One node, put together: journal, entities, use cases, the two HTTP servers. Starting opens from the inside out, so that nothing is reachable before what it
 * needs is; stopping closes from the outside in, so that nothing is asked of what is gone.
 */
import type { Logger } from 'pino';
import { Region } from './actors/region.js';
import type { CommitListener, StartReport } from './actors/region.js';
import { NodeClock } from './clock.js';
import type { Config } from './config.js';
import { createDemo } from './demo.js';
import { catalogueDecider } from './domain/catalogue/decider.js';
import { concertDecider } from './domain/concert/decider.js';
import { queueDecider } from './domain/queue/decider.js';
import { scheduleDecider } from './domain/schedule/decider.js';
import { walletDecider } from './domain/wallet/decider.js';
import { createAccessTokens } from './identity/access-tokens.js';
import { createAdminKeyCheck } from './identity/admin-key.js';
import { deriveKeyRing } from './identity/keys.js';
import { createMinting } from './identity/minting.js';
import type { Minting } from './identity/minting.js';
import { createQueueTokens } from './identity/queue-tokens.js';
import type { QueueTokens } from './identity/queue-tokens.js';
import { loadSecrets } from './identity/secrets.js';
import type { LoadedSecrets } from './identity/secrets.js';
import type { Journal } from './journal/port.js';
import { openSqliteJournal } from './journal/sqlite/sqlite-journal.js';
import { Metrics } from './metrics.js';
import { buildApp } from './rest/app.js';
import type { RestSettings } from './rest/deps.js';
import { buildOpsApp } from './rest/ops.js';
import { createTicketing } from './ticketing.js';
import type { Ticketing } from './ticketing.js';
import { nodeTimers } from './timers.js';

export interface RunningNode {
  /** Where the REST API and the ops endpoints answer. */
  readonly url: string;
  readonly opsUrl: string;
  /** null when the key came from the configuration. */
  readonly adminKeyFile: string | null;
  /** The concert created for the demo; null when there was none to create. */
  readonly demoConcertId: string | null;
  readonly recovered: StartReport & { readonly records: number; readonly entities: number };
  /** Stops accepting, finishes what is in flight, flushes and closes. True when everything was finished in time. */
  stop(): Promise<boolean>;
}

export interface NodeOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Called once when the journal can take nothing more: the process must end. */
  readonly onJournalFailure: (reason: string) => void;
}

/** A port that cannot be listened on; the message says in one line which and what to do. */
export class PortUnusable extends Error {
  override readonly name = 'PortUnusable';
}

/** Rejects with an error whose message says in one line what is wrong: JournalUnusable, SecretsUnusable, PortUnusable. */
export async function startNode(options: NodeOptions): Promise<RunningNode> {
  const { config } = options;
  const core = await openCore(options);
  const state = { ready: false };
  try {
    const started = await core.region.start();
    const { records, entities } = core.journal.opening;
    const demoConcertId = config.demo && records === 0 ? await createDemo(core.ticketing, core.clock.now()) : null;
    const doors = await openDoors(options, core, () => state.ready);
    state.ready = true;
    return {
      url: doors.url,
      opsUrl: doors.opsUrl,
      adminKeyFile: core.secrets.adminKeyFile,
      demoConcertId,
      recovered: { ...started, records, entities },
      async stop() {
        state.ready = false;
        const patienceMs = config.drainSeconds * 1000;
        const deadline = core.clock.now() + patienceMs;
        await closeServer(doors.app, patienceMs);
        const finished = await core.close(deadline);
        await closeServer(doors.ops, 0);
        return finished;
      },
    };
  } catch (error) {
    await core.close(core.clock.now());
    throw error;
  }
}

/** What sells: everything but the doors. */
interface Core {
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
  /** Called with a concert's id when its queue changed; the doors set it. */
  onQueueChange: (concertId: string) => void;
  /** Finishes what is under way until the deadline, saves snapshots, closes the journal. True when everything was finished in time. */
  close(deadline: number): Promise<boolean>;
}

async function openCore({ config, logger, onJournalFailure }: NodeOptions): Promise<Core> {
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
    if (kind === queueDecider.kind) core.onQueueChange(key);
  });
  const ticketing = createTicketing({
    router: region,
    journal,
    mint: () => minting.commandId(),
    currentKeyId: queueTokens.currentKeyId,
    signQueueToken: (token) => queueTokens.sign(token),
    maxPoints: config.maxPoints,
    selfCharge: config.selfCharge,
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
    onQueueChange: () => undefined,
    async close(deadline) {
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

type App = Awaited<ReturnType<typeof buildApp>>;
type OpsApp = ReturnType<typeof buildOpsApp>;

interface Doors {
  readonly app: App;
  readonly ops: OpsApp;
  readonly url: string;
  readonly opsUrl: string;
}

async function openDoors({ config, logger }: NodeOptions, core: Core, isReady: () => boolean): Promise<Doors> {
  const { clock, secrets, metrics } = core;
  const accessTokens = createAccessTokens({
    ring: deriveKeyRing(secrets.secrets, 'access-token'),
    ttlSeconds: config.accessTokenTtlSeconds,
  });
  const app = await buildApp({
    ticketing: core.ticketing,
    accessTokens: {
      issue: (userId) => accessTokens.issue(userId, clock.now()),
      verify: (text, from) => accessTokens.verify(text, clock.now(), from),
    },
    queueTokens: core.queueTokens,
    isAdminKey: createAdminKeyCheck(secrets.adminKey),
    mintUserId: () => core.minting.userId(),
    clock,
    isReady,
    settings: restSettings(config),
    logger,
    observe: metrics,
  });
  core.onQueueChange = (concertId) => app.queueLive.nudge(concertId);
  const ops = buildOpsApp({ isReady, isHealthy: core.isHealthy, metrics: () => metrics.text() });
  try {
    const url = await listen(app, config.host, config.httpPort, 'FRONTROW_HTTP_PORT');
    const opsUrl = await listen(ops, config.opsHost, config.opsPort, 'FRONTROW_OPS_PORT');
    return { app, ops, url, opsUrl };
  } catch (error) {
    await app.close();
    await ops.close();
    throw error;
  }
}

/** Connections that are still open after `patienceMs` are cut: a client that never ends its request must not keep the node from stopping. */
async function closeServer(app: Pick<App, 'server' | 'close'>, patienceMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patienceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

function restSettings(config: Config): RestSettings {
  const { corsOrigins, rateLimitPerMinute, trustProxy, bodyLimitBytes, socketsPerUserMax } = config;
  return {
    corsOrigins: corsOrigins === '*' ? ['*'] : corsOrigins,
    rateLimitPerMinute,
    trustProxy: proxies(trustProxy),
    bodyLimitBytes,
    socketsPerUserMax,
    requestTimeoutMs: config.requestTimeoutSeconds * 1000,
    overloadDelayMs: config.overloadDelayMs,
    guestIssuer: true,
  };
}

/** As Fastify takes it: a number of hops is a question about each hop. */
function proxies(trust: Config['trustProxy']): RestSettings['trustProxy'] {
  if (trust === false) return false;
  return typeof trust === 'number' ? (_address, hop) => hop < trust : [...trust];
}

/**
 * Connections that may wait to be accepted, as far as the system allows (`net.core.somaxconn`). A crowd opens thousands in the moment a sale begins; whoever finds the
 * line full tries again after a second, then after three. Node's own 511 are too few for that.
 */
const BACKLOG = 65_535;

async function listen(app: Pick<App, 'listen'>, host: string, port: number, setting: string): Promise<string> {
  try {
    return await app.listen({ host, port, backlog: BACKLOG });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = WHY_NOT_LISTENING[code] ?? `it failed with ${code}`;
    throw new PortUnusable(`cannot listen on ${host}:${port}: ${why}. Set ${setting} to another port; 0 takes a free one.`);
  }
}

const WHY_NOT_LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has that port',
  EACCES: 'this user may not use that port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};
