/** What is on, and what can be reserved. */
import { concertOfSchedule, isConcertId } from '../../domain/ids.js';
import { isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { SeatsOf } from '../../ticketing/fans.js';
import type { GrpcDeps } from '../deps.js';
import type { GetSeatsRequest__Output } from '../generated/frontrow/v1/GetSeatsRequest.js';
import { concertMessage, pageOr, scheduleMessage, seatsMessage } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { takeTurn, takeTurnToLook } from '../turn.js';
import { Faults, limitOf, textOrNull } from '../validation.js';

export function concertMethods(deps: GrpcDeps): Pick<UnaryMethods, 'ListConcerts' | 'ListDates' | 'GetSeats'> {
  const { catalogue, fans } = deps.ticketing;
  return {
    ListConcerts: {
      right: 'read',
      mutation: false,
      handle: async ({ request: { limit, cursor } }) =>
        new Faults().limit(limit).refusal() ?? pageOr(await catalogue.concerts(textOrNull(cursor), limitOf(limit)), concertMessage),
    },
    ListDates: {
      right: 'read',
      mutation: false,
      handle: async (call) => {
        const { concertId } = call.request;
        const turn = await takeTurn(deps, call, isConcertId(concertId) ? concertId : null);
        if (isRefusal(turn)) return turn;
        const wanted = concertId === '' ? (turn.claims?.concertId ?? '') : concertId;
        const fault = new Faults().id('concert_id', wanted).refusal();
        return (
          fault ??
          unlessRefused(await fans.dates(wanted), (view) => ({ concertId: view.concertId, dates: view.dates.map(scheduleMessage) }))
        );
      },
    },
    GetSeats: {
      right: 'read',
      mutation: false,
      handle: async (call) => {
        const { request, options } = call;
        const turn = await takeTurnToLook(deps, call, concertOf(request));
        if (isRefusal(turn)) return turn;
        const where = seatsOf(request, turn.claims?.concertId ?? '');
        if (isRefusal(where)) return where;
        return unlessRefused(await fans.seats(textOrNull(request.userId), where, options), seatsMessage);
      },
    },
  };
}

function concertOf({ scheduleId, concertDate }: GetSeatsRequest__Output): string | null {
  if (scheduleId !== undefined) return concertOfSchedule(scheduleId);
  const concertId = concertDate?.concertId ?? '';
  return isConcertId(concertId) ? concertId : null;
}

/** @param ownConcert of the queue token: what is meant when no concert is named; empty without one. */
function seatsOf({ scheduleId, concertDate }: GetSeatsRequest__Output, ownConcert: string): SeatsOf | Refusal {
  const faults = new Faults();
  if (scheduleId !== undefined) return faults.id('schedule_id', scheduleId).refusal() ?? { scheduleId };
  const { date } = concertDate ?? { date: '' };
  const concertId = concertDate?.concertId === '' ? ownConcert : (concertDate?.concertId ?? '');
  if (concertDate === undefined || concertDate === null) faults.expect(false, 'schedule_id', 'required, unless concert_date is given');
  else faults.id('concert_date.concert_id', concertId).date('concert_date.date', date);
  return faults.refusal() ?? { concertId, date };
}
