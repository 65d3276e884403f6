/**
 * Payments as three parties saw them: the schedule that started and decided each, the wallet that paid for it, the queue whose token it ended.
 * Kept in one place, because the promises about money are promises about how these agree.
 */

export type CheckoutStatus = 'PENDING' | 'COMPLETED' | 'DECLINED' | 'TIMED_OUT';

export interface Checkout {
  readonly paymentId: string;
  readonly reservationId: string;
  readonly scheduleId: string;
  readonly userId: string;
  readonly amount: number;
  readonly startedAt: number;
  readonly graceUntil: number;
  readonly tokenSeq: number | null;
  status: CheckoutStatus;
  /** What the schedule said the wallet held after paying; null unless COMPLETED. */
  balance: number | null;
  /** The booking that belongs to the completed payment is in the log. */
  booked: boolean;
  readonly wallet: WalletSide;
}

/** What the wallet recorded about a payment. */
export interface WalletSide {
  timesUsed: number;
  used: number;
  /** The balance after the last use; null when there was none. */
  balanceAfterUse: number | null;
  timesRefunded: number;
  refunded: number;
  declined: boolean;
  forbidden: boolean;
}

export const untouchedWallet = (): WalletSide => ({
  timesUsed: 0,
  used: 0,
  balanceAfterUse: null,
  timesRefunded: 0,
  refunded: 0,
  declined: false,
  forbidden: false,
});

export class Checkouts {
  readonly all = new Map<string, Checkout>();
  /** Sum of all completed payments. */
  revenue = 0;
  /** `<concert>/<seq>` of every token whose payment was completed. */
  readonly tokensThatPaid = new Set<string>();

  find(paymentId: string): Checkout | null {
    return this.all.get(paymentId) ?? null;
  }

  /** The points that are taken and not given back. */
  static netUsed({ wallet }: Checkout): number {
    return wallet.used - wallet.refunded;
  }
}
