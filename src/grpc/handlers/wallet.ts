/** A user's points: charge, balance, history. */
import { unlessRefused } from '../../domain/refusals.js';
import type { GrpcDeps } from '../deps.js';
import { pageOr, transactionMessage } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { Faults, limitOf, textOrNull, userFault } from '../validation.js';

export function walletMethods(deps: GrpcDeps): Pick<UnaryMethods, 'Charge' | 'GetBalance' | 'ListTransactions'> {
  const { fans } = deps.ticketing;
  return {
    Charge: {
      right: 'charge',
      mutation: true,
      handle: async ({ request: { userId, amount }, caller, options }) =>
        userFault(userId) ?? unlessRefused(await fans.chargeBy(caller.name, userId, amount, options), transactionMessage),
    },
    GetBalance: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { userId }, options }) =>
        userFault(userId) ??
        unlessRefused(await fans.balance(userId, userId, options), (view) => ({ userId: view.userId, balance: view.balance })),
    },
    ListTransactions: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { userId, limit, cursor } }) =>
        userFault(userId) ??
        new Faults().limit(limit).refusal() ??
        pageOr(await fans.transactions(userId, userId, textOrNull(cursor), limitOf(limit)), transactionMessage),
    },
  };
}
