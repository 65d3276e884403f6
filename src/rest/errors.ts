/** Everything that goes wrong outside a handler becomes a problem document too: unknown paths and methods, errors of Fastify and of the HTTP parser, bugs. */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalid, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { RestDeps } from './deps.js';
import type { RequestLimits } from './limits.js';
import { loggedRequest, pathOf } from './logging.js';
import { sendNoSuchPage } from './pages.js';
import { PROBLEM_MEDIA_TYPE, Refused, problemOf, sendRefusal } from './problem.js';
import { refusalOfValidation } from './validation.js';

export function handleErrors(app: FastifyInstance, deps: RestDeps, limits: RequestLimits): void {
  const methods = new MethodsByPath(app);
  app.setErrorHandler<FastifyError>((error, request, reply) => sendError(error, request, reply));
  app.setNotFoundHandler({ preHandler: limits.of('public') }, (request, reply) => {
    const allowed = methods.allowedAt(pathOf(request.url));
    if (allowed.length === 0) return sendNoSuchPage(deps, request, reply) ? reply : sendRefusal(request, reply, refuse('ROUTE_NOT_FOUND'));
    return sendRefusal(request, reply.header('allow', allowed.join(', ')), refuse('METHOD_NOT_ALLOWED'));
  });
}

/** For errors that Fastify meets before a route is found. */
export function sendFrameworkError(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  sendRefusal(request, reply, invalid('', 'the path is malformed or one of its parts is too long'));
}

function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal.refused === 'INTERNAL') request.log.error({ err: error, request: loggedRequest(request) }, 'request failed unexpectedly');
  return sendRefusal(request, reply, refusal);
}

function refusalOf(error: FastifyError): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error.validation !== undefined) return refusalOfValidation(error.validation);
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('PAYLOAD_TOO_LARGE');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return refuse('UNSUPPORTED_MEDIA_TYPE');
    default:
      return isClientError(error) ? unreadable : refuse('INTERNAL');
  }
}

/** Errors that Fastify or Node blames on what was sent. */
function isClientError({ statusCode }: FastifyError): boolean {
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500;
}

const unreadable = invalid('', 'the request could not be read');

/** Node would answer these without a word. */
export function sayWhatNodeWouldNot(server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.stringify(problemOf(unmet, EXPECTATION_FAILED_STATUS));
    const headers = { 'content-type': PROBLEM_MEDIA_TYPE, 'content-length': Buffer.byteLength(body), connection: 'close' };
    response.writeHead(EXPECTATION_FAILED_STATUS, headers).end(body);
  });
}

const EXPECTATION_FAILED_STATUS = 417;
const unmet = invalid('/Expect', 'must be 100-continue');

/** Answers on the bare socket what the HTTP parser rejects; there is no request to speak of yet. */
export function answerUnparsable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOfParserError(error.code);
  const body = JSON.stringify(problemOf(unreadable, status));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function statusOfParserError(code: string | undefined): number {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    default:
      return 400;
  }
}

/** Tells an unknown path from a known one that was asked with the wrong method. */
class MethodsByPath {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      if (url === '*' || url.includes('*')) return;
      const pattern = url.replaceAll('.', '\\.').replaceAll(/:[A-Za-z]+/g, '[^/]+');
      this.routes.push({ pattern: new RegExp(`^${pattern}$`), methods: [method].flat() });
    });
  }

  allowedAt(path: string): readonly string[] {
    return [...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
  }
}
