/** A closed loop of whole purchases, out of a process of its own. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { latenciesOf } from './latencies.js';
import type { AroundLoad, LoadResult } from './load.js';
import type { FromPurchases, PurchasesPlan, PurchasesReport, ToPurchases } from './purchases-messages.js';

export type { Buyer, PurchasesPlan } from './purchases-messages.js';

const PROCESS = fileURLToPath(new URL('./purchases-process.js', import.meta.url));

/** Buys as fast as the answers come. Throws when an answer was not as expected. What is counted in the result are purchases. */
export async function runPurchases(plan: PurchasesPlan, around: AroundLoad = {}): Promise<LoadResult> {
  const { seconds, cpuSeconds, latenciesMs } = await inOwnProcess(plan, around);
  const answered = latenciesMs.length;
  return {
    ...{ answered, seconds, requestsPerSecond: answered / seconds, latencyMs: latenciesOf(latenciesMs) },
    ...{ statuses: {}, generatorShare: cpuSeconds / seconds },
  };
}

async function inOwnProcess(plan: PurchasesPlan, around: AroundLoad): Promise<PurchasesReport> {
  const child = fork(PROCESS, { serialization: 'advanced' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const tell = (message: ToPurchases): void => {
    // A process that is gone is reported by its exit.
    child.send(message, () => undefined);
  };
  try {
    return await new Promise<PurchasesReport>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`the process that buys ended too early: ${String(signal ?? code)}`)));
      child.on('message', (message: FromPurchases) => {
        if (message.kind === 'prepared') {
          around.before?.();
          tell({ kind: 'go' });
        } else if (message.kind === 'done') {
          around.after?.();
          resolve(message.report);
        } else {
          reject(new Error(`a purchase failed: ${message.reason}`));
        }
      });
      tell({ kind: 'prepare', plan });
    });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
