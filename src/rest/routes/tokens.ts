/** The waiting room: get in line, see one's place, leave. */
import { isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { CallOptions } from '../../ticketing/asking.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { NoContent } from '../schemas/common.js';
import { OfConcert, Place, Token } from '../schemas/fans.js';
import { redirectTo, showPlace, showToken } from '../views.js';

const DESCRIPTION =
  'Who already has a live token for the concert gets the same one. Without `concertId`: the one concert on sale. ACTIVE means it is your turn now; ' +
  'WAITING means wait: poll GET /api/v1/numbers, or listen on the WebSocket /api/v1/queue/live.';

export function tokenRoutes(context: RouteContext): void {
  const { fans } = context.deps.ticketing;
  const issue = (userId: string, concertId: string | undefined, options: CallOptions) =>
    fans.issueToken(userId, concertId ?? null, options).then((token) => unlessRefused(token, showToken));
  const common = {
    path: '/api/v1/tokens',
    audience: 'user',
    guards: null,
    success: { status: 201, schema: Token, description: 'Your queue token.' },
    refusals: ['CONCERT_NOT_FOUND', 'CONCERT_REQUIRED'],
  } as const;

  addRoute(context, {
    ...common,
    method: 'GET',
    doc: {
      operationId: 'getToken',
      tag: 'Queue',
      summary: 'Get in line',
      description: `${DESCRIPTION} The same as POST, for clients that can only GET.`,
    },
    query: OfConcert,
    handle: ({ userId, query, options }) => issue(userId, query.concertId, options),
  });
  addRoute(context, {
    ...common,
    method: 'POST',
    doc: { operationId: 'createToken', tag: 'Queue', summary: 'Get in line', description: DESCRIPTION },
    body: OfConcert,
    bodyOptional: true,
    handle: ({ userId, body, options }) => issue(userId, body.concertId, options),
  });
  placeRoutes(context);
}

function placeRoutes(context: RouteContext): void {
  const { fans } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/numbers',
    audience: 'queue',
    guards: null,
    doc: {
      operationId: 'getPlace',
      tag: 'Queue',
      summary: 'See your place in line',
      description:
        'Counts as a sign of life. Refused when the token does not wait; `redirectTo` then says where to go on if it is your turn.',
    },
    success: { status: 200, schema: Place, description: 'You are waiting.' },
    refusals: ['TOKEN_NOT_WAITING'],
    handle: ({ claims, options }) =>
      fans
        .pollPlace(claims, options)
        .then((place) => (isRefusal(place) ? withRedirect(place, claims.concertId) : { status: place.status, ...showPlace(place) })),
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/tokens/current',
    audience: 'queue',
    guards: null,
    doc: {
      operationId: 'getCurrentToken',
      tag: 'Queue',
      summary: 'See the state of your token',
      description: 'Whatever it is. Counts as a sign of life while waiting.',
    },
    success: { status: 200, schema: Token, description: 'Its state.' },
    refusals: [],
    handle: ({ claims, queueToken, options }) =>
      fans.currentToken(claims, queueToken, options).then((token) => unlessRefused(token, showToken)),
  });
  addRoute(context, {
    method: 'DELETE',
    path: '/api/v1/tokens/current',
    audience: 'queue',
    guards: null,
    doc: {
      operationId: 'leave',
      tag: 'Queue',
      summary: 'Leave the line or the sale',
      description: 'Your place goes to the next in line. Leaving twice is fine.',
    },
    success: { status: 204, schema: NoContent, description: 'You have left.' },
    refusals: [],
    handle: ({ claims, options }) => fans.leave(claims, options),
  });
}

function withRedirect(refusal: Refusal, concertId: string): Refusal {
  if (refusal.refused !== 'TOKEN_NOT_WAITING' || refusal.members?.['tokenStatus'] !== 'ACTIVE') return refusal;
  return { ...refusal, members: { ...refusal.members, redirectTo: redirectTo(concertId) } };
}
