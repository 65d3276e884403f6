/**
 * A stream that somebody has opened to this node: the handshake, then what that peer asks, and the replies.
 *
 * Invariants
 *  - Until whoever connects has proven that it knows the secret, and is a member (with mutual TLS: by a certificate that names it), nothing it sends is taken
 *    for more than bytes of a handshake, and only few of those, within little time.
 *  - It is meant for this session of this node and no other; asks of a stream that was meant for an earlier one are not taken.
 *
 * Refused is with UNAVAILABLE what may change by itself: each side may know of a member a moment before the other.
 */
import { status } from '@grpc/grpc-js';
import type { Member } from '../../cluster/member.js';
import type { PeerHandler } from '../../cluster/transport.js';
import type { Timers } from '../../timers.js';
import type { GrpcLog } from '../deps.js';
import { cut, transportOf } from '../streams/transport.js';
import { Answering } from './answering.js';
import { decodeAskingRequest, decodeOpeningRequest } from './asks-frames.js';
import type { Hello } from './asks-frames.js';
import { FrameWriter } from './frame-writer.js';
import { isProven, LINK_PROTOCOL, newNonce, NONCE_BYTES, proofsOf } from './handshake.js';
import type { Introduction } from './handshake.js';
import { isNamed } from './identity.js';
import type { LinkIdentity } from './identity.js';
import type { LinkLimits } from './limits.js';
import type { LinkCall } from './port.js';
import { encodeChallenge, encodeWelcome } from './replies-frames.js';

export interface IncomingDeps {
  readonly identity: LinkIdentity;
  /** Peers must show a certificate that names them. */
  readonly certified: boolean;
  readonly limits: LinkLimits;
  readonly handler: PeerHandler;
  /** Node clock, ms. */
  readonly now: () => number;
  readonly timers: Timers;
  readonly log: GrpcLog;
  readonly isClosing: () => boolean;
  /** It is a peer. */
  readonly onProven: (stream: IncomingStream) => void;
  /** Once, when nothing comes in or goes out any more. */
  readonly onOver: (stream: IncomingStream) => void;
  /** All that was asked on it so far is answered and sent. */
  readonly onQuiet: () => void;
  /** For the log: it was not let in. */
  readonly onRefused: (reason: string, from: string) => void;
}

type Phase = 'hello' | 'proof' | 'open' | 'over';

export class IncomingStream {
  /** The other end of its connection. */
  readonly from: string;
  private phase: Phase = 'hello';
  private introduction: Introduction | null = null;
  private handshakeBytes = 0;
  private hasLeft = false;
  private readonly transport;
  private readonly stopDeadline: () => void;
  private readonly answering: Answering;
  private readonly writer: FrameWriter;

  constructor(
    private readonly call: LinkCall,
    private readonly deps: IncomingDeps,
  ) {
    this.from = call.getPeer();
    this.transport = transportOf(call);
    this.writer = new FrameWriter(call, (writer) => this.answering.fill(writer));
    this.answering = new Answering({
      ...deps,
      wake: () => this.writer.wake(),
      read: (wanted) => {
        if (wanted) call.resume();
        else call.pause();
      },
      cut: () => this.end(status.RESOURCE_EXHAUSTED, 'it does not read what it asks for'),
      quiet: () => this.quiet(),
    });
    this.stopDeadline = deps.timers.after(deps.limits.handshakeMs, () => this.refuse(status.DEADLINE_EXCEEDED, 'no handshake in time'));
    // The library gathers a message before anybody sees it, and lets it be as large as peers may need.
    this.transport?.on('data', this.count);
    call.on('data', (frame: Buffer) => this.received(frame));
    call.once('end', () => this.left());
    call.once('cancelled', () => this.over());
  }

  /** The peer's session; null before it has proven that. */
  get session(): string | null {
    return this.phase === 'open' ? (this.introduction?.asking ?? null) : null;
  }

  /** Asks that the peer waits for. */
  get size(): number {
    return this.answering.size;
  }

  /** All that was asked so far is answered, and the connection has taken the answers. */
  get isQuiet(): boolean {
    return this.answering.isQuiet && this.writer.isIdle;
  }

  /** The peer must still be a member, and this node the one it meant. */
  check(members: readonly Member[]): void {
    if (this.phase !== 'open' || this.introduction === null) return;
    const { asking, asked } = this.introduction;
    if (asked !== this.deps.identity.self().session) this.end(status.UNAVAILABLE, 'this node has a new session');
    else if (!members.some(({ session }) => session === asking)) this.end(status.UNAVAILABLE, 'not among the members any more');
  }

  /** Nothing more is answered. `code` OK: all was. */
  end(code: status, details: string): void {
    if (this.phase === 'over') return;
    // Who does not read would never hear of it.
    const stopWaiting = this.deps.timers.after(this.deps.limits.goodbyeMs, () => cut(this.transport));
    this.call.once('close', stopWaiting);
    this.over();
    if (code === status.OK) this.call.end();
    else this.call.emit('error', Object.assign(new Error(details), { code, details }));
  }

  private readonly count = (bytes: Buffer): void => {
    this.handshakeBytes += bytes.length;
    if (this.handshakeBytes <= this.deps.limits.handshakeBytesMax) return;
    this.deps.onRefused('too long a handshake', this.from);
    this.over();
    cut(this.transport);
  };

  private received(frame: Buffer): void {
    try {
      if (this.phase === 'open') this.asked(frame);
      else if (this.phase !== 'over') this.opening(frame);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.refuse(status.INVALID_ARGUMENT, 'what was sent cannot be read');
    }
  }

  private opening(frame: Buffer): void {
    const opening = decodeOpeningRequest(frame);
    if (opening?.kind === 'hello' && this.phase === 'hello') this.introduced(opening.hello);
    else if (opening?.kind === 'proof' && this.phase === 'proof') this.proved(opening.proof);
    else this.refuse(status.INVALID_ARGUMENT, 'not a handshake');
  }

  private introduced({ protocol, cluster, session, toSession, nonce }: Hello): void {
    const { identity, isClosing } = this.deps;
    const self = identity.self();
    if (protocol !== LINK_PROTOCOL) {
      this.refuse(status.FAILED_PRECONDITION, `another version of the protocol; here it is ${LINK_PROTOCOL}`);
    } else if (cluster !== identity.cluster) this.refuse(status.FAILED_PRECONDITION, 'another cluster');
    else if (nonce.length !== NONCE_BYTES) this.refuse(status.INVALID_ARGUMENT, 'not a handshake');
    else if (toSession !== self.session) this.refuse(status.UNAVAILABLE, 'meant for another session of this node, or for another node');
    else if (isClosing()) this.refuse(status.UNAVAILABLE, 'the node is on its way down');
    else {
      this.introduction = { cluster, asking: session, asked: toSession, askingNonce: nonce, askedNonce: newNonce() };
      this.phase = 'proof';
      this.call.write(encodeChallenge(this.introduction.askedNonce, proofsOf(identity, this.introduction)));
    }
  }

  private proved(proof: Buffer): void {
    const { identity, limits, onProven } = this.deps;
    const { introduction } = this;
    if (introduction === null) return;
    if (!isProven(identity, proof, introduction)) {
      this.refuse(status.UNAUTHENTICATED, "it does not know the cluster's secret");
      return;
    }
    const member = identity.members().find(({ session }) => session === introduction.asking);
    if (member === undefined) this.refuse(status.UNAVAILABLE, 'not among the members');
    else if (introduction.asked !== identity.self().session) this.refuse(status.UNAVAILABLE, 'this node has a new session');
    else if (!this.isCertified(member)) this.refuse(status.PERMISSION_DENIED, `the certificate does not name ${member.nodeId}`);
    else {
      this.phase = 'open';
      this.stopDeadline();
      this.transport?.off('data', this.count);
      onProven(this);
      this.call.write(encodeWelcome(limits.asksAtOnce));
    }
  }

  private isCertified({ nodeId }: Member): boolean {
    if (!this.deps.certified) return true;
    const { sslPeerCertificate } = this.call.getAuthContext();
    return sslPeerCertificate !== undefined && isNamed(sslPeerCertificate, nodeId);
  }

  private asked(frame: Buffer): void {
    const { identity, now } = this.deps;
    if (this.introduction?.asked !== identity.self().session) {
      this.end(status.UNAVAILABLE, 'this node has a new session');
      return;
    }
    const request = decodeAskingRequest(frame, now());
    switch (request.kind) {
      case 'asks':
        if (!this.answering.take(request.asks)) this.end(status.INVALID_ARGUMENT, 'what was sent cannot be read');
        break;
      case 'cancels':
        this.answering.cancel(request.numbers);
        break;
      case 'other':
        break;
    }
  }

  private refuse(code: status, reason: string): void {
    if (this.phase !== 'over') this.deps.onRefused(reason, this.from);
    this.end(code, reason);
  }

  /** The peer has nothing more to ask. */
  private left(): void {
    // Who wanted to know whether this node knows the secret, see admission.ts, has heard it.
    if (this.phase === 'proof') this.end(status.CANCELLED, 'it left in the middle of the handshake');
    else if (this.phase !== 'open') this.refuse(status.CANCELLED, 'it left in the middle of the handshake');
    else if (this.isQuiet) this.end(status.OK, '');
    else this.hasLeft = true;
  }

  private quiet(): void {
    if (!this.isQuiet || this.phase !== 'open') return;
    if (this.hasLeft) this.end(status.OK, '');
    this.deps.onQuiet();
  }

  private over(): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.stopDeadline();
    this.transport?.off('data', this.count);
    this.writer.stop();
    this.answering.abandon();
    this.deps.onOver(this);
  }
}
