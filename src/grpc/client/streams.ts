/** The streams of the service as async iterables that resume: see resuming.ts for what they have in common. */
import type { EventsUpdate__Output } from '../generated/frontrow/v1/EventsUpdate.js';
import type { QueueUpdate__Output } from '../generated/frontrow/v1/QueueUpdate.js';
import type { RequestOf } from './methods.js';
import { methodNamed } from './methods.js';
import type { Output } from './plain.js';
import { resuming } from './resuming.js';
import { SeatMap } from './seat-map.js';
import type { SeatChange, SeatsUpdate } from './seat-map.js';
import type { Caller } from './unary.js';

type QueueMessage = Output<QueueUpdate__Output>;
export type EventsPage = Output<EventsUpdate__Output>;

export interface WatchOptions {
  /** Ends the iteration with a FrontrowError of the code CANCELLED. */
  readonly signal?: AbortSignal;
}

export interface WatchSeatsOptions extends WatchOptions {
  /** A map to go on from, for example `SeatMap.of(await client.getSeats(…))`. @default an empty one */
  readonly seats?: SeatMap;
}

export type QueueProgress =
  | { readonly kind: 'waiting'; readonly place: NonNullable<QueueMessage['waiting']> }
  | ({ readonly kind: 'admitted' } & NonNullable<QueueMessage['admitted']>)
  | ({ readonly kind: 'ended' } & NonNullable<QueueMessage['ended']>);

export interface SeatsProgress {
  /** All seats as they are now: the same map every time. */
  readonly seats: SeatMap;
  /** What is different from the last time; empty the first time. */
  readonly changed: readonly SeatChange[];
}

export interface StreamMethods {
  /**
   * The place in line whenever it changes; `admitted` or `ended` is the last. As long as it runs the place is kept. Right: read.
   */
  watchQueue(request: RequestOf<'WatchQueue'>, options?: WatchOptions): AsyncGenerator<QueueProgress, void, undefined>;
  /**
   * The seats of a schedule, at once and then whenever some have changed; at most 1 s behind. Guarded whenever it is opened: once the queue token has ended, a
   * stream that breaks cannot be resumed. Right: read.
   */
  watchSeats(
    request: Omit<RequestOf<'WatchSeats'>, 'fromVersion'>,
    options?: WatchSeatsOptions,
  ): AsyncGenerator<SeatsProgress, void, undefined>;
  /**
   * The event log in commit order, from `after` on and without end. Keep `next` together with what was done about `items`: who goes on from there misses
   * nothing, and sees again what was not kept. Items may be empty, when `types` left out everything. Right: read.
   */
  watchEvents(request: RequestOf<'WatchEvents'>, options?: WatchOptions): AsyncGenerator<EventsPage, void, undefined>;
}

export function streamsOf(caller: Caller): StreamMethods {
  return {
    watchQueue: (request, { signal } = {}) => resuming(caller, queueFeed(request), signal),
    watchSeats: (request, { signal, seats = new SeatMap() } = {}) => resuming(caller, seatsFeed(request, seats), signal),
    watchEvents: (request, { signal } = {}) => resuming(caller, eventsFeed(request), signal),
  };
}

function queueFeed(request: RequestOf<'WatchQueue'>) {
  let done = false;
  return {
    method: methodNamed('WatchQueue'),
    request: () => request,
    *take({ waiting, admitted, ended }: QueueMessage): Iterable<QueueProgress> {
      done = Boolean(admitted ?? ended);
      if (waiting) yield { kind: 'waiting', place: waiting };
      if (admitted) yield { kind: 'admitted', ...admitted };
      if (ended) yield { kind: 'ended', ...ended };
    },
    done: () => done,
  };
}

function seatsFeed(request: RequestOf<'WatchSeats'>, seats: SeatMap) {
  let fromVersion = seats.version;
  return {
    method: methodNamed('WatchSeats'),
    request: () => {
      seats.forgetHalf();
      return { ...request, fromVersion };
    },
    *take(update: SeatsUpdate): Iterable<SeatsProgress> {
      // Should a change not follow what is known, `apply` throws, and a snapshot mends it.
      fromVersion = 0;
      const changed = seats.apply(update);
      fromVersion = seats.version;
      if (changed !== null) yield { seats, changed };
    },
    done: () => false,
  };
}

function eventsFeed(request: RequestOf<'WatchEvents'>) {
  let after = request.after ?? '';
  return {
    method: methodNamed('WatchEvents'),
    request: () => ({ ...request, after }),
    *take(page: EventsPage): Iterable<EventsPage> {
      const isNews = page.items.length > 0 || page.next !== after;
      after = page.next;
      if (isNews) yield page;
    },
    done: () => false,
  };
}
