/** Collects what clients were told and holds it against the books when all events have been read. */
import { assertNever } from '../domain/decider.js';
import type { Books } from './books.js';
import type { ClientFact, FactOf, ServedState } from './client-facts.js';
import type { Reservation } from './reservation.js';
import type { Evidence, ViolationCode, ViolationList } from './violations.js';

type StandingFact = FactOf<'HOLD_ACKNOWLEDGED' | 'RELEASE_ACKNOWLEDGED' | 'PAYMENT_ACKNOWLEDGED' | 'CHARGE_ACKNOWLEDGED'>;

export class ClientLedger {
  /** Facts that were told. */
  facts = 0;
  private readonly standing: StandingFact[] = [];
  private readonly chargesWanted = new Map<string, number>();
  /** By concert and user, the different tokens given out. */
  private readonly tokens = new Map<string, { readonly concertId: string; readonly userId: string; readonly texts: Set<string> }>();
  private readonly tokenOwner = new Map<string, string>();

  constructor(private readonly violations: ViolationList) {}

  add(fact: ClientFact): void {
    this.facts += 1;
    switch (fact.fact) {
      case 'HOLD_ACKNOWLEDGED':
      case 'RELEASE_ACKNOWLEDGED':
      case 'PAYMENT_ACKNOWLEDGED':
      case 'CHARGE_ACKNOWLEDGED':
        this.standing.push(fact);
        return;
      case 'CHARGE_WANTED':
        this.chargesWanted.set(fact.userId, (this.chargesWanted.get(fact.userId) ?? 0) + 1);
        return;
      case 'TOKEN_ACKNOWLEDGED':
        return this.tokenGiven(fact);
      case 'POSITION_SEEN':
        if (fact.before === null || fact.position <= fact.before) return;
        return this.found('POSITION_GREW', fact.userId, `the position went from ${fact.before} to ${fact.position}`, fact);
      case 'REPEAT_ANSWERED':
        if (fact.first === fact.again) return;
        return this.found('REPEAT_DIFFERED', fact.userId, `${fact.request} was repeated and answered differently`, fact);
      default:
        return assertNever(fact);
    }
  }

  compare(books: Books, served: Iterable<ServedState>): void {
    for (const fact of this.standing) this.compareFact(books, fact);
    for (const [userId, wanted] of this.chargesWanted) {
      const charges = books.wallets.get(userId)?.charges ?? 0;
      if (charges > wanted)
        this.found('CHARGED_TOO_OFTEN', userId, `${wanted} charges were asked for, ${charges} were made`, { wanted, charges });
    }
    for (const { concertId, userId, texts } of this.tokens.values()) {
      const issued = books.queues.get(concertId)?.timesIssuedTo(userId) ?? 0;
      if (texts.size > issued) {
        this.found('TOKEN_LOST', userId, `${texts.size} different tokens were given out, but ${issued} were issued`, { concertId, issued });
      }
    }
    for (const state of served) this.compareServed(books, state);
  }

  private compareFact(books: Books, fact: StandingFact): void {
    switch (fact.fact) {
      case 'HOLD_ACKNOWLEDGED':
        return this.compareHold(books.reservation(fact.reservationId), fact);
      case 'RELEASE_ACKNOWLEDGED': {
        const reservation = books.reservation(fact.reservationId);
        if (reservation?.userId === fact.userId && reservation.status === 'RELEASED') return;
        const sentence = `the release of ${fact.reservationId} was acknowledged, but it is ${reservation?.status ?? 'unknown'} in the log`;
        return this.found('RELEASE_LOST', fact.userId, sentence, { fact, logged: reservation });
      }
      case 'PAYMENT_ACKNOWLEDGED':
        return this.comparePayment(books, fact);
      case 'CHARGE_ACKNOWLEDGED': {
        const logged = books.wallets.get(fact.userId)?.transactions.get(fact.transactionId) ?? null;
        if (logged?.type === 'PointsCharged' && logged.amount === fact.amount && logged.balance === fact.balance) return;
        const sentence = `the charge ${fact.transactionId} was acknowledged, but the log ${logged === null ? 'does not have it' : 'says otherwise'}`;
        return this.found('CHARGE_LOST', fact.userId, sentence, { fact, logged });
      }
      default:
        return assertNever(fact);
    }
  }

  private compareHold(reservation: Reservation | null, fact: FactOf<'HOLD_ACKNOWLEDGED'>): void {
    const { userId, reservationId, seats, amount, expiresAt } = fact;
    const stands =
      reservation?.userId === userId &&
      reservation.amount === amount &&
      reservation.expiresAt === expiresAt &&
      sameNumbers(reservation.seats, seats);
    if (stands) return;
    const sentence = `the hold ${reservationId} was acknowledged, but the log ${reservation === null ? 'does not have it' : 'says otherwise'}`;
    this.found('HOLD_LOST', userId, sentence, { fact, logged: reservation });
  }

  private comparePayment(books: Books, fact: FactOf<'PAYMENT_ACKNOWLEDGED'>): void {
    const { userId, paymentId, reservationId, seats, amount, balance } = fact;
    const checkout = books.checkouts.find(paymentId);
    const reservation = books.reservation(reservationId);
    const hall = books.schedules.get(checkout?.scheduleId ?? '')?.hall ?? null;
    const stands =
      checkout?.status === 'COMPLETED' &&
      checkout.userId === userId &&
      checkout.reservationId === reservationId &&
      checkout.amount === amount &&
      checkout.balance === balance &&
      reservation !== null &&
      sameNumbers(reservation.seats, seats) &&
      seats.every((seat) => hall?.status(seat) === 'BOOKED' && hall.owner(seat) === reservation);
    if (stands) return;
    const sentence = `the payment ${paymentId} was acknowledged, but the log ${checkout === null ? 'does not have it' : 'says otherwise'}`;
    this.found('PAYMENT_LOST', userId, sentence, { fact, logged: checkout, reservation });
  }

  private tokenGiven({ userId, concertId, token }: FactOf<'TOKEN_ACKNOWLEDGED'>): void {
    const owner = this.tokenOwner.get(token);
    if (owner === undefined) this.tokenOwner.set(token, userId);
    else if (owner !== userId) this.found('TOKEN_SHARED', userId, `was given the token of ${owner}`, { concertId, owner });
    const key = `${concertId}/${userId}`;
    const known = this.tokens.get(key);
    if (known === undefined) this.tokens.set(key, { concertId, userId, texts: new Set([token]) });
    else known.texts.add(token);
  }

  private compareServed(books: Books, state: ServedState): void {
    switch (state.served) {
      case 'SEATS':
        return this.compareSeats(books, state);
      case 'BALANCE': {
        const balance = books.wallets.get(state.userId)?.balance ?? 0;
        if (balance === state.balance) return;
        return this.found('BALANCE_DISAGREES', state.userId, `the balance is served as ${state.balance}, the log says ${balance}`, {
          state,
          balance,
        });
      }
      case 'TOKEN': {
        const status = books.queues.get(state.concertId)?.newestStatusOf(state.userId) ?? null;
        if (status === state.status) return;
        const sentence = `the token is served as ${state.status}, the log says ${status ?? 'it was never issued'}`;
        return this.found('TOKEN_DISAGREES', state.userId, sentence, { state, status });
      }
      default:
        return assertNever(state);
    }
  }

  private compareSeats(books: Books, { scheduleId, seats }: Extract<ServedState, { served: 'SEATS' }>): void {
    const hall = books.schedules.get(scheduleId)?.hall ?? null;
    const wrong = seats.filter(({ seat, status }) => hall === null || seat > hall.total || hall.status(seat) !== status);
    if (wrong.length === 0 && seats.length === hall?.total) return;
    const sentence = `${seats.length} seats are served, ${wrong.length} of them otherwise than the log has its ${hall?.total ?? 0} seats`;
    const evidence = { served: seats.length, logged: hall?.total ?? 0, wrong: wrong.slice(0, EVIDENCE_SEATS_MAX) };
    this.violations.add('SEATS_DISAGREE', `schedule/${scheduleId}`, sentence, evidence);
  }

  private found(code: ViolationCode, userId: string, sentence: string, evidence: Evidence): void {
    this.violations.add(code, `client/${userId}`, sentence, evidence);
  }
}

/** Seats shown as evidence; all of them would drown the rest. */
const EVIDENCE_SEATS_MAX = 20;

function sameNumbers(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return false;
  const known = new Set(other);
  return one.every((number) => known.has(number));
}
