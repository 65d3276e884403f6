/** A fan in line: polls at the pace the answers ask for, or listens on a socket and falls back to polling when it drops. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Refused } from '../support/frontrow-api.js';
import type { FrontrowApi, Guest } from '../support/frontrow-api.js';
import type { Random } from './random.js';

/** ENDED: the token is over. STOPPED: the fan had enough. DROPPED: the socket is gone, and what became of the token is unknown. */
export type WaitingEnd = 'ADMITTED' | 'ENDED' | 'STOPPED';

export interface Line {
  readonly api: FrontrowApi;
  readonly guest: Guest;
  readonly token: string;
  readonly random: Random;
  /** Ends the waiting, when the fan leaves or the run is broken off. */
  readonly stop: AbortSignal;
  /** The last position this fan saw. */
  position: number | null;
  /** Called with every position, and what was known when it was asked for. */
  readonly onPosition: (position: number, before: number | null) => void;
}

const SOCKET_CONNECT_MS_MAX = 5_000;

export async function pollUntilAdmitted(line: Line, refreshIntervalSeconds: number): Promise<WaitingEnd> {
  let intervalSeconds = refreshIntervalSeconds;
  for (;;) {
    // Browsers do not keep step either.
    await pause(intervalSeconds * 1000 * line.random.between(0.9, 1.1), line.stop);
    if (line.stop.aborted) return 'STOPPED';
    const before = line.position;
    try {
      const place = await line.api.place(line.guest, line.token);
      intervalSeconds = place.refreshIntervalSeconds;
      seen(line, place.position, before);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.code === 'TOKEN_NOT_WAITING') return error.answer.body['tokenStatus'] === 'ACTIVE' ? 'ADMITTED' : 'ENDED';
      throw error;
    }
  }
}

export async function listenUntilAdmitted(line: Line, url: string): Promise<WaitingEnd | 'DROPPED'> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/queue/live`, { handshakeTimeout: SOCKET_CONNECT_MS_MAX });
  let before = line.position;
  return new Promise((resolve) => {
    const finish = (end: WaitingEnd | 'DROPPED'): void => {
      line.stop.removeEventListener('abort', stopped);
      socket.terminate();
      resolve(end);
    };
    const stopped = (): void => finish('STOPPED');
    line.stop.addEventListener('abort', stopped);
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'authenticate', accessToken: line.guest.accessToken, queueToken: line.token }));
    });
    socket.on('message', (data: Buffer) => {
      const frame = frameOf(data);
      if (frame.type === 'waiting' && typeof frame.position === 'number') {
        seen(line, frame.position, before);
        before = frame.position;
      }
      if (frame.type === 'admitted') finish('ADMITTED');
      if (frame.type === 'expired') finish('ENDED');
      if (frame.type === 'error') finish('DROPPED');
    });
    socket.on('error', () => finish('DROPPED'));
    socket.on('close', () => finish('DROPPED'));
    if (line.stop.aborted) stopped();
  });
}

/** Sleeps that long; at most until the signal is aborted. Never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function seen(line: Line, position: number, before: number | null): void {
  line.onPosition(position, before);
  line.position = position;
}

function frameOf(data: Buffer): { readonly type?: unknown; readonly position?: unknown } {
  try {
    const frame: unknown = JSON.parse(data.toString('utf8'));
    return typeof frame === 'object' && frame !== null ? frame : {};
  } catch {
    return {};
  }
}
