/**
 * The quickest durable write there is here: a thread with SQLite, one transaction under way, and everything that arrives meanwhile goes into the next one, as
 * one row. Whoever waits is told when the commit is on stable storage.
 */
import { Worker } from 'node:worker_threads';

export type FromGroupCommit = { readonly kind: 'open' } | { readonly kind: 'committed' };

export class GroupCommit {
  private texts: string[] = [];
  private waiting: (() => void)[] = [];
  private underWay: readonly (() => void)[] | null = null;
  private scheduled = false;

  private constructor(
    private readonly worker: Worker,
    onOpen: () => void,
  ) {
    worker.on('message', ({ kind }: FromGroupCommit) => {
      if (kind === 'open') onOpen();
      else this.committed();
    });
    // An echo that cannot write must not answer: it ends.
    worker.on('error', (error) => {
      throw error;
    });
  }

  /** Opens a new database. */
  static async open(file: string): Promise<GroupCommit> {
    const worker = new Worker(new URL('./group-commit-worker.js', import.meta.url), { workerData: file });
    return new Promise((resolve) => {
      const commits: GroupCommit = new GroupCommit(worker, () => resolve(commits));
    });
  }

  /** @param onDurable Called when the text is on stable storage. */
  write(text: string, onDurable: () => void): void {
    this.texts.push(text);
    this.waiting.push(onDurable);
    if (this.underWay !== null || this.scheduled) return;
    this.scheduled = true;
    // What arrives in this turn of the event loop goes along.
    setImmediate(() => {
      this.scheduled = false;
      this.commit();
    });
  }

  /** What is under way may be lost. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private commit(): void {
    const text = this.texts.join(',');
    this.underWay = this.waiting;
    this.texts = [];
    this.waiting = [];
    this.worker.postMessage(text);
  }

  private committed(): void {
    const durable = this.underWay ?? [];
    this.underWay = null;
    if (this.texts.length > 0) this.commit();
    for (const onDurable of durable) onDurable();
  }
}
