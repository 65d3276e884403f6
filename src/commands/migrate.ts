/** `frontrow migrate`: takes a data directory into the cluster that the settings name, or the cluster into a data directory. Nobody may sell meanwhile. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { copySecrets } from '../identity/secrets.js';
import { openSqliteJournal } from '../journal/sqlite/sqlite-journal.js';
import { continueEpochs, openStoppedCluster } from '../node/cluster-storage.js';
import { ClusterUnusable } from '../node/cluster-unusable.js';
import { copied, copyAndClose, openExistingJournal } from './journals.js';

/** @returns what to tell the operator. Throws what `exitFor` knows. */
export async function migrateIntoCluster(config: Config, from: string): Promise<string> {
  mustNameCluster(config);
  // Opened first: whoever runs on the directory is found before anything is created in the cluster.
  const source = await openExistingJournal(from);
  const target = await openStoppedCluster(config).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const report = await copyAndClose(source, target);
  await continueEpochs(config, target.incarnation, report.epochMax);
  return `Migrated ${from} into cluster ${config.natsPrefix}: ${copied(report)}. Start the nodes with ${secretOf(from)}, so that everybody stays logged in; ${from} was not changed.`;
}

export async function migrateIntoDirectory(config: Config, to: string): Promise<string> {
  mustNameCluster(config);
  const source = await openStoppedCluster(config);
  const target = await openSqliteJournal({ directory: to }).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const report = await copyAndClose(source, target);
  return (
    `Migrated cluster ${config.natsPrefix} into ${to}: ${copied(report)}. ` +
    `Start a node with FRONTROW_DATA_DIR=${to} and the same FRONTROW_SECRET, without FRONTROW_NATS_URL; the cluster's log was not changed.`
  );
}

/** `frontrow restore`: a backup becomes a data directory, or the log of a cluster that has none. */
export async function restore(config: Config, from: string): Promise<string> {
  if (config.natsUrl !== null) return (await migrateIntoCluster(config, from)).replace(/^Migrated/, 'Restored');
  const { dataDir } = config;
  const source = await openExistingJournal(from);
  const target = await openSqliteJournal({ directory: dataDir }).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const report = await copyAndClose(source, target);
  copySecrets(from, dataDir);
  const logins = existsSync(secretFile(from)) ? '' : ` Start the node with ${secretOf(from)}, so that everybody stays logged in.`;
  return `Restored ${from} into ${dataDir}: ${copied(report)}.${logins}`;
}

/** What nodes must be given, so that tokens stay valid. A cluster has its secret in its settings, and so its backups have none. */
function secretOf(from: string): string {
  const file = secretFile(from);
  return existsSync(file) ? `FRONTROW_SECRET set to what is in ${file}` : 'the FRONTROW_SECRET that was in use';
}

const secretFile = (directory: string): string => join(directory, 'secret');

function mustNameCluster({ natsUrl }: Config): void {
  if (natsUrl === null) throw new ClusterUnusable('FRONTROW_NATS_URL must name the cluster that is meant.');
}
