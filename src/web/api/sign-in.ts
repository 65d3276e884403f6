/**
 * Signing in at an external issuer: the fan is sent to the operator's page with `?returnTo=`, and comes back with `#access_token=`. A token is taken only if the
 * fan left for it from this browser not long ago; or a link of somebody else's could sign the fan in as that somebody. The fragment goes away at once.
 */
import { keepIdentity } from './identity.js';
import { readStored, removeStored, writeStored } from './stored.js';

const NAME = 'signing-in';
const WITHIN_MS = 60 * 60_000;
/** RFC 9562, 6.6. */
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Where the sign-in link leads, and back to this page from there. */
export function signInLink(signInUrl: string): string {
  const url = new URL(signInUrl, location.href);
  url.searchParams.set('returnTo', location.href.replace(/#.*/, ''));
  return url.href;
}

export function noteSigningIn(): void {
  writeStored(NAME, Date.now());
}

/** To be called before anything else looks at the address. */
export async function takeReturnedToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('access_token');
  if (token === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  const leftAt = readStored(NAME);
  removeStored(NAME);
  if (typeof leftAt !== 'number' || Date.now() - leftAt > WITHIN_MS) return;
  const claims = claimsOf(token);
  if (claims === null) return;
  const userId = await userIdOf(claims.issuer, claims.subject);
  keepIdentity({ userId, accessToken: token, expiresAtMs: claims.expiresAtMs, renewAtMs: null });
}

interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly expiresAtMs: number;
}

/** Only read: whether it is genuine the node decides. */
function claimsOf(token: string): Claims | null {
  try {
    const bytes = bytesOf(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
    const { iss, sub, exp } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Record<'iss' | 'sub' | 'exp', unknown>>;
    if (typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number') return null;
    return { issuer: iss, subject: sub, expiresAtMs: exp * 1_000 };
  } catch {
    return null;
  }
}

/** As the node works it out: a subject that is a UUID is the user id; any other becomes a version 5 UUID of issuer and subject. */
async function userIdOf(issuer: string, subject: string): Promise<string> {
  const lowerCase = subject.toLowerCase();
  return UUID.test(lowerCase) ? lowerCase : uuidV5(await uuidV5(URL_NAMESPACE, issuer), subject);
}

async function uuidV5(namespace: string, name: string): Promise<string> {
  const prefix = Uint8Array.from(namespace.replaceAll('-', '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const text = new TextEncoder().encode(name);
  const both = new Uint8Array(prefix.length + text.length);
  both.set(prefix);
  both.set(text, prefix.length);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', both)).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function bytesOf(binary: string): Uint8Array {
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
