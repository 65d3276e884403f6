/**
 * Which users may have seats, as bits: a user whose bit is not set surely has none, one whose bit is set may have some. It answers for everybody at once, in
 * a few kilobytes, so that a seat map can be shared and only those who may have seats of their own need to be looked at one by one.
 *
 * Bits are only ever added; once so many were added that too many may be set, it is made anew.
 */

/** A user is one bit of so many, so that at most one stranger in eight is taken for an owner, and hardly any in a small hall. */
const BITS_PER_USER = 8;
const USERS_MIN = 1_024;
const BITS_MIN = 65_536;

export class OwnerFilter {
  private readonly bits: Uint8Array;
  private room: number;

  /** @param users who will be added at once. */
  constructor(users: number) {
    const most = Math.max(USERS_MIN, users + (users >>> 1));
    let bits = BITS_MIN;
    while (bits < most * BITS_PER_USER) bits *= 2;
    this.bits = new Uint8Array(bits / 8);
    this.room = most;
  }

  /** So many were added that it would no longer tell much. */
  get full(): boolean {
    return this.room <= 0;
  }

  /** @param hash of the user's id, see `hashOfId`. */
  add(hash: number): void {
    const bit = bitOf(this.bits, hash);
    this.bits[bit >>> 3] = (this.bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
    this.room -= 1;
  }

  /** A copy for `mayOwn`. */
  snapshot(): Uint8Array {
    return this.bits.slice();
  }
}

/** @param owners from a schedule; `hash` of the user's id, see `hashOfId`. */
export function mayOwn(owners: Uint8Array, hash: number): boolean {
  const bit = bitOf(owners, hash);
  return ((owners[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** Their number is a power of two. */
function bitOf(bits: Uint8Array, hash: number): number {
  return hash & (bits.length * 8 - 1);
}
