/** One on-sale from the first fan to the closed books, against a node that is there. */
import { setMaxListeners } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Auditor } from '../../src/audit/auditor.js';
import { ApiClient, NodeUnreachable } from '../support/api-client.js';
import { EventLog } from '../support/event-log.js';
import { FrontrowApi } from '../support/frontrow-api.js';
import { planCrowd, shapeOf } from './behaviour.js';
import type { CrowdOptions } from './behaviour.js';
import { closeBooks } from './closing.js';
import { openEntrance } from './entrance.js';
import type { Door } from './entrance.js';
import { Fan } from './fan.js';
import { Measurements } from './measurements.js';
import type { Tried } from './measurements.js';
import type { OnsaleOptions } from './options.js';
import type { Progress } from './progress.js';
import { FAILURES_SHOWN_MAX, PROTOCOL_WORDS, outcomesOf } from './result.js';
import type { SaleResult } from './result.js';
import { putOnSale } from './sale.js';
import type { Concert, Sale } from './sale.js';

export interface Playground {
  /** Of the REST API: operators and the audit use it, whatever the fans do. */
  readonly url: string;
  readonly adminKey: string;
  /** Of the fans. */
  readonly door: Door;
  readonly progress: Progress;
  /** Aborted to send all fans home; the books are closed all the same. */
  readonly stop: AbortSignal;
}

/** Connections of all fans together: enough to keep a node busy, few enough for one machine's ports. */
const CONNECTIONS_MAX = 256;
const AUDIT_CONNECTIONS_MAX = 32;
/** A node that is killed in the middle must be back within this time. */
const GIVE_UP_MS = 120_000;
const SAMPLE_MS_MIN = 200;
const SAMPLES_WANTED = 240;
const NANOSECONDS_PER_MS = 1e6;

/** Throws `NodeUnreachable`, and `Refused` when the concert cannot be put on sale. */
export async function playSale(options: OnsaleOptions, { url, adminKey, door, progress, stop }: Playground): Promise<SaleResult> {
  const startedAt = new Date();
  const measurements = new Measurements();
  const onTried = rateLimitHint(measurements, progress);
  const broken = new AbortController();
  const fansStop = AbortSignal.any([stop, broken.signal]);
  setMaxListeners(0, fansStop);
  const entrance = openEntrance(door, { connections: CONNECTIONS_MAX, giveUpMs: GIVE_UP_MS, onTried, signal: fansStop });
  const inspection = openEntrance(door, { connections: AUDIT_CONNECTIONS_MAX, giveUpMs: GIVE_UP_MS });
  const auditClient = new ApiClient({ url, connections: AUDIT_CONNECTIONS_MAX, giveUpMs: GIVE_UP_MS });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  try {
    const admin = new FrontrowApi(auditClient);
    const log = new EventLog(auditClient, adminKey);
    const auditor = new Auditor();
    const crowdOptions: CrowdOptions = { ...options, seatsPerSchedule: options.seats };
    const crowd = planCrowd(crowdOptions);
    const shape = shapeOf(crowdOptions, crowd);
    const concert = await putOnSale(admin, adminKey, options, shape, startedAt.getTime());
    progress.say(
      `Concert ${concert.concertId} is on sale at ${url}, fans come over ${PROTOCOL_WORDS[door.protocol]}: at most ${shape.maxActive} inside, holds of ${shape.holdSeconds} s.`,
    );
    const sale: Sale = {
      ...{ ...concert, api: entrance.api, shape, measurements, stop: fansStop },
      observe: (fact) => auditor.observe(fact),
    };
    const fans = crowd.map((plan) => new Fan(sale, plan));
    const watching = new Watch(options, concert, fans, log, auditor, measurements, progress);
    await runFans(fans, watching, broken);
    const playerDelayMs = delay.percentile(99) / NANOSECONDS_PER_MS;
    const { holdSeconds } = shape;
    const say = (line: string): void => progress.say(line);
    const { audit, saleTotals } = await closeBooks({ concert, api: inspection.api, admin, adminKey, log, auditor, holdSeconds, say }, fans);
    watching.sample();
    const failures = fans.flatMap(({ failure }) => (failure === null ? [] : [failure]));
    return {
      ...{ options, shape, concertId: concert.concertId, startedAt, tookMs: Date.now() - startedAt.getTime(), playerDelayMs },
      ...{ outcomes: outcomesOf(fans), failures: failures.slice(0, FAILURES_SHOWN_MAX), failuresTotal: failures.length },
      ...{ measurements, audit, saleTotals },
    };
  } finally {
    delay.disable();
    await Promise.all([entrance.close(), inspection.close(), auditClient.close()]);
  }
}

/** Ends when the last fan has gone; when the node is gone for good, all of them are sent home and the reason is thrown. */
async function runFans(fans: readonly Fan[], watching: Watch, broken: AbortController): Promise<void> {
  const over = new AbortController();
  const watched = watching.until(over.signal);
  const visits = fans.map(async (fan) => {
    try {
      await fan.visit();
    } catch (error) {
      broken.abort(error);
    }
  });
  try {
    // Only a failing watch ends this race before the fans do.
    await Promise.race([Promise.all(visits), watched]);
  } catch (error) {
    broken.abort(error);
  } finally {
    await Promise.all(visits);
    over.abort();
  }
  if (broken.signal.aborted) throw broken.signal.reason instanceof Error ? broken.signal.reason : new NodeUnreachable('the node is gone');
  await watched;
}

/** Follows the log while the sale goes on, so that its end is soon read, and shows and keeps how things stand. */
class Watch {
  private readonly startedAt = performance.now();
  private readonly sampleMs: number;
  private lastAt = 0;
  private lastRequests = 0;
  private lastFailures = 0;

  constructor(
    private readonly options: OnsaleOptions,
    private readonly concert: Concert,
    private readonly fans: readonly Fan[],
    private readonly log: EventLog,
    private readonly auditor: Auditor,
    private readonly measurements: Measurements,
    private readonly progress: Progress,
  ) {
    this.sampleMs = Math.max(SAMPLE_MS_MIN, (options.seconds * 1000) / SAMPLES_WANTED);
  }

  async until(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await this.log.readToEnd((event) => this.auditor.feed(event));
      this.sample();
      await sleep(this.sampleMs, undefined, { signal: over }).catch(() => undefined);
    }
  }

  sample(): void {
    const { auditor, measurements, fans, options } = this;
    const { seats, tokens, payments } = auditor.totals(this.concert.concertId);
    const at = (performance.now() - this.startedAt) / 1000;
    const seconds = Math.max(0.001, at - this.lastAt);
    const sample = {
      at,
      arrived: fans.filter(({ stage }) => stage !== 'AWAITED').length,
      waiting: tokens.waiting,
      active: tokens.active,
      held: seats.held,
      booked: seats.booked,
      requestsPerSecond: (measurements.requests - this.lastRequests) / seconds,
      failuresPerSecond: (measurements.failures - this.lastFailures) / seconds,
    };
    this.lastAt = at;
    this.lastRequests = measurements.requests;
    this.lastFailures = measurements.failures;
    measurements.samples.push(sample);
    const gone = fans.filter(({ stage }) => stage === 'GONE').length;
    const capacity = options.schedules * options.seats;
    this.progress.show({ ...sample, gone, fans: fans.length, seats: capacity, paid: payments.completed });
  }
}

/** Says once why the sale is slow when the node limits how much one address may ask. */
function rateLimitHint(measurements: Measurements, progress: Progress): (tried: Tried) => void {
  let said = false;
  return (tried) => {
    measurements.tried(tried);
    if (tried.outcome !== 'PACED' || said) return;
    said = true;
    progress.say(
      'The node limits requests per address, so the fans wait as told. Start the node with FRONTROW_RATE_LIMIT=0 for a sale at full speed.',
    );
  };
}
