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

export class Deadlines {
  /** In the order in which they began. */
  private readonly open = new Map<FastifyRequest, FastifyReply>();
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
    if (request.headers.upgrade === undefined) this.open.set(request, reply);
  }

  end(request: FastifyRequest): void {
    this.open.delete(request);
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
    for (const [request, reply] of this.open) {
      if (request.deadline > now) return;
      this.open.delete(request);
      if (!reply.sent) endOverdue(request, reply);
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
