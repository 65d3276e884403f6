/**
 * The embedded journal: SQLite, with all its work on other threads.
 *
 *   writer    appends, group commit                     journal.db (WAL, synchronous=FULL), journal.watermark
 *   reader    load, heads, history, events              reads journal.db and snapshots.db
 *   snapshots saveSnapshot                              snapshots.db
 *   backup    lives as long as one backup               reads journal.db
 *
 * The journal fails as a whole, and for good, when the writer or the reader meets an I/O error or ends unexpectedly: from then on nothing is acknowledged.
 * Losing the snapshot thread only loses snapshots.
 */
import { deserialize } from 'node:v8';
import type {
  AppendResult,
  Head,
  HistoryQuery,
  Journal,
  Loaded,
  LoggedRecord,
  LogPlace,
  NewRecord,
  OpeningReport,
  Snapshot,
  StoredRecord,
} from '../port.js';
import { JournalUnusable } from '../port.js';
import { backUpJournal } from './backup.js';
import type { DataFiles } from './data-directory.js';
import { dataFiles, DirectoryLock, prepareDirectory, prepareFile } from './data-directory.js';
import { describeError } from './errors.js';
import { unpackChain } from './packed-chain.js';
import type { LoadedMessage, PageMessage, ReaderCall } from './reader-worker.js';
import type { HeadsPage } from './record-reader.js';
import type { SnapshotCall } from './snapshot-worker.js';
import type { StoredSnapshot } from './snapshot-store.js';
import { ownedBuffers } from './transferables.js';
import { WorkerCalls } from './worker-calls.js';
import type { Commit } from './writer.js';
import { Writer } from './writer.js';

/** Of one entity: one being written, one on its way there and back, one being decided, and one to spare. */
const APPENDS_AT_ONCE = 4;

export interface SqliteJournalOptions {
  /** The data directory; created (mode 0700) when it is missing. One process at a time. */
  readonly directory: string;
  /**
   * The journal stops, as on a full disk, before its file grows beyond this many bytes. Set it to keep room for other things on the same disk.
   * @default no limit but the disk's
   */
  readonly bytesMax?: number;
  /** Told after every commit, for metrics. Must be quick. */
  readonly onCommit?: (commit: Commit) => void;
}

/**
 * Opens the journal of a data directory, or creates it.
 * @throws JournalUnusable with one line that says why it cannot be opened and what to do.
 */
export async function openSqliteJournal(options: SqliteJournalOptions): Promise<Journal> {
  const files = dataFiles(options.directory);
  prepareDirectory(files.directory);
  const lock = DirectoryLock.acquire(files);
  try {
    return await SqliteJournal.open(files, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class SqliteJournal implements Journal {
  readonly opening: OpeningReport;
  readonly appendsAtOnce = APPENDS_AT_ONCE;
  private readonly backups = new Set<Promise<void>>();
  private closing: Promise<void> | null = null;

  private constructor(
    private readonly files: DataFiles,
    private readonly lock: DirectoryLock,
    private readonly writer: Writer,
    private readonly reader: WorkerCalls<ReaderCall>,
    private readonly snapshots: WorkerCalls<SnapshotCall>,
  ) {
    this.opening = writer.opening;
  }

  static async open(files: DataFiles, lock: DirectoryLock, { bytesMax, onCommit }: SqliteJournalOptions): Promise<SqliteJournal> {
    prepareFile(files.journal);
    let writer: Writer | null = null;
    const snapshots = new WorkerCalls<SnapshotCall>('snapshot', './snapshot-worker.js', files, () => undefined);
    const reader = new WorkerCalls<ReaderCall>('reader', './reader-worker.js', files, (reason) => writer?.fail(reason));
    try {
      writer = await Writer.open({ files, bytesMax: bytesMax ?? null }, onCommit ?? (() => undefined));
      await snapshots.call({ kind: 'open' });
      await reader.call({ kind: 'open' });
      return new SqliteJournal(files, lock, writer, reader, snapshots);
    } catch (error) {
      await Promise.all([reader.stop(), snapshots.stop(), writer?.close()]);
      throw error instanceof JournalUnusable
        ? error
        : new JournalUnusable(`cannot open the journal in ${files.directory}: ${describeError(error)}`);
    }
  }

  append(record: NewRecord): Promise<AppendResult> {
    return this.writer.append(record);
  }

  async load(entity: string, snapshotSchema?: number): Promise<Loaded> {
    const loaded = await this.reader.call<LoadedMessage>({ kind: 'load', entity, snapshotSchema: snapshotSchema ?? null });
    const { snapshot, lastEpoch, first } = loaded;
    return { snapshot: snapshot === null ? null : revived(snapshot), lastEpoch, records: this.pages(first) };
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    await this.snapshots.call<null>({ kind: 'save', snapshot }, ownedBuffers(snapshot.state));
  }

  /** It knows no shards: all heads, whatever is asked for. */
  async *heads(): AsyncGenerator<readonly Head[]> {
    let beyondId: number | null = 0;
    while (beyondId !== null) {
      const page: HeadsPage = await this.reader.call({ kind: 'heads', beyondId });
      if (page.heads.length > 0) yield page.heads;
      beyondId = page.next;
    }
  }

  history(query: HistoryQuery): Promise<readonly StoredRecord[]> {
    return this.reader.call({ kind: 'history', query });
  }

  /** It has one lane. */
  events([after = 0]: LogPlace, limit: number): Promise<readonly LoggedRecord[]> {
    return this.reader.call({ kind: 'events', after, limit });
  }

  backup(directory: string): Promise<void> {
    const backup = backUpJournal(this.files.directory, directory);
    this.backups.add(backup);
    const forget = (): void => void this.backups.delete(backup);
    backup.then(forget, forget);
    return backup;
  }

  onFailure(listener: (reason: string) => void): void {
    this.writer.onFailure(listener);
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  /** The page after the one being looked at is fetched meanwhile: a long history is read as fast as it is replayed. */
  private async *pages(first: PageMessage): AsyncGenerator<readonly StoredRecord[]> {
    let page = first;
    for (;;) {
      const following = page.next === null ? null : this.reader.call<PageMessage>({ kind: 'page', cursor: page.next });
      // Whoever stops reading early must not leave an unhandled rejection behind.
      following?.catch(() => undefined);
      if (page.chain !== null) yield unpackChain(page.chain);
      if (following === null) return;
      page = await following;
    }
  }

  /**
   * The writer comes last: as the last connection it leaves one complete file behind. After a failure it comes first, so that nobody moves a write-ahead log
   * of unknown state into the database.
   */
  private async closeAll(): Promise<void> {
    await this.writer.drain();
    await Promise.allSettled(this.backups);
    if (this.writer.failed) await this.writer.close();
    await Promise.all([this.reader.close({ kind: 'close' }), this.snapshots.close({ kind: 'close' })]);
    await this.writer.close();
    this.lock.release();
  }
}

function revived({ entity, version, hash, position, schema, at, state }: StoredSnapshot): Snapshot {
  return { entity, version, hash, position, schema, at, state: deserialize(state) };
}
