/**
 * A user's points: what one can ask of a wallet, what it records, what it answers. Points are whole; times are ms since 1970.
 * A wallet is born with its first charge, use or refund; before that it has a balance of 0 and no record.
 */

/** A payment that was refunded or forbidden is recognised for this long; a Use that started earlier is declined unseen. One that took points is never forgotten. */
export const PAYMENT_MEMORY_MS = 24 * 3_600_000;

export type WalletCommand =
  /** The transaction is named after the command's id; a repeat with that id is answered, not executed again. */
  | { readonly type: 'Charge'; readonly amount: number; readonly maxPoints: number }
  /** Once per payment. Too few points is an answer (DECLINED), and recorded: that payment can never be used later. */
  | {
      readonly type: 'Use';
      readonly paymentId: string;
      readonly reservationId: string;
      readonly amount: number;
      readonly startedAt: number;
    }
  /** Gives back what the payment took, if it took anything, and makes sure it never will. The maximum balance does not apply. */
  | { readonly type: 'Refund'; readonly paymentId: string }
  | { readonly type: 'GetBalance' };

export type WalletEvent =
  | { readonly type: 'PointsCharged'; readonly transactionId: string; readonly amount: number; readonly balance: number }
  | {
      readonly type: 'PointsUsed';
      readonly transactionId: string;
      readonly paymentId: string;
      readonly reservationId: string;
      readonly amount: number;
      readonly balance: number;
    }
  /** `startedAt`: of the payment; Uses that are no younger stay declined when this one is forgotten. */
  | {
      readonly type: 'UseDeclined';
      readonly paymentId: string;
      readonly reservationId: string;
      readonly amount: number;
      readonly startedAt: number;
      readonly balance: number;
    }
  | {
      readonly type: 'PointsRefunded';
      readonly transactionId: string;
      readonly paymentId: string;
      readonly amount: number;
      readonly balance: number;
    }
  /** A refund came before its use (or instead of it): the use is refused from now on. */
  | { readonly type: 'UseForbidden'; readonly paymentId: string };

export interface TransactionView {
  readonly transactionId: string;
  readonly userId: string;
  readonly type: 'CHARGE' | 'USE' | 'REFUND';
  /** Positive, whatever the type. */
  readonly amount: number;
  /** The balance after it. */
  readonly balance: number;
  readonly at: number;
  readonly paymentId?: string;
}

export interface UseView {
  readonly outcome: 'USED' | 'DECLINED';
  readonly balance: number;
}

export interface BalanceView {
  readonly userId: string;
  readonly balance: number;
  /** False when nothing was ever recorded for this user. */
  readonly exists: boolean;
}

export interface WalletReplies {
  Charge: TransactionView;
  Use: UseView;
  Refund: BalanceView;
  GetBalance: BalanceView;
}

export type WalletReply = WalletReplies[keyof WalletReplies];
export type WalletSign = never;
