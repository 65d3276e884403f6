/**
 * Reads the event log for all who watch it.
 *
 * Who has read up to the end of the log stands at one place, the cursor of its last event: that place is asked about once every POLL_INTERVAL_MS, however
 * many wait there, and what is found goes to all of them. Who is further back is read for by itself, with at most READS_AT_ONCE_MAX reads under way on the
 * node and in turn, so that old events never take the node away from the sale. A node asks its log instead of waiting for its own commits, because other
 * nodes write to the log too.
 */
import { isRefusal, refuse } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { Answer } from '../../ticketing/asking.js';
import type { LogStretch } from '../../ticketing/histories.js';
import type { Timers } from '../../timers.js';

export const POLL_INTERVAL_MS = 250;
/** Events read at once; what one watcher may have waiting. */
export const STRETCH_EVENTS_MAX = 200;
const READS_AT_ONCE_MAX = 2;

const UNAVAILABLE = refuse('UNAVAILABLE');

/**
 * Gets a stretch with at least one event, or one without that ends further on, behind records that have none; or why there will be none. The same object
 * for all who get it.
 */
export type StretchListener = (stretch: LogStretch | Refusal) => void;

export interface EventReaderDeps {
  read(after: string | null, limit: number): Answer<LogStretch>;
  readonly timers: Timers;
  /** False while the node drains: nobody waits for events of a node that goes away. */
  readonly isReady: () => boolean;
  /** Something that should not happen; reading goes on at the next poll. */
  onError(error: unknown): void;
}

interface Place {
  readonly after: string | null;
  readonly listeners: Set<StretchListener>;
  state: 'due' | 'reading' | 'at-end';
}

export class EventReader {
  private readonly places = new Map<string, Place>();
  /** In the order in which they are read. */
  private readonly due: Place[] = [];
  private readsUnderWay = 0;
  private isPolling = false;

  constructor(private readonly deps: EventReaderDeps) {}

  /** Calls the listener once, with what comes after that cursor. @returns what takes it back. */
  next(after: string | null, listener: StretchListener): () => void {
    const key = after ?? '';
    const known = this.places.get(key);
    const place: Place = known ?? { after, listeners: new Set(), state: 'due' };
    place.listeners.add(listener);
    if (known === undefined) {
      this.places.set(key, place);
      this.readSoon(place);
    }
    this.pollLater();
    return () => place.listeners.delete(listener);
  }

  private readSoon(place: Place): void {
    place.state = 'due';
    this.due.push(place);
    this.readDue();
  }

  private readDue(): void {
    while (this.readsUnderWay < READS_AT_ONCE_MAX) {
      const place = this.due.shift();
      if (place === undefined) return;
      place.state = 'reading';
      this.readsUnderWay += 1;
      this.read(place)
        .catch((error: unknown) => {
          place.state = 'at-end';
          this.deps.onError(error);
        })
        .finally(() => {
          this.readsUnderWay -= 1;
          this.readDue();
        });
    }
  }

  private async read(place: Place): Promise<void> {
    if (place.listeners.size === 0) {
      this.places.delete(place.after ?? '');
      return;
    }
    const stretch = this.deps.isReady() ? await this.deps.read(place.after, STRETCH_EVENTS_MAX) : await Promise.resolve(UNAVAILABLE);
    if (isRefusal(stretch) || stretch.items.length > 0 || stretch.reached !== place.after) this.deliver(place, stretch);
    else place.state = 'at-end';
  }

  private deliver(place: Place, stretch: LogStretch | Refusal): void {
    this.places.delete(place.after ?? '');
    for (const listener of place.listeners) listener(stretch);
  }

  private pollLater(): void {
    if (this.isPolling) return;
    this.isPolling = true;
    this.deps.timers.after(POLL_INTERVAL_MS, () => {
      this.isPolling = false;
      for (const place of this.places.values()) if (place.state === 'at-end') this.readSoon(place);
      if (this.places.size > 0) this.pollLater();
    });
  }
}
