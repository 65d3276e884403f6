/** For operators: put concerts on sale, steer waiting rooms, block seats, look things up. */
import { QUEUE_DEFAULTS } from '../../domain/queue/protocol.js';
import type { QueueSettings } from '../../domain/queue/protocol.js';
import { checkSettings } from '../../domain/queue/settings.js';
import { HOLD_MS_MAX, HOLD_MS_MIN, SEATS_MAX } from '../../domain/schedule/protocol.js';
import { isRefusal, unlessRefused } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { NewSchedule } from '../../ticketing/new-schedule.js';
import { TIME_ZONE_LENGTH_MAX } from '../../ticketing/request-limits.js';
import type { GrpcDeps } from '../deps.js';
import { eventMessage } from '../event-messages.js';
import type { CreateScheduleRequest__Output } from '../generated/frontrow/v1/CreateScheduleRequest.js';
import type { QueueSettings__Output } from '../generated/frontrow/v1/QueueSettings.js';
import { queueMessage, reservationFileMessage, scheduleMessage, userFileMessage } from '../messages.js';
import type { UnaryMethods } from '../methods.js';
import { Faults, msOf, userFault } from '../validation.js';

type Steering = Pick<UnaryMethods, 'CreateConcert' | 'CreateSchedule' | 'ConfigureQueue' | 'SetBlockedSeats'>;
type LookingUp = Pick<UnaryMethods, 'LookUpUser' | 'LookUpReservation' | 'GetSeatTimeline'>;

export function operatorMethods(deps: GrpcDeps): Steering & LookingUp {
  return { ...steering(deps), ...lookingUp(deps) };
}

function steering({ ticketing: { operators } }: GrpcDeps): Steering {
  return {
    CreateConcert: {
      right: 'admin',
      mutation: true,
      handle: async ({ request: { title, queue }, options }) =>
        unlessRefused(await operators.createConcert({ title, queue: settingsOf(queue) }, options), (created) => ({ ...created })),
    },
    CreateSchedule: {
      right: 'admin',
      mutation: true,
      handle: async ({ request, options }) => {
        const input = scheduleInput(request);
        if (isRefusal(input)) return input;
        return unlessRefused(await operators.addSchedule(request.concertId, input, options), scheduleMessage);
      },
    },
    ConfigureQueue: {
      right: 'admin',
      mutation: true,
      handle: async ({ request: { concertId, settings }, options }) => {
        const changes = settingsOf(settings);
        const fault = new Faults()
          .id('concert_id', concertId)
          .expect(Object.keys(changes).length > 0, 'settings', 'must name at least one setting')
          .among('settings', checkSettings({ ...QUEUE_DEFAULTS, ...changes }))
          .refusal();
        return fault ?? unlessRefused(await operators.configureQueue(concertId, changes, options), queueMessage);
      },
    },
    SetBlockedSeats: {
      right: 'admin',
      mutation: true,
      handle: async ({ request: { scheduleId, block, unblock }, options }) => {
        const fault = new Faults()
          .id('schedule_id', scheduleId)
          .expect(block.length + unblock.length > 0, 'block', 'required, unless unblock is given')
          .seats('block', block, SEATS_MAX)
          .seats('unblock', unblock, SEATS_MAX)
          .refusal();
        return fault ?? unlessRefused(await operators.setBlocked(scheduleId, block, unblock, options), scheduleMessage);
      },
    },
  };
}

function lookingUp({ ticketing: { operators } }: GrpcDeps): LookingUp {
  return {
    LookUpUser: {
      right: 'admin',
      mutation: false,
      handle: async ({ request: { userId } }) => userFault(userId) ?? unlessRefused(await operators.user(userId), userFileMessage),
    },
    LookUpReservation: {
      right: 'admin',
      mutation: false,
      handle: async ({ request: { reservationId } }) =>
        new Faults().id('reservation_id', reservationId).refusal() ??
        unlessRefused(await operators.reservation(reservationId), reservationFileMessage),
    },
    GetSeatTimeline: {
      right: 'admin',
      mutation: false,
      handle: async ({ request: { scheduleId, seat } }) => {
        const fault = new Faults()
          .id('schedule_id', scheduleId)
          .expect(seat > 0, 'seat', 'required; seats are numbered from 1')
          .refusal();
        return fault ?? unlessRefused(await operators.seatTimeline(scheduleId, seat), (events) => ({ items: events.map(eventMessage) }));
      },
    },
  };
}

/** Those that were set, without the members that say so. */
function settingsOf(settings: QueueSettings__Output | null): Partial<QueueSettings> {
  const { maxActive, activeTimeoutSeconds, waitingTimeoutSeconds, sessionSeconds } = settings ?? {};
  return {
    ...(maxActive === undefined ? {} : { maxActive }),
    ...(activeTimeoutSeconds === undefined ? {} : { activeTimeoutSeconds }),
    ...(waitingTimeoutSeconds === undefined ? {} : { waitingTimeoutSeconds }),
    ...(sessionSeconds === undefined ? {} : { sessionSeconds }),
  };
}

/** The domain says what sections may be. */
function scheduleInput(request: CreateScheduleRequest__Output): NewSchedule | Refusal {
  const { concertId, startsAt, timeZone, sections, holdSeconds, maxSeatsPerUser, onSaleAt, salesCloseAt } = request;
  const fault = new Faults()
    .id('concert_id', concertId)
    .expect(startsAt !== null, 'starts_at', 'required')
    .moment('starts_at', startsAt)
    .expect(timeZone.length <= TIME_ZONE_LENGTH_MAX, 'time_zone', `must not have more than ${TIME_ZONE_LENGTH_MAX} characters`)
    .whole('hold_seconds', holdSeconds, HOLD_MS_MIN / 1000, HOLD_MS_MAX / 1000)
    .whole('max_seats_per_user', maxSeatsPerUser, 0, SEATS_MAX)
    .moment('on_sale_at', onSaleAt)
    .moment('sales_close_at', salesCloseAt)
    .refusal();
  if (fault !== null) return fault;
  return {
    startsAt: startsAt === null ? 0 : msOf(startsAt),
    ...(timeZone === '' ? {} : { timeZone }),
    ...(sections.length === 0 ? {} : { sections }),
    ...(holdSeconds === undefined ? {} : { holdSeconds }),
    ...(maxSeatsPerUser === undefined ? {} : { maxSeatsPerUser }),
    ...(onSaleAt === null ? {} : { onSaleAt: msOf(onSaleAt) }),
    ...(salesCloseAt === null ? {} : { salesCloseAt: msOf(salesCloseAt) }),
  };
}
