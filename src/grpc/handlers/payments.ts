/** Paying for a reservation, and the payments made. */
import { concertOfSchedule, parseReservationId } from '../../domain/ids.js';
import { isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { PaymentView } from '../../domain/schedule/protocol.js';
import type { GrpcDeps } from '../deps.js';
import type { PayRequest__Output } from '../generated/frontrow/v1/PayRequest.js';
import { pageOr, paymentMessage } from '../messages.js';
import type { Call, UnaryMethods } from '../methods.js';
import { takeTurn } from '../turn.js';
import { Faults, limitOf, textOrNull, userFault } from '../validation.js';

export function paymentMethods(deps: GrpcDeps): Pick<UnaryMethods, 'Pay' | 'GetPayment' | 'ListPayments'> {
  const { fans } = deps.ticketing;
  return {
    Pay: {
      right: 'sell',
      mutation: true,
      handle: async (call) => unlessRefused(await pay(deps, call), paymentMessage),
    },
    GetPayment: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { userId, paymentId }, options }) =>
        userFault(userId) ??
        new Faults().id('payment_id', paymentId).refusal() ??
        unlessRefused(await fans.payment(userId, paymentId, options), paymentMessage),
    },
    ListPayments: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { userId, limit, cursor } }) =>
        userFault(userId) ??
        new Faults().limit(limit).refusal() ??
        pageOr(await fans.payments(userId, userId, textOrNull(cursor), limitOf(limit)), paymentMessage),
    },
  };
}

/**
 * Whose queue token does not do any more gets the answer to a payment that was completed, because a payment ends the token, and its answer may have been lost
 * on the way.
 */
async function pay(deps: GrpcDeps, call: Call<PayRequest__Output>): Promise<PaymentView | Refusal> {
  const { fans } = deps.ticketing;
  const { userId, reservationId } = call.request;
  const fault = userFault(userId);
  if (fault !== null) return fault;
  const owned = parseReservationId(reservationId);
  const turn = await takeTurn(deps, call, owned === null ? null : concertOfSchedule(owned.scheduleId));
  if (isRefusal(turn)) return call.isWanted() ? ((await fans.recordedPayment(userId, reservationId)) ?? turn) : turn;
  return (
    new Faults().id('reservation_id', reservationId).refusal() ?? fans.pay(userId, turn.claims?.seq ?? null, reservationId, call.options)
  );
}
