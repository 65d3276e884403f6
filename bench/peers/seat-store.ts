/**
 * What a peer must be able to do: hold seats, all or nothing, durable before it answers. Each peer is one store behind the same Fastify facade.
 * All times are ms since 1970.
 */
import type { SeatStatus } from '../../src/domain/schedule/protocol.js';

export interface HoldOrder {
  readonly reservationId: string;
  readonly scheduleId: string;
  /** Without repetition, ascending, so that two orders never wait for each other. */
  readonly seats: readonly number[];
  readonly userId: string;
  readonly heldAt: number;
  readonly expiresAt: number;
}

export interface SeatConflict {
  readonly seat: number;
  readonly status: SeatStatus;
}

export type HoldOutcome =
  | { readonly kind: 'HELD'; readonly amount: number }
  | { readonly kind: 'UNAVAILABLE'; readonly conflicts: readonly SeatConflict[] }
  | { readonly kind: 'SEAT_NOT_FOUND'; readonly seats: readonly number[] }
  | { readonly kind: 'SCHEDULE_NOT_FOUND' };

export interface SeatStore {
  /** Resolves when the outcome, and what it was decided by, is on stable storage. */
  hold(order: HoldOrder): Promise<HoldOutcome>;
  close(): Promise<void>;
}

/** One schedule as a peer knows it: seats from 1 to `seats`, all of one price. */
export interface Hall {
  readonly scheduleId: string;
  readonly seats: number;
  readonly price: number;
}

/** A seat as a store found it when its hold did not succeed; `expiresAt` is 0 when nobody holds it. */
export interface FoundSeat {
  readonly seat: number;
  readonly status: SeatStatus;
  readonly expiresAt: number;
}

/**
 * Says why a hold that found no free seats failed.
 * @param found The seats of the order that the schedule has.
 */
export function refusedHold(order: HoldOrder, found: readonly FoundSeat[], scheduleExists: boolean): HoldOutcome {
  if (!scheduleExists) return { kind: 'SCHEDULE_NOT_FOUND' };
  const known = new Map(found.map((seat) => [seat.seat, seat]));
  const unknown = order.seats.filter((seat) => !known.has(seat));
  if (unknown.length > 0) return { kind: 'SEAT_NOT_FOUND', seats: unknown };
  const conflicts = found.filter(({ status, expiresAt }) => status !== 'AVAILABLE' && !(status === 'HELD' && expiresAt < order.heldAt));
  return { kind: 'UNAVAILABLE', conflicts: conflicts.map(({ seat, status }) => ({ seat, status })) };
}
