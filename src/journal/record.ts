/// <reference lib="es2024.string" />
/**
 * The record format: what is hashed, and how a chain of records is checked.
 *
 * The hash is SHA-256 over one text, its fields separated by line feeds. Every field before the entity is a number, a flag or a hash, and the entity comes
 * with its length, so no two different records spell the same text. The body comes last and is not looked into.
 * The position is left out: it is known only when the log has taken the record.
 */
import { hash } from 'node:crypto';
import type { NewRecord, StoredRecord, LoggedRecord } from './port.js';
import { DamagedEntity, NO_HASH } from './port.js';

/** The longest body a record may have, in UTF-16 code units; well below what SQLite takes in one value. */
const RECORD_BODY_LENGTH_MAX = 64 * 1024 * 1024;

/** The longest entity id, in UTF-16 code units. */
const ENTITY_LENGTH_MAX = 512;

const HASH_FORMAT = 'frontrow.record.1';

export type HashedFields = Omit<StoredRecord, 'prevHash' | 'hash' | 'position'>;

/** Where a chain stands: the last version and its hash. */
export interface ChainEnd {
  readonly version: number;
  readonly hash: string;
}

export const CHAIN_START: ChainEnd = { version: 0, hash: NO_HASH };

/** Hex SHA-256 of a record that follows the one with `prevHash`. */
export function recordHash(prevHash: string, record: HashedFields): string {
  const { entity, version, schema, epoch, at, wakeAt, openEffects, body } = record;
  const numbers = `${version}\n${schema}\n${epoch}\n${at}\n${wakeAt ?? '-'}\n${openEffects ? 1 : 0}`;
  return hash('sha256', `${HASH_FORMAT}\n${prevHash}\n${numbers}\n${entity.length}\n${entity}\n${body}`, 'hex');
}

const ALTERED = 'the record was altered: its content does not match its hash';

/** Throws `DamagedEntity` unless the record still is what was hashed when it was written. */
export function verifyRecord(record: StoredRecord): void {
  if (!isUnaltered(record)) throw new DamagedEntity(record.entity, record.version, ALTERED);
}

/** The record for the event log: as it is, or marked when it was altered. */
export function marked(record: StoredRecord, lane: number): LoggedRecord {
  return isUnaltered(record) ? { ...record, lane } : { ...record, lane, damage: ALTERED };
}

function isUnaltered(record: StoredRecord): boolean {
  return recordHash(record.prevHash, record) === record.hash;
}

/**
 * Checks that `records` continue the chain that ends in `end`, without gaps and unaltered.
 * @returns the new end of the chain.
 * @throws DamagedEntity naming the first version that is missing or altered.
 */
export function followChain(entity: string, end: ChainEnd, records: readonly StoredRecord[]): ChainEnd {
  let { version, hash: last } = end;
  for (const record of records) {
    version += 1;
    if (record.version !== version) throw new DamagedEntity(entity, version, `the record is missing, version ${record.version} comes next`);
    verifyRecord(record);
    if (record.prevHash !== last) throw new DamagedEntity(entity, version, 'the record does not follow the one before it');
    last = record.hash;
  }
  return { version, hash: last };
}

/** A record that could never be stored is the caller's bug: it is turned down alone, before it can harm the batch it would travel in. */
export function assertRecordable(record: NewRecord): void {
  const { entity, expectedVersion, schema, epoch, at, wakeAt, body } = record;
  if (entity.length === 0 || entity.length > ENTITY_LENGTH_MAX) {
    throw new TypeError(`an entity id has 1 to ${ENTITY_LENGTH_MAX} characters, not ${entity.length}`);
  }
  if (body.length > RECORD_BODY_LENGTH_MAX) {
    throw new TypeError(`the body of a record of ${entity} has ${body.length} characters, at most ${RECORD_BODY_LENGTH_MAX} are possible`);
  }
  // Stores replace half a surrogate pair in ways of their own, and the hash would not match; JSON.stringify never writes one.
  if (!entity.isWellFormed() || !body.isWellFormed()) throw new TypeError(`a record of ${entity} holds half a surrogate pair`);
  if (!isCount(expectedVersion) || !isCount(schema) || !isCount(epoch)) {
    throw new TypeError(`expectedVersion ${expectedVersion}, schema ${schema} and epoch ${epoch} of ${entity} must be integers from 0`);
  }
  if (!Number.isSafeInteger(at) || (wakeAt !== null && !Number.isSafeInteger(wakeAt))) {
    throw new TypeError(`at ${at} and wakeAt ${wakeAt} of ${entity} must be whole milliseconds`);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
