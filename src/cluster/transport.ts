/** How nodes ask each other: the port that the link over gRPC implements, and the router uses. */
import type { EntityId } from '../domain/ids.js';
import type { Member } from './member.js';
import type { Envelope } from './router.js';

/** A command on its way to the owner. */
export interface PeerRequest {
  readonly entity: EntityId;
  /** Its deadline is on the clock of the node that has it: the link carries what is left of it. */
  readonly envelope: Envelope;
  /** Of the asking node's shard table, when it chose whom to ask. */
  readonly revision: number;
}

/** What the asked node says. */
export type PeerReply =
  | { readonly kind: 'answer'; readonly answer: unknown }
  /** It does not own the shard, as of this revision of its table: nothing was done, and whoever asked may ask the owner. */
  | { readonly kind: 'not-owner'; readonly revision: number };

/** What came of asking. */
export type PeerOutcome =
  | PeerReply
  /** Nothing was done: there is no connection, more waits to be sent than may, or the asked node does not take it on. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** It was sent, and no answer came: the connection broke, or the deadline passed. It may or may not have been carried out. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Answers what peers ask. Never rejects. */
export type PeerHandler = (request: PeerRequest) => Promise<PeerReply>;

export interface Transport {
  /** Connects to all of them but this node itself, and lets go of those who are not among them any more. May be called as often as one likes. */
  meet(members: readonly Member[]): void;
  /** Never rejects. */
  ask(session: string, request: PeerRequest): Promise<PeerOutcome>;
  /** What waits to be sent or to be answered, over all peers. */
  readonly depth: number;
  /** Takes nothing new; resolves when all that peers asked was answered, or after `patienceMs`, and all connections are closed. */
  close(patienceMs: number): Promise<void>;
}
