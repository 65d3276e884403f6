/** What the facade needs from the rest of the node. It is handed in, so the facade runs the same in front of tests and of a whole cluster. */
import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import type { Ticketing } from '../ticketing.js';
import type { Answer, CallOptions } from '../ticketing/asking.js';
import type { QueueClaims } from '../ticketing/fans.js';
import type { LiveQueue } from '../ticketing/live-queue.js';
import type { LiveSeats } from '../ticketing/live-seats.js';
import type { Timers } from '../timers.js';
import type { LoopClock } from './load-shedding.js';
import type { Brand } from './pages-brand.js';
import type { WebApp } from './pages-files.js';

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

/** Somebody who changed the admin key for a cookie. */
export interface OperatorSession {
  /** What every change must repeat. */
  readonly csrfToken: string;
  /** Ms since 1970. */
  readonly expiresAt: number;
}

export interface AdminSessions {
  /** A session from now on; `token` is for the cookie. */
  open(): OperatorSession & { readonly token: string };
  /** Null when the token is not to be believed any more. Never throws. */
  read(token: string): OperatorSession | null;
  /** Must compare in constant time. */
  isCsrfToken(session: OperatorSession, presented: unknown): boolean;
}

/** What a client should know of this service before it asks for anything. */
export interface ServiceFacts {
  readonly version: string;
  readonly selfCharge: boolean;
  readonly maxPoints: number;
  /** Where fans sign in when there are no guests; null when nobody said. */
  readonly signInUrl: string | null;
  readonly demo: boolean;
}

/** What this node did in one interval, and how it is. Rates are per second of that interval. */
export interface NodeSample {
  /** Its end, ms since 1970. */
  readonly at: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** By code; without those that nobody got. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly commitsPerSecond: number;
  readonly recordsPerSecond: number;
  readonly commitP99Ms: number;
  readonly loopDelayP99Ms: number;
  readonly sockets: number;
  readonly ownedShards: number;
  /** Since the start of the process. */
  readonly handOffs: number;
  readonly fences: number;
}

export interface NodeStats {
  readonly intervalMs: number;
  /** What is kept, or what came after `since` (ms since 1970); oldest first. Measuring goes on for as long as somebody looks. */
  look(since: number | null): readonly NodeSample[];
}

/** A sale in which simulated fans buy; the last one when none is running. */
export interface DemoSaleView {
  readonly state: 'none' | 'running' | 'over';
  readonly concertId: string | null;
  readonly fans: number;
  readonly bought: number;
  readonly gaveUp: number;
  /** Ms since 1970. */
  readonly startedAt: number | null;
}

export interface DemoSales {
  readonly view: DemoSaleView;
  /** Answered when the sale exists and its fans are on their way; DEMO_RUNNING while one runs. */
  start(fans: number, options: CallOptions): Answer<DemoSaleView>;
  /** Resolves when none of its fans does anything any more. */
  stop(): Promise<void>;
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
  readonly stats: NodeStats;
  /** null when there is no demo. */
  readonly demoSales: DemoSales | null;
  /** Must compare in constant time. */
  readonly isAdminKey: (candidate: string) => boolean;
  readonly adminSessions: AdminSessions;
  readonly service: ServiceFacts;
  /** What browsers get; null when it is not built. */
  readonly webApp: WebApp | null;
  readonly brand: Brand;
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
