/** How many authenticated sockets are open, in all and by each user. */
export class OpenSockets {
  private readonly perUser = new Map<string, number>();
  private open = 0;

  /** @param perUserMax 0: any number. */
  constructor(
    private readonly perUserMax: number,
    private readonly onCount: (open: number) => void,
  ) {}

  /** Counts one more socket of that user; null when there are too many. @returns what must be called once, when it is closed. */
  take(userId: string): (() => void) | null {
    const before = this.perUser.get(userId) ?? 0;
    if (this.perUserMax !== 0 && before >= this.perUserMax) return null;
    this.perUser.set(userId, before + 1);
    this.count(1);
    return () => {
      const left = (this.perUser.get(userId) ?? 0) - 1;
      if (left > 0) this.perUser.set(userId, left);
      else this.perUser.delete(userId);
      this.count(-1);
    };
  }

  private count(change: 1 | -1): void {
    this.open += change;
    this.onCount(this.open);
  }
}
