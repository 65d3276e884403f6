/**
 * What a seat map may show, by somebody who knows when each seat was held and released: a change that was acknowledged STALE_MS_MAX before the map was asked
 * for must show, one that was not even sent when the map arrived must not.
 *
 * All times are ms on one clock, and those of this side: a change was sent not before `sent` and durable not after `acknowledged`, so nobody is blamed for
 * what took its time on the way.
 */
import { STALE_MS_MAX } from '../../src/ticketing/shared-seats.js';

/** A seat held once. What has not happened yet is Infinity. */
interface Held {
  readonly sent: number;
  acknowledged: number;
  releaseSent: number;
  releaseAcknowledged: number;
}

/** Earlier ones cannot show in any map that is still to come. */
const REMEMBERED_MS = 30_000;

export type ShownStatus = 'AVAILABLE' | 'HELD';

export class SeatWatch {
  /** By seat, oldest first; one is released before the next one is sent. */
  private readonly held = new Map<number, Held[]>();

  holdSent(seat: number, at: number): void {
    const times = this.held.get(seat) ?? [];
    while ((times[0]?.releaseAcknowledged ?? Infinity) < at - REMEMBERED_MS) times.shift();
    times.push({ sent: at, acknowledged: Infinity, releaseSent: Infinity, releaseAcknowledged: Infinity });
    this.held.set(seat, times);
  }

  holdAcknowledged(seat: number, at: number): void {
    this.last(seat).acknowledged = at;
  }

  releaseSent(seat: number, at: number): void {
    this.last(seat).releaseSent = at;
  }

  releaseAcknowledged(seat: number, at: number): void {
    this.last(seat).releaseAcknowledged = at;
  }

  /** Whether a map that was asked for and arrived at these times may show the seat like this. */
  mayShow(seat: number, status: ShownStatus, asked: number, arrived: number): boolean {
    const since = asked - STALE_MS_MAX;
    const times = this.held.get(seat) ?? [];
    if (status === 'HELD') return times.some(({ sent, releaseAcknowledged }) => sent <= arrived && releaseAcknowledged >= since);
    // Free from the release before to the hold after, each taken as wide as it may have been.
    let freeFrom = -Infinity;
    for (const { acknowledged, releaseSent } of times) {
      if (freeFrom <= arrived && acknowledged >= since) return true;
      freeFrom = releaseSent;
    }
    return freeFrom <= arrived;
  }

  private last(seat: number): Held {
    const last = this.held.get(seat)?.at(-1);
    if (last === undefined) throw new Error(`seat ${seat} was never held`);
    return last;
  }
}
