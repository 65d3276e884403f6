/**
 * A journal in memory, for tests: it keeps the port's promises as long as the process lives, and lets a test decide when an append becomes durable,
 * whether another writer was faster, and when the disk fails.
 *
 * "Durable" here means: what `reopened()` still finds. Appends that are held back are not durable, so a test can crash an entity host at any point by
 * going on with `reopened()`.
 */
import type {
  AppendResult,
  Head,
  HistoryQuery,
  Journal,
  Loaded,
  LoggedRecord,
  LogPlace,
  NewRecord,
  OpeningReport,
  Snapshot,
  StoredRecord,
} from '../port.js';
import type { ChainEnd } from '../record.js';
import { assertRecordable, CHAIN_START, followChain, marked, recordHash, verifyRecord } from '../record.js';

const PAGE_RECORDS_MAX = 256;
const SNAPSHOTS_KEPT = 2;
const ONLY_LANE = 0;

interface HeldAppend {
  readonly record: NewRecord;
  readonly resolve: (result: AppendResult) => void;
}

interface HoldWaiter {
  readonly count: number;
  readonly resolve: () => void;
}

/** What stays when the process "crashes". */
interface Storage {
  readonly log: StoredRecord[];
  readonly chains: Map<string, StoredRecord[]>;
  readonly snapshots: Map<string, Snapshot[]>;
}

export class MemoryJournal implements Journal {
  readonly opening: OpeningReport;
  readonly appendsAtOnce = 2;
  private readonly held: HeldAppend[] = [];
  private readonly holdWaiters: HoldWaiter[] = [];
  private readonly failureListeners: ((reason: string) => void)[] = [];
  /** Entities whose last append was fenced, and with it those decided ahead of its outcome. */
  private readonly fenced = new Set<string>();
  private holding = false;
  private failure: string | null = null;

  constructor(private readonly storage: Storage = { log: [], chains: new Map(), snapshots: new Map() }) {
    const records = storage.log.length;
    this.opening = { records, entities: storage.chains.size, lastPosition: records, lastAt: storage.log.at(-1)?.at ?? 0 };
  }

  // The port.

  async append(record: NewRecord): Promise<AppendResult> {
    assertRecordable(record);
    if (this.failure !== null) return { status: 'failed', reason: this.failure };
    if (!this.holding) return this.write(record);
    const result = new Promise<AppendResult>((resolve) => this.held.push({ record, resolve }));
    this.wakeHoldWaiters();
    return result;
  }

  async load(entity: string, snapshotSchema?: number): Promise<Loaded> {
    const chain = this.storage.chains.get(entity) ?? [];
    const snapshot = this.trustedSnapshot(entity, chain, snapshotSchema);
    const lastEpoch = chain.at(-1)?.epoch ?? 0;
    return { snapshot: snapshot === null ? null : structuredClone(snapshot), lastEpoch, records: pagesAfter(entity, chain, snapshot) };
  }

  async saveSnapshot(snapshot: Snapshot): Promise<void> {
    const others = (this.storage.snapshots.get(snapshot.entity) ?? []).filter(({ version }) => version !== snapshot.version);
    this.storage.snapshots.set(snapshot.entity, [...others, structuredClone(snapshot)].slice(-SNAPSHOTS_KEPT));
  }

  /** It knows no shards: all heads, whatever is asked for. */
  async *heads(): AsyncGenerator<readonly Head[]> {
    const due = [...this.storage.chains.values()]
      .flatMap((chain) => chain.slice(-1))
      .filter((head) => head.wakeAt !== null || head.openEffects);
    for (let start = 0; start < due.length; start += PAGE_RECORDS_MAX) {
      yield due
        .slice(start, start + PAGE_RECORDS_MAX)
        .map(({ entity, version, hash, at, wakeAt, openEffects }) => ({ entity, version, hash, at, wakeAt, openEffects }));
    }
  }

  async history({ entity, order, beyondVersion, limit }: HistoryQuery): Promise<readonly StoredRecord[]> {
    const chain = this.storage.chains.get(entity) ?? [];
    const ordered = order === 'oldest-first' ? chain : [...chain].reverse();
    const beyond = ordered.filter(
      ({ version }) => beyondVersion === null || (order === 'oldest-first' ? version > beyondVersion : version < beyondVersion),
    );
    const page = beyond.slice(0, limit);
    page.forEach(verifyRecord);
    return page;
  }

  /** It has one lane. */
  async events([after = 0]: LogPlace, limit: number): Promise<readonly LoggedRecord[]> {
    return this.storage.log.slice(after, after + limit).map((record) => marked(record, ONLY_LANE));
  }

  backup(directory: string): Promise<void> {
    return Promise.reject(new Error(`a journal in memory cannot be copied to ${directory}`));
  }

  onFailure(listener: (reason: string) => void): void {
    if (this.failure !== null) listener(this.failure);
    else this.failureListeners.push(listener);
  }

  async close(): Promise<void> {
    this.releaseAppends();
    this.failure ??= 'the journal is closed';
  }

  // What tests steer by.

  /** From now on appends wait until they are released. */
  holdAppends(): void {
    this.holding = true;
  }

  /** How many appends are held back now. */
  get heldAppends(): number {
    return this.held.length;
  }

  /** Resolves when at least `count` appends are held back. */
  whenHeld(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.holdWaiters.push({ count, resolve });
      this.wakeHoldWaiters();
    });
  }

  /** Commits the oldest `count` held appends and goes on holding; without a count commits all and holds no more. */
  releaseAppends(count?: number): void {
    if (count === undefined) this.holding = false;
    for (const { record, resolve } of this.held.splice(0, count ?? this.held.length)) resolve(this.write(record));
  }

  /** Another process on the same log: what one writes, the other finds. */
  beside(): MemoryJournal {
    return new MemoryJournal(this.storage);
  }

  /** Another writer is faster: the record is committed at once, past held appends, which will find themselves fenced. */
  writeElsewhere(record: NewRecord): AppendResult {
    assertRecordable(record);
    return this.write(record);
  }

  /** The disk fails: held appends and all to come are `failed`. */
  fail(reason: string): void {
    if (this.failure !== null) return;
    this.failure = reason;
    for (const { resolve } of this.held.splice(0)) resolve({ status: 'failed', reason });
    for (const listener of this.failureListeners.splice(0)) listener(reason);
  }

  /** Alters a stored record behind the back of its hash. */
  damage(entity: string, version: number, change: Partial<StoredRecord>): void {
    const chain = this.storage.chains.get(entity);
    const record = chain?.[version - 1];
    if (chain === undefined || record === undefined) throw new Error(`${entity} has no version ${version} to damage`);
    const altered = { ...record, ...change };
    chain[version - 1] = altered;
    this.storage.log[record.position - 1] = altered;
  }

  /** The journal as the next process finds it: with everything durable and nothing that was held back. */
  reopened(): MemoryJournal {
    return new MemoryJournal({
      log: [...this.storage.log],
      chains: new Map([...this.storage.chains].map(([entity, chain]) => [entity, [...chain]])),
      snapshots: new Map([...this.storage.snapshots].map(([entity, kept]) => [entity, [...kept]])),
    });
  }

  private write(record: NewRecord): AppendResult {
    const chain = this.storage.chains.get(record.entity) ?? [];
    const end = chain.at(-1) ?? CHAIN_START;
    if (record.expectedVersion !== end.version || (record.ahead === true && this.fenced.has(record.entity))) {
      this.fenced.add(record.entity);
      return { status: 'fenced' };
    }
    this.fenced.delete(record.entity);
    const { entity, schema, epoch, at, wakeAt, openEffects, body } = record;
    const fields = { entity, version: end.version + 1, schema, epoch, at, wakeAt, openEffects, body };
    const hash = recordHash(end.hash, fields);
    const stored: StoredRecord = { ...fields, prevHash: end.hash, hash, position: this.storage.log.length + 1 };
    chain.push(stored);
    this.storage.chains.set(entity, chain);
    this.storage.log.push(stored);
    return { status: 'durable', version: stored.version, hash, position: stored.position };
  }

  private trustedSnapshot(entity: string, chain: readonly StoredRecord[], schema: number | undefined): Snapshot | null {
    const candidates = (this.storage.snapshots.get(entity) ?? [])
      .filter((snapshot) => schema === undefined || snapshot.schema === schema)
      .filter(({ version, hash, position }) => chain[version - 1]?.hash === hash && chain[version - 1]?.position === position)
      .sort((a, b) => b.version - a.version);
    const newest = candidates[0] ?? null;
    const record = newest === null ? undefined : chain[newest.version - 1];
    if (record !== undefined) verifyRecord(record);
    return newest;
  }

  private wakeHoldWaiters(): void {
    const ready = this.holdWaiters.filter(({ count }) => this.held.length >= count);
    for (const waiter of ready) {
      this.holdWaiters.splice(this.holdWaiters.indexOf(waiter), 1);
      waiter.resolve();
    }
  }
}

async function* pagesAfter(
  entity: string,
  chain: readonly StoredRecord[],
  snapshot: Snapshot | null,
): AsyncGenerator<readonly StoredRecord[]> {
  let end: ChainEnd = snapshot ?? CHAIN_START;
  while (end.version < chain.length) {
    const page = chain.slice(end.version, end.version + PAGE_RECORDS_MAX);
    end = followChain(entity, end, page);
    yield page;
  }
}
