/**
 * The web app: two pages, at every path that they show something at, and the files they load. A page is asked for again each time, so that it always names the
 * newest files; the files have a hash of their content in their names and are kept for ever.
 *
 * Pages count against limits of their own (see limits.ts) and are turned away like any other request when the node is too busy.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { RestDeps } from './deps.js';
import type { RequestLimits } from './limits.js';
import { sendFile } from './pages-answer.js';
import { BUSY_PAGE, BUSY_PAGE_HEADERS, BUSY_STATUS } from './pages-busy.js';
import type { WebApp, WebFile } from './pages-files.js';
import { FANS_PATHS, OPS_PATHS, canBePage } from './pages-paths.js';
import { sendRefusal } from './problem.js';
import { BRAND_POLICY, PAGE_HEADERS, PAGE_POLICY } from './security-headers.js';

const ASK_EACH_TIME = 'no-cache';
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

const NOT_BUILT = 'The web app is not built: run `npm run build`, then start the node again. The API is described at /docs.\n';
const NOT_FOUND = refuse('ROUTE_NOT_FOUND');

export function servePages(app: FastifyInstance, { webApp, brand }: RestDeps, limits: RequestLimits): void {
  const get = (url: string, handler: RouteHandlerMethod): void =>
    void app.route({ method: 'GET', url, schema: { hide: true }, onRequest: limits.of('public', 'files'), handler });
  for (const path of FANS_PATHS) get(path, pageOf(webApp, 'fans'));
  for (const path of OPS_PATHS) get(path, pageOf(webApp, 'ops'));
  get('/brand/*', filesOf(brand.files, ASK_EACH_TIME, BRAND_POLICY));
  if (webApp === null) return;
  get('/assets/*', filesOf(webApp.assets, FOR_EVER, PAGE_POLICY));
  for (const [name, file] of webApp.others) get(`/${name}`, (request, reply) => sendFile(request, reply, file, FOR_AN_HOUR));
}

/** What a browser gets that went where nothing is: the fans' page, which says so. @returns False when it is not a browser's page that was asked for. */
export function sendNoSuchPage({ webApp }: RestDeps, request: FastifyRequest, reply: FastifyReply): boolean {
  const { method, url, headers } = request;
  if (webApp === null || (method !== 'GET' && method !== 'HEAD') || !canBePage(url)) return false;
  if (headers.accept?.includes('text/html') !== true) return false;
  request.refusedWith = NOT_FOUND.refused;
  sendPage(request, reply.code(404), webApp.fans);
  return true;
}

/** Instead of a page, as long as the node serves nobody. */
export function sendBusyPage(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  request.refusedWith = refusal.refused;
  const headers = BUSY_PAGE_HEADERS[Math.floor(Math.random() * BUSY_PAGE_HEADERS.length)] ?? [];
  for (const [name, value] of headers) reply.header(name, value);
  return reply.code(BUSY_STATUS).send(Buffer.from(BUSY_PAGE));
}

function pageOf(webApp: WebApp | null, page: 'fans' | 'ops'): RouteHandlerMethod {
  if (webApp === null) {
    return (_request, reply) => reply.code(404).type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT);
  }
  const file = webApp[page];
  return (request, reply) => sendPage(request, reply, file);
}

function sendPage(request: FastifyRequest, reply: FastifyReply, page: WebFile): FastifyReply {
  for (const [name, value] of PAGE_HEADERS) reply.header(name, value);
  return sendFile(request, reply, page, ASK_EACH_TIME);
}

/** Whatever the rest of the path is, it is only compared with names. */
function filesOf(files: ReadonlyMap<string, WebFile>, cacheControl: string, policy: string): RouteHandlerMethod {
  return (request, reply) => {
    const file = files.get((request.params as { readonly '*': string })['*']);
    if (file === undefined) return sendRefusal(request, reply, NOT_FOUND);
    return sendFile(request, reply.header('content-security-policy', policy), file, cacheControl);
  };
}
