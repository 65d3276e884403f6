/**
 * One peer: what is asked of it, and the connection it goes over, made again whenever it breaks.
 *
 * A connection that broke after a good while is made again at once, so that asks wait for it a moment; the next tries come ever later, and until one of them
 * succeeds asks are refused as unsent. A sign of life, the peer connecting to this node, is a reason to try at once, also when a try is under way that may have got
 * lost on a network that was cut.
 */
import type { Member } from '../../cluster/member.js';
import type { PeerOutcome, PeerRequest } from '../../cluster/transport.js';
import type { GrpcLog } from '../deps.js';
import { Asking } from './asking.js';
import type { AskingDeps } from './asking.js';
import { Connection } from './connection.js';
import type { ConnectionDeps, ConnectionEvents } from './connection.js';
import type { ReceivedReply } from './replies-frames.js';
import type { Writer } from './wire.js';

export interface PeerDeps extends ConnectionDeps, Omit<AskingDeps, 'wake'> {
  /** 0 <= random < 1. */
  readonly random: () => number;
  readonly log: GrpcLog;
  /** Something that was asked or waited came to its end; for whoever waits for quiet. */
  readonly onSettled: () => void;
}

export interface PeerFigures {
  readonly nodeId: string;
  readonly session: string;
  readonly connected: boolean;
  /** Asks that wait to be sent. */
  readonly queued: number;
  /** Asks that were sent and have no reply yet. */
  readonly unanswered: number;
  /** Sent so far: frames of asks, and asks. */
  readonly frames: number;
  readonly asks: number;
  /** The last that was measured, the peer's work on the ask included; ms. null: none yet. */
  readonly roundTripMs: number | null;
}

/** A try that has lasted so long without success may be lost. */
const LOST_AFTER_MS = 250;
const DOUBLINGS_MAX = 10;

export class Peer {
  private readonly asking: Asking;
  private connection: Connection | null = null;
  /** In a row. */
  private failures = 0;
  private triedAt = -Infinity;
  private openSince: number | null = null;
  private lastReason: string | null = null;
  private stopWaiting: () => void = () => undefined;
  private stopHoping: () => void = () => undefined;
  private frames = 0;
  private roundTripMs: number | null = null;
  private isClosed = false;

  constructor(
    private readonly member: Member,
    private readonly deps: PeerDeps,
  ) {
    const roundTrip = (ms: number): void => {
      this.roundTripMs = ms;
      deps.roundTrip(ms);
    };
    this.asking = new Asking({ ...deps, roundTrip, wake: () => this.connection?.wake() });
    this.connect();
  }

  get depth(): number {
    return this.asking.queued + this.asking.awaited;
  }

  get figures(): PeerFigures {
    const { member, asking, frames, roundTripMs } = this;
    return {
      nodeId: member.nodeId,
      session: member.session,
      connected: this.connection?.isOpen ?? false,
      queued: asking.queued,
      unanswered: asking.awaited,
      frames,
      asks: asking.asked,
      roundTripMs,
    };
  }

  /** Still the same process at the same place. */
  is({ session, address }: Member): boolean {
    return session === this.member.session && address === this.member.address;
  }

  ask(request: PeerRequest): Promise<PeerOutcome> {
    return this.asking.ask(request);
  }

  /** The peer is there: it has connected to this node. */
  seen(): void {
    if (this.isClosed || this.openSince !== null) return;
    if (this.connection !== null && this.deps.steady() - this.triedAt < LOST_AFTER_MS) return;
    this.connection?.close();
    this.failures = 0;
    this.connect();
  }

  /** This node is a member under that session; a connection for another one is worth nothing. */
  speakFor(session: string): void {
    if (this.connection === null || this.connection.asSession === session) return;
    this.connection.close();
    this.broken('this node has a new session');
    this.seen();
  }

  close(reason: string): void {
    this.isClosed = true;
    this.stopWaiting();
    this.stopHoping();
    this.connection?.close();
    this.connection = null;
    this.asking.shut(reason);
  }

  private connect(): void {
    const { limits, timers, steady } = this.deps;
    if (this.isClosed) return;
    this.stopWaiting();
    this.stopHoping();
    this.triedAt = steady();
    if (this.failures === 0) {
      this.asking.hope();
      this.stopHoping = timers.after(limits.connectPatienceMs, () => this.asking.shut('it is not connected'));
    }
    const events: ConnectionEvents = {
      onOpen: (asksAtOnce) => this.opened(asksAtOnce),
      onReplies: (replies) => this.replied(replies),
      onEnd: (reason) => this.broken(reason),
      fill: (writer) => this.fill(writer),
    };
    const patienceMs = Math.min(limits.handshakeMs, limits.connectMinMs * 2 ** Math.min(this.failures, DOUBLINGS_MAX));
    this.connection = new Connection(this.member, this.deps, events, patienceMs);
  }

  private opened(asksAtOnce: number): void {
    this.stopHoping();
    this.openSince = this.deps.steady();
    this.lastReason = null;
    this.deps.log.info({ peer: this.member.session, address: this.member.address }, 'a peer is connected');
    this.asking.open(asksAtOnce);
  }

  private fill(writer: Writer): boolean {
    const isFilled = this.asking.fill(writer);
    if (isFilled) this.frames += 1;
    return isFilled;
  }

  private replied(replies: readonly ReceivedReply[]): void {
    this.asking.replied(replies);
    this.deps.onSettled();
  }

  private broken(reason: string): void {
    const { limits, timers, steady, random, log } = this.deps;
    const lasted = this.openSince === null ? 0 : steady() - this.openSince;
    this.connection = null;
    this.openSince = null;
    this.stopHoping();
    this.failures = lasted >= limits.backOffMaxMs ? 0 : this.failures + 1;
    if (reason !== this.lastReason)
      log.warn({ peer: this.member.session, address: this.member.address, reason }, 'a peer is not connected');
    this.lastReason = reason;
    this.asking.shut(reason);
    this.deps.onSettled();
    if (this.failures === 0) {
      this.connect();
      return;
    }
    const ceiling = Math.min(limits.backOffMaxMs, limits.backOffMinMs * 2 ** (this.failures - 1));
    this.stopWaiting = timers.after(ceiling / 2 + (random() * ceiling) / 2, () => this.connect());
  }
}
