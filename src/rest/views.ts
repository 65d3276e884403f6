/** From the domain's views (times in ms) to what the contract shows (RFC 3339), one function per shape. */
import type { ConcertView } from '../domain/concert/protocol.js';
import { concertIdOf } from '../domain/ids.js';
import type { QueueView, TokenView } from '../domain/queue/protocol.js';
import type { PaymentView, ReservationView, ScheduleView } from '../domain/schedule/protocol.js';
import type { TransactionView } from '../domain/wallet/protocol.js';
import { withTimes } from '../ticketing/event-data.js';
import type { IssuedToken } from '../ticketing/fans.js';
import type { LoggedEvent, Page } from '../ticketing/histories.js';
import type { UserFile } from '../ticketing/operators.js';

/** Answers that leave together show the same few moments, and writing one out takes long: so the last ones are kept, each in the slot of its last digits. */
const TIMES_KEPT = 64;
const keptMs = new Float64Array(TIMES_KEPT).fill(NaN);
const keptText: string[] = Array.from({ length: TIMES_KEPT }, () => '');

export function time(ms: number): string {
  const slot = Math.trunc(Math.abs(ms)) % TIMES_KEPT;
  const kept = keptText[slot];
  if (kept !== undefined && keptMs[slot] === ms) return kept;
  const text = new Date(ms).toISOString();
  keptMs[slot] = ms;
  keptText[slot] = text;
  return text;
}

export function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : time(ms);
}

/** Where an admitted fan goes on. */
export function redirectTo(concertId: string): string {
  return `/api/v1/reservation?concertId=${concertId}`;
}

export function showToken(token: IssuedToken) {
  return { token: token.token, ...showTokenState(token) };
}

function showTokenState(token: TokenView) {
  return {
    userId: token.userId,
    concertId: token.concertId,
    status: token.status,
    ...showPlace(token),
    issuedAt: time(token.issuedAt),
    expiresAt: timeOrNull(token.expiresAt),
    ...(token.endReason === null ? {} : { reason: token.endReason }),
  };
}

export function showPlace({ position, ahead, estimatedWaitSeconds, refreshIntervalSeconds }: TokenView) {
  return { position, ahead, estimatedWaitSeconds, refreshIntervalSeconds };
}

export function showConcert({ concertId, title, onSale, schedules }: ConcertView) {
  return {
    concertId,
    title,
    onSale,
    schedules: schedules.map(({ scheduleId, date, startsAt, timeZone, onSaleAt, salesCloseAt, totalSeats }) => ({
      scheduleId,
      date,
      startsAt: time(startsAt),
      timeZone,
      onSaleAt: timeOrNull(onSaleAt),
      salesCloseAt: time(salesCloseAt),
      totalSeats,
    })),
  };
}

export function showDate({ scheduleId, spec, totalSeats, availableSeats }: ScheduleView) {
  return { scheduleId, date: spec.date, startsAt: time(spec.startsAt), timeZone: spec.timeZone, totalSeats, availableSeats };
}

export function showSchedule(view: ScheduleView) {
  const { spec } = view;
  return {
    ...showDate(view),
    concertId: spec.concertId,
    onSale: view.onSale,
    onSaleAt: timeOrNull(spec.onSaleAt),
    salesCloseAt: time(spec.salesCloseAt),
    holdSeconds: spec.holdMs / 1000,
    maxSeatsPerUser: spec.maxSeatsPerUser,
    heldSeats: view.heldSeats,
    bookedSeats: view.bookedSeats,
    blockedSeats: view.blockedSeats,
  };
}

export function showReservation(view: ReservationView) {
  return {
    reservationId: view.reservationId,
    scheduleId: view.scheduleId,
    concertId: concertIdOf(view.scheduleId),
    seats: view.seats,
    adjacent: view.adjacent,
    amount: view.amount,
    status: view.status,
    heldAt: time(view.heldAt),
    expiresAt: time(view.expiresAt),
    expiresInSeconds: view.expiresInSeconds,
    paymentId: view.paymentId,
  };
}

export function showPayment(view: PaymentView) {
  return {
    paymentId: view.paymentId,
    reservationId: view.reservationId,
    scheduleId: view.scheduleId,
    concertId: concertIdOf(view.scheduleId),
    seats: view.seats,
    amount: view.amount,
    balance: view.balance,
    status: view.status,
    paidAt: timeOrNull(view.paidAt),
  };
}

export function showTransaction({ transactionId, userId, type, amount, balance, at, paymentId }: TransactionView) {
  return { transactionId, userId, type, amount, balance, at: time(at), ...(paymentId === undefined ? {} : { paymentId }) };
}

export function showQueue({ concertId, settings, waiting, active, issued }: QueueView) {
  return { concertId, ...settings, waiting, active, issued };
}

export function showUserFile(file: UserFile) {
  return {
    userId: file.userId,
    balance: file.balance,
    tokens: file.tokens.map(showTokenState),
    reservations: file.reservations.map(showReservation),
    payments: file.payments.map(showPayment),
    transactions: file.transactions.map(showTransaction),
  };
}

export function showEvent({ cursor, type, at, entity, data }: LoggedEvent) {
  return { cursor, type, at: time(at), entity, data: withTimes(data) };
}

export function showPage<Item, Shown>({ items, next }: Page<Item>, show: (item: Item) => Shown) {
  return { items: items.map(show), next };
}
