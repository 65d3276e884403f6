/** The service's streams, ready to be served; what is served with them is `servedDefinition`. */
import type { GrpcDeps } from '../deps.js';
import { streamHandler } from './handler.js';
import { OpenStreams } from './open-streams.js';
import { watchEvents } from './watch-events.js';
import { watchQueue } from './watch-queue.js';
import { watchSeats } from './watch-seats.js';

/** @param perServiceMax streams that one service may have open. */
export function streamHandlers(deps: GrpcDeps, perServiceMax?: number) {
  const openStreams = new OpenStreams((open) => deps.observe.streams(open), perServiceMax);
  return {
    WatchQueue: streamHandler(deps, openStreams, 'WatchQueue', watchQueue(deps)),
    WatchSeats: streamHandler(deps, openStreams, 'WatchSeats', watchSeats(deps)),
    WatchEvents: streamHandler(deps, openStreams, 'WatchEvents', watchEvents(deps)),
  };
}
