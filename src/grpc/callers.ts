/** Who calls: a service, known by its certificate or its key, and what it may do. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';

/** What a service may be allowed: each call needs one of them, and `bypass-queue` spares it the waiting room. */
export const RIGHTS = ['read', 'sell', 'charge', 'admin', 'bypass-queue'] as const;
export type Right = (typeof RIGHTS)[number];

export interface Caller {
  /** As configured; requests are remembered under it. */
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
}

/** What there is to know a caller by. */
export type Presented = Pick<ServerUnaryCall<unknown, unknown>, 'metadata' | 'getAuthContext'>;

export interface Callers {
  /** The service that calls, or SERVICE_UNKNOWN. */
  identify(call: Presented): Caller | Refusal;
}

/** A service as it is configured. */
export interface Service extends Caller {
  /** SHA-256 of each of its keys, 32 bytes. */
  readonly keys: readonly Buffer[];
  /** A name in its certificate, as `certificateName` gives it; null: none. */
  readonly certificate: string | null;
}

/** A shorter one could be guessed, and its hash in the file would tell when. */
const SERVICE_KEY_LENGTH_MIN = 32;
const SERVICE_KEY_LENGTH_MAX = 512;
const BEARER = /^Bearer +([\x21-\x7e]+)$/i;
/** A certificate's alternative names as Node.js writes them: in a list, those with special characters as JSON. */
const ALTERNATIVE_NAME = /([^:,]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/y;

const UNKNOWN = refuse('SERVICE_UNKNOWN');
const LOCAL: Caller = { name: 'local', rights: new Set(RIGHTS) };

/** For a port that only this machine can reach: whoever calls is `local` and may do everything. */
export const anybody: Callers = { identify: () => LOCAL };

/** For mutual TLS: a service is who its certificate says. Whether the certificate is good was checked when the connection was made. */
export function callersByCertificate(services: readonly Service[]): Callers {
  const byName = new Map(services.flatMap((service) => (service.certificate === null ? [] : [[service.certificate, service] as const])));
  // The same certificate object comes with every call of a connection, see listener.ts.
  const known = new WeakMap<PeerCertificate, Caller | Refusal>();
  return {
    identify(call) {
      const certificate = call.getAuthContext().sslPeerCertificate;
      if (certificate === undefined) return UNKNOWN;
      let caller = known.get(certificate);
      if (caller === undefined) {
        caller = serviceNamedIn(certificate, byName);
        known.set(certificate, caller);
      }
      return caller;
    },
  };
}

/** Two names of two services in one certificate do not say which of them calls. */
function serviceNamedIn(certificate: PeerCertificate, byName: ReadonlyMap<string, Service>): Caller | Refusal {
  const found = new Set(namesIn(certificate).flatMap((name) => byName.get(certificateName(name)) ?? []));
  const [service] = found;
  return service === undefined || found.size > 1 ? UNKNOWN : service;
}

/** Names of hosts are the same in upper and lower case; URIs are not. */
export function certificateName(name: string): string {
  return name.includes('://') ? name : name.toLowerCase();
}

/** DNS names and URIs among the alternative names, and the common names. */
export function namesIn({ subject, subjectaltname }: PeerCertificate): readonly string[] {
  // Node.js leaves the subject out where it is empty, and makes a list where a part is there twice, whatever its types say.
  const { CN } = (subject as { readonly CN?: string | readonly string[] } | undefined) ?? {};
  return [...(CN === undefined ? [] : [CN].flat()), ...alternativeNames(subjectaltname ?? '')];
}

/** None at all when the list cannot be read to its end. */
function alternativeNames(list: string): readonly string[] {
  const names: string[] = [];
  let from = 0;
  while (from < list.length) {
    ALTERNATIVE_NAME.lastIndex = from;
    const [whole, kind, value] = ALTERNATIVE_NAME.exec(list) ?? [];
    if (whole === undefined || value === undefined) return [];
    const name = value.startsWith('"') ? unquoted(value) : value;
    if (name === null) return [];
    if (kind === 'DNS' || kind === 'URI') names.push(name);
    from += whole.length;
  }
  return names;
}

function unquoted(json: string): string | null {
  try {
    return String(JSON.parse(json));
  } catch {
    return null;
  }
}

/** Without mutual TLS: a service is who has its key. Each call is compared with all keys there are, whichever is right, so time tells nothing. */
export function callersByKey(services: readonly Service[]): Callers {
  const keys = services.flatMap((service) => service.keys.map((digest) => ({ service, digest })));
  return {
    identify({ metadata }) {
      const presented = presentedKey(metadata);
      if (presented === null) return UNKNOWN;
      const digest = hash('sha256', presented, 'buffer');
      let caller: Caller | Refusal = UNKNOWN;
      for (const key of keys) if (timingSafeEqual(key.digest, digest)) caller = key.service;
      return caller;
    },
  };
}

function presentedKey(metadata: Metadata): string | null {
  const [header, ...more] = metadata.get('authorization');
  if (typeof header !== 'string' || more.length > 0) return null;
  const key = BEARER.exec(header)?.[1];
  return key !== undefined && key.length >= SERVICE_KEY_LENGTH_MIN && key.length <= SERVICE_KEY_LENGTH_MAX ? key : null;
}
