/**
 * What one peer asks this node: handed to the handler as it comes, answered in the order in which the answers come about.
 *
 * Invariants
 *  - Every ask that is taken is answered once, unless nobody waits for it any more: it was cancelled, or its stream is over.
 *  - What waits for a peer that does not read is bounded: first its asks are not read any more, then it is cut off.
 */
import { refuse } from '../../domain/refusals.js';
import type { PeerHandler, PeerReply } from '../../cluster/transport.js';
import type { GrpcLog } from '../deps.js';
import type { ReceivedAsk, ReceivedEnvelope } from './asks-frames.js';
import { encodeValue } from './codec.js';
import type { EncodedValue } from './codec.js';
import { Fifo } from './fifo.js';
import { valueBytesMax } from './limits.js';
import type { LinkLimits } from './limits.js';
import { beginReplies, writeReply } from './replies-frames.js';
import type { EncodedReply } from './replies-frames.js';
import type { Writer } from './wire.js';

export interface AnsweringDeps {
  readonly limits: LinkLimits;
  readonly handler: PeerHandler;
  readonly log: GrpcLog;
  /** Nothing new is taken. */
  readonly isClosing: () => boolean;
  /** There is something to send. */
  readonly wake: () => void;
  /** Whether further asks are to be read. */
  readonly read: (wanted: boolean) => void;
  /** The peer does not read what it asked for. */
  readonly cut: () => void;
  /** All that was asked so far is answered and sent, or nobody waits for it. */
  readonly quiet: () => void;
}

interface Waiting {
  readonly number: number;
  readonly reply: EncodedReply;
  readonly bytes: number;
}

/** Nobody waits for the answer. */
const LONG_AGO = 0;
/** Around an answer. */
const REPLY_BYTES = 64;
/** A character takes three bytes at most. */
const BYTES_PER_CHARACTER = 3;
const INTERNAL: EncodedReply = { kind: 'answer', encoded: encodeValue(refuse('INTERNAL')) };
const CLOSING: EncodedReply = { kind: 'not-taken', reason: 'the node is on its way down' };

export class Answering {
  private readonly underWay = new Map<number, ReceivedEnvelope>();
  private readonly replies = new Fifo<Waiting>();
  private unreadBytes = 0;
  private lastNumber = 0;
  private reads = true;
  private isOver = false;

  constructor(private readonly deps: AnsweringDeps) {}

  /** Nothing is being answered, and no reply waits to be sent. */
  get isQuiet(): boolean {
    return this.underWay.size === 0 && this.replies.size === 0;
  }

  /** Asks that the peer waits for. */
  get size(): number {
    return this.underWay.size + this.replies.size;
  }

  /** False when the numbers do not grow: whoever sends that is no peer of this version. */
  take(asks: readonly ReceivedAsk[]): boolean {
    for (const { number, request } of asks) {
      if (number <= this.lastNumber) return false;
      this.lastNumber = number;
      if (typeof request === 'string') this.push(number, { kind: 'not-taken', reason: request });
      else if (this.deps.isClosing()) this.push(number, CLOSING);
      else this.begin(number, request);
      if (this.isOver) return true;
    }
    this.pace();
    return true;
  }

  /** What has begun goes on; an entity that finds the deadline passed begins nothing. */
  cancel(numbers: readonly number[]): void {
    for (const number of numbers) {
      const envelope = this.underWay.get(number);
      if (envelope === undefined) continue;
      envelope.deadline = LONG_AGO;
      this.underWay.delete(number);
    }
    this.settled();
  }

  /** The stream is over: nobody waits for any of it. */
  abandon(): void {
    this.isOver = true;
    for (const envelope of this.underWay.values()) envelope.deadline = LONG_AGO;
    this.underWay.clear();
    this.replies.takeAll();
    this.unreadBytes = 0;
  }

  /** The next frame. False when there is none. */
  fill(writer: Writer): boolean {
    const { limits } = this.deps;
    if (this.replies.size === 0) {
      this.settled();
      return false;
    }
    const begun = beginReplies(writer);
    while (writer.length < limits.frameBytes) {
      const waiting = this.replies.shift();
      if (waiting === undefined) break;
      this.unreadBytes -= waiting.bytes;
      writeReply(writer, waiting.number, waiting.reply);
    }
    writer.end(begun);
    this.pace();
    return true;
  }

  private begin(number: number, request: Exclude<ReceivedAsk['request'], string>): void {
    this.underWay.set(number, request.envelope);
    this.deps.handler(request).then(
      (reply) => this.answered(number, reply),
      (error: unknown) => this.failed(number, error),
    );
  }

  private answered(number: number, reply: PeerReply): void {
    if (this.underWay.delete(number)) this.push(number, this.encode(reply));
  }

  private failed(number: number, error: unknown): void {
    this.deps.log.error({ err: error }, 'what a peer asked could not be answered');
    if (this.underWay.delete(number)) this.push(number, INTERNAL);
  }

  private encode(reply: PeerReply): EncodedReply {
    if (reply.kind === 'not-owner') return reply;
    try {
      const encoded = encodeValue(reply.answer);
      if (bytesOf(encoded) <= valueBytesMax(this.deps.limits)) return { kind: 'answer', encoded };
      this.deps.log.error({ bytes: bytesOf(encoded) }, 'an answer is too large for the link');
    } catch (error) {
      this.deps.log.error({ err: error }, 'an answer cannot be encoded');
    }
    return INTERNAL;
  }

  private push(number: number, reply: EncodedReply): void {
    const bytes = REPLY_BYTES + (reply.kind === 'answer' ? reply.encoded.length : 0);
    this.replies.push({ number, reply, bytes });
    this.unreadBytes += bytes;
    this.pace();
    if (this.unreadBytes > this.deps.limits.unreadBytesCut) this.deps.cut();
    else this.deps.wake();
  }

  private pace(): void {
    const { asksAtOnce, unreadBytesMax } = this.deps.limits;
    const reads = this.size < asksAtOnce && this.unreadBytes < unreadBytesMax;
    if (reads === this.reads || this.isOver) return;
    this.reads = reads;
    this.deps.read(reads);
  }

  private settled(): void {
    this.pace();
    if (this.isQuiet) this.deps.quiet();
  }
}

/** At most, where counting would take long. */
function bytesOf(encoded: EncodedValue): number {
  return typeof encoded === 'string' ? encoded.length * BYTES_PER_CHARACTER : encoded.length;
}
