/**
 * Renewals of access tokens by their Idempotency-Key. Nothing is stored for a guest account, so a repeat is recognised for as long as the process lives;
 * after that it gets another token of the same user, which does no harm.
 */
export interface Account {
  readonly userId: string;
  readonly accessToken: string;
  readonly expiresAt: string;
}

/** Remembered at most; the oldest is forgotten first. */
const RENEWALS_MAX = 10_000;

export class Renewals {
  private readonly accounts = new Map<string, Account>();

  /** The answer given to this user under this key before, else the one that `renew` makes. Without a key always that. */
  answer(userId: string, key: string | undefined, renew: () => Account): Account {
    if (key === undefined) return renew();
    const scoped = `${userId}|${key}`;
    const before = this.accounts.get(scoped);
    if (before !== undefined) return before;
    const account = renew();
    this.accounts.set(scoped, account);
    for (const oldest of this.accounts.keys()) {
      if (this.accounts.size <= RENEWALS_MAX) break;
      this.accounts.delete(oldest);
    }
    return account;
  }
}
