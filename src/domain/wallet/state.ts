/**
 * What a wallet knows, and how its events change it.
 *
 * Invariants:
 *  - balance = charged - used + refunded, a whole number, never below 0.
 *  - A payment is in `payments` (it took points, gave them back, or is forbidden), in `declined`, or in neither; a payment takes points at most once.
 *  - What took points and still has them is never forgotten, since it may have to give them back.
 *  - What is forgotten can do no harm: a payment that is forgotten by age began so long ago that its Use is declined for that, and a declined one that is
 *    forgotten for want of room began no later than `declinedThrough`, up to which every unknown Use is declined.
 *  - Only events forget, by their own time, so a replay forgets the same.
 */
import { assertNever } from '../decider.js';
import { PAYMENT_MEMORY_MS, type WalletEvent } from './protocol.js';

/** Charges whose repeat is recognised. A command is sent again within seconds, so the latest few are enough. */
export const CHARGES_REMEMBERED_MAX = 8;
/** Declined payments kept by name: an impatient fan without points must not make the wallet grow. */
export const DECLINED_REMEMBERED_MAX = 4;
/** How far the clocks of two nodes may be apart when ages are compared. Payments are remembered for this much longer. */
export const CLOCK_TOLERANCE_MS = 60_000;

export interface Charge {
  readonly transactionId: string;
  readonly amount: number;
  readonly balance: number;
  readonly at: number;
}

export interface Payment {
  readonly outcome: 'USED' | 'REFUNDED' | 'FORBIDDEN';
  /** What it took; 0 when forbidden. */
  readonly amount: number;
  /** The balance after it took the points. */
  readonly balance: number;
  readonly at: number;
}

export interface WalletState {
  readonly userId: string;
  balance: number;
  /** Whether anything was ever recorded. */
  exists: boolean;
  /** Like the others in order of time. */
  charges: readonly Charge[];
  /** null while empty: there are far more wallets than payments, and a map takes 200 bytes. */
  payments: Map<string, Payment> | null;
  /** When each declined payment began; null while empty. */
  declined: Map<string, number> | null;
  /** Unknown payments that began up to here are declined. */
  declinedThrough: number;
}

const NO_CHARGES: readonly Charge[] = [];

export function emptyState(userId: string): WalletState {
  return { userId, balance: 0, exists: false, charges: NO_CHARGES, payments: null, declined: null, declinedThrough: 0 };
}

export function evolve(state: WalletState, event: WalletEvent, at: number): void {
  switch (event.type) {
    case 'PointsCharged':
      moveBalance(state, event, event.amount);
      state.charges = withCharge(state.charges, event, at);
      break;
    case 'PointsUsed':
      mustBeUnknown(state, event);
      moveBalance(state, event, -event.amount);
      state.payments = withEntry(state.payments, event.paymentId, { outcome: 'USED', amount: event.amount, balance: event.balance, at });
      break;
    case 'UseDeclined':
      mustBeUnknown(state, event);
      moveBalance(state, event, 0);
      state.declined = withEntry(state.declined, event.paymentId, event.startedAt);
      break;
    case 'PointsRefunded':
      refund(state, event);
      break;
    case 'UseForbidden':
      mustBeUnknown(state, event);
      state.payments = withEntry(state.payments, event.paymentId, { outcome: 'FORBIDDEN', amount: 0, balance: state.balance, at });
      break;
    default:
      assertNever(event);
  }
  state.exists = true;
  forget(state, at);
}

function refund(state: WalletState, event: Extract<WalletEvent, { type: 'PointsRefunded' }>): void {
  const payment = state.payments?.get(event.paymentId);
  if (payment?.outcome !== 'USED' || payment.amount !== event.amount)
    throw impossible(state, event, 'that payment did not take these points');
  moveBalance(state, event, event.amount);
  // The place in the order of time stays that of the use: a late repeat of it is recognised for as long.
  state.payments = withEntry(state.payments, event.paymentId, { ...payment, outcome: 'REFUNDED' });
}

function moveBalance(state: WalletState, event: Exclude<WalletEvent, { type: 'UseForbidden' }>, change: number): void {
  const balance = state.balance + change;
  if (balance !== event.balance || balance < 0 || !Number.isSafeInteger(balance))
    throw impossible(state, event, `the balance is ${state.balance}`);
  state.balance = balance;
}

function mustBeUnknown(
  state: WalletState,
  event: Extract<WalletEvent, { reservationId: string }> | Extract<WalletEvent, { type: 'UseForbidden' }>,
): void {
  if (isDecided(state, event.paymentId)) throw impossible(state, event, 'that payment is decided');
}

/** Whether the payment took points, gave them back, or never will take any. */
export function isDecided({ payments, declined }: WalletState, paymentId: string): boolean {
  return payments?.has(paymentId) === true || declined?.has(paymentId) === true;
}

/** The map with the entry, a new one if there was none. */
function withEntry<Value>(map: Map<string, Value> | null, key: string, value: Value): Map<string, Value> {
  return (map ?? new Map<string, Value>()).set(key, value);
}

function forget(state: WalletState, now: number): void {
  const { charges, payments, declined } = state;
  const first = firstRemembered(charges, now);
  if (first > 0) state.charges = charges.slice(first);
  if (payments !== null) forgetPayments(payments, now);
  if (declined !== null) forgetDeclined(state, declined);
}

/** `concat` makes an array of exactly that length; spreading leaves room for 16 more. */
function withCharge(charges: readonly Charge[], event: Extract<WalletEvent, { type: 'PointsCharged' }>, at: number): readonly Charge[] {
  const { transactionId, amount, balance } = event;
  return charges.concat({ transactionId, amount, balance, at });
}

/** The oldest charge that is neither too many nor too old. */
function firstRemembered(charges: readonly Charge[], now: number): number {
  let first = Math.max(0, charges.length - CHARGES_REMEMBERED_MAX);
  for (let charge = charges[first]; charge !== undefined && now - charge.at >= PAYMENT_MEMORY_MS; charge = charges[first]) first += 1;
  return first;
}

function forgetPayments(payments: Map<string, Payment>, now: number): void {
  for (const [paymentId, payment] of payments) {
    if (now - payment.at < PAYMENT_MEMORY_MS + CLOCK_TOLERANCE_MS) break;
    // Its refund may come at any time: a node can stand still for days between taking the points and giving them back.
    if (payment.outcome === 'USED') continue;
    payments.delete(paymentId);
  }
}

function forgetDeclined(state: WalletState, declined: Map<string, number>): void {
  for (const [paymentId, startedAt] of declined) {
    if (declined.size <= DECLINED_REMEMBERED_MAX) break;
    declined.delete(paymentId);
    state.declinedThrough = Math.max(state.declinedThrough, startedAt);
  }
}

function impossible({ userId, balance }: WalletState, event: WalletEvent, why: string): Error {
  return new Error(`wallet/${userId} with ${balance} points cannot take in ${JSON.stringify(event)}: ${why}`);
}
