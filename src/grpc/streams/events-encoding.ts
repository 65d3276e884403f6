/**
 * How a stretch of the event log is told: each event is encoded once, however many read it, and updates are put together from encoded events, so that their
 * size is known: one update is about UPDATE_BYTES_MAX at most, or a single event that is larger.
 *
 * An encoded message is its fields one after the other, a field that holds a message or a text is its tag, its length and its bytes.
 */
import type { LogStretch, LoggedEvent } from '../../ticketing/histories.js';
import { eventMessage } from '../event-messages.js';
import { encodeEventsUpdate, onceFor } from './encoding.js';

export const UPDATE_BYTES_MAX = 64 * 1024;

/** An update with this event alone, which is also this event as an item of any update. */
const encodeItem: (event: LoggedEvent) => Buffer = onceFor((event) => encodeEventsUpdate({ items: [eventMessage(event)] }));

/** Of a stretch for those who read all types; most do. */
const encodeWhole: (stretch: LogStretch) => readonly Buffer[] = onceFor((stretch) => encode(stretch, stretch.items));

/** The updates that tell a stretch, in order; none when it has no event of these types. @param types null for all. */
export function encodeStretch(stretch: LogStretch, types: ReadonlySet<string> | null): readonly Buffer[] {
  if (types === null) return encodeWhole(stretch);
  return encode(
    stretch,
    stretch.items.filter(({ type }) => types.has(type)),
  );
}

/** A sign of life. */
export function encodeReached(reached: string | null): Buffer {
  return encodeEventsUpdate({ items: [], next: reached ?? '' });
}

function encode({ reached }: LogStretch, events: readonly LoggedEvent[]): readonly Buffer[] {
  const updates: Buffer[] = [];
  let items: Buffer[] = [];
  let bytes = 0;
  events.forEach((event, index) => {
    const item = encodeItem(event);
    items.push(item);
    bytes += item.length;
    const following = events[index + 1];
    if (following !== undefined && bytes + encodeItem(following).length <= UPDATE_BYTES_MAX) return;
    updates.push(Buffer.concat([...items, encodeReached(following === undefined ? reached : event.cursor)]));
    [items, bytes] = [[], 0];
  });
  return updates;
}
