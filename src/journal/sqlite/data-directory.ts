/**
 * The data directory: which files the journal keeps there, who may read them, and that only one process uses them.
 *
 * The lock is an exclusive SQLite transaction on a file of its own: the operating system releases it when the process dies, however it dies, so nothing
 * has to be cleaned up by hand after a crash. The pid file only feeds the message for a second process. Neither the lock nor a database may ever be opened
 * with plain file calls while it is in use: closing such a handle would drop SQLite's locks of the whole process.
 */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { JournalUnusable } from '../port.js';
import { errorCode, errorMessage } from './errors.js';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
/** The disk has no room left, or this user's share of it. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

export interface DataFiles {
  readonly directory: string;
  /** The records: the only file that cannot be rebuilt from another one. */
  readonly journal: string;
  /** Speeds recovery up; may be deleted while the node is down. */
  readonly snapshots: string;
  /** The last acknowledged record, kept apart from the database. */
  readonly watermark: string;
  readonly lock: string;
  readonly pid: string;
}

export function dataFiles(directory: string): DataFiles {
  const absolute = resolve(directory);
  return {
    directory: absolute,
    journal: join(absolute, 'journal.db'),
    snapshots: join(absolute, 'snapshots.db'),
    watermark: join(absolute, 'journal.watermark'),
    lock: join(absolute, 'lock.db'),
    pid: join(absolute, 'lock.pid'),
  };
}

/** Creates the directory when it is missing, and checks that it can be written to. */
export function prepareDirectory(directory: string): void {
  try {
    const created = makeMissing(directory);
    if (created !== undefined) syncDirectory(dirname(created));
    if (!statSync(directory).isDirectory()) throw new JournalUnusable(notADirectory(directory));
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusableDirectory(directory, error);
  }
}

/**
 * Makes what is missing of a path, from the top down; returns the topmost directory it made. Not Node's recursive mkdir, which never ends where a file system
 * answers a new directory with ENOENT, as /proc does.
 */
function makeMissing(directory: string): string | undefined {
  if (existsSync(directory)) return undefined;
  const parent = dirname(directory);
  const topmost = parent === directory ? undefined : makeMissing(parent);
  try {
    mkdirSync(directory, { mode: DIRECTORY_MODE });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(directory)) throw error;
  }
  return topmost ?? directory;
}

/** Creates the file for its owner only (SQLite gives its side files the same mode); an existing one is narrowed to that. */
export function prepareFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', FILE_MODE));
    syncDirectory(dirname(file));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw unusableFile(file, error);
    narrowFile(file);
  }
}

/** Makes the names in a directory survive a power cut. */
export function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The data directory, held by this process until `release` is called or the process ends. */
export class DirectoryLock {
  private constructor(
    private readonly files: DataFiles,
    private readonly database: Database.Database,
  ) {}

  static acquire(files: DataFiles): DirectoryLock {
    prepareFile(files.lock);
    const database = openLock(files);
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (errorCode(error) === 'SQLITE_BUSY') throw inUse(files);
      throw new JournalUnusable(
        `cannot lock the data directory ${files.directory}: ${errorMessage(error)}; put it on a local disk that supports file locks`,
      );
    }
    const lock = new DirectoryLock(files, database);
    try {
      writeFileSync(files.pid, `${process.pid}\n`, { mode: FILE_MODE });
    } catch (error) {
      lock.release();
      throw unusableFile(files.pid, error);
    }
    return lock;
  }

  release(): void {
    rmSync(this.files.pid, { force: true });
    this.database.close();
  }
}

function openLock(files: DataFiles): Database.Database {
  try {
    return new Database(files.lock, { timeout: 0 });
  } catch (error) {
    throw unusableFile(files.lock, error);
  }
}

function inUse(files: DataFiles): JournalUnusable {
  const holder = readPid(files.pid);
  const who = holder === null ? 'another process' : `process ${holder}`;
  return new JournalUnusable(`the data directory ${files.directory} is in use by ${who}: stop it first, or choose another data directory`);
}

function readPid(file: string): string | null {
  try {
    return /^\d+/.exec(readFileSync(file, 'utf8'))?.[0] ?? null;
  } catch {
    // The file only makes the message better.
    return null;
  }
}

function narrowFile(file: string): void {
  try {
    if (!statSync(file).isFile()) throw new JournalUnusable(`${file} is not a regular file: move it away, the journal needs that name`);
    chmodSync(file, FILE_MODE);
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw unusableFile(file, error);
  }
}

function unusableDirectory(directory: string, error: unknown): JournalUnusable {
  if (error instanceof JournalUnusable) return error;
  const code = errorCode(error);
  if (code === 'EEXIST' || code === 'ENOTDIR') return new JournalUnusable(notADirectory(directory));
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new JournalUnusable(
      `the data directory ${directory} is not writable (${code}): give this user the right to write there, or choose another data directory`,
    );
  }
  return new JournalUnusable(`the data directory ${directory} cannot be used: ${errorMessage(error)}`);
}

function notADirectory(directory: string): string {
  return `the data directory ${directory} is, or lies below, something that is not a directory: choose another data directory`;
}

function unusableFile(file: string, error: unknown): JournalUnusable {
  if (error instanceof JournalUnusable) return error;
  if (FULL.has(errorCode(error))) return new JournalUnusable(`cannot write ${file}: the disk is full; make room and start again`);
  return new JournalUnusable(`cannot open ${file}: ${errorMessage(error)}; this user needs to read and write it`);
}
