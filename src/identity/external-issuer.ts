/**
 * Access tokens of web users from an external issuer (an identity provider): JWTs that it signs with a private key and this node verifies with its public
 * ones. With an external issuer the built-in one is off.
 *
 *   createExternalIssuer({
 *     issuer: FRONTROW_ISSUER, audience: FRONTROW_ISSUER_AUDIENCE, algorithms: FRONTROW_ISSUER_ALGORITHMS,
 *     keys: { jwksUrl: FRONTROW_ISSUER_JWKS_URL } or { file: FRONTROW_ISSUER_KEYS_FILE },
 *     clock, onFailure: (error) => logger.warn({ err: error }, 'the keys of the external issuer could not be had'),
 *   })
 *
 * It throws `KeysUnusable` when the file cannot be read or the URL may not be used; an issuer that does not answer keeps no node from starting. `close` it
 * when the node stops.
 *
 * A token is believed when
 * - its algorithm is one of those the operator named, all of them signatures by a private key;
 * - a key that the issuer has now, and that suits this algorithm, made its signature (key-set.ts says what "now" means);
 * - issuer and audience are exactly the configured ones, `exp` is there and not passed, `nbf` is not ahead, both on the node's clock;
 * - its subject makes a user (user-of-subject.ts).
 *
 * Anything else is null. A token of which nobody can say, because no keys could be had, is `UNAVAILABLE`: the caller may try again, and need not sign in again.
 */
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { nodeTimers } from '../timers.js';
import type { Timers } from '../timers.js';
import type { AccessClaims } from './access-tokens.js';
import type { ExternalAlgorithm } from './external-settings.js';
import { isExternalAlgorithm } from './external-settings.js';
import type { IssuerKey, KeysUnusable } from './issuer-keys.js';
import { KeySet } from './key-set.js';
import { keysFromFile, keysFromUrl } from './key-sources.js';
import type { Fetch } from './key-sources.js';
import { createUserOfSubject } from './user-of-subject.js';
import { VerifiedCache } from './verified-cache.js';

/** Issuers like to put roles and groups in; with a queue token beside it, it still fits in one message of a live socket. Longer ones are refused unread. */
export const TOKEN_LENGTH_MAX = 6_144;
/** Verified tokens remembered: about 60 MB when full of tokens with 1,500 characters. */
const VERIFIED_TOKENS_MAX = 40_000;
/** Tokens that may be under way at once, most of them waiting for the issuer's keys. */
export const UNDER_WAY_MAX = 10_000;
/** A token that names no key is tried with so many that suit its algorithm. */
const KEYS_TRIED_MAX = 4;
/** How far the issuer's clock may be from the node's. */
const CLOCK_TOLERANCE_SECONDS = 5;

export interface ExternalIssuerOptions {
  /** Must be the `iss` of every token, character by character. */
  readonly issuer: string;
  /** Must be the `aud` of every token, or one of them. */
  readonly audience: string;
  readonly algorithms: readonly ExternalAlgorithm[];
  /** https only (http on this machine): a JWKS; or a file with a JWKS, public keys or certificates (PEM), which may be replaced while the node runs. */
  readonly keys: { readonly jwksUrl: string } | { readonly file: string };
  /** The node's clock, ms since 1970. */
  readonly clock: { now(): number };
  /** For the log: keys could not be had; at most every ten seconds. Must not throw. */
  readonly onFailure: (error: KeysUnusable) => void;
  /** @default 5 */
  readonly clockToleranceSeconds?: number;
  /** @default 40,000 */
  readonly verifiedMax?: number;
  /** @default the global `fetch` */
  readonly fetch?: Fetch;
  /** @default timers of Node.js */
  readonly timers?: Timers;
}

export interface ExternalIssuer {
  /**
   * Who is calling; null when the token is not to be believed. At once for a token that was verified before, and for a text that can be none; a promise
   * otherwise, which never rejects. `from`: where in the text the token begins.
   */
  verify(text: unknown, now: number, from?: number): AccessClaims | null | Promise<AccessClaims | Refusal | null>;
  /** Asks for no more keys. */
  close(): void;
}

export function createExternalIssuer(options: ExternalIssuerOptions): ExternalIssuer {
  const { keys, clock, onFailure, timers = nodeTimers } = options;
  if (options.algorithms.length === 0) throw new TypeError('An external issuer needs at least one algorithm.');
  for (const algorithm of options.algorithms) {
    if (!isExternalAlgorithm(algorithm)) throw new TypeError(`${String(algorithm)} is not an algorithm for tokens of an external issuer.`);
  }
  const source = 'file' in keys ? keysFromFile(keys.file) : keysFromUrl(keys.jwksUrl, options.fetch ?? fetch, timers);
  const keySet = new KeySet({ source, clock, timers, onFailure });
  const tokens = new ExternalTokens(options, keySet);
  return { verify: (text, now, from) => tokens.verify(text, now, from), close: () => keySet.close() };
}

const UNAVAILABLE = refuse('UNAVAILABLE');

interface Header {
  readonly algorithm: string;
  readonly keyId: string | null;
}

/** A token that was verified, and the key it was verified with. */
interface Verified {
  readonly claims: AccessClaims;
  readonly key: IssuerKey;
}

/** That a key is not the one a token was signed with. */
const NOT_THIS_KEY = 'not this key';

class ExternalTokens {
  private readonly algorithms: readonly string[];
  private readonly verified: VerifiedCache<Verified>;
  private readonly userOf: (subject: string) => string | null;
  private readonly toleranceSeconds: number;
  private underWay = 0;

  constructor(
    private readonly options: ExternalIssuerOptions,
    private readonly keySet: KeySet,
  ) {
    this.algorithms = options.algorithms;
    this.verified = new VerifiedCache(options.verifiedMax ?? VERIFIED_TOKENS_MAX);
    this.userOf = createUserOfSubject(options.issuer);
    this.toleranceSeconds = options.clockToleranceSeconds ?? CLOCK_TOLERANCE_SECONDS;
  }

  verify(text: unknown, now: number, from = 0): AccessClaims | null | Promise<AccessClaims | Refusal | null> {
    if (typeof text !== 'string' || text.length - from > TOKEN_LENGTH_MAX) return null;
    const seen = this.verified.get(text, from);
    if (seen !== undefined && seen.key.trusted && now < this.keySet.trustedUntil) return now < seen.claims.expiresAt ? seen.claims : null;
    const token = text.slice(from);
    const header = this.readHeader(token);
    if (header === null) return null;
    if (this.underWay >= UNDER_WAY_MAX) return Promise.resolve(UNAVAILABLE);
    this.underWay += 1;
    return this.judge(token, header, now).then((verdict) => {
      this.underWay -= 1;
      if (verdict === null || 'refused' in verdict) return verdict;
      this.verified.set(text, verdict, from);
      return verdict.claims;
    });
  }

  /** What decides which keys to try; null when no key would do. */
  private readHeader(token: string): Header | null {
    if (!COMPACT_JWT.test(token)) return null;
    try {
      const { alg, kid, typ, crit } = decodeProtectedHeader(token);
      if (alg === undefined || !this.algorithms.includes(alg) || crit !== undefined || !isAccessTokenType(typ)) return null;
      if (kid !== undefined && typeof kid !== 'string') return null;
      return { algorithm: alg, keyId: kid ?? null };
    } catch {
      return null;
    }
  }

  private async judge(token: string, header: Header, now: number): Promise<Verified | Refusal | null> {
    const { keySet } = this;
    if (now >= keySet.trustedUntil) await keySet.refresh();
    if (now >= keySet.trustedUntil) return UNAVAILABLE;
    const { loads } = keySet;
    const verdict = await this.tryKeys(token, header, now);
    if (verdict !== NOT_THIS_KEY) return verdict;
    // A key of that name is there, so a new one is not to be expected.
    if (header.keyId !== null && keySet.knows(header.keyId)) return null;
    await keySet.refresh();
    const again = keySet.loads === loads ? verdict : await this.tryKeys(token, header, now);
    if (again !== NOT_THIS_KEY) return again;
    return keySet.answers ? null : UNAVAILABLE;
  }

  private async tryKeys(token: string, header: Header, now: number): Promise<Verified | null | typeof NOT_THIS_KEY> {
    let tried = 0;
    for (const key of this.keySet.meantBy(header.keyId)) {
      const publicKey = await key.use(header.algorithm).catch(() => null);
      if (publicKey === null) continue;
      const payload = await this.payloadOf(token, publicKey, now);
      if (payload !== NOT_THIS_KEY) return payload === null ? null : this.read(payload, key);
      tried += 1;
      if (tried === KEYS_TRIED_MAX) break;
    }
    return NOT_THIS_KEY;
  }

  private async payloadOf(
    token: string,
    key: Awaited<ReturnType<IssuerKey['use']>>,
    now: number,
  ): Promise<JWTPayload | null | typeof NOT_THIS_KEY> {
    const { issuer, audience } = this.options;
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [...this.algorithms],
        issuer,
        audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: this.toleranceSeconds,
        currentDate: new Date(now),
      });
      return payload;
    } catch (error) {
      // The library tells good from bad by throwing; what it says after the signature was found good is the last word.
      return error instanceof errors.JWSSignatureVerificationFailed ? NOT_THIS_KEY : null;
    }
  }

  private read({ sub, exp }: JWTPayload, key: IssuerKey): Verified | null {
    if (typeof sub !== 'string' || typeof exp !== 'number') return null;
    const userId = this.userOf(sub);
    const expiresAt = Math.floor((exp + this.toleranceSeconds) * 1_000);
    // The key may have been withdrawn while the signature was checked.
    if (userId === null || !Number.isSafeInteger(expiresAt) || !key.trusted) return null;
    return { claims: Object.freeze({ userId, expiresAt }), key };
  }
}

/** One spelling of a token only: the library would let others pass, and each would be remembered by itself. */
const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const ACCESS_TOKEN_TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt']);

/** Issuers sign other things with the same keys (log-outs, for example) and say so here. Many do not say what access tokens are. */
function isAccessTokenType(type: string | undefined): boolean {
  return type === undefined || ACCESS_TOKEN_TYPES.has(type.toLowerCase().replace(/^application\//, ''));
}
