/** The description of the whole API, made from the routes themselves, and a page to read and try it. */
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { REFUSALS } from '../domain/refusals.js';
import type { RefusalCode } from '../domain/refusals.js';
import { IDEMPOTENCY_KEY_LENGTH_MAX } from './idempotency.js';
import type { RequestLimits } from './limits.js';
import { QUEUE_PATH } from './live/protocol.js';
import { QUEUE_DESCRIPTION } from './live/queue-messages.js';
import { SEATS_DESCRIPTION } from './live/seats-messages.js';
import { PROBLEM_MEDIA_TYPE, STATUS_OF, problemOf } from './problem.js';
import { OPTIONAL_BODY } from './route.js';
import { SESSION_COOKIE } from './operators.js';
import { SECURITY_HEADERS } from './security-headers.js';

const TAGS = [
  { name: 'Users', description: 'Guest accounts and access tokens: who you are.' },
  { name: 'Queue', description: 'The waiting room: whose turn it is.' },
  { name: 'Concerts', description: 'What is on.' },
  { name: 'Reservations', description: 'Dates, seats, holds.' },
  { name: 'Payments', description: 'Paying for a reservation.' },
  { name: 'Wallet', description: 'Points.' },
  { name: 'Operators', description: 'For whoever runs the sale.' },
];

const DESCRIPTION = [
  'Frontrow sells concert seats at the moment a show goes on sale.',
  '1. `POST /api/v1/users` for an account (where there are no guests, the sign-in of the service gives you an access token), `POST /api/v1/users/{userId}/transactions` for points.',
  '2. `POST /api/v1/tokens` to get in line, `GET /api/v1/numbers` (or the WebSocket `/api/v1/queue/live`) until it is your turn.',
  '3. `GET /api/v1/reservation`, `GET /api/v1/seats`, `POST /api/v1/reservations` to hold seats, `POST /api/v1/payments` to buy them.',
  'Every error is an RFC 9457 problem document; decide by its `code`. Whatever can be repeated safely says so with `Retry-After`.',
].join('\n\n');

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  additionalProperties: true,
  properties: {
    type: { type: 'string', format: 'uri', description: 'One URN per code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do.' },
    code: { type: 'string', enum: Object.keys(REFUSALS), description: 'Decide by this.' },
    errors: {
      type: 'array',
      description: 'With VALIDATION_FAILED: what is wrong where.',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or to a query or path parameter.' },
          message: { type: 'string' },
        },
      },
    },
  },
};

export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Frontrow', version: '1', description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      tags: TAGS,
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Who you are.' },
          queueToken: { type: 'apiKey', in: 'header', name: 'Queue-Token', description: 'Whose turn it is.' },
          adminKey: { type: 'http', scheme: 'bearer', description: 'The operator’s key.' },
          adminSession: {
            type: 'apiKey',
            in: 'cookie',
            name: SESSION_COOKIE,
            description: 'What the key was changed for; every change needs the header X-CSRF-Token too.',
          },
        },
      },
    },
    // What the routes of plugins (docs, preflight) do is no part of the contract.
    transform: ({ schema, url, route }) => {
      const { refusals, missing } = route.config ?? {};
      if (refusals === undefined) return { schema: { ...schema, hide: true }, url };
      return { schema: documented(schema, refusals, new Set(missing ?? []), [route.method].flat()), url };
    },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      const { openapiObject } = document;
      return {
        ...openapiObject,
        components: { ...openapiObject.components, schemas: { ...openapiObject.components?.schemas, Problem: PROBLEM_SCHEMA } },
        paths: { ...withOptionalBodies(openapiObject.paths ?? {}), ...SOCKETS },
      };
    },
  });
}

const SOCKETS = { [QUEUE_PATH]: QUEUE_DESCRIPTION, '/api/v1/schedules/{scheduleId}/live': SEATS_DESCRIPTION };

type Operation = Readonly<Record<string, unknown>>;

function withOptionalBodies(paths: object): Record<string, object> {
  const operation = ({ [OPTIONAL_BODY]: isOptional, requestBody, ...rest }: Operation): object => ({
    ...rest,
    ...(requestBody === undefined ? {} : { requestBody: { ...(requestBody as object), required: isOptional !== true } }),
  });
  const operations = (path: object): object =>
    Object.fromEntries(Object.entries(path).map(([method, described]) => [method, operation(described as Operation)]));
  return Object.fromEntries(Object.entries(paths).map(([path, described]) => [path, operations(described as object)]));
}

/** The refusals become responses: one per status, with an example per code. */
function documented(
  schema: FastifySchema | undefined,
  refusals: readonly RefusalCode[],
  missing: ReadonlySet<RefusalCode>,
  methods: readonly string[],
): FastifySchema {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of refusals) {
    const status = missing.has(code) ? 404 : STATUS_OF[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses = Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [status, problemResponse(status, codes)]),
  );
  const described: FastifySchema = { ...schema, response: { ...(schema?.response as object), ...responses } };
  const headers = {
    ...(refusals.includes('IDEMPOTENCY_KEY_REUSED') && !methods.includes('GET') ? IDEMPOTENCY_HEADER : {}),
    ...(refusals.includes('CSRF_TOKEN_INVALID') ? CSRF_TOKEN_HEADER : {}),
  };
  return Object.keys(headers).length === 0 ? described : { ...described, headers: { type: 'object', properties: headers } };
}

const IDEMPOTENCY_HEADER = {
  'Idempotency-Key': {
    type: 'string',
    minLength: 1,
    maxLength: IDEMPOTENCY_KEY_LENGTH_MAX,
    description: 'A key of your own for this request: repeating it under the same key has one effect and gives the same answer.',
    examples: ['b7c1f9d2-charge-1'],
  },
};

const CSRF_TOKEN_HEADER = {
  'X-CSRF-Token': {
    type: 'string',
    description: 'The CSRF token of the session; only when its cookie says who asks, and not the admin key.',
    examples: ['5a0de8c1b2f3440f9b7c6a1d8e2f3b40'],
  },
};

function problemResponse(status: number, codes: readonly RefusalCode[]): object {
  return {
    description: codes.map((code) => `\`${code}\`: ${REFUSALS[code].title}.`).join(' '),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: problemOf({ refused: code }, status) }])),
      },
    },
  };
}

/** `/openapi.json` and `/docs`; the page brings its own scripts and styles, so nothing is loaded from elsewhere. */
export async function serveDescription(app: FastifyInstance, limits: RequestLimits): Promise<void> {
  const onRequest = limits.of('public');
  app.get('/openapi.json', { schema: { hide: true }, onRequest }, () => app.swagger());
  await app.register(async (scope) => {
    // Pages need other headers than JSON.
    scope.addHook('onRequest', (_request, reply, done) => {
      for (const [name] of SECURITY_HEADERS) reply.removeHeader(name);
      done();
    });
    await scope.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
    });
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      uiConfig: { docExpansion: 'list', deepLinking: true, persistAuthorization: false, validatorUrl: null },
      staticCSP: false,
    });
  });
}
