/** The payments of one schedule: started for a hold, decided once, and paid by the wallet before they count as completed. */
import { assertNever } from '../domain/decider.js';
import { concertOfSchedule, parsePaymentId } from '../domain/ids.js';
import type { ScheduleEvent } from '../domain/schedule/protocol.js';
import type { Checkout } from './checkouts.js';
import { Checkouts, untouchedWallet } from './checkouts.js';
import { Deadlines } from './deadlines.js';
import type { Reservation } from './reservation.js';
import type { ViolationCode, ViolationList } from './violations.js';

type EventOf<T extends ScheduleEvent['type']> = Extract<ScheduleEvent, { type: T }>;

export interface PaymentCounts {
  started: number;
  completed: number;
  declined: number;
  timedOut: number;
}

export class PaymentBooks {
  readonly counts: PaymentCounts = { started: 0, completed: 0, declined: 0, timedOut: 0 };
  private readonly own: Checkout[] = [];
  private readonly graces = new Deadlines<Checkout>(({ status }) => status === 'PENDING');
  private readonly entity: string;

  constructor(
    private readonly scheduleId: string,
    private readonly checkouts: Checkouts,
    private readonly violations: ViolationList,
  ) {
    this.entity = `schedule/${scheduleId}`;
  }

  /** How many are under way. */
  get pending(): number {
    const { started, completed, declined, timedOut } = this.counts;
    return started - completed - declined - timedOut;
  }

  started(reservation: Reservation, event: EventOf<'PaymentStarted'>, at: number): void {
    const { paymentId, reservationId, userId, amount, graceUntil, tokenSeq } = event;
    if (parsePaymentId(paymentId)?.scheduleId !== this.scheduleId || this.checkouts.find(paymentId) !== null) {
      this.found('PAYMENT_REUSED', `${paymentId} cannot be a new payment here`, { event });
    }
    if (amount !== reservation.amount) {
      this.found('AMOUNT_WRONG', `${paymentId} is over ${amount}, but its seats cost ${reservation.amount}`, { event });
    }
    const { scheduleId } = this;
    const checkout: Checkout = {
      ...{ paymentId, reservationId, scheduleId, userId, amount, graceUntil, tokenSeq, startedAt: at },
      ...{ status: 'PENDING', balance: null, booked: false, wallet: untouchedWallet() },
    };
    this.checkouts.all.set(paymentId, checkout);
    this.own.push(checkout);
    this.graces.add(graceUntil, checkout);
    reservation.status = 'PAYING';
    reservation.paymentId = paymentId;
    this.counts.started += 1;
  }

  completed(reservation: Reservation, event: EventOf<'PaymentCompleted'>): void {
    const checkout = this.underWay(reservation, event);
    if (checkout === null) return;
    const { paymentId, wallet } = checkout;
    if (wallet.timesUsed !== 1 || Checkouts.netUsed(checkout) !== checkout.amount) {
      const sentence = `${paymentId} over ${checkout.amount} was completed, but the wallet had given ${Checkouts.netUsed(checkout)} in ${wallet.timesUsed} uses`;
      this.found('COMPLETED_WITHOUT_POINTS', sentence, { event, wallet: { ...wallet } });
    } else if (wallet.balanceAfterUse !== event.balance) {
      const sentence = `${paymentId} states a balance of ${event.balance}, but the wallet said ${String(wallet.balanceAfterUse)}`;
      this.found('BALANCE_WRONG', sentence, { event, wallet: { ...wallet } });
    }
    checkout.status = 'COMPLETED';
    checkout.balance = event.balance;
    this.counts.completed += 1;
    this.checkouts.revenue += checkout.amount;
    const concertId = concertOfSchedule(this.scheduleId);
    if (checkout.tokenSeq !== null && concertId !== null) this.checkouts.tokensThatPaid.add(`${concertId}/${checkout.tokenSeq}`);
  }

  booked(reservation: Reservation, event: EventOf<'ReservationCreated'>): void {
    const checkout = this.checkouts.find(event.paymentId);
    if (checkout?.status !== 'COMPLETED' || checkout.reservationId !== reservation.reservationId) {
      this.found('BOOKED_WITHOUT_PAYMENT', `${reservation.reservationId} was booked without its completed payment`, { event });
    }
    if (checkout === null) return;
    if (event.amount !== checkout.amount) {
      this.found('AMOUNT_WRONG', `${reservation.reservationId} was booked for ${event.amount}, but ${checkout.amount} was paid`, { event });
    }
    checkout.booked = true;
  }

  aborted(reservation: Reservation, event: EventOf<'PaymentAborted'>, at: number): void {
    const checkout = this.underWay(reservation, event);
    if (checkout === null) return;
    const { paymentId, wallet, graceUntil } = checkout;
    switch (event.reason) {
      case 'DECLINED':
        if (!wallet.declined && !wallet.forbidden) {
          this.found('ABORTED_WITHOUT_REASON', `${paymentId} was aborted as declined, but the wallet had not declined`, { event });
        }
        this.counts.declined += 1;
        break;
      case 'TIMED_OUT':
        if (at < graceUntil) {
          this.found('ABORTED_WITHOUT_REASON', `${paymentId} timed out ${graceUntil - at} ms before its grace was over`, { event, at });
        }
        this.counts.timedOut += 1;
        break;
      default:
        return assertNever(event.reason);
    }
    checkout.status = event.reason;
  }

  checkOverdue(at: number): void {
    for (const { paymentId, graceUntil, reservationId } of this.graces.overdue(at)) {
      const sentence = `${reservationId} was still PAYING ${at - graceUntil} ms after the grace of ${paymentId}`;
      this.found('STUCK_IN_PAYING', sentence, { reservationId, paymentId, graceUntil, at });
    }
  }

  /** @param quiescent nothing is under way any more: all payments must be decided and all refunds made. */
  finish(quiescent: boolean): void {
    for (const checkout of this.own) {
      const { paymentId, reservationId, status, wallet } = checkout;
      if (status === 'COMPLETED' && !checkout.booked) {
        this.found('BOOKED_WITHOUT_PAYMENT', `${paymentId} was completed, but ${reservationId} was not booked`, {
          paymentId,
          reservationId,
        });
      }
      if (status === 'COMPLETED' && Checkouts.netUsed(checkout) !== checkout.amount) {
        const sentence = `${paymentId} was completed over ${checkout.amount}, but ${Checkouts.netUsed(checkout)} were taken in the end`;
        this.found('COMPLETED_WITHOUT_POINTS', sentence, { paymentId, wallet: { ...wallet } });
      }
      if (!quiescent) continue;
      if (status === 'PENDING')
        this.found('STUCK_IN_PAYING', `${reservationId} is PAYING although nothing is under way`, { paymentId, reservationId });
      if (status !== 'COMPLETED' && Checkouts.netUsed(checkout) !== 0) {
        const sentence = `${paymentId} is ${status}, but ${Checkouts.netUsed(checkout)} points were not given back`;
        this.found('NOT_REFUNDED', sentence, { paymentId, wallet: { ...wallet } });
      }
    }
  }

  /** The payment under way for this reservation that the event decides; null and a violation when it is another one. */
  private underWay(reservation: Reservation, event: EventOf<'PaymentCompleted' | 'PaymentAborted'>): Checkout | null {
    const checkout = this.checkouts.find(event.paymentId);
    if (checkout === null || reservation.paymentId !== event.paymentId || checkout.status !== 'PENDING') {
      const sentence = `${event.type} for ${event.paymentId}, which is not the payment under way for ${reservation.reservationId}`;
      this.found('RESERVATION_MISUSED', sentence, { event, underWay: reservation.paymentId, status: checkout?.status ?? null });
      return null;
    }
    if (checkout.amount !== event.amount) {
      this.found('AMOUNT_WRONG', `${event.paymentId} was over ${checkout.amount}, but ${event.type} says ${event.amount}`, { event });
    }
    return checkout;
  }

  private found(code: ViolationCode, sentence: string, evidence: Readonly<Record<string, unknown>>): void {
    this.violations.add(code, this.entity, sentence, evidence);
  }
}
