/** The hold that the fan has now, for all pages and tabs: so that whoever went to another page finds the way back before it runs out. */
import { signal } from '@preact/signals';
import { reservation } from '../../api/fans.js';
import { momentIn, serverNow } from '../../api/server-time.js';
import { onStoredElsewhere, readStored, removeStored, writeStored } from '../../api/stored.js';
import type { Reservation } from '../../api/types.js';

export interface CurrentHold {
  readonly reservationId: string;
  readonly concertId: string;
  readonly seats: number;
  /** The moment at which it runs out. */
  readonly until: number;
}

const NAME = 'hold';

export const currentHold = signal<CurrentHold | null>(readHold());

onStoredElsewhere((name) => {
  if (name === NAME || name === null) currentHold.value = readHold();
});

/** To be called once. */
export function startHolds(): void {
  void refreshHold();
  // Clocks that stood still while the phone slept promise time that is gone.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void refreshHold();
  });
}

/** The phone's clock has no say in whether the stored hold still is one. */
async function refreshHold(): Promise<void> {
  const stored = readStored(NAME);
  if (typeof stored !== 'object' || stored === null || !('reservationId' in stored) || typeof stored.reservationId !== 'string') return;
  const answer = await reservation(stored.reservationId);
  if (answer.ok) noteReservation(answer.value);
  else if (answer.problem.status === 404) forgetHold(stored.reservationId);
}

/** To be told of each reservation as it is seen. */
export function noteReservation({ reservationId, concertId, seats, status, expiresInSeconds }: Reservation): void {
  if (status === 'HELD' && expiresInSeconds > 0) {
    currentHold.value = { reservationId, concertId, seats: seats.length, until: momentIn(expiresInSeconds) };
    writeStored(NAME, { reservationId, concertId, seats: seats.length, expiresAtMs: serverNow() + expiresInSeconds * 1_000 });
  } else {
    forgetHold(reservationId);
  }
}

export function forgetHold(reservationId: string): void {
  const stored = readStored(NAME);
  if (typeof stored === 'object' && stored !== null && 'reservationId' in stored && stored.reservationId === reservationId)
    removeStored(NAME);
  if (currentHold.value?.reservationId === reservationId) currentHold.value = null;
}

function readHold(): CurrentHold | null {
  const stored = readStored(NAME);
  if (typeof stored !== 'object' || stored === null) return null;
  const { reservationId, concertId, seats, expiresAtMs } = stored as Readonly<Record<string, unknown>>;
  if (typeof reservationId !== 'string' || typeof concertId !== 'string' || typeof seats !== 'number' || typeof expiresAtMs !== 'number')
    return null;
  const leftMs = expiresAtMs - serverNow();
  return leftMs > 0 ? { reservationId, concertId, seats, until: performance.now() + leftMs } : null;
}
