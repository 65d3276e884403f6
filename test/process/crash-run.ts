/**
 * A node that is killed with -9 again and again on the same data directory while fans use it, and restarted each time.
 *
 * Nothing here waits for luck: a kill is tied to the k-th request of a kind being sent or answered, and small random delays only vary the moment after it.
 * Whether the kills really hit every step is read from the journal afterwards; see interruptions.ts.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../bench/onsale/random.js';
import type { ApiRequest, Answer, Attempt } from '../../bench/support/api-client.js';
import { ApiClient } from '../../bench/support/api-client.js';
import { NodeProcess } from '../../bench/support/node-process.js';

/** The node is gone for a second or so after each kill; clients go on asking far longer than that. */
const GIVE_UP_MS = 90_000;
/** They come back soon after it does, else most of the time would go by with waiting for them. */
const BACK_OFF_MS_MAX = 200;

export type Moment = 'sent' | 'answered';

export interface KillPoint {
  /** The name the request goes by, such as `hold`; null: as soon as the node is ready again. */
  readonly step: string | null;
  readonly moment: Moment;
  /** The how manieth of this life. */
  readonly count: number;
  /** Variation of what happens between the moment and the kill. */
  readonly delayMs: number;
}

export interface CrashPlan {
  readonly dataDir: string;
  /** At least so many, and more until `isEnough`, but never more than `killsMax`. */
  readonly kills: number;
  readonly killsMax: number;
  /** Asked while the node is down, so that its files may be looked at (not touched). */
  readonly isEnough: (lives: readonly Life[]) => Promise<boolean>;
  readonly connections: number;
  readonly nextPoint: (life: number) => KillPoint;
  readonly random: Random;
}

/** One life of the node, from a start to the kill that ended it, as the next start found it. */
export interface Life {
  /** Records that were in the journal after the kill: all up to this position were written before it. */
  readonly records: number;
  /** From the start of the process to its ready line. */
  readonly startMs: number;
}

/** Counts requests as they are sent and answered, and says when a kill point is reached. */
class Watch {
  private armed: { readonly point: KillPoint; left: number; readonly reached: () => void } | null = null;

  arm(point: KillPoint): Promise<void> {
    return new Promise((resolve) => {
      this.armed = { point, left: point.count, reached: resolve };
    });
  }

  saw(step: string, moment: Moment): void {
    const { armed } = this;
    if (armed?.point.step !== step || armed.point.moment !== moment) return;
    armed.left -= 1;
    if (armed.left > 0) return;
    this.armed = null;
    armed.reached();
  }
}

class WatchedClient extends ApiClient {
  constructor(
    url: string,
    { connections, random }: CrashPlan,
    private readonly watch: Watch,
  ) {
    const onAttempt = ({ step, status }: Attempt): void => {
      if (status >= 200 && status < 300) watch.saw(step, 'answered');
    };
    super({ url, connections, giveUpMs: GIVE_UP_MS, backOffMsMax: BACK_OFF_MS_MAX, jitter: random.next, onAttempt });
  }

  override request(request: ApiRequest): Promise<Answer> {
    const answer = super.request(request);
    this.watch.saw(request.step, 'sent');
    return answer;
  }
}

export class CrashRun {
  readonly lives: Life[] = [];
  readonly client: ApiClient;
  private readonly watch = new Watch();
  private killed = 0;
  /** Settles when nobody kills or starts the node any more. */
  private killing: Promise<unknown> = Promise.resolve();
  private isClosed = false;
  private stopWaiting: () => void = () => undefined;
  private readonly closed = new Promise<void>((resolve) => (this.stopWaiting = resolve));

  private constructor(
    private readonly plan: CrashPlan,
    private node: NodeProcess,
  ) {
    this.client = new WatchedClient(node.url, plan, this.watch);
  }

  static async start(plan: CrashPlan): Promise<CrashRun> {
    return new CrashRun(plan, await NodeProcess.start({ dataDir: plan.dataDir }));
  }

  /** The life of the node that a request sent now can reach, counted from 0: after a kill, the next one at the earliest. */
  get lifeToReach(): number {
    return this.killed;
  }

  /** The life that an answer coming in now is from: what arrives while the node is down was sent before. */
  get lifeHeard(): number {
    return this.lives.length;
  }

  adminKey(): Promise<string> {
    return this.node.adminKey();
  }

  /** Kills and restarts as planned. Rejects when the node ends by itself, or complains about anything. */
  killAll(): Promise<void> {
    const killing = this.killAndRestart();
    this.killing = killing.catch(() => undefined);
    return killing;
  }

  /** SIGTERM, and up once more: what is under way is finished on both ways. Returns the line in which the node says what it found. */
  async restartInPeace(): Promise<string> {
    const { code } = await this.node.stop();
    if (code !== 0) throw new Error(`the node ended with ${String(code)}. It wrote:\n${this.node.output}`);
    this.node = await this.node.restart();
    return dataLine(this.node);
  }

  /** Also in the middle of the killing, when a fan was told something wrong. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.stopWaiting();
    await this.client.close();
    await this.killing;
    await this.node.kill();
  }

  private async killAndRestart(): Promise<void> {
    while (!(await this.killOnce())) await this.restart();
    if (!this.isClosed) await this.restart();
  }

  /** True when it was the last one. */
  private async killOnce(): Promise<boolean> {
    const { node } = this;
    const point = this.plan.nextPoint(this.killed);
    const reached = point.step === null ? Promise.resolve() : this.watch.arm(point);
    const endedEarly = node.exited.then(({ code }) => {
      throw new Error(`the node ended by itself with ${String(code)}`);
    });
    await Promise.race([reached, endedEarly, this.closed]).catch((error: unknown) => {
      throw new Error(`life ${this.killed}: ${String(error)}. It wrote:\n${node.output}`);
    });
    endedEarly.catch(() => undefined);
    if (this.isClosed) return true;
    if (point.delayMs > 0) await sleep(point.delayMs);
    this.killed += 1;
    await node.kill();
    if (/"level":[56]0/.test(node.output)) throw new Error(`life ${this.killed}: the node complained:\n${node.output}`);
    const { kills, killsMax, isEnough } = this.plan;
    return this.killed >= killsMax || (this.killed >= kills && (await isEnough(this.lives)));
  }

  private async restart(): Promise<void> {
    const startedAt = performance.now();
    this.node = await this.node.restart();
    const startMs = performance.now() - startedAt;
    const records = Number(/recovered (\d+) records/.exec(dataLine(this.node))?.[1] ?? 0);
    this.lives.push({ records, startMs });
  }
}

function dataLine(node: NodeProcess): string {
  return node.output.split('\n').find((line) => line.startsWith('Data: ')) ?? '';
}

/** For the developer who wonders where the time goes. */
export function medianStartMs(lives: readonly Life[]): number {
  const sorted = lives.map(({ startMs }) => startMs).sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
