/**
 * Whether the nodes that are there would link with this one, asked before it becomes one of them, and again before it takes its share when it is not linked with
 * all. A member that nobody links with would get its share of the shards, and whatever lives in them would be out of everybody's reach; so a wrong secret or
 * certificate must stop a node at its start.
 *
 * Each peer is called as for a link, until it has proven the secret; then the call ends. Peers that are away, busy or on their way down say nothing about this
 * node. When one would link and another would not, either may be the one that is wrong.
 */
import type { Member } from '../../cluster/member.js';
import type { Timers } from '../../timers.js';
import { Connection, HANDSHAKE_TOO_LONG, SECRET_UNKNOWN } from './connection.js';
import type { ConnectionDeps } from './connection.js';
import { peerCredentials } from './identity.js';
import type { LinkIdentity, LinkTls } from './identity.js';
import { LINK_LIMITS } from './limits.js';

export interface AdmissionOptions {
  readonly identity: LinkIdentity;
  readonly tls: LinkTls | null;
  readonly timers: Timers;
}

/** A peer that would not link with this node. */
export interface NotAdmitted {
  readonly peer: Member;
  readonly reason: string;
  /** It answers, and knows another secret. */
  readonly knowsOtherSecret: boolean;
}

type Answer = 'admitted' | 'no answer' | NotAdmitted;

/** A peer that is killed or started just now breaks a connection as well. */
const TRIES_MAX = 3;
const AGAIN_MS = 300;
/** A start waits no longer than this for a peer that stands still. */
const PATIENCE_MS = 2_000;
/** What the system says when nobody is there, in one word. */
const SYSTEM_CODE = /^E[A-Z_]+$/;
/** What a peer says that has understood who calls, and what says nothing of this node. */
const NOT_ABOUT_US = /^(nobody answers|another |the node is on its way down)/;
/** It has joined, again or just now: what the bucket says of it and what it says of itself may differ for a moment. */
const HAS_JUST_JOINED = /^(meant for another session|this node has a new session)/;

/** What those who can tell say. */
export interface Admission {
  /** One of them would link. */
  readonly isAdmitted: boolean;
  readonly refusals: readonly NotAdmitted[];
}

export async function askAdmission(peers: readonly Member[], { identity, tls, timers }: AdmissionOptions): Promise<Admission> {
  const limits = { ...LINK_LIMITS, handshakeMs: PATIENCE_MS };
  const deps: ConnectionDeps = { identity, credentialsFor: peerCredentials(tls), limits, timers };
  const answers = await Promise.all(peers.map((peer) => answerOf(peer, deps)));
  return { isAdmitted: answers.includes('admitted'), refusals: answers.filter((answer) => typeof answer === 'object') };
}

/** Empty when one of them would link with this node, or when none of them can tell. */
export async function whyNotAdmitted(peers: readonly Member[], options: AdmissionOptions): Promise<readonly NotAdmitted[]> {
  const { isAdmitted, refusals } = await askAdmission(peers, options);
  return isAdmitted ? [] : refusals;
}

async function answerOf(peer: Member, deps: ConnectionDeps): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const reason = await endOf(peer, deps);
    if (reason === null) return 'admitted';
    if (reason === HANDSHAKE_TOO_LONG || SYSTEM_CODE.test(reason) || NOT_ABOUT_US.test(reason)) return 'no answer';
    const knowsOtherSecret = reason === SECRET_UNKNOWN;
    if (knowsOtherSecret) return { peer, reason, knowsOtherSecret };
    if (tries === TRIES_MAX) return HAS_JUST_JOINED.test(reason) ? 'no answer' : { peer, reason, knowsOtherSecret };
    await new Promise<void>((resolve) => deps.timers.after(AGAIN_MS, resolve));
  }
}

/** null: the peer has let this node connect, and proven that it knows the secret. */
function endOf(peer: Member, deps: ConnectionDeps): Promise<string | null> {
  return new Promise((resolve) => {
    const connection = new Connection(peer, deps, {
      onProven: () => {
        connection.close();
        resolve(null);
      },
      onOpen: () => undefined,
      onReplies: () => undefined,
      onEnd: resolve,
      fill: () => false,
    });
  });
}
