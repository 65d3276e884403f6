/**
 * Signs and verifies one kind of token: a JWT (HS256) that this program issues and this program alone reads.
 *
 * Because every good token was issued here, every header that can be right is known in advance, one for each key. A header is therefore compared, not
 * interpreted: `none`, another algorithm, another type, an unknown key or a critical extension are simply not in the map.
 * `verify` never throws, whatever it is given. It accepts exactly one spelling of a token, so no two different strings are the same token.
 */
import { createSigner, createVerifier } from 'fast-jwt';
import type { KeyRing, SigningKey } from './keys.js';
import { VerifiedCache } from './verified-cache.js';

export const TOKEN_ISSUER = 'frontrow';
/** Our tokens have about 400 characters. Anything longer is refused unread. */
const TOKEN_LENGTH_MAX = 1_024;
/** Verified tokens remembered per kind: about 30 MB when full. A token that is not remembered costs one signature check more, some 20 µs. */
const VERIFIED_TOKENS_MAX = 50_000;

/** 32 bytes in 43 digits leave two bits unused; they must be zero, else four spellings of one signature would pass. */
const SIGNATURE = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const ALGORITHM = 'HS256';

export interface TokenKind<Claims> {
  readonly ring: KeyRing;
  /** The `typ` of the header. */
  readonly type: string;
  readonly audience: string;
  /** What a payload with a good signature says; null when it says nothing usable. `keyId`: the key that signed it. */
  readonly read: (payload: Readonly<Record<string, unknown>>, keyId: string) => Claims | null;
  readonly verifiedMax?: number;
}

/** `iat` is asked for because the library would put the wall clock's time in its place. */
export interface SignedPayload {
  readonly sub: string;
  /** When it was issued, whole seconds since 1970. */
  readonly iat: number;
}

interface KnownKey {
  readonly keyId: string;
  readonly sign: (payload: SignedPayload) => string;
  readonly verify: (token: string) => Readonly<Record<string, unknown>>;
}

export class SignedTokens<Claims extends object> {
  private readonly current: KnownKey;
  private readonly keys = new Map<string, KnownKey>();
  private readonly headers = new Map<string, KnownKey>();
  private readonly verified: VerifiedCache<Claims>;

  constructor(private readonly kind: TokenKind<Claims>) {
    this.current = this.learn(kind.ring.current);
    if (kind.ring.previous !== null) this.learn(kind.ring.previous);
    this.verified = new VerifiedCache(kind.verifiedMax ?? VERIFIED_TOKENS_MAX);
  }

  get currentKeyId(): string {
    return this.current.keyId;
  }

  /** The same bytes for the same payload and key. Signs with the current key when `keyId` is left out or no longer known. */
  sign(payload: SignedPayload, keyId?: string): string {
    const key = keyId === undefined ? undefined : this.keys.get(keyId);
    return (key ?? this.current).sign(payload);
  }

  /**
   * What the token says, frozen and shared with later callers; null unless its signature, type and audience are right. Time is the caller's to judge.
   * `from`: where in the text the token begins. A header need not be cut up then, and whole texts are compared many times faster than cut ones.
   */
  verify(text: unknown, from = 0): Claims | null {
    if (typeof text !== 'string' || text.length - from > TOKEN_LENGTH_MAX) return null;
    return this.verified.get(text, from) ?? this.verifyUnseen(text, from);
  }

  private verifyUnseen(text: string, from: number): Claims | null {
    const token = text.slice(from);
    const firstDot = token.indexOf('.');
    const lastDot = token.lastIndexOf('.');
    const key = firstDot < 0 ? undefined : this.headers.get(token.slice(0, firstDot));
    if (key === undefined || !SIGNATURE.test(token.slice(lastDot + 1))) return null;
    let payload: Readonly<Record<string, unknown>>;
    try {
      payload = key.verify(token);
    } catch {
      // The library tells good from bad by throwing; every reason means the same to us.
      return null;
    }
    const claims = this.kind.read(payload, key.keyId);
    if (claims === null) return null;
    this.verified.set(text, Object.freeze(claims), from);
    return claims;
  }

  private learn({ keyId, bytes }: SigningKey): KnownKey {
    const { type, audience } = this.kind;
    const sign = createSigner({
      key: bytes,
      algorithm: ALGORITHM,
      kid: keyId,
      header: { alg: ALGORITHM, typ: type },
      iss: TOKEN_ISSUER,
      aud: audience,
    });
    const verify: KnownKey['verify'] = createVerifier({
      key: bytes,
      algorithms: [ALGORITHM],
      checkTyp: type,
      allowedIss: TOKEN_ISSUER,
      allowedAud: audience,
      requiredClaims: ['iss', 'aud'],
      // The library would ask the wall clock; whoever issues tokens that end checks that on the node's clock.
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
    const key: KnownKey = { keyId, sign, verify };
    const [header = ''] = sign({ sub: '', iat: 0 }).split('.');
    this.keys.set(keyId, key);
    this.headers.set(header, key);
    return key;
  }
}
