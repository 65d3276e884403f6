/**
 * What changes while one looks: the place in line. Over a WebSocket, or by polling where none can be opened; the watcher cannot tell the difference but
 * by `onConnection`. Answers how to stop. The seats are watched in live-seats.ts.
 */
import { backOffMs } from './back-off.js';
import { poll, queueTokens, tokenState } from './fans.js';
import type { Connection, Message } from './live-messages.js';
import { isPassing, success } from './problems.js';
import type { Outcome, Problem } from './problems.js';
import { openLiveSocket } from './socket.js';
import type { EndReason } from './types.js';

export { watchSeats } from './live-seats.js';
export type { SeatChange, SeatsDelta, SeatsSnapshot, SeatsWatcher } from './live-seats.js';
export type { Connection } from './live-messages.js';

export interface PlaceInLine {
  readonly position: number;
  readonly ahead: number;
  readonly estimatedWaitSeconds: number;
}

export interface QueueWatcher {
  onWaiting(place: PlaceInLine): void;
  /** It is the fan's turn. The watch is over, as it is after the next two. */
  onAdmitted(admission: { readonly expiresAt: string | null }): void;
  onExpired(reason: EndReason): void;
  onProblem(problem: Problem): void;
  onConnection(connection: Connection): void;
}

const QUEUE_PATH = '/api/v1/queue/live';

export function watchQueue(concertId: string, watcher: QueueWatcher): () => void {
  const watch = new QueueWatch(concertId, watcher);
  watch.begin();
  return () => watch.stop();
}

class QueueWatch {
  private over = false;
  private isPolling = false;
  private polls: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private stopSocket: () => void = () => undefined;

  constructor(
    private readonly concertId: string,
    private readonly watcher: QueueWatcher,
  ) {}

  begin(): void {
    this.watcher.onConnection('connecting');
    this.stopSocket = openLiveSocket({
      path: QUEUE_PATH,
      greeting: () => this.greeting(),
      onMessage: (message) => this.hear(message),
      onProblem: (problem) => this.end(() => this.watcher.onProblem(problem)),
      onLost: () => {
        if (!this.isPolling) this.watcher.onConnection('connecting');
      },
      onUnreachable: () => this.startPolling(),
    }).stop;
  }

  stop(): void {
    this.over = true;
    this.stopPolling();
    this.stopSocket();
  }

  private async greeting(): Promise<Outcome<object>> {
    const tokens = await queueTokens(this.concertId);
    return tokens.ok ? success({ type: 'authenticate', ...tokens.value }) : tokens;
  }

  private hear(message: Message): void {
    if (this.over) return;
    this.stopPolling();
    this.watcher.onConnection('live');
    const { type } = message;
    if (type === 'waiting') this.watcher.onWaiting(placeIn(message));
    else if (type === 'admitted') this.end(() => this.watcher.onAdmitted({ expiresAt: textOrNull(message['expiresAt']) }));
    else if (type === 'expired') this.end(() => this.watcher.onExpired((textOrNull(message['reason']) ?? 'FORGOTTEN') as EndReason));
  }

  private end(tell: () => void): void {
    if (this.over) return;
    this.stop();
    tell();
  }

  private startPolling(): void {
    if (this.isPolling || this.over) return;
    this.isPolling = true;
    void this.pollOnce();
  }

  private stopPolling(): void {
    this.isPolling = false;
    clearTimeout(this.polls);
  }

  private async pollOnce(): Promise<void> {
    const place = await poll(this.concertId);
    if (!this.isStillPolling()) return;
    if (place.ok) {
      this.failures = 0;
      this.watcher.onConnection('polling');
      this.watcher.onWaiting(place.value);
      this.pollLater(place.value.refreshIntervalSeconds * 1_000);
      return;
    }
    if (isPassing(place.problem)) {
      this.failures += 1;
      this.watcher.onConnection('offline');
      this.pollLater(backOffMs(this.failures));
      return;
    }
    if (place.problem.code === 'TOKEN_NOT_WAITING') await this.tellState();
    else this.end(() => this.watcher.onProblem(place.problem));
  }

  /** The fan waits no more: in, or out, and why. */
  private async tellState(): Promise<void> {
    const state = await tokenState(this.concertId);
    if (!this.isStillPolling()) return;
    if (!state.ok) {
      if (isPassing(state.problem)) this.pollLater(backOffMs((this.failures += 1)));
      else this.end(() => this.watcher.onProblem(state.problem));
      return;
    }
    const { status, expiresAt, reason } = state.value;
    if (status === 'ACTIVE') this.end(() => this.watcher.onAdmitted({ expiresAt }));
    else if (status === 'EXPIRED') this.end(() => this.watcher.onExpired(reason ?? 'FORGOTTEN'));
    else this.pollLater(0);
  }

  private pollLater(ms: number): void {
    clearTimeout(this.polls);
    this.polls = setTimeout(() => void this.pollOnce(), ms);
  }

  private isStillPolling(): boolean {
    return this.isPolling && !this.over;
  }
}

function placeIn(message: Message): PlaceInLine {
  return {
    position: numberOf(message['position']),
    ahead: numberOf(message['ahead']),
    estimatedWaitSeconds: numberOf(message['estimatedWaitSeconds']),
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
