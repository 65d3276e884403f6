/**
 * Sends records to the servers and says what came of it.
 *
 * Nothing is handed to the client while it has no connection: it would keep it, and send it when the lease may long be over. The lease is asked in the same turn
 * of the event loop in which the messages are handed over; what lies between that and the servers (this process's socket, the network) cannot be taken back, and
 * need not be: the expectation each record carries keeps a late one out.
 *
 * A batch is sent as one piece, its last message asks for the answer.
 */
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { nuid } from '@nats-io/transport-node';
import type { ReadyEntry } from './append-entry.js';
import { batchHeaders, singleHeaders } from './append-entry.js';
import type { Answer } from './outcome.js';
import { answerOf, answerOfError } from './outcome.js';

/**
 * How long to wait for an acknowledgement: many times what a commit takes on busy disks, and short against the five seconds in which a stream finds a new leader,
 * so that the first repetition the new leader can take comes soon.
 */
const ANSWER_TIMEOUT_MS = 1_500;

/** What every server takes in one message unless it is told otherwise, bytes. */
const MAX_PAYLOAD_DEFAULT = 1024 * 1024;

const LOST: Answer = Object.freeze({ kind: 'none', reason: 'the connection to NATS broke' });
const UNSENT: Answer = Object.freeze({ kind: 'unsent' });
const LAPSED: Answer = Object.freeze({ kind: 'lapsed' });

export class Publisher {
  private readonly batchPrefix = nuid.next();
  private batches = 0;
  private connected = true;
  private payloadMax: number;
  private readonly waiters = new Set<(answer: Answer) => void>();
  private onReconnect: () => void = () => undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly mayWrite: () => boolean,
  ) {
    this.payloadMax = connection.info?.max_payload ?? MAX_PAYLOAD_DEFAULT;
    void this.follow();
  }

  get isConnected(): boolean {
    return this.connected && this.connection.info !== undefined;
  }

  /** Headers and payload of one message, bytes. */
  get messageBytesMax(): number {
    return this.payloadMax;
  }

  /** Called whenever there is a connection again. */
  whenReconnected(listener: () => void): void {
    this.onReconnect = listener;
  }

  /** All or none of them is stored. Never rejects. */
  send(entries: readonly ReadyEntry[]): Promise<Answer> {
    if (!this.mayWrite()) return Promise.resolve(LAPSED);
    if (!this.isConnected) return Promise.resolve(UNSENT);
    const last = entries.at(-1);
    if (last === undefined) throw new Error('a batch has at least one record');
    if (entries.length === 1) return this.request(last, singleHeaders(last));
    const batchId = `${this.batchPrefix}${(this.batches += 1)}`;
    try {
      entries.forEach((entry, index) => {
        if (entry === last) return;
        this.connection.publish(entry.subject, entry.payload, { headers: batchHeaders(entry, batchId, index + 1, false) });
      });
    } catch (error) {
      return Promise.resolve(answerOfError(error));
    }
    return this.request(last, batchHeaders(last, batchId, entries.length, true));
  }

  private async request({ subject, payload }: ReadyEntry, headers: MsgHdrs): Promise<Answer> {
    let tell: (answer: Answer) => void = () => undefined;
    const lost = new Promise<Answer>((resolve) => {
      tell = resolve;
    });
    this.waiters.add(tell);
    const answered = this.connection
      .request(subject, payload, { headers, timeout: ANSWER_TIMEOUT_MS })
      .then(({ data }) => answerOf(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')), answerOfError);
    const answer = await Promise.race([answered, lost]);
    this.waiters.delete(tell);
    return answer;
  }

  /** A request whose connection broke is never answered: the client would wait for its time-out. */
  private async follow(): Promise<void> {
    for await (const { type } of this.connection.status()) {
      if (type === 'disconnect') {
        this.connected = false;
        for (const tell of this.waiters) tell(LOST);
      } else if (type === 'reconnect') {
        this.connected = true;
        this.payloadMax = this.connection.info?.max_payload ?? this.payloadMax;
        this.onReconnect();
      }
    }
  }
}
