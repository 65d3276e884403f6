/** How much one caller may ask. */
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../domain/refusals.js';
import type { RestDeps } from './deps.js';
import { identify, isOperator } from './guards.js';
import type { Audience } from './guards.js';
import { Refused } from './problem.js';

/** Callers whose requests are counted at once; beyond that, the ones heard of longest ago start afresh. */
const COUNTED_CALLERS_MAX = 200_000;
const WINDOW_MS = 60_000;
/** A page is some ten files, and a file costs next to nothing: pages are counted by themselves, and a household may load as many as it may make requests. */
const FILES_PER_REQUEST = 10;
/** An operator signs in once a day. */
const SIGN_INS_MAX = 20;

type LimitHook = (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Which requests are counted together: those of a caller, those of an address whoever asks, files of the web app, attempts to sign in as an operator. */
export type Counted = 'caller' | 'address' | 'files' | 'sign-ins';

export interface RequestLimits {
  /** The hooks that count a request to a route for that audience. */
  of(audience: Audience, counted?: Counted): LimitHook[];
}

/** Counted per user where an access token proves one, else per client address; operators are not limited. */
export async function limitRequests(app: FastifyInstance, deps: RestDeps): Promise<RequestLimits> {
  const max = deps.settings.rateLimitPerMinute;
  if (max === 0) return { of: () => [] };
  await app.register(rateLimit, {
    global: false,
    max,
    timeWindow: WINDOW_MS,
    enableDraftSpec: true,
    errorResponseBuilder: () => new Refused(refuse('RATE_LIMITED')),
  });
  // Each of these counts for itself.
  const cache = COUNTED_CALLERS_MAX;
  const hooks: Readonly<Record<Counted | 'operators', LimitHook>> = {
    caller: app.rateLimit({
      cache,
      keyGenerator: (request) => {
        const refusal = identify(deps, request);
        return refusal instanceof Promise ? refusal.then(() => callerOf(request)) : callerOf(request);
      },
    }),
    address: app.rateLimit({ cache, keyGenerator: addressOf }),
    files: app.rateLimit({ cache, keyGenerator: addressOf, max: max * FILES_PER_REQUEST }),
    'sign-ins': app.rateLimit({ cache, keyGenerator: addressOf, max: Math.min(max, SIGN_INS_MAX) }),
    operators: app.rateLimit({ cache, keyGenerator: addressOf, allowList: (request) => isOperator(deps, request) }),
  };
  return { of: (audience, counted = 'caller') => [hooks[audience === 'admin' && counted === 'caller' ? 'operators' : counted]] };
}

function callerOf(request: FastifyRequest): string {
  return request.userId === '' ? addressOf(request) : request.userId;
}

function addressOf(request: FastifyRequest): string {
  return normalizeIP(request.ip);
}
