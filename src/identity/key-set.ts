/**
 * The keys an external issuer has right now, as far as this node knows.
 *
 * Invariants:
 * - Keys are asked for again every REFRESH_INTERVAL_MS, so that a key the issuer has withdrawn is no longer believed after that time at the latest.
 * - They are also asked for when a token names a key that nobody knows, but never within COOLDOWN_MS of the last time, however many such tokens come, and
 *   never twice at once: who asks meanwhile waits for the same answer.
 * - When the issuer cannot be asked, the keys known so far are believed for TRUST_MS_MAX more; then none is, until it answers again.
 *
 * All times are on the node's clock, also the waiting: the timers are handed in.
 */
import type { Timers } from '../timers.js';
import { KeysUnusable } from './issuer-keys.js';
import type { IssuerKey, IssuerKeys } from './issuer-keys.js';
import type { KeySource } from './key-sources.js';

export const REFRESH_INTERVAL_MS = 300_000;
export const COOLDOWN_MS = 10_000;
export const TRUST_MS_MAX = 3_600_000;

export interface KeySetOptions {
  readonly source: KeySource;
  readonly clock: { now(): number };
  readonly timers: Timers;
  /** For the log: keys could not be had. At most once per COOLDOWN_MS. Must not throw. */
  readonly onFailure: (error: KeysUnusable) => void;
}

export class KeySet {
  /** The first moment at which the keys are no longer believed, ms since 1970. */
  trustedUntil = -Infinity;
  /** Counts the times that keys were taken over. */
  loads = 0;
  /** Whether the issuer answered when it was last asked. */
  answers = true;
  private keys: IssuerKeys = new Map();
  private askedAt = -Infinity;
  private asking: Promise<void> | null = null;
  private cancelRefresh: () => void = () => undefined;
  private closed = false;

  constructor(private readonly options: KeySetOptions) {
    const { initial } = options.source;
    if (initial === null) void this.ask();
    else this.adopt(initial);
  }

  knows(keyId: string): boolean {
    for (const key of this.keys.values()) if (key.keyId === keyId) return true;
    return false;
  }

  /** The keys that a token may mean: those of that name, then those without one; all when the token names none. */
  meantBy(keyId: string | null): readonly IssuerKey[] {
    const keys = [...this.keys.values()];
    if (keyId === null) return keys;
    return [...keys.filter((key) => key.keyId === keyId), ...keys.filter((key) => key.keyId === null)];
  }

  /** Settles when the issuer has answered or failed to; at once when it was asked a moment ago. Never rejects. */
  refresh(): Promise<void> {
    if (this.asking !== null) return this.asking;
    if (this.closed || this.options.clock.now() - this.askedAt < COOLDOWN_MS) return Promise.resolve();
    return this.ask();
  }

  close(): void {
    this.closed = true;
    this.cancelRefresh();
    this.options.source.close();
  }

  private ask(): Promise<void> {
    this.cancelRefresh();
    this.askedAt = this.options.clock.now();
    const asked = this.options.source.load().then(
      (keys) => this.adopt(keys),
      (error: unknown) => this.fail(error),
    );
    this.asking = asked;
    return asked;
  }

  private adopt(keys: IssuerKeys): void {
    const before = this.keys;
    // A key that stays is the same object: tokens that were verified with it stay verified.
    this.keys = new Map([...keys].map(([text, key]) => [text, before.get(text) ?? key]));
    for (const [text, key] of before) if (!this.keys.has(text)) key.trusted = false;
    this.trustedUntil = this.options.clock.now() + TRUST_MS_MAX;
    this.loads += 1;
    this.answers = true;
    this.rest(REFRESH_INTERVAL_MS);
  }

  private fail(error: unknown): void {
    this.answers = false;
    this.rest(COOLDOWN_MS);
    if (!this.closed) this.options.onFailure(error instanceof KeysUnusable ? error : new KeysUnusable(String(error), { cause: error }));
  }

  private rest(ms: number): void {
    this.asking = null;
    if (!this.closed) this.cancelRefresh = this.options.timers.after(ms, () => void this.ask());
  }
}
