/**
 * What our routes are measured against: bare Fastify that takes the same requests through the same schemas and gives answers of the same shape and size with
 * the same headers, and does nothing else. Its handlers are as quick as Fastify lets them be: no promise, no hook, and no logger made for each request.
 */
import { join } from 'node:path';
import { createSigner } from 'fast-jwt';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifySchema } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { PROBLEM_MEDIA_TYPE } from '../../src/rest/problem.js';
import { UserId, closed } from '../../src/rest/schemas/common.js';
import {
  ChargeRequest,
  HoldRequest,
  OfConcert,
  PayRequest,
  Payment,
  Place,
  Reservation,
  Token,
  Transaction,
} from '../../src/rest/schemas/fans.js';
import { SECURITY_HEADERS } from '../../src/rest/security-headers.js';
import { AJV_OPTIONS } from '../../src/rest/validation.js';
import {
  eventOf,
  payment,
  place,
  queueTokenClaims,
  queueTokenHeader,
  refusedHold,
  reservation,
  seatsBuffer,
  token,
  transaction,
} from './reference-answers.js';
import type { HoldBody } from './reference-answers.js';
import { GroupCommit } from './group-commit.js';
import type { ReferenceOptions, ReferenceRoute } from './reference-options.js';

/** As ours: it stands in a header of every answer. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const SIGNING_KEY_BYTES = 32;

interface Context {
  readonly app: FastifyInstance;
  readonly options: ReferenceOptions;
}

export async function buildReference(options: ReferenceOptions, logger: FastifyBaseLogger): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (parent) => parent,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    ajv: { customOptions: AJV_OPTIONS },
  });
  for (const route of options.routes) await ADD[route]({ app, options });
  return app;
}

const ADD: Readonly<Record<ReferenceRoute, (context: Context) => Promise<void> | void>> = {
  hold: ({ app }) => {
    app.post<{ Body: HoldBody }>('/api/v1/reservations', { schema: HOLD }, ({ body }, reply) => {
      answer(reply, 201).send(reservation(body));
    });
  },
  'durable-hold': async ({ app, options }) => {
    const { directory } = options;
    if (directory === undefined) throw new Error('durable-hold needs a directory');
    const commits = await GroupCommit.open(join(directory, 'reference.db'));
    app.post<{ Body: HoldBody }>('/api/v1/reservations', { schema: HOLD }, ({ body }, reply) => {
      const view = reservation(body);
      commits.write(eventOf(view), () => {
        answer(reply, 201).send(view);
      });
    });
  },
  'refused-hold': ({ app }) => {
    app.post<{ Body: HoldBody }>('/api/v1/reservations', { schema: HOLD }, ({ body }, reply) => {
      answer(reply, 400)
        .header('content-type', PROBLEM_MEDIA_TYPE)
        .send(Buffer.from(refusedHold(body)));
    });
  },
  poll: ({ app }) => {
    app.get('/api/v1/numbers', { schema: { querystring: NO_QUERY, response: { 200: Place } } }, (_request, reply) => {
      answer(reply, 200).send(place());
    });
  },
  token: ({ app }) => {
    const same = signer()(queueTokenClaims(1));
    app.post('/api/v1/tokens', { schema: TOKEN }, (_request, reply) => {
      answer(reply, 201).send(token(same));
    });
  },
  'signed-token': ({ app }) => {
    const sign = signer();
    let seq = 0;
    app.post('/api/v1/tokens', { schema: TOKEN }, (_request, reply) => {
      answer(reply, 201).send(token(sign(queueTokenClaims((seq += 1)))));
    });
  },
  seats: ({ app, options }) => {
    const { seatsBytes } = options;
    if (seatsBytes === undefined) throw new Error('seats needs a size');
    const buffer = seatsBuffer(seatsBytes);
    app.get('/api/v1/seats', (_request, reply) => {
      answer(reply, 200).header('content-type', 'application/json; charset=utf-8').send(buffer);
    });
  },
  charge: ({ app }) => {
    app.post<{ Body: Static<typeof ChargeRequest>; Params: { userId: string } }>(
      '/api/v1/users/:userId/transactions',
      { schema: { ...taking(ChargeRequest, 200, Transaction), params: closed({ userId: UserId }) } },
      ({ body, params }, reply) => {
        answer(reply, 200).send(transaction(params.userId, body.amount));
      },
    );
  },
  pay: ({ app }) => {
    app.post<{ Body: Static<typeof PayRequest> }>('/api/v1/payments', { schema: taking(PayRequest, 200, Payment) }, ({ body }, reply) => {
      answer(reply, 200).send(payment(body.reservationId));
    });
  },
};

const NO_QUERY = closed({});
const HOLD = taking(HoldRequest, 201, Reservation);
const TOKEN = taking(OfConcert, 201, Token);

function taking(body: TSchema, status: number, success: TSchema): FastifySchema {
  return { querystring: NO_QUERY, body, response: { [status]: success } };
}

function answer(reply: FastifyReply, status: number): FastifyReply {
  for (const [name, value] of SECURITY_HEADERS) reply.header(name, value);
  return reply.header('cache-control', 'no-store').code(status);
}

function signer() {
  return createSigner({ algorithm: 'HS256', key: Buffer.alloc(SIGNING_KEY_BYTES, 'k'), header: queueTokenHeader() });
}
