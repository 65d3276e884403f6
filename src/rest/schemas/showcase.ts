/** What anybody gets to see of a concert and of a schedule. */
import { Type } from 'typebox';
import { ConcertId, Count, EXAMPLE, Points, ScheduleId, Time, TimeOrNull, shown } from './common.js';
import { ListedSchedule } from './fans.js';

const Title = Type.String({ examples: ['Anime OST Night'] });

export const ConcertDetail = shown(
  {
    concertId: ConcertId,
    title: Title,
    onSale: Type.Boolean({ description: 'At least one of its schedules is on sale now.', examples: [true] }),
    waitingRoom: shown({
      waiting: Count('Fans in line.', 1_893),
      active: Count('Fans inside.', 100),
      maxActive: Count('Most fans inside at once.', 100),
      waitingTimeoutSeconds: Count('A place in line is lost after this long without a sign of life.', 300),
      activeTimeoutSeconds: Count('A turn ends after this long without a guarded request.', 600),
      sessionSeconds: Count('A turn ends after this long.', 1_800),
    }),
    schedules: Type.Array(
      shown({
        ...ListedSchedule.properties,
        onSale: Type.Boolean({ description: 'It can be reserved now.', examples: [true] }),
        availableSeats: Count('Seats nobody holds, booked or blocked.', 17),
        priceFrom: Points('Of the cheapest section.', 50_000),
        priceTo: Points('Of the dearest section.', 50_000),
      }),
      { description: 'In order of their start.' },
    ),
  },
  {
    examples: [
      {
        concertId: EXAMPLE.concertId,
        title: 'Anime OST Night',
        onSale: true,
        waitingRoom: {
          waiting: 1_893,
          active: 100,
          maxActive: 100,
          waitingTimeoutSeconds: 300,
          activeTimeoutSeconds: 600,
          sessionSeconds: 1_800,
        },
        schedules: [
          {
            scheduleId: EXAMPLE.scheduleId,
            date: '2027-03-20',
            startsAt: EXAMPLE.startsAt,
            timeZone: 'Asia/Seoul',
            onSaleAt: null,
            salesCloseAt: EXAMPLE.startsAt,
            totalSeats: 50,
            onSale: true,
            availableSeats: 17,
            priceFrom: 50_000,
            priceTo: 50_000,
          },
        ],
      },
    ],
  },
);

/** Seats are numbered from 1 through all of them in order. */
export const HallSections = Type.Array(
  shown({
    name: Type.String({ examples: ['Floor'] }),
    price: Points('Points per seat.', 90_000),
    rows: Type.Array(shown({ name: Type.String({ examples: ['A'] }), seats: Count('How many.', 20) })),
  }),
  { description: 'Seats are numbered from 1 through all sections and rows in order.' },
);

export const HALL_EXAMPLE = [
  {
    name: 'Floor',
    price: 90_000,
    rows: [
      { name: 'A', seats: 4 },
      { name: 'B', seats: 4 },
    ],
  },
];

export const ScheduleDetail = shown(
  {
    scheduleId: ScheduleId,
    concertId: ConcertId,
    concertTitle: Title,
    date: Type.String({ description: 'Local date in `timeZone`.', examples: ['2027-03-20'] }),
    startsAt: Time('When the show starts.', EXAMPLE.startsAt),
    timeZone: Type.String({ description: 'IANA name.', examples: ['Asia/Seoul'] }),
    onSaleAt: TimeOrNull('When sales open; null: they are open from the start.', null),
    salesCloseAt: Time('When sales close.', EXAMPLE.startsAt),
    totalSeats: Count('Seats in the hall.', 8),
    holdSeconds: Count('How long a hold lasts.', 300),
    maxSeatsPerUser: Count('Held and booked together; 0 = no cap.', 4),
    sections: HallSections,
  },
  {
    examples: [
      {
        scheduleId: EXAMPLE.scheduleId,
        concertId: EXAMPLE.concertId,
        concertTitle: 'Anime OST Night',
        date: '2027-03-20',
        startsAt: EXAMPLE.startsAt,
        timeZone: 'Asia/Seoul',
        onSaleAt: null,
        salesCloseAt: EXAMPLE.startsAt,
        totalSeats: 8,
        holdSeconds: 300,
        maxSeatsPerUser: 4,
        sections: HALL_EXAMPLE,
      },
    ],
  },
);
