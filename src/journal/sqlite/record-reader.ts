/**
 * Reads the journal on a connection of its own. Every page is read in one transaction together with its entity's head, so the end of a chain is known, and
 * read transactions stay short: a long one would keep the write-ahead log from being cut back.
 *
 * Nothing altered leaves this file: what is handed out has been checked against its hash and, for whole chains, against the record before it and the head.
 */
import type Database from 'better-sqlite3';
import type { Head, HistoryQuery, LoggedRecord, StoredRecord } from '../port.js';
import { DamagedEntity } from '../port.js';
import type { ChainEnd } from '../record.js';
import { CHAIN_START, followChain, marked, verifyRecord } from '../record.js';
import { openForReading } from './journal-database.js';
import type { StoredSnapshot } from './snapshot-store.js';
import { SnapshotReader } from './snapshot-store.js';

const PAGE_RECORDS_MAX = 512;
/** A page ends with the record that reaches this; UTF-16 code units. */
const PAGE_BODY_LENGTH_MAX = 1024 * 1024;
const PAGE_HEADS_MAX = 1024;
const ONLY_LANE = 0;

const FIELDS = `r.version, r.schema, r.epoch, r.at, r.wake_at AS wakeAt, r.open_effects AS openEffects, r.body,
  lower(hex(r.prev_hash)) AS prevHash, lower(hex(r.hash)) AS hash, r.position`;

/** SQLite has no booleans. */
type Row<T extends { readonly openEffects: boolean }> = Omit<T, 'openEffects'> & { readonly openEffects: number };
type RecordRow = Omit<Row<StoredRecord>, 'entity'>;
type HeadRow = ChainEnd & { readonly id: number };

/** Where to go on reading a chain. */
export interface ChainCursor {
  readonly entity: string;
  readonly end: ChainEnd;
}

export interface ChainPage {
  readonly records: readonly StoredRecord[];
  /** Null when the chain's end is reached. */
  readonly next: ChainCursor | null;
}

export interface LoadedPage {
  readonly snapshot: StoredSnapshot | null;
  /** Of the entity's last record; 0 when it has none. */
  readonly lastEpoch: number;
  readonly first: ChainPage;
}

export interface HeadsPage {
  readonly heads: readonly Head[];
  readonly next: number | null;
}

/** A snapshot that can be trusted, and the record whose state it is. */
interface TrustedSnapshot {
  readonly snapshot: StoredSnapshot;
  readonly record: StoredRecord;
}

const NOTHING: LoadedPage = { snapshot: null, lastEpoch: 0, first: { records: [], next: null } };

export class RecordReader {
  private readonly database: Database.Database;
  private readonly snapshots: SnapshotReader;
  private readonly statements: ReturnType<typeof prepareStatements>;
  private readonly readPage: Database.Transaction<(cursor: ChainCursor) => ChainPage>;
  private readonly readHistory: Database.Transaction<(query: HistoryQuery) => StoredRecord[]>;

  constructor(journalFile: string, snapshotsFile: string) {
    this.database = openForReading(journalFile);
    this.snapshots = new SnapshotReader(snapshotsFile);
    this.statements = prepareStatements(this.database);
    this.readPage = this.database.transaction((cursor) => this.pageAfter(cursor));
    this.readHistory = this.database.transaction((query) => this.historyOf(query));
  }

  /** The newest snapshot that can be trusted, and the first page of records after it. */
  load(entity: string, snapshotSchema: number | null): LoadedPage {
    const head = this.statements.head.get(entity);
    if (head === undefined) return NOTHING;
    const trusted = this.trustedSnapshot(entity, head.id, snapshotSchema);
    const end = trusted === null ? CHAIN_START : { version: trusted.record.version, hash: trusted.record.hash };
    const first = this.page({ entity, end });
    return { snapshot: trusted?.snapshot ?? null, lastEpoch: this.lastEpochOf(head, first, trusted), first };
  }

  page(cursor: ChainCursor): ChainPage {
    return this.readPage.deferred(cursor);
  }

  heads(beyondId: number): HeadsPage {
    const rows = this.statements.dueHeads.all(beyondId, PAGE_HEADS_MAX);
    const heads = rows.map(({ entity, version, hash, at, wakeAt, openEffects }) => ({
      entity,
      version,
      hash,
      at,
      wakeAt,
      openEffects: openEffects === 1,
    }));
    return { heads, next: rows.length < PAGE_HEADS_MAX ? null : (rows.at(-1)?.id ?? null) };
  }

  history(query: HistoryQuery): StoredRecord[] {
    return this.readHistory.deferred(query);
  }

  /** After a position in commit order. */
  events(after: number, limit: number): LoggedRecord[] {
    return this.statements.log.all(after, limit).map((row) => marked(recordOf(row.entity, row), ONLY_LANE));
  }

  close(): void {
    this.snapshots.close();
    this.database.close();
  }

  private historyOf({ entity, order, beyondVersion, limit }: HistoryQuery): StoredRecord[] {
    const head = this.statements.head.get(entity);
    if (head === undefined) return [];
    const step = order === 'oldest-first' ? 1 : -1;
    let version = step === 1 ? (beyondVersion ?? 0) + 1 : Math.min(beyondVersion ?? Infinity, head.version + 1) - 1;
    const records: StoredRecord[] = [];
    for (; records.length < limit && version >= 1 && version <= head.version; version += step) {
      const record = this.record(entity, head, version);
      verifyRecord(record);
      records.push(record);
    }
    return records;
  }

  private pageAfter({ entity, end }: ChainCursor): ChainPage {
    const head = this.statements.head.get(entity);
    if (head === undefined) throw new DamagedEntity(entity, end.version, 'the entity is missing from the journal');
    const records: StoredRecord[] = [];
    let length = 0;
    let version = end.version;
    while (version < head.version && records.length < PAGE_RECORDS_MAX && length < PAGE_BODY_LENGTH_MAX) {
      version += 1;
      const record = this.record(entity, head, version);
      records.push(record);
      length += record.body.length;
    }
    const reached = followChain(entity, end, records);
    if (reached.version < head.version) return { records, next: { entity, end: reached } };
    this.assertChainEnd(entity, reached, head);
    return { records, next: null };
  }

  private record(entity: string, head: HeadRow, version: number): StoredRecord {
    const row = this.statements.record.get(head.id, version);
    if (row === undefined) throw new DamagedEntity(entity, version, `the record is missing, the entity is at version ${head.version}`);
    return recordOf(entity, row);
  }

  /** The head is written together with the record it stands for, so a chain that does not end in it was altered. */
  private assertChainEnd(entity: string, end: ChainEnd, head: HeadRow): void {
    if (end.hash !== head.hash) throw new DamagedEntity(entity, end.version, 'the record is not the last one that was written');
    if (this.statements.record.get(head.id, end.version + 1) === undefined) return;
    throw new DamagedEntity(entity, end.version + 1, 'the record was not written by this journal');
  }

  /** Nearly always the last record was read anyway: it is on the first page, or the snapshot is its state. */
  private lastEpochOf(head: HeadRow, first: ChainPage, trusted: TrustedSnapshot | null): number {
    if (first.next !== null) return this.statements.epoch.get(head.id, head.version) ?? 0;
    return (first.records.at(-1) ?? trusted?.record)?.epoch ?? 0;
  }

  private trustedSnapshot(entity: string, id: number, schema: number | null): TrustedSnapshot | null {
    for (const { version, hash, position, schema: saved, at, state } of this.snapshots.candidates(entity)) {
      if (schema !== null && saved !== schema) continue;
      const row = this.statements.record.get(id, version);
      if (row?.hash !== hash || row.position !== position) continue;
      const record = recordOf(entity, row);
      verifyRecord(record);
      return { snapshot: { entity, version, hash, position, schema: saved, at, state }, record };
    }
    return null;
  }
}

function recordOf(entity: string, row: RecordRow): StoredRecord {
  const { version, schema, epoch, at, wakeAt, openEffects, body, prevHash, hash, position } = row;
  return { entity, version, schema, epoch, at, wakeAt, openEffects: openEffects === 1, body, prevHash, hash, position };
}

function prepareStatements(database: Database.Database) {
  return {
    head: database.prepare<[string], HeadRow>('SELECT id, version, lower(hex(hash)) AS hash FROM entities WHERE name = ?'),
    record: database.prepare<[number, number], RecordRow>(`SELECT ${FIELDS} FROM records r WHERE r.entity = ? AND r.version = ?`),
    epoch: database.prepare<[number, number], number>('SELECT epoch FROM records WHERE entity = ? AND version = ?').pluck(),
    log: database.prepare<[number, number], Row<StoredRecord>>(
      `SELECT ${FIELDS}, e.name AS entity FROM records r JOIN entities e ON e.id = r.entity WHERE r.position > ? ORDER BY r.position LIMIT ?`,
    ),
    dueHeads: database.prepare<[number, number], Row<Head> & { readonly id: number }>(
      `SELECT id, name AS entity, version, lower(hex(hash)) AS hash, at, wake_at AS wakeAt, open_effects AS openEffects
       FROM entities WHERE due = 1 AND id > ? ORDER BY id LIMIT ?`,
    ),
  };
}
