/**
 * One schedule and those who watch it: rounds ask for its seats, and hand out what has changed.
 *
 * Invariants
 *  - Rounds follow each other, never two at once, and the next begins when everybody was told of the one before. A commit asks for a round soon (`nudge`); without
 *    one a round comes every ROUND_INTERVAL_MS, because in a cluster commits may happen elsewhere. A schedule that is not available is asked again next round.
 *  - The longer handing out takes, the more is told at once: a third of the time at most goes by in handing out, as long as nobody falls behind for it.
 *  - Nothing waits here for a watcher: one who takes no more for now is owed what has changed since the version it knows, whatever that is when it is ready again.
 *    Who is owed something for BEHIND_MS_MAX is ended; who is still reading a snapshot, which may be large, has SNAPSHOT_READ_MS_MAX for it.
 *  - Whoever may watch no longer is told what was durable when that became known, and then ended: who paid sees the seats turn.
 *  - Whoever begins to watch is told something at once, a snapshot or what has changed since the version it knows, possibly nothing; and never something older
 *    than what it knows, as long as the schedule itself goes forward.
 */
import { REFUSALS, isRefusal, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import type { SharedSeatsView } from '../domain/schedule/protocol.js';
import type { Timers } from '../timers.js';
import type { Answer } from './asking.js';
import { SeatVersions } from './seat-versions.js';
import type { SeatsDelta, SeatsSnapshot } from './seat-versions.js';
import type { Turns } from './turns.js';

export interface SeatsWatcher {
  /** False when the watcher has enough for now: it gets nothing more before `Watching.ready`. What was given is kept by the watcher. */
  show(update: SeatsSnapshot | SeatsDelta): boolean;
  /** Nothing more comes: there is no such schedule, the watcher is too slow (TOO_SLOW), or the node goes away (UNAVAILABLE). */
  end(reason: Refusal): void;
}

export interface Watching {
  /** The watcher takes more. */
  ready(): void;
  /** The watcher may watch no longer: it is told what is durable by now, if it takes any more, and then ended for this reason. */
  finish(reason: Refusal): void;
  /** The watcher has gone. */
  stop(): void;
}

export interface WatchedDeps {
  /** What is durable, at least up to the moment of the call. */
  shareSeats(scheduleId: string): Answer<SharedSeatsView>;
  /** Steady, ms. */
  now(): number;
  readonly timers: Timers;
  readonly turns: Turns;
  /** Somebody began to watch (1), or does not watch any more (-1). */
  onWatchers(change: 1 | -1): void;
  /** Something that should not happen; watching goes on. */
  onError(error: unknown): void;
}

/** Without a nudge. */
export const ROUND_INTERVAL_MS = 1_000;
/** Between the beginnings of rounds that were nudged, when handing out takes no time. */
export const NUDGED_INTERVAL_MS = 100;
/** The same, when handing out takes long. */
export const NUDGED_INTERVAL_MS_MAX = 500;
/** The interval is so many times as long as handing out took. */
const HAND_OUT_SHARE = 3;
/** Seats seen so long ago are shown to whoever begins to watch; else the next round is waited for. */
const FRESH_MS_MAX = 100;
/** So long a watcher may be owed something. */
export const BEHIND_MS_MAX = 1_000;
/** The same, while it reads a snapshot. */
export const SNAPSHOT_READ_MS_MAX = 5_000;

/** Known to nobody. */
const NO_VERSION = -1;
const TOO_SLOW = refuse('TOO_SLOW');

interface Entry {
  readonly watcher: SeatsWatcher;
  /** The last round that began before this watcher came. */
  readonly cameIn: number;
  known: number;
  /** Was told anything at all. */
  isTold: boolean;
  isReady: boolean;
  isGone: boolean;
  /** When that was seen which it was not ready for; null when it is owed nothing. */
  owedSince: number | null;
  patienceMs: number;
  /** Why it is ended after the first round that begins after round `askedIn`; null while it may watch. */
  finish: { readonly reason: Refusal; readonly askedIn: number } | null;
}

export class WatchedSchedule {
  private readonly versions = new SeatVersions();
  private readonly entries = new Set<Entry>();
  /** Those of them who were not told anything yet or take no more for now. */
  private readonly pending = new Set<Entry>();
  private rounds = 0;
  private isRunning = false;
  private isNudged = false;
  private startedAt = -Infinity;
  /** When the seats as they are known were asked for, and in which round. */
  private seenAt = -Infinity;
  private seenIn = 0;
  private handingOutMs = 0;
  private plannedAt = Infinity;
  private cancelPlanned: () => void = () => undefined;

  constructor(
    private readonly scheduleId: string,
    private readonly deps: WatchedDeps,
  ) {}

  /** Whether it has ever been seen. */
  get isKnown(): boolean {
    return this.versions.version !== null;
  }

  get watchers(): number {
    return this.entries.size;
  }

  watch(fromVersion: number, watcher: SeatsWatcher): Watching {
    const entry: Entry = {
      watcher,
      cameIn: this.rounds,
      known: fromVersion > 0 ? fromVersion : NO_VERSION,
      isTold: false,
      isReady: true,
      isGone: false,
      owedSince: null,
      patienceMs: BEHIND_MS_MAX,
      finish: null,
    };
    this.entries.add(entry);
    this.pending.add(entry);
    this.deps.onWatchers(1);
    this.serveSoon(entry);
    return {
      ready: () => {
        if (entry.isReady || entry.isGone) return;
        entry.isReady = true;
        this.serveSoon(entry);
      },
      finish: (reason) => {
        if (entry.isGone) return;
        entry.finish ??= { reason, askedIn: this.rounds };
        this.pending.add(entry);
        this.nudge();
      },
      stop: () => this.remove(entry),
    };
  }

  /** Something has changed. */
  nudge(): void {
    if (this.entries.size === 0) return;
    if (this.isRunning) this.isNudged = true;
    else this.plan(this.startedAt + this.nudgedIntervalMs());
  }

  /** Ends all watching, for this reason. */
  close(reason: Refusal): void {
    for (const entry of this.entries) this.end(entry, reason);
  }

  private nudgedIntervalMs(): number {
    return Math.min(NUDGED_INTERVAL_MS_MAX, Math.max(NUDGED_INTERVAL_MS, this.handingOutMs * HAND_OUT_SHARE));
  }

  /** The next round begins at this time, or before. */
  private plan(at: number): void {
    if (this.plannedAt <= at) return;
    this.cancelPlanned();
    this.plannedAt = at;
    this.cancelPlanned = this.deps.timers.after(Math.max(0, at - this.deps.now()), () => {
      this.plannedAt = Infinity;
      this.startRound();
    });
  }

  private startRound(): void {
    this.isRunning = true;
    this.isNudged = false;
    this.startedAt = this.deps.now();
    this.round()
      .catch((error: unknown) => this.deps.onError(error))
      .finally(() => {
        this.isRunning = false;
        if (this.entries.size === 0) return;
        this.plan(this.startedAt + ROUND_INTERVAL_MS);
        if (this.isNudged) this.nudge();
      });
  }

  private async round(): Promise<void> {
    this.rounds += 1;
    const seats = await this.deps.shareSeats(this.scheduleId);
    if (isRefusal(seats)) {
      if (!REFUSALS[seats.refused].retryable) await this.deps.turns.forEach(this.entries, (entry) => this.end(entry, seats));
      return;
    }
    const taken = this.versions.take(seats, this.startedAt);
    this.seenAt = this.startedAt;
    this.seenIn = this.rounds;
    if (taken === 'OTHER') for (const entry of this.entries) if (entry.isTold) entry.known = NO_VERSION;
    const from = this.deps.now();
    await this.deps.turns.forEach(taken === 'SAME' ? this.pending : this.entries, (entry) => this.serve(entry));
    this.handingOutMs = this.deps.now() - from;
  }

  private serveSoon(entry: Entry): void {
    if (this.canServe(entry)) void this.deps.turns.forEach([entry], () => this.serve(entry));
    else this.nudge();
  }

  /** Whether what is known is new enough for a watcher; for one that was told something before, it always is. */
  private canServe({ isTold, known, cameIn }: Entry): boolean {
    if (isTold || this.seenIn > cameIn) return true;
    return this.deps.now() - this.seenAt <= FRESH_MS_MAX && known <= (this.versions.version ?? NO_VERSION);
  }

  /** Gives the watcher what it lacks, if it takes any more. */
  private serve(entry: Entry): void {
    if (entry.isGone) return;
    if (entry.isTold && entry.known === this.versions.version) this.settle(entry);
    else if (!entry.isReady) this.owe(entry);
    else if (this.canServe(entry)) this.tell(entry);
    else this.nudge();
    if (entry.finish !== null && this.seenIn > entry.finish.askedIn) this.end(entry, entry.finish.reason);
  }

  private owe(entry: Entry): void {
    entry.owedSince ??= this.seenAt;
    if (this.deps.now() - entry.owedSince >= entry.patienceMs) this.end(entry, TOO_SLOW);
  }

  private tell(entry: Entry): void {
    const update = this.versions.since(entry.known);
    if (update === null) return;
    entry.known = update.version;
    entry.isTold = true;
    entry.owedSince = null;
    try {
      entry.isReady = entry.watcher.show(update);
    } catch (error) {
      this.deps.onError(error);
      this.end(entry, refuse('INTERNAL'));
    }
    // It may have gone while it was told.
    if (entry.isGone) return;
    entry.patienceMs = update.kind === 'snapshot' ? SNAPSHOT_READ_MS_MAX : BEHIND_MS_MAX;
    this.settle(entry);
  }

  /** It knows all there is. */
  private settle(entry: Entry): void {
    if (entry.isReady && entry.finish === null) this.pending.delete(entry);
    else this.pending.add(entry);
  }

  private end(entry: Entry, reason: Refusal): void {
    if (entry.isGone) return;
    this.remove(entry);
    try {
      entry.watcher.end(reason);
    } catch (error) {
      this.deps.onError(error);
    }
  }

  private remove(entry: Entry): void {
    if (entry.isGone) return;
    entry.isGone = true;
    this.entries.delete(entry);
    this.pending.delete(entry);
    if (this.entries.size === 0) {
      this.cancelPlanned();
      this.plannedAt = Infinity;
    }
    this.deps.onWatchers(-1);
  }
}
