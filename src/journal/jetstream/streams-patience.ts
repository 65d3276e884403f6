/** Servers that start at the same time as this node, or change a leader, cannot answer for some seconds: what is asked while the journal is opened is asked again. */
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { JournalUnusable } from '../port.js';
import { errorMessage } from '../sqlite/errors.js';
import type { AppendTimers } from './append-backoff.js';
import { pause } from './append-backoff.js';

const BETWEEN_MS = 250;
const SERVER_TROUBLE_FROM = 500;
/** No server fits now: in a cluster that starts, one more may come. */
const NO_SUITABLE_PEERS = 10_005;

export interface OpeningPatience {
  readonly timers: AppendTimers;
  /** How long servers may not be able to answer, ms. */
  readonly patienceMs: number;
}

/** @throws JournalUnusable in one line when it goes on failing, or fails for good. */
export async function patiently<Result>(
  what: string,
  { timers, patienceMs }: OpeningPatience,
  task: () => Promise<Result>,
): Promise<Result> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      if (error instanceof JournalUnusable) throw error;
      if (!mayPass(error) || performance.now() + BETWEEN_MS > until) throw new JournalUnusable(`cannot ${what}: ${oneLine(error)}`);
      await pause(timers, BETWEEN_MS);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status >= SERVER_TROUBLE_FROM || error.code === NO_SUITABLE_PEERS;
  if (error instanceof Error && error.cause instanceof errors.PermissionViolationError) return false;
  return !(error instanceof errors.ClosedConnectionError || error instanceof errors.DrainingConnectionError || error instanceof TypeError);
}

function oneLine(error: unknown): string {
  return errorMessage(error).replace(/\s+/g, ' ');
}
