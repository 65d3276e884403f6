/** Readers of a schedule's seats over gRPC, out of a process of their own. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromReaders, Opened, ReadersPlan, ReadersReport, ToReaders } from './seat-readers-messages.js';

export type { Arrivals, Opened, ReadersPlan, ReadersReport } from './seat-readers-messages.js';

const PROCESS = fileURLToPath(new URL('./seat-readers-process.js', import.meta.url));

export class SeatReaders {
  private readonly ended: Promise<void>;
  private failure: Error | null = null;
  private waiting: { readonly take: (message: FromReaders) => void; readonly reject: (error: Error) => void } | null = null;

  private constructor(private readonly child: ChildProcess) {
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
    child.once('error', (error) => this.fail(error));
    child.once('exit', (code, signal) => this.fail(new Error(`the process of the readers ended too early: ${String(signal ?? code)}`)));
    child.on('message', (message: FromReaders) => {
      if (message.kind === 'failed') this.fail(new Error(`a reader failed: ${message.reason}`));
      else this.waiting?.take(message);
    });
  }

  /** Resolves when each of them has the seats. Throws when a stream was refused for good, or told what cannot be. */
  static async start(plan: ReadersPlan): Promise<{ readonly readers: SeatReaders; readonly opened: Opened }> {
    const readers = new SeatReaders(fork(PROCESS, { serialization: 'advanced' }));
    try {
      const { opened } = await readers.ask({ kind: 'open', plan }, 'opened');
      return { readers, opened };
    } catch (error) {
      await readers.close();
      throw error;
    }
  }

  /** From now on it is looked at when messages come. */
  async watch(): Promise<void> {
    await this.ask({ kind: 'watch' }, 'watching');
  }

  async report(): Promise<ReadersReport> {
    return (await this.ask({ kind: 'report' }, 'reported')).report;
  }

  /** Cuts all connections and resolves when each reader, come back with the version it knows, is told what has changed. */
  async reconnect(): Promise<Opened> {
    return (await this.ask({ kind: 'reconnect' }, 'opened')).opened;
  }

  /** Before the node goes. */
  async leave(): Promise<void> {
    await this.ask({ kind: 'leave' }, 'left');
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private ask<Kind extends FromReaders['kind']>(message: ToReaders, kind: Kind): Promise<Extract<FromReaders, { readonly kind: Kind }>> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) {
        reject(this.failure);
        return;
      }
      const take = (answer: FromReaders): void => {
        this.waiting = null;
        if (answer.kind === kind) resolve(answer as Extract<FromReaders, { readonly kind: Kind }>);
        else reject(new Error(`the process of the readers said ${answer.kind} instead of ${kind}`));
      };
      this.waiting = { take, reject };
      // A process that is gone is reported by its exit.
      this.child.send(message, () => undefined);
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.waiting?.reject(this.failure);
    this.waiting = null;
  }
}
