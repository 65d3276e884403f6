/** The writer thread as the journal sees it: starts it, hands appends over, hears of its first failure. */
import { Worker } from 'node:worker_threads';
import type { AppendResult, NewRecord, OpeningReport } from '../port.js';
import { JournalUnusable } from '../port.js';
import type { WriterReply, WriterRequest } from './append-messages.js';
import { AppendQueue } from './append-queue.js';
import { assertNever, describeError } from './errors.js';
import { firstMessage } from './first-message.js';
import type { WriterOptions } from './writer-worker.js';

export interface Commit {
  /** How many records the commit carried; 0 when all were fenced. */
  readonly records: number;
  /** From the start of the transaction until it was durable. */
  readonly milliseconds: number;
}

type State = 'running' | 'closing' | 'ended';

export class Writer {
  private readonly queue: AppendQueue;
  private readonly failureListeners: ((reason: string) => void)[] = [];
  private failure: string | null = null;
  private state: State = 'running';
  private closed: () => void = () => undefined;

  private constructor(
    private readonly worker: Worker,
    readonly opening: OpeningReport,
    private readonly onCommit: (commit: Commit) => void,
  ) {
    this.queue = new AppendQueue((message) => this.post(message));
    worker.on('message', (reply: WriterReply) => this.receive(reply));
    worker.on('error', (error) => this.fail(describeError(error)));
    worker.on('exit', () => this.fail('the writer thread of the journal ended unexpectedly'));
  }

  /** Starts the thread, which opens and checks the journal. Throws `JournalUnusable`. */
  static async open(options: WriterOptions, onCommit: (commit: Commit) => void): Promise<Writer> {
    const worker = new Worker(new URL('./writer-worker.js', import.meta.url), { workerData: options });
    const reply = await firstMessage<WriterReply>(worker);
    if (reply.kind === 'ready') return new Writer(worker, reply.opening, onCommit);
    await worker.terminate();
    throw new JournalUnusable(reply.kind === 'unusable' ? reply.message : `the writer thread of the journal answered ${reply.kind}`);
  }

  get failed(): boolean {
    return this.failure !== null;
  }

  append(record: NewRecord): Promise<AppendResult> {
    return this.queue.append(record);
  }

  /** Nothing is acknowledged any more. */
  fail(reason: string): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.failure = reason;
    this.queue.fail(reason);
    this.closed();
    for (const listener of this.failureListeners.splice(0)) listener(reason);
  }

  /** Called once; at once when it is too late. */
  onFailure(listener: (reason: string) => void): void {
    if (this.failure === null) this.failureListeners.push(listener);
    else listener(this.failure);
  }

  /** Takes nothing more, and waits for the appends under way. */
  async drain(): Promise<void> {
    this.queue.stop('the journal is closed');
    await this.queue.idle();
  }

  /** Moves the write-ahead log into the database and ends the thread. */
  async close(): Promise<void> {
    await this.drain();
    if (this.state === 'running') {
      this.state = 'closing';
      const closed = new Promise<void>((resolve) => {
        this.closed = resolve;
      });
      this.post({ kind: 'close' });
      await closed;
    }
    this.state = 'ended';
    await this.worker.terminate();
  }

  private post(request: WriterRequest): void {
    this.worker.postMessage(request, request.kind === 'append' ? [request.numbers.buffer] : []);
  }

  private receive(reply: WriterReply): void {
    switch (reply.kind) {
      case 'committed':
        if (this.state === 'ended') return;
        this.queue.settle(reply);
        this.onCommit({ records: reply.records, milliseconds: reply.milliseconds });
        return;
      case 'failed':
        this.fail(reply.reason);
        return;
      case 'closed':
        this.state = 'ended';
        this.closed();
        return;
      case 'ready':
      case 'unusable':
        this.fail(`the writer thread of the journal answered ${reply.kind} a second time`);
        return;
      default:
        assertNever(reply);
    }
  }
}
