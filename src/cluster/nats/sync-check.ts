/**
 * Whether the NATS servers write to disk before they acknowledge. Only their monitoring tells: by default they do so every two minutes, and a power cut then takes
 * back what fans were told.
 */
import type { Timers } from '../../timers.js';
import { messageOf } from './connection-errors.js';
import { NatsAway, NatsUnusable } from './nats-unusable.js';
import { isServerNewEnough, SERVER_VERSION_MIN } from './server-version.js';

/** From the question to the last byte of the answer. */
const TIMEOUT_MS = 5_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** For the log when no server can be asked. */
export const UNCHECKED_SYNC =
  'nobody has checked that the NATS servers write to disk before they acknowledge: each needs "sync_interval: always" in its jetstream block, ' +
  'or a power cut takes back acknowledged records; set FRONTROW_NATS_MONITORS to their monitoring addresses and every start checks it';

/**
 * Rejects with `NatsUnusable` when a server syncs less than always, is too old, or none can be asked.
 *
 * @param monitors for example `http://nats-1:8222`.
 * @returns a line for each server that cannot be asked: one of them may be down, and nodes must be able to start nevertheless.
 */
export async function checkSync(monitors: readonly string[], fetch: Fetch, timers: Timers): Promise<readonly string[]> {
  const states = await Promise.all(
    monitors.map((monitor) =>
      readState(monitor, fetch, timers).catch((error: unknown) => {
        if (error instanceof Unasked) return error;
        throw error;
      }),
    ),
  );
  const unasked: Unasked[] = [];
  for (const [index, state] of states.entries()) {
    if (state instanceof Unasked) unasked.push(state);
    else checkServer(monitors[index] ?? '', state);
  }
  const [first] = unasked;
  if (first !== undefined && unasked.length === monitors.length) throw new NatsAway(first.message, { cause: first.cause });
  return unasked.map(({ message }) => message);
}

/** A server that says nothing: it is down, or its address is wrong. */
class Unasked extends Error {}

function checkServer(monitor: string, { version, jetstream }: Record<string, unknown>): void {
  if (typeof version !== 'string' || !isServerNewEnough(version)) {
    throw new NatsUnusable(`The NATS server at ${monitor} is version ${String(version)}, and ${SERVER_VERSION_MIN} or newer is needed.`);
  }
  const config = isObject(jetstream) && isObject(jetstream['config']) ? jetstream['config'] : null;
  if (config === null) throw new NatsUnusable(`The NATS server at ${monitor} has no JetStream: give it a jetstream block.`);
  if (config['sync_always'] === true) return;
  throw new NatsUnusable(
    `The NATS server at ${monitor} acknowledges records before they are on disk (${syncedEvery(config['sync_interval'])}): ` +
      'put "sync_interval: always" into the jetstream block of its configuration and restart it.',
  );
}

async function readState(monitor: string, fetch: Fetch, timers: Timers): Promise<Record<string, unknown>> {
  const url = `${monitor.replace(/\/+$/, '')}/varz`;
  const asking = new AbortController();
  const stopWaiting = timers.after(TIMEOUT_MS, () => asking.abort(new Error(`no answer within ${TIMEOUT_MS} ms`)));
  try {
    const response = await fetch(url, { signal: asking.signal, redirect: 'error' });
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    const state: unknown = await response.json();
    if (!isObject(state)) throw new Error('the answer is no object');
    return state;
  } catch (error) {
    throw new Unasked(`${url} cannot be read: ${reasonOf(error)}. Check FRONTROW_NATS_MONITORS, and that the server has an http port.`, {
      cause: error,
    });
  } finally {
    stopWaiting();
  }
}

/** fetch says "fetch failed" and hides why. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? messageOf(error.cause) : messageOf(error);
}

const NANOSECONDS = 1e9;

function syncedEvery(interval: unknown): string {
  return typeof interval === 'number' && interval > 0 ? `it writes every ${interval / NANOSECONDS} s` : 'it does not write always';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
