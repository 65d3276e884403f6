/**
 * What the server shows and what it asks for: its certificate and key and, for mutual TLS, the authorities that sign the services' certificates. Everything
 * is checked at the start: a certificate that nobody would accept is a mistake to be told then, not at the first call.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { codeOf, GrpcUnusable } from './unusable.js';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** null: services are not asked for certificates. */
  readonly clientCa: string | null;
}

/** The settings that name them, for whoever must be told. */
export interface TlsSettings {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string;
}

const GRPC_SETTINGS: TlsSettings = { cert: 'FRONTROW_GRPC_CERT', key: 'FRONTROW_GRPC_KEY', clientCa: 'FRONTROW_GRPC_CLIENT_CA' };
/** Less than this before the end of a certificate, the log says so. */
const EXPIRES_SOON_MS = 14 * 86_400_000;
const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export interface ServerTls {
  readonly options: TlsOptions;
  /** What an operator should know although it stops nothing; one line each. */
  readonly notices: readonly string[];
}

/** Throws `GrpcUnusable`. `now`: ms since 1970. */
export function readTls(files: TlsFiles, now: number, settings: TlsSettings = GRPC_SETTINGS): ServerTls {
  const cert = read(settings.cert, files.cert);
  const key = read(settings.key, files.key);
  const [own, ...chain] = certificates(settings.cert, files.cert, cert);
  if (own === undefined) throw new GrpcUnusable(`${settings.cert}: ${files.cert} holds no certificate.`);
  refuseOutOfTime(settings.cert, files.cert, [own, ...chain], now);
  if (!own.checkPrivateKey(privateKey(settings.key, files.key, key))) {
    throw new GrpcUnusable(`${settings.key}: ${files.key} is not the key of the certificate in ${files.cert}.`);
  }
  const asked = clientOptions(settings.clientCa, files.clientCa, now);
  const options: TlsOptions = { cert, key, minVersion: 'TLSv1.2', ALPNProtocols: ['h2'], ...asked };
  try {
    createSecureContext(options);
  } catch (error) {
    throw new GrpcUnusable(`${settings.cert}: ${files.cert} and ${files.key} do not make a TLS server: ${codeOf(error)}`);
  }
  const left = Date.parse(own.validTo) - now;
  const notices =
    left < EXPIRES_SOON_MS ? [`the certificate in ${files.cert} ends on ${own.validTo}; a new one is read at the next start`] : [];
  return { options, notices };
}

function clientOptions(setting: string, path: string | null, now: number): TlsOptions {
  if (path === null) return {};
  const ca = read(setting, path);
  const authorities = certificates(setting, path, ca);
  if (authorities.length === 0) throw new GrpcUnusable(`${setting}: ${path} holds no certificate.`);
  // An authority that has ended may stand beside the one that follows it.
  if (authorities.every((authority) => !isInTime(authority, now))) refuseOutOfTime(setting, path, authorities, now);
  return { ca, requestCert: true, rejectUnauthorized: true };
}

function read(setting: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new GrpcUnusable(`${setting}: ${path} cannot be read: ${codeOf(error)}`);
  }
}

function certificates(setting: string, path: string, pem: Buffer): readonly X509Certificate[] {
  try {
    return (pem.toString('latin1').match(PEM_CERTIFICATE) ?? []).map((text) => new X509Certificate(text));
  } catch (error) {
    throw new GrpcUnusable(`${setting}: ${path} holds a certificate that cannot be read: ${codeOf(error)}`);
  }
}

function privateKey(setting: string, path: string, pem: Buffer): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new GrpcUnusable(`${setting}: ${path} holds no private key that can be read without a passphrase: ${codeOf(error)}`);
  }
}

function refuseOutOfTime(setting: string, path: string, held: readonly X509Certificate[], now: number): void {
  const wrong = held.find((certificate) => !isInTime(certificate, now));
  if (wrong === undefined) return;
  throw new GrpcUnusable(
    `${setting}: ${path} holds a certificate (${oneLine(wrong.subject)}) for ${wrong.validFrom} to ${wrong.validTo} only.`,
  );
}

function isInTime({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now < Date.parse(validTo);
}

function oneLine(subject: string): string {
  return subject.replaceAll('\n', ', ');
}
