/** What a row and the process that changes seats say to each other. */
import type { LoadUser } from './load.js';

export interface SeatChangesPlan {
  readonly url: string;
  readonly scheduleId: string;
  readonly seats: number;
  /** They hold and release seats, one after the other. */
  readonly users: readonly LoadUser[];
  /** Looks at the map and never has a seat. */
  readonly looker: LoadUser;
  readonly changesPerSecond: number;
  readonly looksPerSecond: number;
  /** So many seats are held before a hold and a release take turns. */
  readonly heldSeats: number;
}

/** A seat map as it was seen: a letter for each seat, see `letterOf`. */
export interface SeenMap {
  readonly version: number;
  readonly letters: string;
}

export interface SeatChangesReport {
  /** Holds and releases that were acknowledged once the seats to be held were held, and in which time. */
  readonly changes: number;
  readonly seconds: number;
  /** Requests that the node had no time for (503) and that were sent again. */
  readonly repeated: number;
  readonly seen: readonly SeenMap[];
}

export interface ToSeatChanges {
  readonly kind: 'start';
  readonly plan: SeatChangesPlan;
}

export type FromSeatChanges =
  | { readonly kind: 'under-way' }
  /** The server is gone. */
  | { readonly kind: 'done'; readonly report: SeatChangesReport }
  | { readonly kind: 'failed'; readonly reason: string };

/** A seat's status as one letter; AVAILABLE, HELD and BOOKED, BLOCKED differ in their first two. */
export function letterOf(status: string): string {
  switch (status) {
    case 'AVAILABLE':
      return 'A';
    case 'HELD':
      return 'H';
    case 'BOOKED':
      return 'B';
    case 'BLOCKED':
      return 'X';
    default:
      throw new Error(`a seat is ${status}`);
  }
}
