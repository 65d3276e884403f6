/**
 * What must come before an event in the log because it caused it, across entities: a payment its points, a turn its hold. A log whose order is exact always has it
 * so. One that several streams were put together for by the clocks of their servers has it nearly so, and only between entities: see causal-order.ts.
 */
import { concertOfSchedule } from '../domain/ids.js';
import type { AuditedEvent, Understood } from './audited-event.js';
import type { Books } from './books.js';

type Of<Kind extends Understood['kind']> = Extract<Understood, { kind: Kind }>;

/** The name of the cause that the event follows and the books do not have yet, as `causesIn` names it; null when none is missing. */
export function missingCause(books: Books, { kind, key, event }: Understood, at: number): string | null {
  switch (kind) {
    case 'schedule':
      return missingOfSchedule(books, key, event, at);
    case 'wallet':
      return missingOfWallet(books, event);
    case 'queue':
      return event.type === 'TokenExpired' && event.reason === 'PAID' && books.lacksPayment(key, event.seq) ? concertName(key) : null;
  }
}

/** All that may wait for an event to be in the books. */
export function causesIn({ entity, data }: AuditedEvent): readonly string[] {
  const { paymentId } = data;
  const [kind, key = ''] = entity.split('/');
  const concert = kind === 'schedule' ? concertOfSchedule(key) : null;
  return [entity, ...(concert === null ? [] : [concertName(concert)]), ...(typeof paymentId === 'string' ? [paymentId] : [])];
}

function missingOfSchedule({ checkouts, queues }: Books, scheduleId: string, event: Of<'schedule'>['event'], at: number): string | null {
  if (event.type === 'SeatHeld') {
    const concert = concertOfSchedule(scheduleId) ?? '';
    return queues.get(concert)?.isAdmitted(event.userId, at) === false ? `queue/${concert}` : null;
  }
  if (event.type !== 'PaymentCompleted' && event.type !== 'PaymentAborted') return null;
  const wallet = checkouts.find(event.paymentId)?.wallet;
  if (wallet === undefined) return null;
  if (event.type === 'PaymentCompleted') return wallet.timesUsed > 0 ? null : event.paymentId;
  return event.reason !== 'DECLINED' || wallet.declined || wallet.forbidden ? null : event.paymentId;
}

function missingOfWallet({ checkouts }: Books, event: Of<'wallet'>['event']): string | null {
  if (event.type === 'PointsCharged') return null;
  const status = checkouts.find(event.paymentId)?.status;
  const isAnswerToAbort = event.type === 'PointsRefunded' || event.type === 'UseForbidden';
  return status === undefined || (isAnswerToAbort && status === 'PENDING') ? event.paymentId : null;
}

const concertName = (concertId: string): string => `schedules of ${concertId}`;
