/** Whatever is live on a node, made once for all transports: commits go in, and whoever watches hears of them. */
import { performance } from 'node:perf_hooks';
import type { Timers } from '../timers.js';
import type { Fans } from './fans.js';
import { LiveQueue } from './live-queue.js';
import { LiveSeats } from './live-seats.js';

export interface LiveDeps {
  readonly fans: Pick<Fans, 'seePlaces' | 'shareSeats'>;
  /** The node clock, ms since 1970. */
  readonly clock: { now(): number };
  /** Steady, ms. @default the process's */
  readonly steady?: () => number;
  readonly timers: Timers;
  /** How many listen to queues, and how many watch seats, whenever it changes. */
  onCount(queue: number, seats: number): void;
  /** Something that should not happen; all goes on. */
  onError(error: unknown, message: string): void;
}

export interface Live {
  readonly queue: LiveQueue;
  readonly seats: LiveSeats;
  /** For the listener to commits: cheap, whatever the entity. */
  committed(kind: string, key: string): void;
  /** Everybody is told that the node goes away, and nothing else any more. */
  close(): void;
}

export function createLive(deps: LiveDeps): Live {
  const { fans, clock, timers } = deps;
  const open = { queue: 0, seats: 0 };
  const count = (of: keyof typeof open, watchers: number): void => {
    open[of] = watchers;
    deps.onCount(open.queue, open.seats);
  };
  const queue = new LiveQueue({
    seePlaces: (concertId, seqs) => fans.seePlaces(concertId, seqs),
    clock,
    timers,
    onCount: (listeners) => count('queue', listeners),
    onError: (error) => deps.onError(error, 'a round of the live queue failed'),
  });
  const seats = new LiveSeats({
    shareSeats: (scheduleId) => fans.shareSeats(scheduleId),
    now: deps.steady ?? (() => performance.now()),
    timers,
    onCount: (watchers) => count('seats', watchers),
    onError: (error) => deps.onError(error, 'a round of the live seats failed'),
  });
  return {
    queue,
    seats,
    committed(kind, key) {
      if (kind === 'queue') queue.nudge(key);
      else if (kind === 'schedule') seats.nudge(key);
    },
    close() {
      queue.close();
      seats.close();
    },
  };
}
