/**
 * Nobody takes records for a stream: either it has no leader now, which passes, or it is gone, which does not. Servers that have just started may not know of
 * all streams yet, so only a stream that is said not to be there several times in a row is believed to be gone.
 */
import type { JetStreamManager } from '@nats-io/jetstream';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import type { AppendTimers } from './append-backoff.js';
import { pause } from './append-backoff.js';

const TIMES_GONE = 3;
const BETWEEN_MS = 1_000;

export class StreamCheck {
  private checking = false;
  private timesGone = 0;

  constructor(
    private readonly manager: JetStreamManager,
    private readonly stream: string,
    private readonly timers: AppendTimers,
    private readonly onGone: (reason: string) => void,
  ) {}

  /** May be called as often as one likes. */
  suspect(): void {
    if (this.checking) return;
    this.checking = true;
    void this.check();
  }

  private async check(): Promise<void> {
    this.timesGone = (await this.isMissing()) ? this.timesGone + 1 : 0;
    if (this.timesGone >= TIMES_GONE) this.onGone(`stream ${this.stream} is gone: restore the cluster from a backup`);
    await pause(this.timers, BETWEEN_MS);
    this.checking = false;
  }

  private async isMissing(): Promise<boolean> {
    try {
      await this.manager.streams.info(this.stream);
      return false;
    } catch (error) {
      return error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
    }
  }
}
