/** Where others come in: the REST API with the web app, the gRPC API, the operators' port. */
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.js';
import type { GrpcSecurity } from '../grpc/security.js';
import { startGrpcServer } from '../grpc/server.js';
import type { GrpcServer } from '../grpc/server.js';
import { ticketingImplementation } from '../grpc/service.js';
import { createAdminKeyCheck } from '../identity/admin-key.js';
import { createAdminSessions, isCsrfTokenOf } from '../identity/admin-sessions.js';
import { buildApp } from '../rest/app.js';
import type { AdminSessions, RestSettings, ServiceFacts } from '../rest/deps.js';
import { buildOpsApp } from '../rest/ops.js';
import { readBrand } from '../rest/pages-brand.js';
import type { Brand } from '../rest/pages-brand.js';
import { readWebApp } from '../rest/pages-files.js';
import { nodeTimers } from '../timers.js';
import { PROGRAM_VERSION } from './cluster-place.js';
import type { Core, NodeOptions } from './core.js';
import { listening } from './listening.js';
import { openUsers } from './users.js';
import type { Users } from './users.js';

type App = Awaited<ReturnType<typeof buildApp>>;

export interface Doors {
  readonly url: string;
  readonly opsUrl: string;
  /** Host and port, and how it is secured. */
  readonly grpcAddress: string;
  readonly grpcSecurity: string;
  /** Health says that calls are served. */
  opened(): void;
  /** Everybody finishes and leaves, at the latest after `patienceMs`; operators may look on. */
  close(patienceMs: number): Promise<void>;
  closeOps(): Promise<void>;
}

/** What the doors have in common. */
interface Front {
  readonly options: NodeOptions;
  readonly core: Core;
  readonly users: Users;
  readonly brand: Brand;
  readonly isReady: () => boolean;
}

/** Where `npm run build` puts the web app, beside what is compiled. */
const WEB_APP = fileURLToPath(new URL('../../web/', import.meta.url));

/**
 * All of them open, and turn everybody away until `isReady`. Rejects with `PortUnusable`; none is open then. What takes long is done here too: a node that has joined a
 * cluster must keep its lease.
 */
export async function openDoors(options: NodeOptions, core: Core, security: GrpcSecurity, isReady: () => boolean): Promise<Doors> {
  const { config, logger } = options;
  const brand = readBrand(config.brandDir);
  const users = await openUsers(config, core.ground.secrets, core.ground.clock, logger);
  const front: Front = { options, core, users, brand, isReady };
  const app = await restApp(front);
  const ops = buildOpsApp({
    isReady: () => isReady() && core.ground.isSettled(),
    isHealthy: core.isHealthy,
    metrics: () => core.metrics.text(),
  });
  try {
    const url = await listen(app, config.host, config.httpPort, 'FRONTROW_HTTP_PORT');
    const opsUrl = await listen(ops, config.opsHost, config.opsPort, 'FRONTROW_OPS_PORT');
    const grpc = await grpcServer(front, security);
    return {
      url,
      opsUrl,
      grpcAddress: grpc.address,
      grpcSecurity: security.summary,
      opened: () => grpc.serving(true),
      async close(patienceMs) {
        await Promise.all([grpc.stop(patienceMs), closeServer(app, patienceMs)]);
        users.close();
      },
      closeOps: () => closeServer(ops, 0),
    };
  } catch (error) {
    await Promise.all([closeServer(app, 0), closeServer(ops, 0)]);
    users.close();
    throw error;
  }
}

function restApp({ options: { config, logger }, core, users, brand, isReady }: Front): Promise<App> {
  return buildApp({
    ticketing: core.ticketing,
    accessTokens: users.accessTokens,
    queueTokens: core.queueTokens,
    liveQueue: core.live.queue,
    liveSeats: core.live.seats,
    cluster: () => core.ground.view(),
    stats: core.stats,
    demoSales: core.demoSales,
    isAdminKey: createAdminKeyCheck(core.ground.secrets.adminKey),
    adminSessions: adminSessions(core),
    service: serviceFacts(config),
    webApp: readWebApp(WEB_APP),
    brand,
    mintUserId: () => core.minting.userId(),
    clock: core.ground.clock,
    isReady,
    settings: restSettings(config),
    logger,
    observe: core.metrics,
  });
}

function adminSessions({ ground: { secrets, clock }, minting }: Core): AdminSessions {
  const sessions = createAdminSessions({ ...secrets, mint: () => minting.commandId() });
  return { open: () => sessions.open(clock.now()), read: (token) => sessions.read(token, clock.now()), isCsrfToken: isCsrfTokenOf };
}

function serviceFacts({ selfCharge, maxPoints, signInUrl, demo }: Config): ServiceFacts {
  return { version: PROGRAM_VERSION, selfCharge, maxPoints, signInUrl, demo };
}

async function grpcServer({ options: { config, logger }, core, users, isReady }: Front, security: GrpcSecurity): Promise<GrpcServer> {
  const { grpcHost: host, grpcPort: port } = config;
  const { issue } = users.accessTokens;
  for (const notice of security.notices) logger.warn(notice);
  const implementation = ticketingImplementation({
    ticketing: core.ticketing,
    callers: security.callers,
    queueTokens: core.queueTokens,
    accessTokens: issue === null ? null : { issue },
    mintUserId: () => core.minting.userId(),
    clock: core.ground.clock,
    timers: nodeTimers,
    isReady,
    liveQueue: core.live.queue,
    liveSeats: core.live.seats,
    callTimeoutMs: config.requestTimeoutSeconds * 1000,
    log: logger,
    observe: core.metrics.grpc,
  });
  const start = (): Promise<GrpcServer> => startGrpcServer({ implementation, log: logger, host, port, tls: security.tls });
  return listening(start, { host, port, setting: 'FRONTROW_GRPC_PORT' });
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

function listen(app: Pick<App, 'listen'>, host: string, port: number, setting: string): Promise<string> {
  return listening(() => app.listen({ host, port, backlog: BACKLOG }), { host, port, setting });
}
