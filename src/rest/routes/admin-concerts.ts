/** For operators: put concerts on sale, steer waiting rooms, block seats. */
import { isRefusal, refuse, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { NewSchedule as NewScheduleInput } from '../../ticketing/new-schedule.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { ConcertId, ScheduleId, closed } from '../schemas/common.js';
import { BlockRequest, CreatedConcert, NewConcert, NewSchedule, Queue, QueueSettingsInput, Schedule } from '../schemas/operators.js';
import { showQueue, showSchedule } from '../views.js';
import type { Static } from 'typebox';

/** Descriptions of halls and lists of seats are larger than what fans send. */
const ADMIN_BODY_LIMIT_BYTES = 1024 * 1024;

export function adminConcertRoutes(context: RouteContext): void {
  const { operators } = context.deps.ticketing;
  addRoute(context, {
    method: 'POST',
    path: '/api/v1/admin/concerts',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'createConcert',
      tag: 'Operators',
      summary: 'Add a concert',
      description: 'With the settings of its waiting room. It goes on sale with its first schedule.',
    },
    body: NewConcert,
    success: { status: 201, schema: CreatedConcert, description: 'The concert exists.' },
    refusals: [],
    handle: ({ body, options }) => operators.createConcert(body, options),
  });
  addRoute(context, {
    method: 'POST',
    path: '/api/v1/admin/concerts/:concertId/schedules',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'addSchedule',
      tag: 'Operators',
      summary: 'Add a dated performance',
      description: 'Seats are numbered from 1 through all sections and rows in order.',
    },
    params: closed({ concertId: ConcertId }),
    body: NewSchedule,
    bodyLimitBytes: ADMIN_BODY_LIMIT_BYTES,
    success: { status: 201, schema: Schedule, description: 'The schedule exists.' },
    refusals: ['CONCERT_NOT_FOUND'],
    missing: ['CONCERT_NOT_FOUND'],
    handle: async ({ params, body, options }) => {
      const input = scheduleInput(body);
      if (isRefusal(input)) return input;
      return unlessRefused(await operators.addSchedule(params.concertId, input, options), showSchedule);
    },
  });
  changeRoutes(context);
}

function changeRoutes(context: RouteContext): void {
  const { operators } = context.deps.ticketing;
  addRoute(context, {
    method: 'PATCH',
    path: '/api/v1/admin/concerts/:concertId/queue',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'configureQueue',
      tag: 'Operators',
      summary: 'Steer the waiting room',
      description: 'Takes effect at once: a larger `maxActive` admits, a smaller one admits nobody until enough have left.',
    },
    params: closed({ concertId: ConcertId }),
    body: QueueSettingsInput,
    success: { status: 200, schema: Queue, description: 'The waiting room as it is now.' },
    refusals: ['CONCERT_NOT_FOUND'],
    missing: ['CONCERT_NOT_FOUND'],
    handle: async ({ params, body, options }) => unlessRefused(await operators.configureQueue(params.concertId, body, options), showQueue),
  });
  addRoute(context, {
    method: 'PATCH',
    path: '/api/v1/admin/schedules/:scheduleId/seats',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'blockSeats',
      tag: 'Operators',
      summary: 'Take seats off sale, or put them back',
      description: 'All or nothing. A held or booked seat cannot be blocked.',
    },
    params: closed({ scheduleId: ScheduleId }),
    body: BlockRequest,
    bodyLimitBytes: ADMIN_BODY_LIMIT_BYTES,
    success: { status: 200, schema: Schedule, description: 'The schedule as it is now.' },
    refusals: ['SCHEDULE_NOT_FOUND', 'SEAT_NOT_FOUND', 'SEAT_NOT_BLOCKABLE'],
    handle: async ({ params, body, options }) =>
      unlessRefused(await operators.setBlocked(params.scheduleId, body.block ?? [], body.unblock ?? [], options), showSchedule),
  });
}

/** RFC 3339 allows moments that no calendar has (a leap second); they are refused here. */
function scheduleInput({ startsAt, onSaleAt, salesCloseAt, ...rest }: Static<typeof NewSchedule>): NewScheduleInput | Refusal {
  const times = {
    startsAt: Date.parse(startsAt),
    ...(onSaleAt === undefined ? {} : { onSaleAt: Date.parse(onSaleAt) }),
    ...(salesCloseAt === undefined ? {} : { salesCloseAt: Date.parse(salesCloseAt) }),
  };
  const wrong = Object.entries(times).filter(([, ms]) => !(ms >= 0));
  if (wrong.length === 0) return { ...rest, ...times };
  return refuse('VALIDATION_FAILED', { errors: wrong.map(([name]) => ({ pointer: `/${name}`, message: 'must be a moment since 1970' })) });
}
