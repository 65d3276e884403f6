/**
 * How streams are encoded: by those who make the messages, not by the library. The same update goes to thousands of readers and is encoded once for all of
 * them, and a stream knows how many bytes wait for its reader.
 */
import { TicketingService } from '../protocol.js';
import type { EventsUpdate } from '../generated/frontrow/v1/EventsUpdate.js';
import type { QueueUpdate } from '../generated/frontrow/v1/QueueUpdate.js';
import type { SeatsUpdate } from '../generated/frontrow/v1/SeatsUpdate.js';

const { service } = TicketingService;

export const encodeQueueUpdate = (update: QueueUpdate): Buffer => service.WatchQueue.responseSerialize(update);
export const encodeSeatsUpdate = (update: SeatsUpdate): Buffer => service.WatchSeats.responseSerialize(update);
export const encodeEventsUpdate = (update: EventsUpdate): Buffer => service.WatchEvents.responseSerialize(update);

/** The service as the server serves it: what streams write is encoded already. */
export const servedDefinition: typeof service = {
  ...service,
  WatchQueue: { ...service.WatchQueue, responseSerialize: encodedAlready(encodeQueueUpdate) },
  WatchSeats: { ...service.WatchSeats, responseSerialize: encodedAlready(encodeSeatsUpdate) },
  WatchEvents: { ...service.WatchEvents, responseSerialize: encodedAlready(encodeEventsUpdate) },
};

function encodedAlready<Update>(encode: (update: Update) => Buffer) {
  return (update: Update | Buffer): Buffer => (Buffer.isBuffer(update) ? update : encode(update));
}

/** Remembers what was made of an object for as long as the object lives. */
export function onceFor<Source extends object, Made>(make: (source: Source) => Made): (source: Source) => Made {
  const known = new WeakMap<Source, Made>();
  return (source) => {
    let made = known.get(source);
    if (made === undefined) {
      made = make(source);
      known.set(source, made);
    }
    return made;
  };
}
