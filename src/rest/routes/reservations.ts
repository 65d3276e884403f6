/** Holds and the reservations they create. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { concertOfSchedule } from '../../domain/ids.js';
import { invalid, isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { SeatChoice } from '../../domain/schedule/protocol.js';
import { admitted, textIn } from '../guards.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { Cursor, Limit, limitOf, NoContent, ReservationId, ScheduleId, closed, page } from '../schemas/common.js';
import { HoldRequest, Reservation } from '../schemas/fans.js';
import { showPage, showReservation } from '../views.js';

export function reservationRoutes(context: RouteContext): void {
  const { deps } = context;
  const { fans } = deps.ticketing;
  addRoute(context, {
    method: 'POST',
    path: '/api/v1/reservations',
    audience: 'admitted',
    guards: admitted(deps, ({ body }) => concertOfSchedule(textIn(body, 'scheduleId') ?? '')),
    doc: {
      operationId: 'holdSeats',
      tag: 'Reservations',
      summary: 'Hold seats',
      description:
        'All or nothing. The seats are yours until `expiresAt`; pay before. Asking again for exactly the seats you hold gives the same reservation. ' +
        'When seats are taken, `conflicts` names them with their status. ' +
        'With `bestAvailable` the seats are chosen for you: next to each other in one row where there are so many, in a row as far in front as can be, ' +
        'leaving no single seat behind where that can be avoided; when no row has so many, in as few rows as can be. `adjacent` says which it was. ' +
        'When there are not so many free seats, `available` says how many there are.',
    },
    body: HoldRequest,
    success: { status: 201, schema: Reservation, description: 'The seats are held for you.' },
    refusals: ['SCHEDULE_NOT_FOUND', 'SEAT_UNAVAILABLE', 'SEAT_NOT_FOUND', 'TOO_MANY_SEATS', 'SALES_CLOSED'],
    handle: ({ userId, admission, body, options }) => {
      const choice = choiceOf(body);
      if (isRefusal(choice)) return Promise.resolve(choice);
      return fans
        .hold(userId, admission, body.scheduleId, choice, options)
        .then((reservation) => unlessRefused(reservation, showReservation));
    },
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/reservations',
    audience: 'user',
    guards: null,
    doc: {
      operationId: 'listReservations',
      tag: 'Reservations',
      summary: 'See your reservations',
      description: 'Yours on one schedule, newest first.',
    },
    query: closed({ scheduleId: ScheduleId, cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
    success: { status: 200, schema: page(Reservation), description: 'Your reservations.' },
    refusals: ['SCHEDULE_NOT_FOUND'],
    handle: async ({ userId, query, options }) =>
      unlessRefused(await fans.reservations(userId, query.scheduleId, query.cursor ?? null, limitOf(query), options), (page) =>
        showPage(page, showReservation),
      ),
  });
  oneReservation(context);
}

function choiceOf({ seats, bestAvailable }: Static<typeof HoldRequest>): SeatChoice | Refusal {
  if (bestAvailable === undefined) return seats === undefined ? invalid('/seats', 'give either seats or bestAvailable') : { seats };
  if (seats !== undefined) return invalid('/bestAvailable', 'give either seats or bestAvailable, not both');
  return { best: { count: bestAvailable.count, section: bestAvailable.section ?? null } };
}

function oneReservation(context: RouteContext): void {
  const { fans } = context.deps.ticketing;
  const params = closed({ reservationId: ReservationId });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/reservations/:reservationId',
    audience: 'user',
    guards: null,
    doc: {
      operationId: 'getReservation',
      tag: 'Reservations',
      summary: 'See a reservation',
      description: 'Yours only; somebody else’s is not found.',
    },
    params,
    success: { status: 200, schema: Reservation, description: 'The reservation.' },
    refusals: ['RESERVATION_NOT_FOUND'],
    handle: ({ userId, params: { reservationId }, options }) =>
      fans.reservation(userId, reservationId, options).then((reservation) => unlessRefused(reservation, showReservation)),
  });
  addRoute(context, {
    method: 'DELETE',
    path: '/api/v1/reservations/:reservationId',
    audience: 'user',
    guards: null,
    doc: {
      operationId: 'releaseReservation',
      tag: 'Reservations',
      summary: 'Give held seats back',
      description: 'They can be held by others at once.',
    },
    params,
    success: { status: 204, schema: NoContent, description: 'The seats are free.' },
    refusals: ['RESERVATION_NOT_FOUND', 'NOT_HELD'],
    handle: async ({ userId, params: { reservationId }, options }) =>
      unlessRefused(await fans.release(userId, reservationId, options), () => null),
  });
}
