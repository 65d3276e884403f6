/**
 * The HTTP server as Fastify gets it: before Fastify hears of a request, the node looks whether it is too busy for it. Nothing is looked up, verified or
 * parsed for a request that is refused, for at twice the load a node can bear half of its requests are.
 *
 * Operators get through, whatever the load: who runs the sale may need to do something about it. Sockets that are open stay open.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyServerFactory } from 'fastify';
import type { RestDeps } from './deps.js';
import { isOperator } from './guards.js';
import { LoadShedder, thisLoop } from './load-shedding.js';
import { answerBusy } from './load-shedding-answers.js';
import { WatchedConnection } from './load-shedding-connections.js';
import type { Decisions, Verdict } from './load-shedding-connections.js';

const ADMIN_PATHS = '/api/v1/admin/';

export class BusyGate {
  private readonly shedder: LoadShedder;
  private readonly watched = new WeakMap<Socket, WatchedConnection>();
  private readonly requestEnds = (): void => this.shedder.end();
  private readonly decisions: Decisions = { on: (target) => this.verdictOn(target), takenForNothing: this.requestEnds };

  constructor(private readonly deps: RestDeps) {
    this.shedder = new LoadShedder(deps.settings.overloadDelayMs, deps.loop ?? thisLoop);
  }

  /** Whether the node takes a request on; one that it does not is counted and answered. */
  takesOn(request: IncomingMessage, response: ServerResponse): boolean {
    const watched = this.watched.get(request.socket);
    const decided = watched?.parsed(request, response) ?? false;
    if (decided || this.shedder.takesOn()) {
      this.awaitEnd(request.socket, response);
      return true;
    }
    if (isOperators(request.url ?? '') && isOperator(this.deps, request)) return true;
    this.deps.observe.shed();
    answerBusy(request, response, this.deps.settings.bodyLimitBytes);
    if (watched === undefined && response.shouldKeepAlive) this.watchAfter(response, request.socket);
    return false;
  }

  /** The same for a handshake, which is answered elsewhere: its socket is no request in work. */
  takesOnSocket(): boolean {
    const takesOn = this.shedder.takesOn();
    if (takesOn) this.shedder.end();
    else this.deps.observe.shed();
    return takesOn;
  }

  private awaitEnd(socket: Socket, response: ServerResponse): void {
    response.on('close', this.requestEnds);
    if (response.socket !== null) return;
    // Pipelined behind others: when the connection ends before its turn comes, Node.js does not close the answer.
    const connectionEnds = (): void => {
      response.off('close', this.requestEnds);
      this.shedder.end();
    };
    socket.once('close', connectionEnds);
    response.on('close', () => socket.off('close', connectionEnds));
  }

  private watchAfter(response: ServerResponse, socket: Socket): void {
    const watched = new WatchedConnection(socket, this.decisions);
    this.watched.set(socket, watched);
    response.on('close', () => watched.begin());
  }

  private verdictOn(target: string): Verdict {
    // Whether it is an operator who asks can be seen when the request has been parsed.
    if (isOperators(target)) return 'leave';
    if (this.shedder.takesOn()) return 'take';
    this.deps.observe.shed();
    return 'refuse';
  }
}

function isOperators(target: string): boolean {
  return target.startsWith(ADMIN_PATHS);
}

/** @returns null when load is never shed. */
export function gateOf(deps: RestDeps): BusyGate | null {
  return deps.settings.overloadDelayMs === 0 ? null : new BusyGate(deps);
}

export interface ServerTimes {
  /** How long a connection may stay open between requests, ms. */
  readonly keepAliveTimeout: number;
  /** How long a request may take to arrive, ms. */
  readonly requestTimeout: number;
  /** How long nothing may happen on a connection, ms. */
  readonly connectionTimeout: number;
}

/** Fastify leaves it to whoever makes a server to set its time-outs. */
export function serverBehind(gate: BusyGate | null, times: ServerTimes): FastifyServerFactory {
  return (handle) => {
    // Node's own refusal of a request without a host has no body; ours stands among Fastify's hooks.
    const server = createServer({ requireHostHeader: false });
    server.keepAliveTimeout = times.keepAliveTimeout;
    server.requestTimeout = times.requestTimeout;
    server.setTimeout(times.connectionTimeout);
    server.on('request', (request, response) => {
      if (gate === null || gate.takesOn(request, response)) handle(request, response);
    });
    return server;
  };
}
