/**
 * Snapshots, in a database of their own: they only speed recovery up, so they need neither the journal's durability nor its care. A damaged or foreign file
 * is thrown away and begun anew. Per entity the last two that were saved are kept.
 *
 * A snapshot is handed out only after two checks: its checksum (here), and that its record stands in the journal at the same position with the same hash
 * (record-reader.ts).
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { serialize } from 'node:v8';
import Database from 'better-sqlite3';
import type { Snapshot } from '../port.js';
import { prepareFile } from './data-directory.js';

const APPLICATION_ID = 0x46525753;
/** Raised when what entities keep in their snapshots changes shape: they are all thrown away then, and the journal is read instead. */
const FORMAT_VERSION = 3;
const SNAPSHOTS_KEPT = 2;

/** `saved` counts the saves: after a restored backup the last saved snapshot can have a lower version than one that was there before. */
const TABLES = `
  CREATE TABLE snapshots (
    saved INTEGER PRIMARY KEY AUTOINCREMENT,
    entity TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
    position INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    at INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (entity, version)
  ) STRICT;
`;

export interface StoredSnapshot {
  readonly entity: string;
  readonly version: number;
  readonly hash: string;
  readonly position: number;
  readonly schema: number;
  readonly at: number;
  /** Serialised by the structured clone algorithm (`node:v8`). */
  readonly state: Uint8Array;
}

interface SnapshotRow extends StoredSnapshot {
  readonly checksum: string;
}

/** The one writer of the snapshots. */
export class SnapshotStore {
  private readonly database: Database.Database;
  private readonly store: Database.Transaction<(snapshot: StoredSnapshot) => void>;

  constructor(file: string) {
    this.database = openOrRenew(file);
    const insert = this.database.prepare(
      'INSERT OR REPLACE INTO snapshots (entity, version, hash, position, schema, at, checksum, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const deleteOlder = this.database.prepare(
      'DELETE FROM snapshots WHERE entity = ? AND saved NOT IN (SELECT saved FROM snapshots WHERE entity = ? ORDER BY saved DESC LIMIT ?)',
    );
    this.store = this.database.transaction((stored) => {
      const { entity, version, hash, position, schema, at, state } = stored;
      insert.run(entity, version, hash, position, schema, at, checksumOf(stored), state);
      deleteOlder.run(entity, entity, SNAPSHOTS_KEPT);
    });
  }

  save(snapshot: StoredSnapshot): void {
    this.store.immediate(snapshot);
  }

  close(): void {
    this.database.close();
  }
}

/** Reads snapshots while another thread writes them. */
export class SnapshotReader {
  private readonly database: Database.Database;
  private readonly find: Database.Statement<[string], SnapshotRow>;

  constructor(file: string) {
    this.database = new Database(file, { readonly: true, fileMustExist: true });
    this.find = this.database.prepare(
      'SELECT entity, version, hash, position, schema, at, checksum, state FROM snapshots WHERE entity = ? ORDER BY version DESC',
    );
  }

  /** Intact snapshots of an entity, newest first. One that cannot be read is as if it did not exist. */
  *candidates(entity: string): Generator<StoredSnapshot> {
    let rows: readonly SnapshotRow[];
    try {
      rows = this.find.all(entity);
    } catch {
      return;
    }
    for (const row of rows) if (checksumOf(row) === row.checksum) yield row;
  }

  close(): void {
    this.database.close();
  }
}

/** The snapshot as it is kept: its state as bytes. */
export function serialized({ entity, version, hash, position, schema, at, state }: Snapshot): StoredSnapshot {
  return { entity, version, hash, position, schema, at, state: serialize(state) };
}

/** Hex SHA-256 over all of it. */
export function checksumOf({ entity, version, hash, position, schema, at, state }: StoredSnapshot): string {
  return createHash('sha256')
    .update(JSON.stringify([entity, version, hash, position, schema, at]))
    .update(state)
    .digest('hex');
}

function openOrRenew(file: string): Database.Database {
  try {
    return open(file);
  } catch {
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return open(file);
  }
}

function open(file: string): Database.Database {
  prepareFile(file);
  const database = new Database(file);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    if (database.pragma('application_id', { simple: true }) === 0) createTables(database);
    const intact = database.pragma('quick_check(1)', { simple: true }) === 'ok';
    if (!intact || database.pragma('user_version', { simple: true }) !== FORMAT_VERSION)
      throw new Error(`${file} holds no snapshots of this version`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function createTables(database: Database.Database): void {
  const create = database.transaction(() => {
    database.exec(TABLES);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${FORMAT_VERSION}`);
  });
  create.immediate();
}
