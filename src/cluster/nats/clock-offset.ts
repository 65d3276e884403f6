/**
 * How far this node's clock is from the log's. Expiry of holds lives by the node's clock, and an entity that moves to another node must not jump in time.
 *
 * A message is stored between its sending and its acknowledgement, so its stored time is compared with the middle of the two; half of what lies between them is how
 * wrong that can be. The best of several counts.
 */
import type { Timers } from '../../timers.js';
import type { ClusterLog } from '../log.js';
import { Waiting } from '../waiting.js';
import type { Bucket } from './bucket.js';
import { NatsUnusable } from './connection-errors.js';

/** A node whose clock is further off does not join. */
const CLOCK_OFFSET_MS_MAX = 500;
const SAMPLES = 5;
/** A node that is in looks again so often. */
const WATCH_MS = 60_000;
const KEY_TTL_SECONDS = 5;
/** Several times what a bucket needs to find a new leader; one that was made just now may have none yet. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 250;

export interface ClockOffset {
  /** This node's clock minus the log's, ms. */
  readonly ms: number;
  /** The true one differs by so much at most. */
  readonly uncertaintyMs: number;
}

export interface ClockOptions {
  readonly bucket: Pick<Bucket, 'put' | 'get'>;
  readonly nodeId: string;
  /** The node clock, ms since 1970. */
  readonly now: () => number;
  /** Monotonic, ms. */
  readonly steady: () => number;
}

/** null when the bucket did not take or show the samples. */
export async function measureClockOffset({ bucket, nodeId, now, steady }: ClockOptions, samples = SAMPLES): Promise<ClockOffset | null> {
  const key = `clock.${nodeId}`;
  let best: ClockOffset | null = null;
  let expected: number | null = null;
  for (let sample = 0; sample < samples; sample += 1) {
    try {
      expected ??= (await bucket.get(key))?.revision ?? 0;
      const [sentAt, clock] = [steady(), now()];
      const changed = await bucket.put(key, '', expected, KEY_TTL_SECONDS);
      const tookMs = steady() - sentAt;
      expected = null;
      if (changed.status !== 'stored') continue;
      const stored = await bucket.get(key);
      if (stored?.revision !== changed.revision) continue;
      expected = changed.revision;
      const uncertaintyMs = tookMs / 2;
      if (best === null || uncertaintyMs < best.uncertaintyMs) best = { ms: clock + uncertaintyMs - stored.storedAt, uncertaintyMs };
    } catch {
      expected = null;
    }
  }
  return best;
}

/** Rejects with `NatsUnusable` when the clock is surely too far off, or nobody can tell. */
export async function refuseWrongClock(options: ClockOptions & { readonly timers: Timers }): Promise<ClockOffset> {
  const waiting = new Waiting(options.timers);
  const until = options.steady() + PATIENCE_MS;
  let offset = await measureClockOffset(options);
  while (offset === null && options.steady() < until) {
    await waiting.for(RETRY_MS);
    offset = await measureClockOffset(options);
  }
  if (offset === null)
    throw new NatsUnusable('The clock of the NATS servers cannot be compared with this node’s: the cluster’s bucket takes no keys.');
  if (isTooFar(offset)) {
    throw new NatsUnusable(
      `This node's clock is ${inWords(offset)} the NATS servers' clock, and ${CLOCK_OFFSET_MS_MAX} ms are allowed: keep the clocks of all machines with NTP or chrony.`,
    );
  }
  return offset;
}

/** Tells the log when the clock drifts away, once for each time. Returns how to stop. */
export function watchClockOffset(options: ClockOptions & { readonly timers: Timers; readonly log: ClusterLog }): () => void {
  const { timers, log } = options;
  const waiting = new Waiting(timers);
  let isStopped = false;
  let wasTooFar = false;
  const goesOn = (): boolean => !isStopped;
  const watch = async (): Promise<void> => {
    while (goesOn()) {
      await waiting.for(WATCH_MS);
      if (!goesOn()) return;
      const offset = await measureClockOffset(options);
      if (offset === null) continue;
      const isTooFarNow = isTooFar(offset);
      if (isTooFarNow && !wasTooFar) {
        log.error(
          { offsetMs: Math.round(offset.ms) },
          `this node's clock is ${inWords(offset)} the NATS servers' clock: look after NTP; it could not join again`,
        );
      }
      if (!isTooFarNow && wasTooFar)
        log.info({ offsetMs: Math.round(offset.ms) }, "this node's clock agrees with the NATS servers' clock again");
      wasTooFar = isTooFarNow;
    }
  };
  void watch();
  return () => {
    isStopped = true;
    waiting.cutShort();
  };
}

function isTooFar({ ms, uncertaintyMs }: ClockOffset): boolean {
  return Math.abs(ms) - uncertaintyMs > CLOCK_OFFSET_MS_MAX;
}

function inWords({ ms }: ClockOffset): string {
  return `${Math.round(Math.abs(ms))} ms ${ms < 0 ? 'behind' : 'ahead of'}`;
}
