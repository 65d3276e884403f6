/**
 * Appends: finds out what each record follows, keeps those of one entity in order, one under way at a time, and hands them to the lanes.
 *
 * The known end of a chain may be behind the log, never ahead of it. So an append whose version is below the known end's is fenced without asking; one above it
 * shows that more was read than is known here, and the leader is asked; one that fits leaves with the known end as its expectation, which the log checks.
 */
import type { AppendResult, NewRecord } from '../port.js';
import { assertRecordable } from '../record.js';
import type { AppendTimers } from './append-backoff.js';
import type { Ending, Entry } from './append-entry.js';
import { readyEntry, sizeOf, tooLarge } from './append-entry.js';
import type { AppendIncident } from './append-lane.js';
import { AppendLane } from './append-lane.js';
import type { Publisher } from './append-publisher.js';
import { Verdicts } from './append-verdict.js';
import type { Layout } from './layout.js';
import { logStream, recordSubject } from './layout.js';
import type { LogAccess } from './log-access.js';
import { TailFinder } from './tails-finder.js';
import type { Tail, Tails } from './tails.js';
import { UNBORN } from './tails.js';

const CLOSED = 'the journal is closed';

/** Servers break a connection whose command line is longer than 4 KiB; the subject shares it with where to answer. */
const SUBJECT_LENGTH_MAX = 3_500;
const FENCED: AppendResult = Object.freeze({ status: 'fenced' });

export interface Commit {
  readonly records: number;
  /** From handing it to the client until it was acknowledged. */
  readonly milliseconds: number;
}

export interface WriterDeps {
  readonly layout: Layout;
  readonly log: LogAccess;
  readonly tails: Tails;
  readonly publisher: Publisher;
  readonly timers: AppendTimers;
  readonly random: () => number;
  /** The lease. */
  readonly mayWrite: () => boolean;
  readonly onCommit: (commit: Commit) => void;
  readonly onIncident: (incident: AppendIncident) => void;
  /** A record is in the log. */
  readonly onStored: (lane: number, position: number) => void;
  /** Nobody takes records for the lane. */
  readonly onNobody: (lane: number) => void;
  /** For the log: what should not happen, but stops nothing. */
  readonly onOdd: (message: string) => void;
}

export class Writer {
  /** By entity, in the order they were appended; the first one is under way. */
  private readonly chains = new Map<string, Entry[]>();
  private readonly lanes: readonly AppendLane[];
  private readonly finder: TailFinder<Entry>;
  private heads: Entry[] = [];
  private scheduled = false;
  private refusal: string | null = null;
  private failure: string | null = null;
  private readonly failureListeners: ((reason: string) => void)[] = [];
  private readonly idleListeners: (() => void)[] = [];

  constructor(private readonly deps: WriterDeps) {
    this.lanes = Array.from({ length: deps.layout.lanes }, (_, lane) => this.createLane(lane));
    const { log, timers, random } = deps;
    this.finder = new TailFinder<Entry>({
      log,
      timers,
      random,
      entityOf: ({ record }) => record.entity,
      mayWrite: () => deps.mayWrite(),
      onFound: (entry, { version, hash, position, epoch }) => {
        const tail: Tail = { version, hash, position, epoch };
        deps.tails.set(entry.record.entity, tail);
        this.follow(entry, tail);
        this.lanes[entry.lane]?.pump();
      },
      onFailed: (entry, reason) => this.end(entry, { status: 'failed', reason }),
    });
    deps.publisher.whenReconnected(() => this.pump());
  }

  append(record: NewRecord): Promise<AppendResult> {
    if (this.refusal !== null) return Promise.resolve({ status: 'failed', reason: this.refusal });
    return new Promise((resolve, reject) => {
      assertRecordable(record);
      const { lane, subject } = recordSubject(this.deps.layout, record.entity);
      if (subject.length > SUBJECT_LENGTH_MAX) {
        throw new TypeError(
          `the id of ${record.entity} takes ${subject.length} characters in the log, at most ${SUBJECT_LENGTH_MAX} are possible`,
        );
      }
      const entry: Entry = { record, lane, subject, resolve, reject };
      const chain = this.chains.get(record.entity);
      if (chain !== undefined) {
        chain.push(entry);
        return;
      }
      this.chains.set(record.entity, [entry]);
      this.schedule(entry);
    });
  }

  /** Appends under way and all to come are `failed`, for good. */
  fail(reason: string): void {
    if (this.failure !== null) return;
    this.failure = reason;
    this.refusal = reason;
    this.finder.stop();
    for (const lane of this.lanes) lane.stop();
    const chains = [...this.chains.values()];
    this.chains.clear();
    this.heads = [];
    for (const { resolve } of chains.flat()) resolve({ status: 'failed', reason });
    this.tellIdle();
    for (const listener of this.failureListeners.splice(0)) listener(reason);
  }

  /** Called once; at once when it is too late. */
  onFailure(listener: (reason: string) => void): void {
    if (this.failure === null) this.failureListeners.push(listener);
    else listener(this.failure);
  }

  /** Takes nothing more, and resolves when nothing is under way any more. */
  drain(): Promise<void> {
    this.refusal ??= CLOSED;
    return new Promise((resolve) => {
      this.idleListeners.push(resolve);
      this.tellIdle();
    });
  }

  private createLane(lane: number): AppendLane {
    const { layout, log, tails, publisher, timers, random, mayWrite, onCommit, onIncident, onStored, onNobody, onOdd } = this.deps;
    const messageBytesMax = (): number => publisher.messageBytesMax;
    const verdicts = new Verdicts({ log, tails, stream: logStream(layout, lane), messageBytesMax, onOdd });
    return new AppendLane({
      publisher,
      verdicts,
      timers,
      random,
      mayWrite,
      onEnd: (entry, ending) => {
        if (ending.status === 'durable') onStored(lane, ending.position);
        this.end(entry, ending);
      },
      onFinal: (reason) => this.fail(reason),
      onNobody: () => onNobody(lane),
      onIncident,
      onCommit: (records, milliseconds) => onCommit({ records, milliseconds }),
    });
  }

  /** What is appended in one turn of the event loop leaves together. */
  private schedule(entry: Entry): void {
    this.heads.push(entry);
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    const { heads } = this;
    this.heads = [];
    for (const entry of heads) this.prepare(entry);
    this.pump();
  }

  private pump(): void {
    for (const lane of this.lanes) lane.pump();
  }

  private prepare(entry: Entry): void {
    const tail = this.knownTail(entry.record);
    if (tail === null) this.finder.find(entry);
    else this.follow(entry, tail);
  }

  /** Null when only the leader can tell. A first record needs nobody's word: the log has none of the entity, or turns it away. */
  private knownTail({ entity, expectedVersion }: NewRecord): Tail | null {
    const known = this.deps.tails.get(entity);
    if (known !== undefined && known.version >= expectedVersion) return known;
    return expectedVersion === 0 ? UNBORN : null;
  }

  private follow(entry: Entry, tail: Tail): void {
    if (tail.version !== entry.record.expectedVersion) {
      this.deps.onIncident('fenced');
      this.end(entry, FENCED);
      return;
    }
    const ready = readyEntry(entry, tail);
    const bytesMax = this.deps.publisher.messageBytesMax;
    if (sizeOf(ready) > bytesMax) this.end(entry, { status: 'impossible', error: tooLarge(ready, bytesMax) });
    else this.lanes[entry.lane]?.add(ready);
  }

  private end({ record, resolve, reject }: Pick<Entry, 'record' | 'resolve' | 'reject'>, ending: Ending): void {
    const chain = this.chains.get(record.entity);
    if (chain?.[0]?.record !== record) return;
    chain.shift();
    if (ending.status === 'impossible') reject(ending.error);
    else resolve(ending);
    if (ending.status !== 'durable') shareFate(chain, ending);
    const next = chain.at(0);
    if (next === undefined) this.chains.delete(record.entity);
    else this.schedule(next);
    this.tellIdle();
  }

  private tellIdle(): void {
    if (this.chains.size > 0) return;
    for (const resolve of this.idleListeners.splice(0)) resolve();
  }
}

/** Those that were decided ahead of one that is not durable go with it. */
function shareFate(chain: Entry[], ending: Exclude<Ending, { status: 'durable' }>): void {
  const result: AppendResult = ending.status === 'failed' ? ending : FENCED;
  while (chain[0]?.record.ahead === true) chain.shift()?.resolve(result);
}
