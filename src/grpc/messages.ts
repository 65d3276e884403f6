/** From the domain's views (times in ms) to the messages of the protocol buffers, one function per message. */
import type { ConcertView, ScheduleSummary as ScheduleSummaryView } from '../domain/concert/protocol.js';
import { concertIdOf } from '../domain/ids.js';
import type { QueueView, TokenView } from '../domain/queue/protocol.js';
import { unlessRefused } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { PaymentView, ReservationView, ScheduleView, SeatsView, SectionSpec } from '../domain/schedule/protocol.js';
import type { TransactionView } from '../domain/wallet/protocol.js';
import type { IssuedToken } from '../ticketing/fans.js';
import type { Page } from '../ticketing/histories.js';
import type { ReservationFile as ReservationFileView, UserFile as UserFileView } from '../ticketing/operators.js';
import type { Concert } from './generated/frontrow/v1/Concert.js';
import type { Payment } from './generated/frontrow/v1/Payment.js';
import type { Place } from './generated/frontrow/v1/Place.js';
import type { Queue } from './generated/frontrow/v1/Queue.js';
import type { QueueToken } from './generated/frontrow/v1/QueueToken.js';
import type { Reservation } from './generated/frontrow/v1/Reservation.js';
import type { ReservationFile } from './generated/frontrow/v1/ReservationFile.js';
import type { Schedule } from './generated/frontrow/v1/Schedule.js';
import type { ScheduleSummary } from './generated/frontrow/v1/ScheduleSummary.js';
import type { Seats } from './generated/frontrow/v1/Seats.js';
import type { Section } from './generated/frontrow/v1/Section.js';
import type { Transaction } from './generated/frontrow/v1/Transaction.js';
import type { UserFile } from './generated/frontrow/v1/UserFile.js';
import type { Timestamp } from './generated/google/protobuf/Timestamp.js';

export function timestampOf(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.trunc(ms - seconds * 1000) * 1_000_000 };
}

/** Absent where there is none. */
function timestampOrNull(ms: number | null): Timestamp | null {
  return ms === null ? null : timestampOf(ms);
}

/** For the end of a use case that lists: the page, whose `next` is empty at the end, or the refusal. */
export function pageOr<Item, Message>(page: Page<Item> | Refusal, messageOf: (item: Item) => Message) {
  return unlessRefused(page, ({ items, next }) => ({ items: items.map(messageOf), next: next ?? '' }));
}

export function placeMessage({ position, ahead, estimatedWaitSeconds, refreshIntervalSeconds }: TokenView): Place {
  return { position, ahead, estimatedWaitSeconds, refreshIntervalSeconds };
}

export function issuedTokenMessage(issued: IssuedToken): QueueToken {
  return { ...tokenMessage(issued), token: issued.token };
}

const NO_PLACE: Place = { position: 0, ahead: 0, estimatedWaitSeconds: 0, refreshIntervalSeconds: 0 };

/** Without the signed token itself. */
function tokenMessage(view: TokenView): QueueToken {
  return {
    userId: view.userId,
    concertId: view.concertId,
    status: `TOKEN_STATUS_${view.status}`,
    place: view.status === 'WAITING' ? placeMessage(view) : NO_PLACE,
    issuedAt: timestampOf(view.issuedAt),
    expiresAt: timestampOrNull(view.expiresAt),
    endReason: view.endReason === null ? 'END_REASON_UNSPECIFIED' : `END_REASON_${view.endReason}`,
  };
}

export function concertMessage({ concertId, title, onSale, schedules }: ConcertView): Concert {
  return { concertId, title, onSale, schedules: schedules.map(summaryMessage) };
}

function summaryMessage({ startsAt, onSaleAt, salesCloseAt, ...same }: ScheduleSummaryView): ScheduleSummary {
  return {
    ...same,
    startsAt: timestampOf(startsAt),
    onSaleAt: timestampOrNull(onSaleAt),
    salesCloseAt: timestampOf(salesCloseAt),
  };
}

export function scheduleMessage({ spec, ...view }: ScheduleView): Schedule {
  return {
    ...view,
    concertId: spec.concertId,
    date: spec.date,
    startsAt: timestampOf(spec.startsAt),
    timeZone: spec.timeZone,
    onSaleAt: timestampOrNull(spec.onSaleAt),
    salesCloseAt: timestampOf(spec.salesCloseAt),
    holdSeconds: spec.holdMs / 1000,
    maxSeatsPerUser: spec.maxSeatsPerUser,
  };
}

/** What many look at at once is turned into a message once: views share their sections for as long as the schedule lives, and their statuses for a moment. */
const sectionMessages = new WeakMap<readonly SectionSpec[], Section[]>();
const statusNumbers = new WeakMap<Uint8Array, Buffer>();

export function sectionsMessage(sections: readonly SectionSpec[]): Section[] {
  let message = sectionMessages.get(sections);
  if (message === undefined) {
    message = sections.map(({ name, price, rows }) => ({ name, price, rows: [...rows] }));
    sectionMessages.set(sections, message);
  }
  return message;
}

/** Codes of statuses count from 0, the numbers of the enum from 1. */
function statusesMessage(statuses: Uint8Array): Buffer {
  let message = statusNumbers.get(statuses);
  if (message === undefined) {
    message = Buffer.from(statuses);
    for (let index = 0; index < statuses.length; index += 1) message[index] = (statuses[index] ?? 0) + 1;
    statusNumbers.set(statuses, message);
  }
  return message;
}

export function seatsMessage({ scheduleId, version, sections, statuses, mine }: SeatsView): Seats {
  return { scheduleId, version, sections: sectionsMessage(sections), statuses: statusesMessage(statuses), mine: [...mine] };
}

export function reservationMessage(view: ReservationView): Reservation {
  return {
    reservationId: view.reservationId,
    scheduleId: view.scheduleId,
    concertId: concertIdOf(view.scheduleId),
    userId: view.userId,
    seats: [...view.seats],
    adjacent: view.adjacent,
    amount: view.amount,
    status: `RESERVATION_STATUS_${view.status}`,
    heldAt: timestampOf(view.heldAt),
    expiresAt: timestampOf(view.expiresAt),
    expiresInSeconds: view.expiresInSeconds,
    paymentId: view.paymentId ?? '',
  };
}

export function paymentMessage({ status, balance, paidAt, seats, ...same }: PaymentView): Payment {
  return {
    ...same,
    concertId: concertIdOf(same.scheduleId),
    seats: [...seats],
    status: `PAYMENT_STATUS_${status}`,
    paidAt: timestampOrNull(paidAt),
    ...(balance === null ? {} : { balance }),
  };
}

export function transactionMessage({ type, at, paymentId = '', ...same }: TransactionView): Transaction {
  return { ...same, type: `TRANSACTION_TYPE_${type}`, at: timestampOf(at), paymentId };
}

export function queueMessage({ concertId, settings, waiting, active, issued }: QueueView): Queue {
  return { concertId, settings, waiting, active, issued };
}

export function userFileMessage({ userId, balance, tokens, reservations, payments, transactions }: UserFileView): UserFile {
  return {
    userId,
    balance,
    tokens: tokens.map(tokenMessage),
    reservations: reservations.map(reservationMessage),
    payments: payments.map(paymentMessage),
    transactions: transactions.map(transactionMessage),
  };
}

export function reservationFileMessage({ reservation, payment }: ReservationFileView): ReservationFile {
  return { reservation: reservationMessage(reservation), payment: payment === null ? null : paymentMessage(payment) };
}
