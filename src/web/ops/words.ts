/** Recorded events as sentences, for people who do not read logs. */
import type { LoggedEvent } from '../api/operators-types.js';
import { formatDuration, formatMoney, t } from '../i18n/i18n.js';
import { formatClock, formatMs, shortId } from './format.js';

/** Events with words of their own; those in which a reason makes the difference have words for each. */
const KNOWN = new Set([
  'SeatHeld',
  'HoldReleased.OWNER',
  'HoldReleased.SUPERSEDED',
  'HoldExpired',
  'PaymentStarted',
  'PaymentCompleted',
  'ReservationCreated',
  'PaymentAborted.DECLINED',
  'PaymentAborted.TIMED_OUT',
  'SeatsBlocked',
  'SeatsUnblocked',
]);

export function textIn(data: LoggedEvent['data'], name: string): string | null {
  const value = data[name];
  return typeof value === 'string' ? value : null;
}

function numberIn(data: LoggedEvent['data'], name: string): number {
  const value = data[name];
  return typeof value === 'number' ? value : 0;
}

export function sentenceOf({ type, data }: LoggedEvent): string {
  const reason = textIn(data, 'reason');
  const name = reason === null ? type : `${type}.${reason}`;
  if (!KNOWN.has(name)) return t('story.other', { type: name });
  const until = textIn(data, 'expiresAt');
  const seats = data['seats'];
  return t(`story.${name}`, {
    count: Array.isArray(seats) ? seats.length : 1,
    user: shortId(textIn(data, 'userId') ?? ''),
    amount: formatMoney(numberIn(data, 'amount')),
    balance: formatMoney(numberIn(data, 'balance')),
    until: until === null ? '' : formatClock(Date.parse(until) / 1000),
  });
}

/** What kind of thing happened, for its mark in the story. */
export function toneOf({ type }: LoggedEvent): 'free' | 'held' | 'sold' | 'blocked' | 'bad' {
  if (type === 'SeatHeld' || type === 'PaymentStarted') return 'held';
  if (type === 'PaymentCompleted' || type === 'ReservationCreated') return 'sold';
  if (type === 'SeatsBlocked') return 'blocked';
  return type === 'PaymentAborted' ? 'bad' : 'free';
}

/** How long after the event before it. */
export function gapText(before: string, after: string): string {
  const ms = Math.max(0, Date.parse(after) - Date.parse(before));
  return t('story.later', { time: ms < 1_000 ? formatMs(ms) : formatDuration(ms / 1000) });
}
