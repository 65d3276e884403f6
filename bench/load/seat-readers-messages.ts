/** What a row and a process full of readers of a schedule's seats say to each other. */
import type { GrpcUser } from './load.js';
import type { SeenMap } from './seat-changes-messages.js';

export interface ReadersPlan {
  /** host:port. */
  readonly address: string;
  readonly serviceKey: string;
  readonly scheduleId: string;
  /** A stream for each. */
  readonly readers: readonly GrpcUser[];
  readonly connections: number;
}

/** How many readers got from one version to another, by the ms since 1970 in which they did, rounded up. */
export interface Arrivals {
  readonly from: number;
  readonly to: number;
  /** When their process had the message in hand. */
  readonly handled: ReadonlyMap<number, number>;
  /** When it last had nothing else to do before that: what was late only because the process was busy is not late here. */
  readonly woke: ReadonlyMap<number, number>;
}

export interface Opened {
  /** From the first stream asked for until each reader had the seats as they were then. */
  readonly ms: number;
  /** Streams that began with all seats instead of what had changed. */
  readonly snapshots: number;
  /** Streams that were refused for now and asked for again. */
  readonly repeated: number;
}

/** Of the time since it was told to watch. */
export interface ReadersReport {
  readonly arrivals: readonly Arrivals[];
  /** When it ended, ms since 1970, and how many readers knew which version then. */
  readonly endedAt: number;
  readonly known: ReadonlyMap<number, number>;
  /** Streams that the node ended because their reader was too slow. */
  readonly tooSlow: number;
  /** The seats as one of the readers knew them, after each message. */
  readonly seen: readonly SeenMap[];
  readonly loopDelayP99Ms: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
}

export type ToReaders =
  | { readonly kind: 'open'; readonly plan: ReadersPlan }
  /** From now on it is looked at when messages come. */
  | { readonly kind: 'watch' }
  | { readonly kind: 'report' }
  /** All connections are cut, and each reader comes back with the version it knows. */
  | { readonly kind: 'reconnect' }
  /** Whatever becomes of the streams from now on is expected. */
  | { readonly kind: 'leave' };

export type FromReaders =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'watching' }
  | { readonly kind: 'reported'; readonly report: ReadersReport }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly reason: string };
