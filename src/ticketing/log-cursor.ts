/**
 * Cursors of the event log: an event, and what a reader who goes on after it has read so far. They stay valid for ever.
 *
 * Spelled as the positions of all lanes, joined by dots, then `-<lane>` when there is more than one, then `-<index>` of the event within its record: `3-0` in
 * a log with one lane, `7.0.12-2-0` in one with several. A reader's place in all lanes must be in it, because only the order within a lane is fixed: two
 * readers, or one reader twice, may see the lanes side by side in different ways.
 */
import type { LoggedRecord, LogPlace } from '../journal/port.js';
import { placeAfter } from '../journal/port.js';

/** More lanes than this a log does not have. */
export const LOG_LANES_MAX = 64;
const POSITION_DIGITS_MAX = 15;
const INDEX_DIGITS_MAX = 9;
/** `<positions>-<lane>-<index>` with as many lanes and digits as there can be. */
export const LOG_CURSOR_LENGTH_MAX = LOG_LANES_MAX * (POSITION_DIGITS_MAX + 1) + 3 + INDEX_DIGITS_MAX;

const SPELLING = new RegExp(
  `^(\\d{1,${POSITION_DIGITS_MAX}}(?:\\.\\d{1,${POSITION_DIGITS_MAX}}){0,${LOG_LANES_MAX - 1}})(?:-(\\d{1,2}))?-(\\d{1,${INDEX_DIGITS_MAX}})$`,
);

export interface LogCursor {
  /** Everything up to and with the record of the event. */
  readonly place: LogPlace;
  /** Whose record it is. */
  readonly lane: number;
  /** Of the event within the record; 0 for a record without events. */
  readonly index: number;
}

/** @param before where its reader stood before the record. */
export function cursorIn(record: LoggedRecord, before: LogPlace, index: number): LogCursor {
  return { place: placeAfter(before, record), lane: record.lane, index };
}

export function spellLogCursor({ place, lane, index }: LogCursor): string {
  return `${place.join('.')}${place.length > 1 ? `-${lane}` : ''}-${index}`;
}

export function parseLogCursor(text: string | null): LogCursor | null | 'invalid' {
  if (text === null) return null;
  const match = SPELLING.exec(text);
  if (match === null) return 'invalid';
  const [, positions = '', lane, index] = match;
  const place = positions.split('.').map(Number);
  if (place.length > 1 ? lane === undefined || Number(lane) >= place.length : lane !== undefined) return 'invalid';
  return { place, lane: Number(lane ?? 0), index: Number(index) };
}

export function isRecordOf({ place, lane }: LogCursor, record: LoggedRecord | undefined): boolean {
  return record?.lane === lane && record.position === place[lane];
}

/** The place before the cursor's record, which is thus read again; the other lanes go on where they were. */
export function placeBefore({ place, lane }: LogCursor): LogPlace {
  return place.map((position, of) => (of === lane ? before(position) : position));
}

/** The place from which the first record read is the cursor's, if there is one: all other lanes lie behind it. */
export function placeOfRecordAlone({ place, lane }: LogCursor): LogPlace {
  return Array.from({ length: LOG_LANES_MAX }, (_, of) => (of === lane ? before(place[of] ?? 0) : Number.MAX_SAFE_INTEGER));
}

/** Nobody was handed a cursor with position 0, but somebody may send one. */
function before(position: number): number {
  return Math.max(0, position - 1);
}
