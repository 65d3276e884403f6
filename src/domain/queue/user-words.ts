/** A user's UUID as four 32-bit words: the form in which a million of them fit into columns. */
export interface UserWords {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @param userId a UUID in lower case, see `isUserId`. */
export function wordsOf(userId: string): UserWords {
  return {
    a: hexAt(userId, 0, 8),
    b: ((hexAt(userId, 9, 13) << 16) | hexAt(userId, 14, 18)) >>> 0,
    c: ((hexAt(userId, 19, 23) << 16) | hexAt(userId, 24, 28)) >>> 0,
    d: hexAt(userId, 28, 36),
  };
}

export function userIdOf(a: number, b: number, c: number, d: number): string {
  return `${hex16(a >>> 16)}${hex16(a)}-${hex16(b >>> 16)}-${hex16(b)}-${hex16(c >>> 16)}-${hex16(c)}${hex16(d >>> 16)}${hex16(d)}`;
}

/** Spreads the words over 32 bits; the high and the low bits are both usable. */
export function hashOf(a: number, b: number, c: number, d: number): number {
  let hash = a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hexAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const code = text.charCodeAt(index);
    // '0'…'9' are 48…57, 'a'…'f' are 97…102.
    value = (value << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return value >>> 0;
}

function hex16(word: number): string {
  return `${HEX_OF_BYTE[(word >>> 8) & 0xff] ?? ''}${HEX_OF_BYTE[word & 0xff] ?? ''}`;
}
