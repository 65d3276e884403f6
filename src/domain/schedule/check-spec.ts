/** What a schedule may be. Edges check the form of a request; these are the rules, whoever asks. */
import { isShowable } from '../text.js';
import { concertOfSchedule, isConcertId } from '../ids.js';
import type { FieldError } from '../refusals.js';
import type { RowSpec, ScheduleSpec, SectionSpec } from './protocol.js';
import { HOLD_MS_MAX, HOLD_MS_MIN, NAME_LENGTH_MAX, PRICE_MAX_POINTS, ROWS_MAX, SEATS_MAX, SECTIONS_MAX } from './protocol.js';
import { seatsIn } from './seat-rows.js';

/** A request wrong in more places than this hears of the first ones only. */
export const SPEC_ERRORS_MAX = 100;
/** The last moment a date can express. */
const TIME_MS_MAX = 8_640_000_000_000_000;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** With pointers into the spec; empty when it can be a schedule; at most SPEC_ERRORS_MAX errors. */
export function checkSpec(spec: ScheduleSpec): readonly FieldError[] {
  const errors: FieldError[] = [];
  const expect = (isRight: boolean, pointer: string, message: string): void => {
    if (!isRight && errors.length < SPEC_ERRORS_MAX) errors.push({ pointer, message });
  };
  expect(isConcertId(spec.concertId), '/concertId', 'must be the id of a concert');
  checkTimes(spec, expect);
  expect(isWhole(spec.holdMs, HOLD_MS_MIN, HOLD_MS_MAX), '/holdMs', `must be a whole number from ${HOLD_MS_MIN} to ${HOLD_MS_MAX}`);
  expect(isWhole(spec.maxSeatsPerUser, 0, SEATS_MAX), '/maxSeatsPerUser', `must be a whole number from 0 (no cap) to ${SEATS_MAX}`);
  checkSections(spec.sections, expect);
  return errors;
}

/** The same, for the schedule with this id, which names its concert. */
export function checkSpecOf(scheduleId: string, spec: ScheduleSpec): readonly FieldError[] {
  const errors = checkSpec(spec);
  if (errors.length > 0 || concertOfSchedule(scheduleId) === spec.concertId) return errors;
  return [{ pointer: '/concertId', message: `must be the concert that schedule ${scheduleId} belongs to` }];
}

type Expect = (isRight: boolean, pointer: string, message: string) => void;

function checkTimes({ startsAt, timeZone, date, onSaleAt, salesCloseAt }: ScheduleSpec, expect: Expect): void {
  expect(isTime(startsAt), '/startsAt', 'must be milliseconds since 1970');
  expect(isShowable(timeZone, NAME_LENGTH_MAX), '/timeZone', 'must be the name of a time zone');
  expect(DATE.test(date), '/date', 'must be a date, YYYY-MM-DD');
  expect(onSaleAt === null || isTime(onSaleAt), '/onSaleAt', 'must be milliseconds since 1970, or null');
  expect(isTime(salesCloseAt), '/salesCloseAt', 'must be milliseconds since 1970');
  expect(onSaleAt === null || !(salesCloseAt <= onSaleAt), '/salesCloseAt', 'must be after onSaleAt');
}

function checkSections(sections: readonly SectionSpec[], expect: Expect): void {
  if (sections.length < 1 || sections.length > SECTIONS_MAX) {
    expect(false, '/sections', `must be 1 to ${SECTIONS_MAX} sections`);
    return;
  }
  const rows = sections.reduce((sum, section) => sum + section.rows.length, 0);
  if (rows > ROWS_MAX) {
    expect(false, '/sections', `must not have more than ${ROWS_MAX} rows together`);
    return;
  }
  const names = new Set<string>();
  for (const [index, section] of sections.entries()) {
    const pointer = `/sections/${index}`;
    checkName(section.name, names, `${pointer}/name`, 'section', expect);
    expect(isWhole(section.price, 0, PRICE_MAX_POINTS), `${pointer}/price`, `must be a whole number from 0 to ${PRICE_MAX_POINTS}`);
    expect(section.rows.length > 0, `${pointer}/rows`, 'must be at least one row');
    checkRows(section.rows, `${pointer}/rows`, expect);
  }
  expect(!(seatsIn(sections) > SEATS_MAX), '/sections', `must not have more than ${SEATS_MAX} seats together`);
}

function checkRows(rows: readonly RowSpec[], parent: string, expect: Expect): void {
  const names = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const pointer = `${parent}/${index}`;
    checkName(row.name, names, `${pointer}/name`, 'row of this section', expect);
    expect(isWhole(row.seats, 1, SEATS_MAX), `${pointer}/seats`, `must be a whole number from 1 to ${SEATS_MAX}`);
  }
}

function checkName(name: string, taken: Set<string>, pointer: string, what: string, expect: Expect): void {
  expect(
    isShowable(name, NAME_LENGTH_MAX),
    pointer,
    `must have 1 to ${NAME_LENGTH_MAX} characters, not only blanks, and no control characters`,
  );
  expect(!taken.has(name), pointer, `must not be the name of another ${what}`);
  taken.add(name);
}

function isTime(value: number): boolean {
  return isWhole(value, 0, TIME_MS_MAX);
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}
