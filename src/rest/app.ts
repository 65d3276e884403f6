/**
 * The REST facade: one Fastify instance with all routes, ready to listen or to be injected into. Nothing is started here but what `close` stops.
 *
 * On the way of a request: load shedding, readiness and headers, CORS, limits, guards, body, guards again, schema, use case. Hooks are few and synchronous
 * where they can be, because every one is paid by every request.
 */
import type { Server } from 'node:http';
import cors from '@fastify/cors';
import Fastify, { LogController } from 'fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalid, refuse } from '../domain/refusals.js';
import { nodeTimers } from '../timers.js';
import { Deadlines, endWithAnswer } from './deadlines.js';
import type { RestDeps } from './deps.js';
import { answerUnparsable, handleErrors, sayWhatNodeWouldNot, sendFrameworkError } from './errors.js';
import { acceptJsonOnly } from './json-body.js';
import { limitRequests } from './limits.js';
import { liveSockets } from './live/plugin.js';
import { gateOf, serverBehind } from './load-shedding-server.js';
import type { BusyGate } from './load-shedding-server.js';
import { loggerOptions, observeAnswers } from './logging.js';
import { describeRoutes, serveDescription } from './openapi.js';
import { sendRefusal } from './problem.js';
import { isPage } from './pages-paths.js';
import { sendBusyPage, servePages } from './pages.js';
import { SECURITY_HEADERS } from './security-headers.js';
import { declareRequestState } from './request-state.js';
import type { RouteContext } from './route.js';
import { adminClusterRoutes } from './routes/admin-cluster.js';
import { adminConcertRoutes } from './routes/admin-concerts.js';
import { adminDemoRoutes } from './routes/admin-demo.js';
import { adminLookupRoutes } from './routes/admin-lookups.js';
import { adminOverviewRoutes } from './routes/admin-overview.js';
import { adminSessionRoutes } from './routes/admin-session.js';
import { concertRoutes } from './routes/concerts.js';
import { paymentRoutes } from './routes/payments.js';
import { reservationRoutes } from './routes/reservations.js';
import { scheduleRoutes } from './routes/schedules.js';
import { serviceRoutes } from './routes/service.js';
import { tokenRoutes } from './routes/tokens.js';
import { userRoutes } from './routes/users.js';
import { walletRoutes } from './routes/wallet.js';
import { AJV_OPTIONS } from './validation.js';

/** Our longest id has 62 characters; a longer part of a path is refused before it is looked at. */
const PATH_PART_LENGTH_MAX = 200;
/** Longer than the idle time-out of common load balancers, so that it is they who close. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const PREFLIGHT_AGE_SECONDS = 600;

const UNAVAILABLE = refuse('UNAVAILABLE');
const NO_HOST = invalid('/Host', 'required');

/** @returns The facade, not yet listening. */
export async function buildApp(deps: RestDeps): Promise<FastifyInstance> {
  const gate = gateOf(deps);
  const app = Fastify(serverOptions(deps, gate));
  sayWhatNodeWouldNot(app.server);
  declareRequestState(app);
  acceptJsonOnly(app);
  const deadlines = new Deadlines(deps.settings.requestTimeoutMs, deps.clock, deps.timers ?? nodeTimers);
  beginRequests(app, deps, deadlines);
  endWithAnswer(app, deadlines);
  await allowOrigins(app, deps);
  const limits = await limitRequests(app, deps);
  handleErrors(app, deps, limits);
  observeAnswers(app, deps);
  await describeRoutes(app);
  await liveSockets(app, deps, limits, gate);
  addRoutes({ app, deps, limits });
  await serveDescription(app, limits);
  servePages(app, deps, limits);
  return app;
}

function serverOptions(deps: RestDeps, gate: BusyGate | null): FastifyHttpOptions<Server> {
  const { settings, logger } = deps;
  const times = {
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: settings.requestTimeoutMs,
    connectionTimeout: settings.requestTimeoutMs * 2,
  };
  return {
    serverFactory: serverBehind(gate, times),
    ...loggerOptions(logger),
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for every request costs more than all other hooks; lines about a request name it by its id instead.
    childLoggerFactory: (parent) => parent,
    bodyLimit: settings.bodyLimitBytes,
    trustProxy: settings.trustProxy,
    ...times,
    routerOptions: { maxParamLength: PATH_PART_LENGTH_MAX },
    ajv: { customOptions: AJV_OPTIONS },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // While draining, `isReady` turns requests away with a problem document; Fastify's own answer would be another shape.
    return503OnClosing: false,
    frameworkErrors: sendFrameworkError,
    clientErrorHandler: answerUnparsable,
  };
}

function beginRequests(app: FastifyInstance, deps: RestDeps, deadlines: Deadlines): void {
  app.addHook('onRequest', (request, reply, done) => {
    deadlines.begin(request, reply);
    for (const [name, value] of SECURITY_HEADERS) reply.header(name, value);
    if (!deps.isReady()) turnAway(request, reply.header('connection', 'close'));
    else if (request.headers.host === undefined && request.raw.httpVersion === '1.1') sendRefusal(request, reply, NO_HOST);
    else done();
  });
}

/** Programs get a problem document, people a page that comes back by itself. */
function turnAway(request: FastifyRequest, reply: FastifyReply): void {
  if (isPage(request.url)) sendBusyPage(request, reply, UNAVAILABLE);
  else sendRefusal(request, reply, UNAVAILABLE);
}

async function allowOrigins(app: FastifyInstance, { settings: { corsOrigins } }: RestDeps): Promise<void> {
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Queue-Token'],
    exposedHeaders: ['Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'WWW-Authenticate'],
    maxAge: PREFLIGHT_AGE_SECONDS,
    strictPreflight: false,
  });
}

function addRoutes(context: RouteContext): void {
  serviceRoutes(context);
  userRoutes(context);
  tokenRoutes(context);
  concertRoutes(context);
  scheduleRoutes(context);
  reservationRoutes(context);
  paymentRoutes(context);
  walletRoutes(context);
  adminSessionRoutes(context);
  adminConcertRoutes(context);
  adminLookupRoutes(context);
  adminClusterRoutes(context);
  adminOverviewRoutes(context);
  adminDemoRoutes(context);
}
