/** Reads the node's snapshots of seats: base64, four seats a byte, the first in the lowest two bits; large halls come in several messages. */
import type { Message } from './live-messages.js';
import type { Section } from './types.js';

export interface SeatsSoFar {
  readonly version: number;
  readonly sections: readonly Section[];
  readonly statuses: Uint8Array;
}

export interface SnapshotChunk {
  readonly version: number;
  readonly totalSeats: number;
  readonly sections: readonly Section[];
  /** The seat of the first status. */
  readonly first: number;
  readonly statuses: string;
  readonly isLast: boolean;
}

/** null when the message is not what it should be. */
export function snapshotChunk(message: Message): SnapshotChunk | null {
  const { version, totalSeats, sections, first, statuses, last } = message;
  if (typeof version !== 'number' || typeof totalSeats !== 'number' || typeof first !== 'number' || typeof statuses !== 'string')
    return null;
  return { version, totalSeats, sections: sections as readonly Section[], first, statuses, isLast: last === true };
}

/** The seats so far with those of the next message; a message that begins at seat 1 begins anew. */
export function packedStatuses(before: SeatsSoFar | null, chunk: SnapshotChunk): SeatsSoFar {
  const isFirst = before === null || chunk.first === 1;
  const statuses = isFirst ? new Uint8Array(chunk.totalSeats) : before.statuses;
  unpack(chunk.statuses, statuses, chunk.first - 1);
  return { version: chunk.version, sections: isFirst ? chunk.sections : joined(before.sections, chunk.sections), statuses };
}

/** One byte a seat, from base64 of two bits a seat. */
export function unpackStatuses(base64: string, totalSeats: number): Uint8Array {
  const statuses = new Uint8Array(totalSeats);
  unpack(base64, statuses, 0);
  return statuses;
}

function unpack(base64: string, into: Uint8Array, from: number): void {
  const packed = atob(base64);
  const end = Math.min(into.length, from + packed.length * 4);
  for (let index = from; index < end; index++) {
    const offset = index - from;
    into[index] = (packed.charCodeAt(offset >> 2) >> ((offset & 3) * 2)) & 3;
  }
}

/** A section with the name of the one before goes on with its rows. */
function joined(before: readonly Section[], next: readonly Section[]): readonly Section[] {
  const last = before.at(-1);
  const [first, ...rest] = next;
  if (first === undefined || last?.name !== first.name) return [...before, ...next];
  return [...before.slice(0, -1), { ...last, rows: [...last.rows, ...first.rows] }, ...rest];
}
