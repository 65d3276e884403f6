/**
 * The live queue: one for the whole node. Every second it asks each concert's queue about all who listen, in batches, and tells each listener where its token
 * stands. Asking is what keeps places in line: who listens is alive. Whoever is inside may listen too, to hear when its turn ends; that is no activity.
 *
 * A round is never started while the one before it runs, so a slow queue is asked less often, not more. A queue that is not available is asked again at the
 * next round; nobody is told anything that it did not say.
 */
import { SEE_PLACES_MAX } from '../domain/queue/protocol.js';
import type { TokenView } from '../domain/queue/protocol.js';
import { isRefusal } from '../domain/refusals.js';
import type { Answer } from './asking.js';
import type { Timers } from '../timers.js';
import type { QueueClaims } from './fans.js';

/** Who listens to a queue: an open socket, an open stream. */
export interface QueueListener {
  readonly claims: QueueClaims;
  /** False when the other end is gone or does not keep up; it is not asked about then. */
  isAlive(now: number): boolean;
  /** Where the token stands, ms of the node clock. */
  show(place: TokenView, now: number): void;
  /** The node goes away. */
  sendAway(): void;
}

export const ROUND_INTERVAL_MS = 1_000;
/** A nudge starts a round at once, unless one started less than this before. */
export const NUDGE_INTERVAL_MS = 100;
/** That interval is for so many listeners; with more of them it grows, up to that of the rounds, because each round asks about all of them. */
const LISTENERS_PER_NUDGE = 1_000;

export interface LiveQueueDeps {
  /** Places in the order asked, each a sign of life. */
  seePlaces(concertId: string, seqs: readonly number[]): Answer<readonly TokenView[]>;
  readonly clock: { now(): number };
  readonly timers: Timers;
  /** How many listen, whenever it changes. */
  onCount(open: number): void;
  /** Something that should not happen; all goes on. */
  onError(error: unknown): void;
}

/** Those who listen to one concert's queue. */
interface Room {
  readonly listeners: Set<QueueListener>;
  running: boolean;
  startedAt: number;
  /** A nudge's round has been put off until it may start. */
  scheduled: boolean;
  /** A nudge came while a round was running: that round may have seen the state before. */
  nudgedMeanwhile: boolean;
}

export class LiveQueue {
  private readonly rooms = new Map<string, Room>();
  private stopRounds: () => void = () => undefined;
  private open = 0;
  private closed = false;

  constructor(private readonly deps: LiveQueueDeps) {
    this.roundsLater();
  }

  /** Something in that concert's queue has changed: whoever listens hears of it soon. Cheap, and may be called as often as one likes. */
  nudge(concertId: string): void {
    const room = this.rooms.get(concertId);
    if (room === undefined || room.scheduled || this.closed) return;
    if (room.running) {
      room.nudgedMeanwhile = true;
      return;
    }
    room.scheduled = true;
    const interval = Math.min(ROUND_INTERVAL_MS, NUDGE_INTERVAL_MS * Math.max(1, room.listeners.size / LISTENERS_PER_NUDGE));
    this.deps.timers.after(Math.max(0, room.startedAt + interval - this.deps.clock.now()), () => {
      room.scheduled = false;
      if (room.running) room.nudgedMeanwhile = true;
      else this.startRound(concertId, room);
    });
  }

  /** A node that goes away sends the listener away. */
  add(listener: QueueListener): void {
    if (this.closed) {
      listener.sendAway();
      return;
    }
    const { concertId } = listener.claims;
    let room = this.rooms.get(concertId);
    if (room === undefined) {
      room = { listeners: new Set(), running: false, startedAt: -Infinity, scheduled: false, nudgedMeanwhile: false };
      this.rooms.set(concertId, room);
    }
    room.listeners.add(listener);
    this.count(1);
    this.nudge(concertId);
  }

  /** A no-op for a listener that is not there. */
  remove(listener: QueueListener): void {
    const { concertId } = listener.claims;
    const room = this.rooms.get(concertId);
    if (room?.listeners.delete(listener) !== true) return;
    if (room.listeners.size === 0) this.rooms.delete(concertId);
    this.count(-1);
  }

  /** Sends everybody away and stops. Nothing is said about places any more, not even by a round under way. */
  close(): void {
    this.closed = true;
    this.stopRounds();
    for (const room of this.rooms.values()) for (const listener of room.listeners) listener.sendAway();
  }

  private roundsLater(): void {
    this.stopRounds = this.deps.timers.after(ROUND_INTERVAL_MS, () => {
      for (const [concertId, room] of this.rooms) this.startRound(concertId, room);
      this.roundsLater();
    });
  }

  private count(change: 1 | -1): void {
    this.open += change;
    this.deps.onCount(this.open);
  }

  private startRound(concertId: string, room: Room): void {
    if (room.running || this.closed) return;
    room.running = true;
    room.startedAt = this.deps.clock.now();
    this.round(concertId, room)
      .catch((error: unknown) => this.deps.onError(error))
      .finally(() => {
        room.running = false;
        if (!room.nudgedMeanwhile) return;
        room.nudgedMeanwhile = false;
        this.nudge(concertId);
      });
  }

  private async round(concertId: string, room: Room): Promise<void> {
    const now = this.deps.clock.now();
    const alive = [...room.listeners].filter((listener) => listener.isAlive(now));
    for (let from = 0; from < alive.length; from += SEE_PLACES_MAX) {
      const batch = alive.slice(from, from + SEE_PLACES_MAX);
      const places = await this.deps.seePlaces(
        concertId,
        batch.map(({ claims }) => claims.seq),
      );
      if (this.closed || isRefusal(places)) return;
      const shownAt = this.deps.clock.now();
      batch.forEach((listener, index) => {
        const place = places[index];
        if (place !== undefined) listener.show(place, shownAt);
      });
    }
  }
}
