/** What an admin key may be, and the comparison of a presented one with the right one. */
import { createHash, timingSafeEqual } from 'node:crypto';

export const ADMIN_KEY_LENGTH_MIN = 32;
/** What can be sent as `Authorization: Bearer …`: visible ASCII. */
export const ADMIN_KEY_CHARACTERS = /^[\x21-\x7e]+$/;

/** Answers whether what was presented is the admin key, in a time that tells nothing about either. Never throws. */
export function createAdminKeyCheck(adminKey: string): (presented: unknown) => boolean {
  const expected = digest(adminKey);
  // Hashes have one length, as the comparison needs; keys that differ early and late take equally long.
  return (presented) => typeof presented === 'string' && timingSafeEqual(digest(presented), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
