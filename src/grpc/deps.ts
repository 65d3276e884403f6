/** What the gRPC service needs of the node. */
import type { QueueClaims } from '../ticketing/fans.js';
import type { LiveQueue } from '../ticketing/live-queue.js';
import type { LiveSeats } from '../ticketing/live-seats.js';
import type { Ticketing } from '../ticketing.js';
import type { Timers } from '../timers.js';
import type { Callers } from './callers.js';

/** As pino takes lines. */
export interface GrpcLog {
  info(members: object, message: string): void;
  warn(members: object, message: string): void;
  error(members: object, message: string): void;
}

export interface ObservedCall {
  /** For example `Hold`. */
  readonly method: string;
  /** The name of the gRPC status, for example `OK`. */
  readonly status: string;
  /** The code of the refusal; null when there was none. */
  readonly code: string | null;
  readonly seconds: number;
}

export interface GrpcDeps {
  readonly ticketing: Ticketing;
  readonly callers: Callers;
  readonly queueTokens: { verify(token: string): QueueClaims | null };
  /** null when users come from an external issuer. `expiresAt` in ms since 1970. */
  readonly accessTokens: { issue(userId: string): { readonly token: string; readonly expiresAt: number } } | null;
  /** A fresh UUID in lower case. */
  readonly mintUserId: () => string;
  /** The node clock, ms since 1970. */
  readonly clock: { now(): number };
  readonly timers: Timers;
  /** False while the node starts or drains: calls are turned away with UNAVAILABLE. */
  readonly isReady: () => boolean;
  readonly liveQueue: LiveQueue;
  readonly liveSeats: LiveSeats;
  /** How long a call without a deadline of its own may take; ms. */
  readonly callTimeoutMs: number;
  readonly log: GrpcLog;
  readonly observe: { call(observed: ObservedCall): void; streams(open: number): void };
}
