/** The keys and values of the shard table. */
import { SHARD_COUNT } from './shards.js';

/** What a value says. */
export interface Ownership {
  readonly owner: string | null;
  readonly epoch: number;
}

const KEY = /^s\.(0|[1-9]\d{0,3})$/;

export const shardKey = (shard: number): string => `s.${shard}`;

/** null when the key is not that of a shard. */
export function shardOfKey(key: string): number | null {
  const digits = KEY.exec(key)?.[1];
  if (digits === undefined) return null;
  const shard = Number(digits);
  return shard < SHARD_COUNT ? shard : null;
}

export const writtenEntry = ({ owner, epoch }: Ownership): string => JSON.stringify({ owner, epoch });

/** null when it makes no sense. */
export function readEntry(value: string): Ownership | null {
  let said: unknown;
  try {
    said = JSON.parse(value);
  } catch {
    return null;
  }
  if (typeof said !== 'object' || said === null || !('owner' in said) || !('epoch' in said)) return null;
  const { owner, epoch } = said;
  if (owner !== null && (typeof owner !== 'string' || owner === '')) return null;
  if (typeof epoch !== 'number' || !Number.isSafeInteger(epoch) || epoch < 0) return null;
  return { owner, epoch };
}
