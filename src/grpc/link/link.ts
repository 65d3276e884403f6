/**
 * The link between the nodes of a cluster: each node opens one stream to each of its peers, asks on it and gets the replies on it.
 *
 * The port is opened before this node is a member, for its address is what the others will know it by; until it is one, nobody is let in. Who is connected
 * follows the membership, see `meet`.
 */
import { status } from '@grpc/grpc-js';
import type { Member } from '../../cluster/member.js';
import type { PeerHandler, PeerOutcome, PeerRequest, Transport } from '../../cluster/transport.js';
import type { Timers } from '../../timers.js';
import type { GrpcLog } from '../deps.js';
import { peerCredentials } from './identity.js';
import type { LinkIdentity, LinkTls } from './identity.js';
import { IncomingStream } from './incoming.js';
import type { IncomingDeps } from './incoming.js';
import { LINK_LIMITS } from './limits.js';
import type { LinkLimits } from './limits.js';
import { Peer } from './peer.js';
import type { PeerDeps, PeerFigures } from './peer.js';
import { openPort } from './port.js';
import type { LinkCall, LinkPort } from './port.js';

export interface LinkOptions extends LinkIdentity {
  /** null: nodes prove themselves by the secret alone, and what they say can be read and changed on the way. */
  readonly tls: LinkTls | null;
  /** What is listened on; port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** Answers what peers ask. */
  readonly handler: PeerHandler;
  /** Node clock, ms. */
  readonly now: () => number;
  /** Monotonic, ms. */
  readonly steady: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  readonly log: GrpcLog;
  readonly observe: LinkObserver;
  /** Other than LINK_LIMITS. */
  readonly limits?: Partial<LinkLimits>;
}

export interface LinkObserver {
  /** From the sending of an ask to its reply, the peer's work on it included; of one ask at a time for each peer. */
  roundTrip(seconds: number): void;
}

export interface LinkFigures {
  readonly peers: readonly PeerFigures[];
  /** Peers that are connected to this node, and asks of theirs that are not answered yet. */
  readonly connectedFrom: number;
  readonly answering: number;
}

export interface Link {
  readonly transport: Transport;
  /** host:port, as it is listened on. */
  readonly address: string;
  figures(): LinkFigures;
}

/** The same thing is not said more often. */
const REFUSALS_LOGGED_EVERY_MS = 10_000;
/** For connections to close by themselves when all is answered. */
const FAREWELL_MS = 1_000;

/** Rejects with what the system says when the port cannot be had. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const link = new NodeLink(options);
  await link.listen();
  return { transport: link, address: link.address, figures: () => link.figures() };
}

class NodeLink implements Transport {
  private readonly limits: LinkLimits;
  private readonly peerDeps: PeerDeps;
  private readonly incomingDeps: IncomingDeps;
  private readonly peers = new Map<string, Peer>();
  private readonly streams = new Set<IncomingStream>();
  private readonly loggedAt = new Map<string, number>();
  private port: LinkPort | null = null;
  private isClosing = false;
  private closing: Promise<void> | null = null;
  /** While it closes: called when something has come to its end. */
  private settled: () => void = () => undefined;

  constructor(private readonly options: LinkOptions) {
    const { tls, handler, now, steady, timers, random, log, observe } = options;
    this.limits = { ...LINK_LIMITS, ...options.limits };
    const common = { identity: options, limits: this.limits, now, timers, log };
    this.peerDeps = {
      ...common,
      steady,
      random,
      credentialsFor: peerCredentials(tls),
      roundTrip: (ms) => observe.roundTrip(ms / 1_000),
      onSettled: () => this.settled(),
    };
    this.incomingDeps = {
      ...common,
      handler,
      certified: tls !== null,
      isClosing: () => this.isClosing,
      onProven: (stream) => this.proven(stream),
      onOver: (stream) => this.over(stream),
      onQuiet: () => this.settled(),
      onRefused: (reason, from) => this.refused(reason, from),
    };
  }

  async listen(): Promise<void> {
    const { host, port, tls, timers, log } = this.options;
    this.port = await openPort({ host, port, tls, limits: this.limits, timers, log, onCall: (call) => this.called(call) });
  }

  get address(): string {
    return this.port?.address ?? '';
  }

  get depth(): number {
    let depth = 0;
    for (const peer of this.peers.values()) depth += peer.depth;
    return depth;
  }

  figures(): LinkFigures {
    const streams = [...this.streams].filter(({ session }) => session !== null);
    return {
      peers: [...this.peers.values()].map(({ figures }) => figures),
      connectedFrom: streams.length,
      answering: streams.reduce((sum, { size }) => sum + size, 0),
    };
  }

  meet(members: readonly Member[]): void {
    if (this.isClosing) return;
    const self = this.options.self();
    // An earlier session of this node may still be among them.
    const others = new Map(members.filter(({ nodeId }) => nodeId !== self.nodeId).map((member) => [member.session, member]));
    for (const [session, peer] of this.peers) {
      const member = others.get(session);
      if (member !== undefined && peer.is(member)) continue;
      this.peers.delete(session);
      peer.close('it is not among the members any more');
    }
    for (const [session, member] of others) {
      const peer = this.peers.get(session);
      if (peer === undefined) this.peers.set(session, new Peer(member, this.peerDeps));
      else peer.speakFor(self.session);
    }
    for (const stream of this.streams) stream.check(members);
  }

  ask(session: string, request: PeerRequest): Promise<PeerOutcome> {
    const peer = this.isClosing ? undefined : this.peers.get(session);
    if (peer === undefined)
      return Promise.resolve({ kind: 'unsent', reason: this.isClosing ? 'this node is on its way down' : 'not a peer' });
    return peer.ask(request);
  }

  close(patienceMs: number): Promise<void> {
    this.closing ??= this.shutDown(patienceMs);
    return this.closing;
  }

  private async shutDown(patienceMs: number): Promise<void> {
    this.isClosing = true;
    this.port?.shut();
    for (const stream of this.streams) if (stream.session === null) stream.end(status.UNAVAILABLE, 'the node is on its way down');
    await this.quiet(patienceMs);
    for (const peer of this.peers.values()) peer.close('this node is on its way down');
    this.peers.clear();
    for (const stream of this.streams) stream.end(status.OK, '');
    await this.port?.close(FAREWELL_MS);
  }

  /** Resolves when nothing is asked and nothing is answered any more, or after so long. */
  private quiet(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const stopWaiting = this.options.timers.after(patienceMs, resolve);
      this.settled = () => {
        if (this.depth > 0 || [...this.streams].some(({ isQuiet }) => !isQuiet)) return;
        stopWaiting();
        resolve();
      };
      this.settled();
    });
  }

  private called(call: LinkCall): void {
    this.streams.add(new IncomingStream(call, this.incomingDeps));
  }

  /** One stream of a session is enough: an earlier one is what is left of a connection that broke. */
  private proven(stream: IncomingStream): void {
    const { session, from } = stream;
    if (session === null) return;
    for (const other of this.streams)
      if (other !== stream && other.session === session) other.end(status.ABORTED, 'a later stream has taken its place');
    this.port?.doors.prove(from);
    this.peers.get(session)?.seen();
  }

  private over(stream: IncomingStream): void {
    this.streams.delete(stream);
    this.port?.doors.leave(stream.from);
    this.settled();
  }

  private refused(reason: string, from: string): void {
    const now = this.options.steady();
    if (now - (this.loggedAt.get(reason) ?? -Infinity) < REFUSALS_LOGGED_EVERY_MS) return;
    this.loggedAt.set(reason, now);
    this.options.log.warn({ from, reason }, 'somebody was not let in on the cluster port');
  }
}
