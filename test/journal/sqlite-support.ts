/** Data directories, children and damage for the tests of the SQLite journal. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Journal } from '../../src/journal/port.js';
import { JournalUnusable } from '../../src/journal/port.js';
import type { SqliteJournalOptions } from '../../src/journal/sqlite/sqlite-journal.js';
import { openSqliteJournal } from '../../src/journal/sqlite/sqlite-journal.js';

/** Journals and directories of one test; `dispose` closes and removes them all. */
export class Workbench {
  private readonly directories: string[] = [];
  private readonly journals: Journal[] = [];
  private readonly children: ChildProcess[] = [];

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'frontrow-journal-'));
    this.directories.push(directory);
    return directory;
  }

  async open(directory: string, options: Omit<SqliteJournalOptions, 'directory'> = {}): Promise<Journal> {
    const journal = await openSqliteJournal({ directory, ...options });
    this.journals.push(journal);
    return journal;
  }

  /** A child process that appends to a journal until it is killed; see appending-child.ts. */
  child(directory: string): AppendingChild {
    const child = new AppendingChild(directory);
    this.children.push(child.process);
    return child;
  }

  async dispose(): Promise<void> {
    for (const child of this.children.splice(0)) child.kill('SIGKILL');
    await Promise.all(this.journals.splice(0).map((journal) => journal.close()));
    for (const directory of this.directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  }
}

class AppendingChild {
  readonly process: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(directory: string) {
    const script = fileURLToPath(new URL('./appending-child.js', import.meta.url));
    this.process = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.process.stdout === null) throw new Error('the child has no output');
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** The next line of its output; null when it has ended. */
  async line(): Promise<string | null> {
    const next = await this.lines.next();
    return next.done === true ? null : next.value;
  }

  /** Kills it with -9 and returns what else it had said. */
  async kill(): Promise<string[]> {
    const exited = this.process.exitCode === null && this.process.signalCode === null ? once(this.process, 'exit') : null;
    this.process.kill('SIGKILL');
    const rest: string[] = [];
    for (let line = await this.line(); line !== null; line = await this.line()) rest.push(line);
    await exited;
    return rest;
  }
}

/** Changes a closed journal behind its back. */
export function tamper(directory: string, sql: string, file = 'journal.db'): void {
  const database = new Database(join(directory, file));
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** A predicate for `assert.rejects`: a `JournalUnusable` with one line that says all of `words`. */
export function unusable(...words: readonly string[]): (error: unknown) => boolean {
  return (error) =>
    error instanceof JournalUnusable && !error.message.includes('\n') && words.every((word) => error.message.includes(word));
}
