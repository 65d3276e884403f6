/** The thread that writes for `GroupCommit`: each message is a row, each row a transaction. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { FromGroupCommit } from './group-commit.js';

const SYNCHRONOUS_FULL = 2;
/** As our journal: a longer log makes each checkpoint a longer stall. */
const CHECKPOINT_PAGES = 2_000;

const port = parentPort;
if (port === null) throw new Error('group-commit-worker.js runs as a worker thread only');
const tell = (message: FromGroupCommit): void => port.postMessage(message);

const database = new Database(String(workerData));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
if (database.pragma('journal_mode', { simple: true }) !== 'wal') throw new Error('the database has no write-ahead log');
if (database.pragma('synchronous', { simple: true }) !== SYNCHRONOUS_FULL) throw new Error('the database does not wait for the disk');
database.exec('CREATE TABLE writes (position INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
const insert = database.prepare('INSERT INTO writes (body) VALUES (?)');

port.on('message', (text: string) => {
  insert.run(text);
  tell({ kind: 'committed' });
});
tell({ kind: 'open' });
