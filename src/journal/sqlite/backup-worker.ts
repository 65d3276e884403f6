/**
 * The backup thread: one consistent copy of the running journal, then it ends. It reads in one long transaction, so the write-ahead log grows meanwhile;
 * the writer goes on undisturbed and cuts it back afterwards.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { DataFiles } from './data-directory.js';
import { prepareFile, syncDirectory } from './data-directory.js';
import { describeError } from './errors.js';
import { openForReading, readLogEnd } from './journal-database.js';
import { WatermarkWriter } from './watermark.js';

export interface BackupOrder {
  readonly from: DataFiles;
  /** In an existing, empty directory. */
  readonly to: DataFiles;
}

/** Null when the copy is complete and on stable storage. */
export type BackupReply = string | null;

function copy({ from, to }: BackupOrder): void {
  const partial = `${to.journal}.partial`;
  prepareFile(partial);
  try {
    const source = openForReading(from.journal);
    try {
      source.prepare('VACUUM INTO ?').run(partial);
    } finally {
      source.close();
    }
    syncFile(partial);
    writeWatermark(partial, to.watermark);
    // The copy gets its name last: a backup that was interrupted has no journal.db.
    renameSync(partial, to.journal);
    syncDirectory(to.directory);
  } catch (error) {
    rmSync(partial, { force: true });
    rmSync(to.watermark, { force: true });
    throw error;
  }
}

function writeWatermark(journal: string, file: string): void {
  const database = new Database(journal, { readonly: true });
  const watermark = new WatermarkWriter(file);
  try {
    watermark.write(readLogEnd(database));
  } finally {
    watermark.close();
    database.close();
  }
}

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function run(order: BackupOrder): BackupReply {
  try {
    copy(order);
    return null;
  } catch (error) {
    return describeError(error);
  }
}

parentPort?.postMessage(run(workerData as BackupOrder));
