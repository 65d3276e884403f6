/** WatchQueue: the place in line until the token is admitted or ended. An open stream is a sign of life, because the live queue asks for its place. */
import { assertNever } from '../../domain/decider.js';
import type { TokenView } from '../../domain/queue/protocol.js';
import { isRefusal, refuse } from '../../domain/refusals.js';
import type { Refusal } from '../../domain/refusals.js';
import type { QueueClaims } from '../../ticketing/fans.js';
import { BEHIND_MS_MAX, isNews } from '../../ticketing/live-queue-news.js';
import type { QueueListener } from '../../ticketing/live-queue.js';
import type { GrpcDeps } from '../deps.js';
import type { QueueUpdate } from '../generated/frontrow/v1/QueueUpdate.js';
import type { WatchQueueRequest__Output } from '../generated/frontrow/v1/WatchQueueRequest.js';
import { placeMessage, timestampOf } from '../messages.js';
import type { Outgoing, StreamMethod } from '../methods.js';
import { claimsOf } from '../turn.js';
import { encodeQueueUpdate } from './encoding.js';
import { SignOfLife } from './sign-of-life.js';

const TOO_SLOW = refuse('TOO_SLOW');
const UNAVAILABLE = refuse('UNAVAILABLE');
const STILL_THERE = encodeQueueUpdate({ stillThere: {} });

export function watchQueue(deps: GrpcDeps): StreamMethod<WatchQueueRequest__Output, Buffer> {
  return {
    right: 'read',
    open({ request }, outgoing) {
      const claims = claimsOf(deps, request);
      if (isRefusal(claims)) return Promise.resolve(claims);
      const reader = new QueueReader(claims, outgoing, deps);
      deps.liveQueue.add(reader);
      outgoing.onReady(() => reader.caughtUp());
      outgoing.onGone(() => reader.stop());
      return Promise.resolve(undefined);
    },
  };
}

class QueueReader implements QueueListener {
  private told: TokenView | null = null;
  private toldAt = -Infinity;
  /** Since when the reader takes no more; null while it does. */
  private behindSince: number | null = null;
  private isOver = false;
  private readonly signOfLife: SignOfLife;

  constructor(
    readonly claims: QueueClaims,
    private readonly outgoing: Outgoing<Buffer>,
    private readonly deps: GrpcDeps,
  ) {
    this.signOfLife = new SignOfLife(deps.clock, deps.timers, () => {
      if (this.behindSince === null) this.write(STILL_THERE);
    });
  }

  isAlive(now: number): boolean {
    if (this.behindSince !== null && now - this.behindSince >= BEHIND_MS_MAX) this.refuse(TOO_SLOW);
    return !this.isOver;
  }

  show(token: TokenView, now: number): void {
    if (this.isOver) return;
    switch (token.status) {
      case 'WAITING':
        if (this.behindSince === null && (this.told === null || isNews(this.told, this.toldAt, token, now))) this.tell(token, now);
        return;
      case 'ACTIVE':
        this.end({ admitted: { concertId: token.concertId, expiresAt: token.expiresAt === null ? null : timestampOf(token.expiresAt) } });
        return;
      case 'EXPIRED':
        this.end({ ended: { reason: `END_REASON_${token.endReason ?? 'FORGOTTEN'}` } });
        return;
      default:
        assertNever(token.status);
    }
  }

  sendAway(): void {
    this.refuse(UNAVAILABLE);
  }

  /** The reader takes more; what it missed meanwhile comes with the next round. */
  caughtUp(): void {
    this.behindSince = null;
  }

  stop(): void {
    this.isOver = true;
    this.signOfLife.stop();
    this.deps.liveQueue.remove(this);
  }

  private tell(token: TokenView, now: number): void {
    this.told = token;
    this.toldAt = now;
    this.signOfLife.spoke();
    this.write(encodeQueueUpdate({ waiting: placeMessage(token) }));
  }

  private write(message: Buffer): void {
    if (!this.outgoing.write(message)) this.behindSince ??= this.deps.clock.now();
  }

  private end(last: QueueUpdate): void {
    this.stop();
    this.outgoing.write(encodeQueueUpdate(last));
    this.outgoing.end();
  }

  private refuse(why: Refusal): void {
    if (this.isOver) return;
    this.stop();
    this.outgoing.refuse(why);
  }
}
