/** An append on its way into the log. */
import { headers } from '@nats-io/transport-node';
import type { MsgHdrs } from '@nats-io/transport-node';
import type { AppendResult, NewRecord } from '../port.js';
import { recordHash } from '../record.js';
import { RECORD_HEADER, toMessage } from './record-message.js';
import type { Tail } from './tails.js';

export interface Entry {
  readonly record: NewRecord;
  readonly lane: number;
  readonly subject: string;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/** An append that knows what it follows, and so what it is: from now on its bytes and its expectation never change. */
export interface ReadyEntry extends Entry {
  readonly version: number;
  readonly hash: string;
  /** Position of the entity's last record; 0 when it has none. */
  readonly expected: number;
  readonly header: string;
  readonly payload: Uint8Array;
}

/** How an append ended. */
export type Ending = AppendResult | { readonly status: 'impossible'; readonly error: Error };

const EXPECTED_HEADER = 'Nats-Expected-Last-Subject-Sequence';
const BATCH_ID_HEADER = 'Nats-Batch-Id';
const BATCH_SEQUENCE_HEADER = 'Nats-Batch-Sequence';
const BATCH_COMMIT_HEADER = 'Nats-Batch-Commit';
const LINE = '\r\n';

/** What all headers of one message take at most: the record's own has about 230 bytes, the others 170. The servers count headers and payload together. */
const HEADERS_BYTES_MAX = 512;

/** Spells the record that follows `tail`. */
export function readyEntry(entry: Entry, tail: Tail): ReadyEntry {
  const { record, lane, subject, resolve, reject } = entry;
  const { entity, schema, epoch, at, wakeAt, openEffects, body } = record;
  const version = tail.version + 1;
  const hash = recordHash(tail.hash, { entity, version, schema, epoch, at, wakeAt, openEffects, body });
  const { header, payload } = toMessage(record, { prevHash: tail.hash, hash });
  return { record, lane, subject, resolve, reject, version, hash, expected: tail.position, header, payload };
}

/** What it takes on its way, bytes. */
export function sizeOf({ payload }: ReadyEntry): number {
  return payload.length + HEADERS_BYTES_MAX;
}

export function tooLarge({ record, payload }: ReadyEntry, bytesMax: number): Error {
  return new TypeError(
    `a record of ${record.entity} takes ${payload.length} bytes, the NATS servers take at most ${bytesMax - HEADERS_BYTES_MAX} in one message (max_payload)`,
  );
}

/** A message of its own. */
export function singleHeaders(entry: ReadyEntry): MsgHdrs {
  return spelled(fieldsOf(entry));
}

/** Message `sequence`, from 1, of an atomic batch. The client's own batches would leave the expectation out. */
export function batchHeaders(entry: ReadyEntry, batchId: string, sequence: number, isLast: boolean): MsgHdrs {
  const place = `${BATCH_ID_HEADER}: ${batchId}${LINE}${BATCH_SEQUENCE_HEADER}: ${sequence}${LINE}`;
  return spelled(fieldsOf(entry) + place + (isLast ? `${BATCH_COMMIT_HEADER}: 1${LINE}` : ''));
}

function fieldsOf({ header, expected }: ReadyEntry): string {
  return `${RECORD_HEADER}: ${header}${LINE}${EXPECTED_HEADER}: ${expected}${LINE}`;
}

/** Headers whose bytes are there already, of lines of plain ASCII: the client asks them for nothing else before it sends them. Field by field they cost it several µs. */
function spelled(lines: string): MsgHdrs {
  const bytes = Buffer.from(`NATS/1.0${LINE}${lines}${LINE}`, 'latin1');
  return Object.assign(headers(), { encode: () => bytes });
}
