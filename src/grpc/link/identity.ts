/** Who this node is towards its peers, and what it shows them. */
import { createSecureContext } from 'node:tls';
import type { PeerCertificate, TlsOptions } from 'node:tls';
import { credentials } from '@grpc/grpc-js';
import type { ChannelCredentials } from '@grpc/grpc-js';
import type { Member } from '../../cluster/member.js';
import { certificateName, namesIn } from '../callers.js';
import type { LinkSecrets } from './handshake.js';

/** PEM. With them both sides of every connection show a certificate that names their node. */
export interface LinkTls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** The authorities that sign the nodes' certificates. */
  readonly ca: string | Buffer;
}

/** Its secrets are what all nodes of the cluster know, and nobody else. */
export interface LinkIdentity extends LinkSecrets {
  /** Of the cluster's incarnation. */
  readonly cluster: string;
  /** This node, as it is a member now. */
  self(): Member;
  members(): readonly Member[];
}

const OLDEST_TLS = 'TLSv1.2';

export const serverTls = ({ cert, key, ca }: LinkTls): TlsOptions => ({
  cert,
  key,
  ca,
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: OLDEST_TLS,
  ALPNProtocols: ['h2'],
});

/** For connections to a node: they come about only when its certificate names it. */
export function peerCredentials(tls: LinkTls | null): (nodeId: string) => ChannelCredentials {
  if (tls === null) return () => credentials.createInsecure();
  const { cert, key, ca } = tls;
  const context = createSecureContext({ cert, key, ca, minVersion: OLDEST_TLS });
  return (nodeId) =>
    credentials.createFromSecureContext(context, {
      checkServerIdentity: (_host, certificate) =>
        isNamed(certificate, nodeId) ? undefined : new Error(`the certificate does not name ${nodeId}`),
    });
}

/** In one of its alternative names, or as its common name. */
export function isNamed(certificate: PeerCertificate, nodeId: string): boolean {
  const wanted = certificateName(nodeId);
  return namesIn(certificate).some((name) => certificateName(name) === wanted);
}
