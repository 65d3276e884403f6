/**
 * Follows a bucket: every change after a revision, in order.
 *
 * It reads on from the last revision it has. A consumer would be told, but lives on one server: when that one is killed or stops, it hangs until that server is back.
 * So it is the *asking* that lasts here, and a message that passes on its way to the stream says when to ask; it may still be turned down, and a replica may be a
 * moment behind, so after such a hint it asks a few times, and every second in any case.
 */
import type { Timers } from '../../timers.js';
import type { ClusterLog } from '../log.js';
import { Waiting } from '../waiting.js';
import type { BucketChange } from './bucket.js';
import type { DirectRead, ReadMessage } from './bucket-reads.js';

/** Changes read at once. */
export const WATCH_BATCH = 256;
/** Without any hint. */
const IDLE_MS = 1_000;
/** After a hint or a change. */
const HINTED_MS: readonly number[] = [2, 5, 10, 20, 50, 100, 250];
const FAILED_MS = 50;
/** For an answer, twice as long after each failure in a row: a server that stands still may be the one that was asked, and the next one is another. */
const ANSWER_MS = 300;
const ANSWER_MS_MAX = 2_400;

export interface WatchOptions {
  /** Up to `WATCH_BATCH` messages from that sequence on. Rejects when there is no answer in time. */
  readonly read: (from: number, timeoutMs: number) => Promise<DirectRead>;
  /** Calls `listener` when something may have changed; returns how to stop. */
  readonly hints: (listener: () => void) => () => void;
  readonly toChange: (message: ReadMessage) => BucketChange;
  readonly timers: Timers;
  readonly log: ClusterLog;
}

export class BucketWatch {
  private readonly waiting: Waiting;
  private readonly stopHints: () => void;
  private isStopped = false;
  private hinted = 0;

  constructor(
    private readonly options: WatchOptions,
    private revision: number,
    private readonly onChange: (change: BucketChange) => void,
  ) {
    this.waiting = new Waiting(options.timers);
    this.stopHints = options.hints(() => {
      this.hinted += 1;
      this.waiting.cutShort();
    });
    void this.follow();
  }

  stop(): void {
    this.isStopped = true;
    this.stopHints();
    this.waiting.cutShort();
  }

  private async follow(): Promise<void> {
    let hintedBefore = 0;
    let asked = HINTED_MS.length;
    let answerMs = ANSWER_MS;
    while (this.goesOn()) {
      const read = await this.options.read(this.revision + 1, answerMs).catch(() => null);
      if (!this.goesOn()) return;
      answerMs = read === null ? Math.min(ANSWER_MS_MAX, 2 * answerMs) : ANSWER_MS;
      if (read !== null) for (const message of read.messages) this.tell(message);
      if (read !== null && read.pending > 0) continue;
      // Where one change was, others are on their way.
      if (this.hinted !== hintedBefore || (read !== null && read.messages.length > 0)) asked = 0;
      hintedBefore = this.hinted;
      await this.waiting.for(read === null ? FAILED_MS : (HINTED_MS[asked] ?? IDLE_MS));
      asked += 1;
    }
  }

  /** A method, for it changes while others are waited for. */
  private goesOn(): boolean {
    return !this.isStopped;
  }

  private tell(message: ReadMessage): void {
    if (message.sequence <= this.revision) return;
    this.revision = message.sequence;
    try {
      this.onChange(this.options.toChange(message));
    } catch (error) {
      this.options.log.error({ err: error }, 'whoever follows a bucket failed on a change');
    }
  }
}
