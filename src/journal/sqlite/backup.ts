/** Online backup: a consistent copy of a journal, taken while a node writes it. The copying is done in a thread of its own, see backup-worker.ts. */
import { existsSync, readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { JournalUnusable } from '../port.js';
import type { BackupOrder, BackupReply } from './backup-worker.js';
import { dataFiles, prepareDirectory } from './data-directory.js';
import { firstMessage } from './first-message.js';

/**
 * Copies the journal in the data directory `from` into `to`, which is created and must be empty. Takes no lock: this may be another process than the one that
 * writes. Rejects with `JournalUnusable`, in one line.
 */
export async function backUpJournal(from: string, to: string): Promise<void> {
  const order: BackupOrder = { from: dataFiles(from), to: dataFiles(to) };
  if (!existsSync(order.from.journal)) throw new JournalUnusable(`there is no journal in ${order.from.directory}: nothing to back up`);
  prepareDirectory(order.to.directory);
  if (readdirSync(order.to.directory).length > 0) {
    throw new JournalUnusable(`the backup directory ${order.to.directory} is not empty: choose an empty or a new one`);
  }
  const worker = new Worker(new URL('./backup-worker.js', import.meta.url), { workerData: order });
  const problem = await firstMessage<BackupReply>(worker);
  await worker.terminate();
  if (problem !== null) throw new JournalUnusable(`the backup into ${order.to.directory} failed: ${problem}`);
}
