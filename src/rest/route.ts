/**
 * A route as the files in routes/ describe it, and how it becomes one of Fastify's: guards in their order, schemas, and a handler that answers with a view
 * or a refusal.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema, HTTPMethods, preValidationHookHandler } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { AdmissionView } from '../domain/queue/protocol.js';
import { isRefusal } from '../domain/refusals.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import type { CallOptions } from '../ticketing/asking.js';
import type { QueueClaims } from '../ticketing/fans.js';
import type { RestDeps } from './deps.js';
import { guardsFor, queueTokenOf } from './guards.js';
import type { Audience, Guards } from './guards.js';
import { callOptions } from './idempotency.js';
import type { Counted, RequestLimits } from './limits.js';
import { sendRefusal } from './problem.js';

/** Everything the files in routes/ need. */
export interface RouteContext {
  readonly app: FastifyInstance;
  readonly deps: RestDeps;
  readonly limits: RequestLimits;
}

/** A request that passed its guards and its schemas. */
export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly options: CallOptions;
  /** Empty on public and admin routes. */
  readonly userId: string;
}

export interface QueueCall<Params, Query, Body> extends Call<Params, Query, Body> {
  readonly claims: QueueClaims;
  readonly queueToken: string;
}

export interface AdmittedCall<Params, Query, Body> extends QueueCall<Params, Query, Body> {
  readonly admission: AdmissionView;
}

type CallOf<A extends Audience, Params, Query, Body> = A extends 'admitted'
  ? AdmittedCall<Params, Query, Body>
  : A extends 'queue'
    ? QueueCall<Params, Query, Body>
    : Call<Params, Query, Body>;

/** Views are read-only; what a schema describes is not. */
type Shown<T> = T extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Shown<T[Key]> }
    : T;

export interface RouteSpec<
  A extends Audience,
  Params extends TSchema,
  Query extends TSchema,
  Body extends TSchema,
  Answer extends TSchema,
> {
  readonly method: Extract<HTTPMethods, 'GET' | 'POST' | 'PATCH' | 'DELETE'>;
  readonly path: `/${string}`;
  readonly audience: A;
  /** For `admitted` routes, and only for them: `admitted` or `admittedOrPaid`. */
  readonly guards: A extends 'admitted' ? Guards : null;
  readonly doc: { readonly operationId: string; readonly summary: string; readonly description: string; readonly tag: string };
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** A request without any body counts as one with `{}`. */
  readonly bodyOptional?: boolean;
  /** The success: its status, and its schema (none for 204). */
  readonly success: { readonly status: number; readonly schema: Answer; readonly description: string };
  /** What the use case itself may refuse with; what guards, limits and validation add is added by itself. */
  readonly refusals: readonly RefusalCode[];
  /** Those among them that are 404 here, because they are about what the path names. */
  readonly missing?: readonly RefusalCode[];
  readonly bodyLimitBytes?: number;
  /** What the request is counted with. @default 'caller' */
  readonly counted?: Counted;
  /** False where an Idempotency-Key makes no sense. @default true */
  readonly repeatable?: boolean;
  /** An answer may be stored by caches. Only for what is the same for everybody. */
  readonly cacheable?: boolean;
  /** And for so long it need not be asked for again; left out: caches decide. */
  readonly maxAgeSeconds?: number;
  handle(
    call: CallOf<A, Static<Params>, Static<Query>, Static<Body>>,
    exchange: Exchange,
  ): Promise<Shown<Static<Answer>> | Refusal | Buffer>;
}

/** For what a route says or hears beside its answer: headers. */
export type Exchange = Pick<FastifyReply, 'header' | 'request'>;

const GUARD_REFUSALS: Readonly<Record<Audience, readonly RefusalCode[]>> = {
  public: [],
  user: ['ACCESS_TOKEN_INVALID'],
  queue: ['ACCESS_TOKEN_INVALID', 'QUEUE_TOKEN_REQUIRED', 'QUEUE_TOKEN_INVALID', 'QUEUE_TOKEN_MISMATCH'],
  admitted: [
    'ACCESS_TOKEN_INVALID',
    'QUEUE_TOKEN_REQUIRED',
    'QUEUE_TOKEN_INVALID',
    'QUEUE_TOKEN_MISMATCH',
    'QUEUE_TOKEN_EXPIRED',
    'QUEUE_TOKEN_NOT_ACTIVE',
  ],
  admin: ['ADMIN_KEY_INVALID'],
};
const ALWAYS: readonly RefusalCode[] = ['RATE_LIMITED', 'UNAVAILABLE', 'OVERLOADED', 'INTERNAL', 'ENTITY_DAMAGED'];
const OF_MUTATIONS: readonly RefusalCode[] = ['IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED'];
const OF_CHANGES_BY_OPERATORS: readonly RefusalCode[] = ['CSRF_TOKEN_INVALID'];
const OF_BODIES: readonly RefusalCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];

const SECURITY_OF: Readonly<Record<Audience, readonly Record<string, readonly string[]>[]>> = {
  public: [],
  user: [{ accessToken: [] }],
  queue: [{ accessToken: [], queueToken: [] }],
  admitted: [{ accessToken: [], queueToken: [] }],
  admin: [{ adminKey: [] }, { adminSession: [] }],
};

export function addRoute<A extends Audience, Params extends TSchema, Query extends TSchema, Body extends TSchema, Answer extends TSchema>(
  { app, deps, limits }: RouteContext,
  spec: RouteSpec<A, Params, Query, Body, Answer>,
): void {
  const guards = spec.guards ?? guardsFor(deps, spec.audience as Exclude<A, 'admitted'>);
  app.route({
    method: spec.method,
    url: spec.path,
    schema: schemaOf(spec),
    config: { refusals: documentedRefusals(spec), missing: spec.missing ?? [] },
    ...(spec.bodyLimitBytes === undefined ? {} : { bodyLimit: spec.bodyLimitBytes }),
    onRequest: [...limits.of(spec.audience, spec.counted), ...(guards.headers === null ? [] : [guards.headers])],
    preValidation: spec.bodyOptional === true ? [guards.body, emptyForNone] : [guards.body],
    handler: handlerOf(spec),
  });
}

type AnySpec = Omit<RouteSpec<Audience, TSchema, TSchema, TSchema, TSchema>, 'handle' | 'guards'>;

function schemaOf(spec: AnySpec): FastifySchema {
  const { doc, params, query, body, bodyOptional, success, audience } = spec;
  const documented = {
    operationId: doc.operationId,
    summary: doc.summary,
    description: doc.description,
    tags: [doc.tag],
    security: SECURITY_OF[audience],
  };
  return {
    ...documented,
    ...(params === undefined ? {} : { params }),
    querystring: query ?? NO_QUERY,
    ...(body === undefined ? {} : { body }),
    ...(bodyOptional === true ? { [OPTIONAL_BODY]: true } : {}),
    response: { [success.status]: { ...success.schema, description: success.description } },
  };
}

/** Tells the description that the body may be left out; there, every body is required otherwise. */
export const OPTIONAL_BODY = 'x-optional-body';

const NO_QUERY = { type: 'object', properties: {}, additionalProperties: false };

function documentedRefusals({ audience, method, refusals, body, params, query, repeatable }: AnySpec): readonly RefusalCode[] {
  const validated: readonly RefusalCode[] =
    body !== undefined || params !== undefined || query !== undefined || method !== 'GET' ? ['VALIDATION_FAILED'] : [];
  return [
    ...new Set([
      ...GUARD_REFUSALS[audience],
      ...(audience === 'admin' && method !== 'GET' ? OF_CHANGES_BY_OPERATORS : []),
      ...validated,
      ...refusals,
      ...(method === 'GET' || repeatable === false ? [] : OF_MUTATIONS),
      ...(body === undefined ? [] : OF_BODIES),
      ...ALWAYS,
    ]),
  ];
}

const emptyForNone: preValidationHookHandler = (request, _reply, done) => {
  if (request.body === undefined) request.body = {};
  done();
};

function handlerOf<A extends Audience, Params extends TSchema, Query extends TSchema, Body extends TSchema, Answer extends TSchema>(
  spec: RouteSpec<A, Params, Query, Body, Answer>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> | undefined {
  const { status } = spec.success;
  const missing: ReadonlySet<RefusalCode> = new Set(spec.missing);
  const cacheControl = cacheControlOf(spec);
  const takesKey = spec.method !== 'GET' && spec.repeatable !== false;
  /** What is left for Fastify to send; undefined when the answer is on its way. */
  const send = (request: FastifyRequest, reply: FastifyReply, answer: Shown<Static<Answer>> | Refusal | Buffer): unknown => {
    // The deadline may have answered meanwhile.
    if (reply.sent) return undefined;
    if (isRefusal(answer)) {
      sendRefusal(request, reply, answer, missing.has(answer.refused) ? 404 : undefined);
      return undefined;
    }
    reply.code(status);
    if (status === 204) {
      reply.send();
      return undefined;
    }
    if (Buffer.isBuffer(answer)) reply.header('content-type', 'application/json; charset=utf-8');
    return answer;
  };
  // No async function: each of them, and each `await`, is one more turn of the microtask queue for every request.
  return (request, reply) => {
    if (cacheControl !== null) reply.header('cache-control', cacheControl);
    const options = takesKey ? callOptions(request) : { deadline: request.deadline };
    if (isRefusal(options)) {
      sendRefusal(request, reply, options);
      return undefined;
    }
    const call = callOf(request, options) as CallOf<A, Static<Params>, Static<Query>, Static<Body>>;
    return spec.handle(call, reply).then((answer) => send(request, reply, answer));
  };
}

/** What caches are told with a success; refusals say `no-store` by themselves. */
function cacheControlOf({ cacheable, maxAgeSeconds }: Pick<AnySpec, 'cacheable' | 'maxAgeSeconds'>): string | null {
  if (cacheable !== true) return 'no-store';
  return maxAgeSeconds === undefined ? null : `public, max-age=${maxAgeSeconds}`;
}

/** Guards have put on the request what the route's audience promises, so the type of the call is the route's word. */
function callOf(request: FastifyRequest, options: CallOptions): object {
  const { params, query, body, userId, queueClaims, admission } = request;
  return {
    params,
    query,
    body,
    options,
    userId,
    claims: queueClaims,
    admission,
    queueToken: queueClaims === null ? '' : queueTokenOf(request),
  };
}
