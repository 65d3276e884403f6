/** The route of the live queue: who may open a socket, the handshake on it, and what happens to sockets when the node goes away. */
import websocket from '@fastify/websocket';
import type { WebSocket } from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalid, isRefusal, refuse } from '../../domain/refusals.js';
import type { RefusalCode } from '../../domain/refusals.js';
import type { QueueClaims } from '../../ticketing/fans.js';
import type { RestDeps } from '../deps.js';
import { checkQueueToken } from '../guards.js';
import type { RequestLimits } from '../limits.js';
import type { BusyGate } from '../load-shedding-server.js';
import { sendRefusal } from '../problem.js';
import { nodeTimers } from '../../timers.js';
import type { Timers } from '../../timers.js';
import { handshakesOf } from './handshakes.js';
import { QueueLive } from './hub.js';
import { Listener } from './listener.js';
import {
  AUTHENTICATE_WITHIN_MS,
  CLOSE_GOING_AWAY,
  CLOSE_POLICY_VIOLATION,
  IDLE_MESSAGES_MAX,
  LIVE_PATH,
  MESSAGE_BYTES_MAX,
  WEBSOCKET_VERSION,
  closeCodeOf,
  errorMessage,
  parseAuthentication,
} from './protocol.js';

/** How long sockets may take to say goodbye before they are cut off. */
const GOODBYE_MAX_MS = 1_000;

export async function liveQueue(app: FastifyInstance, deps: RestDeps, limits: RequestLimits, gate: BusyGate | null): Promise<void> {
  const timers = deps.timers ?? nodeTimers;
  const hub = new QueueLive({
    seePlaces: (concertId, seqs) => deps.ticketing.fans.seePlaces(concertId, seqs),
    clock: deps.clock,
    timers,
    onCount: (open) => deps.observe.sockets(open),
    onError: (error) => app.log.error({ err: error }, 'a round of the live queue failed'),
  });
  app.decorate('queueLive', hub);
  await app.register(websocket, {
    options: { server: handshakesOf(app.server), maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false },
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: (done) => {
      goAway(app, hub, timers);
      done();
    },
  });
  app.route({
    method: 'GET',
    url: LIVE_PATH,
    schema: { hide: true },
    onRequest: [refuseWhenBusy(gate), ...limits.of('user', false), requireAllowedOrigin(deps.settings.corsOrigins)],
    handler: (request, reply) => {
      reply.header('upgrade', 'websocket').header('sec-websocket-version', WEBSOCKET_VERSION);
      return sendRefusal(request, reply, NOT_A_WEBSOCKET, 426);
    },
    wsHandler: (socket) => new Conversation(socket, deps, hub, timers).begin(),
  });
}

const NOT_A_WEBSOCKET = invalid('', 'this path speaks WebSocket only');

function goAway(app: FastifyInstance, hub: QueueLive, timers: Timers): void {
  hub.close();
  const { clients } = app.websocketServer;
  for (const socket of clients) socket.close(CLOSE_GOING_AWAY);
  timers.after(GOODBYE_MAX_MS, () => {
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

/** From the opening of a socket until it is closed. */
class Conversation {
  private listener: Listener | null = null;
  private idleMessages = 0;
  private stopWaiting: () => void = () => undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly deps: RestDeps,
    private readonly hub: QueueLive,
    private readonly timers: Timers,
  ) {}

  begin(): void {
    const { socket } = this;
    this.stopWaiting = this.timers.after(AUTHENTICATE_WITHIN_MS, () => this.refuse('ACCESS_TOKEN_INVALID'));
    socket.on('message', (data: Buffer, isBinary: boolean) => this.hear(data, isBinary));
    socket.on('pong', () => this.listener?.pong());
    socket.on('close', () => {
      this.stopWaiting();
      if (this.listener !== null) this.hub.remove(this.listener);
    });
  }

  private hear(data: Buffer, isBinary: boolean): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.listener !== null) {
      this.idleMessages += 1;
      if (this.idleMessages > IDLE_MESSAGES_MAX) this.socket.close(CLOSE_POLICY_VIOLATION);
      return;
    }
    this.stopWaiting();
    const claims = isBinary ? 'VALIDATION_FAILED' : this.authenticate(data.toString('utf8'));
    if (typeof claims === 'string') {
      this.refuse(claims);
      return;
    }
    this.listener = new Listener(claims, this.socket, this.deps.clock.now());
    this.hub.add(this.listener);
  }

  /** The claims of the queue token, or the code of the refusal. */
  private authenticate(text: string): QueueClaims | RefusalCode {
    const { accessTokens, settings, isReady } = this.deps;
    if (!isReady()) return 'UNAVAILABLE';
    const message = parseAuthentication(text);
    if (isRefusal(message)) return message.refused;
    const user = accessTokens.verify(message.accessToken);
    if (user === null) return 'ACCESS_TOKEN_INVALID';
    const claims = checkQueueToken(this.deps, message.queueToken, user.userId);
    if (isRefusal(claims)) return claims.refused;
    const isFull = settings.socketsPerUserMax !== 0 && this.hub.openOf(user.userId) >= settings.socketsPerUserMax;
    return isFull ? 'RATE_LIMITED' : claims;
  }

  private refuse(code: RefusalCode): void {
    this.socket.send(errorMessage(code));
    this.socket.close(closeCodeOf(code));
  }
}
