/**
 * Seat maps as JSON. A map of 100,000 seats is megabytes of text that thousands of fans ask for at once, while a thousand seats change every second. So the
 * bytes of the last map are kept, and of the next one only the pieces in which a seat changed are spelled again; the rest is copied. A map that was handed
 * out is never written to: a slow client may still be reading it. Who has seats of their own gets a copy with those pieces spelled for them.
 */
import { SEAT_STATUSES } from '../domain/schedule/protocol.js';
import type { SeatStatus, SeatsView, SectionSpec } from '../domain/schedule/protocol.js';

/** Schedules whose maps are kept. */
export const SCHEDULES_KEPT_MAX = 64;
/** Bytes of maps kept; a single larger map is not kept. */
const MAP_BYTES_KEPT_MAX = 64 * 1024 * 1024;
/** Seats spelled together: fewer make more pieces to copy, more make more text to spell for one change. */
const SEATS_PER_PIECE = 32;
/** Filters: no filter, or one status. */
const FILTERS = SEAT_STATUSES.length + 1;

const COMMA = 0x2c;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;
const NO_SEATS: ReadonlySet<number> = new Set();

interface Row {
  /** Its last seat. */
  readonly last: number;
  /** What never changes about its seats, around their number and their status. */
  readonly place: string;
  readonly end: string;
}

interface SpelledMap {
  readonly version: number;
  readonly sections: readonly SectionSpec[];
  readonly statuses: Uint8Array;
  readonly json: Buffer;
  /** Where the first piece begins in `json`. */
  readonly start: number;
  /** Where each piece ends in `json`. */
  readonly ends: Uint32Array;
}

interface KeptMaps {
  /** By filter. */
  readonly maps: (SpelledMap | null)[];
  bytes: number;
}

export class SeatMaps {
  private readonly rows = new WeakMap<readonly SectionSpec[], readonly Row[]>();
  /** By schedule, in order of use, the one used longest ago first. */
  private readonly kept = new Map<string, KeptMaps>();
  private keptBytes = 0;

  /** UTF-8 JSON of the map, or of a newer one; `only` leaves out seats of any other status. */
  json(view: SeatsView, only: SeatStatus | null): Buffer {
    const filter = only === null ? 0 : SEAT_STATUSES.indexOf(only) + 1;
    const known = this.use(view.scheduleId)?.maps[filter] ?? null;
    const base = known?.sections === view.sections ? known : null;
    if (view.mine.length > 0) return this.spell(view, filter, base, new Set(view.mine)).json;
    if (base !== null && base.version >= view.version) return base.json;
    const map = this.spell(view, filter, base, NO_SEATS);
    this.keep(view.scheduleId, filter, map);
    return map.json;
  }

  private use(scheduleId: string): KeptMaps | undefined {
    const kept = this.kept.get(scheduleId);
    if (kept !== undefined) {
      this.kept.delete(scheduleId);
      this.kept.set(scheduleId, kept);
    }
    return kept;
  }

  private keep(scheduleId: string, filter: number, map: SpelledMap): void {
    const kept = this.kept.get(scheduleId) ?? { maps: new Array<SpelledMap | null>(FILTERS).fill(null), bytes: 0 };
    const more = map.json.length - (kept.maps[filter]?.json.length ?? 0);
    kept.maps[filter] = map;
    kept.bytes += more;
    this.keptBytes += more;
    this.kept.set(scheduleId, kept);
    for (const [oldest, { bytes }] of this.kept) {
      if (this.kept.size <= SCHEDULES_KEPT_MAX && this.keptBytes <= MAP_BYTES_KEPT_MAX) return;
      this.kept.delete(oldest);
      this.keptBytes -= bytes;
    }
  }

  /** @param base a map of the same seats and the same filter to copy from, without seats of anybody's own. */
  private spell(view: SeatsView, filter: number, base: SpelledMap | null, mine: ReadonlySet<number>): SpelledMap {
    const { scheduleId, version, sections, statuses } = view;
    const head = Buffer.from(`{"scheduleId":${JSON.stringify(scheduleId)},"version":${version},"seats":[`);
    const rows = this.rowsOf(sections);
    const ends = new Uint32Array(Math.ceil(statuses.length / SEATS_PER_PIECE));
    const pieces: Buffer[] = [head];
    const speller = { rows, row: 0, statuses, wanted: filter - 1, mine };
    /** Of pieces that can be copied and are not in `pieces` yet; -1: there are none. */
    let copiedFrom = -1;
    let length = head.length;
    for (let piece = 0; piece < ends.length; piece += 1) {
      const from = piece * SEATS_PER_PIECE;
      const to = Math.min(from + SEATS_PER_PIECE, statuses.length);
      if (base !== null && isSame(base.statuses, statuses, from, to) && !hasAny(mine, from, to)) {
        if (copiedFrom < 0) copiedFrom = startOf(base, piece);
        length += endOf(base, piece) - startOf(base, piece);
      } else {
        if (base !== null && copiedFrom >= 0) pieces.push(base.json.subarray(copiedFrom, startOf(base, piece)));
        copiedFrom = -1;
        const text = Buffer.from(textOf(speller, from, to));
        pieces.push(text);
        length += text.length;
      }
      ends[piece] = length;
    }
    if (base !== null && copiedFrom >= 0) pieces.push(base.json.subarray(copiedFrom, endOf(base, ends.length - 1)));
    return { version, sections, statuses, json: joined(pieces, head.length, length), start: head.length, ends };
  }

  private rowsOf(sections: readonly SectionSpec[]): readonly Row[] {
    const known = this.rows.get(sections);
    if (known !== undefined) return known;
    const rows: Row[] = [];
    let seats = 0;
    for (const section of sections) {
      for (const row of section.rows) {
        rows.push({
          last: seats + row.seats,
          place: `,"section":${JSON.stringify(section.name)},"row":${JSON.stringify(row.name)},"status":"`,
          end: `","price":${section.price}`,
        });
        seats += row.seats;
      }
    }
    this.rows.set(sections, rows);
    return rows;
  }
}

interface Speller {
  readonly rows: readonly Row[];
  /** The row of the seat spelled last; seats are spelled in order. */
  row: number;
  readonly statuses: Uint8Array;
  /** The code of the only status that is shown; -1: all are. */
  readonly wanted: number;
  readonly mine: ReadonlySet<number>;
}

/** Seats `from` (exclusive) to `to`, each with a comma after it. */
function textOf(speller: Speller, from: number, to: number): string {
  const { rows, statuses, wanted, mine } = speller;
  let text = '';
  for (let seat = from + 1; seat <= to; seat += 1) {
    const code = statuses[seat - 1] ?? 0;
    if (wanted >= 0 && code !== wanted) continue;
    while (seat > (rows[speller.row]?.last ?? Infinity)) speller.row += 1;
    const row = rows[speller.row];
    if (row === undefined) throw new Error(`seat ${seat} is in no row`);
    text += `{"seat":${seat}${row.place}${SEAT_STATUSES[code] ?? ''}${row.end}${mine.has(seat) ? ',"mine":true},' : '},'}`;
  }
  return text;
}

/** One buffer of all, in which the bracket and the brace come after the last seat instead of its comma. */
function joined(pieces: readonly Buffer[], headLength: number, length: number): Buffer {
  const seats = length > headLength;
  const json = Buffer.allocUnsafeSlow(seats ? length + 1 : length + 2);
  let at = 0;
  for (const piece of pieces) {
    at += piece.copy(json, at);
    // Where the map copied from ended, it has its bracket.
    if (at > headLength) json[at - 1] = COMMA;
  }
  json[seats ? length - 1 : length] = CLOSING_BRACKET;
  json[json.length - 1] = CLOSING_BRACE;
  return json;
}

function startOf(map: SpelledMap, piece: number): number {
  return piece === 0 ? map.start : endOf(map, piece - 1);
}

function endOf(map: SpelledMap, piece: number): number {
  return map.ends[piece] ?? map.start;
}

function isSame(before: Uint8Array, after: Uint8Array, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (before[index] !== after[index]) return false;
  return true;
}

function hasAny(seats: ReadonlySet<number>, from: number, to: number): boolean {
  if (seats.size === 0) return false;
  for (let seat = from + 1; seat <= to; seat += 1) if (seats.has(seat)) return true;
  return false;
}
