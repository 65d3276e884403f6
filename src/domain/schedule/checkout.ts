/**
 * Paying for a held reservation: the saga whose one decision stands in the schedule's log.
 *
 *   Pay             HELD -> PAYING, effect `use`: the wallet is asked for the points
 *   ConfirmPayment  the wallet paid: PAYING -> CONFIRMED (the commit point), the user's other holds are released, effect `finish`: the token that paid ends
 *   AbortPayment    the wallet declined, for good: PAYING -> HELD, nothing to give back
 *   (grace is over) PAYING -> HELD, effect `refund`: the wallet may have paid or may still pay, so it gives back and never pays
 *
 * What the wallet says about a payment that is decided already changes nothing: its refund is on its way.
 */
import type { Effect, Meta } from '../decider.js';
import { assertNever } from '../decider.js';
import { paymentIdOf, queueEntity, reservationIdOf, walletEntity } from '../ids.js';
import type { QueueCommand } from '../queue/protocol.js';
import type { Refusal } from '../refusals.js';
import { isRefusal, refuse } from '../refusals.js';
import type { UseView, WalletCommand } from '../wallet/protocol.js';
import { released } from './holds.js';
import type { EffectKind } from './payments.js';
import type { PaymentView, ScheduleCommand, ScheduleEvent } from './protocol.js';
import { PAYMENT_GRACE_MS } from './protocol.js';
import type { Schedule, ScheduleDecision, ScheduleState } from './state.js';
import { born, findPayment, findReservationOf, mintedId, read, selfIdentified } from './state.js';
import { paymentView } from './views.js';

type CommandOf<T extends ScheduleCommand['type']> = Extract<ScheduleCommand, { type: T }>;

const EFFECT_KEY = /^(use|finish|refund)-([0-9a-f]{32})$/;

export function pay(schedule: Schedule, command: CommandOf<'Pay'>, { id, now }: Meta): ScheduleDecision {
  const { scheduleId, reservations, payments } = schedule;
  const { userId, reservationId, tokenSeq } = command;
  const suffix = mintedId(id);
  const row = findReservationOf(schedule, reservationId, userId);
  if (row === -1) return refuse('RESERVATION_NOT_FOUND');
  const last = payments.lastFor(row);
  const status = reservations.status(row);
  if (status === 'CONFIRMED') return selfIdentified([], (after) => paymentView(after, last));
  const repeated = payments.find(suffix);
  if (repeated !== -1) {
    if (payments.reservation(repeated) !== row) throw new Error(`the command id ${suffix} was another payment's before`);
    return { events: [], awaits: paymentIdOf(scheduleId, suffix) };
  }
  switch (status) {
    case 'PAYING':
      return { events: [], awaits: paymentIdOf(scheduleId, payments.suffix(last)) };
    case 'EXPIRED':
    case 'RELEASED':
      return refuse('HOLD_EXPIRED', { reservationStatus: status });
    case 'HELD': {
      const paymentId = paymentIdOf(scheduleId, suffix);
      const amount = reservations.amount(row);
      const graceUntil = now + PAYMENT_GRACE_MS;
      const started: ScheduleEvent = { type: 'PaymentStarted', paymentId, reservationId, userId, amount, graceUntil, tokenSeq };
      return { events: [started], awaits: paymentId };
    }
    default:
      return assertNever(status);
  }
}

export function confirmPayment(schedule: Schedule, { paymentId, balance }: CommandOf<'ConfirmPayment'>): ScheduleDecision {
  const { reservations, payments } = schedule;
  const payment = findPayment(schedule, paymentId);
  if (payment === -1) return refuse('PAYMENT_NOT_FOUND');
  if (payments.status(payment) !== 'PENDING') return selfIdentified([], () => null);
  const paid = paidFor(schedule, payment);
  const seats = reservations.seats(payments.reservation(payment));
  const events: ScheduleEvent[] = [
    { type: 'PaymentCompleted', ...paid, seats, balance },
    { type: 'ReservationCreated', ...paid, seats },
  ];
  for (const row of reservations.owning(paid.userId)) {
    if (reservations.isStatus(row, 'HELD')) events.push(released(schedule, row, 'SUPERSEDED'));
  }
  return selfIdentified(events, () => null);
}

export function abortPayment(schedule: Schedule, { paymentId, balance }: CommandOf<'AbortPayment'>): ScheduleDecision {
  const payment = findPayment(schedule, paymentId);
  if (payment === -1) return refuse('PAYMENT_NOT_FOUND');
  if (schedule.payments.status(payment) !== 'PENDING') return selfIdentified([], () => null);
  return selfIdentified([{ type: 'PaymentAborted', ...paidFor(schedule, payment), reason: 'DECLINED', balance }], () => null);
}

export function settleEffect(schedule: Schedule, { key }: CommandOf<'SettleEffect'>): ScheduleDecision {
  const effect = parseEffectKey(schedule, key);
  const settles = effect !== null && effect.kind !== 'use';
  return selfIdentified(settles ? [{ type: 'EffectSettled', key }] : [], () => null);
}

export function getPayment(schedule: Schedule, { userId, paymentId }: CommandOf<'GetPayment'>): ScheduleDecision {
  const payment = findPayment(schedule, paymentId);
  if (payment === -1) return refuse('PAYMENT_NOT_FOUND');
  const isTheirs = userId === null || schedule.reservations.belongsTo(schedule.payments.reservation(payment), userId);
  return isTheirs ? read((after) => paymentView(after, payment)) : refuse('PAYMENT_NOT_FOUND');
}

/** How a payment ended; null while it is under way. */
export function outcome(state: ScheduleState, paymentId: string): PaymentView | Refusal | null {
  const schedule = born(state);
  const { payments, reservations } = schedule;
  const payment = findPayment(schedule, paymentId);
  if (payment === -1) throw new Error(`payment ${paymentId} is unknown`);
  const status = payments.status(payment);
  switch (status) {
    case 'PENDING':
      return null;
    case 'COMPLETED':
      return paymentView(schedule, payment);
    case 'DECLINED':
      return refuse('INSUFFICIENT_POINTS', {
        balance: payments.balance(payment),
        required: reservations.amount(payments.reservation(payment)),
      });
    case 'TIMED_OUT':
      return refuse('PAYMENT_ABORTED');
    default:
      return assertNever(status);
  }
}

/** What others must still be asked, oldest payment first. */
export function* pending({ schedule }: ScheduleState): Generator<Effect<ScheduleCommand>> {
  if (schedule === null) return;
  for (const payment of schedule.payments.open) {
    const kind = schedule.payments.openEffect(payment);
    if (kind === null) throw new Error(`payment ${schedule.payments.suffix(payment)} counts as open, but nothing is to be asked`);
    yield effectOf(schedule, payment, kind);
  }
}

/** The open effect that this key names, or null when there is none. */
export function parseEffectKey({ payments }: Schedule, key: string): { kind: EffectKind; payment: number } | null {
  const match = EFFECT_KEY.exec(key);
  if (match?.[2] === undefined) return null;
  const payment = payments.find(match[2]);
  if (payment === -1) return null;
  const kind = payments.openEffect(payment);
  return kind !== null && kind === match[1] ? { kind, payment } : null;
}

function effectOf(schedule: Schedule, payment: number, kind: EffectKind): Effect<ScheduleCommand> {
  const { payments, spec } = schedule;
  const key = `${kind}-${payments.suffix(payment)}`;
  const { paymentId, reservationId, userId, amount } = paidFor(schedule, payment);
  const then = (answer: unknown): ScheduleCommand => {
    carriedOut(key, answer);
    return { type: 'SettleEffect', key };
  };
  switch (kind) {
    case 'use': {
      const command: WalletCommand = { type: 'Use', paymentId, reservationId, amount, startedAt: payments.startedAt(payment) };
      return { key, to: walletEntity(userId), command, then: (answer) => decided(paymentId, answer) };
    }
    case 'refund': {
      const command: WalletCommand = { type: 'Refund', paymentId };
      return { key, to: walletEntity(userId), command, then };
    }
    case 'finish': {
      const seq = payments.tokenSeq(payment);
      if (seq === null) throw new Error(`no token paid for ${paymentId}`);
      const command: QueueCommand = { type: 'Finish', seq };
      return { key, to: queueEntity(spec.concertId), command, then };
    }
    default:
      return assertNever(kind);
  }
}

/** The wallet's word on a payment. */
function decided(paymentId: string, answer: unknown): ScheduleCommand {
  carriedOut(paymentId, answer);
  const { outcome: word, balance } = answer as UseView;
  switch (word) {
    case 'USED':
      return { type: 'ConfirmPayment', paymentId, balance };
    case 'DECLINED':
      return { type: 'AbortPayment', paymentId, balance };
    default:
      return assertNever(word);
  }
}

/** None of the effects can be refused for a reason of business, so a refusal means that it was not carried out: throwing has it asked again. */
function carriedOut(what: string, answer: unknown): void {
  if (isRefusal(answer)) throw new Error(`${what} was not carried out: ${answer.refused}`);
}

interface Paid {
  readonly paymentId: string;
  readonly reservationId: string;
  readonly userId: string;
  readonly amount: number;
}

function paidFor({ scheduleId, reservations, payments }: Schedule, payment: number): Paid {
  const row = payments.reservation(payment);
  return {
    paymentId: paymentIdOf(scheduleId, payments.suffix(payment)),
    reservationId: reservationIdOf(scheduleId, reservations.suffix(row)),
    userId: reservations.userId(row),
    amount: reservations.amount(row),
  };
}
