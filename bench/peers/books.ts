/** A peer's books: what its store says after a trial, and what must be true of it. */

export interface HeldSeat {
  readonly scheduleId: string;
  readonly seat: number;
  readonly userId: string;
  readonly reservationId: string;
}

export interface BookedReservation {
  readonly reservationId: string;
  readonly scheduleId: string;
  readonly userId: string;
  readonly seats: readonly number[];
}

export interface PeerBooks {
  readonly seats: readonly HeldSeat[];
  readonly reservations: readonly BookedReservation[];
}

/** Faults named in one message; the rest is counted. */
const FAULTS_NAMED_MAX = 10;

const seatKey = (scheduleId: string, seat: number): string => `${scheduleId}/${seat}`;

/**
 * What is wrong with the books, a sentence each; empty when they add up: as many reservations as acknowledged holds, every seat of a reservation held by it
 * and its user, no seat in two reservations, no held seat without one.
 * @param acknowledged How many holds were answered with 201.
 */
export function faultsOf({ seats, reservations }: PeerBooks, acknowledged: number): readonly string[] {
  const faults: string[] = [];
  if (reservations.length !== acknowledged)
    faults.push(`${acknowledged} holds were acknowledged, ${reservations.length} reservations exist`);
  const heldBy = new Map<string, HeldSeat>();
  for (const held of seats) {
    const key = seatKey(held.scheduleId, held.seat);
    if (heldBy.has(key)) faults.push(`seat ${key} has two holders`);
    heldBy.set(key, held);
  }
  const reserved = new Set<string>();
  for (const { reservationId, scheduleId, userId, seats: own } of reservations) {
    for (const seat of own) {
      const key = seatKey(scheduleId, seat);
      const held = heldBy.get(key);
      if (reserved.has(key)) faults.push(`seat ${key} is in two reservations`);
      reserved.add(key);
      if (held?.reservationId !== reservationId || held.userId !== userId) faults.push(`seat ${key} is not held by ${reservationId}`);
    }
  }
  for (const key of heldBy.keys()) if (!reserved.has(key)) faults.push(`seat ${key} is held without a reservation`);
  return faults;
}

/** Throws when the books do not add up. */
export function mustAddUp(peer: string, books: PeerBooks, acknowledged: number): void {
  const faults = faultsOf(books, acknowledged);
  if (faults.length === 0) return;
  const more = faults.length > FAULTS_NAMED_MAX ? `; and ${faults.length - FAULTS_NAMED_MAX} more` : '';
  throw new Error(`The books of ${peer} do not add up: ${faults.slice(0, FAULTS_NAMED_MAX).join('; ')}${more}.`);
}
