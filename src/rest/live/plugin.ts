/** The routes of live sockets: who may open one, what it is for, and what happens to sockets when the node goes away. */
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { concertOfSchedule } from '../../domain/ids.js';
import { invalid, isRefusal, refuse } from '../../domain/refusals.js';
import { nodeTimers } from '../../timers.js';
import type { Timers } from '../../timers.js';
import type { RestDeps } from '../deps.js';
import type { RequestLimits } from '../limits.js';
import type { BusyGate } from '../load-shedding-server.js';
import { sendRefusal } from '../problem.js';
import { Conversation } from './conversation.js';
import type { ConversationDeps, Purpose, Visitor } from './conversation.js';
import { handshakesOf } from './handshakes.js';
import { Listener } from './listener.js';
import { OpenSockets } from './open-sockets.js';
import { CLOSE_GOING_AWAY, MESSAGE_BYTES_MAX, QUEUE_PATH, SEATS_ROUTE, WEBSOCKET_VERSION } from './protocol.js';
import { SeatsSocket } from './seats-socket.js';

/** How long sockets may take to say goodbye before they are cut off. */
const GOODBYE_MS_MAX = 1_000;

export async function liveSockets(app: FastifyInstance, deps: RestDeps, limits: RequestLimits, gate: BusyGate | null): Promise<void> {
  const timers = deps.timers ?? nodeTimers;
  const conversations: ConversationDeps = {
    rest: deps,
    timers,
    sockets: new OpenSockets(deps.settings.socketsPerUserMax, (open) => deps.observe.sockets(open)),
    onError: (error) => app.log.error({ err: error }, 'a live socket could not be served'),
  };
  await app.register(websocket, {
    options: { server: handshakesOf(app.server), maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false },
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: (done) => {
      goAway(app, timers);
      done();
    },
  });
  const addRoute = (url: string, purposeOf: (request: FastifyRequest) => Purpose): void => {
    app.route({
      method: 'GET',
      url,
      schema: { hide: true },
      onRequest: [refuseWhenBusy(gate), ...limits.of('user'), requireAllowedOrigin(deps.settings.corsOrigins)],
      handler: (request, reply) => {
        reply.header('upgrade', 'websocket').header('sec-websocket-version', WEBSOCKET_VERSION);
        return sendRefusal(request, reply, NOT_A_WEBSOCKET, 426);
      },
      wsHandler: (socket, request) => new Conversation(socket, conversations, purposeOf(request)).begin(),
    });
  };
  const queue = queuePurpose(deps);
  addRoute(QUEUE_PATH, () => queue);
  addRoute(SEATS_ROUTE, ({ params }) => seatsPurpose(deps, (params as { readonly scheduleId: string }).scheduleId));
}

const NOT_A_WEBSOCKET = invalid('', 'this path speaks WebSocket only');
const QUEUE_TOKEN_MISMATCH = refuse('QUEUE_TOKEN_MISMATCH');

/** Those who listen and watch were told by the hubs; whoever has not said who they are is told here. */
function goAway(app: FastifyInstance, timers: Timers): void {
  const { clients } = app.websocketServer;
  for (const socket of clients) socket.close(CLOSE_GOING_AWAY);
  timers.after(GOODBYE_MS_MAX, () => {
    for (const socket of clients) socket.terminate();
  });
  app.websocketServer.close();
}

/** Handshakes do not come the way that other requests do. */
function refuseWhenBusy(gate: BusyGate | null) {
  return (request: FastifyRequest, reply: Parameters<typeof sendRefusal>[1], done: () => void): void => {
    if (gate === null || request.headers.upgrade === undefined || gate.takesOnSocket()) done();
    else sendRefusal(request, reply, refuse('OVERLOADED'));
  };
}

/** Browsers say where a page comes from; other clients do not, and need no protection from pages. */
function requireAllowedOrigin(corsOrigins: readonly string[]) {
  return (request: FastifyRequest, reply: Parameters<typeof sendRefusal>[1], done: () => void): void => {
    const { origin, host } = request.headers;
    const allowed = origin === undefined || corsOrigins.includes('*') || corsOrigins.includes(origin) || hostOf(origin) === host;
    if (allowed) done();
    else sendRefusal(request, reply, refuse('ORIGIN_NOT_ALLOWED'));
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** Whoever has a token may hear where it stands. */
function queuePurpose({ liveQueue, clock }: RestDeps): Purpose {
  return {
    refusalFor: () => null,
    attach: (socket, { claims }) => {
      const listener = new Listener(claims, socket, clock.now());
      liveQueue.add(listener);
      return { pong: () => listener.pong(), gone: () => liveQueue.remove(listener) };
    },
  };
}

/** Whose turn it is may see the seats of their concert, until their turn ends. To begin is activity, as `GET /seats` is. */
function seatsPurpose({ liveQueue, liveSeats, ticketing, clock, settings }: RestDeps, scheduleId: string): Purpose {
  const concertId = concertOfSchedule(scheduleId);
  return {
    async refusalFor({ claims }: Visitor) {
      if (concertId !== null && concertId !== claims.concertId) return QUEUE_TOKEN_MISMATCH;
      const admission = await ticketing.fans.checkActive(claims, { deadline: clock.now() + settings.requestTimeoutMs });
      return isRefusal(admission) ? admission : null;
    },
    attach(socket, { claims, fromVersion }) {
      const watching = new SeatsSocket(claims, socket, clock);
      liveQueue.add(watching.listener);
      watching.watchedBy(liveSeats.watch(scheduleId, fromVersion, watching.watcher));
      return {
        pong: () => watching.pong(),
        gone: () => {
          liveQueue.remove(watching.listener);
          watching.stop();
        },
      };
    },
  };
}
