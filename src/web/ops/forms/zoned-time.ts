/** Between a wall clock somewhere and moments: a show starts at eight where it is, not where the operator sits. */

/** What `<input type="datetime-local">` gives. */
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/;

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** How far that zone's clocks are ahead of UTC at that moment. */
function aheadMs(utcMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const part = new Map(format.formatToParts(utcMs).map(({ type, value }) => [type, Number(value)]));
  const read = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second')) - utcMs;
}

/**
 * RFC 3339, in UTC, of what the clocks there show; undefined when nothing is filled in. An hour that the clocks skip is taken as if they had not. In a zone that
 * does not exist it is taken for UTC, so that the node can say what is wrong with the zone.
 */
export function momentThere(local: string, timeZone: string): string | undefined {
  const match = LOCAL.exec(local);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  if (!isTimeZone(timeZone)) return new Date(shown).toISOString();
  // The offset of a first guess may be that of the other side of a clock change; the second guess is on the right side.
  const guess = shown - aheadMs(shown, timeZone);
  return new Date(shown - aheadMs(guess, timeZone)).toISOString();
}

/** What the clocks there show at that moment, as the input wants it. */
export function clockThere(utcMs: number, timeZone: string): string {
  return new Date(utcMs + aheadMs(utcMs, timeZone)).toISOString().slice(0, 16);
}

/** The reader's own zone and some that many shows are in first, then all others. */
export function timeZones(): readonly string[] {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([own, 'Asia/Seoul', 'Asia/Tokyo', 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
