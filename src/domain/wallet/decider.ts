/**
 * The rules of a user's points: conserved to the point, never below 0, and whatever is sent twice happens once.
 *
 * A payment ends in one of three ways: it took the points (USED), it took and gave them back (REFUNDED), or it never will take any (declined, forbidden).
 */
import { acceptRepeatable, assertNever, type Decider, type Decision, type EncodedState, type Meta } from '../decider.js';
import { refuse } from '../refusals.js';
import {
  type BalanceView,
  PAYMENT_MEMORY_MS,
  type TransactionView,
  type UseView,
  type WalletCommand,
  type WalletEvent,
  type WalletReply,
  type WalletSign,
} from './protocol.js';
import { type Charge, emptyState, evolve, isDecided, type Payment, type WalletState } from './state.js';

type WalletDecision = Decision<WalletState, WalletEvent, WalletSign, WalletReply>;
type UseCommand = Extract<WalletCommand, { type: 'Use' }>;

/** Hex digits at the end of a payment's id that name it within its schedule. */
const PAYMENT_SUFFIX_LENGTH = 32;

interface EncodedWallet {
  readonly balance: number;
  readonly exists: boolean;
  readonly charges: readonly (readonly [string, Omit<Charge, 'transactionId'>])[];
  readonly payments: readonly (readonly [string, Payment])[];
  readonly declined: readonly (readonly [string, number])[];
  readonly declinedThrough: number;
}

export const walletDecider: Decider<WalletState, WalletCommand, WalletEvent, WalletSign, WalletReply> = {
  kind: 'wallet',
  schema: 1,
  initial: (key) => emptyState(key),
  decide,
  due: () => [],
  evolve,
  notice: (_state, sign) => assertNever(sign),
  revive: () => undefined,
  outcome: () => null,
  pending: () => [],
  wakeAt: () => null,
  encode: (state): EncodedState => ({
    balance: state.balance,
    exists: state.exists,
    charges: state.charges.map(({ transactionId, amount, balance, at }) => [transactionId, { amount, balance, at }]),
    payments: [...(state.payments ?? [])],
    declined: [...(state.declined ?? [])],
    declinedThrough: state.declinedThrough,
  }),
  decode,
};

function decode(userId: string, encoded: EncodedState): WalletState {
  const { balance, exists, charges, payments, declined, declinedThrough } = encoded as unknown as EncodedWallet;
  return {
    userId,
    balance,
    exists,
    charges: charges.map(([transactionId, { amount, balance, at }]) => ({ transactionId, amount, balance, at })),
    payments: mapOf(payments),
    declined: mapOf(declined),
    declinedThrough,
  };
}

function mapOf<Value>(entries: readonly (readonly [string, Value])[]): Map<string, Value> | null {
  return entries.length === 0 ? null : new Map(entries);
}

function decide(state: WalletState, command: WalletCommand, meta: Meta): WalletDecision {
  switch (command.type) {
    case 'Charge':
      return charge(state, command.amount, command.maxPoints, meta);
    case 'Use':
      return use(state, command, meta.now);
    case 'Refund':
      return refund(state, command.paymentId);
    case 'GetBalance':
      return acceptRepeatable([], balanceView);
    default:
      return assertNever(command);
  }
}

function charge(state: WalletState, amount: number, maxPoints: number, { id, now }: Meta): WalletDecision {
  const before = state.charges.find(({ transactionId }) => transactionId === id);
  if (before !== undefined) return acceptRepeatable([], () => transactionView(state.userId, before));
  if (!Number.isSafeInteger(amount) || amount < 1) return refuse('INVALID_AMOUNT');
  const balance = state.balance + amount;
  if (balance > maxPoints || !Number.isSafeInteger(balance)) {
    return refuse('MAX_POINTS_EXCEEDED', { balance: state.balance, maximum: maxPoints });
  }
  const view = transactionView(state.userId, { transactionId: id, amount, balance, at: now });
  return acceptRepeatable([{ type: 'PointsCharged', transactionId: id, amount, balance }], () => view);
}

function use(state: WalletState, { paymentId, reservationId, amount, startedAt }: UseCommand, now: number): WalletDecision {
  const known = state.payments?.get(paymentId);
  if (known?.outcome === 'USED') return acceptRepeatable([], () => used(known.balance));
  if (isDecided(state, paymentId)) return acceptRepeatable([], declined);
  if (!Number.isSafeInteger(amount) || amount < 0) return refuse('INVALID_AMOUNT');
  // A payment this old may have been decided and forgotten: it must not be decided again.
  const mayBeForgotten = now - startedAt >= PAYMENT_MEMORY_MS || startedAt <= state.declinedThrough;
  if (mayBeForgotten || amount > state.balance) {
    return acceptRepeatable([{ type: 'UseDeclined', paymentId, reservationId, amount, startedAt, balance: state.balance }], declined);
  }
  const balance = state.balance - amount;
  const transactionId = paymentId.slice(-PAYMENT_SUFFIX_LENGTH);
  return acceptRepeatable([{ type: 'PointsUsed', transactionId, paymentId, reservationId, amount, balance }], () => used(balance));
}

function refund(state: WalletState, paymentId: string): WalletDecision {
  const known = state.payments?.get(paymentId);
  if (known?.outcome === 'USED') {
    const transactionId = `${paymentId.slice(-PAYMENT_SUFFIX_LENGTH)}-refund`;
    const balance = state.balance + known.amount;
    return acceptRepeatable([{ type: 'PointsRefunded', transactionId, paymentId, amount: known.amount, balance }], balanceView);
  }
  if (isDecided(state, paymentId)) return acceptRepeatable([], balanceView);
  return acceptRepeatable([{ type: 'UseForbidden', paymentId }], balanceView);
}

function transactionView(userId: string, { transactionId, amount, balance, at }: Charge): TransactionView {
  return { transactionId, userId, type: 'CHARGE', amount, balance, at };
}

function balanceView({ userId, balance, exists }: WalletState): BalanceView {
  return { userId, balance, exists };
}

const used = (balance: number): UseView => ({ outcome: 'USED', balance });
const declined = ({ balance }: WalletState): UseView => ({ outcome: 'DECLINED', balance });
