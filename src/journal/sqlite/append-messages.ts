/**
 * What travels between the journal and its writer thread.
 *
 * One message carries all appends of a tick: two arrays of strings and one of numbers, because the structured clone of many small objects costs several times
 * as much on the thread that serves requests.
 */
import type { NewRecord, OpeningReport } from '../port.js';

export interface AppendMessage {
  readonly kind: 'append';
  readonly entities: readonly string[];
  readonly bodies: readonly string[];
  /** `NUMBERS_PER_RECORD` for each record, in the order of `packNumbers`. */
  readonly numbers: Float64Array<ArrayBuffer>;
}

export type WriterRequest = AppendMessage | { readonly kind: 'close' };

/** The answer to the oldest `messages` that were not answered yet, all of them in one transaction. */
export interface CommittedMessage {
  readonly kind: 'committed';
  readonly messages: number;
  /** Hex hash of each record in the order they came; empty for one that was fenced. */
  readonly hashes: readonly string[];
  /** Position of the first record that was not fenced; the others follow without gaps. */
  readonly firstPosition: number;
  /** How many were not fenced. */
  readonly records: number;
  readonly milliseconds: number;
}

export type WriterReply =
  | { readonly kind: 'ready'; readonly opening: OpeningReport }
  | { readonly kind: 'unusable'; readonly message: string }
  | CommittedMessage
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'closed' };

const NUMBERS_PER_RECORD = 7;

export function packAppends(records: readonly NewRecord[]): AppendMessage {
  const entities = new Array<string>(records.length);
  const bodies = new Array<string>(records.length);
  const numbers = new Float64Array(records.length * NUMBERS_PER_RECORD);
  let index = 0;
  for (const record of records) {
    entities[index] = record.entity;
    bodies[index] = record.body;
    packNumbers(numbers, index * NUMBERS_PER_RECORD, record);
    index += 1;
  }
  return { kind: 'append', entities, bodies, numbers };
}

/** The append at `index` of a message. */
export function unpackAppend({ entities, bodies, numbers }: AppendMessage, index: number): NewRecord {
  const at = index * NUMBERS_PER_RECORD;
  const wakeAt = numberAt(numbers, at + 4);
  return {
    entity: entities[index] ?? '',
    expectedVersion: numberAt(numbers, at),
    schema: numberAt(numbers, at + 1),
    epoch: numberAt(numbers, at + 2),
    at: numberAt(numbers, at + 3),
    wakeAt: Number.isNaN(wakeAt) ? null : wakeAt,
    openEffects: numberAt(numbers, at + 5) === 1,
    ahead: numberAt(numbers, at + 6) === 1,
    body: bodies[index] ?? '',
  };
}

function packNumbers(numbers: Float64Array, at: number, record: NewRecord): void {
  numbers[at] = record.expectedVersion;
  numbers[at + 1] = record.schema;
  numbers[at + 2] = record.epoch;
  numbers[at + 3] = record.at;
  numbers[at + 4] = record.wakeAt ?? Number.NaN;
  numbers[at + 5] = record.openEffects ? 1 : 0;
  numbers[at + 6] = record.ahead === true ? 1 : 0;
}

function numberAt(numbers: Float64Array, index: number): number {
  return numbers[index] ?? Number.NaN;
}
