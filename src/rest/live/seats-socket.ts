/**
 * One socket that watches seats: it is told what the live seats hand out, it says that it is alive when there is nothing else to say, and it ends with its holder's
 * turn. For that it listens to the queue like those in line do, which asks about all at once, and which is no activity.
 */
import { assertNever } from '../../domain/decider.js';
import type { TokenView } from '../../domain/queue/protocol.js';
import { refuse } from '../../domain/refusals.js';
import type { RefusalCode } from '../../domain/refusals.js';
import type { QueueClaims } from '../../ticketing/fans.js';
import type { QueueListener } from '../../ticketing/live-queue.js';
import type { SeatsDelta, SeatsSnapshot, SeatsWatcher, Watching } from '../../ticketing/live-seats.js';
import { Pings } from './pings.js';
import { BUFFERED_BYTES_MAX, CLOSE_GOING_AWAY, closeCodeOf, errorMessage } from './protocol.js';
import { ALIVE_MESSAGE, messagesOf } from './seats-messages.js';

/** Said when nothing else was for so long; with a second or two until the queue's next round, well within the promised 15 seconds. */
export const ALIVE_AFTER_MS = 10_000;

/** What watching needs of a WebSocket. */
export interface SeatsLiveSocket {
  readonly bufferedAmount: number;
  send(data: Buffer | string, options: { readonly binary: boolean }, done: () => void): void;
  ping(): void;
  close(code: number): void;
  terminate(): void;
}

const TEXT = { binary: false } as const;
const nothing = (): void => undefined;

export class SeatsSocket {
  readonly listener: QueueListener;
  readonly watcher: SeatsWatcher;
  private readonly pings: Pings;
  private watching: Watching | null = null;
  private spokeAt: number;
  private isFull = false;
  private over = false;

  constructor(
    private readonly claims: QueueClaims,
    private readonly socket: SeatsLiveSocket,
    private readonly clock: { now(): number },
  ) {
    this.spokeAt = clock.now();
    this.pings = new Pings(socket, this.spokeAt);
    this.listener = {
      claims,
      isAlive: (now) => this.isAlive(now),
      show: (place) => this.noticeTurn(place),
      sendAway: () => this.end('UNAVAILABLE'),
    };
    this.watcher = { show: (update) => this.show(update), end: ({ refused }) => this.end(refused) };
  }

  /** What to say when the socket takes more. */
  watchedBy(watching: Watching): void {
    this.watching = watching;
  }

  pong(): void {
    this.pings.pong();
  }

  /** Nothing is said any more. */
  stop(): void {
    this.over = true;
    this.watching?.stop();
  }

  private show(update: SeatsSnapshot | SeatsDelta): boolean {
    if (this.over) return true;
    this.spokeAt = this.clock.now();
    for (const message of messagesOf(update)) this.socket.send(message, TEXT, this.sent);
    this.isFull = this.socket.bufferedAmount > BUFFERED_BYTES_MAX;
    return !this.isFull;
  }

  /** A message has left. */
  private readonly sent = (): void => {
    if (!this.isFull || this.socket.bufferedAmount > BUFFERED_BYTES_MAX) return;
    this.isFull = false;
    this.watching?.ready();
  };

  private isAlive(now: number): boolean {
    if (this.over) return false;
    if (!this.pings.isThere(now)) {
      this.stop();
      this.socket.terminate();
      return false;
    }
    if (now - this.spokeAt >= ALIVE_AFTER_MS && !this.isFull) {
      this.spokeAt = now;
      this.socket.send(ALIVE_MESSAGE, TEXT, nothing);
    }
    return true;
  }

  private noticeTurn({ status, userId }: TokenView): void {
    // Another user's token under this number means that the queue has forgotten this one.
    if (userId !== this.claims.userId) {
      this.finish('QUEUE_TOKEN_EXPIRED');
      return;
    }
    switch (status) {
      case 'ACTIVE':
        return;
      case 'WAITING':
        this.finish('QUEUE_TOKEN_NOT_ACTIVE');
        return;
      case 'EXPIRED':
        this.finish('QUEUE_TOKEN_EXPIRED');
        return;
      default:
        assertNever(status);
    }
  }

  /** Whoever paid sees the seats turn before the socket ends. */
  private finish(code: RefusalCode): void {
    if (this.watching === null) this.end(code);
    else this.watching.finish(refuse(code));
  }

  private end(code: RefusalCode): void {
    if (this.over) return;
    this.stop();
    if (code === 'UNAVAILABLE') {
      this.socket.close(CLOSE_GOING_AWAY);
      return;
    }
    this.socket.send(errorMessage(code), TEXT, nothing);
    this.socket.close(closeCodeOf(code));
  }
}
