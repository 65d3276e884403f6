/**
 * Which user a subject of an external issuer is.
 *
 * A subject that is a UUID is the user id itself, in lower case. Any other subject becomes the version 5 UUID (RFC 9562) of issuer and subject:
 *
 *   namespace of the issuer = UUIDv5(URL namespace, issuer)
 *   user id                 = UUIDv5(namespace of the issuer, subject)
 *
 * It is worked out and never stored, so every node, today and after a restart, finds the same wallet for the same subject; whoever has a list of subjects can
 * work the user ids out as well. Changing the issuer's name gives all such subjects new user ids.
 */
import { createHash } from 'node:crypto';
import { isUserId } from '../domain/ids.js';

/** RFC 9562, 6.6. */
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
const UUID_BYTES = 16;

/** @returns The user id of each subject of that issuer; null for a subject that is no usable text. */
export function createUserOfSubject(issuer: string): (subject: string) => string | null {
  const namespace = uuidV5(URL_NAMESPACE, issuer);
  return (subject) => {
    // Half of a surrogate pair has no bytes in UTF-8: all such subjects would become the same user.
    if (subject === '' || /\p{Surrogate}/u.test(subject)) return null;
    const lowerCase = subject.toLowerCase();
    return isUserId(lowerCase) ? lowerCase : uuidV5(namespace, subject);
  };
}

/** RFC 9562, 5.5: the version 5 UUID of a name, in lower case. `namespace` is a UUID. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, UUID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
