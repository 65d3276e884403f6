/** A date of a concert while it is being written: what is typed, as it is typed, and what is sent for it. */
import type { NewRow, NewSchedule, NewSection } from '../../api/operators-types.js';
import type { ScheduleDetail } from '../../api/types.js';
import type { Section } from '../state/seats.js';
import { IS_PAST } from './faults.js';
import type { FieldFault } from './faults.js';
import { clockThere, momentThere } from './zoned-time.js';

/** even: so many rows of so many seats. each: one line per row. */
export type RowsShape = 'even' | 'each';
export type RowNames = 'letters' | 'numbers';

export interface SectionDraft {
  /** For the page only: sections keep their fields when one above them goes. */
  readonly id: number;
  readonly name: string;
  readonly price: string;
  readonly shape: RowsShape;
  readonly rowCount: string;
  readonly rowSeats: string;
  readonly rowNames: RowNames;
  readonly rowLines: string;
}

export interface ScheduleDraft {
  /** What the clocks show where the show is. */
  readonly startsAt: string;
  readonly timeZone: string;
  readonly sections: readonly SectionDraft[];
  readonly holdSeconds: string;
  readonly maxSeatsPerUser: string;
  readonly opens: 'now' | 'at';
  readonly onSaleAt: string;
  readonly closes: 'start' | 'at';
  readonly salesCloseAt: string;
}

let lastId = 0;

export function sectionDraft(values: Partial<Omit<SectionDraft, 'id'>>): SectionDraft {
  lastId += 1;
  const empty = { name: '', price: '', shape: 'even', rowCount: '10', rowSeats: '20', rowNames: 'letters', rowLines: '' } as const;
  return { ...empty, ...values, id: lastId };
}

const DAY_MS = 24 * 3_600_000;
const AHEAD_DAYS = 30;
const OPENS_AFTER_MS = 10 * 60_000;

/** A month from now at seven in the evening, in a hall that many would recognise. */
export function freshDraft(nowMs: number, timeZone: string): ScheduleDraft {
  const startsAt = `${clockThere(nowMs + AHEAD_DAYS * DAY_MS, timeZone).slice(0, 10)}T19:00`;
  return {
    startsAt,
    timeZone,
    sections: HALLS.theatre.map(sectionDraft),
    holdSeconds: '300',
    maxSeatsPerUser: '4',
    opens: 'now',
    onSaleAt: clockThere(nowMs + OPENS_AFTER_MS, timeZone),
    closes: 'start',
    salesCloseAt: startsAt,
  };
}

/** Halls to begin with. */
export const HALLS = {
  club: [{ name: 'A', price: '50000', rowCount: '5', rowSeats: '10' }],
  theatre: [
    { name: 'Floor', price: '90000', rowCount: '12', rowSeats: '24' },
    { name: 'Balcony', price: '60000', rowCount: '8', rowSeats: '30' },
  ],
  arena: [
    { name: 'Floor 1', price: '150000', rowCount: '30', rowSeats: '30' },
    { name: 'Floor 2', price: '150000', rowCount: '30', rowSeats: '30' },
    { name: 'Floor 3', price: '150000', rowCount: '30', rowSeats: '30' },
    ...['101', '102', '103', '104', '105', '106'].map((name) => ({ name, price: '110000', rowCount: '25', rowSeats: '28' })),
    ...['201', '202', '203', '204', '205', '206'].map((name) => ({ name, price: '80000', rowCount: '20', rowSeats: '26' })),
  ],
} as const satisfies Readonly<Record<string, readonly Partial<SectionDraft>[]>>;

export type HallName = keyof typeof HALLS;

/** As on another date: hall, hold and seats per person. */
export function likeSchedule(
  draft: ScheduleDraft,
  { sections, holdSeconds, maxSeatsPerUser }: Pick<ScheduleDetail, 'sections' | 'holdSeconds' | 'maxSeatsPerUser'>,
): ScheduleDraft {
  return {
    ...draft,
    sections: sections.map(draftOfSection),
    holdSeconds: String(holdSeconds),
    maxSeatsPerUser: String(maxSeatsPerUser),
  };
}

function draftOfSection({ name, price, rows }: Section): SectionDraft {
  const rowLines = rows.map((row) => `${row.name}: ${row.seats}`).join('\n');
  return sectionDraft({ name, price: String(price), shape: 'each', rowLines });
}

/** A row more than this many is the node's to refuse, but the page must not make a million of them first. */
const ROWS_DRAFTED_MAX = 10_000;

export function rowsOf({ shape, rowCount, rowSeats, rowNames, rowLines }: SectionDraft): readonly NewRow[] {
  if (shape === 'each') return rowLines.split('\n').flatMap((line, index) => rowOfLine(line, index, rowNames));
  const count = Math.min(ROWS_DRAFTED_MAX, Math.max(0, Math.floor(Number(rowCount)) || 0));
  return Array.from({ length: count }, (_, index) => ({ name: rowName(index, rowNames), seats: Number(rowSeats) }));
}

const LINE = /^(.*?)[\s:,]+(\d+)$/;

/** "A: 20", or only "20": then the row is named after its place. */
function rowOfLine(line: string, index: number, names: RowNames): readonly NewRow[] {
  const text = line.trim();
  if (text === '') return [];
  const match = LINE.exec(text);
  if (match !== null) return [{ name: match[1]?.trim() ?? '', seats: Number(match[2]) }];
  const isNumber = /^\d+$/.test(text);
  return [isNumber ? { name: rowName(index, names), seats: Number(text) } : { name: text, seats: 0 }];
}

/** A to Z, then AA, AB and so on; or 1, 2, 3. */
function rowName(index: number, names: RowNames): string {
  if (names === 'numbers') return String(index + 1);
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${rowName(Math.floor(index / 26) - 1, names)}${letter}`;
}

/** What stands in the fields, as sections that can be drawn. */
export function sectionsOf({ sections }: ScheduleDraft): readonly Section[] {
  return sections.map((section) => ({
    name: section.name,
    price: Number(section.price) || 0,
    rows: rowsOf(section).filter(({ seats }) => Number.isInteger(seats) && seats > 0),
  }));
}

export function newSchedule(draft: ScheduleDraft): NewSchedule {
  const { timeZone, opens, closes } = draft;
  const startsAt = momentThere(draft.startsAt, timeZone);
  // A time that is wanted but not filled in is the node's to refuse: left out, it would open the sale at once.
  const onSaleAt = opens === 'now' ? undefined : (momentThere(draft.onSaleAt, timeZone) ?? '');
  const salesCloseAt = closes === 'start' ? undefined : (momentThere(draft.salesCloseAt, timeZone) ?? '');
  return {
    timeZone,
    sections: draft.sections.map(newSection),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(onSaleAt === undefined ? {} : { onSaleAt }),
    ...(salesCloseAt === undefined ? {} : { salesCloseAt }),
    ...numberOrNothing('holdSeconds', draft.holdSeconds),
    ...numberOrNothing('maxSeatsPerUser', draft.maxSeatsPerUser),
  };
}

/** What the node would take, though nothing could ever be sold then; nobody means that, and a date cannot be taken back. */
export function faultsIn({ startsAt, salesCloseAt }: NewSchedule, nowMs: number): readonly FieldFault[] {
  const isPast = (moment: string | undefined): boolean => moment !== undefined && Date.parse(moment) <= nowMs;
  const pointers = [...(isPast(startsAt) ? ['/startsAt'] : []), ...(isPast(salesCloseAt) ? ['/salesCloseAt'] : [])];
  return pointers.map((pointer) => ({ pointer, message: IS_PAST }));
}

function newSection(section: SectionDraft): NewSection {
  return { name: section.name.trim(), ...numberOrNothing('price', section.price), rows: rowsOf(section) };
}

function numberOrNothing<Name extends string>(name: Name, text: string): Partial<Readonly<Record<Name, number>>> {
  return text.trim() === '' ? {} : ({ [name]: Number(text) } as Readonly<Record<Name, number>>);
}
