/**
 * The writer thread. It takes everything that has arrived since the last commit into the next transaction, so a commit's cost is shared by all who waited for it.
 * After the first error it writes nothing more.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { JournalUnusable } from '../port.js';
import type { AppendMessage, WriterReply, WriterRequest } from './append-messages.js';
import { CommitLog } from './commit-log.js';
import type { DataFiles } from './data-directory.js';
import { describeError, errorMessage } from './errors.js';
import { checkAgainstWatermark, openJournalDatabase, readOpeningReport } from './journal-database.js';
import { readWatermark, WatermarkWriter } from './watermark.js';

/** Keeps one transaction, and with it the wait of the first append in it, short. */
const TRANSACTION_RECORDS_MAX = 512;

export interface WriterOptions {
  readonly files: DataFiles;
  readonly bytesMax: number | null;
}

interface OpenJournal {
  readonly database: Database.Database;
  readonly watermark: WatermarkWriter;
  readonly log: CommitLog;
}

const port = parentPort;
if (port === null) throw new Error('writer-worker.js runs as a worker thread only');
const reply = (message: WriterReply): void => port.postMessage(message);
const received = (): WriterRequest | undefined => receiveMessageOnPort(port)?.message as WriterRequest | undefined;

function open({ files, bytesMax }: WriterOptions): OpenJournal {
  const database = openJournalDatabase(files.journal, bytesMax);
  try {
    checkAgainstWatermark(database, files.journal, readWatermark(files.watermark));
    const watermark = new WatermarkWriter(files.watermark);
    return { database, watermark, log: new CommitLog(database, watermark) };
  } catch (error) {
    database.close();
    throw error instanceof JournalUnusable
      ? error
      : new JournalUnusable(`cannot open the journal in ${files.directory}: ${describeError(error)}`);
  }
}

function serve(journal: OpenJournal): void {
  let failed = false;
  const handle = (request: WriterRequest): void => {
    if (request.kind === 'close') {
      close(journal);
      return;
    }
    if (failed) return;
    const { messages, next } = gather(request);
    try {
      reply(journal.log.commit(messages));
    } catch (error) {
      failed = true;
      reply({ kind: 'failed', reason: describeError(error) });
    }
    if (next !== null) handle(next);
  };
  port?.on('message', handle);
}

/** The first message and all appends that wait behind it; `next` is a message of another kind found on the way. */
function gather(first: AppendMessage): { messages: AppendMessage[]; next: WriterRequest | null } {
  const messages = [first];
  let records = first.entities.length;
  while (records < TRANSACTION_RECORDS_MAX) {
    const request = received();
    if (request === undefined) break;
    if (request.kind !== 'append') return { messages, next: request };
    messages.push(request);
    records += request.entities.length;
  }
  return { messages, next: null };
}

function close({ database, watermark }: OpenJournal): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();
    watermark.close();
    reply({ kind: 'closed' });
  } catch (error) {
    reply({ kind: 'failed', reason: describeError(error) });
  }
}

try {
  const journal = open(workerData as WriterOptions);
  serve(journal);
  reply({ kind: 'ready', opening: readOpeningReport(journal.database) });
} catch (error) {
  reply({ kind: 'unusable', message: errorMessage(error) });
}
