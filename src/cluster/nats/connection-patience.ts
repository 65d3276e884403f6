/** Waiting out what passes by itself: a stream or a cluster that has no leader for a moment, a server that does not answer in time. */
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import type { Timers } from '../../timers.js';
import { Waiting } from '../waiting.js';

/** While most servers of a cluster are still starting, JetStream has no leader. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 500;
const SERVER_TROUBLE_FROM = 500;
/** No server fits now: in a cluster that starts, one more may come. */
const NO_SUITABLE_PEERS = 10_005;
/** One server alone cannot keep copies elsewhere; JetStream is off. */
const FINAL = new Set([10_074, 10_076]);

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
        if (!mayPass(error) || !isPatient()) throw error;
      }
      await waiting.for(RETRY_MS);
    }
  } finally {
    stopCounting();
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof JetStreamApiError) {
    return error.code === NO_SUITABLE_PEERS || (error.status >= SERVER_TROUBLE_FROM && !FINAL.has(error.code));
  }
  if (!(error instanceof errors.RequestError)) return error instanceof errors.TimeoutError;
  // The connection was lost in the middle of it.
  return !error.isNoResponders() && !(error.cause instanceof errors.PermissionViolationError);
}

/** The code of a refusal by JetStream; 0 when it is something else. */
export function refusalCode(error: unknown): number {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : 0;
}
