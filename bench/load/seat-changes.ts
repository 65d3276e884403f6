/** Seats that change all the time, out of a process of its own, so that neither the row nor the generator of the measured load pays for it. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromSeatChanges, SeatChangesPlan, SeatChangesReport, ToSeatChanges } from './seat-changes-messages.js';

export type { SeatChangesPlan, SeatChangesReport, SeenMap } from './seat-changes-messages.js';

const PROCESS = fileURLToPath(new URL('./seat-changes-process.js', import.meta.url));

export class SeatChanges {
  private readonly ended: Promise<void>;
  private readonly done: Promise<FromSeatChanges>;
  private readonly waiting: {
    resolve: (message: FromSeatChanges) => void;
    reject: (error: Error) => void;
    kind: FromSeatChanges['kind'];
  }[] = [];
  private failure: Error | null = null;

  private constructor(private readonly child: ChildProcess) {
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
    child.once('error', (error) => this.fail(error));
    child.once('exit', (code, signal) => this.fail(new Error(`the process that changes seats ended too early: ${String(signal ?? code)}`)));
    child.on('message', (message: FromSeatChanges) => {
      if (message.kind === 'failed') {
        this.fail(new Error(message.reason));
        return;
      }
      const at = this.waiting.findIndex(({ kind }) => kind === message.kind);
      this.waiting.splice(at, at < 0 ? 0 : 1)[0]?.resolve(message);
    });
    this.done = this.wait('done');
    // Whoever asks for the report learns of a failure; before that it is nobody's.
    this.done.catch(() => undefined);
  }

  /** Resolves when the seats change as often as they should. Throws when anything was answered or shown wrongly. */
  static async start(plan: SeatChangesPlan): Promise<SeatChanges> {
    const changes = new SeatChanges(fork(PROCESS, { serialization: 'advanced' }));
    const underWay = changes.wait('under-way');
    changes.tell({ kind: 'start', plan });
    try {
      await underWay;
    } catch (error) {
      await changes.close();
      throw error;
    }
    return changes;
  }

  /**
   * Once the server is gone, ended abruptly while seats changed and were looked at: all that was seen until then.
   * Throws when anything was answered or shown wrongly before.
   */
  async outlive(): Promise<SeatChangesReport> {
    const message = await this.done;
    if (message.kind !== 'done') throw new Error(`expected a report, not ${message.kind}`);
    return message.report;
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private wait(kind: FromSeatChanges['kind']): Promise<FromSeatChanges> {
    if (this.failure !== null) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject, kind }));
  }

  private tell(message: ToSeatChanges): void {
    // A process that is gone is reported by its exit.
    this.child.send(message, () => undefined);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}
