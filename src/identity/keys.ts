/**
 * Keys, derived from the node's secret: a separate one for each purpose, so that a token of one kind can never pass for another kind.
 * During a rotation there are two of each: the current one signs, the previous one still verifies what it signed before.
 */
import { createHash, hkdfSync } from 'node:crypto';

export type KeyPurpose = 'access-token' | 'queue-token' | 'node-link' | 'admin-key' | 'admin-session';

/** The secrets that keys are derived from, as text. `previous` is null unless a rotation is under way. */
export interface SecretPair {
  readonly current: string;
  readonly previous: string | null;
}

export interface SigningKey {
  /** Names the key in a token's header and in the queue's records: the start of a hash of the key, so it tells nothing of it. */
  readonly keyId: string;
  readonly bytes: Buffer;
}

export interface KeyRing {
  readonly current: SigningKey;
  readonly previous: SigningKey | null;
}

/** Part of every derivation. Changing it makes every token that was ever signed invalid. */
const DERIVATION = 'frontrow/v1';
const KEY_BYTES = 32;
const KEY_ID_HEX_DIGITS = 16;

/** The keys of one purpose. A previous secret that equals the current one is no rotation and counts as none. */
export function deriveKeyRing(secrets: SecretPair, purpose: KeyPurpose): KeyRing {
  const current = deriveKey(secrets.current, purpose);
  const previous = secrets.previous === null ? null : deriveKey(secrets.previous, purpose);
  return { current, previous: previous?.keyId === current.keyId ? null : previous };
}

function deriveKey(secret: string, purpose: KeyPurpose): SigningKey {
  const bytes = Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'utf8'), DERIVATION, purpose, KEY_BYTES));
  const keyId = createHash('sha256').update(`${DERIVATION}/key-id/`).update(bytes).digest('hex').slice(0, KEY_ID_HEX_DIGITS);
  return { keyId, bytes };
}
