/** Whether the other end of a socket is still there: it is pinged now and then, and must have answered by the next time. */

export const PING_INTERVAL_MS = 15_000;

export class Pings {
  private pingedAt: number;
  private answered = true;

  constructor(
    private readonly socket: { ping(): void },
    now: number,
  ) {
    this.pingedAt = now;
  }

  /** The other end answered. */
  pong(): void {
    this.answered = true;
  }

  /** Pings when it is time; false when the ping before was not answered. */
  isThere(now: number): boolean {
    if (now - this.pingedAt < PING_INTERVAL_MS) return true;
    if (!this.answered) return false;
    this.answered = false;
    this.pingedAt = now;
    this.socket.ping();
    return true;
  }
}
