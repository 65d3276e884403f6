/** What a row and the closed-loop generator's process say to each other. Tokens travel once per user, not once per request. */
import type { LoadUser } from './load.js';
import type { PurchaseFlow } from './purchase-flow.js';

/** The requests, a column for each part; `routes` holds each pair of method and path once. */
export interface PackedRequests {
  readonly routes: readonly { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string }[];
  readonly routeOf: Uint32Array;
  readonly userOf: Int32Array;
  readonly bodies: readonly (string | undefined)[];
}

export interface LoadPlan {
  readonly url: string;
  readonly connections: number;
  readonly users: readonly LoadUser[];
  readonly expect: readonly number[];
  readonly bodyContains: string | null;
  /** Known beforehand, or made from the answers. */
  readonly what: { readonly kind: 'requests'; readonly requests: PackedRequests } | { readonly kind: 'flow'; readonly flow: PurchaseFlow };
}

export type ToLoadProcess = { readonly kind: 'prepare'; readonly plan: LoadPlan } | { readonly kind: 'go' };

/** What was seen from the first request sent to the last answer. */
export interface LoadReport {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of each answer, in the order they came. */
  readonly latenciesMs: Float64Array;
  readonly statuses: Readonly<Record<string, number>>;
}

export type FromLoadProcess =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'done'; readonly report: LoadReport }
  | { readonly kind: 'failed'; readonly reason: string };
