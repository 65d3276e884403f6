/**
 * How a refusal looks over HTTP: a status, and an RFC 9457 problem document with the refusal's code and members.
 * The table here is the only place where codes get statuses.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REFUSALS } from '../domain/refusals.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const STATUS_OF: Readonly<Record<RefusalCode, number>> = {
  ACCESS_TOKEN_INVALID: 401,
  ADMIN_KEY_INVALID: 401,
  CONCERT_NOT_FOUND: 400,
  CONCERT_REQUIRED: 400,
  CSRF_TOKEN_INVALID: 403,
  DEMO_DISABLED: 404,
  DEMO_RUNNING: 409,
  ENTITY_DAMAGED: 500,
  GUESTS_DISABLED: 403,
  HOLD_EXPIRED: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  INSUFFICIENT_POINTS: 400,
  INTERNAL: 500,
  INVALID_AMOUNT: 400,
  INVALID_SCHEDULE: 400,
  MAX_POINTS_EXCEEDED: 400,
  METHOD_NOT_ALLOWED: 405,
  NOT_HELD: 409,
  NOT_YOURS: 403,
  ORIGIN_NOT_ALLOWED: 403,
  OVERLOADED: 503,
  PAYLOAD_TOO_LARGE: 413,
  PAYMENT_ABORTED: 409,
  PAYMENT_NOT_FOUND: 404,
  QUEUE_TOKEN_EXPIRED: 401,
  QUEUE_TOKEN_INVALID: 401,
  QUEUE_TOKEN_MISMATCH: 403,
  QUEUE_TOKEN_NOT_ACTIVE: 401,
  QUEUE_TOKEN_REQUIRED: 400,
  RATE_LIMITED: 429,
  RESERVATION_NOT_FOUND: 404,
  RIGHT_MISSING: 403,
  ROUTE_NOT_FOUND: 404,
  SALES_CLOSED: 409,
  SCHEDULE_AMBIGUOUS: 400,
  SCHEDULE_NOT_FOUND: 404,
  SEAT_NOT_BLOCKABLE: 409,
  SEAT_NOT_FOUND: 400,
  SEAT_UNAVAILABLE: 400,
  SELF_CHARGE_DISABLED: 403,
  SERVICE_UNKNOWN: 401,
  TOKEN_NOT_WAITING: 400,
  TOO_MANY_SEATS: 400,
  TOO_SLOW: 503,
  UNAVAILABLE: 503,
  UNSUPPORTED_MEDIA_TYPE: 415,
  USER_NOT_FOUND: 404,
  VALIDATION_FAILED: 400,
};

/** How long a caller should wait before trying again what may work without a change. */
export const RETRY_AFTER_SECONDS = 1;
const RETRY_SOON: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['UNAVAILABLE', 'OVERLOADED', 'RATE_LIMITED', 'IDEMPOTENCY_IN_PROGRESS']);
const ASKS_FOR_BEARER: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['ACCESS_TOKEN_INVALID', 'ADMIN_KEY_INVALID']);

export const problemType = (code: RefusalCode): string => `urn:frontrow:problem:${code.toLowerCase().replaceAll('_', '-')}`;

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: RefusalCode;
  readonly [member: string]: unknown;
}

/** The members of a refusal cannot replace those that every problem has. */
export function problemOf(refusal: Refusal, status: number = STATUS_OF[refusal.refused]): Problem {
  const { title, detail } = REFUSALS[refusal.refused];
  const problem = { type: problemType(refusal.refused), title, status, detail, code: refusal.refused };
  return { ...problem, ...refusal.members, ...problem };
}

const PROBLEM_MEMBERS: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'code']);
/** What never changes is written once: the first members of a document, without the closing brace, by status and code. */
const openings = new Map<number, Map<RefusalCode, string>>();
/** And whole documents of refusals that say nothing of their own. */
const documents = new Map<number, Map<RefusalCode, Buffer>>();

function kept<Value>(all: Map<number, Map<RefusalCode, Value>>, status: number, code: RefusalCode, make: () => Value): Value {
  let byCode = all.get(status);
  if (byCode === undefined) all.set(status, (byCode = new Map<RefusalCode, Value>()));
  let value = byCode.get(code);
  if (value === undefined) byCode.set(code, (value = make()));
  return value;
}

function openingOf(code: RefusalCode, status: number): string {
  return kept(openings, status, code, () => JSON.stringify(problemOf({ refused: code }, status)).slice(0, -1));
}

/** The same as writing `problemOf` out, but what never changes is written only once. */
export function problemDocument(refusal: Refusal, status: number = STATUS_OF[refusal.refused]): Buffer {
  const { refused, members } = refusal;
  const opening = openingOf(refused, status);
  if (members === undefined) return kept(documents, status, refused, () => Buffer.from(`${opening}}`));
  for (const name in members) if (PROBLEM_MEMBERS.has(name)) return Buffer.from(JSON.stringify(problemOf(refusal, status)));
  const own = JSON.stringify(members);
  return Buffer.from(own === '{}' ? `${opening}}` : `${opening},${own.slice(1)}`);
}

/** Answers with the refusal and keeps its code for the metrics. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  status: number = STATUS_OF[refusal.refused],
): FastifyReply {
  const { refused } = refusal;
  request.refusedWith = refused;
  if (RETRY_SOON.has(refused) && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER_SECONDS);
  if (ASKS_FOR_BEARER.has(refused)) reply.header('www-authenticate', 'Bearer');
  // Bytes, because Fastify would add a charset to the type of a text, and this media type has none.
  return reply
    .code(status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .header('cache-control', 'no-store')
    .send(problemDocument(refusal, status));
}

/** A refusal on its way through code that can only throw (plugins, parsers); the error handler sends it. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.refused);
    this.name = 'Refused';
  }
}
