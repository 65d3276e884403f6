/** Closed loop: each connection sends its next request when the answer to the last one has come. */
import { fileURLToPath } from 'node:url';
import type { LoadPlan } from './closed-loop-messages.js';
import { runGenerator } from './generator.js';
import type { AroundLoad, LoadOptions, LoadResult, LoadUser } from './load.js';
import { pack } from './packed-requests.js';
import { PURCHASE_STATUSES } from './purchase-flow.js';
import type { PurchaseFlow } from './purchase-flow.js';

export type { AroundLoad, Latencies, LoadOptions, LoadRequest, LoadResult, LoadUser } from './load.js';
export type { Purchase, PurchaseFlow } from './purchase-flow.js';

const PROCESS = fileURLToPath(new URL('./closed-loop-process.js', import.meta.url));

/** A generator that is busier than this is part of what is measured. */
export const GENERATOR_SHARE_MAX = 0.9;

/**
 * Sends all requests, as fast as the answers come. Throws when an answer was not as expected, or did not come.
 * @param around Everything is there to be sent when `before` is called, and `after` is called as soon as the last answer is known.
 */
export async function runClosedLoop(options: LoadOptions, around: AroundLoad = {}): Promise<LoadResult> {
  const { url, connections, users, requests, expect, bodyContains } = options;
  const what = { kind: 'requests', requests: pack(requests) } as const;
  const plan: LoadPlan = { url, connections, users, expect, bodyContains: bodyContains ?? null, what };
  return runGenerator(PROCESS, plan, around);
}

export interface FlowOptions {
  readonly url: string;
  readonly connections: number;
  readonly users: readonly LoadUser[];
  readonly flow: PurchaseFlow;
}

export interface FlowResult extends LoadResult {
  /** Purchases. */
  readonly flows: number;
  readonly flowsPerSecond: number;
}

/** The same for requests that need something out of the answer before: all purchases of the flow, each connection one after the other. */
export async function runFlows({ url, connections, users, flow }: FlowOptions, around: AroundLoad = {}): Promise<FlowResult> {
  const what = { kind: 'flow', flow } as const;
  const plan: LoadPlan = { url, connections, users, expect: PURCHASE_STATUSES, bodyContains: null, what };
  const result = await runGenerator(PROCESS, plan, around);
  const flows = flow.purchases.length;
  return { ...result, flows, flowsPerSecond: flows / result.seconds };
}
