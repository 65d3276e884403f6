/**
 * A bucket on JetStream: a NATS KV bucket, written by plain publishes that carry what they expect.
 *
 * The client's own KV loses the time to live on updates, retries behind the caller's back, and takes "no such key" for "no message on the subject". A key that was
 * deleted or has lapsed leaves a marker, which is the subject's last message, so a key that must not be there expects the marker's sequence.
 *
 * An answer other than "stored" and "wrong last sequence" says nothing about whether the message is, or will be, stored. A connection that is lost ends what is
 * under way at once, with an unknown outcome; while there is none nothing is sent, for the client would keep it and send it who knows when.
 *
 * A stream that has lost its leader finds another one within seconds. Whatever can be is asked again in that time, often enough that the new leader is found as soon
 * as it is there: leases and shards wait for it. What is published again is the same, with the same expectation, so it is stored once at most.
 */
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager, StoredMsg } from '@nats-io/jetstream';
import { errors, headers as newHeaders } from '@nats-io/transport-node';
import type { Msg, MsgHdrs } from '@nats-io/transport-node';
import type { Timers } from '../../timers.js';
import type { ClusterLog } from '../log.js';
import { Waiting } from '../waiting.js';
import { directRead, isTombstone, needConnection } from './bucket-reads.js';
import type { Asking, DirectRead, ReadMessage } from './bucket-reads.js';
import { bucketSubject, ensureBucketStream, streamOfBucket } from './bucket-stream.js';
import { BucketWatch, WATCH_BATCH } from './bucket-watch.js';
import type { Bucket, BucketChange, BucketEntry, Changed } from './bucket.js';
import type { ConnectedNats } from './connection.js';
import { messageOf } from './connection-errors.js';
import { hedged } from './hedged.js';

/** The last message of the key is another one than expected. */
const WRONG_LAST_SEQUENCE = 10_071;
/** Another change of the key, or too much, is under way: this one was turned down, and its verdict is not known yet. */
const IN_PROCESS = new Set([10_158, 10_163, 10_164, 10_167, 10_210]);
const IN_PROCESS_TRIES = 20;
const IN_PROCESS_MS_MAX = 50;
/** Nobody takes the message, which is known at once: the stream has no leader now. It is offered again, to be there when it has one; about a second long. */
const NOBODY_TRIES = 22;
/** A key that must not be there, and whose markers come and go. */
const CREATE_TRIES = 4;
/** A key lapsed while all were read. */
const ALL_TRIES = 4;
/** What JetStream sends for one read at most. */
export const KEYS_MAX = 1_024;

export interface KvBucketOptions {
  readonly nats: ConnectedNats;
  /** Letters, digits, `-` and `_`. */
  readonly bucket: string;
  readonly replicas: number;
  readonly timers: Timers;
  readonly log: ClusterLog;
  /** For one answer. @default 1 s: what comes later is of no use to a heartbeat */
  readonly timeoutMs?: number;
}

/** Makes the bucket if it is missing. Rejects with `NatsUnusable`. */
export async function openKvBucket(options: KvBucketOptions): Promise<Bucket> {
  const { nats, bucket, replicas, timers, timeoutMs = 1_000 } = options;
  await ensureBucketStream(nats.manager, bucket, replicas, timers);
  const manager = await jetstreamManager(nats.connection, { checkAPI: false, timeout: timeoutMs });
  return new KvBucket({ ...options, timeoutMs }, manager);
}

class KvBucket implements Bucket {
  private readonly stream: string;
  private readonly asking: Asking;

  constructor(
    private readonly options: Required<KvBucketOptions>,
    private readonly manager: JetStreamManager,
  ) {
    this.stream = streamOfBucket(options.bucket);
    this.asking = options;
  }

  async put(key: string, value: string, expected: number, ttlSeconds?: number): Promise<Changed> {
    const ttl = ttlSeconds === undefined ? {} : { 'Nats-TTL': `${ttlSeconds}s` };
    return expected === 0 ? this.create(key, value, ttl) : this.publish(key, value, expected, ttl);
  }

  async get(key: string): Promise<BucketEntry | null> {
    const message = await this.last(key);
    if (message === null || isTombstone(message.header)) return null;
    return { key, value: message.string(), revision: message.seq, storedAt: message.time.getTime() };
  }

  async all(): Promise<readonly BucketEntry[]> {
    for (let tries = 0; tries < ALL_TRIES; tries += 1) {
      const read = await this.asked(() => directRead(this.asking, this.stream, { multi_last: [this.subject('>')] }));
      if (read.pending > 0) throw new Error(`${read.pending} keys were not sent`);
      if (read.isCut) continue;
      return read.messages.filter(({ headers }) => !isTombstone(headers)).map((message) => this.entryOf(message));
    }
    throw new Error('keys lapse faster than they can be read');
  }

  async lastRevision(): Promise<number> {
    return (await this.unlessLost(() => this.asked(() => this.manager.streams.info(this.stream)))).state.last_seq;
  }

  watch(revision: number, onChange: (change: BucketChange) => void): () => void {
    const { timers, log } = this.options;
    const read = (from: number, timeoutMs: number): Promise<DirectRead> =>
      directRead({ ...this.asking, timeoutMs }, this.stream, { seq: from, next_by_subj: this.subject('>'), batch: WATCH_BATCH });
    const hints = (listener: () => void): (() => void) => this.hints(listener);
    const toChange = (message: ReadMessage): BucketChange => ({
      ...this.entryOf(message),
      value: isTombstone(message.headers) ? null : message.value,
    });
    const watch = new BucketWatch({ read, hints, toChange, timers, log }, revision, onChange);
    return () => watch.stop();
  }

  hints(listener: (key: string, value: string) => void): () => void {
    const stem = this.subject('').length;
    const callback = (error: Error | null, message: Msg): void => {
      if (error === null) listener(message.subject.slice(stem), message.string());
    };
    const subscription = this.options.nats.connection.subscribe(this.subject('>'), { callback });
    return () => subscription.unsubscribe();
  }

  private subject(key: string): string {
    return bucketSubject(this.options.bucket, key);
  }

  private entryOf({ subject, value, sequence, storedAt }: ReadMessage): BucketEntry {
    return { key: subject.slice(this.subject('').length), value, revision: sequence, storedAt };
  }

  /** The key must not be there: nothing was ever stored, or a marker stands in its place. */
  private async create(key: string, value: string, fields: Fields): Promise<Changed> {
    let expected = 0;
    for (let tries = 0; tries < CREATE_TRIES; tries += 1) {
      const changed = await this.publish(key, value, expected, fields);
      if (changed.status !== 'conflict') return changed;
      let last: StoredMsg | null;
      try {
        last = await this.last(key);
      } catch (error) {
        return { status: 'unknown', reason: messageOf(error) };
      }
      if (last !== null && !isTombstone(last.header)) return changed;
      expected = last?.seq ?? 0;
    }
    return { status: 'unknown', reason: 'the leader does not say what the key is' };
  }

  /** Again while another change of the key is under way. */
  private async publish(key: string, value: string, expected: number, fields: Fields): Promise<Changed> {
    const headers = newHeaders();
    headers.set('Nats-Expected-Last-Subject-Sequence', `${expected}`);
    for (const [name, field] of Object.entries(fields)) headers.set(name, field);
    const waiting = new Waiting(this.options.timers);
    for (let tries = 1; ; tries += 1) {
      const answer = await this.publishOnce(this.subject(key), value, headers);
      if (!isNotNow(answer)) return answer;
      if (tries >= (answer.status === 'nobody' ? NOBODY_TRIES : IN_PROCESS_TRIES)) return { status: 'unknown', reason: answer.reason };
      await waiting.for(Math.min(IN_PROCESS_MS_MAX, 2 ** tries));
    }
  }

  private async publishOnce(subject: string, value: string, headers: MsgHdrs): Promise<Changed | NotNow> {
    const { nats, timeoutMs: timeout } = this.options;
    let answer: Msg;
    try {
      answer = await this.unlessLost(() => nats.connection.request(subject, value, { timeout, headers }));
    } catch (error) {
      const reason = messageOf(error);
      return isNobody(error) ? { status: 'nobody', reason } : { status: 'unknown', reason };
    }
    return verdict(answer);
  }

  private last(key: string): Promise<StoredMsg | null> {
    return this.unlessLost(() => this.asked(() => this.manager.streams.getMessage(this.stream, { last_by_subj: this.subject(key) })));
  }

  /** Of reads only: what is asked twice changes nothing. */
  private asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const { timers, timeoutMs } = this.options;
    return hedged(timers, timeoutMs, ask);
  }

  /** Rejects as soon as no answer can come any more. */
  private async unlessLost<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const { nats } = this.options;
    await needConnection(this.asking);
    let stopListening = (): void => undefined;
    const lost = new Promise<never>((_, reject) => {
      stopListening = nats.onLost(() => reject(new Error('the connection to NATS was lost')));
    });
    try {
      return await Promise.race([ask(), lost]);
    } finally {
      stopListening();
    }
  }
}

type Fields = Readonly<Record<string, string>>;

/** `in process`: another change of the key, or too much, is under way. `nobody`: nobody takes messages for the stream. */
interface NotNow {
  readonly status: 'in process' | 'nobody';
  readonly reason: string;
}

const isNotNow = (answer: Changed | NotNow): answer is NotNow => answer.status === 'in process' || answer.status === 'nobody';

function isNobody(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return error instanceof errors.NoRespondersError || cause instanceof errors.NoRespondersError;
}

/** What the acknowledgement, or the refusal in its place, says. */
function verdict(answer: Msg): Changed | NotNow {
  let said: unknown;
  try {
    said = answer.json<unknown>();
  } catch (error) {
    return { status: 'unknown', reason: messageOf(error) };
  }
  const { seq, error } = (said ?? {}) as { seq?: unknown; error?: { err_code?: unknown; description?: unknown } };
  if (error === undefined)
    return typeof seq === 'number' ? { status: 'stored', revision: seq } : { status: 'unknown', reason: 'no acknowledgement' };
  if (error.err_code === WRONG_LAST_SEQUENCE) return { status: 'conflict' };
  const reason = `${String(error.description)} (${String(error.err_code)})`;
  return IN_PROCESS.has(Number(error.err_code)) ? { status: 'in process', reason } : { status: 'unknown', reason };
}
