/**
 * Sessions of operators at a browser: who has shown the admin key once gets a session, so that the key itself is kept nowhere. A session is a signed token
 * in a cookie that scripts cannot read. Nothing is stored for it, so every node of a cluster believes it, also after a restart.
 *
 * - Its key is derived from the node's secret and the admin key: a changed admin key ends all sessions. Nothing else ends one before its time; signing out takes
 *   the cookie away.
 * - A browser sends cookies along with requests that other pages make it send. So a session has a second token, the CSRF token, that only its own page is told and
 *   that every change must repeat. It stands in the signed part, so it belongs to that one session.
 *
 * Times are ms since 1970 on the node's clock, handed in by the caller.
 */
import { timingSafeEqual } from 'node:crypto';
import { deriveKeyRing } from './keys.js';
import type { SecretPair } from './keys.js';
import { SignedTokens } from './signed-tokens.js';

export const SESSION_SECONDS = 8 * 3_600;

export interface AdminSession {
  readonly csrfToken: string;
  /** The first moment it is over. */
  readonly expiresAt: number;
}

export interface OpenedSession extends AdminSession {
  /** For the cookie. */
  readonly token: string;
}

export interface AdminSessions {
  /** A session from now on, for somebody who has shown the admin key. */
  open(now: number): OpenedSession;
  /** The session of that token; null when it is not one of ours, was changed, or is over. Never throws. */
  read(token: unknown, now: number): AdminSession | null;
}

export interface AdminSessionOptions {
  readonly secrets: SecretPair;
  readonly adminKey: string;
  /** What nobody can guess, a fresh one each time. */
  readonly mint: () => string;
}

const SESSION_TYPE = 'ops+jwt';
const SESSION_AUDIENCE = 'frontrow:ops';
/** Every session has the same one: there is one key, and nobody knows who holds it. */
const OPERATOR = 'operator';
/** Operators are few. */
const VERIFIED_SESSIONS_MAX = 1_000;

export function createAdminSessions({ secrets, adminKey, mint }: AdminSessionOptions): AdminSessions {
  // An admin key is visible ASCII, so the two cannot run into each other.
  const bound = (secret: string): string => `${secret}\n${adminKey}`;
  const ring = deriveKeyRing(
    { current: bound(secrets.current), previous: secrets.previous === null ? null : bound(secrets.previous) },
    'admin-session',
  );
  const tokens = new SignedTokens<AdminSession>({
    ring,
    type: SESSION_TYPE,
    audience: SESSION_AUDIENCE,
    read: readSession,
    verifiedMax: VERIFIED_SESSIONS_MAX,
  });
  return {
    open(now) {
      const iat = Math.floor(now / 1_000);
      const exp = iat + SESSION_SECONDS;
      const csrf = mint();
      const payload = { sub: OPERATOR, csrf, iat, exp };
      return { token: tokens.sign(payload), csrfToken: csrf, expiresAt: exp * 1_000 };
    },
    read(token, now) {
      const session = tokens.verify(token);
      // Checked here and not where the token is read, so that a remembered session ends on time too.
      return session !== null && now < session.expiresAt ? session : null;
    },
  };
}

/** Whether what was presented is the session's CSRF token, in a time that does not tell how much of it is right. */
export function isCsrfTokenOf(session: AdminSession, presented: unknown): boolean {
  if (typeof presented !== 'string') return false;
  const [expected, given] = [Buffer.from(session.csrfToken), Buffer.from(presented)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function readSession({ sub, csrf, exp }: Readonly<Record<string, unknown>>): AdminSession | null {
  if (sub !== OPERATOR || typeof csrf !== 'string' || csrf === '') return null;
  return typeof exp === 'number' && Number.isSafeInteger(exp) ? { csrfToken: csrf, expiresAt: exp * 1_000 } : null;
}
