/** A schedule and its hall, which never change: for whoever draws them. */
import { unlessRefused } from '../../domain/refusals.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { showHall, spelledOnce } from '../sale-views.js';
import { ScheduleId, closed } from '../schemas/common.js';
import { ScheduleDetail } from '../schemas/showcase.js';

const MAX_AGE_SECONDS = 60;

export function scheduleRoutes(context: RouteContext): void {
  const { showcase } = context.deps.ticketing;
  const spelled = spelledOnce(showHall);
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/schedules/:scheduleId',
    audience: 'public',
    guards: null,
    cacheable: true,
    maxAgeSeconds: MAX_AGE_SECONDS,
    doc: {
      operationId: 'getSchedule',
      tag: 'Concerts',
      summary: 'See a schedule and its hall',
      description:
        'What never changes about it: when it is, its sections, rows and prices. Seats are numbered from 1 through all sections and rows in order.',
    },
    params: closed({ scheduleId: ScheduleId }),
    success: { status: 200, schema: ScheduleDetail, description: 'The schedule.' },
    refusals: ['SCHEDULE_NOT_FOUND'],
    handle: async ({ params }) => unlessRefused(await showcase.hall(params.scheduleId), spelled),
  });
}
