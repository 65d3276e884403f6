/** What the settings of a cluster come to on this machine. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../config.js';
import { isLoopback } from '../config/readers.js';
import type { GrpcLog } from '../grpc/deps.js';
import { readLinkTls } from '../grpc/link/files.js';
import type { LinkTls } from '../grpc/link/identity.js';

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

/** null without certificates. Throws `GrpcUnusable` when they are no use. `now`: ms since 1970. */
export function linkTls(config: Config, now: number, log: Pick<GrpcLog, 'warn'>): LinkTls | null {
  const { clusterCert: cert, clusterKey: key, clusterCa: ca } = config;
  if (cert === null || key === null || ca === null) return null;
  const { notices, ...tls } = readLinkTls({ cert, key, ca }, nodeIdOf(config), now);
  for (const notice of notices) log.warn({}, notice);
  return tls;
}
