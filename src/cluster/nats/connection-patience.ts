/** Waiting out what passes by itself: a stream or a cluster that has no leader for a moment, a server that does not answer in time. */
import { errors } from '@nats-io/transport-node';
import type { Timers } from '../../timers.js';
import { Waiting } from '../waiting.js';

/** While most servers of a cluster are still starting, JetStream has no leader. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 500;
/** JetStream, or the stream, has no leader now. */
const NO_LEADER = 10_008;
const UNAVAILABLE = 503;

/** Tries again for a while, as long as what goes wrong may pass; rejects with the last failure. */
export async function patiently<Value>(timers: Timers, task: () => Promise<Value>): Promise<Value> {
  const waiting = new Waiting(timers);
  let isLate = false;
  const isPatient = (): boolean => !isLate;
  const stopCounting = timers.after(PATIENCE_MS, () => {
    isLate = true;
  });
  try {
    for (;;) {
      try {
        return await task();
      } catch (error) {
        if (!isPassing(error) || !isPatient()) throw error;
      }
      await waiting.for(RETRY_MS);
    }
  } finally {
    stopCounting();
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof errors.TimeoutError) return true;
  return error instanceof Error && 'code' in error && (error.code === NO_LEADER || error.code === UNAVAILABLE);
}

/** The code of a refusal by JetStream; 0 when it is something else. */
export function refusalCode(error: unknown): number {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : 0;
}
