/**
 * Many messages of a stream by one request to any of its replicas ("direct get"). A batch ends with a word of its own, so one that was cut off is noticed; each
 * message says which one came before it, so one that got lost on its way is noticed too.
 */
import type { DirectStreamAPI, StoredMsg } from '@nats-io/jetstream';
import type { Timing } from './log-reader-patience.js';

export interface BatchQuery {
  readonly stream: string;
  /** Messages from this sequence on. */
  readonly fromSequence: number;
  /** May hold wildcards. Always given: without it a sequence that is missing would end the batch before it began. */
  readonly subject: string;
  readonly limit: number;
  /** The batch ends with the message that reaches this. */
  readonly bytesMax: number;
}

/** A batch in which nothing comes for so long was cut off. */
const SILENCE_MS = 1_000;
const NOT_FOUND = 404;

/** In the order of the stream; fewer than `limit` also when the replica is behind. Rejects when not everything came. */
export function readBatch(direct: DirectStreamAPI, query: BatchQuery, timing: Timing): Promise<readonly StoredMsg[]> {
  return new Promise((resolve, reject) => {
    const messages: StoredMsg[] = [];
    let heard = -1;
    let stopSource: () => void = () => undefined;
    let isOver = false;
    const end = (error: Error | undefined): void => {
      if (isOver) return;
      isOver = true;
      cancelWatch();
      stopSource();
      if (error === undefined || isNotFound(error)) resolve(messages);
      else reject(error);
    };
    const watch = (): void => {
      if (messages.length === heard) {
        end(new Error(`a batch of ${query.stream} was cut off after ${messages.length} messages`));
        return;
      }
      heard = messages.length;
      cancelWatch = timing.after(SILENCE_MS, watch);
    };
    let cancelWatch: () => void = () => undefined;
    watch();
    const take = (message: StoredMsg): void => {
      const before = messages.at(-1);
      if (before !== undefined && message.lastSequence !== before.seq)
        end(new Error(`a batch of ${query.stream} lost messages on its way`));
      else messages.push(message);
    };
    const { stream, fromSequence, subject, limit, bytesMax } = query;
    const options = { seq: fromSequence, next_by_subj: subject, batch: limit, max_bytes: bytesMax };
    direct.getBatch(stream, { ...options, callback: (done, message) => (done === null ? take(message) : end(done.err)) }).then(
      (source) => {
        stopSource = () => source.stop();
        if (isOver) stopSource();
      },
      (error: unknown) => end(error instanceof Error ? error : new Error(String(error))),
    );
  });
}

/** The replica has none of these messages. */
function isNotFound(error: Error): boolean {
  return 'code' in error && error.code === NOT_FOUND;
}
