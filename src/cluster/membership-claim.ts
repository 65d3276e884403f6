/**
 * Makes this node's key its own: at the start, and again after the lease had lapsed.
 *
 * The key may still be there. One that its session has given up, or that this process wrote itself, is taken over at once. Any other one may be of a process that
 * lives: it is taken over by compare-and-set once it has been silent for so long that its lease is surely over, and never while it is renewed.
 *
 * What is taken over that way is named in `follows`: the others need not wait for that session any more.
 */
import type { Timers } from '../timers.js';
import type { ClusterLog } from './log.js';
import { LEASE_MS, SILENCE_MS } from './lease.js';
import type { Member } from './member.js';
import type { MemberEntry } from './member-entry.js';
import type { MemberKey, Seen, Stored, Written } from './member-key.js';
import { Waiting } from './waiting.js';

/** How long a key that is renewed by another process is waited for at the start: its process may be about to end. */
export const IN_USE_PATIENCE_MS = 10_000;
/** How often it is looked at, and the log is told when nothing changes. */
const LOOK_MS = 250;
const TELL_MS = 10_000;
/** A heartbeat that was sent longer ago leaves too little of the lease. */
const FRESH_MS = LEASE_MS / 2;
const RETRY_MS_MIN = 50;
/** Nothing is served by this node until it is in. */
const RETRY_MS_MAX = 250;

/** Another process with this node id is alive. */
export class NodeIdInUse extends Error {
  override readonly name = 'NodeIdInUse';

  constructor(nodeId: string, address: string) {
    super(
      `The node id ${nodeId} is in use by a process at ${address || 'an unknown address'} that is alive: give each node an id of its own (FRONTROW_NODE_ID), or stop that one.`,
    );
  }
}

export interface ClaimOptions {
  readonly key: MemberKey;
  readonly steady: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  readonly log: ClusterLog;
  /** This node under a fresh session. */
  readonly mint: () => Member;
}

export interface Claimed extends Stored {
  readonly member: Member;
  /** A session that it took over from and for which nobody holds a lease any more. */
  readonly follows: string | null;
}

/** A key of another process, and since when its last heartbeat is known. */
interface Watched {
  readonly session: string | null;
  readonly revision: number;
  readonly seenAt: number;
}

export class Claim {
  private readonly waiting: Waiting;
  private isCalledOff = false;
  /** Sessions that this process has written, and for which it holds no lease. */
  private readonly own = new Set<string>();
  private watched: Watched | null = null;
  private inUseSince: number | null = null;
  private toldAt = -Infinity;
  private failures = 0;

  constructor(private readonly options: ClaimOptions) {
    this.waiting = new Waiting(options.timers);
  }

  callOff(): void {
    this.isCalledOff = true;
    this.waiting.cutShort();
  }

  /**
   * @param own a session of this process that is over; null at the start.
   * @param patienceMs how long a key that another process renews is waited for.
   * @returns null when it was called off. Rejects with `NodeIdInUse`.
   */
  async run(own: string | null, patienceMs: number): Promise<Claimed | null> {
    if (own !== null) this.own.add(own);
    let member = this.options.mint();
    while (!this.isCalledOff) {
      const seen = await this.look(member.session);
      if (seen === null) continue;
      if (seen.kind === 'mine' && this.isFresh(seen)) return { member, ...seen };
      const free = this.isFree(seen, patienceMs);
      if (free === null) {
        await this.waiting.for(LOOK_MS);
        continue;
      }
      // Its key may have been there already and have been declared over since: others will never believe in that session again.
      if (seen.kind !== 'mine' && this.own.has(member.session)) member = this.options.mint();
      this.own.add(member.session);
      const follows = free.follows ?? own;
      const written = await this.write({ member, follows, over: null }, free.expected);
      if (written !== null) return { member, follows, ...written };
    }
    return null;
  }

  private isFresh({ sentAt }: Stored): boolean {
    return this.options.steady() - sentAt < FRESH_MS;
  }

  private async look(session: string): Promise<Seen | null> {
    try {
      return await this.options.key.look(session);
    } catch (error) {
      await this.failed(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  private async write(entry: Omit<MemberEntry, 'beat'>, expected: number): Promise<Stored | null> {
    const written: Written = await this.options.key.write(entry, expected);
    if (written.status === 'unknown') await this.failed(written.reason);
    if (written.status === 'conflict') await this.waiting.for(RETRY_MS_MIN * (1 + this.options.random()));
    if (written.status !== 'stored') return null;
    this.failures = 0;
    return this.isFresh(written) ? written : null;
  }

  /** Which revision to take it over from; null when it may not be, yet. */
  private isFree(seen: Seen, patienceMs: number): { readonly expected: number; readonly follows: string | null } | null {
    if (seen.kind === 'absent') return { expected: 0, follows: null };
    if (seen.kind === 'mine') return { expected: seen.revision, follows: seen.follows };
    const { entry, revision } = seen;
    const session = entry?.member.session ?? null;
    if (session !== null && this.own.has(session)) return { expected: revision, follows: session };
    if (entry !== null && entry.over !== null) return { expected: revision, follows: entry.over === 'absent' ? null : session };
    if (this.isSilent(session, revision)) return { expected: revision, follows: session };
    this.refuseIfRenewed(entry?.member.address ?? '', patienceMs);
    return null;
  }

  private isSilent(session: string | null, revision: number): boolean {
    const now = this.options.steady();
    if (this.watched?.revision === revision) return now - this.watched.seenAt >= SILENCE_MS;
    if (this.watched !== null && this.watched.session === session) this.inUseSince ??= this.watched.seenAt;
    this.watched = { session, revision, seenAt: now };
    return false;
  }

  private refuseIfRenewed(address: string, patienceMs: number): void {
    const { key, steady } = this.options;
    if (this.inUseSince === null) return;
    if (steady() - this.inUseSince >= patienceMs) throw new NodeIdInUse(key.nodeId, address);
    this.tell(`another process at ${address} renews the key of node id ${key.nodeId}; waiting for it to end`);
  }

  private async failed(reason: string): Promise<void> {
    this.failures += 1;
    if (this.failures > 1) this.tell(`the members' bucket cannot be written: ${reason}`);
    const limit = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(this.failures, 10));
    await this.waiting.for(RETRY_MS_MIN + limit * this.options.random());
  }

  private tell(message: string): void {
    const now = this.options.steady();
    if (now - this.toldAt < TELL_MS) return;
    this.toldAt = now;
    this.options.log.warn({ nodeId: this.options.key.nodeId }, message);
  }
}
