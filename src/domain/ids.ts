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

const CONCERT = /^[0-9a-f]{16}$/;
const SCHEDULE = /^([0-9a-f]{16})-[0-9a-f]{12}$/;
const RESERVATION = /^([0-9a-f]{16}-[0-9a-f]{12})-r-([0-9a-f]{32})$/;
const PAYMENT = /^([0-9a-f]{16}-[0-9a-f]{12})-p-([0-9a-f]{32})$/;
/** Lower case only: one user, one spelling, one wallet. As text, for schemas. */
export const USER_ID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const USER = new RegExp(USER_ID_PATTERN);

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

export const isConcertId = (value: string): boolean => CONCERT.test(value);
export const isScheduleId = (value: string): boolean => SCHEDULE.test(value);
export const isUserId = (value: string): boolean => USER.test(value);

/** The concert a schedule belongs to; null when this is not a schedule id. */
export function concertOfSchedule(scheduleId: string): string | null {
  return SCHEDULE.exec(scheduleId)?.[1] ?? null;
}

export function parseReservationId(value: string): OwnedId | null {
  return parseOwned(RESERVATION, value);
}

export function parsePaymentId(value: string): OwnedId | null {
  return parseOwned(PAYMENT, value);
}

function parseOwned(pattern: RegExp, value: string): OwnedId | null {
  const match = pattern.exec(value);
  return match?.[1] !== undefined && match[2] !== undefined ? { scheduleId: match[1], suffix: match[2] } : null;
}
