/** A log written by hand: short words for each event, on a clock that the story moves. The ids have the form the product's ids have. */
import { Auditor } from '../../src/audit/auditor.js';
import type { AuditReport } from '../../src/audit/auditor.js';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import type { ClientFact, ServedState } from '../../src/audit/client-facts.js';
import { PAYMENT_GRACE_MS } from '../../src/domain/schedule/protocol.js';

export const START = 1_800_000_000_000;
export const HOLD_MS = 300_000;
export const PRICE = 100;
export const CONCERT = '3f2a91c07b5e4d18';
export const SCHEDULE = `${CONCERT}-9a0c21bb47f3`;
export const ANNA = '00000000-0000-4000-8000-00000000000a';
export const BERT = '00000000-0000-4000-8000-00000000000b';
export const CLEO = '00000000-0000-4000-8000-00000000000c';

const hex = (number: number): string => number.toString(16).padStart(32, '0');
export const reservation = (number: number): string => `${SCHEDULE}-r-${hex(number)}`;
export const payment = (number: number): string => `${SCHEDULE}-p-${hex(number)}`;

const SETTINGS = { maxActive: 2, activeTimeoutSeconds: 600, waitingTimeoutSeconds: 300, sessionSeconds: 1800 };

export class Story {
  readonly events: AuditedEvent[] = [];
  readonly facts: ClientFact[] = [];
  readonly served: ServedState[] = [];
  private at = START;
  private transactions = 0;
  private readonly balances = new Map<string, number>();

  /** A concert with one schedule of ten seats, two places inside, sales open. */
  static onSale(spec: Readonly<Record<string, unknown>> = {}): Story {
    return new Story().queueOpened().scheduleCreated(spec).schedule('SalesOpened', {});
  }

  /** Anna has charged 1,000 points and is inside. */
  static annaInside(): Story {
    return Story.onSale().charged(ANNA, 1_000).issued(1, ANNA).activated(1, ANNA);
  }

  /** Anna holds seats 1 and 2 as reservation 1. */
  static annaHolds(): Story {
    return Story.annaInside().held(1, ANNA, [1, 2]);
  }

  /** And has started payment 1 for them, with her token. */
  static annaPays(): Story {
    return Story.annaHolds().started(1, 1, ANNA, 2 * PRICE, 1);
  }

  after(ms: number): this {
    this.at += ms;
    return this;
  }

  event(entity: string, type: string, data: Readonly<Record<string, unknown>>): this {
    this.events.push({ entity, type, at: this.at, data });
    return this;
  }

  schedule(type: string, data: Readonly<Record<string, unknown>>): this {
    return this.event(`schedule/${SCHEDULE}`, type, data);
  }

  scheduleCreated(spec: Readonly<Record<string, unknown>> = {}): this {
    const sections = [{ name: 'A', price: PRICE, rows: [{ name: '1', seats: 10 }] }];
    const limits = { holdMs: HOLD_MS, maxSeatsPerUser: 4, onSaleAt: null, salesCloseAt: START + 86_400_000 };
    return this.schedule('ScheduleCreated', { spec: { concertId: CONCERT, startsAt: START, sections, ...limits, ...spec } });
  }

  held(number: number, userId: string, seats: readonly number[], changes: Readonly<Record<string, unknown>> = {}): this {
    const held = { reservationId: reservation(number), userId, seats, amount: seats.length * PRICE, expiresAt: this.at + HOLD_MS };
    return this.schedule('SeatHeld', { ...held, ...changes });
  }

  released(number: number, userId: string, seats: readonly number[], reason = 'OWNER'): this {
    return this.schedule('HoldReleased', { reservationId: reservation(number), userId, seats, reason });
  }

  expired(number: number, userId: string, seats: readonly number[]): this {
    return this.schedule('HoldExpired', { reservationId: reservation(number), userId, seats });
  }

  started(number: number, of: number, userId: string, amount: number, tokenSeq: number | null = null, graceMs = PAYMENT_GRACE_MS): this {
    const graceUntil = this.at + graceMs;
    const data = { paymentId: payment(number), reservationId: reservation(of), userId, amount, graceUntil, tokenSeq };
    return this.schedule('PaymentStarted', data);
  }

  completed(number: number, of: number, userId: string, seats: readonly number[], balance: number): this {
    const paid = { paymentId: payment(number), reservationId: reservation(of), userId, seats, amount: seats.length * PRICE };
    return this.schedule('PaymentCompleted', { ...paid, balance });
  }

  created(number: number, of: number, userId: string, seats: readonly number[]): this {
    const paid = { paymentId: payment(number), reservationId: reservation(of), userId, seats, amount: seats.length * PRICE };
    return this.schedule('ReservationCreated', paid);
  }

  aborted(number: number, of: number, userId: string, amount: number, reason: 'DECLINED' | 'TIMED_OUT'): this {
    const data = { paymentId: payment(number), reservationId: reservation(of), userId, amount, reason };
    return this.schedule('PaymentAborted', { ...data, balance: null });
  }

  charged(userId: string, amount: number, changes: Readonly<Record<string, unknown>> = {}): this {
    return this.moved(userId, 'PointsCharged', amount, amount, changes);
  }

  used(userId: string, number: number, of: number, amount: number, changes: Readonly<Record<string, unknown>> = {}): this {
    return this.moved(userId, 'PointsUsed', amount, -amount, { paymentId: payment(number), reservationId: reservation(of), ...changes });
  }

  refunded(userId: string, number: number, amount: number, changes: Readonly<Record<string, unknown>> = {}): this {
    return this.moved(userId, 'PointsRefunded', amount, amount, { paymentId: payment(number), ...changes });
  }

  declined(userId: string, number: number, of: number, amount: number): this {
    const balance = this.balances.get(userId) ?? 0;
    return this.event(`wallet/${userId}`, 'UseDeclined', { paymentId: payment(number), reservationId: reservation(of), amount, balance });
  }

  forbidden(userId: string, number: number): this {
    return this.event(`wallet/${userId}`, 'UseForbidden', { paymentId: payment(number) });
  }

  queue(type: string, data: Readonly<Record<string, unknown>>): this {
    return this.event(`queue/${CONCERT}`, type, data);
  }

  queueOpened(): this {
    return this.queue('QueueOpened', { settings: SETTINGS });
  }

  configured(changes: Partial<typeof SETTINGS>): this {
    return this.queue('QueueConfigured', { settings: { ...SETTINGS, ...changes } });
  }

  issued(seq: number, userId: string): this {
    return this.queue('TokenIssued', { seq, userId, keyId: 'k1' });
  }

  activated(seq: number, userId: string): this {
    return this.queue('TokenActivated', { seq, userId });
  }

  ended(seq: number, userId: string, reason: string): this {
    return this.queue('TokenExpired', { seq, userId, reason });
  }

  told(fact: ClientFact): this {
    this.facts.push(fact);
    return this;
  }

  serves(state: ServedState): this {
    this.served.push(state);
    return this;
  }

  /** Hands everything to the checker; the log ends at the story's time. */
  audit(quiescent = false): AuditReport {
    const auditor = new Auditor();
    for (const fact of this.facts) auditor.observe(fact);
    for (const event of this.events) auditor.feed(event);
    return auditor.finish({ now: this.at, quiescent, served: this.served });
  }

  private moved(userId: string, type: string, amount: number, difference: number, changes: Readonly<Record<string, unknown>>): this {
    this.transactions += 1;
    const balance = (this.balances.get(userId) ?? 0) + difference;
    this.balances.set(userId, balance);
    return this.event(`wallet/${userId}`, type, { transactionId: `t${this.transactions}`, amount, balance, ...changes });
  }
}

/** Anna's whole purchase: seats 1 and 2 are hers, 800 points are left, her token has ended. */
export function annaBought(): Story {
  return Story.annaPays()
    .used(ANNA, 1, 1, 2 * PRICE)
    .completed(1, 1, ANNA, [1, 2], 800)
    .created(1, 1, ANNA, [1, 2])
    .ended(1, ANNA, 'PAID');
}
