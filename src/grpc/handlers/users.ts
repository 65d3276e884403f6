/** The built-in issuer: guest accounts, and access tokens for web clients that go on alone. */
import { refuse } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { GrpcDeps } from '../deps.js';
import type { Account } from '../generated/frontrow/v1/Account.js';
import { timestampOf } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { userFault } from '../validation.js';

const GUESTS_DISABLED = refuse('GUESTS_DISABLED');

export function userMethods(deps: GrpcDeps): Pick<UnaryMethods, 'CreateUser' | 'IssueAccessToken'> {
  return {
    CreateUser: {
      right: 'sell',
      mutation: false,
      handle: async () => accountOf(deps, deps.mintUserId()),
    },
    IssueAccessToken: {
      right: 'sell',
      mutation: false,
      handle: async ({ request: { userId } }) => userFault(userId) ?? accountOf(deps, userId),
    },
  };
}

function accountOf({ accessTokens }: GrpcDeps, userId: string): Account | Refusal {
  if (accessTokens === null) return GUESTS_DISABLED;
  const { token, expiresAt } = accessTokens.issue(userId);
  return { userId, accessToken: token, expiresAt: timestampOf(expiresAt) };
}
