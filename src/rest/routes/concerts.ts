/** What is on, and what can be reserved. */
import { concertOfSchedule } from '../../domain/ids.js';
import { invalid, isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { SeatsOf } from '../../ticketing/fans.js';
import { SHARED_MS_MAX } from '../../ticketing/showcase.js';
import { admitted, concertIdIn, textIn } from '../guards.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { ConcertId, PageQuery, ScheduleId, closed, limitOf, page } from '../schemas/common.js';
import { Concert, Dates, OfConcert, SeatStatus, Seats } from '../schemas/fans.js';
import { SeatMaps } from '../seat-map.js';
import { ConcertDetail } from '../schemas/showcase.js';
import { showSale, spelledOnce } from '../sale-views.js';
import { showConcert, showDate, showPage } from '../views.js';
import { Type } from 'typebox';

export function concertRoutes(context: RouteContext): void {
  const { deps } = context;
  const { catalogue, fans } = deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/concerts',
    audience: 'public',
    guards: null,
    cacheable: true,
    doc: {
      operationId: 'listConcerts',
      tag: 'Concerts',
      summary: 'See what is on',
      description: 'All concerts with their dates, oldest entry first.',
    },
    query: PageQuery,
    success: { status: 200, schema: page(Concert), description: 'A page of concerts.' },
    refusals: [],
    handle: async ({ query }) =>
      unlessRefused(await catalogue.concerts(query.cursor ?? null, limitOf(query)), (page) => showPage(page, showConcert)),
  });
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/reservation',
    audience: 'admitted',
    guards: admitted(deps, (request) => concertIdIn(request.query)),
    doc: {
      operationId: 'listDates',
      tag: 'Reservations',
      summary: 'See which dates can be reserved',
      description: 'The schedules of a concert that are on sale now. Without `concertId`: the concert of your queue token.',
    },
    query: OfConcert,
    success: { status: 200, schema: Dates, description: 'Dates with what is left.' },
    refusals: ['INVALID_SCHEDULE'],
    handle: async ({ query, claims }) =>
      unlessRefused(await fans.dates(query.concertId ?? claims.concertId), ({ concertId, dates }) => ({
        concertId,
        dates: dates.map(showDate),
      })),
  });
  concertRoute(context);
  seatRoute(context);
}

/** As long as what is kept of a sale is shown to everybody. */
const CONCERT_MAX_AGE_SECONDS = SHARED_MS_MAX / 1000;

function concertRoute(context: RouteContext): void {
  const { showcase } = context.deps.ticketing;
  const spelled = spelledOnce(showSale);
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/concerts/:concertId',
    audience: 'public',
    guards: null,
    cacheable: true,
    maxAgeSeconds: CONCERT_MAX_AGE_SECONDS,
    doc: {
      operationId: 'getConcert',
      tag: 'Concerts',
      summary: 'See a concert and what is left',
      description: 'With its waiting room and its dates. Shared by all who look: at most a second old.',
    },
    params: closed({ concertId: ConcertId }),
    success: { status: 200, schema: ConcertDetail, description: 'The concert.' },
    refusals: ['CONCERT_NOT_FOUND'],
    missing: ['CONCERT_NOT_FOUND'],
    handle: async ({ params }) => unlessRefused(await showcase.sale(params.concertId), spelled),
  });
}

const SeatsQuery = closed({
  scheduleId: Type.Optional(ScheduleId),
  concertId: Type.Optional(ConcertId),
  date: Type.Optional(Type.String({ format: 'date', description: 'Local date of the schedule.', examples: ['2027-03-20'] })),
  status: Type.Optional(SeatStatus),
});

function seatRoute(context: RouteContext): void {
  const { deps } = context;
  const maps = new SeatMaps();
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/seats',
    audience: 'admitted',
    guards: admitted(deps, ({ query }) => {
      const scheduleId = textIn(query, 'scheduleId');
      return scheduleId === null ? concertIdIn(query) : concertOfSchedule(scheduleId);
    }),
    doc: {
      operationId: 'listSeats',
      tag: 'Reservations',
      summary: 'See the seats',
      description:
        'Name the schedule with `scheduleId`, or with `date` (of your queue token’s concert, or of `concertId`). `status` leaves out seats of any other status.',
    },
    query: SeatsQuery,
    success: { status: 200, schema: Seats, description: 'The seat map.' },
    refusals: ['INVALID_SCHEDULE', 'SCHEDULE_AMBIGUOUS'],
    handle: async ({ query, claims, userId, options }) => {
      const where = seatsOf(query, claims.concertId);
      if (isRefusal(where)) return where;
      return unlessRefused(await deps.ticketing.fans.seats(userId, where, options), (view) => maps.json(view, query.status ?? null));
    },
  });
}

function seatsOf(
  { scheduleId, concertId, date }: { scheduleId?: string; concertId?: string; date?: string },
  ownConcert: string,
): SeatsOf | Refusal {
  if (scheduleId !== undefined) return date === undefined && concertId === undefined ? { scheduleId } : notBoth;
  return date === undefined ? needed : { concertId: concertId ?? ownConcert, date };
}

const notBoth = invalid('/scheduleId', 'give either scheduleId, or date');
const needed = invalid('/scheduleId', 'required, unless date is given');
