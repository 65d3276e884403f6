/**
 * The journal's database: its tables, and every check between a file on disk and a journal that may be trusted.
 *
 *  - `records` is the log. Its key is the place in commit order, so that appending touches the last page only. The pair of entity and version is unique as the
 *    last-line fence behind the writer's own check. Entities are numbered, which keeps that index small; the version comes first in it because entities of a
 *    kind live through the same versions at about the same time, so that a commit touches few of its pages (1.6 times the throughput with 64 busy entities, batches of 256).
 *    Hence a chain is read version by version, never as a range of one entity.
 *  - `entities` holds the head of each chain, written in the same transaction as its records. `due` is 1 for one with a time or an effect to wake up for; it is
 *    a column of its own so that its index is left alone when only the time changes. There is no foreign key from `records`: enforcing it would cost a
 *    look-up per record for something only the writer could get wrong.
 */
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { OpeningReport } from '../port.js';
import { JournalUnusable, NO_HASH } from '../port.js';
import { errorCode, errorMessage } from './errors.js';
import type { LogEnd } from './watermark.js';

/** Spells `FROW`: tells a Frontrow journal from any other SQLite database. */
const APPLICATION_ID = 0x46524f57;

/** Raised when the tables or the record format change. */
export const FORMAT_VERSION = 1;

/** A longer write-ahead log makes checkpoints rarer but each stall of the writer longer: about 10 ms at this length. */
const CHECKPOINT_PAGES = 2_000;

/** After a burst (or a backup under load) the write-ahead log is cut back to this. */
const WAL_BYTES_MAX = 64 * 1024 * 1024;

/** An operator's tool may hold the database for a moment; that is no reason to stop. */
const BUSY_TIMEOUT_MS = 2_000;

const CACHE_KIB = 64 * 1024;
const PAGE_BYTES = 4096;
const SYNCHRONOUS_FULL = 2;

const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    wake_at INTEGER,
    open_effects INTEGER NOT NULL,
    due INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entities_due ON entities (id) WHERE due = 1;
  CREATE TABLE records (
    position INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL,
    version INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    at INTEGER NOT NULL,
    wake_at INTEGER,
    open_effects INTEGER NOT NULL,
    body TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (version, entity)
  ) STRICT;
`;

/**
 * Opens the journal for its one writer, creates it when the file is empty, and checks it as a whole.
 *
 * @param bytesMax the file may not grow beyond this; null for no limit but the disk's.
 * @throws JournalUnusable with one line that says what to do.
 */
export function openJournalDatabase(file: string, bytesMax: number | null): Database.Database {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    setPragmas(database, file, bytesMax);
    if (isEmpty(database)) createTables(database);
    else checkFormat(database, file);
    checkIntegrity(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw unusable(file, error);
  }
}

/** Another connection to the same journal that can only read. */
export function openForReading(file: string): Database.Database {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  database.pragma(`cache_size = -${CACHE_KIB}`);
  return database;
}

/** Where the log ends. */
export function readLogEnd(database: Database.Database): LogEnd {
  const last = database.prepare<[], LogEnd>('SELECT position, lower(hex(hash)) AS hash FROM records ORDER BY position DESC LIMIT 1').get();
  return last ?? { position: 0, hash: NO_HASH };
}

export function readOpeningReport(database: Database.Database): OpeningReport {
  const count = (table: 'records' | 'entities') => database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  const lastAt = database.prepare<[], number>('SELECT at FROM records ORDER BY position DESC LIMIT 1').pluck().get() ?? 0;
  return { records: count('records'), entities: count('entities'), lastPosition: readLogEnd(database).position, lastAt };
}

/** Refuses a journal that has lost records which were acknowledged. */
export function checkAgainstWatermark(database: Database.Database, file: string, watermark: LogEnd | null): void {
  if (watermark === null || watermark.position === 0) return;
  const end = readLogEnd(database);
  if (end.position < watermark.position) {
    throw new JournalUnusable(
      `${file} ends at record ${end.position} but record ${watermark.position} was acknowledged: restore the data directory from a backup, into an empty directory`,
    );
  }
  const hash = database
    .prepare<[number], string>('SELECT lower(hex(hash)) FROM records WHERE position = ?')
    .pluck()
    .get(watermark.position);
  if (hash === watermark.hash) return;
  throw new JournalUnusable(
    `record ${watermark.position} of ${file} is not the one that was acknowledged: restore the data directory from a backup, into an empty directory`,
  );
}

function setPragmas(database: Database.Database, file: string, bytesMax: number | null): void {
  const mode = database.pragma('journal_mode = WAL', { simple: true });
  if (mode !== 'wal')
    throw new JournalUnusable(`${file} cannot use a write-ahead log (got ${String(mode)}): put the data directory on a local disk`);
  database.pragma('synchronous = FULL');
  // Only macOS knows the difference: there a plain fsync leaves the data in the drive's cache.
  database.pragma('fullfsync = ON');
  const synchronous = database.pragma('synchronous', { simple: true });
  if (synchronous !== SYNCHRONOUS_FULL) {
    throw new JournalUnusable(
      `${file} does not accept synchronous=FULL (got ${String(synchronous)}): acknowledged records would not survive a power cut`,
    );
  }
  database.pragma(`cache_size = -${CACHE_KIB}`);
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma(`journal_size_limit = ${WAL_BYTES_MAX}`);
  if (bytesMax !== null) database.pragma(`max_page_count = ${Math.max(1, Math.floor(bytesMax / PAGE_BYTES))}`);
}

function isEmpty(database: Database.Database): boolean {
  const tables = database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
  return tables === 0 && database.pragma('application_id', { simple: true }) === 0;
}

/** In one transaction, so that a crash leaves an empty file or a whole journal. */
function createTables(database: Database.Database): void {
  const create = database.transaction(() => {
    database.exec(TABLES);
    database.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run('journal_id', randomUUID());
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${FORMAT_VERSION}`);
  });
  create.immediate();
}

function checkFormat(database: Database.Database, file: string): void {
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new JournalUnusable(`${file} is a database of another program: choose another data directory`);
  }
  const format = database.pragma('user_version', { simple: true });
  if (typeof format === 'number' && format > FORMAT_VERSION) {
    throw new JournalUnusable(
      `${file} has format ${format}, written by a newer version of Frontrow; this one reads format ${FORMAT_VERSION}: start the newer version, or choose another data directory`,
    );
  }
  if (format !== FORMAT_VERSION)
    throw new JournalUnusable(`${file} has the unknown format ${String(format)}: restore the data directory from a backup`);
}

function checkIntegrity(database: Database.Database, file: string): void {
  const findings = database.pragma('quick_check(1)', { simple: true });
  if (findings !== 'ok') {
    throw new JournalUnusable(
      `${file} is damaged (${oneLine(String(findings))}): restore the data directory from a backup, into an empty directory`,
    );
  }
  // Entities are numbered from 1 without gaps, so a lost row shows; without it an entity with a history would look as if it had never been born.
  const lost = database
    .prepare<[], number>(
      `SELECT max(coalesce((SELECT max(id) FROM entities), 0), coalesce((SELECT max(entity) FROM records), 0)) - (SELECT count(*) FROM entities)`,
    )
    .pluck()
    .get();
  if (lost !== 0)
    throw new JournalUnusable(
      `${file} has lost ${lost} of its entities: restore the data directory from a backup, into an empty directory`,
    );
}

function unusable(file: string, error: unknown): JournalUnusable {
  if (error instanceof JournalUnusable) return error;
  const code = errorCode(error);
  const message = oneLine(errorMessage(error));
  if (code === 'SQLITE_NOTADB')
    return new JournalUnusable(`${file} is not a database: choose another data directory, or restore this one from a backup`);
  if (code === 'SQLITE_BUSY') return new JournalUnusable(`${file} is in use by another program: close it and start again`);
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new JournalUnusable(`${file} is damaged (${message}): restore the data directory from a backup, into an empty directory`);
  }
  if (code === 'SQLITE_FULL')
    return new JournalUnusable(`the disk of ${file} is full, or the journal has reached its size limit: make room and start again`);
  return new JournalUnusable(`cannot open ${file}: ${message}${code === '' ? '' : ` (${code})`}`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
