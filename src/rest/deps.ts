/** What the facade needs from the rest of the node. It is handed in, so the facade runs the same in front of tests and of a whole cluster. */
import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import type { Ticketing } from '../ticketing.js';
import type { QueueClaims } from '../ticketing/fans.js';
import type { LiveQueue } from '../ticketing/live-queue.js';
import type { LiveSeats } from '../ticketing/live-seats.js';
import type { Timers } from '../timers.js';
import type { LoopClock } from './load-shedding.js';

export interface RestSettings {
  /** Origins whose pages may call the service from a browser; `*` for all; empty: only pages the service itself serves. */
  readonly corsOrigins: readonly string[];
  /** Requests a minute per user, else per client address; 0 switches all such limits off, the guest issuer's included. */
  readonly rateLimitPerMinute: number;
  /** Which proxies' X-Forwarded-For is believed, as Fastify takes it; false: none. */
  readonly trustProxy: Exclude<FastifyServerOptions['trustProxy'], undefined>;
  /** Largest request body, bytes. Descriptions of halls (operators only) may be larger, see ADMIN_BODY_LIMIT_BYTES. */
  readonly bodyLimitBytes: number;
  /** How long a request may take to arrive, and how long its answer is waited for, ms. */
  readonly requestTimeoutMs: number;
  /** How long requests may wait on end until something is done for them, ms, before those that would wait longer are turned away with 503; 0 = any time. */
  readonly overloadDelayMs: number;
  /** Live sockets one user may have open; 0 = any number. */
  readonly socketsPerUserMax: number;
}

/** One answered request, for the metrics. */
export interface ObservedRequest {
  /** The route's pattern, never the path as sent; `unmatched` when there is none. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** The refusal's code; null when the request succeeded. */
  readonly code: RefusalCode | null;
  readonly seconds: number;
}

export interface RestObserver {
  /** Called once per answered request. Must not throw. */
  request(observed: ObservedRequest): void;
  /** Called for each request that was refused unread because the node is too busy. Must not throw. */
  shed(): void;
  /** The number of open live sockets, whenever it changes. */
  sockets(open: number): void;
}

/** The cluster as this node sees it, for operators. */
export interface ClusterView {
  readonly mode: 'one-node' | 'cluster';
  /** This node. */
  readonly nodeId: string;
  /** This node serves all that it should: false while shards change hands. Always true on one node. */
  readonly settled: boolean;
  /** Of the shard table, as far as this node has taken it over; 0 on one node. */
  readonly revision: number;
  readonly nodes: readonly {
    readonly nodeId: string;
    readonly session: string;
    /** host:port of its link. */
    readonly address: string;
    readonly state: 'joining' | 'up' | 'leaving';
    readonly version: string;
    /** Ms since 1970. */
    readonly startedAt: number;
    /** How many it owns. */
    readonly shards: number;
  }[];
  readonly shards: readonly {
    readonly shard: number;
    /** A node's id; null while nobody owns it. */
    readonly owner: string | null;
    readonly epoch: number;
    readonly revision: number;
  }[];
}

export type RestLogger = Exclude<FastifyServerOptions['logger'], boolean | undefined> | FastifyBaseLogger;

/** Whom an access token names. */
export interface TokenHolder {
  readonly userId: string;
}

export interface RestDeps {
  readonly ticketing: Ticketing;
  readonly accessTokens: {
    /** The built-in issuer; null when users come from an external one. `expiresAt` in ms since 1970. */
    readonly issue: ((userId: string) => { readonly token: string; readonly expiresAt: number }) | null;
    /**
     * Who is calling; null when the token is not to be believed. A promise only where that cannot be said at once; it never rejects, and answers with a
     * refusal when nobody can say right now. `from`: where in the text the token begins. @default 0
     */
    verify(text: string, from?: number): TokenHolder | null | Promise<TokenHolder | Refusal | null>;
  };
  readonly queueTokens: { verify(token: string): QueueClaims | null };
  readonly cluster: () => ClusterView;
  /** Must compare in constant time. */
  readonly isAdminKey: (candidate: string) => boolean;
  /** Whoever makes these two closes them, before the facade is closed: that says goodbye to sockets. */
  readonly liveQueue: LiveQueue;
  readonly liveSeats: LiveSeats;
  /** A fresh UUID in lower case. */
  readonly mintUserId: () => string;
  /** The node clock, ms since 1970. */
  readonly clock: { now(): number };
  /** False while the node starts or drains: requests are turned away with 503. */
  readonly isReady: () => boolean;
  readonly settings: RestSettings;
  /** Options for a logger of the facade's own, or a pino logger to log through. */
  readonly logger: RestLogger;
  readonly observe: RestObserver;
  /** @default timers of Node.js */
  readonly timers?: Timers;
  /** What tells whether requests wait. @default the event loop this runs on */
  readonly loop?: LoopClock;
}
