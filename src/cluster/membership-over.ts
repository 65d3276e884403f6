/** Sessions that are over for good, and those that surely will be at a known time. Nothing is ever taken back. */

/** The oldest are forgotten; who asks for one of them finds out anew. */
const REMEMBERED_MAX = 10_000;

export class OverSessions {
  private readonly over = new Set<string>();
  /** Session -> when nobody can hold a lease for it any more, on the steady clock. */
  private readonly pending = new Map<string, number>();

  constructor(private readonly steady: () => number) {}

  has(session: string): boolean {
    return this.over.has(session) || (this.pending.get(session) ?? Infinity) <= this.steady();
  }

  /** Known to be over, at once or later. */
  isDecided(session: string): boolean {
    return this.over.has(session) || this.pending.has(session);
  }

  /** True when that was not known. */
  add(session: string): boolean {
    this.pending.delete(session);
    if (this.over.has(session)) return false;
    this.over.add(session);
    for (const oldest of this.over) {
      if (this.over.size <= REMEMBERED_MAX) break;
      this.over.delete(oldest);
    }
    return true;
  }

  /** Nobody holds a lease for it from then on. The earliest such time counts. */
  addAt(session: string, at: number): void {
    if (this.over.has(session)) return;
    this.pending.set(session, Math.min(at, this.pending.get(session) ?? Infinity));
  }

  /** Those whose time has come since the last call. */
  settle(): readonly string[] {
    const now = this.steady();
    const due = [...this.pending].filter(([, at]) => at <= now).map(([session]) => session);
    for (const session of due) this.add(session);
    return due;
  }

  /** When the next one is over; Infinity when none is pending. */
  nextAt(): number {
    return Math.min(Infinity, ...this.pending.values());
  }
}
