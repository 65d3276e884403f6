/** `frontrow/client`: what services written for Node.js call Frontrow with. */
export { connect } from './connect.js';
export type { FrontrowClient } from './connect.js';
export { FrontrowError } from './errors.js';
export type { ErrorCode, StatusName, Violation } from './errors.js';
export type { CallOptions, RequestOf, ResponseOf } from './methods.js';
export type { FrontrowClientOptions, RetryOptions, TlsOptions } from './options.js';
export type { Json, JsonObject } from './plain.js';
export type { BackOff } from './retry.js';
export { SeatMap } from './seat-map.js';
export type { SeatChange, SeatPlace, SeatStatus, SeatsUpdate, Section } from './seat-map.js';
export type { EventsPage, QueueProgress, SeatsProgress, WatchOptions, WatchSeatsOptions } from './streams.js';
