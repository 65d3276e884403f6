/** The store of each kind of peer, connected. */
import { assertNever } from '../../src/domain/decider.js';
import type { PeerSettings } from './kind.js';
import { postgresLockStore, postgresUpdateStore } from './postgres-stores.js';
import { redisStore } from './redis-store.js';
import type { SeatStore } from './seat-store.js';

export async function openStore(settings: Pick<PeerSettings, 'kind' | 'socket' | 'connections'>): Promise<SeatStore> {
  switch (settings.kind) {
    case 'postgres-update':
      return postgresUpdateStore(settings);
    case 'postgres-lock':
      return postgresLockStore(settings);
    case 'redis':
      return redisStore(settings.socket);
    default:
      return assertNever(settings.kind);
  }
}
