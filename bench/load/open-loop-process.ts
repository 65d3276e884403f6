/**
 * The generator's process. It sends holds at random times (Poisson, from a seed) that were fixed before, whatever the answers do, and counts latency from
 * the scheduled time: a server that stalls does not get fewer requests, nor better figures, for it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../onsale/random.js';
import { randomFrom } from '../onsale/random.js';
import { Connections } from './open-loop-connections.js';
import { Holds, judge } from './open-loop-holds.js';
import type { FromGenerator, PhasePlan, ToGenerator } from './open-loop-messages.js';
import { OUTCOME, PhaseTally } from './open-loop-tally.js';

const TICK_MS = 1;
/** Answers that take longer than the node's own deadline do not come any more. */
const ANSWERS_MS_MAX = 15_000;
const ANSWERS_POLL_MS = 5;

class Generator {
  private readonly connections: Connections;
  private readonly holds: Holds;
  private readonly random: Random;
  private pending = 0;

  constructor({ host, port, connectionsMax, seed, visitors, scheduleIds, seatsPerSchedule }: Extract<ToGenerator, { kind: 'begin' }>) {
    this.connections = new Connections({ host, port, max: connectionsMax });
    this.holds = new Holds({ host: `${host}:${port}`, visitors, scheduleIds, seatsPerSchedule });
    this.random = randomFrom(seed, 0);
  }

  get granted(): readonly Uint8Array[] {
    return this.holds.granted;
  }

  /** One phase right after the other, then all answers. */
  async run(plans: readonly PhasePlan[]): Promise<readonly PhaseTally[]> {
    const tallies = plans.map(({ ratePerSecond, seconds }) => new PhaseTally(ratePerSecond, seconds));
    let beganAt = performance.now();
    for (const tally of tallies) {
      const before = process.cpuUsage();
      await this.send(tally, beganAt);
      const used = process.cpuUsage(before);
      tally.generatorBusy = (used.user + used.system) / 1000 / (performance.now() - beganAt);
      beganAt += tally.seconds * 1000;
    }
    const deadline = performance.now() + ANSWERS_MS_MAX;
    while (this.pending > 0 && performance.now() < deadline) await sleep(ANSWERS_POLL_MS);
    return tallies;
  }

  close(): void {
    this.connections.close();
  }

  private async send(tally: PhaseTally, beganAt: number): Promise<void> {
    const endMs = tally.seconds * 1000;
    const meanGapMs = 1000 / tally.ratePerSecond;
    let atMs = this.gap(meanGapMs);
    for (;;) {
      const nowMs = performance.now() - beganAt;
      if (atMs <= nowMs && atMs < endMs) tally.generatorLagMsMax = Math.max(tally.generatorLagMsMax, nowMs - atMs);
      for (; atMs <= nowMs && atMs < endMs; atMs += this.gap(meanGapMs)) this.sendOne(tally, beganAt, atMs);
      if (nowMs >= endMs) return;
      await sleep(TICK_MS);
    }
  }

  private gap(meanMs: number): number {
    return -Math.log(1 - this.random.next()) * meanMs;
  }

  private sendOne(tally: PhaseTally, beganAt: number, atMs: number): void {
    const hold = this.holds.next();
    const request = tally.schedule(atMs);
    this.pending += 1;
    const atOnce = this.connections.send(hold.request, (answer) => {
      this.pending -= 1;
      const outcome = judge(answer);
      if (typeof outcome === 'string') {
        tally.failed(request, outcome);
        return;
      }
      tally.answered(request, performance.now() - beganAt, outcome);
      if (outcome === OUTCOME.good) this.holds.grant(hold);
      else this.holds.giveBack(hold);
    });
    if (!atOnce) tally.late += 1;
  }
}

let generator: Generator | null = null;

async function tell(message: FromGenerator): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (process.send === undefined) reject(new Error('this process has nobody to report to'));
    else process.send(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

async function obey(message: ToGenerator): Promise<void> {
  switch (message.kind) {
    case 'begin':
      generator = new Generator(message);
      await tell({ kind: 'ready' });
      return;
    case 'run': {
      if (generator === null) throw new Error('told to run before it was told where');
      const tallies = await generator.run(message.phases);
      await tell({ kind: 'ran', summaries: tallies.map((tally) => tally.summary(message.p99MsMax)) });
      return;
    }
    case 'end':
      await tell({ kind: 'granted', seats: generator?.granted ?? [] });
      generator?.close();
      process.disconnect();
      return;
  }
}

process.on('message', (message: ToGenerator) => {
  obey(message).catch(async (error: unknown) =>
    tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
