/**
 * The form of requests, field by field; what a thing may be is for the domain to decide. All faults are named, by the fields' names in the protocol buffers,
 * and what was sent is never repeated.
 */
import { isUserId } from '../domain/ids.js';
import { refuse } from '../domain/refusals.js';
import type { FieldError, Refusal } from '../domain/refusals.js';
import { ID_LENGTH_MAX, PAGE_ITEMS_DEFAULT, PAGE_ITEMS_MAX, SEAT_NUMBER_MAX } from '../ticketing/request-limits.js';
import type { Timestamp__Output } from './generated/google/protobuf/Timestamp.js';

/** Faults named in one answer. */
const FAULTS_MAX = 20;
/** The end of the year 9999, beyond which a Timestamp is none. */
const TIMESTAMP_SECONDS_MAX = 253_402_300_799;
const NANOS_MAX = 999_999_999;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export class Faults {
  private readonly errors: FieldError[] = [];

  /** null when nothing is wrong. */
  refusal(): Refusal | null {
    return this.errors.length === 0 ? null : refuse('VALIDATION_FAILED', { errors: this.errors });
  }

  /** @param field its path in the protocol buffers, for example `concert_date.date`. */
  expect(isRight: boolean, field: string, wanted: string): this {
    if (!isRight && this.errors.length < FAULTS_MAX) this.errors.push({ pointer: `/${field}`, message: wanted });
    return this;
  }

  /** What is wrong within the message of that field, with pointers into it. */
  among(field: string, errors: readonly FieldError[]): this {
    for (const { pointer, message } of errors) this.expect(false, `${field}${pointer}`, message);
    return this;
  }

  id(field: string, value: string): this {
    return this.expect(value !== '', field, 'required').optionalId(field, value);
  }

  optionalId(field: string, value: string): this {
    return this.expect(value.length <= ID_LENGTH_MAX, field, `must not have more than ${ID_LENGTH_MAX} characters`);
  }

  /** @param max most items on a page; 0 is the default. */
  limit(value: number, max: number = PAGE_ITEMS_MAX): this {
    return this.expect(value <= max, 'limit', `must be 1 to ${max}, or 0 for the default`);
  }

  whole(field: string, value: number | undefined, min: number, max: number): this {
    const isRight = value === undefined || (Number.isSafeInteger(value) && value >= min && value <= max);
    return this.expect(isRight, field, `must be a whole number from ${min} to ${max}`);
  }

  seats(field: string, seats: readonly number[], max: number): this {
    if (seats.length > max) return this.expect(false, field, `must not name more than ${max} seats`);
    const areNumbers = seats.every((seat) => seat >= 1 && seat <= SEAT_NUMBER_MAX);
    this.expect(areNumbers, field, `must be numbers from 1 to ${SEAT_NUMBER_MAX}`);
    return this.expect(seats.length === 1 || new Set(seats).size === seats.length, field, 'must not name a seat twice');
  }

  date(field: string, value: string): this {
    return this.expect(isDate(value), field, 'must be a date, YYYY-MM-DD');
  }

  moment(field: string, value: Timestamp__Output | null): this {
    const isRight = value === null || (isWithin(value.seconds, TIMESTAMP_SECONDS_MAX) && isWithin(value.nanos, NANOS_MAX));
    return this.expect(isRight, field, 'must be a moment since 1970');
  }
}

/** The users that services act for. */
export function userFault(userId: string): Refusal | null {
  if (isUserId(userId)) return null;
  return new Faults().expect(false, 'user_id', userId === '' ? 'required' : 'must be a UUID in lower case').refusal();
}

export function limitOf(limit: number, byDefault: number = PAGE_ITEMS_DEFAULT): number {
  return limit === 0 ? byDefault : limit;
}

/** Cursors and other texts that are empty when left out. */
export function textOrNull(value: string): string | null {
  return value === '' ? null : value;
}

/** ms since 1970; what is less than a millisecond is left out. */
export function msOf({ seconds, nanos }: Timestamp__Output): number {
  return seconds * 1000 + Math.floor(nanos / 1_000_000);
}

function isWithin(value: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= max;
}

function isDate(value: string): boolean {
  if (!DATE.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}
