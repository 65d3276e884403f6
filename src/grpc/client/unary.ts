/** A unary call: sent, and sent again where that is safe and of use, until the deadline. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from './connection.js';
import { failureOf } from './errors.js';
import type { FrontrowError } from './errors.js';
import type { CallOptions, Method } from './methods.js';
import type { Settings } from './options.js';
import type { RetryBudget } from './retry.js';
import { mayTryAgain, waitMs } from './retry.js';

export interface Caller {
  readonly connection: Connection;
  readonly settings: Settings;
  readonly budget: RetryBudget;
}

/** Resolves with the response; rejects with a FrontrowError, or with what is wrong with the request before anything is sent. */
export async function callUnary(caller: Caller, method: Method, request: object, options: CallOptions = {}): Promise<unknown> {
  const { connection, settings, budget } = caller;
  const { retry, deadlineMs } = settings;
  const until = performance.now() + (options.deadlineMs ?? deadlineMs);
  const requestId = method.mutation ? requestIdOf(request) : null;
  const bytes = method.encode(requestId === null ? request : { ...request, requestId });
  const scope = connection.begin(options.signal);
  let before: FrontrowError | null = null;
  try {
    for (let attempt = 1; ; attempt += 1) {
      scope.check(method.name);
      try {
        const response = await connection.unary(method, bytes, Math.min(retry.attemptMs, until - performance.now()), scope.signal);
        budget.succeeded();
        return response;
      } catch (error) {
        scope.check(method.name);
        const failure: FrontrowError = failureOf(method.name, error, requestId, before);
        before = failure;
        if (!mayTryAgain(failure) || !budget.failed() || attempt >= retry.attempts) throw failure;
        const pauseMs = waitMs(attempt, retry, failure.retryAfterMs);
        if (performance.now() + pauseMs >= until) throw failure;
        // Raised meanwhile, the signal is seen at the next round.
        await wait(pauseMs, undefined, { signal: scope.signal }).catch(() => undefined);
      }
    }
  } finally {
    scope.end();
  }
}

/** The caller's, or one that is minted for this call, so that all its attempts are one. */
function requestIdOf(request: object): string {
  const { requestId } = request as { readonly requestId?: string };
  return requestId === undefined || requestId === '' ? randomUUID() : requestId;
}
