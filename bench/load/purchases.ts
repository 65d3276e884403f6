/** A closed loop of whole purchases, out of a process of its own. */
import { fileURLToPath } from 'node:url';
import { runGenerator } from './generator.js';
import type { AroundLoad, LoadResult } from './load.js';
import type { PurchasesPlan } from './purchases-messages.js';

export type { Buyer, PurchasesPlan } from './purchases-messages.js';

const PROCESS = fileURLToPath(new URL('./purchases-process.js', import.meta.url));

/** Buys as fast as the answers come. Throws when an answer was not as expected. What is counted in the result are purchases. */
export async function runPurchases(plan: PurchasesPlan, around: AroundLoad = {}): Promise<LoadResult> {
  return runGenerator(PROCESS, plan, around);
}
