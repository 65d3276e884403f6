/** What a row tells the closed-loop generator's process. Tokens travel once per user, not once per request. */
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
  /** Connections are dealt to several in turn. */
  readonly url: string | readonly string[];
  readonly connections: number;
  readonly users: readonly LoadUser[];
  readonly expect: readonly number[];
  readonly bodyContains: string | null;
  /** Known beforehand, or made from the answers. */
  readonly what: { readonly kind: 'requests'; readonly requests: PackedRequests } | { readonly kind: 'flow'; readonly flow: PurchaseFlow };
}
