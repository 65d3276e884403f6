/** One authenticated socket: what it was last told, whether its other end is still there, and whether it keeps up. */
import type { TokenView } from '../../domain/queue/protocol.js';
import { assertNever } from '../../domain/decider.js';
import type { QueueClaims } from '../../ticketing/fans.js';
import { CLOSE_GOING_AWAY, CLOSE_NORMAL, admittedMessage, expiredMessage, waitingMessage } from './protocol.js';

/** Without a change, `waiting` is repeated this often, so that a page can tell a quiet line from a dead one. */
export const REPEAT_AFTER_MS = 15_000;
/** Far back in a long line every place changes all the time: there, changes are told this often at most. */
export const FAR_UPDATE_INTERVAL_MS = 5_000;
/** Up to this place, every change is told at once. */
export const NEAR_POSITION_MAX = 1_000;
export const PING_INTERVAL_MS = 15_000;
/** Bytes that may wait to be sent; above it, updates are skipped. */
export const BUFFERED_BYTES_MAX = 64 * 1024;
/** A socket that stays above it this long is dropped. */
export const BEHIND_MAX_MS = 10_000;

/** What a listener needs of a WebSocket. */
export interface LiveSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  close(code: number): void;
  terminate(): void;
}

export class Listener {
  private toldAt = -Infinity;
  private told: TokenView | null = null;
  private pingedAt: number;
  private answered = true;
  private behindSince: number | null = null;
  private over = false;

  constructor(
    readonly claims: QueueClaims,
    private readonly socket: LiveSocket,
    now: number,
  ) {
    this.pingedAt = now;
  }

  /** The other end answered a ping. */
  pong(): void {
    this.answered = true;
  }

  /** False when the other end is gone or does not keep up: then it is dropped. Sends the next ping when it is time. */
  isAlive(now: number): boolean {
    if (this.over) return false;
    if (!this.keepsUp(now)) return this.drop();
    if (now - this.pingedAt < PING_INTERVAL_MS) return true;
    if (!this.answered) return this.drop();
    this.answered = false;
    this.pingedAt = now;
    this.socket.ping();
    return true;
  }

  /** Says where the token stands, if there is anything to say. */
  show(token: TokenView, now: number): void {
    if (this.over) return;
    // Another user's token under this number means that the queue has forgotten this one; it says so itself with EXPIRED.
    switch (token.status) {
      case 'WAITING':
        if (this.behindSince === null && this.isNews(token, now)) this.tell(token, now);
        return;
      case 'ACTIVE':
        this.end(admittedMessage(token));
        return;
      case 'EXPIRED':
        this.end(expiredMessage(token));
        return;
      default:
        assertNever(token.status);
    }
  }

  sendAway(): void {
    if (this.over) return;
    this.over = true;
    this.socket.close(CLOSE_GOING_AWAY);
  }

  private isNews(token: TokenView, now: number): boolean {
    const before = this.told;
    if (before === null || now - this.toldAt >= REPEAT_AFTER_MS) return true;
    if (before.position === token.position && before.estimatedWaitSeconds === token.estimatedWaitSeconds) return false;
    return token.position <= NEAR_POSITION_MAX || now - this.toldAt >= FAR_UPDATE_INTERVAL_MS;
  }

  private tell(token: TokenView, now: number): void {
    this.told = token;
    this.toldAt = now;
    this.socket.send(waitingMessage(token));
  }

  private end(message: string): void {
    this.over = true;
    this.socket.send(message);
    this.socket.close(CLOSE_NORMAL);
  }

  private keepsUp(now: number): boolean {
    if (this.socket.bufferedAmount <= BUFFERED_BYTES_MAX) {
      this.behindSince = null;
      return true;
    }
    this.behindSince ??= now;
    return now - this.behindSince < BEHIND_MAX_MS;
  }

  private drop(): false {
    this.over = true;
    this.socket.terminate();
    return false;
  }
}
