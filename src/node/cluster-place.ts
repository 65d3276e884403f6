/** What the settings of a cluster come to on this machine. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../config.js';
import { isLoopback } from '../config/readers.js';
import type { LinkTls } from '../grpc/link/identity.js';
import { JournalUnusable } from '../journal/port.js';

const PACKAGE = new URL('../../../package.json', import.meta.url);

export const PROGRAM_VERSION = (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string }).version;

/** FRONTROW_NODE_ID, or the first label of the machine's host name. */
export function nodeIdOf({ nodeId }: Config): string {
  return nodeId ?? (hostname().split('.')[0] ?? 'node').replaceAll(/[^A-Za-z0-9-]/g, '-');
}

/** Where the link listens: on every address when others are told to come from elsewhere. */
export function linkPlace({ clusterHost, clusterPort, advertise }: Config): { readonly host: string; readonly port: number } {
  if (clusterHost !== null) return { host: clusterHost, port: clusterPort };
  const told = advertise === null ? null : new URL(`http://${advertise}`).hostname.replace(/^\[(.*)\]$/, '$1');
  return { host: told === null || isLoopback(told) ? '127.0.0.1' : '0.0.0.0', port: clusterPort };
}

/** null without certificates. Throws `JournalUnusable` when a file cannot be read. */
export function linkTls({ clusterCert, clusterKey, clusterCa }: Config): LinkTls | null {
  if (clusterCert === null || clusterKey === null || clusterCa === null) return null;
  return { cert: pem(clusterCert), key: pem(clusterKey), ca: pem(clusterCa) };
}

function pem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JournalUnusable(
      `cannot read ${file} (${reason}): FRONTROW_CLUSTER_CERT, FRONTROW_CLUSTER_KEY and FRONTROW_CLUSTER_CA name PEM files`,
    );
  }
}
