/**
 * What is logged about requests. Tokens and keys travel in headers and, where clients err, in queries: so neither is ever logged, only the method, the path,
 * the status, the request's id, and who asked.
 */
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { RestDeps, RestLogger, RestObserver } from './deps.js';

/** An answer that took longer is logged, at level info. */
const SLOW_REQUEST_MS = 1_000;
const PATH_LENGTH_MAX = 200;
/** The parts a path of ours is made of: words, a version, numbers, our ids. Anything else may be a secret that strayed into a path. */
const PATH_PART = new RegExp(
  `^(?:|[a-z]{1,24}|v1|openapi\\.json|\\d{1,7}|[0-9a-f]{16}(?:-[0-9a-f]{12}(?:-[rp]-[0-9a-f]{32})?)?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`,
);

export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** A path as sent, without its query, cut short, and without anything in it that could be a secret. */
export function loggedPath(url: string): string {
  const parts = pathOf(url).slice(0, PATH_LENGTH_MAX).split('/');
  return parts.map((part) => (PATH_PART.test(part) ? part : '[removed]')).join('/');
}

export function loggedRequest(request: FastifyRequest): object {
  const { id, method, url, userId } = request;
  return { requestId: id, method, path: loggedPath(url), userId: userId === '' ? undefined : userId };
}

/** Whatever hands a request, a reply or headers to the logger gets only this much into the log. */
const SERIALIZERS = {
  req: (request: FastifyRequest) => ({ method: request.method, path: loggedPath(request.url) }),
  res: (reply: { readonly statusCode: number }) => ({ status: reply.statusCode }),
};
const SECRET_MEMBERS = [
  ...['authorization', 'queue-token', 'cookie', 'set-cookie', 'x-csrf-token'],
  ...['token', 'accessToken', 'queueToken', 'adminKey', 'csrfToken'],
];
const REDACT = { paths: SECRET_MEMBERS.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), censor: '[removed]' };

export function loggerOptions(logger: RestLogger): Pick<FastifyServerOptions, 'logger' | 'loggerInstance'> {
  if (isLogger(logger)) return { loggerInstance: logger.child({}, { serializers: SERIALIZERS, redact: REDACT }) };
  return { logger: { ...logger, serializers: { ...logger.serializers, ...SERIALIZERS }, redact: REDACT } };
}

function isLogger(logger: RestLogger): logger is FastifyBaseLogger {
  return 'child' in logger && typeof logger.child === 'function';
}

/** For requests that no route is for. */
const UNMATCHED = 'unmatched';

/**
 * For log and metrics, after each answer. Every route gets a hook that knows its pattern: asking a request for its route makes Fastify gather all that it
 * knows about the route, anew for each request.
 */
export function observeAnswers(app: FastifyInstance, { observe }: RestDeps): void {
  app.addHook('onRoute', (route) => {
    const others = route.onResponse === undefined ? [] : [route.onResponse].flat();
    route.onResponse = [observerOf(observe, route.url), ...others];
  });
  const ofNone = observerOf(observe, UNMATCHED);
  app.addHook('onResponse', (request, reply, done) => {
    if (request.is404) ofNone(request, reply, done);
    else done();
  });
}

/** Ordinary answers are logged at level debug only. */
function observerOf(observe: RestObserver, route: string) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    observe.request({ route, method: request.method, status, code: request.refusedWith, seconds: ms / 1000 });
    if (status >= 500 || ms > SLOW_REQUEST_MS) {
      request.log.info({ ...loggedRequest(request), status, code: request.refusedWith ?? undefined, ms: Math.round(ms) }, 'answered');
    } else if (request.log.level === 'debug' || request.log.level === 'trace') {
      request.log.debug({ ...loggedRequest(request), status, code: request.refusedWith ?? undefined, ms: Math.round(ms) }, 'answered');
    }
    done();
  };
}
