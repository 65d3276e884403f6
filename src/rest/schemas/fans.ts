/** What fans send and get. */
import { Type } from 'typebox';
import { NAME_LENGTH_MAX, SEATS_PER_HOLD_MAX } from '../../domain/schedule/protocol.js';
import { SEAT_NUMBER_MAX, SEATS_IN_REQUEST_MAX } from '../../ticketing/request-limits.js';
import {
  ConcertId,
  Count,
  EXAMPLE,
  PaymentId,
  Points,
  ReservationId,
  ScheduleId,
  Time,
  TimeOrNull,
  UserId,
  closed,
  nullable,
  oneOf,
  shown,
} from './common.js';

export const Account = shown(
  {
    userId: UserId,
    accessToken: Type.String({ description: 'Send it as `Authorization: Bearer <access token>`.', examples: ['eyJhbGciOi…'] }),
    expiresAt: Time('When the access token ends; renew it before.', EXAMPLE.later),
  },
  { examples: [{ userId: EXAMPLE.userId, accessToken: 'eyJhbGciOi…', expiresAt: EXAMPLE.later }] },
);

const TokenStatus = oneOf(['WAITING', 'ACTIVE', 'EXPIRED'], { description: 'ACTIVE: it is your turn.', examples: ['WAITING'] });
const EndReason = oneOf(['PAID', 'LEFT', 'INACTIVE', 'SESSION', 'LOST', 'FORGOTTEN'], {
  description: 'Why an EXPIRED token ended.',
  examples: ['INACTIVE'],
});

const place = {
  position: Count('1 = next; 0 unless WAITING.', 812),
  ahead: Count('How many are before you; 0 unless WAITING.', 811),
  estimatedWaitSeconds: Count('A guess from how fast the line has moved.', 95),
  refreshIntervalSeconds: Count('How soon to ask again.', 5),
};
const placeExample = { position: 812, ahead: 811, estimatedWaitSeconds: 95, refreshIntervalSeconds: 5 };

export const Place = shown({ status: TokenStatus, ...place }, { examples: [{ status: 'WAITING', ...placeExample }] });

const tokenState = {
  userId: UserId,
  concertId: ConcertId,
  status: TokenStatus,
  ...place,
  issuedAt: Time('When you got in line.'),
  expiresAt: TimeOrNull('When ACTIVE ends if you do nothing more; null otherwise.', null),
  reason: Type.Optional(EndReason),
};
const tokenExample = {
  userId: EXAMPLE.userId,
  concertId: EXAMPLE.concertId,
  status: 'WAITING',
  ...placeExample,
  issuedAt: EXAMPLE.now,
  expiresAt: null,
};

export const TokenState = shown(tokenState, { examples: [tokenExample] });
export const Token = shown(
  { token: Type.String({ description: 'Send it in the header `Queue-Token`.', examples: ['eyJ0eXAiOi…'] }), ...tokenState },
  { examples: [{ token: 'eyJ0eXAiOi…', ...tokenExample }] },
);

export const OfConcert = closed({ concertId: Type.Optional(ConcertId) }, { examples: [{ concertId: EXAMPLE.concertId }] });

export const ListedSchedule = shown({
  scheduleId: ScheduleId,
  date: Type.String({ description: 'Local date in `timeZone`.', examples: ['2027-03-20'] }),
  startsAt: Time('When the show starts.', EXAMPLE.startsAt),
  timeZone: Type.String({ description: 'IANA name.', examples: ['Asia/Seoul'] }),
  onSaleAt: TimeOrNull('When sales open; null: they are open from the start.', null),
  salesCloseAt: Time('When sales close.', EXAMPLE.startsAt),
  totalSeats: Count('Seats in the hall.', 50),
});
const scheduleExample = { scheduleId: EXAMPLE.scheduleId, date: '2027-03-20', startsAt: EXAMPLE.startsAt, timeZone: 'Asia/Seoul' };

export const Concert = shown(
  {
    concertId: ConcertId,
    title: Type.String({ examples: ['Anime OST Night'] }),
    onSale: Type.Boolean({ description: 'At least one of its schedules is on sale now.', examples: [true] }),
    schedules: Type.Array(ListedSchedule),
  },
  {
    examples: [
      {
        concertId: EXAMPLE.concertId,
        title: 'Anime OST Night',
        onSale: true,
        schedules: [{ ...scheduleExample, onSaleAt: null, salesCloseAt: EXAMPLE.startsAt, totalSeats: 50 }],
      },
    ],
  },
);

export const Dates = shown(
  {
    concertId: ConcertId,
    dates: Type.Array(
      shown({
        scheduleId: ScheduleId,
        date: Type.String({ description: 'Local date in `timeZone`.', examples: ['2027-03-20'] }),
        startsAt: Time('When the show starts.', EXAMPLE.startsAt),
        timeZone: Type.String({ examples: ['Asia/Seoul'] }),
        totalSeats: Count('Seats in the hall.', 50),
        availableSeats: Count('Seats nobody holds, booked or blocked.', 17),
      }),
      { description: 'Schedules on sale now, in order of their start.' },
    ),
  },
  { examples: [{ concertId: EXAMPLE.concertId, dates: [{ ...scheduleExample, totalSeats: 50, availableSeats: 17 }] }] },
);

export const SeatStatus = oneOf(['AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'], { examples: ['AVAILABLE'] });
const Seat = Type.Integer({ minimum: 1, description: 'Numbered from 1 through all sections and rows.', examples: [12] });

export const Seats = shown(
  {
    scheduleId: ScheduleId,
    version: Count('Grows with every change of any seat.', 241),
    seats: Type.Array(
      shown({
        seat: Seat,
        section: Type.String({ examples: ['A'] }),
        row: Type.String({ examples: ['1'] }),
        status: SeatStatus,
        price: Points('Points.', 50_000),
        mine: Type.Optional(Type.Boolean({ description: 'Present and true on seats you hold or own.', examples: [true] })),
      }),
    ),
  },
  {
    examples: [
      {
        scheduleId: EXAMPLE.scheduleId,
        version: 241,
        seats: [
          { seat: 1, section: 'A', row: '1', status: 'BOOKED', price: 50_000 },
          { seat: 12, section: 'A', row: '1', status: 'HELD', price: 50_000, mine: true },
        ],
      },
    ],
  },
);

const BestAvailable = closed(
  {
    count: Type.Integer({ minimum: 1, maximum: SEATS_PER_HOLD_MAX, description: 'How many seats.', examples: [2] }),
    section: Type.Optional(
      Type.String({ minLength: 1, maxLength: NAME_LENGTH_MAX, description: 'The name of a section. Default: any.', examples: ['A'] }),
    ),
  },
  { description: 'The best free seats, instead of `seats`.', examples: [{ count: 2, section: 'A' }] },
);

export const HoldRequest = closed(
  {
    scheduleId: ScheduleId,
    seats: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: SEAT_NUMBER_MAX }), {
        minItems: 1,
        maxItems: SEATS_IN_REQUEST_MAX,
        uniqueItems: true,
        description: 'The seats you want, instead of `bestAvailable`.',
        examples: [[12, 13]],
      }),
    ),
    bestAvailable: Type.Optional(BestAvailable),
  },
  {
    description: 'Either `seats` or `bestAvailable`.',
    examples: [
      { scheduleId: EXAMPLE.scheduleId, seats: [12, 13] },
      { scheduleId: EXAMPLE.scheduleId, bestAvailable: { count: 2, section: 'A' } },
    ],
  },
);

const ReservationStatus = oneOf(['HELD', 'PAYING', 'CONFIRMED', 'EXPIRED', 'RELEASED', 'REFUNDED'], { examples: ['HELD'] });

export const Reservation = shown(
  {
    reservationId: ReservationId,
    scheduleId: ScheduleId,
    concertId: ConcertId,
    seats: Type.Array(Seat),
    adjacent: Type.Boolean({ description: 'Whether the seats are next to each other in one row.', examples: [true] }),
    amount: Points('What paying costs.', 100_000),
    status: ReservationStatus,
    heldAt: Time('When the hold was made.'),
    expiresAt: Time('When the hold runs out.', EXAMPLE.later),
    expiresInSeconds: Count('The same as a number of seconds from now; 0 when the hold is over.', 300),
    paymentId: nullable<string>('string', { description: 'The last payment tried, if any.', examples: [null] }),
  },
  {
    examples: [
      {
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
      },
    ],
  },
);

export const PayRequest = closed({ reservationId: ReservationId }, { examples: [{ reservationId: EXAMPLE.reservationId }] });

export const Payment = shown(
  {
    paymentId: PaymentId,
    reservationId: ReservationId,
    scheduleId: ScheduleId,
    concertId: ConcertId,
    seats: Type.Array(Seat),
    amount: Points('What was paid.', 100_000),
    balance: nullable<number>('integer', { description: 'The balance after the payment; null unless COMPLETED.', examples: [400_000] }),
    status: oneOf(['PENDING', 'COMPLETED', 'ABORTED'], { examples: ['COMPLETED'] }),
    paidAt: TimeOrNull('When it was completed.'),
  },
  {
    examples: [
      {
        paymentId: EXAMPLE.paymentId,
        reservationId: EXAMPLE.reservationId,
        scheduleId: EXAMPLE.scheduleId,
        concertId: EXAMPLE.concertId,
        seats: [12, 13],
        amount: 100_000,
        balance: 400_000,
        status: 'COMPLETED',
        paidAt: EXAMPLE.later,
      },
    ],
  },
);

export const ChargeRequest = closed(
  { amount: Type.Number({ description: 'Whole points, at least 1.', examples: [500_000] }) },
  { examples: [{ amount: 500_000 }] },
);

export const Transaction = shown(
  {
    transactionId: Type.String({ examples: [EXAMPLE.transactionId] }),
    userId: UserId,
    type: oneOf(['CHARGE', 'USE', 'REFUND'], { examples: ['CHARGE'] }),
    amount: Points('Positive, whatever the type.', 500_000),
    balance: Points('The balance after it.', 500_000),
    at: Time('When it happened.'),
    paymentId: Type.Optional(PaymentId),
  },
  {
    examples: [
      { transactionId: EXAMPLE.transactionId, userId: EXAMPLE.userId, type: 'CHARGE', amount: 500_000, balance: 500_000, at: EXAMPLE.now },
    ],
  },
);

export const Balance = shown(
  { userId: UserId, balance: Points('Points in the wallet.', 500_000) },
  { examples: [{ userId: EXAMPLE.userId, balance: 500_000 }] },
);
