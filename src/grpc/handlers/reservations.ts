/** Holds and the reservations they create. */
import { concertOfSchedule } from '../../domain/ids.js';
import { isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { SeatChoice } from '../../domain/schedule/protocol.js';
import { SEATS_IN_REQUEST_MAX } from '../../ticketing/request-limits.js';
import type { GrpcDeps } from '../deps.js';
import type { HoldRequest__Output } from '../generated/frontrow/v1/HoldRequest.js';
import { pageOr, reservationMessage } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { takeTurn } from '../turn.js';
import { Faults, limitOf, textOrNull, userFault } from '../validation.js';

export function reservationMethods(deps: GrpcDeps): Pick<UnaryMethods, 'Hold' | 'Release' | 'GetReservation' | 'ListReservations'> {
  const { fans } = deps.ticketing;
  return {
    Hold: {
      right: 'sell',
      mutation: true,
      handle: async (call) => {
        const { request, options } = call;
        const { userId, scheduleId } = request;
        const turn = await takeTurn(deps, call, concertOfSchedule(scheduleId));
        if (isRefusal(turn)) return turn;
        const choice = choiceOf(request);
        if (isRefusal(choice)) return choice;
        return unlessRefused(await fans.hold(userId, turn.admission, scheduleId, choice, options), reservationMessage);
      },
    },
    Release: {
      right: 'sell',
      mutation: true,
      handle: async ({ request: { userId, reservationId }, options }) =>
        userFault(userId) ??
        new Faults().id('reservation_id', reservationId).refusal() ??
        unlessRefused(await fans.release(userId, reservationId, options), reservationMessage),
    },
    GetReservation: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { userId, reservationId }, options }) =>
        userFault(userId) ??
        new Faults().id('reservation_id', reservationId).refusal() ??
        unlessRefused(await fans.reservation(userId, reservationId, options), reservationMessage),
    },
    ListReservations: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { userId, scheduleId, limit, cursor }, options }) =>
        userFault(userId) ??
        new Faults().id('schedule_id', scheduleId).limit(limit).refusal() ??
        pageOr(await fans.reservations(userId, scheduleId, textOrNull(cursor), limitOf(limit), options), reservationMessage),
    },
  };
}

/** The domain says what may be the best of. */
function choiceOf({ scheduleId, seats, bestAvailable }: HoldRequest__Output): SeatChoice | Refusal {
  const faults = new Faults().id('schedule_id', scheduleId);
  if (seats !== undefined && seats !== null) {
    const { numbers } = seats;
    faults.expect(numbers.length > 0, 'seats.numbers', 'must name at least one seat').seats('seats.numbers', numbers, SEATS_IN_REQUEST_MAX);
    return faults.refusal() ?? { seats: numbers };
  }
  const { count, section } = bestAvailable ?? { count: 0, section: '' };
  faults.expect(bestAvailable !== undefined && bestAvailable !== null, 'seats', 'required, unless best_available is given');
  return faults.refusal() ?? { best: { count, section: textOrNull(section) } };
}
