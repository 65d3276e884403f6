/** How much one caller may ask. */
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../domain/refusals.js';
import type { RestDeps } from './deps.js';
import { hasAdminKey, identify } from './guards.js';
import type { Audience } from './guards.js';
import { Refused } from './problem.js';

/** Callers whose requests are counted at once; beyond that, the ones heard of longest ago start afresh. */
const COUNTED_CALLERS_MAX = 200_000;
const WINDOW_MS = 60_000;

type LimitHook = (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export interface RequestLimits {
  /** The hooks that count a request to a route for that audience. */
  of(audience: Audience, byAddress: boolean): LimitHook[];
}

/** Counted per user where an access token proves one, else per client address; operators with the admin key are not limited. */
export async function limitRequests(app: FastifyInstance, deps: RestDeps): Promise<RequestLimits> {
  const max = deps.settings.rateLimitPerMinute;
  if (max === 0) return { of: () => [] };
  await app.register(rateLimit, {
    global: false,
    max,
    timeWindow: WINDOW_MS,
    cache: COUNTED_CALLERS_MAX,
    enableDraftSpec: true,
    errorResponseBuilder: () => new Refused(refuse('RATE_LIMITED')),
  });
  const byAddress = app.rateLimit({ keyGenerator: addressOf });
  const byCaller = app.rateLimit({
    keyGenerator: (request) => {
      const refusal = identify(deps, request);
      return refusal instanceof Promise ? refusal.then(() => callerOf(request)) : callerOf(request);
    },
  });
  const exceptOperators = app.rateLimit({ keyGenerator: addressOf, allowList: (request) => hasAdminKey(deps, request) });
  return {
    of(audience, always) {
      if (always) return [byAddress];
      return [audience === 'admin' ? exceptOperators : byCaller];
    },
  };
}

function callerOf(request: FastifyRequest): string {
  return request.userId === '' ? addressOf(request) : request.userId;
}

function addressOf(request: FastifyRequest): string {
  return normalizeIP(request.ip);
}
