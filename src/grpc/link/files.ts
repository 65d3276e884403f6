/** The files of mutual TLS between nodes, checked at the start: with a certificate that no peer would accept, a node would be a member whom nobody can reach. */
import { X509Certificate } from 'node:crypto';
import { readTls } from '../credentials.js';
import { GrpcUnusable } from '../unusable.js';
import { isNamed } from './identity.js';
import type { LinkTls } from './identity.js';

/** Paths of PEM files. */
export interface LinkTlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

const SETTINGS = { cert: 'FRONTROW_CLUSTER_CERT', key: 'FRONTROW_CLUSTER_KEY', clientCa: 'FRONTROW_CLUSTER_CA' };

/** Throws `GrpcUnusable`. `now`: ms since 1970. */
export function readLinkTls(files: LinkTlsFiles, nodeId: string, now: number): LinkTls & { readonly notices: readonly string[] } {
  const { options, notices } = readTls({ cert: files.cert, key: files.key, clientCa: files.ca }, now, SETTINGS);
  const { cert, key, ca } = options;
  if (!Buffer.isBuffer(cert) || !Buffer.isBuffer(key) || !Buffer.isBuffer(ca)) throw new Error('certificates are read as bytes');
  if (!isNamed(new X509Certificate(cert).toLegacyObject(), nodeId)) {
    throw new GrpcUnusable(
      `${SETTINGS.cert}: ${files.cert} does not name ${nodeId}, which this node is (FRONTROW_NODE_ID): it needs it among its DNS names.`,
    );
  }
  return { cert, key, ca, notices };
}
