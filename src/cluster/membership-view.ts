/**
 * Who else is there, and which sessions are surely over, as this node finds out by polling the bucket.
 *
 * Reads may come from a replica that is behind, or from a leader that was deposed and does not know it. So nobody is ever declared gone by a read, only by
 *  - a compare-and-set: of a key that has not changed for longer than a lease lasts since its last heartbeat was first seen here (`silent`), or of a key that is
 *    not there (`absent`; a heartbeat may have been stored that was never seen here, so one more TTL is waited then). It leaves a mark that others go by;
 *  - such a mark, or one that the session's own process left (`left`);
 *  - a later session under the same key. It names the one it follows when that one is surely over; otherwise its lease is waited out;
 *  - for a session that was never seen here: a change of its key later than a heartbeat of this node that was sent after the session was first asked about.
 *
 * None of this depends on clocks of other machines: a lease begins before its heartbeat is stored, and all waits begin after it was seen.
 *
 * A message on its way to the bucket that says something new of a member is a reason to poll at once, and no more than that.
 *
 * That is safety. For the sake of calm nobody is declared gone by this node while its own heartbeats are not acknowledged, nor for one TTL after, nor for one TTL
 * after more than half of the others fell silent at once: then something else is wrong, and they may all be back in a moment.
 */
import type { Timers } from '../timers.js';
import type { ClusterLog } from './log.js';
import { HEARTBEAT_MS, KEY_TTL_MS, KEY_TTL_SECONDS, SILENCE_MS } from './lease.js';
import type { Member } from './member.js';
import { absentEntry, decodeEntry, encodeEntry, isNodeId, memberKey, nodeIdOf, nodeIdOfKey } from './member-entry.js';
import type { MemberEntry, Over } from './member-entry.js';
import type { Health } from './membership-health.js';
import type { Stored } from './member-key.js';
import { OverSessions } from './membership-over.js';
import type { Bucket } from './nats/bucket.js';
import { Waiting } from './waiting.js';

const POLL_MS = 500;
const POLL_JITTER = 0.1;
/** While something new is expected: so often, for so long. A replica that is asked may not have it yet. */
const URGENT_POLL_MS = 30;
const URGENT_MS = 500;
/** What was read longer ago says nothing about who is silent. */
const POLLED_WITHIN_MS = 2 * POLL_MS;
/** Three heartbeats: whoever is silent for so long counts when it is asked whether many fell silent at once. */
const SUSPECT_MS = 3 * HEARTBEAT_MS;
const MASS_MIN = 2;
/** The node next in line marks a session that is over; the others do when that one has not by then. */
const OTHERS_LATER_MS = 2 * POLL_MS;
/** A key that is over stays known so long: a replica that is behind may still show what was before. */
const FORGET_MS = 600_000;
const ASKED_MAX = 4_096;

interface Known {
  readonly entry: MemberEntry;
  readonly revision: number;
  /** When this revision was first seen here, on the steady clock. */
  readonly seenAt: number;
  /** Its process was heard of, so it may be alive as long as it is not over. A mark may be the first that is seen of a session. */
  readonly wasHeard: boolean;
  /** Whether the last poll had its key. */
  isThere: boolean;
}

/** A session that somebody asked about and that is not known. */
interface Asked {
  readonly askedAt: number;
  /** Of the first heartbeat of this node that was sent after that. */
  ownRevision: number | null;
}

export interface ViewOptions {
  readonly bucket: Pick<Bucket, 'put' | 'get' | 'all' | 'hints'>;
  /** This node's: its own key is the heartbeat's business. */
  readonly nodeId: string;
  /** Monotonic, ms. */
  readonly steady: () => number;
  readonly timers: Timers;
  /** 0 <= random < 1. */
  readonly random: () => number;
  readonly health: Health;
  readonly log: ClusterLog;
  /** Members, or what `isGone` says. */
  readonly onChange: () => void;
}

export class MembersView {
  private readonly known = new Map<string, Known>();
  private readonly over: OverSessions;
  private readonly asked = new Map<string, Asked>();
  /** Node ids whose keys are being marked. */
  private readonly marking = new Set<string>();
  private massSince: number | null = null;
  private polledAt = -Infinity;
  private urgentUntil = -Infinity;
  private stopHints = (): void => undefined;
  private isClosed = false;
  private readonly waiting: Waiting;
  private callOffJudging = (): void => undefined;

  constructor(private readonly options: ViewOptions) {
    this.over = new OverSessions(options.steady);
    this.waiting = new Waiting(options.timers);
  }

  /** Those whose keys are there, or who may be alive although they are not; this node is not among them. */
  get members(): Member[] {
    return [...this.known.values()].filter((known) => this.mayLive(known)).map(({ entry }) => entry.member);
  }

  /** @param own this node's session now; null while it has none. */
  isGone(session: string, own: string | null): boolean {
    if (this.over.has(session)) return true;
    const nodeId = nodeIdOf(session);
    // No process can have such a name.
    if (!isNodeId(nodeId)) return true;
    if (session === own || this.known.get(nodeId)?.entry.member.session === session) return false;
    if (!this.over.isDecided(session) && !this.asked.has(session) && this.asked.size < ASKED_MAX) {
      this.asked.set(session, { askedAt: this.options.steady(), ownRevision: null });
    }
    return false;
  }

  /** A session of this process, or the one that it took its key over from: nobody holds a lease for it any more. */
  isOver(session: string): void {
    this.asked.delete(session);
    this.over.add(session);
  }

  /** A heartbeat of this node was stored. */
  ownStored({ sentAt, revision }: Stored): void {
    for (const [session, asked] of this.asked) {
      if (asked.ownRevision !== null || sentAt <= asked.askedAt) continue;
      asked.ownRevision = revision;
      // The key was this process's own then, so an earlier session of this node id had stored its last heartbeat before.
      if (nodeIdOf(session) === this.options.nodeId) this.overAfter(session, SILENCE_MS);
    }
  }

  /** Polls until it is closed. */
  async run(): Promise<void> {
    this.stopHints = this.options.bucket.hints((key, value) => this.hinted(key, value));
    while (this.goesOn()) {
      const isUrgent = this.options.steady() < this.urgentUntil;
      await this.waiting.for(isUrgent ? URGENT_POLL_MS : POLL_MS * (1 - POLL_JITTER * this.options.random()));
      if (this.goesOn()) await this.poll();
    }
  }

  /** Others may have changed just now. */
  lookSoon(): void {
    this.urgentUntil = this.options.steady() + URGENT_MS;
    this.waiting.cutShort();
  }

  /** False when the bucket could not be read. */
  async poll(): Promise<boolean> {
    const startedAt = this.options.steady();
    // What state the bucket is in is told by this node's own heartbeats.
    const entries = await this.options.bucket.all().catch(() => null);
    if (entries === null || !this.goesOn()) return false;
    this.polledAt = startedAt;
    const there = new Set<string>();
    for (const { key, value, revision } of entries) {
      const nodeId = nodeIdOfKey(key);
      if (nodeId === null) continue;
      there.add(nodeId);
      this.observe(nodeId, value, revision);
    }
    for (const [nodeId, known] of this.known) known.isThere = there.has(nodeId);
    this.forget();
    this.judge();
    return true;
  }

  close(): void {
    this.isClosed = true;
    this.stopHints();
    this.waiting.cutShort();
    this.callOffJudging();
  }

  private hinted(key: string, value: string): void {
    const nodeId = nodeIdOfKey(key);
    if (nodeId === null || nodeId === this.options.nodeId) return;
    const entry = decodeEntry(nodeId, value);
    const known = this.known.get(nodeId);
    if (entry !== null && (known === undefined || !isSameButForBeat(known.entry, entry))) this.lookSoon();
  }

  /** A method, for it changes while others are waited for. */
  private goesOn(): boolean {
    return !this.isClosed;
  }

  /** What its key says, from any replica. */
  private observe(nodeId: string, value: string, revision: number): void {
    const { nodeId: own, steady, onChange } = this.options;
    const before = this.known.get(nodeId);
    if (nodeId === own || (before !== undefined && revision <= before.revision)) return;
    const entry = decodeEntry(nodeId, value);
    if (entry === null) return;
    const { session, address } = entry.member;
    const isSame = before?.entry.member.session === session;
    const wasHeard = entry.over === null || (isSame && before.wasHeard);
    this.known.set(nodeId, { entry, revision, seenAt: steady(), wasHeard, isThere: true });
    if (!isSame) {
      if (entry.follows !== null) this.isOver(entry.follows);
      if (before !== undefined) this.overAfter(before.entry.member.session, SILENCE_MS);
      this.asked.delete(session);
      if (entry.over === null) this.options.log.info({ nodeId, session, address }, `node ${nodeId} is there`);
    }
    if (entry.over !== null) this.concluded(entry.member.session, entry.over);
    if (before === undefined || !isSameButForBeat(before.entry, entry)) onChange();
  }

  private concluded(session: string, over: Over): void {
    if (over === 'absent') return this.overAfter(session, KEY_TTL_MS);
    if (!this.over.add(session)) return;
    const nodeId = nodeIdOf(session);
    this.options.log.info(
      { nodeId, session },
      over === 'left' ? `node ${nodeId} has left` : `node ${nodeId} is gone: it has been silent for longer than its lease`,
    );
  }

  private overAfter(session: string, ms: number): void {
    if (this.over.has(session)) return;
    this.asked.delete(session);
    this.over.addAt(session, this.options.steady() + ms);
    this.judgeSoon();
  }

  private mayLive({ entry: { member, over }, wasHeard }: Known): boolean {
    return wasHeard && (over === null || over === 'absent') && !this.over.has(member.session);
  }

  /** Concludes what can be concluded now, and comes back when there is more. */
  private judge(): void {
    if (!this.goesOn()) return;
    const settled = this.over.settle();
    for (const session of settled) this.options.log.info({ nodeId: nodeIdOf(session), session }, `session ${session} is over`);
    const now = this.options.steady();
    this.noticeMass(now);
    if (now - this.polledAt <= POLLED_WITHIN_MS && this.options.health.isGood()) {
      this.judgeAsked();
      this.judgeKnown(now);
    }
    if (settled.length > 0) this.options.onChange();
    this.judgeSoon();
  }

  private noticeMass(now: number): void {
    const others = [...this.known.values()].filter((known) => known.entry.over === null && this.mayLive(known));
    const suspects = others.filter(({ seenAt, isThere }) => !isThere || now - seenAt >= SUSPECT_MS).length;
    if (suspects < MASS_MIN || suspects * 2 <= others.length) this.massSince = null;
    else this.massSince ??= now;
  }

  private judgeKnown(now: number): void {
    const isSettled = this.options.health.isSettled(this.massSince);
    for (const [nodeId, { entry, revision, seenAt, isThere }] of this.known) {
      const silentFor = now - seenAt;
      if (entry.over !== null || this.over.isDecided(entry.member.session) || silentFor < SILENCE_MS) continue;
      const isNext = this.isNextInLine(nodeId);
      if (!isThere) {
        if (isNext || isSettled) void this.mark(nodeId, { ...entry, over: 'absent' }, 0);
      } else if (isSettled && (isNext || silentFor >= SILENCE_MS + OTHERS_LATER_MS)) {
        void this.mark(nodeId, { ...entry, over: 'silent' }, revision);
      }
    }
  }

  private judgeAsked(): void {
    for (const [session, { ownRevision }] of this.asked) {
      const nodeId = nodeIdOf(session);
      if (nodeId === this.options.nodeId) continue;
      const known = this.known.get(nodeId);
      if (known?.isThere === true) {
        if (ownRevision !== null && known.revision > ownRevision) this.overAfter(session, SILENCE_MS);
      } else if (known?.entry.over !== null) {
        if (this.isNextInLine(nodeId) || this.options.health.isSettled(null)) void this.mark(nodeId, absentEntry(session), 0);
      }
    }
  }

  /** One node is enough to write a mark: the first one after it, by node id, whose key is there. */
  private isNextInLine(nodeId: string): boolean {
    const { nodeId: own } = this.options;
    const isBetween = (id: string): boolean => (nodeId < own ? nodeId < id && id < own : nodeId < id || id < own);
    for (const [id, { entry, isThere }] of this.known) if (isThere && entry.over === null && isBetween(id)) return false;
    return true;
  }

  /** The compare-and-set that makes it a fact. Whatever came of it otherwise, the key tells. */
  private async mark(nodeId: string, entry: MemberEntry, expected: number): Promise<void> {
    if (this.marking.has(nodeId)) return;
    this.marking.add(nodeId);
    const key = memberKey(nodeId);
    try {
      const value = encodeEntry(entry);
      const changed = await this.options.bucket.put(key, value, expected, KEY_TTL_SECONDS);
      if (!this.goesOn()) return;
      if (changed.status === 'stored') this.observe(nodeId, value, changed.revision);
      if (changed.status !== 'conflict') return;
      const found = await this.options.bucket.get(key);
      if (found !== null && this.goesOn()) this.observe(nodeId, found.value, found.revision);
    } catch {
      // Nobody can tell now; the next poll will.
    } finally {
      this.marking.delete(nodeId);
      this.judgeSoon();
    }
  }

  /** Polls come at their own pace; what falls due before the next one is judged in time. */
  private judgeSoon(): void {
    this.callOffJudging();
    if (!this.goesOn()) return;
    const now = this.options.steady();
    let dueAt = this.over.nextAt();
    for (const { entry, seenAt } of this.known.values()) {
      if (entry.over === null && seenAt + SILENCE_MS > now) dueAt = Math.min(dueAt, seenAt + SILENCE_MS);
    }
    if (dueAt - now > POLL_MS) return;
    this.callOffJudging = this.options.timers.after(Math.max(1, Math.ceil(dueAt - now)), () => this.judge());
  }

  private forget(): void {
    const now = this.options.steady();
    for (const [nodeId, { entry, seenAt, isThere }] of this.known) {
      if (!isThere && now - seenAt > FORGET_MS && this.over.has(entry.member.session)) this.known.delete(nodeId);
    }
  }
}

function isSameButForBeat(one: MemberEntry, other: MemberEntry): boolean {
  return (
    one.member.session === other.member.session &&
    one.member.state === other.member.state &&
    one.member.address === other.member.address &&
    one.over === other.over
  );
}
