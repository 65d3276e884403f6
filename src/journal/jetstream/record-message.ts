/**
 * A record as a message: its fields in one header, its body as the payload, compressed when it is long. The entity stands in the subject, the position is the
 * message's sequence in its stream.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { NewRecord, StoredRecord } from '../port.js';
import { entityOf } from './layout.js';

/** `version schema epoch at wakeAt|- openEffects prevHash hash`, and ` deflate` when the body is compressed. */
export const RECORD_HEADER = 'Frontrow-Record';

/** Bodies longer than this are compressed, UTF-16 code units: short ones gain nothing, and a message holds 1 MiB by default. */
const COMPRESSED_FROM = 32 * 1024;
const DEFLATE_LEVEL = 1;
const FIELDS_MIN = 8;

export interface RecordMessage {
  readonly header: string;
  readonly payload: Uint8Array;
}

/** @param chain what the record follows, and its own hash. */
export function toMessage(record: NewRecord, chain: { readonly prevHash: string; readonly hash: string }): RecordMessage {
  const { expectedVersion, schema, epoch, at, wakeAt, openEffects, body } = record;
  const isLong = body.length > COMPRESSED_FROM;
  const plain = Buffer.from(body, 'utf8');
  const numbers = `${expectedVersion + 1} ${schema} ${epoch} ${at} ${wakeAt ?? '-'} ${openEffects ? 1 : 0}`;
  return {
    header: `${numbers} ${chain.prevHash} ${chain.hash}${isLong ? ' deflate' : ''}`,
    payload: isLong ? deflateRawSync(plain, { level: DEFLATE_LEVEL }) : plain,
  };
}

/** A message that is no record, or cannot be read as one, is null. Nothing is verified here. */
export function fromMessage(subject: string, position: number, header: string, payload: Uint8Array): StoredRecord | null {
  const fields = header.split(' ');
  const [version, schema, epoch, at, wakeAt, openEffects, prevHash, hash, packing] = fields;
  if (fields.length < FIELDS_MIN || prevHash === undefined || hash === undefined) return null;
  const body = bodyOf(payload, packing);
  if (body === null) return null;
  return {
    entity: entityOf(subject),
    version: Number(version),
    schema: Number(schema),
    epoch: Number(epoch),
    at: Number(at),
    wakeAt: wakeAt === '-' ? null : Number(wakeAt),
    openEffects: openEffects === '1',
    body,
    prevHash,
    hash,
    position,
  };
}

function bodyOf(payload: Uint8Array, packing: string | undefined): string | null {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (packing === undefined) return bytes.toString('utf8');
  try {
    return inflateRawSync(bytes).toString('utf8');
  } catch {
    return null;
  }
}
