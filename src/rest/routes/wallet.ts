/** A user's points: charge, balance, history. */
import { refuse, unlessRefused } from '../../domain/refusals.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { PageQuery, UserId, closed, limitOf, page } from '../schemas/common.js';
import { Balance, ChargeRequest, Transaction } from '../schemas/fans.js';
import { showPage, showTransaction } from '../views.js';

const params = closed({ userId: UserId });

export function walletRoutes(context: RouteContext): void {
  const { fans } = context.deps.ticketing;
  addRoute(context, {
    method: 'POST',
    path: '/api/v1/users/:userId/transactions',
    audience: 'user',
    guards: null,
    doc: {
      operationId: 'charge',
      tag: 'Wallet',
      summary: 'Charge your wallet',
      description: 'Send an Idempotency-Key, so that a retry does not charge twice.',
    },
    params,
    body: ChargeRequest,
    success: { status: 200, schema: Transaction, description: 'Charged.' },
    refusals: ['INVALID_AMOUNT', 'MAX_POINTS_EXCEEDED', 'NOT_YOURS', 'SELF_CHARGE_DISABLED'],
    handle: async ({ userId, params: { userId: owner }, body: { amount }, options }) => {
      if (!Number.isSafeInteger(amount) || amount < 1) return refuse('INVALID_AMOUNT');
      return unlessRefused(await fans.charge(userId, owner, amount, options), showTransaction);
    },
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/users/:userId/transactions',
    audience: 'user',
    guards: null,
    doc: {
      operationId: 'listTransactions',
      tag: 'Wallet',
      summary: 'See your transactions',
      description: 'Charges, uses and refunds, newest first.',
    },
    params,
    query: PageQuery,
    success: { status: 200, schema: page(Transaction), description: 'A page of transactions.' },
    refusals: ['NOT_YOURS'],
    handle: async ({ userId, params: { userId: owner }, query }) =>
      unlessRefused(await fans.transactions(userId, owner, query.cursor ?? null, limitOf(query)), (page) =>
        showPage(page, showTransaction),
      ),
  });
  balanceRoute(context, '/api/v1/users/:userId/points', 'getPoints');
  balanceRoute(context, '/api/v1/:userId/points', 'getPointsShort');
}

function balanceRoute(context: RouteContext, path: `/${string}`, operationId: string): void {
  const { fans } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path,
    audience: 'user',
    guards: null,
    doc: { operationId, tag: 'Wallet', summary: 'See your balance', description: 'Zero for a wallet that was never charged.' },
    params,
    success: { status: 200, schema: Balance, description: 'The balance.' },
    refusals: ['NOT_YOURS'],
    handle: async ({ userId, params: { userId: owner }, options }) =>
      unlessRefused(await fans.balance(userId, owner, options), (balance) => ({ userId: balance.userId, balance: balance.balance })),
  });
}
