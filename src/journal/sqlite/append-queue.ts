/**
 * Appends on their way to the writer thread: those of one turn of the event loop travel in one message, or in several where they are many, and only a few
 * small messages are under way at once. Answers come back in the order of the messages.
 *
 * How many appends wait here is bounded by the inboxes of the entities that wait for them.
 */
import type { AppendResult, NewRecord } from '../port.js';
import { assertRecordable } from '../record.js';
import type { AppendMessage, CommittedMessage } from './append-messages.js';
import { packAppends } from './append-messages.js';

/** Messages that are not full: one under commit, and enough behind it that the writer never waits for this thread. */
const MESSAGES_UNDER_WAY_MAX = 4;
/** A message is full, and goes at once, with so many appends: more save little, and the writer could be at work. */
const MESSAGE_RECORDS_MAX = 32;

const FENCED: AppendResult = Object.freeze({ status: 'fenced' });

interface Batch {
  readonly records: readonly NewRecord[];
  readonly resolvers: readonly ((result: AppendResult) => void)[];
}

export class AppendQueue {
  private records: NewRecord[] = [];
  private resolvers: ((result: AppendResult) => void)[] = [];
  private readonly underWay: Batch[] = [];
  private readonly idleListeners: (() => void)[] = [];
  private scheduled = false;
  private refusal: string | null = null;

  constructor(private readonly post: (message: AppendMessage) => void) {}

  append(record: NewRecord): Promise<AppendResult> {
    if (this.refusal !== null) return Promise.resolve({ status: 'failed', reason: this.refusal });
    return new Promise((resolve) => {
      assertRecordable(record);
      this.records.push(record);
      this.resolvers.push(resolve);
      if (this.records.length >= MESSAGE_RECORDS_MAX) this.send();
      else this.schedule();
    });
  }

  /** The writer has answered: releases the appends of its oldest messages. */
  settle({ messages, hashes, firstPosition }: CommittedMessage): void {
    let position = firstPosition;
    let index = 0;
    for (const { records, resolvers } of this.underWay.splice(0, messages)) {
      for (const [at, record] of records.entries()) {
        const hash = hashes[index] ?? '';
        index += 1;
        if (hash === '') {
          resolvers[at]?.(FENCED);
          continue;
        }
        resolvers[at]?.({ status: 'durable', version: record.expectedVersion + 1, hash, position });
        position += 1;
      }
    }
    if (this.underWay.length === 0) this.flush();
    else this.schedule();
    this.tellIdle();
  }

  /** Appends to come are `failed`, those under way go on. */
  stop(reason: string): void {
    this.refusal ??= reason;
  }

  /** Appends under way and all to come are `failed`. */
  fail(reason: string): void {
    this.refusal ??= reason;
    const result: AppendResult = { status: 'failed', reason };
    for (const { resolvers } of this.underWay.splice(0)) for (const resolve of resolvers) resolve(result);
    for (const resolve of this.resolvers) resolve(result);
    this.records = [];
    this.resolvers = [];
    this.tellIdle();
  }

  /** Resolves when no append is under way any more. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.idleListeners.push(resolve);
      this.tellIdle();
    });
  }

  private schedule(): void {
    if (this.scheduled || this.records.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    if (this.records.length > 0 && this.underWay.length < MESSAGES_UNDER_WAY_MAX) this.send();
  }

  private send(): void {
    const { records, resolvers } = this;
    this.records = [];
    this.resolvers = [];
    this.underWay.push({ records, resolvers });
    this.post(packAppends(records));
  }

  private tellIdle(): void {
    if (this.records.length > 0 || this.underWay.length > 0) return;
    for (const resolve of this.idleListeners.splice(0)) resolve();
  }
}
