/**
 * Operators at a browser: the admin key is shown once, and a cookie that scripts cannot read takes its place. See operators.ts for what the cookie may do, and
 * for why every change needs a CSRF token beside it.
 */
import { refuse } from '../../domain/refusals.js';
import { csrfRefusal, sessionCookie, sessionOf } from '../operators.js';
import type { OperatorSession } from '../deps.js';
import type { Exchange, RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { EXAMPLE, NoContent, Time, closed, shown } from '../schemas/common.js';
import { time } from '../views.js';
import { Type } from 'typebox';

const PATH = '/api/v1/admin/session';
const TAG = 'Operators';
const KEY_LENGTH_MAX = 4_096;
const SECOND_MS = 1_000;

const Session = shown(
  {
    csrfToken: Type.String({
      description: 'To be sent as X-CSRF-Token with everything but GET, while the cookie says who asks.',
      examples: ['5a0de8c1b2f3440f9b7c6a1d8e2f3b40'],
    }),
    expiresAt: Time('When the session is over.', EXAMPLE.later),
  },
  { examples: [{ csrfToken: '5a0de8c1b2f3440f9b7c6a1d8e2f3b40', expiresAt: EXAMPLE.later }] },
);

const SignIn = closed(
  {
    key: Type.String({
      minLength: 1,
      maxLength: KEY_LENGTH_MAX,
      description: 'The admin key.',
      examples: ['tR4sB0x0ff1ceKey-of-at-least-32-characters'],
    }),
  },
  { examples: [{ key: 'tR4sB0x0ff1ceKey-of-at-least-32-characters' }] },
);

const ADMIN_KEY_INVALID = refuse('ADMIN_KEY_INVALID');

export function adminSessionRoutes(context: RouteContext): void {
  const { adminSessions, isAdminKey, clock } = context.deps;
  addRoute(context, {
    method: 'POST',
    path: PATH,
    audience: 'public',
    guards: null,
    doc: {
      operationId: 'openAdminSession',
      tag: TAG,
      summary: 'Sign in as an operator',
      description:
        'Shows the admin key once and gets a cookie (HttpOnly, SameSite=Strict) that opens the operators’ routes for eight hours. Limited per client address. A changed admin key ends all sessions.',
    },
    body: SignIn,
    counted: 'sign-ins',
    repeatable: false,
    success: { status: 200, schema: Session, description: 'The session; its cookie is set.' },
    refusals: ['ADMIN_KEY_INVALID'],
    handle: async ({ body }, exchange) => {
      if (!isAdminKey(body.key)) return ADMIN_KEY_INVALID;
      const { token, ...session } = adminSessions.open();
      setCookie(exchange, token, Math.floor((session.expiresAt - clock.now()) / SECOND_MS));
      return show(session);
    },
  });
  addRoute(context, {
    method: 'GET',
    path: PATH,
    audience: 'public',
    guards: null,
    doc: {
      operationId: 'seeAdminSession',
      tag: TAG,
      summary: 'See the operator’s session',
      description: 'For a page that was loaded anew: whether its cookie still holds, and the CSRF token that goes with it.',
    },
    success: { status: 200, schema: Session, description: 'The session.' },
    refusals: ['ADMIN_KEY_INVALID'],
    handle: async (_call, { request }) => {
      const session = sessionOf(context.deps, request);
      return session === null ? ADMIN_KEY_INVALID : show(session);
    },
  });
  signOutRoute(context);
}

function signOutRoute(context: RouteContext): void {
  addRoute(context, {
    method: 'DELETE',
    path: PATH,
    audience: 'public',
    guards: null,
    doc: {
      operationId: 'closeAdminSession',
      tag: TAG,
      summary: 'Sign out',
      description: 'Takes the cookie away. With a session it needs the CSRF token, like every change; without one there is nothing to do.',
    },
    repeatable: false,
    success: { status: 204, schema: NoContent, description: 'Signed out.' },
    refusals: ['CSRF_TOKEN_INVALID'],
    handle: async (_call, exchange) => {
      const session = sessionOf(context.deps, exchange.request);
      const refusal = session === null ? null : csrfRefusal(context.deps, session, exchange.request);
      if (refusal !== null) return refusal;
      setCookie(exchange, '', 0);
      return null;
    },
  });
}

function setCookie(exchange: Exchange, token: string, seconds: number): void {
  exchange.header('set-cookie', sessionCookie(token, seconds, exchange.request.protocol === 'https'));
}

function show({ csrfToken, expiresAt }: OperatorSession) {
  return { csrfToken, expiresAt: time(expiresAt) };
}
