/**
 * The seats of one schedule as those who watch it are told of them: what they are now, and what changed on the way there.
 *
 * Invariants
 *  - What was taken over last is what holds. Versions only grow; when they do not (a backup was restored), nothing that was known before counts any more.
 *  - The changes kept follow each other without a gap: each begins at the version at which the one before ended. A seat that changed and changed back within
 *    one of them is not in it, so only whoever knows one of these versions can be told what has changed since; everybody else needs all seats.
 *  - A change names each of its seats once, in ascending order, and what has been handed out is never written to.
 *  - Changes are kept for CHANGES_KEPT_MS, and no more than CHANGED_SEATS_KEPT_MAX seats of them; they are numbers only, whoever watches.
 */
import type { SectionSpec, SharedSeatsView } from '../domain/schedule/protocol.js';

/** All seats as they are at a version. The same object for all who get it, so an encoding of it can be kept by it. */
export interface SeatsSnapshot {
  readonly kind: 'snapshot';
  readonly scheduleId: string;
  readonly version: number;
  readonly sections: readonly SectionSpec[];
  /** Code of the status of seat n at index n - 1, see SEAT_STATUSES. Never changed. */
  readonly statuses: Uint8Array;
}

/** What turns the seats of one version into those of another. The same object for all who get it. */
export interface SeatsDelta {
  readonly kind: 'delta';
  readonly fromVersion: number;
  readonly version: number;
  /** Ascending. */
  readonly seats: Int32Array;
  /** Codes of what they are now, one for each of `seats`. */
  readonly statuses: Uint8Array;
}

/** So long a client may be gone and still be told only what has changed. */
export const CHANGES_KEPT_MS = 60_000;
/** A change of more seats than this is told as a snapshot, which is not larger then. */
export const CHANGED_SEATS_KEPT_MAX = 20_000;

/** SAME: nothing is new. NEWER: later seats of the same story. OTHER: another story, or the first one. */
export type Taken = 'SAME' | 'NEWER' | 'OTHER';

interface Change {
  readonly delta: SeatsDelta;
  readonly at: number;
}

export class SeatVersions {
  private snapshot: SeatsSnapshot | null = null;
  /** Oldest first. */
  private readonly changes: Change[] = [];
  private changedSeats = 0;
  /** What brings those who know a version up to the present one, by the version they know: many come back at once. */
  private readonly merged = new Map<number, SeatsDelta>();

  /** null until something was taken over. */
  get version(): number | null {
    return this.snapshot === null ? null : this.snapshot.version;
  }

  take({ scheduleId, version, sections, statuses }: SharedSeatsView, now: number): Taken {
    const before = this.snapshot;
    this.forgetBefore(now - CHANGES_KEPT_MS);
    if (before?.version === version && before.statuses.length === statuses.length) return 'SAME';
    this.snapshot = { kind: 'snapshot', scheduleId, version, sections, statuses };
    this.merged.clear();
    if (before === null || before.version > version || before.statuses.length !== statuses.length) {
      this.forgetAll();
      return 'OTHER';
    }
    this.note(differenceOf(before, this.snapshot), now);
    return 'NEWER';
  }

  /**
   * What brings whoever knows this version up to date: nothing new is a delta without seats.
   * @returns null while nothing was taken over.
   */
  since(known: number): SeatsSnapshot | SeatsDelta | null {
    if (this.snapshot === null) return null;
    const last = this.changes.at(-1);
    if (last?.delta.fromVersion === known) return last.delta;
    return this.merged.get(known) ?? this.merge(known, this.snapshot) ?? this.snapshot;
  }

  private note(delta: SeatsDelta, at: number): void {
    if (delta.seats.length > CHANGED_SEATS_KEPT_MAX) {
      this.forgetAll();
      return;
    }
    this.changes.push({ delta, at });
    this.changedSeats += delta.seats.length;
    while (this.changedSeats > CHANGED_SEATS_KEPT_MAX) this.forgetOldest();
  }

  private merge(known: number, snapshot: SeatsSnapshot): SeatsDelta | null {
    const first = known === snapshot.version ? this.changes.length : this.changes.findIndex(({ delta }) => delta.fromVersion === known);
    if (first < 0) return null;
    const isChanged = new Uint8Array(snapshot.statuses.length);
    for (let index = first; index < this.changes.length; index += 1) {
      for (const seat of this.changes[index]?.delta.seats ?? []) isChanged[seat - 1] = 1;
    }
    const seats: number[] = [];
    for (let index = isChanged.indexOf(1); index >= 0; index = isChanged.indexOf(1, index + 1)) seats.push(index + 1);
    const delta = deltaOf(known, snapshot, seats);
    this.merged.set(known, delta);
    return delta;
  }

  private forgetBefore(time: number): void {
    while ((this.changes[0]?.at ?? Infinity) < time) this.forgetOldest();
  }

  private forgetOldest(): void {
    const oldest = this.changes.shift();
    if (oldest === undefined) return;
    this.changedSeats -= oldest.delta.seats.length;
    this.merged.delete(oldest.delta.fromVersion);
  }

  private forgetAll(): void {
    this.changes.length = 0;
    this.changedSeats = 0;
    this.merged.clear();
  }
}

function differenceOf(before: SeatsSnapshot, after: SeatsSnapshot): SeatsDelta {
  const seats: number[] = [];
  const { statuses } = after;
  for (let index = 0; index < statuses.length; index += 1) if (statuses[index] !== before.statuses[index]) seats.push(index + 1);
  return deltaOf(before.version, after, seats);
}

function deltaOf(fromVersion: number, { version, statuses }: SeatsSnapshot, seats: readonly number[]): SeatsDelta {
  const codes = new Uint8Array(seats.length);
  for (let index = 0; index < seats.length; index += 1) codes[index] = statuses[(seats[index] ?? 0) - 1] ?? 0;
  return { kind: 'delta', fromVersion, version, seats: Int32Array.from(seats), statuses: codes };
}
