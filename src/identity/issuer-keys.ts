/**
 * The public keys of an external issuer, as they are read from a JWKS (RFC 7517) or from PEM blocks. Whatever is not a public key that can sign is left out:
 * issuers publish keys for encryption beside them. Private keys and shared secrets are never taken.
 */
import { createPublicKey } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { KeysUnusable } from './keys-unusable.js';

export { KeysUnusable };

/** No known issuer publishes a tenth of it. */
export const KEY_SET_BYTES_MAX = 256 * 1_024;
const KEYS_MAX = 64;

export interface IssuerKey {
  /** What tokens call it; null when it has no name and may be meant by any token. */
  readonly keyId: string | null;
  /** False as soon as it has left the issuer's key set; it never comes back. */
  trusted: boolean;
  /** For signatures of that algorithm. Rejects when the key is not for it. */
  use(algorithm: string): Promise<CryptoKey>;
}

/** What keys are told apart by, with the keys: the same text is the same key. */
export type IssuerKeys = ReadonlyMap<string, IssuerKey>;

const SIGNING_KINDS: ReadonlySet<unknown> = new Set(['RSA', 'EC', 'OKP']);

/** From the text of a JWKS. Throws `KeysUnusable`; an issuer may well have no key at all. `where`: for the message. */
export function readKeySet(text: string, where: string): IssuerKeys {
  const set = parseJson(text);
  if (!isObject(set) || !Array.isArray(set['keys'])) throw new KeysUnusable(`${where} is not a JSON Web Key Set: {"keys": […]}`);
  const entries: readonly unknown[] = set['keys'];
  if (entries.length > KEYS_MAX) throw new KeysUnusable(`${where} holds ${entries.length} keys; more than ${KEYS_MAX} are not taken`);
  return keysOf(entries.filter(isSigningKey));
}

/** From a file with a JWKS, or with public keys or certificates as PEM. Throws `KeysUnusable`; a file without a key is a mistake. */
export function readKeyFile(text: string, path: string): IssuerKeys {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw new KeysUnusable(`${path} holds a private key: give the node the public key only, and take the private one away from here`);
  }
  const keys = text.includes('-----BEGIN ') ? readPem(text, path) : readKeySet(text, path);
  if (keys.size === 0) throw new KeysUnusable(`${path} holds no public key that signatures can be verified with`);
  return keys;
}

const PEM_BLOCK = /-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----[\s\S]*?-----END \1-----/g;

function readPem(text: string, path: string): IssuerKeys {
  const blocks = text.match(PEM_BLOCK) ?? [];
  if (blocks.length > KEYS_MAX) throw new KeysUnusable(`${path} holds ${blocks.length} keys; more than ${KEYS_MAX} are not taken`);
  try {
    return keysOf(blocks.map((block): unknown => createPublicKey(block).export({ format: 'jwk' })).filter(isSigningKey));
  } catch {
    throw new KeysUnusable(`${path} holds a PEM block that is not a public key or certificate`);
  }
}

function isSigningKey(jwk: unknown): jwk is JWK {
  return isObject(jwk) && SIGNING_KINDS.has(jwk['kty']) && !('d' in jwk) && (jwk['use'] === undefined || jwk['use'] === 'sig');
}

function keysOf(jwks: readonly JWK[]): IssuerKeys {
  return new Map(jwks.map((jwk) => [JSON.stringify(Object.entries(jwk).sort()), issuerKeyOf(jwk)]));
}

function issuerKeyOf(jwk: JWK): IssuerKey {
  // A set of one, because the library then judges whether the key suits the algorithm, and imports it once.
  const set = createLocalJWKSet({ keys: [jwk] });
  const keyId = typeof jwk.kid === 'string' ? jwk.kid : null;
  return { keyId, trusted: true, use: (algorithm) => set({ alg: algorithm }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
