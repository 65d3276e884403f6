/**
 * Who may pass: access token, queue token and operators, in the order the contract promises:
 *
 *   access token 401 -> queue token missing 400 -> forged 401 -> mismatch 403 -> ended or waiting 401 -> body 400 -> existence -> rules
 *
 * What headers tell is checked before the body is read. Whether the token is for the concert that the request is about needs the body, so that and the
 * state of the token are checked between parsing and validation.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isConcertId } from '../domain/ids.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { PaymentView } from '../domain/schedule/protocol.js';
import { checkQueueToken } from '../ticketing/admission.js';
import type { RestDeps, TokenHolder } from './deps.js';
import { refusalWithoutKey, sessionOf } from './operators.js';
import { sendRefusal } from './problem.js';

/** The concert a request is about, as far as the request says so in a well-formed way; null otherwise. */
export type ConcertOf = (request: FastifyRequest) => string | null;

/** `public`: anybody. `user`: an access token. `queue`: and the user's own queue token. `admitted`: and an active one. `admin`: the admin key or its session. */
export type Audience = 'public' | 'user' | 'queue' | 'admitted' | 'admin';

/** What is checked by the headers alone, and what is checked when the body is parsed but not yet validated. */
export interface Guards {
  readonly headers: SyncHook | null;
  readonly body: SyncHook | AsyncHook;
}

type Done = (error?: Error) => void;
export type SyncHook = (request: FastifyRequest, reply: FastifyReply, done: Done) => void;
export type AsyncHook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

const ACCESS_TOKEN_INVALID = refuse('ACCESS_TOKEN_INVALID');
const QUEUE_TOKEN_REQUIRED = refuse('QUEUE_TOKEN_REQUIRED');
const QUEUE_TOKEN_MISMATCH = refuse('QUEUE_TOKEN_MISMATCH');

const BEARER = /^bearer +([^ ]+) *$/i;
/** How nearly everybody spells it; only other spellings need the expression. */
const USUAL_BEARER = 'Bearer ';

function isUsualBearer(authorization: string): boolean {
  const from = USUAL_BEARER.length;
  return authorization.length > from && authorization.startsWith(USUAL_BEARER) && !authorization.includes(' ', from);
}

function bearerOf({ headers: { authorization = '' } }: Pick<FastifyRequest, 'headers'>): string | null {
  return BEARER.exec(authorization)?.[1] ?? null;
}

export function queueTokenOf(request: FastifyRequest): string | null {
  const header = request.headers['queue-token'];
  return typeof header === 'string' && header !== '' ? header : null;
}

/**
 * Puts the user of the request's access token on the request, worked out once per request; answers why there is none, or null. It is a promise only where
 * the issuer must be waited for: nearly every request is answered at once, and is not to pay for those that are not.
 */
export function identify(deps: RestDeps, request: FastifyRequest): Refusal | null | Promise<Refusal | null> {
  if (request.userId !== '') return null;
  if (request.userRefusal !== null) return request.userRefusal;
  const verified = verifiedBearer(deps, request);
  return verified instanceof Promise ? verified.then((holder) => noteUser(request, holder)) : noteUser(request, verified);
}

function noteUser(request: FastifyRequest, holder: TokenHolder | Refusal | null): Refusal | null {
  if (holder !== null && 'userId' in holder) {
    request.userId = holder.userId;
    return null;
  }
  request.userRefusal = holder ?? ACCESS_TOKEN_INVALID;
  return request.userRefusal;
}

function verifiedBearer({ accessTokens }: RestDeps, request: FastifyRequest): ReturnType<RestDeps['accessTokens']['verify']> {
  const { authorization = '' } = request.headers;
  if (isUsualBearer(authorization)) return accessTokens.verify(authorization, USUAL_BEARER.length);
  const token = bearerOf(request);
  return token === null ? null : accessTokens.verify(token);
}

/** An access token, and then `next`: in the same turn, unless the issuer must be waited for. */
function requireUser(deps: RestDeps, next: SyncHook): SyncHook {
  const pass = (refusal: Refusal | null, request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    if (refusal === null) next(request, reply, done);
    else sendRefusal(request, reply, refusal);
  };
  return (request, reply, done) => {
    const refusal = identify(deps, request);
    if (!(refusal instanceof Promise)) {
      pass(refusal, request, reply, done);
      return;
    }
    refusal
      .then((late) => {
        // The deadline may have answered meanwhile.
        if (!reply.sent) pass(late, request, reply, done);
      })
      .catch(done);
  };
}

const nothingMore: SyncHook = (_request, _reply, done) => done();

function requireOperator(deps: RestDeps): SyncHook {
  return (request, reply, done) => {
    const refusal = hasAdminKey(deps, request) ? null : refusalWithoutKey(deps, request);
    if (refusal === null) done();
    else sendRefusal(request, reply, refusal);
  };
}

/** Whether an operator asks, whatever they may do; for who is let through when others must wait. */
export function isOperator(deps: RestDeps, request: Pick<FastifyRequest, 'headers'>): boolean {
  return hasAdminKey(deps, request) || sessionOf(deps, request) !== null;
}

function hasAdminKey(deps: RestDeps, request: Pick<FastifyRequest, 'headers'>): boolean {
  const candidate = bearerOf(request);
  return candidate !== null && deps.isAdminKey(candidate);
}

/** Access token and a queue token of the same user, in whatever state. */
function requireQueueToken(deps: RestDeps): SyncHook {
  return requireUser(deps, (request, reply, done) => {
    const claims = checkQueueToken(deps.queueTokens, queueTokenOf(request), request.userId);
    if (isRefusal(claims)) {
      sendRefusal(request, reply, claims);
      return;
    }
    request.queueClaims = claims;
    done();
  });
}

/** The same, but a bad queue token is kept for `admittedOrPaid` to decide on. */
function noteQueueToken(deps: RestDeps): SyncHook {
  return requireUser(deps, (request, _reply, done) => {
    const claims = checkQueueToken(deps.queueTokens, queueTokenOf(request), request.userId);
    if (isRefusal(claims)) request.queueRefusal = claims;
    else request.queueClaims = claims;
    done();
  });
}

/** Says what is wrong with the body, when the checks before it have passed. */
const requireReadableBody: SyncHook = (request, reply, done) => passUnless(request.bodyRefusal, request, reply, done);

function passUnless(refusal: Refusal | null, request: FastifyRequest, reply: FastifyReply, done: Done): void {
  if (refusal === null) done();
  // The deadline may have answered while an entity was asked.
  else if (!reply.sent) sendRefusal(request, reply, refusal);
}

/** For every audience but `admitted`, which needs to know which concert a request is about. */
export function guardsFor(deps: RestDeps, audience: Exclude<Audience, 'admitted'>): Guards {
  switch (audience) {
    case 'public':
      return { headers: null, body: requireReadableBody };
    case 'user':
      return { headers: requireUser(deps, nothingMore), body: requireReadableBody };
    case 'queue':
      return { headers: requireQueueToken(deps), body: requireReadableBody };
    case 'admin':
      return { headers: requireOperator(deps), body: requireReadableBody };
  }
}

/** Inside the sale of the concert that the request is about. Leaves the admission on the request; counts as activity. */
export function admitted(deps: RestDeps, concertOf: ConcertOf): Guards {
  const body: SyncHook = (request, reply, done) => {
    admit(deps, request, concertOf).then((refusal) => passUnless(refusal ?? request.bodyRefusal, request, reply, done), done);
  };
  return { headers: requireQueueToken(deps), body };
}

/**
 * The same for paying: whose queue token does not do any more gets the answer to a payment that was completed, because a payment ends the token, and its
 * answer may have been lost on the way.
 */
export function admittedOrPaid(
  deps: RestDeps,
  concertOf: ConcertOf,
  reservationOf: (request: FastifyRequest) => string | null,
  show: (payment: PaymentView) => unknown,
): Guards {
  const body: AsyncHook = async (request, reply) => {
    const refusal = request.queueRefusal ?? (await admit(deps, request, concertOf));
    if (refusal === null) return request.bodyRefusal === null ? undefined : sendRefusal(request, reply, request.bodyRefusal);
    const reservationId = reservationOf(request);
    const payment = reservationId === null ? null : await deps.ticketing.fans.recordedPayment(request.userId, reservationId);
    if (payment === null) return sendRefusal(request, reply, refusal);
    return reply.code(200).header('cache-control', 'no-store').send(show(payment));
  };
  return { headers: noteQueueToken(deps), body };
}

function admit(deps: RestDeps, request: FastifyRequest, concertOf: ConcertOf): Promise<Refusal | null> {
  const claims = request.queueClaims;
  if (claims === null) return Promise.resolve(QUEUE_TOKEN_REQUIRED);
  const concertId = concertOf(request);
  if (concertId !== null && concertId !== claims.concertId) return Promise.resolve(QUEUE_TOKEN_MISMATCH);
  return deps.ticketing.fans.checkActive(claims, { deadline: request.deadline }).then((admission) => {
    if (isRefusal(admission)) return admission;
    request.admission = admission;
    return null;
  });
}

/** A member of the body or the query when it is a string: guards run before validation. */
export function textIn(source: unknown, name: string): string | null {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return null;
  const value: unknown = (source as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : null;
}

export function concertIdIn(source: unknown): string | null {
  const concertId = textIn(source, 'concertId');
  return concertId !== null && isConcertId(concertId) ? concertId : null;
}
