/**
 * A bucket and processes in one manual time: requests and answers take as long as a test says or get lost, replicas are behind, the bucket's clock jumps, processes
 * are stopped and continued, and their clocks run at rates of their own.
 */
import { ManualClock } from '../support/manual-clock.js';
import type { Bucket, BucketEntry, Changed } from '../../src/cluster/nats/bucket.js';
import type { ClusterLog } from '../../src/cluster/log.js';
import { HEARTBEAT_MS, KEY_TTL_MS, SILENCE_MS } from '../../src/cluster/lease.js';
import type { Membership } from '../../src/cluster/member.js';
import { decodeEntry, memberKey } from '../../src/cluster/member-entry.js';
import type { MemberEntry } from '../../src/cluster/member-entry.js';
import { joinCluster } from '../../src/cluster/membership.js';
import type { JoinOptions } from '../../src/cluster/membership.js';
import type { Timers } from '../../src/timers.js';

/** How long a request is waited for, ms. */
export const REQUEST_TIMEOUT_MS = 1_000;
const HISTORY_MAX = 400;

/** What happens on the way between a process and the bucket. */
export interface Way {
  /** Ms to the bucket; null: it never gets there. */
  there(): number | null;
  /** Ms back; null: it never gets back. */
  back(): number | null;
  /** How old what is read is, ms. */
  behind(): number;
}

export const GOOD_WAY: Way = { there: () => 1, back: () => 1, behind: () => 0 };

interface Stored extends BucketEntry {
  /** By the bucket's clock. */
  readonly lapsesAt: number;
}

export class FakeBucket {
  /** The bucket's clock minus the world's, ms. */
  skewMs = 0;
  hasLeader = true;
  /** Whether processes hear what is on its way to the bucket; else they find out by looking. */
  tellsHints = false;
  /** Puts that were stored, for tests that count. */
  puts = 0;
  private readonly entries = new Map<string, Stored>();
  private readonly hintListeners = new Set<(key: string, value: string) => void>();
  private readonly history: { at: number; entries: readonly BucketEntry[] }[] = [];
  private revision = 0;

  constructor(private readonly clock: ManualClock) {}

  /** What is stored now. */
  now(): readonly BucketEntry[] {
    this.lapse();
    return [...this.entries.values()];
  }

  /** As one process uses it. */
  of(process: FakeProcess, way: () => Way): Bucket {
    const ask = <Answer>(answer: () => Answer, asked: 'leader' | 'any' = 'leader'): Promise<Answer> =>
      this.ask(process, way(), answer, asked);
    return {
      put: (key, value, expected, ttlSeconds) =>
        ask(() => this.put(key, value, expected, ttlSeconds)).catch((error: unknown): Changed => ({
          status: 'unknown',
          reason: String(error),
        })),
      get: (key) => ask(() => this.read(way().behind()).find((entry) => entry.key === key) ?? null),
      all: () => ask(() => this.read(way().behind()), 'any'),
      lastRevision: () => ask(() => this.revision),
      watch: () => () => undefined,
      hints: (listener) => {
        const hear = (key: string, value: string): void => process.run(() => listener(key, value));
        this.hintListeners.add(hear);
        return () => this.hintListeners.delete(hear);
      },
    };
  }

  private ask<Answer>(process: FakeProcess, way: Way, answer: () => Answer, asked: 'leader' | 'any'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const callOff = this.clock.after(REQUEST_TIMEOUT_MS, () => process.run(() => reject(new Error('no answer in time'))));
      const [there, back] = [way.there(), way.back()];
      if (there === null) return;
      this.clock.after(there, () => {
        if (asked === 'leader' && !this.hasLeader) return;
        const said = answer();
        if (back === null) return;
        this.clock.after(back, () => {
          callOff();
          process.run(() => resolve(said));
        });
      });
    });
  }

  private put(key: string, value: string, expected: number, ttlSeconds = Infinity): Changed {
    this.lapse();
    if (this.tellsHints) for (const hear of this.hintListeners) hear(key, value);
    if ((this.entries.get(key)?.revision ?? 0) !== expected) return { status: 'conflict' };
    this.revision += 1;
    this.puts += 1;
    const storedAt = this.clock.now() + this.skewMs;
    this.entries.set(key, { key, value, revision: this.revision, storedAt, lapsesAt: storedAt + ttlSeconds * 1_000 });
    this.remember();
    return { status: 'stored', revision: this.revision };
  }

  private read(behindMs: number): readonly BucketEntry[] {
    if (behindMs === 0) return this.now();
    const asOf = this.clock.now() - behindMs;
    return this.history.findLast(({ at }) => at <= asOf)?.entries ?? [];
  }

  private lapse(): void {
    let hasLapsed = false;
    for (const [key, { lapsesAt }] of this.entries) {
      if (lapsesAt > this.clock.now() + this.skewMs) continue;
      this.entries.delete(key);
      this.revision += 1;
      hasLapsed = true;
    }
    if (hasLapsed) this.remember();
  }

  private remember(): void {
    this.history.push({ at: this.clock.now(), entries: [...this.entries.values()] });
    if (this.history.length > HISTORY_MAX) this.history.shift();
  }
}

/** A process whose timers and answers wait while it is stopped, and which hears nothing any more once it is killed. */
class FakeProcess {
  private state: 'runs' | 'stopped' | 'killed' = 'runs';
  private waiting: (() => void)[] = [];

  /** @param rate of its monotonic clock. */
  constructor(
    private readonly clock: ManualClock,
    private readonly rate = 1,
  ) {}

  readonly steady = (): number => this.clock.now() * this.rate;

  readonly timers: Timers = {
    after: (ms, task) => {
      let isOff = false;
      const callOff = this.clock.after(ms / this.rate, () => this.run(() => (isOff ? undefined : task())));
      return () => {
        isOff = true;
        callOff();
      };
    },
  };

  get isKilled(): boolean {
    return this.state === 'killed';
  }

  run(task: () => void): void {
    if (this.state === 'runs') task();
    else if (this.state === 'stopped') this.waiting.push(task);
  }

  stop(): void {
    if (this.state === 'runs') this.state = 'stopped';
  }

  continue(): void {
    if (this.state !== 'stopped') return;
    this.state = 'runs';
    const waiting = this.waiting;
    this.waiting = [];
    for (const task of waiting) this.run(task);
  }

  kill(): void {
    this.state = 'killed';
    this.waiting = [];
  }
}

export interface FakeNode {
  readonly nodeId: string;
  readonly process: FakeProcess;
  /** What happens on its way to the bucket from now on. */
  way: Way;
  readonly lines: string[];
  /** null until it has joined. */
  membership: Membership | null;
  /** Why it did not join. */
  refusal: Error | null;
}

export interface NodeSettings {
  readonly rate?: number;
  readonly random?: () => number;
  readonly options?: Partial<JoinOptions>;
}

export class FakeWorld {
  readonly clock = new ManualClock();
  readonly bucket = new FakeBucket(this.clock);
  private sessions = 0;

  /** A process begins to join. */
  start(nodeId: string, { rate = 1, random = () => 0.5, options = {} }: NodeSettings = {}): FakeNode {
    const process = new FakeProcess(this.clock, rate);
    const node: FakeNode = { nodeId, process, way: GOOD_WAY, lines: [], membership: null, refusal: null };
    const line = (_: object, message: string): void => void node.lines.push(message);
    const log: ClusterLog = { info: line, warn: line, error: line };
    joinCluster({
      bucket: this.bucket.of(process, () => node.way),
      nodeId,
      address: `${nodeId}.example:7000`,
      version: '1.0.0',
      startedAt: 1,
      state: 'up',
      steady: process.steady,
      timers: process.timers,
      random,
      mintSession: () => {
        this.sessions += 1;
        return `${nodeId}.${this.sessions.toString(16).padStart(16, '0')}`;
      },
      log,
      ...options,
    }).then(
      (membership) => {
        node.membership = membership;
      },
      (error: unknown) => {
        node.refusal = error instanceof Error ? error : new Error(String(error));
      },
    );
    return node;
  }

  /** A process that has joined. */
  async join(nodeId: string, settings: NodeSettings = {}): Promise<FakeNode & { readonly membership: Membership }> {
    const node = this.start(nodeId, settings);
    for (let waited = 0; node.membership === null && waited < 5_000; waited += 10) await this.pass(10);
    if (node.membership === null) throw new Error(`${nodeId} has not joined`);
    return node as FakeNode & { readonly membership: Membership };
  }

  /** Time passes in small steps, and after each of them whatever it set off comes to rest. */
  async pass(ms: number, stepMs = 5, look: () => void = () => undefined): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.clock.advance(stepMs);
      // All that is set off are promises, and they have come to rest before an immediate runs.
      await new Promise((resolve) => setImmediate(resolve));
      look();
    }
  }
}

/** Nothing gets to the bucket, or nothing gets back. */
export const CUT_OFF: Way = { ...GOOD_WAY, there: () => null };
export const UNHEARD: Way = { ...GOOD_WAY, back: () => null };

/** Long enough that nobody is in the first TTL of its own heartbeats any more. */
export const SETTLED_MS = KEY_TTL_MS + 2 * HEARTBEAT_MS;
/** From the last heartbeat until all know: seen late, waited out, polled. */
export const GONE_WITHIN_MS = HEARTBEAT_MS + SILENCE_MS + 2 * HEARTBEAT_MS + 100;

export function sessionOf({ membership }: FakeNode): string {
  if (membership === null) throw new Error('it has not joined');
  return membership.self.session;
}

export const isGone = ({ membership }: FakeNode, session: string): boolean => membership?.isGone(session) ?? false;

/** What its key says. */
export function keyOf(world: FakeWorld, nodeId: string): MemberEntry | null {
  const entry = world.bucket.now().find(({ key }) => key === memberKey(nodeId));
  return entry === undefined ? null : decodeEntry(nodeId, entry.value);
}

/** Node ids of the members that a node sees. */
export function seen({ membership }: FakeNode): string[] {
  return (membership?.members ?? []).map(({ nodeId }) => nodeId);
}
