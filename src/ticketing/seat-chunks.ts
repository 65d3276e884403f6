/**
 * A snapshot of seats in chunks, for whatever transport: a hall of 100,000 seats is too large for one message. A chunk has whole rows, with the statuses of
 * their seats; a section that does not fit goes on in the next chunk under its name and price.
 */
import type { RowSpec, SectionSpec } from '../domain/schedule/protocol.js';
import type { SeatsSnapshot } from './seat-versions.js';

export interface SeatsChunk {
  /** The same object for all snapshots of a hall, so an encoding of it can be kept by it. */
  readonly sections: readonly SectionSpec[];
  /** The seat of the first status. */
  readonly firstSeat: number;
  /** Four seats a byte, the first in the lowest two bits: codes as in SEAT_STATUSES. */
  readonly statuses: Buffer;
  readonly isLast: boolean;
}

/** Of a chunk that is spelled in JSON, its statuses in base64; other encodings are shorter. */
export const CHUNK_BYTES_MAX = 64 * 1024;
/** Around the rows and statuses of a chunk: ids, numbers, names of members. */
const CHUNK_OVERHEAD_BYTES = 512;
/** Around a name: names of members, price or number of seats. */
const NAME_OVERHEAD_BYTES = 40;
const SEATS_PER_BYTE = 4;
const BITS_PER_SEAT = 2;
/** A character of base64 has six bits. */
const SEATS_PER_CHARACTER = 3;

interface Part {
  readonly firstSeat: number;
  readonly seats: number;
  readonly sections: readonly SectionSpec[];
}

const known = new WeakMap<readonly SectionSpec[], readonly Part[]>();

export function chunksOf({ sections, statuses }: SeatsSnapshot): readonly SeatsChunk[] {
  let parts = known.get(sections);
  if (parts === undefined) known.set(sections, (parts = partsOf(sections)));
  const last = parts.length - 1;
  return parts.map((part, index) => ({
    sections: part.sections,
    firstSeat: part.firstSeat,
    statuses: pack(statuses, part.firstSeat - 1, part.seats),
    isLast: index === last,
  }));
}

/** All seats of a hall in one piece, four a byte as in a chunk: for answers that may be large. */
export function packedStatuses(statuses: Uint8Array): Buffer {
  return pack(statuses, 0, statuses.length);
}

/** Which rows go together; the rows of a hall never change. */
function partsOf(sections: readonly SectionSpec[]): readonly Part[] {
  const parts: Part[] = [];
  let [bytes, firstSeat, seats] = [CHUNK_OVERHEAD_BYTES, 1, 0];
  let shown: { readonly name: string; readonly price: number; readonly rows: RowSpec[] }[] = [];
  const close = (): void => {
    parts.push({ firstSeat, seats, sections: shown });
    [bytes, firstSeat, seats, shown] = [CHUNK_OVERHEAD_BYTES, firstSeat + seats, 0, []];
  };
  for (const { name, price, rows } of sections) {
    let own: RowSpec[] | null = null;
    for (const row of rows) {
      const rowBytes = spelledBytes(row.name) + row.seats / SEATS_PER_CHARACTER;
      if (seats > 0 && bytes + rowBytes + (own === null ? spelledBytes(name) : 0) > CHUNK_BYTES_MAX) {
        close();
        own = null;
      }
      if (own === null) {
        own = [];
        shown.push({ name, price, rows: own });
        bytes += spelledBytes(name);
      }
      own.push(row);
      bytes += rowBytes;
      seats += row.seats;
    }
  }
  close();
  return parts;
}

function spelledBytes(name: string): number {
  return Buffer.byteLength(JSON.stringify(name)) + NAME_OVERHEAD_BYTES;
}

function pack(statuses: Uint8Array, from: number, seats: number): Buffer {
  const packed = Buffer.alloc(Math.ceil(seats / SEATS_PER_BYTE));
  for (let seat = 0; seat < seats; seat += 1) {
    const at = Math.floor(seat / SEATS_PER_BYTE);
    packed[at] = (packed[at] ?? 0) | ((statuses[from + seat] ?? 0) << (BITS_PER_SEAT * (seat % SEATS_PER_BYTE)));
  }
  return packed;
}
