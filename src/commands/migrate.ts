/** `frontrow migrate`: takes a data directory into the cluster that the settings name, or the cluster into a data directory. Nobody may sell meanwhile. */
import { join } from 'node:path';
import type { Config } from '../config.js';
import { copySecrets } from '../identity/secrets.js';
import { openSqliteJournal } from '../journal/sqlite/sqlite-journal.js';
import { ClusterUnusable, continueEpochs, openStoppedCluster } from '../node/cluster-storage.js';
import { copied, copyAndClose } from './journals.js';

/** @returns what to tell the operator. Throws what `exitFor` knows. */
export async function migrateIntoCluster(config: Config, from: string): Promise<string> {
  mustNameCluster(config);
  // Opened first: whoever runs on the directory is found before anything is created in the cluster.
  const source = await openSqliteJournal({ directory: from });
  const target = await openStoppedCluster(config).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const report = await copyAndClose(source, target);
  await continueEpochs(config, target.incarnation, report.epochMax);
  return (
    `Migrated ${from} into cluster ${config.natsPrefix}: ${copied(report)}. ` +
    `Start the nodes with FRONTROW_SECRET set to what is in ${join(from, 'secret')}, so that everybody stays logged in; ${from} was not changed.`
  );
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
  const source = await openSqliteJournal({ directory: from });
  const target = await openSqliteJournal({ directory: dataDir }).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  const report = await copyAndClose(source, target);
  copySecrets(from, dataDir);
  return `Restored ${from} into ${dataDir}: ${copied(report)}.`;
}

function mustNameCluster({ natsUrl }: Config): void {
  if (natsUrl === null) throw new ClusterUnusable('FRONTROW_NATS_URL must name the cluster that is meant.');
}
