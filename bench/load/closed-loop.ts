/**
 * Closed loop: each connection sends its next request when the answer to the last one has come. The generator is a process of its own, so that neither the
 * row nor the server pays for it, and it says how busy it was.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { assertNever } from '../../src/domain/decider.js';
import type { FromLoadProcess, LoadPlan, LoadReport, ToLoadProcess } from './closed-loop-messages.js';
import { latenciesOf } from './latencies.js';
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
  return resultOf(await inOwnProcess({ url, connections, users, expect, bodyContains: bodyContains ?? null, what }, around));
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
  const plan = { url, connections, users, expect: PURCHASE_STATUSES, bodyContains: null, what };
  const result = resultOf(await inOwnProcess(plan, around));
  const flows = flow.purchases.length;
  return { ...result, flows, flowsPerSecond: flows / result.seconds };
}

async function inOwnProcess(plan: LoadPlan, around: AroundLoad): Promise<LoadReport> {
  const child = fork(PROCESS, { serialization: 'advanced' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const tell = (message: ToLoadProcess): void => {
    // A generator that is gone is reported by its exit.
    child.send(message, () => undefined);
  };
  try {
    return await new Promise<LoadReport>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`the load generator ended too early: ${String(signal ?? code)}`)));
      child.on('message', (message: FromLoadProcess) => {
        try {
          switch (message.kind) {
            case 'prepared':
              around.before?.();
              tell({ kind: 'go' });
              return;
            case 'done':
              around.after?.();
              resolve(message.report);
              return;
            case 'failed':
              reject(new Error(`the load failed: ${message.reason}`));
              return;
            default:
              assertNever(message);
          }
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      tell({ kind: 'prepare', plan });
    });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

function resultOf({ seconds, cpuSeconds, latenciesMs, statuses }: LoadReport): LoadResult {
  const answered = latenciesMs.length;
  return {
    answered,
    seconds,
    requestsPerSecond: answered / seconds,
    latencyMs: latenciesOf(latenciesMs),
    statuses,
    generatorShare: cpuSeconds / seconds,
  };
}
