/**
 * Snapshots, in a database of their own: they only speed recovery up, so they need neither the journal's durability nor its care. A damaged or foreign file
 * is thrown away and begun anew. Per entity the last two that were saved are kept.
 *
 * A snapshot is handed out only after two checks: its checksum (here), and that its record stands in the journal with the same hash (record-reader.ts).
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { serialize } from 'node:v8';
import Database from 'better-sqlite3';
import type { Snapshot } from '../port.js';
import { prepareFile } from './data-directory.js';

const APPLICATION_ID = 0x46525753;
const FORMAT_VERSION = 1;
const SNAPSHOTS_KEPT = 2;

/** `saved` counts the saves: after a restored backup the last saved snapshot can have a lower version than one that was there before. */
const TABLES = `
  CREATE TABLE snapshots (
    saved INTEGER PRIMARY KEY AUTOINCREMENT,
    entity TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
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
  readonly schema: number;
  readonly at: number;
  /** Serialised by the structured clone algorithm (`node:v8`). */
  readonly state: Uint8Array;
}

interface SnapshotRow extends StoredSnapshot {
  readonly checksum: string;
}

export class SnapshotStore {
  private readonly database: Database.Database;
  private readonly save1: Database.Transaction<(snapshot: Snapshot) => void>;

  constructor(file: string) {
    this.database = openOrRenew(file);
    const insert = this.database.prepare(
      'INSERT OR REPLACE INTO snapshots (entity, version, hash, schema, at, checksum, state) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const deleteOlder = this.database.prepare(
      'DELETE FROM snapshots WHERE entity = ?1 AND saved NOT IN (SELECT saved FROM snapshots WHERE entity = ?1 ORDER BY saved DESC LIMIT ?2)',
    );
    this.save1 = this.database.transaction((snapshot) => {
      const { entity, version, hash, schema, at } = snapshot;
      const state = serialize(snapshot.state);
      insert.run(entity, version, hash, schema, at, checksumOf({ entity, version, hash, schema, at, state }), state);
      deleteOlder.run(entity, SNAPSHOTS_KEPT);
    });
  }

  save(snapshot: Snapshot): void {
    this.save1.immediate(snapshot);
  }

  close(): void {
    this.database.close();
  }
}
