/**
 * The hold route as it is built on a database: the same path, schemas, tokens and answers as the node's, on a Fastify with nothing else on it.
 *
 * In a peer's favour it has less to do than the node: a genuine queue token of the right user and concert counts as an admitted one, as if that were
 * signed into it, so nothing is looked up; there is no idempotency key, no cap per user, no returning of a hold one already has, no deadline, no log, no metrics.
 */
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { assertNever } from '../../src/domain/decider.js';
import { concertIdOf, concertOfSchedule, reservationIdOf } from '../../src/domain/ids.js';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import type { AccessTokens } from '../../src/identity/access-tokens.js';
import type { QueueTokens } from '../../src/identity/queue-tokens.js';
import { queueTokenOf, textIn } from '../../src/rest/guards.js';
import { checkQueueToken } from '../../src/ticketing/admission.js';
import { sendRefusal } from '../../src/rest/problem.js';
import { declareRequestState } from '../../src/rest/request-state.js';
import { HoldRequest, Reservation } from '../../src/rest/schemas/fans.js';
import { AJV_OPTIONS, refusalOfValidation } from '../../src/rest/validation.js';

import type { HoldOrder, HoldOutcome, SeatStore } from './seat-store.js';

export interface PeerAppDeps {
  readonly store: SeatStore;
  readonly accessTokens: Pick<AccessTokens, 'verify'>;
  readonly queueTokens: Pick<QueueTokens, 'verify'>;
  /** 32 hex digits that cannot be guessed and have not been used. */
  readonly mintReservation: () => string;
  /** Ms since 1970. */
  readonly now: () => number;
  readonly holdMs: number;
}

/** Loads name their seats. */
type HoldBody = Required<Pick<Static<typeof HoldRequest>, 'scheduleId' | 'seats'>>;

const BEARER = /^bearer +([^ ]+) *$/i;
const ACCESS_TOKEN_INVALID = refuse('ACCESS_TOKEN_INVALID');
const QUEUE_TOKEN_MISMATCH = refuse('QUEUE_TOKEN_MISMATCH');
const SCHEDULE_NOT_FOUND = refuse('SCHEDULE_NOT_FOUND');

export function buildPeerApp(deps: PeerAppDeps): FastifyInstance {
  const app = Fastify({ logger: false, ajv: { customOptions: AJV_OPTIONS }, keepAliveTimeout: 65_000 });
  declareRequestState(app);
  app.setErrorHandler((error: Error & { validation?: Parameters<typeof refusalOfValidation>[0] }, request, reply) => {
    const refusal = error.validation === undefined ? refuse('INTERNAL') : refusalOfValidation(error.validation);
    // Whoever waits for a trial sees only a status; the reason must be found somewhere.
    if (error.validation === undefined) process.stderr.write(`${error.stack ?? error.message}\n`);
    return sendRefusal(request, reply, refusal);
  });
  app.post<{ Body: HoldBody }>('/api/v1/reservations', {
    schema: { body: HoldRequest, response: { 201: Reservation } },
    onRequest: (request, reply, done) => {
      const refusal = identify(deps, request);
      if (refusal === null) done();
      else sendRefusal(request, reply, refusal);
    },
    preValidation: (request, reply, done) => {
      const concertId = concertOfSchedule(textIn(request.body, 'scheduleId') ?? '');
      if (concertId === null || concertId === request.queueClaims?.concertId) done();
      else sendRefusal(request, reply, QUEUE_TOKEN_MISMATCH);
    },
    handler: async (request, reply) => hold(deps, request, reply),
  });
  return app;
}

/** Leaves on the request who asks and for which concert; null when both tokens are good. */
function identify({ accessTokens, queueTokens, now }: PeerAppDeps, request: FastifyRequest): Refusal | null {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const verified = token === undefined ? null : accessTokens.verify(token, now());
  if (verified === null) return ACCESS_TOKEN_INVALID;
  const claims = checkQueueToken(queueTokens, queueTokenOf(request), verified.userId);
  if (isRefusal(claims)) return claims;
  request.userId = verified.userId;
  request.queueClaims = claims;
  return null;
}

async function hold(deps: PeerAppDeps, request: FastifyRequest<{ Body: HoldBody }>, reply: FastifyReply): Promise<unknown> {
  const { scheduleId, seats } = request.body;
  const heldAt = deps.now();
  const order: HoldOrder = {
    reservationId: reservationIdOf(scheduleId, deps.mintReservation()),
    scheduleId,
    seats: seats.length === 1 ? seats : seats.toSorted((a, b) => a - b),
    userId: request.userId,
    heldAt,
    expiresAt: heldAt + deps.holdMs,
  };
  const outcome = await deps.store.hold(order);
  if (outcome.kind !== 'HELD') return sendRefusal(request, reply, refusalOf(outcome));
  return reply
    .code(201)
    .header('cache-control', 'no-store')
    .send(shown(order, outcome.amount, deps.holdMs));
}

function refusalOf(outcome: Exclude<HoldOutcome, { kind: 'HELD' }>): Refusal {
  switch (outcome.kind) {
    case 'UNAVAILABLE':
      return refuse('SEAT_UNAVAILABLE', { conflicts: outcome.conflicts });
    case 'SEAT_NOT_FOUND':
      return refuse('SEAT_NOT_FOUND', { seats: outcome.seats });
    case 'SCHEDULE_NOT_FOUND':
      return SCHEDULE_NOT_FOUND;
    default:
      return assertNever(outcome);
  }
}

function shown(
  { reservationId, scheduleId, seats, heldAt, expiresAt }: HoldOrder,
  amount: number,
  holdMs: number,
): Static<typeof Reservation> {
  return {
    reservationId,
    scheduleId,
    concertId: concertIdOf(scheduleId),
    seats: [...seats],
    adjacent: (seats.at(-1) ?? 0) - (seats[0] ?? 0) === seats.length - 1,
    amount,
    status: 'HELD',
    heldAt: new Date(heldAt).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    expiresInSeconds: Math.ceil(holdMs / 1000),
    paymentId: null,
  };
}
