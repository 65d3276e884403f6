/**
 * Mints what must not be guessed: command ids (they end up in the ids of reservations and payments) and user ids.
 * Every request mints at least one, so random bytes are drawn a pool at a time.
 */
import { randomFillSync } from 'node:crypto';

export interface Minting {
  /** 32 hex digits, 128 random bits. */
  commandId(): string;
  /** A version 4 UUID in lower case, 122 random bits. */
  userId(): string;
}

/** Fills the whole buffer with bytes nobody can foresee. */
export type RandomFill = (buffer: Buffer) => void;

const ID_BYTES = 16;
const IDS_PER_POOL = 256;

/** `randomFill`: where random bytes come from; a test hands in a seeded one. */
export function createMinting(randomFill: RandomFill = randomFillSync): Minting {
  const pool = Buffer.alloc(ID_BYTES * IDS_PER_POOL);
  let used = pool.length;

  const take = (): number => {
    if (used === pool.length) {
      randomFill(pool);
      used = 0;
    }
    const at = used;
    used += ID_BYTES;
    return at;
  };

  return {
    commandId() {
      const at = take();
      return pool.toString('hex', at, at + ID_BYTES);
    },
    userId() {
      const at = take();
      // RFC 9562: the version in the high half of byte 6, the variant in the top two bits of byte 8.
      pool.writeUInt8((pool.readUInt8(at + 6) & 0x0f) | 0x40, at + 6);
      pool.writeUInt8((pool.readUInt8(at + 8) & 0x3f) | 0x80, at + 8);
      const hex = pool.toString('hex', at, at + ID_BYTES);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  };
}
