/**
 * The way of appends into one lane's stream.
 *
 *   waiting   what was appended lately, or while commits were under way: leaves as one atomic batch, a single record as a plain publish
 *   alone     what a batch that failed has left, and whatever has no verdict yet: each is published by itself until there is one
 *
 * At most one append of an entity is here at a time, so batches under way at once never meet in an entity, and the order in which they commit does not matter.
 * An atomic batch is stored as a whole or not at all, and every record carries the expectation that keeps it out when it is, or another one is, there already: so
 * the records of a batch whose outcome is unknown may be published again one by one, even if the batch is stored late.
 */
import type { AppendTimers } from './append-backoff.js';
import { backoffMs, pause } from './append-backoff.js';
import type { Ending, ReadyEntry } from './append-entry.js';
import { sizeOf } from './append-entry.js';
import type { Publisher } from './append-publisher.js';
import type { Verdict, Verdicts } from './append-verdict.js';
import type { Answer } from './outcome.js';
import { describeAnswer } from './outcome.js';

/** One being stored while the next is on its way: more only makes them smaller. */
const FLIGHTS_MAX = 2;
/** The servers take 1,000; more than this saves little, and a batch that is rejected is repeated record by record. */
const BATCH_RECORDS_MAX = 500;
/** Fewer than this are not shared out. */
const BATCH_RECORDS_MIN = 32;
const BATCH_BYTES_MAX = 4 * 1024 * 1024;
/** Records published by themselves at once. */
const ALONE_MAX = 64;
/** How often the lease is asked while there is no connection. */
const WAIT_MS = 100;

/** What happened on the way, for metrics. */
export type AppendIncident =
  /** Another writer was faster, or took the entity over. */
  | 'fenced'
  /** A record was published once more. */
  | 'repeated'
  /** A batch was refused because of one of its members. */
  | 'batch-rejected'
  /** A batch was not answered. */
  | 'batch-unknown';

export interface LaneDeps {
  readonly publisher: Publisher;
  readonly verdicts: Verdicts;
  readonly timers: AppendTimers;
  readonly random: () => number;
  readonly mayWrite: () => boolean;
  readonly onEnd: (entry: ReadyEntry, ending: Ending) => void;
  /** Nothing can be appended any more. */
  readonly onFinal: (reason: string) => void;
  /** The stream may be gone. */
  readonly onNobody: () => void;
  readonly onIncident: (incident: AppendIncident) => void;
  readonly onCommit: (records: number, milliseconds: number) => void;
}

interface Alone {
  readonly entry: ReadyEntry;
  /** Times it was published by itself. */
  readonly attempts: number;
}

export class AppendLane {
  private waiting: ReadyEntry[] = [];
  private alone: Alone[] = [];
  private flights = 0;
  private aloneUnderWay = 0;
  private waitsForConnection = false;
  private stopped = false;

  constructor(private readonly deps: LaneDeps) {}

  /** Leaves with the next `pump`. */
  add(entry: ReadyEntry): void {
    this.waiting.push(entry);
  }

  /** Sends what may be sent now. */
  pump(): void {
    if (this.mustWait()) return;
    while (this.flights < FLIGHTS_MAX && this.waiting.length > 0) void this.fly(this.nextBatch());
    while (this.aloneUnderWay < ALONE_MAX) {
      const next = this.alone.shift();
      if (next === undefined) return;
      void this.settle(next);
    }
  }

  /** Sends nothing more, and ends nothing more. */
  stop(): void {
    this.stopped = true;
    this.waiting = [];
    this.alone = [];
  }

  /** Without a connection nothing is sent, but whoever waits is told when the lease is over. */
  private mustWait(): boolean {
    if (this.stopped) return true;
    if (this.deps.publisher.isConnected || !this.deps.mayWrite()) return false;
    if (this.waitsForConnection || this.waiting.length + this.alone.length === 0) return true;
    this.waitsForConnection = true;
    this.deps.timers.after(WAIT_MS, () => {
      this.waitsForConnection = false;
      this.pump();
    });
    return true;
  }

  /** What waits is shared out over the flights that are free, so that one is on its way while another is stored. */
  private nextBatch(): ReadyEntry[] {
    const share = Math.ceil(this.waiting.length / (FLIGHTS_MAX - this.flights));
    const countMax = Math.min(BATCH_RECORDS_MAX, Math.max(BATCH_RECORDS_MIN, share));
    let bytes = 0;
    let count = 0;
    for (const entry of this.waiting) {
      bytes += sizeOf(entry);
      if (count === countMax || (count > 0 && bytes > BATCH_BYTES_MAX)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  /** The first attempt of records that leave together. */
  private async fly(entries: readonly ReadyEntry[]): Promise<void> {
    this.flights += 1;
    const started = performance.now();
    const answer = await this.deps.publisher.send(entries);
    const [first] = entries;
    if (answer.kind === 'unsent') this.waiting = [...entries, ...this.waiting];
    else if (entries.length === 1 && first !== undefined) await this.judge({ entry: first, attempts: 1 }, answer, started);
    else this.landed(entries, answer, started);
    this.flights -= 1;
    this.pump();
  }

  private landed(entries: readonly ReadyEntry[], answer: Answer, started: number): void {
    const { verdicts, onCommit, onFinal, onIncident } = this.deps;
    if (answer.kind === 'stored' && answer.count === entries.length) {
      const first = answer.position - entries.length + 1;
      for (const [index, entry] of entries.entries()) this.act(entry, verdicts.stored(entry, answer.stream, first + index));
      onCommit(entries.length, performance.now() - started);
      return;
    }
    if (answer.kind === 'closed') return onFinal(describeAnswer(answer));
    if (answer.kind === 'lapsed') {
      for (const entry of entries) this.act(entry, verdicts.failed(entry, describeAnswer(answer)));
      return;
    }
    onIncident(answer.kind === 'refused' ? 'batch-rejected' : 'batch-unknown');
    if (!this.stopped) this.alone.push(...entries.map((entry) => ({ entry, attempts: 0 })));
  }

  /** Publishes a record by itself until there is a verdict. */
  private async settle({ entry, attempts }: Alone): Promise<void> {
    const { publisher, timers, random, onIncident } = this.deps;
    this.aloneUnderWay += 1;
    if (attempts > 0) await pause(timers, backoffMs(attempts, random));
    if (!this.stopped) {
      const started = performance.now();
      const answer = await publisher.send([entry]);
      if (answer.kind !== 'unsent' && answer.kind !== 'lapsed') onIncident('repeated');
      await this.judge({ entry, attempts: attempts + 1 }, answer, started);
    }
    this.aloneUnderWay -= 1;
    this.pump();
  }

  private async judge({ entry, attempts }: Alone, answer: Answer, started: number): Promise<void> {
    const verdict = await this.deps.verdicts.of(entry, answer, attempts);
    if (this.stopped) return;
    if (verdict.kind === 'ended' && verdict.ending.status === 'durable') this.deps.onCommit(1, performance.now() - started);
    if (verdict.kind === 'nobody') this.deps.onNobody();
    if (verdict.kind === 'again' || verdict.kind === 'nobody') this.alone.push({ entry, attempts });
    else this.act(entry, verdict);
  }

  private act(entry: ReadyEntry, verdict: Verdict): void {
    if (this.stopped) return;
    if (verdict.kind === 'final') return this.deps.onFinal(verdict.reason);
    if (verdict.kind !== 'ended') return;
    if (verdict.ending.status === 'fenced') this.deps.onIncident('fenced');
    this.deps.onEnd(entry, verdict.ending);
  }
}
