/** One waiting room, replayed: who waits, who is inside, and whether everybody was let in when it was their turn. */
import { assertNever } from '../domain/decider.js';
import { ADMISSION_MS } from '../domain/queue/protocol.js';
import type { EndReason, QueueEvent, QueueSettings, TokenStatus } from '../domain/queue/protocol.js';
import type { Checkouts } from './checkouts.js';
import type { ViolationCode, ViolationList } from './violations.js';

type EventOf<T extends QueueEvent['type']> = Extract<QueueEvent, { type: T }>;

/** In a cluster the clocks of two entities may differ by so much; within one node they don't. */
export const CLOCKS_DIFFER_MS_MAX = 500;

interface Token {
  readonly seq: number;
  readonly userId: string;
  readonly issuedAt: number;
  status: TokenStatus;
  activatedAt: number;
  endedAt: number;
}

export class QueueBooks {
  waiting = 0;
  active = 0;
  issued = 0;
  activated = 0;
  readonly ended = new Map<EndReason, number>();
  private settings: QueueSettings | null = null;
  private readonly tokens = new Map<number, Token>();
  /** In the order they were issued. */
  private readonly line: Token[] = [];
  /** Nobody before this index of `line` waits. */
  private front = 0;
  private readonly newestOf = new Map<string, Token>();
  private readonly timesIssued = new Map<string, number>();
  /** The token a user was let in with last. */
  private readonly admittedOf = new Map<string, Token>();
  private lastSeq = 0;
  private lastAt = 0;
  private readonly entity: string;

  constructor(
    private readonly concertId: string,
    private readonly checkouts: Checkouts,
    private readonly hasSchedules: () => boolean,
    private readonly violations: ViolationList,
  ) {
    this.entity = `queue/${concertId}`;
  }

  apply(event: QueueEvent, at: number): void {
    if (this.isCommanded(event) && at > this.lastAt) this.checkEmptyPlace(at);
    this.lastAt = at;
    if (event.type === 'QueueOpened') {
      if (this.settings !== null) this.found('QUEUE_MISUSED', 'the waiting room was opened a second time', { event });
      this.settings = event.settings;
      return;
    }
    if (this.settings === null) this.found('QUEUE_MISUSED', `${event.type} happened before the waiting room was opened`, { event });
    switch (event.type) {
      case 'QueueConfigured':
        this.settings = event.settings;
        return;
      case 'TokenIssued':
        return this.tokenIssued(event, at);
      case 'TokenActivated':
        return this.tokenActivated(event, at);
      case 'TokenExpired':
        return this.tokenExpired(event, at);
      default:
        return assertNever(event);
    }
  }

  /** What must be true when nothing more is to come. */
  finish(now: number): void {
    this.checkEmptyPlace(now);
  }

  timesIssuedTo(userId: string): number {
    return this.timesIssued.get(userId) ?? 0;
  }

  /** The status of the token the user got last; null when none was ever issued. */
  newestStatusOf(userId: string): TokenStatus | null {
    return this.newestOf.get(userId)?.status ?? null;
  }

  /** Whether the user's admission could still be relied on at that moment. */
  isAdmitted(userId: string, at: number): boolean {
    const token = this.admittedOf.get(userId);
    if (token === undefined) return false;
    return token.status === 'ACTIVE' || at <= token.endedAt + ADMISSION_MS + CLOCKS_DIFFER_MS_MAX;
  }

  private tokenIssued(event: EventOf<'TokenIssued'>, at: number): void {
    const { seq, userId } = event;
    if (seq <= this.lastSeq)
      this.found('SEQ_REUSED', `place ${seq} was given after place ${this.lastSeq}`, { event, lastSeq: this.lastSeq });
    const newest = this.newestOf.get(userId);
    if (newest !== undefined && newest.status !== 'EXPIRED') {
      this.found('TWO_LIVE_TOKENS', `${userId} got place ${seq} while place ${newest.seq} was ${newest.status}`, {
        event,
        other: newest.seq,
      });
    }
    const token: Token = { seq, userId, issuedAt: at, status: 'WAITING', activatedAt: 0, endedAt: 0 };
    this.tokens.set(seq, token);
    this.line.push(token);
    this.newestOf.set(userId, token);
    this.timesIssued.set(userId, this.timesIssuedTo(userId) + 1);
    this.lastSeq = Math.max(this.lastSeq, seq);
    this.issued += 1;
    this.waiting += 1;
  }

  private tokenActivated(event: EventOf<'TokenActivated'>, at: number): void {
    const token = this.tokenOf(event, 'WAITING');
    if (token === null) return;
    const maxActive = this.settings?.maxActive ?? 0;
    if (this.active >= maxActive) {
      const sentence = `place ${token.seq} was let in with ${this.active} inside, of at most ${maxActive}`;
      this.found('TOO_MANY_INSIDE', sentence, { event, active: this.active, maxActive });
    }
    const first = this.firstWaiting();
    if (first !== undefined && first.seq < token.seq) {
      this.found('OVERTAKEN', `place ${token.seq} was let in while place ${first.seq} still waited`, { event, overtaken: first.seq });
    }
    this.waiting -= 1;
    this.active += 1;
    this.activated += 1;
    token.status = 'ACTIVE';
    token.activatedAt = at;
    this.admittedOf.set(token.userId, token);
  }

  private tokenExpired(event: EventOf<'TokenExpired'>, at: number): void {
    const token = this.tokenOf(event, null);
    if (token === null) return;
    this.checkReason(token, event, at);
    if (token.status === 'WAITING') this.waiting -= 1;
    else this.active -= 1;
    token.status = 'EXPIRED';
    token.endedAt = at;
    this.ended.set(event.reason, (this.ended.get(event.reason) ?? 0) + 1);
  }

  private checkReason(token: Token, event: EventOf<'TokenExpired'>, at: number): void {
    const { reason, seq } = event;
    if (this.settings === null) return;
    const { waitingTimeoutSeconds, activeTimeoutSeconds, sessionSeconds } = this.settings;
    switch (reason) {
      case 'LOST':
        return this.checkTurn(token, event, 'WAITING', token.issuedAt + waitingTimeoutSeconds * 1000, at);
      case 'INACTIVE':
        return this.checkTurn(token, event, 'ACTIVE', token.activatedAt + activeTimeoutSeconds * 1000, at);
      case 'SESSION':
        return this.checkTurn(token, event, 'ACTIVE', token.activatedAt + sessionSeconds * 1000, at);
      case 'PAID':
        if (this.hasSchedules() && !this.checkouts.tokensThatPaid.has(`${this.concertId}/${seq}`)) {
          this.found('PAID_WITHOUT_PAYMENT', `place ${seq} ended as paid, but no payment with it was completed`, { event });
        }
        return;
      case 'LEFT':
        return;
      default:
        return assertNever(reason);
    }
  }

  private checkTurn(token: Token, event: EventOf<'TokenExpired'>, status: TokenStatus, earliest: number, at: number): void {
    const { seq, reason } = event;
    if (token.status !== status) {
      this.found('TOKEN_MISUSED', `place ${seq} ended as ${reason} while it was ${token.status}`, { event });
    } else if (at < earliest) {
      this.found('TURN_CUT_SHORT', `place ${seq} ended as ${reason} ${earliest - at} ms too early`, { event, at, earliest });
    }
  }

  /** The live token an event speaks of, in the status it must have; null and a violation when there is none. */
  private tokenOf(event: EventOf<'TokenActivated' | 'TokenExpired'>, status: TokenStatus | null): Token | null {
    const { seq, userId, type } = event;
    const token = this.tokens.get(seq);
    if (token === undefined) {
      this.found('TOKEN_MISUSED', `${type} for place ${seq}, which was never issued`, { event });
      return null;
    }
    if (token.userId !== userId) {
      this.found('TOKEN_MISUSED', `${type} for place ${seq} names ${userId}, but it is ${token.userId}'s`, { event, owner: token.userId });
    }
    if (token.status === 'EXPIRED' || (status !== null && token.status !== status)) {
      this.found('TOKEN_MISUSED', `${type} for place ${seq}, which was ${token.status}`, { event, status: token.status });
      return null;
    }
    return token;
  }

  private firstWaiting(): Token | undefined {
    while (this.line[this.front] !== undefined && this.line[this.front]?.status !== 'WAITING') this.front += 1;
    return this.line[this.front];
  }

  /** Before a command is carried out, all that time demanded was; a node that catches up does so in several records without commands between. */
  private isCommanded(event: QueueEvent): boolean {
    if (event.type === 'TokenExpired') return event.reason === 'LEFT' || event.reason === 'PAID';
    return event.type !== 'TokenActivated';
  }

  private checkEmptyPlace(at: number): void {
    const maxActive = this.settings?.maxActive ?? 0;
    if (this.waiting === 0 || this.active >= maxActive) return;
    const sentence = `${this.waiting} waited while ${this.active} were inside, of at most ${maxActive}`;
    this.found('PLACE_LEFT_EMPTY', sentence, { at, waiting: this.waiting, active: this.active, maxActive });
  }

  private found(code: ViolationCode, sentence: string, evidence: Readonly<Record<string, unknown>>): void {
    this.violations.add(code, this.entity, sentence, evidence);
  }
}
