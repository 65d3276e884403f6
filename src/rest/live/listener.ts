/** One socket that listens to the queue: what it was last told, whether its other end is still there, and whether it keeps up: one that does not is told nothing, and dropped. */
import type { TokenView } from '../../domain/queue/protocol.js';
import { assertNever } from '../../domain/decider.js';
import type { QueueClaims } from '../../ticketing/fans.js';
import { BEHIND_MS_MAX, isNews } from '../../ticketing/live-queue-news.js';
import type { QueueListener } from '../../ticketing/live-queue.js';
import { Pings } from './pings.js';
import { BUFFERED_BYTES_MAX, CLOSE_GOING_AWAY, CLOSE_NORMAL } from './protocol.js';
import { admittedMessage, expiredMessage, waitingMessage } from './queue-messages.js';

/** Without a change, `waiting` is repeated this often, so that a page can tell a quiet line from a dead one. */
export const REPEAT_AFTER_MS = 15_000;

/** What a listener needs of a WebSocket. */
export interface LiveSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  close(code: number): void;
  terminate(): void;
}

export class Listener implements QueueListener {
  private toldAt = -Infinity;
  private told: TokenView | null = null;
  private readonly pings: Pings;
  private behindSince: number | null = null;
  private over = false;

  constructor(
    readonly claims: QueueClaims,
    private readonly socket: LiveSocket,
    now: number,
  ) {
    this.pings = new Pings(socket, now);
  }

  /** The other end answered a ping. */
  pong(): void {
    this.pings.pong();
  }

  /** False when the other end is gone or does not keep up: then it is dropped. Sends the next ping when it is time. */
  isAlive(now: number): boolean {
    if (this.over) return false;
    return (this.keepsUp(now) && this.pings.isThere(now)) || this.drop();
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
    return before === null || now - this.toldAt >= REPEAT_AFTER_MS || isNews(before, this.toldAt, token, now);
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
    return now - this.behindSince < BEHIND_MS_MAX;
  }

  private drop(): false {
    this.over = true;
    this.socket.terminate();
    return false;
  }
}
