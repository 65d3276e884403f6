/**
 * Names of things. An id handed out carries the key of the entity that owns the thing, so that a request finds its entity without a look-up, and ends
 * in an unguessable part. To clients all of them are opaque strings.
 *
 *   concert      16 hex                       3f2a91c07b5e4d18
 *   schedule     <concert>-12 hex             3f2a91c07b5e4d18-9a0c21bb47f3
 *   reservation  <schedule>-r-32 hex          the last part is the id of the command that made the hold
 *   payment      <schedule>-p-32 hex          likewise
 *   user         a UUID
 */

export type EntityKind = 'catalogue' | 'concert' | 'schedule' | 'queue' | 'wallet';

/** `kind/key`: what a router routes by and the journal files records under. */
export type EntityId = `${EntityKind}/${string}`;

/** There is one catalogue. */
export const CATALOGUE: EntityId = 'catalogue/all';

const CONCERT_LENGTH = 16;
const SCHEDULE_LENGTH = CONCERT_LENGTH + 1 + 12;
const SUFFIX_LENGTH = 32;
/** `-r-` or `-p-` stands between the schedule and the suffix. */
const SUFFIX_AT = SCHEDULE_LENGTH + 3;
const OWNED_LENGTH = SUFFIX_AT + SUFFIX_LENGTH;
const USER_LENGTH = 36;
const DASH = 0x2d;
const RESERVATION_MARK = 0x72;
const PAYMENT_MARK = 0x70;
/** Lower case only: one user, one spelling, one wallet. As text, for schemas. */
export const USER_ID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

export interface OwnedId {
  readonly scheduleId: string;
  /** The 32 hex digits that name the thing within its schedule. */
  readonly suffix: string;
}

export const concertEntity = (concertId: string): EntityId => `concert/${concertId}`;
export const scheduleEntity = (scheduleId: string): EntityId => `schedule/${scheduleId}`;
export const queueEntity = (concertId: string): EntityId => `queue/${concertId}`;
export const walletEntity = (userId: string): EntityId => `wallet/${userId}`;

/** From the first half of a command id (32 hex digits). */
export const concertIdFrom = (commandId: string): string => commandId.slice(0, 16);
export const scheduleIdFrom = (concertId: string, commandId: string): string => `${concertId}-${commandId.slice(0, 12)}`;
export const reservationIdOf = (scheduleId: string, suffix: string): string => `${scheduleId}-r-${suffix}`;
export const paymentIdOf = (scheduleId: string, suffix: string): string => `${scheduleId}-p-${suffix}`;

// Every request checks several ids, so they are read character by character, without the objects that a regular expression makes.

export function isConcertId(value: string): boolean {
  return value.length === CONCERT_LENGTH && isHex(value, 0, CONCERT_LENGTH);
}

export function isScheduleId(value: string): boolean {
  return value.length === SCHEDULE_LENGTH && startsWithSchedule(value);
}

export function isUserId(value: string): boolean {
  return (
    value.length === USER_LENGTH &&
    isHex(value, 0, 8) &&
    value.charCodeAt(8) === DASH &&
    isHex(value, 9, 13) &&
    value.charCodeAt(13) === DASH &&
    isHex(value, 14, 18) &&
    value.charCodeAt(18) === DASH &&
    isHex(value, 19, 23) &&
    value.charCodeAt(23) === DASH &&
    isHex(value, 24, USER_LENGTH)
  );
}

/** 32 hex digits in lower case: things can be named after it. */
export function isCommandId(value: string): boolean {
  return value.length === SUFFIX_LENGTH && isHex(value, 0, SUFFIX_LENGTH);
}

/** The concert a schedule belongs to; null when this is not a schedule id. */
export function concertOfSchedule(scheduleId: string): string | null {
  return isScheduleId(scheduleId) ? concertIdOf(scheduleId) : null;
}

/** The same for what is known to be a schedule id, or begins with one, as ids of reservations and payments do. */
export const concertIdOf = (scheduleId: string): string => scheduleId.slice(0, CONCERT_LENGTH);

export function parseReservationId(value: string): OwnedId | null {
  return parseOwned(value, RESERVATION_MARK);
}

export function parsePaymentId(value: string): OwnedId | null {
  return parseOwned(value, PAYMENT_MARK);
}

/** What names the reservation within this schedule, 32 hex digits if it is an id at all; null when it is none of this schedule's. */
export function reservationSuffix(value: string, scheduleId: string): string | null {
  return suffixWithin(value, scheduleId, RESERVATION_MARK);
}

/** What names the payment within this schedule, likewise. */
export function paymentSuffix(value: string, scheduleId: string): string | null {
  return suffixWithin(value, scheduleId, PAYMENT_MARK);
}

/** For whoever knows the schedule and looks the suffix up: its id is compared, and the suffix read once, by the look-up. */
function suffixWithin(value: string, scheduleId: string, mark: number): string | null {
  return isMarked(value, mark) && value.startsWith(scheduleId) ? value.slice(SUFFIX_AT) : null;
}

function parseOwned(value: string, mark: number): OwnedId | null {
  const isOwned = isMarked(value, mark) && startsWithSchedule(value) && isHex(value, SUFFIX_AT, OWNED_LENGTH);
  return isOwned ? { scheduleId: value.slice(0, SCHEDULE_LENGTH), suffix: value.slice(SUFFIX_AT) } : null;
}

/** Whether it is as long as an id of its kind, with `-<mark>-` where that belongs. */
function isMarked(value: string, mark: number): boolean {
  return (
    value.length === OWNED_LENGTH &&
    value.charCodeAt(SCHEDULE_LENGTH) === DASH &&
    value.charCodeAt(SCHEDULE_LENGTH + 1) === mark &&
    value.charCodeAt(SCHEDULE_LENGTH + 2) === DASH
  );
}

function startsWithSchedule(value: string): boolean {
  return isHex(value, 0, CONCERT_LENGTH) && value.charCodeAt(CONCERT_LENGTH) === DASH && isHex(value, CONCERT_LENGTH + 1, SCHEDULE_LENGTH);
}

/** Whether all characters from `from` up to `to` (without it) are 0 to 9 or a to f. */
function isHex(value: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = value.charCodeAt(at);
    if (!((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66))) return false;
  }
  return true;
}
