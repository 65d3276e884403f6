/**
 * Keeps this node's key alive while its session lasts, and its lease with it.
 *
 * Invariants
 *  - Each heartbeat expects the revision of the one before: a key that lapsed, or that somebody else has, is never taken back by a late heartbeat.
 *  - The lease is prolonged only by what the bucket is known to have, and from when that was sent.
 *  - A session whose lease was over once is over: nothing more is sent for it.
 *
 * Failure cases
 *  - no answer, or nobody can tell: the leader is asked what the key says, which also tells whether that heartbeat was stored; then the next one goes out at once.
 *  - the key is not this session's any more: over, without waiting for the lease.
 *  - the bucket has no leader: the lease runs out.
 */
import type { Timers } from '../timers.js';
import { HEARTBEAT_MS } from './lease.js';
import type { HeldLease } from './lease.js';
import type { MemberEntry } from './member-entry.js';
import type { MemberKey, Seen, Stored, Written } from './member-key.js';
import { Waiting } from './waiting.js';

/** Up to this much of the interval sooner, so that nodes that started together drift apart. */
const JITTER = 0.1;
/** Before the key is read, and the span that chance adds to it. */
const RETRY_MS_MIN = 50;
const RETRY_MS_SPAN = 100;

/** `lapsed`: no heartbeat was acknowledged for as long as the lease is. `taken`: the key says something else. */
export type Ended = 'lapsed' | 'taken' | 'stopped';

/** What the next heartbeat says, and a number that grows with each change of it. */
export interface Saying {
  readonly entry: Omit<MemberEntry, 'beat'>;
  readonly version: number;
}

export interface HeartbeatOptions {
  readonly key: MemberKey;
  readonly lease: HeldLease;
  readonly steady: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  readonly saying: () => Saying;
  /** The bucket has this heartbeat; `version` null when it is not known what it said. */
  readonly onAcknowledged: (stored: Stored, version: number | null) => void;
  /** A heartbeat was not acknowledged. */
  readonly onTrouble: (reason: string) => void;
}

export class Heartbeat {
  private readonly waiting: Waiting;
  private revision = 0;
  private ended: Ended | null = 'stopped';
  private tellEnded: () => void = () => undefined;
  private isUrgent = false;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: HeartbeatOptions) {
    this.waiting = new Waiting(options.timers);
  }

  /** From the write that claimed the key, whose lease holds, to the end of its session. */
  async keep(claimed: Stored): Promise<Ended> {
    this.revision = claimed.revision;
    this.ended = null;
    const whenEnded = new Promise<null>((resolve) => {
      this.tellEnded = () => resolve(null);
    });
    const callOff = this.watch();
    let due = claimed.sentAt + this.interval();
    while (this.goesOn()) {
      if (!this.isUrgent) await this.waiting.for(Math.max(0, due - this.options.steady()));
      // The timer that watches the lease may come later than this one.
      if (!this.options.lease.holds()) this.end('lapsed');
      if (!this.goesOn()) break;
      const sent = this.options.steady();
      due = (await this.beat(whenEnded)) ? sent + this.interval() : sent;
    }
    callOff();
    return this.howEnded();
  }

  /** What it says has changed: the others are told now. */
  beatNow(): void {
    this.isUrgent = true;
    this.waiting.cutShort();
  }

  /** Resolves with the revision of the last heartbeat that is known of, once none is under way. */
  async stop(): Promise<number> {
    this.end('stopped');
    await this.writing;
    return this.revision;
  }

  /** Methods, for it changes while others are waited for. */
  private goesOn(): boolean {
    return this.ended === null;
  }

  private howEnded(): Ended {
    return this.ended ?? 'stopped';
  }

  private end(how: Ended): void {
    this.ended ??= how;
    this.tellEnded();
    this.waiting.cutShort();
  }

  private interval(): number {
    return HEARTBEAT_MS * (1 - JITTER * this.options.random());
  }

  /** Notices in time that the lease is over, whatever is waited for. Returns how to call it off. */
  private watch(): () => void {
    const { lease, timers } = this.options;
    let callOff = (): void => undefined;
    const look = (): void => {
      if (!lease.holds()) return this.end('lapsed');
      callOff = timers.after(Math.ceil(lease.left()), look);
    };
    look();
    return () => callOff();
  }

  /** Sends one; true when it is known to be stored. */
  private async beat(whenEnded: Promise<null>): Promise<boolean> {
    const { key, saying } = this.options;
    const { entry, version } = saying();
    this.isUrgent = false;
    const writing = key.write(entry, this.revision).then((written) => this.remember(written));
    this.writing = writing;
    const written = await Promise.race([writing, whenEnded]);
    if (written === null) return false;
    if (written.status === 'stored') {
      this.acknowledged(written, version);
      return true;
    }
    this.options.onTrouble(written.status === 'conflict' ? 'the key is at another revision' : written.reason);
    await this.findOut(entry.member.session, whenEnded);
    return false;
  }

  /** Also of one that nobody waits for any more: whoever stops must know what it left behind. */
  private remember(written: Written): Written {
    if (written.status === 'stored') this.revision = Math.max(this.revision, written.revision);
    return written;
  }

  private acknowledged({ sentAt, revision }: Stored, version: number | null): void {
    if (!this.options.lease.extend(sentAt)) return this.end('lapsed');
    this.options.onAcknowledged({ sentAt, revision }, version);
  }

  /** Until it is known what the key says. */
  private async findOut(session: string, whenEnded: Promise<null>): Promise<void> {
    const { key, random, onTrouble } = this.options;
    while (this.goesOn()) {
      await this.waiting.for(RETRY_MS_MIN + RETRY_MS_SPAN * random());
      if (!this.goesOn()) return;
      let seen: Seen | null;
      try {
        seen = await Promise.race([key.look(session), whenEnded]);
      } catch (error) {
        onTrouble(error instanceof Error ? error.message : String(error));
        continue;
      }
      if (seen?.kind !== 'mine') {
        if (seen !== null) this.end('taken');
        return;
      }
      this.revision = Math.max(this.revision, seen.revision);
      if (Number.isFinite(seen.sentAt)) this.acknowledged(seen, null);
      return;
    }
  }
}
