/**
 * The shard table in a key-value bucket: the key `s.<shard>` holds `{"owner": <session>|null, "epoch": <number>}`.
 *
 * Invariants
 *  - An entry is changed only by compare-and-set on its revision, so of two nodes that change it at once one learns that it did not.
 *  - What is known of an entry only goes forward: a report that is older than what is known is passed over, wherever it comes from.
 *  - `revision` never passes over a change: it follows the watch and what was read as a whole. The stored answer to an own change may come before changes of
 *    others with lower revisions, so it shows in the entry at once and in `revision` when the watch has come to it.
 *
 * Failure cases
 *  - Nobody can tell whether a change was stored, or it met another revision, which may be its own: the leader's word decides. Is it there, it was ours; else the
 *    caller hears null and looks again. A change that is stored later still reaches the caller, as an entry that has changed.
 *  - The watch is stuck, or was lost without a word: once a second the leader is asked how far the bucket is. What the watch has not brought a second later is
 *    taken as lost: everything is read again, and a new watch begins.
 *  - Keys are never removed. One that was, by hand, counts as given up, under the epoch it had.
 */
import type { Timers } from '../timers.js';
import type { ClusterLog } from './log.js';
import type { Bucket, Changed } from './nats/bucket.js';
import { NatsUnusable } from './nats/nats-unusable.js';
import type { ShardEntry, ShardTable } from './shard-table.js';
import { readEntry, shardKey, shardOfKey, writtenEntry } from './shard-table-entry.js';
import type { Ownership } from './shard-table-entry.js';
import { RevisionWaits } from './shard-table-waits.js';
import { SHARD_COUNT } from './shards.js';

export interface KvShardTableOptions {
  readonly bucket: Bucket;
  /** Monotonic, ms. */
  readonly now: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  readonly log: ClusterLog;
}

/** How often the leader is asked how far the bucket is. */
const CHECK_EVERY_MS = 1_000;
/** How long the watch may take, at the start, to come to where the leader is. */
const OPEN_PATIENCE_MS = 2_000;
/** How long it may be that nobody can tell: a bucket whose leader is gone, or that was made just now, needs seconds. */
const OPEN_UNTOLD_MS = 30_000;
/** Read so often from the same place without coming to where the leader is: there is nothing to come to, for what was last in the bucket is there no more. */
const VAIN_READS_MAX = 4;
/** How often the leader is asked what became of a change. */
const OUTCOME_READS_MAX = 6;
const OUTCOME_PAUSE_MS_MAX = 200;
const PAUSE_MS_MIN = 50;
const PAUSE_MS_MAX = 1_000;

class TableDamaged extends NatsUnusable {}

export class KvShardTable implements ShardTable {
  private readonly entries: ShardEntry[] = Array.from({ length: SHARD_COUNT }, (_, shard) => ({
    shard,
    owner: null,
    epoch: 0,
    revision: 0,
  }));
  /** Shards whose key is not there although it was. */
  private readonly removed = new Set<number>();
  private readonly listeners: ((changed: readonly ShardEntry[]) => void)[] = [];
  private readonly waits: RevisionWaits;
  private readonly pauses = new Set<() => void>();
  private reachedRevision = 0;
  private stopWatch: () => void = () => undefined;
  private callOffCheck: () => void = () => undefined;
  /** Where the leader was when it was last asked. */
  private leaderRevision = 0;
  private readonly vain = { last: -1, reads: 0 };
  private isCheckFailing = false;
  /** Since when nothing could be stored, as far as anybody can tell; null: the last change that was tried is stored, or was turned down. */
  private troubleSince: number | null = null;
  private isClosed = false;

  private constructor(private readonly options: KvShardTableOptions) {
    this.waits = new RevisionWaits(options.now, options.timers);
  }

  /** Reads everything, and follows from there on. Rejects with `NatsUnusable` when the table cannot be read. */
  static async open(options: KvShardTableOptions): Promise<KvShardTable> {
    const table = new KvShardTable(options);
    try {
      await table.begin();
    } catch (error) {
      await table.close();
      throw error;
    }
    table.checkLater();
    return table;
  }

  get revision(): number {
    return this.reachedRevision;
  }

  entry(shard: number): ShardEntry {
    const entry = this.entries[shard];
    if (entry === undefined) throw new RangeError(`there is no shard ${shard}`);
    return entry;
  }

  take(expected: ShardEntry, owner: string): Promise<ShardEntry | null> {
    return this.change(expected, { owner, epoch: expected.epoch + 1 });
  }

  release(expected: ShardEntry): Promise<ShardEntry | null> {
    return this.change(expected, { owner: null, epoch: expected.epoch });
  }

  reached(revision: number, patienceMs: number): Promise<boolean> {
    if (revision <= this.reachedRevision) return Promise.resolve(true);
    return this.isClosed ? Promise.resolve(false) : this.waits.wait(revision, patienceMs);
  }

  onChange(listener: (changed: readonly ShardEntry[]) => void): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.stopWatch();
    this.callOffCheck();
    this.waits.endAll();
    for (const end of [...this.pauses]) end();
  }

  private async begin(): Promise<void> {
    let trouble = 'what the NATS servers hand out stays behind what their leader has';
    const until = this.options.now() + OPEN_UNTOLD_MS;
    for (let attempt = 0; this.options.now() < until; attempt += 1) {
      const found = await this.readToEnd().catch((error: unknown) => {
        if (error instanceof TableDamaged) throw error;
        return error instanceof Error ? error.message : String(error);
      });
      if (found === true) return;
      // A bucket that was made just now may have nobody yet who answers for it.
      if (found !== false) trouble = found;
      await this.pause(Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** attempt));
    }
    throw new NatsUnusable(`The shard table cannot be read: ${trouble}. Check that most of the NATS servers run and see each other.`);
  }

  /** False when the watch does not come to where the leader is. */
  private async readToEnd(): Promise<boolean> {
    const last = await this.options.bucket.lastRevision();
    await this.readAll(true);
    this.noteVain(last);
    return this.reached(last, OPEN_PATIENCE_MS);
  }

  /** Everything that is there, from any replica; a new watch tells what that replica did not have yet. */
  private async readAll(isStrict: boolean): Promise<void> {
    const found = await this.options.bucket.all();
    if (this.isClosed) return;
    const changed: ShardEntry[] = [];
    let highest = this.reachedRevision;
    for (const { key, value, revision } of found) {
      highest = Math.max(highest, revision);
      const shard = shardOfKey(key);
      if (shard === null) continue;
      const entry = this.understood(shard, value, revision);
      if (entry === null && isStrict) throw new TableDamaged(`The shard table is damaged: the key ${key} holds ${value}.`);
      if (entry !== null && this.learn(entry)) changed.push(entry);
    }
    this.tell(changed);
    this.advance(highest);
    this.watch();
  }

  private watch(): void {
    this.stopWatch();
    let isStopped = false;
    const stop = this.options.bucket.watch(this.reachedRevision, ({ key, value, revision }) => {
      if (!isStopped) this.heard(key, value, revision);
    });
    this.stopWatch = () => {
      isStopped = true;
      stop();
    };
  }

  private heard(key: string, value: string | null, revision: number): void {
    const shard = shardOfKey(key);
    const entry = shard === null ? null : this.understood(shard, value, revision);
    if (entry !== null && this.learn(entry)) {
      if (value === null) this.removed.add(entry.shard);
      this.tell([entry]);
    }
    this.advance(revision);
  }

  /** What a key says; null, and said aloud, when that makes no sense. */
  private understood(shard: number, value: string | null, revision: number): ShardEntry | null {
    const said: Ownership | null = value === null ? { owner: null, epoch: this.entry(shard).epoch } : readEntry(value);
    if (said !== null) return { shard, ...said, revision };
    this.options.log.error(
      { shard, value, revision },
      'an entry of the shard table cannot be understood; what it said before still counts here',
    );
    return null;
  }

  /** True when it is news. */
  private learn(entry: ShardEntry): boolean {
    const known = this.entry(entry.shard);
    if (entry.revision <= known.revision) return false;
    if (entry.epoch < known.epoch)
      this.options.log.error({ known, found: entry }, 'the epoch of a shard went back; somebody else writes to the shard table');
    this.entries[entry.shard] = entry;
    this.removed.delete(entry.shard);
    return true;
  }

  private tell(changed: readonly ShardEntry[]): void {
    if (changed.length > 0) for (const listener of this.listeners) listener(changed);
  }

  private advance(revision: number): void {
    if (revision <= this.reachedRevision) return;
    this.reachedRevision = revision;
    this.waits.reached(revision);
  }

  private async change(expected: ShardEntry, wanted: Ownership): Promise<ShardEntry | null> {
    const { shard } = expected;
    const changed = await this.put(expected, writtenEntry(wanted));
    if (changed.status !== 'stored') return this.outcome(expected, wanted);
    const entry: ShardEntry = { shard, ...wanted, revision: changed.revision };
    if (this.learn(entry)) this.tell([entry]);
    return entry;
  }

  private async put({ shard, revision }: ShardEntry, value: string): Promise<Changed> {
    const isRemoved = this.removed.has(shard) && this.entry(shard).revision === revision;
    const changed = await this.options.bucket.put(shardKey(shard), value, isRemoved ? 0 : revision).catch(unknownBecause);
    this.noteTrouble(changed);
    return changed;
  }

  private noteTrouble(changed: Changed): void {
    const { now, log } = this.options;
    if (changed.status === 'unknown') {
      if (this.troubleSince === null) log.warn({ reason: changed.reason }, 'the shard table cannot be changed now; it is tried again');
      this.troubleSince ??= now();
    } else if (this.troubleSince !== null) {
      log.info({ ms: Math.round(now() - this.troubleSince) }, 'the shard table can be changed again');
      this.troubleSince = null;
    }
  }

  /** What became of a change, by the leader's word: what is there now when that is what was written, else null. */
  private async outcome({ shard, revision }: ShardEntry, wanted: Ownership): Promise<ShardEntry | null> {
    for (let read = 0; read < OUTCOME_READS_MAX && !this.isClosed; read += 1) {
      if (read > 0) await this.pause(Math.min(OUTCOME_PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** read));
      try {
        const found = await this.options.bucket.get(shardKey(shard));
        if (found === null && revision > 0 && this.entry(shard).revision === revision) this.removed.add(shard);
        const entry = found === null ? null : this.understood(shard, found.value, found.revision);
        if (entry === null) return null;
        if (this.learn(entry)) this.tell([entry]);
        const isMine = entry.revision > revision && entry.owner === wanted.owner && entry.epoch === wanted.epoch;
        return isMine ? entry : null;
      } catch {
        // The leader is away; it is asked again.
      }
    }
    return null;
  }

  private pause(ceilingMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        callOff();
        this.pauses.delete(end);
        resolve();
      };
      const callOff = this.options.timers.after(ceilingMs / 2 + (this.options.random() * ceilingMs) / 2, end);
      this.pauses.add(end);
    });
  }

  private checkLater(): void {
    if (this.isClosed) return;
    this.callOffCheck = this.options.timers.after(CHECK_EVERY_MS, () => {
      void this.check().then(() => this.checkLater());
    });
  }

  private async check(): Promise<void> {
    try {
      const last = await this.options.bucket.lastRevision();
      const isStuck = this.reachedRevision < this.leaderRevision;
      this.leaderRevision = Math.max(this.leaderRevision, last);
      this.isCheckFailing = false;
      if (!isStuck || this.isClosed) return;
      this.options.log.warn(
        { revision: this.reachedRevision, last },
        'the shard table stands still while others change it; it is read again',
      );
      await this.readAll(false);
      this.noteVain(last);
    } catch (error) {
      if (!this.isCheckFailing && !this.isClosed)
        this.options.log.warn({ err: error }, 'the shard table cannot be compared with its leader now');
      this.isCheckFailing = true;
    }
  }

  private noteVain(last: number): void {
    const { vain } = this;
    vain.reads = vain.last === last && this.reachedRevision < last ? vain.reads + 1 : 1;
    vain.last = last;
    if (vain.reads >= VAIN_READS_MAX) this.advance(last);
  }
}

function unknownBecause(error: unknown): Changed {
  return { status: 'unknown', reason: error instanceof Error ? error.message : String(error) };
}
