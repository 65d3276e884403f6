/**
 * How a page of a chain travels from the reader thread: two arrays of strings and one of numbers, because the structured clone of many small objects costs
 * several times as much on the thread that replays them, which is the one that serves requests.
 */
import type { StoredRecord } from '../port.js';

/** Records of one entity that follow one another. */
export interface PackedChain {
  readonly entity: string;
  readonly firstVersion: number;
  /** Hash of the record before the first. */
  readonly prevHash: string;
  readonly bodies: readonly string[];
  readonly hashes: readonly string[];
  /** `NUMBERS_PER_RECORD` for each record, in the order of `pack`. */
  readonly numbers: Float64Array<ArrayBuffer>;
}

const NUMBERS_PER_RECORD = 6;

/** null when there are none. */
export function packChain(records: readonly StoredRecord[]): PackedChain | null {
  const [first] = records;
  if (first === undefined) return null;
  const numbers = new Float64Array(records.length * NUMBERS_PER_RECORD);
  records.forEach((record, index) => pack(numbers, index * NUMBERS_PER_RECORD, record));
  return {
    entity: first.entity,
    firstVersion: first.version,
    prevHash: first.prevHash,
    bodies: records.map(({ body }) => body),
    hashes: records.map(({ hash }) => hash),
    numbers,
  };
}

export function unpackChain(packed: PackedChain): StoredRecord[] {
  const { entity, firstVersion, bodies, hashes, numbers } = packed;
  let { prevHash } = packed;
  return bodies.map((body, index): StoredRecord => {
    const at = index * NUMBERS_PER_RECORD;
    const hash = hashes[index] ?? '';
    const wakeAt = numberAt(numbers, at + 3);
    const record = {
      entity,
      version: firstVersion + index,
      schema: numberAt(numbers, at),
      epoch: numberAt(numbers, at + 1),
      at: numberAt(numbers, at + 2),
      wakeAt: Number.isNaN(wakeAt) ? null : wakeAt,
      openEffects: numberAt(numbers, at + 4) === 1,
      body,
      prevHash,
      hash,
      position: numberAt(numbers, at + 5),
    };
    prevHash = hash;
    return record;
  });
}

/** NaN stands for null, which is never a time. */
function pack(numbers: Float64Array, at: number, { schema, epoch, at: time, wakeAt, openEffects, position }: StoredRecord): void {
  numbers[at] = schema;
  numbers[at + 1] = epoch;
  numbers[at + 2] = time;
  numbers[at + 3] = wakeAt ?? NaN;
  numbers[at + 4] = openEffects ? 1 : 0;
  numbers[at + 5] = position;
}

function numberAt(numbers: Float64Array, index: number): number {
  return numbers[index] ?? NaN;
}
