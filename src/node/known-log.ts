/**
 * Which log of which cluster the data directory of a node belongs to. It is kept so that a node never begins a new, empty log where there was one: servers that lost
 * their disks must not look like a cluster that was never used.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterUnusable } from './cluster-unusable.js';

const FILE_MODE = 0o600;

interface KnownLog {
  readonly prefix: string;
  readonly incarnation: string;
}

/** The log of the cluster with this prefix, as it was last joined; null when it was none, or when the file says nothing that can be understood. */
export function knownLog(directory: string, prefix: string): string | null {
  try {
    const known = JSON.parse(readFileSync(fileIn(directory), 'utf8')) as Partial<KnownLog> | null;
    return known?.prefix === prefix && typeof known.incarnation === 'string' ? known.incarnation : null;
  } catch {
    return null;
  }
}

/** Throws `ClusterUnusable` when it cannot be written. */
export function rememberLog(directory: string, log: KnownLog): void {
  if (knownLog(directory, log.prefix) === log.incarnation) return;
  const path = fileIn(directory);
  try {
    writeFileSync(`${path}.new`, `${JSON.stringify(log)}\n`, { mode: FILE_MODE, flush: true });
    renameSync(`${path}.new`, path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClusterUnusable(`${path} cannot be written (${why}). The data directory must be writable, with room on its disk.`);
  }
}

const fileIn = (directory: string): string => join(directory, 'cluster.json');
