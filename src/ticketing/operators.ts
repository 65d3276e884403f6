/** What an operator can do, one function each: put concerts on sale, steer a waiting room, block seats, look things up. */
import { isScheduleId, isUserId } from '../domain/ids.js';
import type { QueueSettings, QueueView, TokenView } from '../domain/queue/protocol.js';
import { QUEUE_DEFAULTS } from '../domain/queue/protocol.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { PaymentView, ReservationView, ScheduleView } from '../domain/schedule/protocol.js';
import type { TransactionView } from '../domain/wallet/protocol.js';
import { allAccepted } from './asking.js';
import type { Answer, Asking, CallOptions } from './asking.js';
import type { Catalogue } from './catalogue.js';
import type { Fans } from './fans.js';
import { eventLog, logAfter, seatTimeline, unknownCursor, walletTransactions } from './histories.js';
import type { Histories, LogStretch, LoggedEvent, Page } from './histories.js';
import { specOf } from './new-schedule.js';
import type { NewSchedule } from './new-schedule.js';

export interface NewConcert {
  readonly title: string;
  readonly queue?: Partial<QueueSettings>;
}

export interface CreatedConcert {
  readonly concertId: string;
  readonly title: string;
  readonly queue: QueueSettings;
}

/** Everything known about a user, for somebody who answers the phone. */
export interface UserFile {
  readonly userId: string;
  readonly balance: number;
  readonly tokens: readonly TokenView[];
  readonly reservations: readonly ReservationView[];
  readonly payments: readonly PaymentView[];
  readonly transactions: readonly TransactionView[];
}

export interface ReservationFile {
  readonly reservation: ReservationView;
  readonly payment: PaymentView | null;
}

const OPERATOR = 'operator';
/** A user file shows the latest so many payments and transactions, and looks through the newest so many concerts. */
const FILE_ITEMS_MAX = 100;

export class Operators {
  constructor(
    private readonly asking: Asking,
    private readonly catalogue: Catalogue,
    private readonly fans: Fans,
    private readonly journal: Histories,
  ) {}

  /** Answered when the concert and its waiting room exist. */
  async createConcert(input: NewConcert, options?: CallOptions): Answer<CreatedConcert> {
    const { title, queue } = { title: input.title.trim(), queue: { ...QUEUE_DEFAULTS, ...input.queue } };
    const scope = { caller: OPERATOR, useCase: 'createConcert' };
    const entry = await this.asking.catalogue({ type: 'AddConcert', title, queue }, options, scope);
    if (isRefusal(entry)) return entry;
    // The catalogue's own effects do the same, also after a crash; asking here too means the caller can use the concert at once.
    const created = await Promise.all([
      this.asking.concert(entry.concertId, { type: 'Create', title, queue }),
      this.asking.queue(entry.concertId, { type: 'Open', settings: queue }),
    ]);
    return created.find((answer) => isRefusal(answer)) ?? { concertId: entry.concertId, title, queue };
  }

  /** Answered when the schedule exists. */
  async addSchedule(concertId: string, input: NewSchedule, options?: CallOptions): Answer<ScheduleView> {
    const concert = await this.catalogue.concert(concertId);
    if (isRefusal(concert)) return concert;
    const spec = specOf(concertId, input);
    if (isRefusal(spec)) return spec;
    const scope = { caller: OPERATOR, useCase: 'addSchedule' };
    const summary = await this.asking.concert(concertId, { type: 'AddSchedule', spec }, options, scope);
    if (isRefusal(summary)) return summary;
    return this.asking.schedule(summary.scheduleId, { type: 'Create', spec });
  }

  async configureQueue(concertId: string, settings: Partial<QueueSettings>, options?: CallOptions): Answer<QueueView> {
    const concert = await this.catalogue.concert(concertId);
    if (isRefusal(concert)) return concert;
    const scope = { caller: OPERATOR, useCase: 'configureQueue' };
    return this.asking.queue(concertId, { type: 'Configure', settings }, options, scope);
  }

  async setBlocked(scheduleId: string, block: readonly number[], unblock: readonly number[], options?: CallOptions): Answer<ScheduleView> {
    if (!isScheduleId(scheduleId)) return refuse('SCHEDULE_NOT_FOUND');
    const scope = { caller: OPERATOR, useCase: 'setBlocked' };
    return this.asking.schedule(scheduleId, { type: 'SetBlocked', block, unblock }, options, scope);
  }

  async events(after: string | null, types: ReadonlySet<string> | null, limit: number): Answer<Page<LoggedEvent>> {
    return eventLog(this.journal, after, types, limit);
  }

  /** For whoever follows the log: what comes after the event with that cursor (null: from the beginning), and where to go on from. */
  eventsAfter(after: string | null, limit: number): Answer<LogStretch> {
    return logAfter(this.journal, after, limit);
  }

  /** Whether one can go on from that cursor: VALIDATION_FAILED when the log has no such event. */
  unknownCursor(cursor: string): Promise<Refusal | null> {
    return unknownCursor(this.journal, cursor);
  }

  /** The whole story of a seat, oldest first. */
  async seatTimeline(scheduleId: string, seat: number): Answer<readonly LoggedEvent[]> {
    if (!isScheduleId(scheduleId)) return refuse('SCHEDULE_NOT_FOUND');
    const schedule = await this.asking.schedule(scheduleId, { type: 'Describe' });
    if (isRefusal(schedule)) return schedule;
    if (!Number.isInteger(seat) || seat < 1 || seat > schedule.totalSeats) return refuse('SEAT_NOT_FOUND', { seats: [seat] });
    return seatTimeline(this.journal, scheduleId, seat);
  }

  async reservation(reservationId: string): Answer<ReservationFile> {
    const reservation = await this.fans.reservation(null, reservationId);
    if (isRefusal(reservation)) return reservation;
    if (reservation.paymentId === null) return { reservation, payment: null };
    const payment = await this.fans.payment(null, reservation.paymentId);
    return isRefusal(payment) ? payment : { reservation, payment };
  }

  /** Whoever's it is, with the reservation it is for. It may have been aborted, and another one completed. */
  async payment(paymentId: string): Answer<ReservationFile> {
    const payment = await this.fans.payment(null, paymentId);
    if (isRefusal(payment)) return payment;
    const reservation = await this.fans.reservation(null, payment.reservationId);
    return isRefusal(reservation) ? reservation : { reservation, payment };
  }

  async user(userId: string): Answer<UserFile> {
    if (!isUserId(userId)) return refuse('USER_NOT_FOUND');
    const wallet = await this.asking.wallet(userId, { type: 'GetBalance' });
    const concerts = await this.catalogue.newest(FILE_ITEMS_MAX);
    const transactions = await walletTransactions(this.journal, userId, null, FILE_ITEMS_MAX);
    const payments = await this.fans.payments(userId, userId, null, FILE_ITEMS_MAX);
    if (isRefusal(wallet)) return wallet;
    if (isRefusal(concerts)) return concerts;
    if (isRefusal(transactions)) return transactions;
    if (isRefusal(payments)) return payments;
    const scheduleIds = concerts.flatMap(({ schedules }) => schedules.map(({ scheduleId }) => scheduleId));
    const tokens = allAccepted(
      await Promise.all(concerts.map(({ concertId }) => this.asking.queue(concertId, { type: 'FindUser', userId }))),
    );
    if (isRefusal(tokens)) return tokens;
    const reservations = allAccepted(
      await Promise.all(scheduleIds.map((scheduleId) => this.fans.reservations(userId, scheduleId, null, FILE_ITEMS_MAX))),
    );
    if (isRefusal(reservations)) return reservations;
    const known = wallet.exists || tokens.some((token) => token !== null) || reservations.some(({ items }) => items.length > 0);
    if (!known) return refuse('USER_NOT_FOUND');
    return {
      userId,
      balance: wallet.balance,
      tokens: tokens.filter((token) => token !== null),
      reservations: reservations.flatMap(({ items }) => items),
      payments: payments.items,
      transactions: transactions.items,
    };
  }
}
