/** What entities need wherever they live: their rules, their limits, the clock. */
import type { RegionOptions } from '../actors/region.js';
import { NodeClock } from '../clock.js';
import { catalogueDecider } from '../domain/catalogue/decider.js';
import { concertDecider } from '../domain/concert/decider.js';
import { queueDecider } from '../domain/queue/decider.js';
import { scheduleDecider } from '../domain/schedule/decider.js';
import { walletDecider } from '../domain/wallet/decider.js';
import { nodeTimers } from '../timers.js';
import type { GroundOptions } from './ground.js';

/** Whoever asks others in the course of what it does comes before whoever is asked: see journal/consistent-cut.ts. */
export const DECIDERS = [catalogueDecider, concertDecider, scheduleDecider, queueDecider, walletDecider];

export const KINDS = DECIDERS.map(({ kind }) => kind);

/** @param notBefore ms since 1970: the clock does not start before it. */
export function nodeClock({ logger, metrics }: Pick<GroundOptions, 'logger' | 'metrics'>, notBefore: number): NodeClock {
  return new NodeClock({
    notBefore,
    onJump: (jump) => {
      metrics.clockJump(jump.direction);
      logger.warn(jump, 'the wall clock was set; holds and tokens go by the steady clock, which follows it slowly');
    },
  });
}

export function regionOptions({ config, logger, onCommit }: GroundOptions, clock: NodeClock): Omit<RegionOptions, 'journal'> {
  return {
    deciders: DECIDERS,
    limits: {
      inboxDepthMax: config.inboxDepthMax,
      liveEntitiesMax: config.liveEntitiesMax,
      passivateAfterMs: config.passivateAfterSeconds * 1000,
    },
    now: clock.now,
    timers: nodeTimers,
    random: Math.random,
    log: logger,
    onCommit,
  };
}
