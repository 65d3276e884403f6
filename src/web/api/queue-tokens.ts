/** The fan's queue tokens, one per concert, for all tabs: the place in line is in the token, so a reload or a second tab has the same place. */
import { identity } from './identity.js';
import { readStored, removeStored, writeStored } from './stored.js';

const nameOf = (concertId: string): string => `queue:${concertId}`;

/** null when the fan has none, or it was another account's. */
export function queueTokenOf(concertId: string): string | null {
  const stored = readStored(nameOf(concertId));
  if (typeof stored !== 'object' || stored === null) return null;
  const { userId, token } = stored as { readonly userId?: unknown; readonly token?: unknown };
  return typeof token === 'string' && userId === identity.value?.userId ? token : null;
}

export function keepQueueToken(concertId: string, userId: string, token: string): void {
  writeStored(nameOf(concertId), { userId, token });
}

export function dropQueueToken(concertId: string): void {
  removeStored(nameOf(concertId));
}
