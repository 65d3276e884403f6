/** A user's points: charge, balance, history. */
import type { GrpcDeps } from '../deps.js';
import { messageOr, pageMessage, transactionMessage } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { Faults, limitOf, textOrNull, userFault } from '../validation.js';

export function walletMethods(deps: GrpcDeps): Pick<UnaryMethods, 'Charge' | 'GetBalance' | 'ListTransactions'> {
  const { fans } = deps.ticketing;
  return {
    Charge: {
      right: 'charge',
      mutation: true,
      handle: async ({ request: { userId, amount }, caller, options }) =>
        userFault(userId) ?? messageOr(await fans.chargeBy(caller.name, userId, amount, options), transactionMessage),
    },
    GetBalance: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { userId }, options }) =>
        userFault(userId) ??
        messageOr(await fans.balance(userId, userId, options), (view) => ({ userId: view.userId, balance: view.balance })),
    },
    ListTransactions: {
      right: 'read',
      mutation: false,
      handle: async ({ request }) => {
        const { userId, limit, cursor } = request;
        const fault = userFault(userId) ?? new Faults().limit(limit).refusal();
        if (fault !== null) return fault;
        const page = await fans.transactions(userId, userId, textOrNull(cursor), limitOf(request));
        return messageOr(page, (items) => pageMessage(items, transactionMessage));
      },
    },
  };
}
