/**
 * Nobody waits for an answer for ever. All requests have the same time, so the ones that began first are overdue first, and one timer looks after all of
 * them: a timer and an abort signal for each request, which is what Fastify's own option makes, took an eighth of the node's time.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalid, refuse } from '../domain/refusals.js';
import type { Timers } from '../timers.js';
import { sendRefusal } from './problem.js';

/** How late an overdue request may be noticed. */
const OVERDUE_CHECK_INTERVAL_MS = 100;

const UNAVAILABLE = refuse('UNAVAILABLE');
const NOT_ARRIVED = invalid('', 'the body did not arrive in time');
const REQUEST_TIMEOUT_STATUS = 408;

/** A request on its way, between the ones that began before and after it. */
export class OpenRequest {
  earlier: OpenRequest | null = null;
  later: OpenRequest | null = null;

  constructor(
    readonly request: FastifyRequest,
    readonly reply: FastifyReply,
  ) {}
}

/**
 * Open requests are a linked list in the order in which they began, and who leaves it lets go of its neighbours. A Map would do the same work at five times
 * the price: its outgrown tables point to the ones that followed, so one that was promoted to the old generation makes the collector copy every later request.
 */
export class Deadlines {
  private earliest: OpenRequest | null = null;
  private latest: OpenRequest | null = null;
  private cancelCheck: () => void = () => undefined;

  constructor(
    private readonly timeoutMs: number,
    private readonly clock: { now(): number },
    private readonly timers: Timers,
  ) {
    this.checkLater();
  }

  /** Sets the request's deadline; use cases get the same one. Sockets have their own life. */
  begin(request: FastifyRequest, reply: FastifyReply): void {
    request.deadline = this.clock.now() + this.timeoutMs;
    if (request.headers.upgrade !== undefined) return;
    const open = new OpenRequest(request, reply);
    request.open = open;
    if (this.latest === null) this.earliest = open;
    else {
      open.earlier = this.latest;
      this.latest.later = open;
    }
    this.latest = open;
  }

  /** Ending twice is fine. */
  end(request: FastifyRequest): void {
    const { open } = request;
    if (open === null) return;
    const { earlier, later } = open;
    if (earlier === null) this.earliest = later;
    else earlier.later = later;
    if (later === null) this.latest = earlier;
    else later.earlier = earlier;
    open.earlier = null;
    open.later = null;
    request.open = null;
  }

  stop(): void {
    this.cancelCheck();
  }

  private checkLater(): void {
    this.cancelCheck = this.timers.after(OVERDUE_CHECK_INTERVAL_MS, () => {
      this.check(this.clock.now());
      this.checkLater();
    });
  }

  private check(now: number): void {
    let open = this.earliest;
    while (open !== null && open.request.deadline <= now) {
      const { request, reply } = open;
      this.end(request);
      if (!reply.sent) endOverdue(request, reply);
      open = this.earliest;
    }
  }
}

/** It is the caller's fault when the body has not even arrived. */
function endOverdue(request: FastifyRequest, reply: FastifyReply): void {
  // Injected requests are whole from the start and do not say so.
  const raw: { readonly complete?: boolean } = request.raw;
  if (raw.complete ?? true) sendRefusal(request, reply, UNAVAILABLE);
  else sendRefusal(request, reply.header('connection', 'close'), NOT_ARRIVED, REQUEST_TIMEOUT_STATUS);
}

/** Requests end with their answer, or at their deadline when the caller has gone away. */
export function endWithAnswer(app: FastifyInstance, deadlines: Deadlines): void {
  app.addHook('onResponse', (request, _reply, done) => {
    deadlines.end(request);
    done();
  });
  app.addHook('onClose', (_app, done) => {
    deadlines.stop();
    done();
  });
}
