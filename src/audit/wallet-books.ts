/** One user's wallet, added up anew from its events, and the sums over all wallets. */
import { assertNever } from '../domain/decider.js';
import { PAYMENT_MEMORY_MS } from '../domain/wallet/protocol.js';
import type { WalletEvent } from '../domain/wallet/protocol.js';
import type { Checkout, Checkouts } from './checkouts.js';
import type { ViolationCode, ViolationList } from './violations.js';

type EventOf<T extends WalletEvent['type']> = Extract<WalletEvent, { type: T }>;

/** Points over all wallets. */
export interface MoneyTotals {
  charged: number;
  used: number;
  refunded: number;
  /** The balances that the wallets' events state, added up. */
  balances: number;
}

export interface Transaction {
  readonly type: 'PointsCharged' | 'PointsUsed' | 'PointsRefunded';
  readonly amount: number;
  readonly balance: number;
}

export class WalletBooks {
  readonly transactions = new Map<string, Transaction>();
  charges = 0;
  /** As the last event states it. */
  balance = 0;
  private computed = 0;
  /** The latest start of any payment that was declined here: a wallet need not tell older payments from those it has forgotten, and may decline them too. */
  private declinedThrough = 0;
  private readonly entity: string;

  constructor(
    readonly userId: string,
    private readonly money: MoneyTotals,
    private readonly checkouts: Checkouts,
    private readonly violations: ViolationList,
  ) {
    this.entity = `wallet/${userId}`;
  }

  apply(event: WalletEvent, at: number): void {
    switch (event.type) {
      case 'PointsCharged':
        this.charges += 1;
        this.money.charged += event.amount;
        return this.move(event, event.amount);
      case 'PointsUsed':
        return this.used(event);
      case 'UseDeclined':
        return this.declined(event, at);
      case 'PointsRefunded':
        return this.refunded(event);
      case 'UseForbidden':
        return this.forbidden(event);
      default:
        return assertNever(event);
    }
  }

  private used(event: EventOf<'PointsUsed'>): void {
    const { paymentId, amount } = event;
    this.money.used += amount;
    this.move(event, -amount);
    const checkout = this.checkoutOf(paymentId, `used ${amount} points`);
    if (checkout === null) return;
    const { wallet } = checkout;
    if (checkout.reservationId !== event.reservationId || checkout.amount !== amount) {
      this.found('AMOUNT_WRONG', `payment ${paymentId} is over ${checkout.amount} points, but ${amount} were used`, { event, checkout });
    }
    if (wallet.timesUsed > 0) this.found('USED_TWICE', `points were used again for payment ${paymentId}`, { event, wallet: { ...wallet } });
    if (wallet.declined || wallet.forbidden || wallet.timesRefunded > 0) {
      const sentence = `points were used for payment ${paymentId} although the wallet had refused it for good`;
      this.found('USED_AFTER_REFUSAL', sentence, { event, wallet: { ...wallet } });
    }
    wallet.timesUsed += 1;
    wallet.used += amount;
    wallet.balanceAfterUse = event.balance;
  }

  private declined(event: EventOf<'UseDeclined'>, at: number): void {
    const { paymentId, amount, balance } = event;
    this.compareBalance(balance, event);
    const checkout = this.checkoutOf(paymentId, 'declined');
    if (checkout === null) return;
    const mayBeForgotten = at - checkout.startedAt >= PAYMENT_MEMORY_MS || checkout.startedAt <= this.declinedThrough;
    if (balance >= amount && !mayBeForgotten) {
      this.found('DECLINED_THOUGH_SOLVENT', `payment ${paymentId} over ${amount} was declined with a balance of ${balance}`, { event });
    }
    checkout.wallet.declined = true;
    this.declinedThrough = Math.max(this.declinedThrough, checkout.startedAt);
  }

  private refunded(event: EventOf<'PointsRefunded'>): void {
    const { paymentId, amount } = event;
    this.money.refunded += amount;
    this.move(event, amount);
    const checkout = this.checkoutOf(paymentId, `refunded ${amount} points`);
    if (checkout === null) return;
    const { wallet, status } = checkout;
    if (wallet.timesRefunded > 0) {
      this.found('REFUNDED_TWICE', `payment ${paymentId} was refunded again`, { event, wallet: { ...wallet } });
    } else if (wallet.used !== amount) {
      this.found('REFUND_UNFOUNDED', `payment ${paymentId} had taken ${wallet.used} points, but ${amount} were refunded`, { event });
    }
    if (status !== 'TIMED_OUT') {
      this.found('REFUND_UNFOUNDED', `payment ${paymentId} was refunded while it was ${status}`, { event });
    }
    wallet.timesRefunded += 1;
    wallet.refunded += amount;
  }

  private forbidden({ paymentId }: EventOf<'UseForbidden'>): void {
    const checkout = this.checkoutOf(paymentId, 'forbade');
    if (checkout !== null) checkout.wallet.forbidden = true;
  }

  private move(event: EventOf<'PointsCharged' | 'PointsUsed' | 'PointsRefunded'>, difference: number): void {
    const { transactionId, type, amount, balance } = event;
    if (amount < 1 && type === 'PointsCharged') this.found('AMOUNT_WRONG', `${amount} points were charged`, { event });
    if (this.transactions.has(transactionId)) {
      this.found('TRANSACTION_REUSED', `transaction ${transactionId} was recorded again`, { event });
    }
    this.transactions.set(transactionId, { type, amount, balance });
    this.computed += difference;
    this.compareBalance(balance, event);
    this.money.balances += balance - this.balance;
    this.balance = balance;
  }

  private compareBalance(stated: number, event: WalletEvent): void {
    const { computed } = this;
    if (stated < 0 || computed < 0)
      this.found('BALANCE_NEGATIVE', `the balance fell to ${Math.min(stated, computed)}`, { event, computed });
    if (stated === computed) return;
    this.found('BALANCE_WRONG', `the balance is stated as ${stated}, but the transactions come to ${computed}`, { event, computed });
  }

  /** The payment this wallet speaks of; null (and a violation) when it was not started, or by somebody else. */
  private checkoutOf(paymentId: string, did: string): Checkout | null {
    const checkout = this.checkouts.find(paymentId);
    if (checkout?.userId === this.userId) return checkout;
    const why = checkout === null ? 'which had not been started' : `which ${checkout.userId} had started`;
    this.found('USED_WITHOUT_PAYMENT', `the wallet ${did} for payment ${paymentId}, ${why}`, {
      paymentId,
      startedBy: checkout?.userId ?? null,
    });
    return null;
  }

  private found(code: ViolationCode, sentence: string, evidence: Readonly<Record<string, unknown>>): void {
    this.violations.add(code, this.entity, sentence, evidence);
  }
}
