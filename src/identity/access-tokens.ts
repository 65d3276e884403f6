/**
 * Access tokens say who is calling. A guest account is nothing but a fresh user id in such a token: nothing is stored for it.
 * Times are ms since 1970 on the node's clock, handed in by the caller.
 */
import { isUserId } from '../domain/ids.js';
import type { KeyRing } from './keys.js';
import { SignedTokens, TOKEN_ISSUER } from './signed-tokens.js';

export interface IssuedAccessToken {
  readonly token: string;
  /** The first moment it is no longer valid, ms since 1970 (whole seconds). */
  readonly expiresAt: number;
}

export interface AccessClaims {
  readonly userId: string;
  readonly expiresAt: number;
}

export interface AccessTokens {
  /** A token for that user, from now on. `userId` must be a lower-case UUID; throws otherwise, for no such token would ever verify. */
  issue(userId: string, now: number): IssuedAccessToken;
  /** Who is calling; null when the token is not one of ours, was changed, or has ended. `from`: where in the text it begins. Never throws. */
  verify(text: unknown, now: number, from?: number): AccessClaims | null;
}

export interface AccessTokenOptions {
  readonly ring: KeyRing;
  /** How long a token is valid. */
  readonly ttlSeconds: number;
  /** Verified tokens remembered; see signed-tokens.ts. */
  readonly verifiedMax?: number;
}

/** The registered media type of JWT access tokens (RFC 9068). */
const ACCESS_TOKEN_TYPE = 'at+jwt';

export function createAccessTokens({ ring, ttlSeconds, ...limits }: AccessTokenOptions): AccessTokens {
  const tokens = new SignedTokens<AccessClaims>({ ring, type: ACCESS_TOKEN_TYPE, audience: TOKEN_ISSUER, read: readClaims, ...limits });
  return {
    issue(userId, now) {
      if (!isUserId(userId)) throw new TypeError(`An access token needs a lower-case UUID for its user, not ${JSON.stringify(userId)}.`);
      const iat = Math.floor(now / 1_000);
      const exp = iat + ttlSeconds;
      const payload = { sub: userId, iat, exp };
      return { token: tokens.sign(payload), expiresAt: exp * 1_000 };
    },
    verify(text, now, from) {
      const claims = tokens.verify(text, from);
      // Checked here and not where the token is read, so that a remembered token ends on time too.
      return claims !== null && now < claims.expiresAt ? claims : null;
    },
  };
}

function readClaims({ sub, exp }: Readonly<Record<string, unknown>>): AccessClaims | null {
  if (typeof sub !== 'string' || !isUserId(sub)) return null;
  return typeof exp === 'number' && Number.isSafeInteger(exp) ? { userId: sub, expiresAt: exp * 1_000 } : null;
}
