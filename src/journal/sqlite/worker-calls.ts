/**
 * Calls to a worker thread and their answers: numbered requests, each answered once. Errors keep what callers tell them apart by.
 */
import type { Transferable } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import { DamagedEntity } from '../port.js';
import { describeError, isFatal } from './errors.js';

export interface CallRequest<Call> {
  readonly id: number;
  readonly call: Call;
}

export type CallError =
  | { readonly kind: 'damaged'; readonly entity: string; readonly version: number; readonly what: string }
  /** The disk or the database file failed. */
  | { readonly kind: 'fatal'; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };

export type CallReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: CallError };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** How an error travels from a worker. */
export function callErrorOf(error: unknown): CallError {
  if (error instanceof DamagedEntity) return { kind: 'damaged', entity: error.entity, version: error.version, what: error.what };
  return { kind: isFatal(error) ? 'fatal' : 'other', message: describeError(error) };
}

export class WorkerCalls<Call> {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private ended: Error | null = null;

  /**
   * @param script beside this file.
   * @param onFatal is told, perhaps more than once, when the disk failed or the thread ended by itself.
   */
  constructor(
    private readonly name: string,
    script: string,
    workerData: unknown,
    private readonly onFatal: (reason: string) => void,
  ) {
    this.worker = new Worker(new URL(script, import.meta.url), { workerData });
    this.worker.on('message', (reply: CallReply) => this.settle(reply));
    this.worker.on('error', (error) => this.lose(describeError(error)));
    this.worker.on('exit', () => this.lose('it ended'));
  }

  /** The value's type is what the worker answers to that call. */
  call<Value>(call: Call, transfer: readonly Transferable[] = []): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (this.ended !== null) throw this.ended;
      const id = this.nextId;
      this.nextId += 1;
      const request: CallRequest<Call> = { id, call };
      this.worker.postMessage(request, transfer);
      this.pending.set(id, { resolve: (value) => resolve(value as Value), reject });
    });
  }

  /** Ends the thread after the calls that came before; `closing` is its last call. */
  async close(closing: Call): Promise<void> {
    const closed = this.call(closing);
    this.ended ??= this.closedError();
    try {
      await closed;
    } catch {
      // A thread that is gone has nothing left to close.
    }
    await this.stop();
  }

  /** Ends the thread at once. */
  async stop(): Promise<void> {
    this.ended ??= this.closedError();
    this.rejectPending(this.ended);
    await this.worker.terminate();
  }

  private closedError(): Error {
    return new Error(`the ${this.name} thread of the journal was closed`);
  }

  private lose(why: string): void {
    const expected = this.ended !== null;
    this.ended ??= new Error(`the ${this.name} thread of the journal is gone: ${why}`);
    this.rejectPending(this.ended);
    if (!expected) this.onFatal(this.ended.message);
  }

  private rejectPending(error: Error): void {
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }

  private settle(reply: CallReply): void {
    const pending = this.pending.get(reply.id);
    if (pending === undefined) return;
    this.pending.delete(reply.id);
    if ('value' in reply) {
      pending.resolve(reply.value);
      return;
    }
    const { error } = reply;
    if (error.kind === 'fatal') this.onFatal(error.message);
    pending.reject(error.kind === 'damaged' ? new DamagedEntity(error.entity, error.version, error.what) : new Error(error.message));
  }
}
