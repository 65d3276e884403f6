/**
 * Remembers what verified tokens say, so that the signature of a token is checked once and not on every request.
 *
 * Keyed by the whole token, so nothing but the very same bytes is ever answered from here; only what was verified is put in, so refused tokens cannot
 * push good ones out. Two generations instead of a list kept in order of use: a hit costs one look-up, and when the young generation is full, the old one,
 * whose tokens nobody showed for as long, is dropped whole.
 */
export class VerifiedCache<Claims> {
  private young = new Map<string, Claims>();
  private old = new Map<string, Claims>();
  private readonly generationMax: number;

  /** Holds at most `entriesMax` tokens, and at least the half of them that was used last. */
  constructor(entriesMax: number) {
    this.generationMax = Math.max(1, Math.floor(entriesMax / 2));
  }

  get(token: string): Claims | undefined {
    const young = this.young.get(token);
    if (young !== undefined) return young;
    const old = this.old.get(token);
    if (old !== undefined) this.set(token, old);
    return old;
  }

  set(token: string, claims: Claims): void {
    if (this.young.size >= this.generationMax) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(token, claims);
  }

  /** Entries held, a token that is in both generations counted twice; never more than `entriesMax`. */
  get size(): number {
    return this.young.size + this.old.size;
  }
}
