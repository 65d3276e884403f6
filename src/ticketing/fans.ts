/** What a fan can do, one function each: get in line, look, hold, pay, charge. Rules live in the entities; a use case only asks them in the right order. */
import { isConcertId, isScheduleId, parsePaymentId, parseReservationId } from '../domain/ids.js';
import { ADMISSION_MS } from '../domain/queue/protocol.js';
import type { AdmissionView, TokenView } from '../domain/queue/protocol.js';
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { RESERVATIONS_LISTED_MAX } from '../domain/schedule/protocol.js';
import type { PaymentView, ReservationView, SeatChoice, SeatsView, SharedSeatsView } from '../domain/schedule/protocol.js';
import type { BalanceView, TransactionView } from '../domain/wallet/protocol.js';
import { allAccepted } from './asking.js';
import type { Asking, Answer, CallOptions } from './asking.js';
import type { Catalogue, DatesView } from './catalogue.js';
import { invalidCursor, walletPayments, walletTransactions } from './histories.js';
import type { Histories, Page } from './histories.js';
import { SharedSeats } from './shared-seats.js';

/** What a verified queue token says. */
export interface QueueClaims {
  readonly concertId: string;
  readonly userId: string;
  readonly seq: number;
}

/** A token as its holder gets it: signed, with its state. */
export interface IssuedToken extends TokenView {
  readonly token: string;
}

export interface FansDeps {
  readonly asking: Asking;
  readonly catalogue: Catalogue;
  readonly journal: Histories;
  /** The key that new queue tokens are signed with. */
  readonly currentKeyId: string;
  /** The same bytes for the same token, always. */
  readonly signQueueToken: (token: TokenView) => string;
  readonly maxPoints: number;
  /** Whether fans may charge their own wallets. */
  readonly selfCharge: boolean;
  /** The node clock, ms since 1970. */
  readonly now: () => number;
  /** Steady, ms. @default the process's */
  readonly steady?: () => number;
}

/** Where seats are: a schedule by its id, or by concert and local date. */
export type SeatsOf = { readonly scheduleId: string } | { readonly concertId: string; readonly date: string };

export class Fans {
  private readonly sharedSeats: SharedSeats;

  constructor(private readonly deps: FansDeps) {
    this.sharedSeats = new SharedSeats((scheduleId) => deps.asking.schedule(scheduleId, { type: 'ShareSeats' }), deps.steady);
  }

  /** A user with a live token gets that one. Without a concert: the only one on sale. */
  issueToken(userId: string, concertId: string | null, options?: CallOptions): Answer<IssuedToken> {
    if (concertId !== null) return this.join(userId, concertId, options);
    return this.deps.catalogue.onlyOneOnSale().then((concert) => (isRefusal(concert) ? concert : this.join(userId, concert, options)));
  }

  /** The place in line; refused with TOKEN_NOT_WAITING (`tokenStatus`) when the token does not wait. A sign of life. */
  pollPlace(claims: QueueClaims, options?: CallOptions): Answer<TokenView> {
    return this.poll(claims, options).then(onlyWaiting);
  }

  /** The token's state, whatever it is. A sign of life. */
  async currentToken(claims: QueueClaims, token: string, options?: CallOptions): Answer<IssuedToken> {
    const view = await this.poll(claims, options);
    return isRefusal(view) ? view : { ...view, userId: claims.userId, token };
  }

  /** For open sockets of one concert: their states in the order asked, each a sign of life. */
  seePlaces(concertId: string, seqs: readonly number[]): Answer<readonly TokenView[]> {
    return this.deps.asking.queue(concertId, { type: 'SeePlaces', seqs });
  }

  leave(claims: QueueClaims, options?: CallOptions): Answer<null> {
    const { concertId, userId, seq } = claims;
    return this.deps.asking.queue(concertId, { type: 'Leave', userId, seq }, options, { caller: userId, useCase: `leave ${seq}` });
  }

  /** The gate before every guarded use case; counts as activity. */
  checkActive(claims: QueueClaims, options?: CallOptions): Answer<AdmissionView> {
    const { concertId, userId, seq } = claims;
    return this.deps.asking.queue(concertId, { type: 'CheckActive', userId, seq }, options);
  }

  /** For services that need not queue: what `checkActive` answers to those whose turn it is. Whether they may is the caller's to know. */
  admitWithoutQueue(concertId: string): AdmissionView {
    return { concertId, admittedUntil: this.deps.now() + ADMISSION_MS };
  }

  async dates(concertId: string): Answer<DatesView> {
    return this.deps.catalogue.dates(concertId);
  }

  /** At most STALE_MS_MAX old, but never older than what this user was told by `hold`, `release` or `pay`. `userId` null: nobody's, `mine` is empty. */
  async seats(userId: string | null, where: SeatsOf, options?: CallOptions): Answer<SeatsView> {
    const scheduleId = 'scheduleId' in where ? where.scheduleId : await this.deps.catalogue.scheduleOn(where.concertId, where.date);
    if (isRefusal(scheduleId)) return scheduleId;
    if (!isScheduleId(scheduleId)) return refuse('INVALID_SCHEDULE');
    const view = userId === null ? await this.sharedSeats.seen(scheduleId, null) : await this.seatsFor(userId, scheduleId, options);
    return missing(view, 'INVALID_SCHEDULE');
  }

  /** For whoever watches: what everybody sees of the seats, and all that was durable at the moment of the call. */
  async shareSeats(scheduleId: string): Answer<SharedSeatsView> {
    if (!isScheduleId(scheduleId)) return refuse('INVALID_SCHEDULE');
    return missing(await this.deps.asking.schedule(scheduleId, { type: 'ShareSeats' }), 'INVALID_SCHEDULE');
  }

  /** All or nothing; the best seats are chosen and held at once. */
  hold(userId: string, admission: AdmissionView, scheduleId: string, choice: SeatChoice, options?: CallOptions): Answer<ReservationView> {
    if (!isScheduleId(scheduleId)) return Promise.resolve(refuse('SCHEDULE_NOT_FOUND'));
    const command = { type: 'Hold', userId, choice, admission } as const;
    return this.deps.asking.schedule(scheduleId, command, options, { caller: userId, useCase: 'hold' }).then((answer) => {
      this.sharedSeats.toldMore(scheduleId, userId);
      return answer;
    });
  }

  async release(userId: string, reservationId: string, options?: CallOptions): Answer<ReservationView> {
    const owned = parseReservationId(reservationId);
    if (owned === null) return refuse('RESERVATION_NOT_FOUND');
    const command = { type: 'Release', userId, reservationId } as const;
    const scope = { caller: userId, useCase: `release ${reservationId}` };
    const answer = await this.deps.asking.schedule(owned.scheduleId, command, options, scope);
    this.sharedSeats.toldMore(owned.scheduleId, userId);
    return missing(answer, 'RESERVATION_NOT_FOUND');
  }

  /** `userId` null: whoever's it is, for operators. */
  async reservation(userId: string | null, reservationId: string, options?: CallOptions): Answer<ReservationView> {
    const owned = parseReservationId(reservationId);
    if (owned === null) return refuse('RESERVATION_NOT_FOUND');
    const command = { type: 'GetReservation', userId, reservationId } as const;
    return missing(await this.deps.asking.schedule(owned.scheduleId, command, options), 'RESERVATION_NOT_FOUND');
  }

  /** The user's reservations on that schedule, newest first; the cursor is the last one of the page before. */
  async reservations(
    userId: string,
    scheduleId: string,
    cursor: string | null,
    limit: number,
    options?: CallOptions,
  ): Answer<Page<ReservationView>> {
    if (!isScheduleId(scheduleId)) return refuse('SCHEDULE_NOT_FOUND');
    const command = { type: 'ListReservations', userId, ...(cursor === null ? {} : { before: cursor }) } as const;
    const listed = await this.deps.asking.schedule(scheduleId, command, options);
    if (isRefusal(listed)) return listed.refused === 'RESERVATION_NOT_FOUND' ? invalidCursor('/cursor') : listed;
    const items = listed.slice(0, limit);
    const more = listed.length > limit || listed.length === RESERVATIONS_LISTED_MAX;
    return { items, next: more ? (items.at(-1)?.reservationId ?? null) : null };
  }

  /** Answered when the payment is decided and durable. Repeats need no memory of keys: the reservation knows its payment. */
  async pay(userId: string, tokenSeq: number | null, reservationId: string, options?: CallOptions): Answer<PaymentView> {
    const owned = parseReservationId(reservationId);
    if (owned === null) return refuse('RESERVATION_NOT_FOUND');
    const command = { type: 'Pay', userId, reservationId, tokenSeq } as const;
    const answer = await this.deps.asking.schedule(owned.scheduleId, command, options);
    this.sharedSeats.toldMore(owned.scheduleId, userId);
    return missing(answer, 'RESERVATION_NOT_FOUND');
  }

  /** The completed payment of the user's own reservation, or null: lets a repeat be answered after its queue token ended. */
  async recordedPayment(userId: string, reservationId: string): Promise<PaymentView | null> {
    const owned = parseReservationId(reservationId);
    if (owned === null) return null;
    const reservation = await this.deps.asking.schedule(owned.scheduleId, { type: 'GetReservation', userId, reservationId });
    if (isRefusal(reservation) || reservation.status !== 'CONFIRMED' || reservation.paymentId === null) return null;
    const payment = await this.payment(userId, reservation.paymentId);
    return isRefusal(payment) ? null : payment;
  }

  async payment(userId: string | null, paymentId: string, options?: CallOptions): Answer<PaymentView> {
    const owned = parsePaymentId(paymentId);
    if (owned === null) return refuse('PAYMENT_NOT_FOUND');
    const command = { type: 'GetPayment', userId, paymentId } as const;
    return missing(await this.deps.asking.schedule(owned.scheduleId, command, options), 'PAYMENT_NOT_FOUND');
  }

  /** Payments that took points, newest first. */
  async payments(caller: string, userId: string, cursor: string | null, limit: number): Answer<Page<PaymentView>> {
    if (caller !== userId) return refuse('NOT_YOURS');
    const page = await walletPayments(this.deps.journal, userId, cursor, limit);
    if (isRefusal(page)) return page;
    const payments = await Promise.all(page.items.map(({ paymentId }) => this.payment(userId, paymentId)));
    const items = allAccepted(payments);
    return isRefusal(items) ? items : { items, next: page.next };
  }

  async charge(caller: string, userId: string, amount: number, options?: CallOptions): Answer<TransactionView> {
    if (caller !== userId) return refuse('NOT_YOURS');
    if (!this.deps.selfCharge) return refuse('SELF_CHARGE_DISABLED');
    return this.chargeBy(caller, userId, amount, options);
  }

  /** Whether a fan may charge does not matter here; whether this service may is the caller's to know. `userId` must be a user's id. */
  chargeBy(service: string, userId: string, amount: number, options?: CallOptions): Answer<TransactionView> {
    const command = { type: 'Charge', amount, maxPoints: this.deps.maxPoints } as const;
    return this.deps.asking.wallet(userId, command, options, { caller: service, useCase: 'charge' });
  }

  async transactions(caller: string, userId: string, cursor: string | null, limit: number): Answer<Page<TransactionView>> {
    if (caller !== userId) return refuse('NOT_YOURS');
    return walletTransactions(this.deps.journal, userId, cursor, limit);
  }

  async balance(caller: string, userId: string, options?: CallOptions): Answer<BalanceView> {
    if (caller !== userId) return refuse('NOT_YOURS');
    return this.deps.asking.wallet(userId, { type: 'GetBalance' }, options);
  }

  private join(userId: string, concertId: string, options: CallOptions | undefined): Answer<IssuedToken> {
    if (!isConcertId(concertId)) return Promise.resolve(refuse('CONCERT_NOT_FOUND'));
    const command = { type: 'Join', userId, keyId: this.deps.currentKeyId } as const;
    const answer = this.deps.asking.queue(concertId, command, options, { caller: userId, useCase: 'issueToken' });
    return answer.then((view) => (isRefusal(view) ? view : this.signed(view)));
  }

  private async seatsFor(userId: string, scheduleId: string, options: CallOptions | undefined): Answer<SeatsView> {
    const shared = await this.sharedSeats.seen(scheduleId, userId);
    return shared ?? this.deps.asking.schedule(scheduleId, { type: 'ListSeats', userId }, options);
  }

  private poll(claims: QueueClaims, options: CallOptions | undefined): Answer<TokenView> {
    const { concertId, userId, seq } = claims;
    return this.deps.asking.queue(concertId, { type: 'Poll', userId, seq }, options);
  }

  private signed(view: TokenView): IssuedToken {
    return { ...view, token: this.deps.signQueueToken(view) };
  }
}

function onlyWaiting(view: TokenView | Refusal): TokenView | Refusal {
  if (isRefusal(view) || view.status === 'WAITING') return view;
  return refuse('TOKEN_NOT_WAITING', { tokenStatus: view.status, ...(view.endReason === null ? {} : { reason: view.endReason }) });
}

/** An id can look right and name a schedule that does not exist: then what its caller asked for is missing, whatever that was. */
function missing<View>(answer: View | Refusal, what: 'INVALID_SCHEDULE' | 'RESERVATION_NOT_FOUND' | 'PAYMENT_NOT_FOUND'): View | Refusal {
  return isRefusal(answer) && answer.refused === 'SCHEDULE_NOT_FOUND' ? refuse(what) : answer;
}
