/**
 * One try to connect to a peer, and the connection that comes of it: the handshake, then asks there and replies back, until it breaks. Nothing of it is used
 * again; whoever wants another connection makes another.
 *
 * Invariants
 *  - No ask is sent before the peer has proven that it knows the secret, and has welcomed this node.
 *  - `onEnd` is called once, and never after `close`.
 */
import { Client, Metadata, status } from '@grpc/grpc-js';
import type { ChannelCredentials, ChannelOptions, ClientDuplexStream, StatusObject } from '@grpc/grpc-js';
import type { Member } from '../../cluster/member.js';
import type { Timers } from '../../timers.js';
import { encodeHello, encodeProof } from './asks-frames.js';
import { FrameWriter } from './frame-writer.js';
import { LINK_PROTOCOL, newNonce, NONCE_BYTES, proofOf, sharedSecret } from './handshake.js';
import type { Introduction } from './handshake.js';
import type { LinkIdentity } from './identity.js';
import type { LinkLimits } from './limits.js';
import { asFrame, CONNECT_PATH } from './node-link-service.js';
import { reach } from './reach.js';
import { decodeOpeningResponse, decodeReplies } from './replies-frames.js';
import type { ReceivedReply } from './replies-frames.js';
import type { Writer } from './wire.js';

export interface ConnectionDeps {
  readonly identity: LinkIdentity;
  readonly credentialsFor: (nodeId: string) => ChannelCredentials;
  readonly limits: LinkLimits;
  readonly timers: Timers;
}

export interface ConnectionEvents {
  /** The peer has proven that it knows the secret, and this node has not yet: whoever only wants to know that may close it now. */
  onProven?(): void;
  /** Asks may be sent, so many at once. */
  onOpen(asksAtOnce: number): void;
  onReplies(replies: readonly ReceivedReply[]): void;
  /** It did not come about, or broke. */
  onEnd(reason: string): void;
  /** Writes the next frame of asks; false when there is nothing to ask. */
  fill(writer: Writer): boolean;
}

/** Reasons of an end, for whoever must tell them from others. */
export const SECRET_UNKNOWN = "it does not know the cluster's secret";
export const HANDSHAKE_TOO_LONG = 'the handshake took too long';
/** What TLS says the connection is for: names of hosts mean nothing here, and an address is not allowed there. */
const SERVER_NAME = 'frontrow-node';
/** Replies are read at once, so much more than usual may be on its way. */
const RECEIVE_WINDOW_BYTES = 1_048_576;

type Phase = 'connecting' | 'challenge' | 'welcome' | 'open' | 'over';

export class Connection {
  /** The session it speaks for. */
  readonly asSession: string;
  private phase: Phase = 'connecting';
  private readonly nonce = newNonce();
  private stopReaching: () => void;
  private readonly stopDeadline: () => void;
  private client: Client | null = null;
  private call: ClientDuplexStream<Buffer, Buffer> | null = null;
  private writer: FrameWriter | null = null;

  constructor(
    private readonly peer: Member,
    private readonly deps: ConnectionDeps,
    private readonly events: ConnectionEvents,
    /** Until asks are taken on it, ms. */
    patienceMs = deps.limits.handshakeMs,
  ) {
    const { timers } = deps;
    this.asSession = deps.identity.self().session;
    this.stopDeadline = timers.after(patienceMs, () => this.fail(HANDSHAKE_TOO_LONG));
    this.stopReaching = reach(peer.address, patienceMs, timers, (problem) => {
      if (problem === null) this.connect();
      else this.fail(problem);
    });
  }

  get isOpen(): boolean {
    return this.phase === 'open';
  }

  private get isUnderWay(): boolean {
    return this.phase !== 'over';
  }

  /** There is something to ask. */
  wake(): void {
    this.writer?.wake();
  }

  close(): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.stopDeadline();
    this.stopReaching();
    this.writer?.stop();
    this.call?.cancel();
    this.client?.close();
  }

  private connect(): void {
    const { peer, deps, nonce, asSession } = this;
    this.stopReaching = () => undefined;
    this.phase = 'challenge';
    this.client = new Client(`dns:${peer.address}`, deps.credentialsFor(peer.nodeId), channelOptions(deps.limits));
    const call = this.client.makeBidiStreamRequest<Buffer, Buffer>(CONNECT_PATH, asFrame, asFrame, new Metadata(), {});
    this.call = call;
    call.on('data', (frame: Buffer) => this.received(frame));
    // The status says the same.
    call.on('error', () => undefined);
    call.on('status', ({ code, details }: StatusObject) => this.fail(code === status.OK ? 'the peer has ended it' : reasonIn(details)));
    const { cluster } = deps.identity;
    call.write(encodeHello({ protocol: LINK_PROTOCOL, cluster, session: asSession, toSession: peer.session, nonce }));
  }

  private fail(reason: string): void {
    if (this.phase === 'over') return;
    this.close();
    this.events.onEnd(reason);
  }

  private received(frame: Buffer): void {
    try {
      switch (this.phase) {
        case 'challenge':
          this.challenged(frame);
          break;
        case 'welcome':
          this.welcomed(frame);
          break;
        case 'open':
          this.events.onReplies(decodeReplies(frame));
          break;
        case 'connecting':
        case 'over':
          break;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.fail(`it sent what cannot be read: ${error.message}`);
    }
  }

  private challenged(frame: Buffer): void {
    const { identity } = this.deps;
    const challenge = decodeOpeningResponse(frame);
    if (challenge?.kind !== 'challenge' || challenge.nonce.length !== NONCE_BYTES) {
      this.fail('it does not speak this protocol');
      return;
    }
    const introduction: Introduction = {
      cluster: identity.cluster,
      asking: this.asSession,
      asked: this.peer.session,
      askingNonce: this.nonce,
      askedNonce: challenge.nonce,
    };
    const secret = sharedSecret(identity, challenge.proof, introduction);
    if (secret === null) {
      this.fail(SECRET_UNKNOWN);
      return;
    }
    this.phase = 'welcome';
    this.events.onProven?.();
    if (!this.isUnderWay) return;
    this.call?.write(encodeProof(proofOf('asking', secret, introduction)));
  }

  private welcomed(frame: Buffer): void {
    const welcome = decodeOpeningResponse(frame);
    if (welcome?.kind !== 'welcome' || welcome.asksAtOnce < 1 || this.call === null) {
      this.fail('it does not speak this protocol');
      return;
    }
    this.phase = 'open';
    this.stopDeadline();
    this.writer = new FrameWriter(this.call, (writer) => this.events.fill(writer));
    this.events.onOpen(Math.min(welcome.asksAtOnce, this.deps.limits.asksAtOnce));
  }
}

/** What the library says, without the time: the same trouble shall read the same. */
function reasonIn(details: string): string {
  return details
    .replace(/^.*Last error: (Error: )?/s, '')
    .replace(/ ?\(\d{4}-\d\d-\d\dT[^)]*\)/g, '')
    .replace(/\.? ?Resolution note: *$/, '')
    .trim();
}

function channelOptions(limits: LinkLimits): ChannelOptions {
  return {
    'grpc.max_receive_message_length': limits.messageBytesMax,
    'grpc.max_send_message_length': limits.messageBytesMax,
    'grpc.keepalive_time_ms': limits.keepAliveIntervalMs,
    'grpc.keepalive_timeout_ms': limits.keepAliveTimeoutMs,
    // Else a connection that is over, but whose other end is away, would stay until the system gives it up.
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.ssl_target_name_override': SERVER_NAME,
    'grpc-node.flow_control_window': RECEIVE_WINDOW_BYTES,
    // Each try has a connection of its own.
    'grpc.use_local_subchannel_pool': 1,
    // Nothing is sent again behind our back, and no frame counts as taken before the connection has it.
    'grpc.enable_retries': 0,
    'grpc.per_rpc_retry_buffer_size': 0,
    'grpc.service_config_disable_resolution': 1,
    // Proxies are for other networks.
    'grpc.enable_http_proxy': 0,
    'grpc.enable_channelz': 0,
  };
}
