/** Closed loop over gRPC: unary holds of new seats, so many in flight, the next as soon as one is answered. */
import { fileURLToPath } from 'node:url';
import { runGenerator } from './generator.js';
import type { GrpcHoldsPlan } from './grpc-holds-messages.js';
import type { AroundLoad, LoadResult } from './load.js';

const PROCESS = fileURLToPath(new URL('./grpc-holds-process.js', import.meta.url));

/** Throws when an answer was anything but OK, or one of those looked into was not what was asked for. */
export async function runGrpcHolds(plan: GrpcHoldsPlan, around: AroundLoad = {}): Promise<LoadResult> {
  return runGenerator(PROCESS, plan, around);
}
