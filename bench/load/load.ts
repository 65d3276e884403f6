/** A load: requests that are known before the first is sent, and what came of them. */

export interface LoadUser {
  readonly accessToken: string;
  readonly queueToken: string | null;
}

/** Whom a service acts for over gRPC. */
export interface GrpcUser {
  readonly userId: string;
  readonly queueToken: string;
}

export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Index into the users; -1: nobody. */
  readonly user: number;
  /** JSON. */
  readonly body?: string;
}

export interface LoadOptions {
  /** Without a slash at the end. Connections are dealt to several in turn. */
  readonly url: string | readonly string[];
  readonly connections: number;
  readonly users: readonly LoadUser[];
  /** Dealt to the connections in turn. */
  readonly requests: readonly LoadRequest[];
  /** Any other status fails the load. */
  readonly expect: readonly number[];
  /** An answer without this text in its body fails the load. @default nothing is looked for */
  readonly bodyContains?: string;
}

export interface Latencies {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface LoadResult {
  readonly answered: number;
  /** From the first request sent to the last answer. */
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly latencyMs: Latencies;
  /** How often each status came. */
  readonly statuses: Readonly<Record<string, number>>;
  /** CPU the generator used, as a share of one core. */
  readonly generatorShare: number;
}

/** Told right before the first request goes out and right after the last answer came; neither counts into the load. */
export interface AroundLoad {
  before?(): void;
  after?(): void;
}
