/** Numbers, moments and ids as operators read them: exact to the millisecond where a fight for a seat is told, short where they watch. */
import { serverNow } from '../api/server-time.js';
import { formatNumber, language } from '../i18n/i18n.js';

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language.value, options]);
  const known = formats.get(key);
  if (known instanceof Intl.DateTimeFormat) return known;
  const made = new Intl.DateTimeFormat(language.value, options);
  formats.set(key, made);
  return made;
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([language.value, 'number', options]);
  const known = formats.get(key);
  if (known instanceof Intl.NumberFormat) return known;
  const made = new Intl.NumberFormat(language.value, options);
  formats.set(key, made);
  return made;
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };

/** 14:05:09, where the reader is. */
export function formatClock(secondsSince1970: number): string {
  return dateFormat(CLOCK).format(secondsSince1970 * 1000);
}

/** The day and the time to the millisecond, where the reader is. */
export function formatExactly(at: string): string {
  return dateFormat({ ...CLOCK, year: 'numeric', month: 'short', day: 'numeric', fractionalSecondDigits: 3 }).format(Date.parse(at));
}

/** The day and the time of a show, where it is, short: with its zone where the reader's clock shows another time, with its year unless it is this one. */
export function formatStart(at: string, timeZone: string): string {
  const ms = Date.parse(at);
  const isElsewhere = zoneName(ms, timeZone) !== zoneName(ms);
  return dateFormat({
    timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(new Date(ms).getFullYear() === new Date(serverNow()).getFullYear() ? {} : { year: 'numeric' }),
    ...(isElsewhere ? { timeZoneName: 'shortOffset' } : {}),
  }).format(ms);
}

/** How far the clocks are from UTC at that moment, "GMT+9": the reader's own, or those of that zone. */
export function zoneName(ms = serverNow(), timeZone?: string): string {
  const parts = dateFormat({ timeZoneName: 'shortOffset', ...(timeZone === undefined ? {} : { timeZone }) });
  return parts.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Digits after the point only while they say something. */
export function formatRate(value: number): string {
  return numberFormat({ maximumFractionDigits: digitsFor(value) }).format(value);
}

/** Three digits that count, at most. */
function digitsFor(value: number): number {
  if (value < 1) return 2;
  return value < 10 ? 1 : 0;
}

export function formatMs(value: number): string {
  return `${formatRate(value)} ms`;
}

/** Of the whole, which may be nothing. */
export function formatShare(part: number, whole: number): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: 0 }).format(whole === 0 ? 0 : part / whole);
}

/** An estimate, in one short unit: "40 sec", "3 min". */
export function formatShortly(seconds: number): string {
  const [value, unit] = seconds < 60 ? [Math.ceil(seconds / 10) * 10, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return numberFormat({ style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

export function formatCount(value: number): string {
  return formatNumber(Math.round(value));
}

/** The beginning and the end of an id, which is enough to recognise it. */
export function shortId(id: string): string {
  return id.length <= 13 ? id : `${id.slice(0, 4)}…${id.slice(-6)}`;
}
