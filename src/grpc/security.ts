/** How the port is secured, as the settings say: who may call, what the server shows, and how an operator is told. */
import type { TlsOptions } from 'node:tls';
import { anybody, callersByCertificate, callersByKey } from './callers.js';
import type { Callers, Service } from './callers.js';
import { readTls } from './credentials.js';
import { readServiceFile } from './service-file.js';
import { GrpcUnusable } from './unusable.js';

/** Paths, null where there is none. */
export interface GrpcFiles {
  readonly services: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly clientCa: string | null;
}

export interface GrpcSecurity {
  readonly callers: Callers;
  readonly tls: TlsOptions | null;
  /** In a few words, for the start line. */
  readonly summary: string;
  /** What an operator should know although it stops nothing; one line each. */
  readonly notices: readonly string[];
}

/** Reads all files, once. Throws `GrpcUnusable`. `now`: ms since 1970; `onlyLoopback`: only this machine can reach the port. */
export function readSecurity(files: GrpcFiles, onlyLoopback: boolean, now: number): GrpcSecurity {
  const { cert, key, clientCa } = files;
  const services = files.services === null ? null : readServiceFile(files.services);
  if (services === null && !onlyLoopback) {
    throw new GrpcUnusable(
      'FRONTROW_GRPC_HOST: without FRONTROW_GRPC_SERVICES only this machine may call, so it must be a loopback address.',
    );
  }
  const tls = cert === null || key === null ? null : readTls({ cert, key, clientCa }, now);
  return {
    callers: services === null ? anybody : callersAmong(services, tls !== null && clientCa !== null),
    tls: tls?.options ?? null,
    summary: summaryOf(services, tls !== null, clientCa !== null),
    notices: [
      ...(tls?.notices ?? []),
      ...(tls === null && !onlyLoopback
        ? ['gRPC is not encrypted and reachable from other machines: service keys can be read on the way unless the network encrypts']
        : []),
    ],
  };
}

function callersAmong(services: readonly Service[], byCertificate: boolean): Callers {
  const shut = services.find(({ keys, certificate }) => (byCertificate ? certificate === null : keys.length === 0));
  if (shut !== undefined) {
    throw new GrpcUnusable(
      byCertificate
        ? `FRONTROW_GRPC_SERVICES: ${shut.name} has no "certificate", and with FRONTROW_GRPC_CLIENT_CA services are known by nothing else.`
        : `FRONTROW_GRPC_SERVICES: ${shut.name} has no "keys", and without FRONTROW_GRPC_CLIENT_CA services are known by nothing else.`,
    );
  }
  return byCertificate ? callersByCertificate(services) : callersByKey(services);
}

function summaryOf(services: readonly Service[] | null, encrypted: boolean, mutual: boolean): string {
  if (services === null) return `${encrypted ? 'TLS, ' : ''}loopback only, no services configured`;
  const how = mutual ? 'mutual TLS' : `service keys, ${encrypted ? 'TLS' : 'not encrypted'}`;
  return `${how}, ${services.length === 1 ? '1 service' : `${services.length} services`}`;
}
