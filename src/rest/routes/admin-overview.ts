/** For operators who watch a sale: how a concert stands, how it went, its seats, and how busy the node is. */
import { invalid, isRefusal, refuse, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import { SAMPLE_INTERVAL_MS } from '../../timers/watched-samples.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { showNodeSample, showSaleOverview, showSaleSample, showSeats } from '../sale-views.js';
import { ConcertId, ScheduleId, closed } from '../schemas/common.js';
import { ConcertOverview, NodeStatistics, SaleHistory, SeatOverview, SinceQuery } from '../schemas/overview.js';

export function adminOverviewRoutes(context: RouteContext): void {
  concertRoute(context);
  seatsRoute(context);
  historyRoute(context);
  statsRoute(context);
}

function concertRoute(context: RouteContext): void {
  const { showcase } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/concerts/:concertId',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'seeConcert',
      tag: 'Operators',
      summary: 'See how a concert stands',
      description: 'Its waiting room and the seats of its schedules, as they are now.',
    },
    params: closed({ concertId: ConcertId }),
    success: { status: 200, schema: ConcertOverview, description: 'The concert.' },
    refusals: ['CONCERT_NOT_FOUND'],
    missing: ['CONCERT_NOT_FOUND'],
    handle: async ({ params }) => unlessRefused(await showcase.freshSale(params.concertId), showSaleOverview),
  });
}

function seatsRoute(context: RouteContext): void {
  const { fans } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/schedules/:scheduleId/seats',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'seeSeats',
      tag: 'Operators',
      summary: 'See all seats of a schedule',
      description: 'The hall and the status of every seat, packed: a hall of 100,000 seats is 34 KB of statuses.',
    },
    params: closed({ scheduleId: ScheduleId }),
    success: { status: 200, schema: SeatOverview, description: 'The seats.' },
    refusals: ['SCHEDULE_NOT_FOUND'],
    handle: async ({ params }) => {
      const seats = await fans.seats(null, { scheduleId: params.scheduleId });
      if (!isRefusal(seats)) return showSeats(seats);
      return seats.refused === 'INVALID_SCHEDULE' ? refuse('SCHEDULE_NOT_FOUND') : seats;
    },
  });
}

function historyRoute(context: RouteContext): void {
  const { saleHistories } = context.deps.ticketing;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/concerts/:concertId/history',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'seeConcertHistory',
      tag: 'Operators',
      summary: 'See how a sale went',
      description:
        'Measured every second by the node that is asked, of the whole cluster’s sale, from the first look until five minutes after the last one; kept for half an hour. ' +
        'Poll with `at` of the last item.',
    },
    params: closed({ concertId: ConcertId }),
    query: SinceQuery,
    success: { status: 200, schema: SaleHistory, description: 'What was measured.' },
    refusals: ['CONCERT_NOT_FOUND'],
    missing: ['CONCERT_NOT_FOUND'],
    handle: async ({ params, query }) => {
      const since = sinceOf(query);
      if (isRefusal(since)) return since;
      return unlessRefused(await saleHistories.since(params.concertId, since), (samples) => ({
        items: samples.map(showSaleSample),
        intervalMs: SAMPLE_INTERVAL_MS,
      }));
    },
  });
}

function statsRoute(context: RouteContext): void {
  const { stats, cluster } = context.deps;
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/stats',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'seeStatistics',
      tag: 'Operators',
      summary: 'See how busy the node is',
      description:
        'Of the node that answers: measured every second from the first look until five minutes after the last one, kept for half an hour. Poll with `at` of the last item.',
    },
    query: SinceQuery,
    success: { status: 200, schema: NodeStatistics, description: 'What was measured.' },
    refusals: [],
    handle: async ({ query }) => {
      const since = sinceOf(query);
      if (isRefusal(since)) return since;
      const items = stats.look(since).map(showNodeSample);
      return { nodeId: cluster().nodeId, intervalMs: stats.intervalMs, items };
    },
  });
}

/** Ms since 1970; null for all. RFC 3339 allows moments that no calendar has (a leap second). */
function sinceOf({ since }: { readonly since?: string }): number | null | Refusal {
  if (since === undefined) return null;
  const ms = Date.parse(since);
  return Number.isNaN(ms) ? invalid('/since', 'must be a moment that there is') : ms;
}
