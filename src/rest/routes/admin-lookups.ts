/** For operators: the event log, and everything about a user, a reservation or a seat. */
import { unlessRefused } from '../../domain/refusals.js';
import type { ReservationFile as ReservationFileView } from '../../ticketing/operators.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { PaymentId, ReservationId, ScheduleId, UserId, closed } from '../schemas/common.js';
import { Events, EventsQuery, ReservationFile, Timeline, UserFile, eventsLimitOf } from '../schemas/operators.js';
import { showEvent, showPage, showPayment, showReservation, showUserFile } from '../views.js';
import { Type } from 'typebox';

const SEAT_PATTERN = '^[1-9][0-9]{0,6}$';

export function adminLookupRoutes(context: RouteContext): void {
  const { operators } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/events',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'listEvents',
      tag: 'Operators',
      summary: 'Read the event log',
      description: 'Everything that happened, in commit order. Poll with the last cursor; after a lost answer the same events come again.',
    },
    query: EventsQuery,
    success: { status: 200, schema: Events, description: 'A page of events.' },
    refusals: [],
    handle: async ({ query }) => {
      const types = query.types === undefined ? null : new Set(query.types.split(','));
      return unlessRefused(await operators.events(query.after ?? null, types, eventsLimitOf(query)), (page) => showPage(page, showEvent));
    },
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/users/:userId',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'lookUpUser',
      tag: 'Operators',
      summary: 'Look a user up',
      description: 'Balance, live tokens, reservations, latest payments and transactions.',
    },
    params: closed({ userId: UserId }),
    success: { status: 200, schema: UserFile, description: 'What is known.' },
    refusals: ['USER_NOT_FOUND'],
    handle: async ({ params }) => unlessRefused(await operators.user(params.userId), showUserFile),
  });
  adminReservationRoutes(context);
}

function adminReservationRoutes(context: RouteContext): void {
  const { operators } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/reservations/:reservationId',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'lookUpReservation',
      tag: 'Operators',
      summary: 'Look a reservation up',
      description: 'Whoever’s it is, with its last payment.',
    },
    params: closed({ reservationId: ReservationId }),
    success: { status: 200, schema: ReservationFile, description: 'The reservation.' },
    refusals: ['RESERVATION_NOT_FOUND', 'PAYMENT_NOT_FOUND'],
    handle: async ({ params }) => unlessRefused(await operators.reservation(params.reservationId), showReservationFile),
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/payments/:paymentId',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'lookUpPayment',
      tag: 'Operators',
      summary: 'Look a payment up',
      description: 'Whoever’s it is, with its reservation, of which it may not be the last payment.',
    },
    params: closed({ paymentId: PaymentId }),
    success: { status: 200, schema: ReservationFile, description: 'The payment.' },
    refusals: ['PAYMENT_NOT_FOUND', 'RESERVATION_NOT_FOUND'],
    handle: async ({ params }) => unlessRefused(await operators.payment(params.paymentId), showReservationFile),
  });
  timelineRoute(context);
}

function showReservationFile({ reservation, payment }: ReservationFileView) {
  return {
    reservation: { ...showReservation(reservation), userId: reservation.userId },
    payment: payment === null ? null : showPayment(payment),
  };
}

function timelineRoute(context: RouteContext): void {
  const { operators } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/schedules/:scheduleId/seats/:seat/timeline',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'seatTimeline',
      tag: 'Operators',
      summary: 'Read the story of a seat',
      description: 'Everything that ever happened to it, oldest first.',
    },
    params: closed({
      scheduleId: ScheduleId,
      seat: Type.String({ pattern: SEAT_PATTERN, description: 'The seat’s number.', examples: ['12'] }),
    }),
    success: { status: 200, schema: Timeline, description: 'The story.' },
    refusals: ['SCHEDULE_NOT_FOUND', 'SEAT_NOT_FOUND'],
    missing: ['SEAT_NOT_FOUND'],
    handle: async ({ params }) => {
      const seat = Number(params.seat);
      return unlessRefused(await operators.seatTimeline(params.scheduleId, seat), (events) => ({
        scheduleId: params.scheduleId,
        seat,
        items: events.map(showEvent),
      }));
    },
  });
}
