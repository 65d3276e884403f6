/** From what an operator writes about a new schedule to the full specification the domain keeps: defaults filled in, the local date worked out. */
import { invalid } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { HOLD_MS_DEFAULT, PRICE_DEFAULT, SEATS_DEFAULT, SEATS_PER_USER_DEFAULT } from '../domain/schedule/protocol.js';
import type { RowSpec, ScheduleSpec, SectionSpec } from '../domain/schedule/protocol.js';

export const TIME_ZONE_DEFAULT = 'Asia/Seoul';

/** Times in ms since 1970. Either `seats` (one section of one row) or `sections`. */
export interface NewSchedule {
  readonly startsAt: number;
  readonly timeZone?: string;
  readonly price?: number;
  readonly seats?: number;
  readonly sections?: readonly NewSection[];
  readonly holdSeconds?: number;
  readonly maxSeatsPerUser?: number;
  readonly onSaleAt?: number;
  readonly salesCloseAt?: number;
}

export interface NewSection {
  readonly name: string;
  readonly price: number;
  /** One row of so many seats; or `rows`. */
  readonly seats?: number;
  readonly rows?: readonly RowSpec[];
}

/** Sales close when the show starts, unless said otherwise. */
export function specOf(concertId: string, input: NewSchedule): ScheduleSpec | Refusal {
  const timeZone = input.timeZone ?? TIME_ZONE_DEFAULT;
  const date = localDate(input.startsAt, timeZone);
  if (date === null) return invalid('/timeZone', `"${timeZone}" is not a time zone; use an IANA name such as Asia/Seoul`);
  if (input.sections !== undefined && (input.seats !== undefined || input.price !== undefined)) {
    return invalid('/sections', 'give either sections, or seats and price for a hall without sections');
  }
  for (const [index, section] of (input.sections ?? []).entries()) {
    if ((section.seats === undefined) === (section.rows === undefined)) {
      return invalid(`/sections/${index}`, 'give either seats, or rows with their seats');
    }
  }
  return {
    concertId,
    startsAt: input.startsAt,
    timeZone,
    date,
    sections: input.sections?.map(sectionOf) ?? [
      { name: 'A', price: input.price ?? PRICE_DEFAULT, rows: [{ name: '1', seats: input.seats ?? SEATS_DEFAULT }] },
    ],
    holdMs: input.holdSeconds === undefined ? HOLD_MS_DEFAULT : input.holdSeconds * 1000,
    maxSeatsPerUser: input.maxSeatsPerUser ?? SEATS_PER_USER_DEFAULT,
    onSaleAt: input.onSaleAt ?? null,
    salesCloseAt: input.salesCloseAt ?? input.startsAt,
  };
}

function sectionOf(section: NewSection): SectionSpec {
  return { name: section.name, price: section.price, rows: section.rows ?? [{ name: '1', seats: section.seats ?? 0 }] };
}

/** YYYY-MM-DD on the wall clock of that zone; null when there is no such zone. */
function localDate(at: number, timeZone: string): string | null {
  try {
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
    const part = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
    return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  } catch {
    return null;
  }
}
