/** Paying for a reservation, and the payments made. */
import { concertOfSchedule, parseReservationId } from '../../domain/ids.js';
import { unlessRefused } from '../../domain/refusals.js';
import { admittedOrPaid, textIn } from '../guards.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { PageQuery, PaymentId, UserId, closed, limitOf, page } from '../schemas/common.js';
import { PayRequest, Payment } from '../schemas/fans.js';
import { showPage, showPayment } from '../views.js';

export function paymentRoutes(context: RouteContext): void {
  const { deps } = context;
  const { fans } = deps.ticketing;
  addRoute(context, {
    method: 'POST',
    path: '/api/v1/payments',
    audience: 'admitted',
    guards: admittedOrPaid(
      deps,
      ({ body }) => {
        const owned = parseReservationId(textIn(body, 'reservationId') ?? '');
        return owned === null ? null : concertOfSchedule(owned.scheduleId);
      },
      ({ body }) => textIn(body, 'reservationId'),
      showPayment,
    ),
    doc: {
      operationId: 'pay',
      tag: 'Payments',
      summary: 'Pay for a reservation',
      description:
        'Takes the amount from your wallet, books the seats and ends your queue token. Repeating it after the payment, also when the token has ended, gives the ' +
        'same answer.',
    },
    body: PayRequest,
    success: { status: 200, schema: Payment, description: 'Paid; the seats are yours.' },
    refusals: ['RESERVATION_NOT_FOUND', 'INSUFFICIENT_POINTS', 'HOLD_EXPIRED', 'PAYMENT_ABORTED'],
    handle: async ({ userId, claims, body, options }) =>
      unlessRefused(await fans.pay(userId, claims.seq, body.reservationId, options), showPayment),
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/payments/:paymentId',
    audience: 'user',
    guards: null,
    doc: { operationId: 'getPayment', tag: 'Payments', summary: 'See a payment', description: 'Yours only; somebody else’s is not found.' },
    params: closed({ paymentId: PaymentId }),
    success: { status: 200, schema: Payment, description: 'The payment.' },
    refusals: ['PAYMENT_NOT_FOUND'],
    handle: async ({ userId, params, options }) => unlessRefused(await fans.payment(userId, params.paymentId, options), showPayment),
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/users/:userId/payments',
    audience: 'user',
    guards: null,
    doc: { operationId: 'listPayments', tag: 'Payments', summary: 'See your payments', description: 'Newest first.' },
    params: closed({ userId: UserId }),
    query: PageQuery,
    success: { status: 200, schema: page(Payment), description: 'A page of payments.' },
    refusals: ['NOT_YOURS'],
    handle: async ({ userId, params, query }) =>
      unlessRefused(await fans.payments(userId, params.userId, query.cursor ?? null, limitOf(query)), (page) =>
        showPage(page, showPayment),
      ),
  });
}
