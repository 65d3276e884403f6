/**
 * A lock that one process at a time can hold. It is an exclusive SQLite transaction on a file of its own: the operating system lets go of it when its holder
 * ends, however it ends, so none is ever left behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';

const POLL_MS = 100;

export class FileLock {
  private constructor(private readonly database: Database.Database) {}

  /** null when another process has it. The file is made when it is not there, and stays. */
  static tryAcquire(path: string): FileLock | null {
    const database = new Database(path, { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
      return new FileLock(database);
    } catch (error) {
      database.close();
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
      throw error;
    }
  }

  /** Waits until it is to be had. Rejects after `msMax`. */
  static async acquire(path: string, msMax: number): Promise<FileLock> {
    const deadline = performance.now() + msMax;
    for (;;) {
      const lock = FileLock.tryAcquire(path);
      if (lock !== null) return lock;
      if (performance.now() > deadline) throw new Error(`another process has held ${path} for ${msMax / 1000} s`);
      await sleep(POLL_MS);
    }
  }

  release(): void {
    this.database.close();
  }
}
