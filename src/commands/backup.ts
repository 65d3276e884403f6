/** `frontrow backup`: a copy of everything while nodes run, in a directory that is a data directory like any other. */
import type { Config } from '../config.js';
import { copySecrets } from '../identity/secrets.js';
import { backUpJournal } from '../journal/sqlite/backup.js';
import { openSqliteJournal } from '../journal/sqlite/sqlite-journal.js';
import { consistentCopyOf } from '../journal/consistent-cut.js';
import { openRunningCluster } from '../node/cluster-storage.js';
import { KINDS } from '../node/entities.js';
import { copied, copyAndClose } from './journals.js';

/** @returns what to tell the operator. Throws what `exitFor` knows. */
export async function backUp(config: Config, to: string): Promise<string> {
  if (config.natsUrl !== null) return backUpCluster(config, to);
  await backUpJournal(config.dataDir, to);
  copySecrets(config.dataDir, to);
  return `Backed up ${config.dataDir} into ${to}. To restore: frontrow restore --from ${to}`;
}

async function backUpCluster(config: Config, to: string): Promise<string> {
  const journal = await openRunningCluster(config);
  const target = await openSqliteJournal({ directory: to }).catch(async (error: unknown) => {
    await journal.close();
    throw error;
  });
  const report = await copyAndClose(journal, target, await consistentCopyOf(journal, KINDS));
  return `Backed up cluster ${config.natsPrefix} into ${to}: ${copied(report)}. Keep FRONTROW_SECRET with it. To restore: frontrow restore --from ${to}`;
}
