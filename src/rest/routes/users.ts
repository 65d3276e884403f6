/** The built-in issuer: guest accounts and fresh access tokens for them. */
import type { RouteContext } from '../route.js';
import { Renewals } from '../renewals.js';
import type { Account as IssuedAccount } from '../renewals.js';
import { addRoute } from '../route.js';
import { NoBody } from '../schemas/common.js';
import { Account } from '../schemas/fans.js';
import { time } from '../views.js';

export function userRoutes(context: RouteContext): void {
  const { accessTokens, mintUserId } = context.deps;
  const { issue } = accessTokens;
  if (issue === null) return;
  const account = (userId: string): IssuedAccount => {
    const { token, expiresAt } = issue(userId);
    return { userId, accessToken: token, expiresAt: time(expiresAt) };
  };
  const renewals = new Renewals();
  addRoute(context, {
    method: 'POST',
    path: '/api/v1/users',
    audience: 'public',
    guards: null,
    doc: {
      operationId: 'createUser',
      tag: 'Users',
      summary: 'Get a guest account',
      description: 'A new user with an empty wallet, and the access token that proves who they are. Limited per client address.',
    },
    body: NoBody,
    bodyOptional: true,
    counted: 'address',
    repeatable: false,
    success: { status: 201, schema: Account, description: 'The account.' },
    refusals: [],
    handle: () => Promise.resolve(account(mintUserId())),
  });
  addRoute(context, {
    method: 'POST',
    path: '/api/v1/users/renew',
    audience: 'user',
    guards: null,
    doc: {
      operationId: 'renewAccessToken',
      tag: 'Users',
      summary: 'Get a fresh access token',
      description: 'For the same user, while the present access token is still valid.',
    },
    body: NoBody,
    bodyOptional: true,
    success: { status: 200, schema: Account, description: 'The same user with a fresh access token.' },
    refusals: [],
    handle: ({ userId, options }) => Promise.resolve(renewals.answer(userId, options.idempotency?.key, () => account(userId))),
  });
}
