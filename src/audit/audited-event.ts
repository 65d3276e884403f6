/**
 * Events as the checker takes them in, and the check that they have the form the protocols document. The log is read over the wire, so nothing about
 * it is taken for granted. Types the checker does not know are let through unread: they are none of its business.
 */
import type { QueueEvent } from '../domain/queue/protocol.js';
import type { ScheduleEvent } from '../domain/schedule/protocol.js';
import type { WalletEvent } from '../domain/wallet/protocol.js';

/** One event of the log. All times are ms since 1970, also those within `data`. */
export interface AuditedEvent {
  /** `kind/key`. */
  readonly entity: string;
  readonly type: string;
  readonly at: number;
  /** The event's own members, without its type. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Effects being settled concern nobody outside their entity. */
export type BookedScheduleEvent = Exclude<ScheduleEvent, { readonly type: 'EffectSettled' }>;

export type Understood =
  | { readonly kind: 'schedule'; readonly key: string; readonly event: BookedScheduleEvent }
  | { readonly kind: 'wallet'; readonly key: string; readonly event: WalletEvent }
  | { readonly kind: 'queue'; readonly key: string; readonly event: QueueEvent };

type Check = (value: unknown) => boolean;
type Form = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string' && value.length > 0;
const isWhole: Check = (value) => Number.isSafeInteger(value);
const isPoints: Check = (value) => isWhole(value) && Number(value) >= 0;
const isTime: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isSeats: Check = (value) => Array.isArray(value) && value.length > 0 && value.every((seat) => isWhole(seat));
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const oneOf =
  (...choices: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && choices.includes(value);
const listOf =
  (form: Form): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item) => misfit(form, item) === null);
const shaped =
  (form: Form): Check =>
  (value) =>
    misfit(form, value) === null;

const SETTINGS = shaped({ maxActive: isPoints, activeTimeoutSeconds: isTime, waitingTimeoutSeconds: isTime, sessionSeconds: isTime });
const ROWS = listOf({ name: (value) => typeof value === 'string', seats: isPoints });
const SPEC = shaped({
  concertId: isText,
  holdMs: isTime,
  maxSeatsPerUser: isPoints,
  onSaleAt: orNull(isTime),
  salesCloseAt: isTime,
  sections: listOf({ price: isPoints, rows: ROWS }),
});
const HELD = { reservationId: isText, userId: isText, seats: isSeats };
const PAYING = { paymentId: isText, reservationId: isText, userId: isText, amount: isPoints };
const MOVED = { transactionId: isText, amount: isPoints, balance: isWhole };

type Forms<Event extends { readonly type: string }> = Readonly<Record<Event['type'], Form>>;

const SCHEDULE_FORMS: Forms<BookedScheduleEvent> = {
  ScheduleCreated: { spec: SPEC },
  SalesOpened: {},
  SalesClosed: {},
  SeatHeld: { ...HELD, amount: isPoints, expiresAt: isTime },
  HoldReleased: { ...HELD, reason: oneOf('OWNER', 'SUPERSEDED') },
  HoldExpired: HELD,
  PaymentStarted: { ...PAYING, graceUntil: isTime, tokenSeq: orNull(isWhole) },
  PaymentCompleted: { ...PAYING, seats: isSeats, balance: isWhole },
  ReservationCreated: { ...PAYING, seats: isSeats },
  PaymentAborted: { ...PAYING, reason: oneOf('DECLINED', 'TIMED_OUT'), balance: orNull(isWhole) },
  SeatsBlocked: { seats: isSeats },
  SeatsUnblocked: { seats: isSeats },
};

const WALLET_FORMS: Forms<WalletEvent> = {
  PointsCharged: MOVED,
  PointsUsed: { ...MOVED, paymentId: isText, reservationId: isText },
  UseDeclined: { paymentId: isText, reservationId: isText, amount: isPoints, balance: isWhole },
  PointsRefunded: { ...MOVED, paymentId: isText },
  UseForbidden: { paymentId: isText },
};

const TOKEN = { seq: isWhole, userId: isText };
const QUEUE_FORMS: Forms<QueueEvent> = {
  QueueOpened: { settings: SETTINGS },
  QueueConfigured: { settings: SETTINGS },
  TokenIssued: { ...TOKEN, keyId: isText },
  TokenActivated: TOKEN,
  TokenExpired: { ...TOKEN, reason: oneOf('PAID', 'LEFT', 'INACTIVE', 'SESSION', 'LOST') },
};

/** The event with its types, null when it does not concern the checker, or what is wrong with it. */
export function understand(logged: AuditedEvent): Understood | null | { readonly malformed: string } {
  const { entity, type, at, data } = logged;
  const slash = entity.indexOf('/');
  const kind = entity.slice(0, slash);
  const form = formOf(kind, type);
  if (form === null) return null;
  if (slash < 1 || slash === entity.length - 1) return { malformed: 'entity' };
  if (!isTime(at)) return { malformed: 'at' };
  const wrong = misfit(form, data);
  if (wrong !== null) return { malformed: wrong };
  return { kind, key: entity.slice(slash + 1), event: { type, ...data } } as unknown as Understood;
}

function formOf(kind: string, type: string): Form | null {
  const forms: Readonly<Record<string, Form>> | undefined = { schedule: SCHEDULE_FORMS, wallet: WALLET_FORMS, queue: QUEUE_FORMS }[kind];
  return forms !== undefined && Object.hasOwn(forms, type) ? (forms[type] ?? null) : null;
}

/** The first member that does not fit, or null. */
function misfit(form: Form, value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'data';
  const members = value as Readonly<Record<string, unknown>>;
  return Object.entries(form).find(([name, check]) => !check(members[name]))?.[0] ?? null;
}
