/** A fan in line: polls at the pace the answers ask for, or listens and falls back to polling when nothing more is heard. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '../support/frontrow-api.js';
import type { Guest } from '../support/frontrow-api.js';
import type { FansApi, ListenEnd } from './fans-api.js';
import type { Random } from './random.js';

export type WaitingEnd = Exclude<ListenEnd, 'DROPPED'>;

export interface Line {
  readonly api: FansApi;
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

export async function listenUntilAdmitted(line: Line): Promise<ListenEnd> {
  let before = line.position;
  return line.api.listen(line.guest, line.token, line.stop, (position) => {
    seen(line, position, before);
    before = position;
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
