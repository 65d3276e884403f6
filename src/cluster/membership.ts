/**
 * This node among the others: its key in the bucket, its lease, and who else is there.
 *
 * A session is one unbroken stretch of heartbeats. When the lease has lapsed the session is over for good: the listeners of `onLapse` run first and let go of
 * whatever was owned, then a new session is made and its key stored, then the listeners of `onChange` run. There is no moment in which one session's lease holds and
 * the other's things are still served.
 *
 * Failure cases
 *  - another process has this node id: at the start it is waited for, and refused when it lives; later this node is silent until that one has ended.
 *  - the process is stopped for longer than the lease and continues: the first thing that asks finds that the lease does not hold; the lapse follows.
 *  - the bucket has no leader: all leases lapse; all join again when it has one.
 */
import type { Timers } from '../timers.js';
import { Heartbeat } from './heartbeat.js';
import type { Ended } from './heartbeat.js';
import { HeldLease } from './lease.js';
import type { ClusterLog } from './log.js';
import type { Lease, Member, Membership, MemberState } from './member.js';
import { isNodeId } from './member-entry.js';
import { MemberKey } from './member-key.js';
import { Claim, IN_USE_PATIENCE_MS } from './membership-claim.js';
import type { Claimed } from './membership-claim.js';
import { Health } from './membership-health.js';
import { MembersView } from './membership-view.js';
import type { Bucket } from './nats/bucket.js';

/** How often leaving is tried before the key is left to lapse. */
const LEAVE_TRIES = 3;

export interface JoinOptions {
  readonly bucket: Pick<Bucket, 'put' | 'get' | 'all' | 'hints'>;
  /** Letters, digits, `-` and `_`; at most 64. */
  readonly nodeId: string;
  /** host:port where peers reach this node. */
  readonly address: string;
  readonly version: string;
  /** Node clock, ms since 1970. */
  readonly startedAt: number;
  /** @default 'joining' */
  readonly state?: MemberState;
  /** A clock that is never set, ms since any moment, fractions allowed. */
  readonly steady: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  /** A fresh session of this node: `<nodeId>.<16 hex>`. */
  readonly mintSession: () => string;
  readonly log: ClusterLog;
  /** How long a live process with the same node id is waited for. @default 10 s */
  readonly inUsePatienceMs?: number;
}

/** Resolves when this node's key is stored and the others were looked at. Rejects with `NodeIdInUse`. */
export async function joinCluster(options: JoinOptions): Promise<Membership> {
  if (!isNodeId(options.nodeId)) throw new Error(`"${options.nodeId}" is no node id: letters, digits, - and _, at most 64 of them`);
  const membership = new JoinedMembership(options);
  await membership.start(options.inUsePatienceMs ?? IN_USE_PATIENCE_MS);
  return membership;
}

/** Somebody who waits until the others can know what was said. */
interface Telling {
  readonly version: number;
  readonly told: () => void;
}

class JoinedMembership implements Membership {
  readonly lease: Lease;
  private readonly held: HeldLease;
  private readonly key: MemberKey;
  private readonly heartbeat: Heartbeat;
  private readonly claim: Claim;
  private readonly view: MembersView;
  private readonly health: Health;
  private me: Member;
  /** What every key of this session says of the one before. */
  private follows: string | null = null;
  private isIn = false;
  /** Grows when what the key is to say has changed. */
  private version = 0;
  private toldVersion = 0;
  private tellings: readonly Telling[] = [];
  private shown: readonly Member[] | null = null;
  private leaving: Promise<void> | null = null;
  private lastTrouble = 'no heartbeat was acknowledged in time';
  private readonly changeListeners: (() => void)[] = [];
  private readonly lapseListeners: (() => void)[] = [];

  constructor(private readonly options: JoinOptions) {
    const { bucket, nodeId, address, version, startedAt, state = 'joining', steady, timers, random, mintSession, log } = options;
    this.held = new HeldLease(steady);
    this.lease = this.held;
    this.key = new MemberKey(bucket, nodeId, steady);
    this.health = new Health(steady);
    this.me = { nodeId, session: mintSession(), address, state, version, startedAt };
    this.view = new MembersView({ bucket, nodeId, steady, timers, random, log, health: this.health, onChange: () => this.changed() });
    const mint = (): Member => ({ ...this.me, session: mintSession() });
    this.claim = new Claim({ key: this.key, steady, timers, random, log, mint });
    this.heartbeat = new Heartbeat({
      key: this.key,
      lease: this.held,
      steady,
      timers,
      random,
      saying: () => ({ entry: { member: this.me, follows: this.follows, over: null }, version: this.version }),
      onAcknowledged: (stored, said) => {
        this.health.acknowledged(stored.sentAt);
        this.view.ownStored(stored);
        if (said !== null) this.told(said);
      },
      onTrouble: (reason) => {
        this.lastTrouble = reason;
        this.health.trouble();
      },
    });
  }

  async start(inUsePatienceMs: number): Promise<void> {
    const claimed = await this.claim.run(null, inUsePatienceMs);
    if (claimed === null) throw new Error('left before it had joined');
    this.joined(claimed);
    void this.live(claimed);
    await this.view.poll();
    void this.view.run();
  }

  get self(): Member {
    return this.me;
  }

  get members(): readonly Member[] {
    this.shown ??= [...(this.isIn ? [this.me] : []), ...this.view.members].sort((one, other) => (one.nodeId < other.nodeId ? -1 : 1));
    return this.shown;
  }

  isGone(session: string): boolean {
    return this.view.isGone(session, this.isIn ? this.me.session : null);
  }

  become(state: MemberState): Promise<void> {
    if (this.leaving !== null) return Promise.resolve();
    if (this.me.state !== state) {
      this.me = { ...this.me, state };
      this.version += 1;
      this.heartbeat.beatNow();
      this.changed();
    }
    const { version } = this;
    if (version <= this.toldVersion) return Promise.resolve();
    return new Promise((told) => {
      this.tellings = [...this.tellings, { version, told }];
    });
  }

  onChange(listener: () => void): void {
    this.changeListeners.push(listener);
  }

  onLapse(listener: () => void): void {
    this.lapseListeners.push(listener);
  }

  leave(): Promise<void> {
    this.leaving ??= this.goAway();
    return this.leaving;
  }

  /** One session after another, until it leaves. */
  private async live(first: Claimed): Promise<void> {
    let claimed: Claimed | null = first;
    while (claimed !== null) {
      const ended = await this.heartbeat.keep(claimed);
      if (this.leaves()) return;
      this.lapsed(ended);
      claimed = await this.claim.run(this.me.session, Infinity);
      if (this.leaves()) return;
      if (claimed !== null) this.joined(claimed);
    }
  }

  /** A method, for it changes while others are waited for. */
  private leaves(): boolean {
    return this.leaving !== null;
  }

  private joined(claimed: Claimed): void {
    const { nodeId, address } = this.me;
    this.follows = claimed.follows;
    if (claimed.follows !== null) this.view.isOver(claimed.follows);
    // The state may have changed since; the next heartbeat says so.
    if (claimed.member.state !== this.me.state) this.heartbeat.beatNow();
    else this.told(this.version);
    this.me = { ...this.me, session: claimed.member.session };
    this.isIn = true;
    this.held.begin(claimed.sentAt);
    this.health.acknowledged(claimed.sentAt);
    this.view.ownStored(claimed);
    // Whoever lost its lease for the same reason comes back now, too.
    this.view.lookSoon();
    this.options.log.info({ nodeId, session: this.me.session, address }, `joined the cluster as node ${nodeId}`);
    this.changed();
  }

  private lapsed(ended: Ended): void {
    const { nodeId, session } = this.me;
    this.held.end();
    this.isIn = false;
    this.health.trouble();
    this.view.isOver(session);
    const why = ended === 'taken' ? 'its key is not there any more, or another process has it' : this.lastTrouble;
    this.options.log.warn({ nodeId, session }, `this node's lease has lapsed (${why}): it answers nothing until it has joined again`);
    this.call(this.lapseListeners);
    this.changed();
  }

  private async goAway(): Promise<void> {
    // First of all: what is said next is believed at once.
    this.held.end();
    this.claim.callOff();
    this.view.close();
    let expected = await this.heartbeat.stop();
    const { session, nodeId } = this.me;
    const wasIn = this.isIn;
    this.isIn = false;
    for (let tries = 0; wasIn && tries < LEAVE_TRIES; tries += 1) {
      const written = await this.key.write({ member: this.me, follows: this.follows, over: 'left' }, expected);
      if (written.status === 'stored') break;
      const seen = await this.key.look(session).catch(() => null);
      if (seen === null) continue;
      if (seen.kind !== 'mine') break;
      expected = seen.revision;
    }
    this.options.log.info({ nodeId, session }, `node ${nodeId} has left the cluster`);
    this.told(Infinity);
    this.changed();
  }

  private told(version: number): void {
    this.toldVersion = Math.max(this.toldVersion, version);
    const isTold = (telling: Telling): boolean => telling.version <= version;
    const told = this.tellings.filter(isTold);
    this.tellings = this.tellings.filter((telling) => !isTold(telling));
    for (const telling of told) telling.told();
  }

  private changed(): void {
    this.shown = null;
    this.call(this.changeListeners);
  }

  /** One that throws must not keep the others from being told. */
  private call(listeners: readonly (() => void)[]): void {
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (error) {
        this.options.log.error({ err: error }, 'a listener to the membership failed');
      }
    }
  }
}
