/**
 * Who is an operator: whoever shows the admin key, or a session's cookie that the key was changed for. A cookie goes along with every request that any page
 * makes a browser send, so with it a change needs the session's CSRF token too.
 */
import type { FastifyRequest } from 'fastify';
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { OperatorSession, RestDeps } from './deps.js';

export const SESSION_COOKIE = 'frontrow-ops';
/** The only paths that the cookie is sent to. */
const SESSION_PATH = '/api/v1/admin';
const CSRF_HEADER = 'x-csrf-token';

/** Somebody may plant a cookie of the same name beside ours, from a neighbouring host; more than one such is not looked at. */
const COOKIES_LOOKED_AT_MAX = 2;
/** These change nothing. */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const ADMIN_KEY_INVALID = refuse('ADMIN_KEY_INVALID');
const CSRF_TOKEN_INVALID = refuse('CSRF_TOKEN_INVALID');

type WithHeaders = Pick<FastifyRequest, 'headers'>;

/** The session whose cookie the request carries; null when there is none, or it is over. */
export function sessionOf({ adminSessions }: RestDeps, { headers: { cookie } }: WithHeaders): OperatorSession | null {
  if (cookie === undefined) return null;
  for (const token of tokensIn(cookie)) {
    const session = adminSessions.read(token);
    if (session !== null) return session;
  }
  return null;
}

/** Why somebody without the admin key may not do this; null when a session lets them. */
export function refusalWithoutKey(deps: RestDeps, request: WithHeaders & Pick<FastifyRequest, 'method'>): Refusal | null {
  const session = sessionOf(deps, request);
  if (session === null) return ADMIN_KEY_INVALID;
  return READING.has(request.method) ? null : csrfRefusal(deps, session, request);
}

export function csrfRefusal({ adminSessions }: RestDeps, session: OperatorSession, { headers }: WithHeaders): Refusal | null {
  return adminSessions.isCsrfToken(session, headers[CSRF_HEADER]) ? null : CSRF_TOKEN_INVALID;
}

/** The value of Set-Cookie. Tokens consist of characters that a cookie may have, so nothing is escaped. */
export function sessionCookie(token: string, seconds: number, secure: boolean): string {
  return `${SESSION_COOKIE}=${token}; Path=${SESSION_PATH}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

function tokensIn(cookies: string): readonly string[] {
  return cookies
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
    .slice(0, COOKIES_LOOKED_AT_MAX)
    .map((cookie) => cookie.slice(SESSION_COOKIE.length + 1));
}
