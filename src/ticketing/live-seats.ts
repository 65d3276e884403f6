/**
 * Live seats: a snapshot of a schedule's seats, and then what changes, for whoever watches, over whatever transport. One for the whole node.
 *
 * Whoever watches a schedule gets the same objects at nearly the same time, so a transport spells each out once for all. What is told was durable before.
 * A schedule that nobody watches costs nothing but the changes of its last minute, which are kept that long for those who lost their connection and come back.
 */
import { refuse } from '../domain/refusals.js';
import type { SharedSeatsView } from '../domain/schedule/protocol.js';
import type { Timers } from '../timers.js';
import type { Answer } from './asking.js';
import { CHANGES_KEPT_MS } from './seat-versions.js';
import { Turns } from './turns.js';
import { WatchedSchedule } from './watched-schedule.js';
import type { SeatsWatcher, Watching } from './watched-schedule.js';

export type { SeatsDelta, SeatsSnapshot } from './seat-versions.js';
export type { SeatsWatcher, Watching } from './watched-schedule.js';

export interface LiveSeatsDeps {
  /** What is durable, at least up to the moment of the call. */
  shareSeats(scheduleId: string): Answer<SharedSeatsView>;
  /** Steady, ms. */
  now(): number;
  readonly timers: Timers;
  /** How many watch, whenever it changes. */
  onCount(open: number): void;
  /** Something that should not happen; watching goes on. */
  onError(error: unknown): void;
}

/** Schedules that nobody watches, but whose last changes are kept. */
export const UNWATCHED_KEPT_MAX = 64;

const GOING_AWAY = refuse('UNAVAILABLE');

export class LiveSeats {
  private readonly watched = new Map<string, WatchedSchedule>();
  /** Those among them that nobody watches, the one left longest ago first, and how to call off that they are forgotten. */
  private readonly unwatched = new Map<string, () => void>();
  private readonly turns: Turns;
  private open = 0;
  private isClosed = false;

  constructor(private readonly deps: LiveSeatsDeps) {
    this.turns = new Turns(
      () => deps.now(),
      (error) => deps.onError(error),
    );
  }

  /** @param fromVersion the last version the watcher knows; 0 for none. */
  watch(scheduleId: string, fromVersion: number, watcher: SeatsWatcher): Watching {
    if (this.isClosed) return turnedAway(watcher);
    return this.schedule(scheduleId).watch(fromVersion, watcher);
  }

  /** Something in that schedule has changed: whoever watches hears of it soon. Cheap, and may be called as often as one likes. */
  nudge(scheduleId: string): void {
    this.watched.get(scheduleId)?.nudge();
  }

  /** Ends all watching. */
  close(): void {
    this.isClosed = true;
    for (const schedule of this.watched.values()) schedule.close(GOING_AWAY);
    for (const scheduleId of [...this.unwatched.keys()]) this.forget(scheduleId);
  }

  private schedule(scheduleId: string): WatchedSchedule {
    this.unwatched.get(scheduleId)?.();
    this.unwatched.delete(scheduleId);
    const known = this.watched.get(scheduleId);
    if (known !== undefined) return known;
    const { deps } = this;
    const schedule: WatchedSchedule = new WatchedSchedule(scheduleId, {
      shareSeats: (id) => deps.shareSeats(id),
      now: () => deps.now(),
      timers: deps.timers,
      turns: this.turns,
      onWatchers: (change) => {
        this.open += change;
        deps.onCount(this.open);
        if (schedule.watchers === 0) this.leave(scheduleId, schedule);
      },
      onError: (error) => deps.onError(error),
    });
    this.watched.set(scheduleId, schedule);
    return schedule;
  }

  private leave(scheduleId: string, schedule: WatchedSchedule): void {
    if (!schedule.isKnown) {
      this.watched.delete(scheduleId);
      return;
    }
    this.unwatched.set(
      scheduleId,
      this.deps.timers.after(CHANGES_KEPT_MS, () => this.forget(scheduleId)),
    );
    const [oldest] = this.unwatched.keys();
    if (this.unwatched.size > UNWATCHED_KEPT_MAX && oldest !== undefined) this.forget(oldest);
  }

  private forget(scheduleId: string): void {
    this.unwatched.get(scheduleId)?.();
    this.unwatched.delete(scheduleId);
    this.watched.delete(scheduleId);
  }
}

/** Not before the caller has what `watch` returns. */
function turnedAway(watcher: SeatsWatcher): Watching {
  const end = setImmediate(() => watcher.end(GOING_AWAY));
  return { ready: () => undefined, finish: () => undefined, stop: () => clearImmediate(end) };
}
