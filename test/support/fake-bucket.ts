/**
 * A bucket in memory, with what can go wrong with a real one: answers that are lost, requests that are lost or late, watches that are stuck, replicas that are behind.
 * One store, and a `FakeBucket` for each node that uses it.
 */
import type { Bucket, BucketEntry, Changed } from '../../src/cluster/nats/bucket.js';

type Change = Omit<BucketEntry, 'value'> & { readonly value: string | null };

interface Held {
  readonly value: string;
  readonly revision: number;
  readonly storedAt: number;
  /** Infinity: never. */
  readonly lapsesAt: number;
}

/** What a store and its buckets need of a clock. */
export interface FakeClock {
  readonly now: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
}

/** What the servers have. */
export class FakeStore {
  /** Of each key, its last change: what a watch gets to see that begins late. */
  private readonly last = new Map<string, Change>();
  private readonly held = new Map<string, Held>();
  private readonly watchers = new Set<(change: Change) => void>();
  revision = 0;

  constructor(readonly clock: FakeClock) {}

  put(key: string, value: string, expected: number, ttlSeconds?: number): Changed {
    if ((this.get(key)?.revision ?? 0) !== expected) return { status: 'conflict' };
    const revision = this.change(key, value);
    const lapsesAt = ttlSeconds === undefined ? Infinity : this.clock.now() + ttlSeconds * 1_000;
    this.held.set(key, { value, revision, storedAt: this.clock.now(), lapsesAt });
    if (lapsesAt !== Infinity) this.clock.after(ttlSeconds === undefined ? 0 : ttlSeconds * 1_000, () => this.lapse());
    return { status: 'stored', revision };
  }

  remove(key: string, expected: number): Changed {
    if ((this.get(key)?.revision ?? 0) !== expected || expected === 0) return { status: 'conflict' };
    this.held.delete(key);
    return { status: 'stored', revision: this.change(key, null) };
  }

  get(key: string): BucketEntry | null {
    this.lapse();
    const held = this.held.get(key);
    return held === undefined ? null : { key, value: held.value, revision: held.revision, storedAt: held.storedAt };
  }

  all(): BucketEntry[] {
    this.lapse();
    return [...this.held].map(([key, { value, revision, storedAt }]) => ({ key, value, revision, storedAt }));
  }

  /** The last change of each key from after `revision` on, in order; later ones as they happen. */
  watch(revision: number, onChange: (change: Change) => void): () => void {
    const missed = [...this.last.values()]
      .filter((change) => change.revision > revision)
      .sort((one, other) => one.revision - other.revision);
    for (const change of missed) onChange(change);
    this.watchers.add(onChange);
    return () => this.watchers.delete(onChange);
  }

  private change(key: string, value: string | null): number {
    this.revision += 1;
    const change = { key, value, revision: this.revision, storedAt: this.clock.now() };
    this.last.set(key, change);
    for (const tell of this.watchers) tell(change);
    return this.revision;
  }

  private lapse(): void {
    const now = this.clock.now();
    for (const [key, { lapsesAt }] of this.held) {
      if (lapsesAt > now) continue;
      this.held.delete(key);
      this.change(key, null);
    }
  }
}

interface FakeBucketOptions {
  /** How long a request takes there, an answer back, or a change to the watch, ms; 0: at once. */
  readonly delayMs?: () => number;
  /** The node's own timers, when they are not the store's: answers and changes come by them. */
  readonly clock?: FakeClock;
}

/** A node's way to the store. */
export class FakeBucket implements Bucket {
  /** So many of the next changes are stored, and their answers are lost. */
  loseAnswers = 0;
  /** So many of the next changes are lost on their way. */
  loseRequests = 0;
  /** So many of the next changes arrive only when `deliverLate` is called, and nobody can tell until then. */
  delayRequests = 0;
  /** So many of the next reads fail. */
  loseReads = 0;
  /** While true watches bring nothing, also of what changes then, until a new watch begins. */
  watchesAreStuck = false;
  /** While false nothing gets through in either direction; watches go on where they were afterwards. */
  isConnected = true;
  /** While set, `all` answers with what it was when it was called with `'now'`: a replica that is behind. */
  private replica: readonly BucketEntry[] | null = null;
  /** While true it is told what others are about to change; else it finds out by looking. */
  hearsHints = false;
  readonly calls = { put: 0, get: 0, all: 0, lastRevision: 0, watch: 0 };
  private readonly late: (() => void)[] = [];
  private readonly heldBack: (() => void)[] = [];

  constructor(
    readonly store: FakeStore,
    private readonly options: FakeBucketOptions = {},
  ) {}

  put(key: string, value: string, expected: number, ttlSeconds?: number): Promise<Changed> {
    this.calls.put += 1;
    return this.change(() => this.store.put(key, value, expected, ttlSeconds));
  }

  get(key: string): Promise<BucketEntry | null> {
    this.calls.get += 1;
    return this.read(() => this.store.get(key));
  }

  all(): Promise<readonly BucketEntry[]> {
    this.calls.all += 1;
    return this.read(() => this.replica ?? this.store.all());
  }

  lastRevision(): Promise<number> {
    this.calls.lastRevision += 1;
    return this.read(() => this.store.revision);
  }

  watch(revision: number, onChange: (change: Change) => void): () => void {
    this.calls.watch += 1;
    this.watchesAreStuck = false;
    let isStuck = false;
    let isStopped = false;
    /** Changes come in order, however long each of them takes. */
    let cameAt = -Infinity;
    const bring = (change: Change): void => {
      isStuck ||= this.watchesAreStuck;
      if (isStopped || isStuck) return;
      if (this.isConnected) onChange(change);
      else this.heldBack.push(() => bring(change));
    };
    const stop = this.store.watch(revision, (change) => {
      isStuck ||= this.watchesAreStuck;
      const { now, after } = this.clock;
      cameAt = Math.max(cameAt, now() + this.delay());
      if (cameAt <= now()) bring(change);
      else after(cameAt - now(), () => bring(change));
    });
    return () => {
      isStopped = true;
      stop();
    };
  }

  hints(listener: (key: string, value: string) => void): () => void {
    return this.store.watch(this.store.revision, ({ key, value }) => {
      if (this.hearsHints && this.isConnected && value !== null) listener(key, value);
    });
  }

  /** From now on `all` answers with what there is now, whatever changes. */
  freezeReplica(): void {
    this.replica = this.store.all();
  }

  thawReplica(): void {
    this.replica = null;
  }

  /** Changes that were delayed arrive. */
  deliverLate(): void {
    for (const deliver of this.late.splice(0)) deliver();
  }

  reconnect(): void {
    this.isConnected = true;
    for (const bring of this.heldBack.splice(0)) bring();
  }

  private isCut(): boolean {
    return !this.isConnected;
  }

  private get clock(): FakeClock {
    return this.options.clock ?? this.store.clock;
  }

  private delay(): number {
    return this.options.delayMs?.() ?? 0;
  }

  private async travel(): Promise<void> {
    const ms = this.delay();
    if (ms > 0) await new Promise<void>((resolve) => this.clock.after(ms, resolve));
  }

  private async change(carryOut: () => Changed): Promise<Changed> {
    if (this.delayRequests > 0) {
      this.delayRequests -= 1;
      this.late.push(carryOut);
      return { status: 'unknown', reason: 'the request is late' };
    }
    await this.travel();
    if (this.isCut() || this.loseRequests > 0) {
      this.loseRequests = Math.max(0, this.loseRequests - 1);
      return { status: 'unknown', reason: 'the request was lost' };
    }
    const changed = carryOut();
    await this.travel();
    if (this.isCut() || this.loseAnswers > 0) {
      this.loseAnswers = Math.max(0, this.loseAnswers - 1);
      return { status: 'unknown', reason: 'the answer was lost' };
    }
    return changed;
  }

  private async read<Answer>(look: () => Answer): Promise<Answer> {
    await this.travel();
    if (this.isCut()) throw new Error('not connected');
    if (this.loseReads > 0) {
      this.loseReads -= 1;
      throw new Error('no answer');
    }
    const answer = look();
    await this.travel();
    if (this.isCut()) throw new Error('not connected');
    return answer;
  }
}
