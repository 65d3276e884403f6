/**
 * Makes what this node serves what it should serve: compares the wish (the ring over the members that are up) with the fact (the shard table), and takes shards,
 * hands them off, and lets them go.
 *
 * Invariants
 *  - A shard is served here only while the table names this node's session as its owner, under the epoch of that entry.
 *  - A shard is taken only when nobody owns it, or when no process can hold a lease for its owner's session any more. One that is given to this node's session is
 *    its own as soon as the table says so.
 *  - A shard is released only when nothing of it is in memory here any more.
 *  - When the lease has lapsed, or the table names somebody else, the shard is let go at once, in the call that brought the news. After a lapse nothing is taken
 *    before this node has a new session; what is still entered under the old one, which is gone, is taken anew then, with a new epoch.
 *  - The wish is a function of the members, so nodes that see the same members want the same. A node that sees others loses the compare-and-set, or finds nothing
 *    to take, and looks again later.
 *
 * Everything that happens leads to one look at all shards, soon; whatever is due is begun there, within the bounds of `StewardSettings`. What has failed is tried
 * again with back-off.
 */
import type { Timers } from '../timers.js';
import type { ClusterLog } from './log.js';
import type { Membership } from './member.js';
import type { ShardHost } from './shard-host.js';
import type { ShardEntry, ShardTable } from './shard-table.js';
import { SHARD_COUNT } from './shards.js';
import { Adoptions } from './steward-adoptions.js';
import { backOffMs, Retries } from './steward-back-off.js';
import { HandOffs } from './steward-hand-offs.js';
import { Holdings } from './steward-holdings.js';
import type { Holding } from './steward-holdings.js';
import { STEWARD_SETTINGS } from './steward-settings.js';
import type { StewardSettings } from './steward-settings.js';
import { StewardTally } from './steward-tally.js';
import type { StewardFigures, StewardObserver } from './steward-tally.js';
import { within } from './steward-time-limit.js';
import { viewOf } from './steward-view.js';
import type { StewardView } from './steward-view.js';
import { StewardWaits } from './steward-waits.js';
import { Wish } from './steward-wish.js';

export interface StewardOptions {
  readonly membership: Membership;
  readonly table: ShardTable;
  readonly host: ShardHost;
  /** Node clock, ms. */
  readonly now: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  readonly log: ClusterLog;
  readonly observe?: StewardObserver;
  readonly settings?: Partial<StewardSettings>;
}

/** Leaving may take this much longer than the deadline of `drain`, ms, so that the others hear of it even when there was no time left. */
const LEAVE_MS_MIN = 1_000;

export class Steward {
  private readonly settings: StewardSettings;
  private readonly holdings = new Holdings();
  private readonly wish = new Wish();
  private readonly tally: StewardTally;
  private readonly retries: Retries;
  private readonly adoptions: Adoptions;
  private readonly handOffs: HandOffs;
  private readonly waits: StewardWaits;
  private readonly listeners: ((shards: readonly number[]) => void)[] = [];
  /** Shards that are being taken. */
  private readonly taking = new Map<number, symbol>();
  /** Under which shards are held. */
  private session: string;
  /** The session whose lease was seen to lapse last. */
  private lapsedSession: string | null = null;
  private stage: 'new' | 'running' | 'draining' | 'stopped' = 'new';
  private isRising = false;
  private callOffLook: (() => void) | null = null;
  private callOffTick: () => void = () => undefined;
  private drained: Promise<boolean> | null = null;
  /** Of `drain`: node clock, ms. */
  private drainDeadline = Infinity;
  /** While this node leaves: the others can know it, so that whatever is given up is taken at once. */
  private isNoticed = false;
  /** When nothing is held any more. */
  private onEmpty: () => void = () => undefined;

  constructor(private readonly options: StewardOptions) {
    const { membership, timers, random, observe } = options;
    this.settings = { ...STEWARD_SETTINGS, ...options.settings };
    this.session = membership.self.session;
    this.tally = new StewardTally(observe ?? null);
    this.retries = new Retries(timers, random, () => this.lookSoon());
    const { holdings, wish } = this;
    this.waits = new StewardWaits({ ...options, wish, figures: () => this.figures() });
    this.adoptions = new Adoptions({
      ...options,
      holdings,
      changed: (shards) => this.tell(shards),
      failed: () => this.tally.adoptionFailed(),
    });
    this.handOffs = new HandOffs({
      ...options,
      holdings,
      shouldStay: (shard) => !this.mustGo(shard),
      changed: (shard) => this.tell([shard]),
      released: (milliseconds, finished) => this.tally.handedOff(milliseconds, finished),
      settings: this.settings,
      leavesAt: () => this.drainDeadline,
      heirOf: (shard) => wish.heirOf(shard, membership),
    });
  }

  /** From now on this node takes its share. */
  start(): void {
    const { membership, table } = this.options;
    if (this.stage !== 'new') return;
    this.stage = 'running';
    membership.onChange(() => this.lookSoon());
    membership.onLapse(() => this.lapse());
    table.onChange((changed) => this.learn(changed));
    this.lookSoon();
    this.tick();
  }

  /** Cheap: asked for every command. */
  serving(shard: number): 'here' | 'handing-off' | null {
    return this.holdings.serving(shard);
  }

  /** Of the shards that this node owns. */
  get epochs(): ReadonlyMap<number, number> {
    return this.holdings.epochs;
  }

  /** Exactly the shards that the wish gives to this node are served here, nothing is under way, and the lease holds. */
  get settled(): boolean {
    const { self, lease } = this.options.membership;
    if (this.stage !== 'running' || !lease.holds() || self.state !== 'up' || self.session !== this.session) return false;
    this.seeMembers();
    if (this.holdings.count('here') !== this.holdings.size || this.holdings.size !== this.wish.countOf(self.nodeId)) return false;
    for (const { shard } of this.holdings.all()) if (this.wish.ownerOf(shard) !== self.nodeId) return false;
    return true;
  }

  /** Called with shards of which `serving` may say something else now. */
  onChange(listener: (shards: readonly number[]) => void): void {
    this.listeners.push(listener);
  }

  figures(): StewardFigures {
    this.seeMembers();
    return this.tally.figures(this.holdings, this.wish.countOf(this.options.membership.self.nodeId), this.taking.size);
  }

  view(): StewardView {
    this.seeMembers();
    return viewOf(this.options.membership, this.options.table, this.wish, this.settled);
  }

  /**
   * Gives everything away and leaves the cluster; nothing is served here afterwards.
   *
   * @param deadline node clock, ms: what is still here then is given up.
   * @returns true when everything was finished and released.
   */
  drain(deadline: number): Promise<boolean> {
    this.drained ??= this.leave(deadline);
    return this.drained;
  }

  private tick(): void {
    this.callOffTick = this.options.timers.after(this.settings.lookEveryMs, () => {
      this.look();
      if (this.stage === 'running') this.waits.look(this.settled);
      if (this.stage !== 'stopped') this.tick();
    });
  }

  /** Once for everything that happens until then. */
  private lookSoon(): void {
    if (this.callOffLook !== null || this.stage === 'new' || this.stage === 'stopped') return;
    this.callOffLook = this.options.timers.after(0, () => {
      this.callOffLook = null;
      this.look();
    });
  }

  private look(): void {
    const { membership } = this.options;
    if (this.stage === 'new' || this.stage === 'stopped') return;
    if (membership.self.session !== this.session) this.lapse();
    if (!membership.lease.holds() || this.session === this.lapsedSession) return;
    if (this.stage === 'running' && membership.self.state === 'joining') void this.rise();
    this.seeMembers();
    for (let shard = 0; shard < SHARD_COUNT; shard += 1) this.lookAt(shard);
    this.adoptTaken();
    if (this.isEmpty()) this.onEmpty();
  }

  private seeMembers(): void {
    const { membership } = this.options;
    this.wish.see(membership, membership.self.state === 'up' && this.stage === 'running');
  }

  private lookAt(shard: number): void {
    const entry = this.options.table.entry(shard);
    let holding = this.holdings.get(shard);
    if (holding === undefined) {
      if (this.taking.has(shard)) return;
      // Given to this node, or taken when nobody could tell any more.
      if (entry.owner === this.session) holding = this.holdings.add(entry);
      else if (this.isWanted(entry) && !this.retries.waits(shard)) this.take(entry);
    }
    if (holding !== undefined && this.mustGo(shard)) this.letGo(holding);
  }

  private isWanted({ shard, owner }: ShardEntry): boolean {
    const { membership } = this.options;
    if (this.wish.ownerOf(shard) !== membership.self.nodeId) return false;
    return owner === null || membership.isGone(owner);
  }

  private mustGo(shard: number): boolean {
    if (this.stage === 'draining') return true;
    const owner = this.wish.ownerOf(shard);
    return owner !== null && owner !== this.options.membership.self.nodeId;
  }

  private take(entry: ShardEntry): void {
    if (this.changesUnderWay() >= this.settings.changesAtOnceMax) return;
    const attempt = Symbol('take');
    this.taking.set(entry.shard, attempt);
    void this.carryOutTake(entry, attempt);
  }

  private async carryOutTake(entry: ShardEntry, attempt: symbol): Promise<void> {
    const { table, log } = this.options;
    const { shard, owner } = entry;
    const taken = await table.take(entry, this.session).catch((error: unknown) => {
      log.warn({ shard, err: error }, 'a shard could not be taken; it is tried again');
      return null;
    });
    // The lease has lapsed meanwhile, and the shard may be being taken anew.
    if (this.taking.get(shard) !== attempt) return;
    this.taking.delete(shard);
    if (taken === null) {
      this.tally.refused();
      this.retries.hasFailed(shard);
    } else {
      this.retries.forget(shard);
      this.retries.hurry();
      this.tally.took(owner === null ? 'nobody' : 'gone');
      // Unless the table knows of a later owner by now.
      if (table.entry(shard).owner === this.session) this.holdings.add(taken);
    }
    this.lookSoon();
  }

  /** All that have come since the last time, in one group. They are served at once, however long others take to be taken up in full. */
  private adoptTaken(): void {
    const group = this.holdings.inPhase('taken').filter(({ shard }) => !this.mustGo(shard));
    if (group.length > 0) void this.adoptions.adopt(group).then(() => this.lookSoon());
  }

  private letGo(holding: Holding): void {
    if (holding.phase === 'taken' && this.changesUnderWay() < this.settings.changesAtOnceMax) {
      void this.handOffs.release(holding).then(() => this.lookSoon());
    } else if (holding.phase === 'here' && this.mayHandOff()) {
      void this.handOffs.handOff(holding).then(() => this.lookSoon());
    }
  }

  private mayHandOff(): boolean {
    const { drainsAtOnceMax, handOffsAtOnceMax } = this.settings;
    const isDraining = this.stage === 'draining';
    if (isDraining && !this.isNoticed) return false;
    return this.holdings.going < Math.min(this.handOffs.atOnceMax, isDraining ? drainsAtOnceMax : handOffsAtOnceMax);
  }

  private isEmpty(): boolean {
    return this.holdings.size === 0 && this.taking.size === 0;
  }

  private changesUnderWay(): number {
    return this.taking.size + this.holdings.count('releasing');
  }

  /** The table has changed: whatever it gives to somebody else is not served here any more. */
  private learn(changed: readonly ShardEntry[]): void {
    if (this.stage === 'stopped') return;
    const lost = new Set<number>();
    for (const entry of changed) {
      const holding = this.holdings.get(entry.shard);
      if (holding === undefined || entry.revision <= holding.entry.revision) continue;
      if (entry.owner === this.session && entry.epoch === holding.entry.epoch) continue;
      if (holding.phase === 'releasing') {
        this.handOffs.isReleased(holding);
        continue;
      }
      this.holdings.remove(holding);
      lost.add(entry.shard);
    }
    if (lost.size > 0) {
      this.options.host.abandon(lost);
      this.tally.lost(lost.size, 'owner');
      this.options.log.warn({ shards: [...lost] }, 'the shard table gives shards to another owner that were served here; they are let go');
      this.tell([...lost]);
    }
    this.lookSoon();
  }

  /** Nothing may be served or written any more. */
  private lapse(): void {
    this.lapsedSession = this.session;
    this.session = this.options.membership.self.session;
    this.taking.clear();
    this.retries.forgetAll();
    const lost = this.holdings.clear();
    if (lost.size > 0) {
      this.options.host.abandon(lost);
      this.tally.lost(lost.size, 'lapse');
      this.options.log.warn({ shards: lost.size, session: this.lapsedSession }, "this node's lease has lapsed; all shards are let go");
      this.tell([...lost]);
    }
    if (this.stage === 'draining') this.onEmpty();
    this.lookSoon();
  }

  /** Joined, and able to serve: others see it, and hand their shards off. */
  private async rise(): Promise<void> {
    const { membership, log, timers, random } = this.options;
    if (this.isRising) return;
    this.isRising = true;
    try {
      await membership.become('up');
    } catch (error) {
      log.warn({ err: error }, 'the other nodes could not be told that this one is up; it is tried again');
      await new Promise<void>((resolve) => timers.after(backOffMs(2, random()), resolve));
    }
    this.isRising = false;
    this.lookSoon();
  }

  private async leave(deadline: number): Promise<boolean> {
    const { membership, timers, now, log } = this.options;
    const before = this.tally.givenUp;
    this.stage = 'draining';
    this.drainDeadline = deadline;
    // Even when nobody can be told, what is here should be given away as well as it can.
    await within(timers, (deadline - now()) / 2, membership.become('leaving')).catch((error: unknown) => {
      log.warn({ err: error }, 'the other nodes could not be told that this one leaves');
    });
    const isAlone = !membership.members.some(({ nodeId, state }) => state === 'up' && nodeId !== membership.self.nodeId);
    const noticeMs = isAlone ? 0 : Math.min(this.settings.noticeMs, Math.max(0, (deadline - now()) / 2));
    await this.emptied(deadline, noticeMs);
    this.stop();
    const rest = this.holdings.clear();
    if (rest.size > 0) {
      this.options.host.abandon(rest);
      this.tally.lost(rest.size, 'drain');
      log.warn({ shards: rest.size }, 'not all shards could be handed off in time');
      this.tell([...rest]);
    }
    await within(timers, Math.max(LEAVE_MS_MIN, deadline - now()), membership.leave()).catch((error: unknown) => {
      log.warn({ err: error }, 'the other nodes could not be told that this one has left; they notice by themselves');
    });
    return this.tally.givenUp === before;
  }

  private stop(): void {
    this.stage = 'stopped';
    this.taking.clear();
    this.retries.forgetAll();
    this.callOffTick();
    this.callOffLook?.();
    this.callOffLook = null;
  }

  /** Resolves when nothing is held any more, or at the deadline. */
  private emptied(deadline: number, noticeMs: number): Promise<void> {
    const { timers, now } = this.options;
    return new Promise((resolve) => {
      const callOffDeadline = timers.after(Math.max(0, deadline - now()), () => this.onEmpty());
      const callOffNotice = timers.after(noticeMs, () => {
        this.isNoticed = true;
        this.look();
      });
      this.onEmpty = () => {
        callOffDeadline();
        callOffNotice();
        resolve();
      };
      if (this.isEmpty()) this.onEmpty();
      this.lookSoon();
    });
  }

  private tell(shards: readonly number[]): void {
    for (const listener of this.listeners) listener(shards);
  }
}
