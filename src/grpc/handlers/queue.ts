/** The waiting room: get in line, see one's place, leave. */
import { isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { GrpcDeps } from '../deps.js';
import { issuedTokenMessage, placeMessage } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { claimsOf } from '../turn.js';
import { Faults, textOrNull, userFault } from '../validation.js';

export function queueMethods(deps: GrpcDeps): Pick<UnaryMethods, 'IssueToken' | 'GetToken' | 'LeaveQueue' | 'GetPosition'> {
  const { fans } = deps.ticketing;
  return {
    IssueToken: {
      right: 'sell',
      mutation: true,
      handle: async ({ request: { userId, concertId }, options }) =>
        userFault(userId) ??
        new Faults().optionalId('concert_id', concertId).refusal() ??
        unlessRefused(await fans.issueToken(userId, textOrNull(concertId), options), issuedTokenMessage),
    },
    GetToken: {
      right: 'read',
      mutation: false,
      handle: async ({ request, options }) => {
        const claims = claimsOf(deps, request);
        if (isRefusal(claims)) return claims;
        return unlessRefused(await fans.currentToken(claims, request.queueToken, options), issuedTokenMessage);
      },
    },
    LeaveQueue: {
      right: 'sell',
      mutation: true,
      handle: async ({ request, options }) => {
        const claims = claimsOf(deps, request);
        if (isRefusal(claims)) return claims;
        return unlessRefused(await fans.leave(claims, options), () => ({}));
      },
    },
    GetPosition: {
      right: 'read',
      mutation: false,
      handle: async ({ request, options }) => {
        const claims = claimsOf(deps, request);
        if (isRefusal(claims)) return claims;
        return unlessRefused(await fans.pollPlace(claims, options), (view) => ({
          status: `TOKEN_STATUS_${view.status}` as const,
          place: placeMessage(view),
        }));
      },
    },
  };
}
