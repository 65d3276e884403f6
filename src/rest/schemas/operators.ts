/** What operators send and get. */
import { Type } from 'typebox';
import { TITLE_LENGTH_MAX } from '../../domain/concert/protocol.js';
import { QUEUE_DEFAULTS } from '../../domain/queue/protocol.js';
import { ACTIVE_TOKENS_MAX, TIMEOUT_SECONDS_MAX } from '../../domain/queue/settings.js';
import {
  HOLD_MS_DEFAULT,
  HOLD_MS_MAX,
  HOLD_MS_MIN,
  NAME_LENGTH_MAX,
  PRICE_MAX_POINTS,
  ROWS_MAX,
  SEATS_MAX,
  SEATS_PER_USER_DEFAULT,
  SECTIONS_MAX,
} from '../../domain/schedule/protocol.js';
import { LOG_CURSOR_LENGTH_MAX } from '../../ticketing/log-cursor.js';
import { TIME_ZONE_DEFAULT } from '../../ticketing/new-schedule.js';
import {
  EVENT_TYPES_LENGTH_MAX,
  EVENTS_DEFAULT,
  EVENTS_MAX,
  SEAT_NUMBER_MAX,
  TIME_ZONE_LENGTH_MAX,
} from '../../ticketing/request-limits.js';
import { ConcertId, Count, EXAMPLE, ScheduleId, Time, TimeOrNull, UserId, closed, nullable, shown } from './common.js';
import { Payment, Reservation, TokenState, Transaction } from './fans.js';

const setting = (description: string, example: number, maximum: number = TIMEOUT_SECONDS_MAX) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum, description: `${description} Default: ${example}.`, examples: [example] }));

const queueSettings = {
  maxActive: setting('Most fans inside at once.', QUEUE_DEFAULTS.maxActive, ACTIVE_TOKENS_MAX),
  activeTimeoutSeconds: setting('A turn ends after this long without a guarded request.', QUEUE_DEFAULTS.activeTimeoutSeconds),
  waitingTimeoutSeconds: setting('A place in line is lost after this long without a sign of life.', QUEUE_DEFAULTS.waitingTimeoutSeconds),
  sessionSeconds: setting('A turn ends after this long, whatever its holder does.', QUEUE_DEFAULTS.sessionSeconds),
};

export const QueueSettingsInput = closed(queueSettings, { minProperties: 1, examples: [{ maxActive: 200 }] });

export const NewConcert = closed(
  {
    title: Type.String({ minLength: 1, maxLength: TITLE_LENGTH_MAX, description: 'What is on.', examples: ['Anime OST Night'] }),
    queue: Type.Optional(closed(queueSettings, { description: 'The waiting room; what is left out gets its default.' })),
  },
  { examples: [{ title: 'Anime OST Night', queue: { maxActive: 100 } }] },
);

const shownSettings = {
  maxActive: Count('Most fans inside at once.', 100),
  activeTimeoutSeconds: Count('A turn ends after this long without a guarded request.', 600),
  waitingTimeoutSeconds: Count('A place in line is lost after this long without a sign of life.', 300),
  sessionSeconds: Count('A turn ends after this long.', 1800),
};
const settingsExample = { ...QUEUE_DEFAULTS };

export const CreatedConcert = shown(
  { concertId: ConcertId, title: Type.String({ examples: ['Anime OST Night'] }), queue: shown(shownSettings) },
  { examples: [{ concertId: EXAMPLE.concertId, title: 'Anime OST Night', queue: settingsExample }] },
);

export const Queue = shown(
  {
    concertId: ConcertId,
    ...shownSettings,
    waiting: Count('Fans in line.', 1893),
    active: Count('Fans inside.', 100),
    issued: Count('Tokens ever issued.', 2100),
  },
  { examples: [{ concertId: EXAMPLE.concertId, ...settingsExample, waiting: 1893, active: 100, issued: 2100 }] },
);

const Price = Type.Integer({ minimum: 0, maximum: PRICE_MAX_POINTS, description: 'Points per seat.', examples: [50_000] });
const SeatCount = Type.Integer({ minimum: 1, maximum: SEATS_MAX, examples: [50] });
const Name = Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX, examples: ['A'] });

const Section = closed({
  name: Name,
  price: Price,
  seats: Type.Optional(SeatCount),
  rows: Type.Optional(Type.Array(closed({ name: Name, seats: SeatCount }), { minItems: 1, maxItems: ROWS_MAX })),
});

export const NewSchedule = closed(
  {
    startsAt: Time('When the show starts.', EXAMPLE.startsAt),
    timeZone: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: TIME_ZONE_LENGTH_MAX,
        description: `IANA name. Default: ${TIME_ZONE_DEFAULT}.`,
        examples: ['Asia/Seoul'],
      }),
    ),
    price: Type.Optional(Price),
    seats: Type.Optional(SeatCount),
    sections: Type.Optional(
      Type.Array(Section, {
        minItems: 1,
        maxItems: SECTIONS_MAX,
        description: 'Instead of `seats` and `price`: seats are numbered through all of them in order.',
      }),
    ),
    holdSeconds: Type.Optional(
      Type.Integer({
        minimum: HOLD_MS_MIN / 1000,
        maximum: HOLD_MS_MAX / 1000,
        description: `How long a hold lasts. Default: ${HOLD_MS_DEFAULT / 1000}.`,
        examples: [300],
      }),
    ),
    maxSeatsPerUser: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: SEATS_MAX,
        description: `Held and booked together; 0 = no cap. Default: ${SEATS_PER_USER_DEFAULT}.`,
        examples: [SEATS_PER_USER_DEFAULT],
      }),
    ),
    onSaleAt: Type.Optional(Time('When sales open. Default: at once.')),
    salesCloseAt: Type.Optional(Time('When sales close. Default: when the show starts.', EXAMPLE.startsAt)),
  },
  {
    examples: [
      { startsAt: EXAMPLE.startsAt, price: 50_000, seats: 50 },
      {
        startsAt: EXAMPLE.startsAt,
        timeZone: 'Asia/Seoul',
        sections: [
          { name: 'Floor', price: 120_000, seats: 100 },
          {
            name: 'Balcony',
            price: 80_000,
            rows: [
              { name: '1', seats: 30 },
              { name: '2', seats: 34 },
            ],
          },
        ],
      },
    ],
  },
);

export const Schedule = shown(
  {
    scheduleId: ScheduleId,
    concertId: ConcertId,
    date: Type.String({ description: 'Local date in `timeZone`.', examples: ['2027-03-20'] }),
    startsAt: Time('When the show starts.', EXAMPLE.startsAt),
    timeZone: Type.String({ examples: ['Asia/Seoul'] }),
    onSale: Type.Boolean({ examples: [true] }),
    onSaleAt: TimeOrNull('When sales open; null: at once.', null),
    salesCloseAt: Time('When sales close.', EXAMPLE.startsAt),
    holdSeconds: Count('How long a hold lasts.', 300),
    maxSeatsPerUser: Count('0 = no cap.', 4),
    totalSeats: Count('Seats in the hall.', 50),
    availableSeats: Count('Seats for sale now.', 47),
    heldSeats: Count('Seats on hold.', 2),
    bookedSeats: Count('Seats sold.', 1),
    blockedSeats: Count('Seats not for sale.', 0),
  },
  {
    examples: [
      {
        scheduleId: EXAMPLE.scheduleId,
        concertId: EXAMPLE.concertId,
        date: '2027-03-20',
        startsAt: EXAMPLE.startsAt,
        timeZone: 'Asia/Seoul',
        onSale: true,
        onSaleAt: null,
        salesCloseAt: EXAMPLE.startsAt,
        holdSeconds: 300,
        maxSeatsPerUser: 4,
        totalSeats: 50,
        availableSeats: 47,
        heldSeats: 2,
        bookedSeats: 1,
        blockedSeats: 0,
      },
    ],
  },
);

const SeatNumbers = Type.Array(Type.Integer({ minimum: 1, maximum: SEAT_NUMBER_MAX }), { maxItems: SEATS_MAX, uniqueItems: true });

export const BlockRequest = closed(
  { block: Type.Optional(SeatNumbers), unblock: Type.Optional(SeatNumbers) },
  { minProperties: 1, examples: [{ block: [1, 2], unblock: [50] }] },
);

export const EventsQuery = closed({
  after: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: LOG_CURSOR_LENGTH_MAX,
      description: '`cursor` of the last event you have. Default: from the start.',
      examples: ['41-0'],
    }),
  ),
  types: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z]+(,[A-Za-z]+)*$',
      maxLength: EVENT_TYPES_LENGTH_MAX,
      description: 'Only these types, separated by commas.',
      examples: ['PaymentCompleted,ReservationCreated'],
    }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]{0,2}|1000)$',
      description: `Most events on the page, 1 to ${EVENTS_MAX}. Default: ${EVENTS_DEFAULT}.`,
      examples: ['100'],
    }),
  ),
});

export function eventsLimitOf(query: { readonly limit?: string }): number {
  return query.limit === undefined ? EVENTS_DEFAULT : Number(query.limit);
}

const eventExample = {
  cursor: '42-0',
  type: 'SeatHeld',
  at: EXAMPLE.now,
  entity: `schedule/${EXAMPLE.scheduleId}`,
  data: { reservationId: EXAMPLE.reservationId, userId: EXAMPLE.userId, seats: [12, 13], amount: 100_000, expiresAt: EXAMPLE.later },
};

export const LoggedEvent = shown(
  {
    cursor: Type.String({ description: 'Its place in commit order.', examples: ['42-0'] }),
    type: Type.String({ examples: ['SeatHeld'] }),
    at: Time('When it was recorded.'),
    entity: Type.String({ description: 'Whose event it is: `kind/key`.', examples: [eventExample.entity] }),
    data: Type.Object({}, { additionalProperties: true, description: 'The event’s own members; times are RFC 3339.' }),
  },
  { examples: [eventExample] },
);

export const Events = shown(
  {
    items: Type.Array(LoggedEvent),
    next: nullable<string>('string', { description: 'Send it back as `after`; null: nothing more yet, go on after the last cursor.' }),
  },
  { examples: [{ items: [eventExample], next: null }] },
);

export const UserFile = shown(
  {
    userId: UserId,
    balance: Type.Integer({ examples: [400_000] }),
    tokens: Type.Array(TokenState, { description: 'Live queue tokens.' }),
    reservations: Type.Array(Reservation),
    payments: Type.Array(Payment),
    transactions: Type.Array(Transaction),
  },
  { examples: [{ userId: EXAMPLE.userId, balance: 400_000, tokens: [], reservations: [], payments: [], transactions: [] }] },
);

export const ReservationFile = shown(
  {
    reservation: shown({ ...Reservation.properties, userId: UserId }),
    payment: Type.Unsafe<object | null>({ anyOf: [Payment, { type: 'null' }] }),
  },
  {
    examples: [
      {
        reservation: {
          reservationId: EXAMPLE.reservationId,
          scheduleId: EXAMPLE.scheduleId,
          concertId: EXAMPLE.concertId,
          seats: [12, 13],
          adjacent: true,
          amount: 100_000,
          status: 'HELD',
          heldAt: EXAMPLE.now,
          expiresAt: EXAMPLE.later,
          expiresInSeconds: 300,
          paymentId: null,
          userId: EXAMPLE.userId,
        },
        payment: null,
      },
    ],
  },
);

export const Timeline = shown(
  { scheduleId: ScheduleId, seat: Type.Integer({ examples: [12] }), items: Type.Array(LoggedEvent, { description: 'Oldest first.' }) },
  { examples: [{ scheduleId: EXAMPLE.scheduleId, seat: 12, items: [eventExample] }] },
);
