/** What operators see of a sale and of a node while it goes on. */
import { Type } from 'typebox';
import type { TNumber } from 'typebox';
import { ConcertId, Count, EXAMPLE, ScheduleId, Time, TimeOrNull, closed, nullable, oneOf, shown } from './common.js';
import { HALL_EXAMPLE, HallSections } from './showcase.js';

const seatCounts = {
  available: Count('Seats for sale now.', 47),
  held: Count('Seats on hold.', 2),
  booked: Count('Seats sold.', 1),
  blocked: Count('Seats not for sale.', 0),
};
const seatCountsExample = { available: 47, held: 2, booked: 1, blocked: 0 };

const queueCounts = {
  waiting: Count('Fans in line.', 1_893),
  active: Count('Fans inside.', 100),
  admitted: Count('Fans ever let in.', 207),
};
const queueCountsExample = { waiting: 1_893, active: 100, admitted: 207 };

export const ConcertOverview = shown(
  {
    concertId: ConcertId,
    title: Type.String({ examples: ['Anime OST Night'] }),
    onSale: Type.Boolean({ description: 'At least one of its schedules is on sale now.', examples: [true] }),
    queue: shown({
      maxActive: Count('Most fans inside at once.', 100),
      activeTimeoutSeconds: Count('A turn ends after this long without a guarded request.', 600),
      waitingTimeoutSeconds: Count('A place in line is lost after this long without a sign of life.', 300),
      sessionSeconds: Count('A turn ends after this long.', 1_800),
      ...queueCounts,
    }),
    schedules: Type.Array(
      shown({
        scheduleId: ScheduleId,
        date: Type.String({ description: 'Local date in `timeZone`.', examples: ['2027-03-20'] }),
        startsAt: Time('When the show starts.', EXAMPLE.startsAt),
        timeZone: Type.String({ examples: ['Asia/Seoul'] }),
        onSale: Type.Boolean({ examples: [true] }),
        onSaleAt: TimeOrNull('When sales open; null: at once.', null),
        salesCloseAt: Time('When sales close.', EXAMPLE.startsAt),
        totalSeats: Count('Seats in the hall.', 50),
        seats: shown(seatCounts),
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
        queue: { maxActive: 100, activeTimeoutSeconds: 600, waitingTimeoutSeconds: 300, sessionSeconds: 1_800, ...queueCountsExample },
        schedules: [
          {
            scheduleId: EXAMPLE.scheduleId,
            date: '2027-03-20',
            startsAt: EXAMPLE.startsAt,
            timeZone: 'Asia/Seoul',
            onSale: true,
            onSaleAt: null,
            salesCloseAt: EXAMPLE.startsAt,
            totalSeats: 50,
            seats: seatCountsExample,
          },
        ],
      },
    ],
  },
);

export const SeatOverview = shown(
  {
    scheduleId: ScheduleId,
    version: Count('Grows with every change of any seat.', 1_042),
    totalSeats: Count('Seats in the hall.', 8),
    sections: HallSections,
    statuses: Type.String({
      description:
        'Base64: four seats a byte, the first in the lowest two bits; 0 available, 1 held, 2 booked, 3 blocked. As in the snapshot of the live seats.',
      examples: ['AQI='],
    }),
  },
  { examples: [{ scheduleId: EXAMPLE.scheduleId, version: 1_042, totalSeats: 8, sections: HALL_EXAMPLE, statuses: 'AQI=' }] },
);

export const SinceQuery = closed({
  since: Type.Optional(Time('Only what was measured after this moment: `at` of the last item you have. Default: all that is kept.')),
});

const intervalMs = Count('How far apart items are, ms. There is a gap where nobody looked, or nothing could be measured.', 1_000);
const At = Time('When it was measured.');

export const SaleHistory = shown(
  {
    items: Type.Array(shown({ at: At, ...queueCounts, ...seatCounts }), { description: 'Oldest first; seats of all schedules together.' }),
    intervalMs,
  },
  { examples: [{ items: [{ at: EXAMPLE.now, ...queueCountsExample, ...seatCountsExample }], intervalMs: 1_000 }] },
);

const Rate = (description: string, example: number): TNumber => Type.Number({ minimum: 0, description, examples: [example] });
const Milliseconds = Rate;

export const NodeStatistics = shown(
  {
    nodeId: Type.String({ description: 'The node that answers; these are its own figures.', examples: ['node-1'] }),
    intervalMs,
    items: Type.Array(
      shown({
        at: At,
        requestsPerSecond: Rate('Answered requests, gRPC calls but streams, and what simulated fans asked.', 812.4),
        p50Ms: Milliseconds('Half of them took no longer; ms.', 1.2),
        p99Ms: Milliseconds('99 in a hundred took no longer; ms.', 9.8),
        refusals: Type.Unsafe<Readonly<Record<string, number>>>({
          type: 'object',
          additionalProperties: { type: 'number' },
          description: 'Per second, by code; without those that nobody got.',
          examples: [{ SEAT_UNAVAILABLE: 31.5 }],
        }),
        commitsPerSecond: Rate('Groups of records made durable.', 240),
        recordsPerSecond: Rate('Records made durable.', 655),
        commitP99Ms: Milliseconds('99 in a hundred took no longer; ms.', 4.1),
        loopDelayP99Ms: Milliseconds('How long the event loop was held up, 99 in a hundred; ms.', 2.3),
        sockets: Count('Open live sockets.', 104),
        ownedShards: Count('Shards that the node owns; 0 when it is on its own.', 341),
        handOffs: Count('Shards given to other nodes since the start of the process.', 12),
        fences: Count('Appends refused because another node had written the entity, since the start of the process.', 0),
      }),
      { description: 'Oldest first.' },
    ),
  },
  {
    examples: [
      {
        nodeId: 'node-1',
        intervalMs: 1_000,
        items: [
          {
            at: EXAMPLE.now,
            requestsPerSecond: 812.4,
            p50Ms: 1.2,
            p99Ms: 9.8,
            refusals: { SEAT_UNAVAILABLE: 31.5 },
            commitsPerSecond: 240,
            recordsPerSecond: 655,
            commitP99Ms: 4.1,
            loopDelayP99Ms: 2.3,
            sockets: 104,
            ownedShards: 341,
            handOffs: 12,
            fences: 0,
          },
        ],
      },
    ],
  },
);

const DEMO_FANS_MAX = 2_000;
export const DEMO_FANS_DEFAULT = 300;

export const NewDemoSale = closed(
  {
    fans: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: DEMO_FANS_MAX,
        description: `How many simulated fans come. Default: ${DEMO_FANS_DEFAULT}.`,
        examples: [DEMO_FANS_DEFAULT],
      }),
    ),
  },
  { examples: [{ fans: DEMO_FANS_DEFAULT }] },
);

export const DemoSale = shown(
  {
    state: oneOf(['none', 'running', 'over'], { description: '`none`: this node has not played one.', examples: ['running'] }),
    concertId: nullable<string>('string', { description: 'The concert that is on sale.', examples: [EXAMPLE.concertId] }),
    fans: Count('How many come.', DEMO_FANS_DEFAULT),
    bought: Count('How many have paid.', 41),
    gaveUp: Count('How many went without.', 12),
    startedAt: TimeOrNull('When it began.', EXAMPLE.now),
  },
  {
    examples: [{ state: 'running', concertId: EXAMPLE.concertId, fans: DEMO_FANS_DEFAULT, bought: 41, gaveUp: 12, startedAt: EXAMPLE.now }],
  },
);
