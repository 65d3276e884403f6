/** The catalogue a new node starts with, so that whoever runs it for the first time has something to sell: an anime-OST concert series. */
import { isRefusal } from './domain/refusals.js';
import type { Ticketing } from './ticketing.js';
import type { NewSchedule } from './ticketing/new-schedule.js';

const DAY_MS = 86_400_000;
/** 19:00 in Seoul, as ms after midnight UTC. */
const EVENING_MS = 10 * 3_600_000;

/** Three evenings: two in a club of fifty seats, one in a hall with sections. `now` in ms since 1970. */
function schedules(now: number): readonly NewSchedule[] {
  const evening = (days: number): number => Math.floor(now / DAY_MS) * DAY_MS + days * DAY_MS + EVENING_MS;
  return [
    { startsAt: evening(30) },
    { startsAt: evening(31) },
    {
      startsAt: evening(37),
      sections: [
        { name: 'Floor', price: 90_000, rows: rows(['A', 'B', 'C', 'D'], 20) },
        { name: 'Balcony', price: 60_000, rows: rows(['E', 'F', 'G', 'H', 'I', 'J'], 24) },
        { name: 'Standing', price: 30_000, seats: 56 },
      ],
    },
  ];
}

const rows = (names: readonly string[], seats: number): { name: string; seats: number }[] => names.map((name) => ({ name, seats }));

/** Returns the concert's id. */
export async function createDemo({ operators }: Ticketing, now: number): Promise<string> {
  const concert = await operators.createConcert({ title: 'Anime OST Live: Otaku of the World, Unite!' });
  if (isRefusal(concert)) throw new Error(`the demo concert could not be created: ${concert.refused}`);
  for (const schedule of schedules(now)) {
    const created = await operators.addSchedule(concert.concertId, schedule);
    if (isRefusal(created)) throw new Error(`a demo schedule could not be created: ${created.refused} ${JSON.stringify(created.members)}`);
  }
  return concert.concertId;
}
