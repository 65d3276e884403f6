/**
 * This node's key in the bucket, as its process writes and reads it.
 *
 * Every write expects the revision that was last known, so two processes never both hold the key. A write whose outcome is unknown may have been stored, or may be
 * stored later: the key is read before the next one, and the number of the heartbeat in it says which of them it was and so when it was sent.
 */
import { KEY_TTL_SECONDS, LEASE_MS } from './lease.js';
import { decodeEntry, encodeEntry, memberKey } from './member-entry.js';
import type { MemberEntry } from './member-entry.js';
import type { Bucket } from './nats/bucket.js';

/** A heartbeat that the bucket has. */
export interface Stored {
  readonly revision: number;
  /** When it was sent, on the steady clock, ms. */
  readonly sentAt: number;
}

export type Written =
  ({ readonly status: 'stored' } & Stored) | { readonly status: 'conflict' } | { readonly status: 'unknown'; readonly reason: string };

export type Seen =
  | { readonly kind: 'absent' }
  /** This session's, and not over. */
  | ({ readonly kind: 'mine'; readonly follows: string | null } & Stored)
  /** Another session's, or this one's that is over; `entry` null when it cannot be read. */
  | { readonly kind: 'other'; readonly entry: MemberEntry | null; readonly revision: number };

export class MemberKey {
  private readonly key: string;
  private beats = 0;
  /** Heartbeats that nobody answered, and that could still be worth something: number -> when it was sent. */
  private readonly unanswered = new Map<number, number>();

  constructor(
    private readonly bucket: Pick<Bucket, 'put' | 'get'>,
    readonly nodeId: string,
    private readonly steady: () => number,
  ) {
    this.key = memberKey(nodeId);
  }

  /** Never rejects. */
  async write(entry: Omit<MemberEntry, 'beat'>, expected: number): Promise<Written> {
    this.beats += 1;
    const beat = this.beats;
    const sentAt = this.steady();
    for (const [earlier, at] of this.unanswered) if (sentAt - at > LEASE_MS) this.unanswered.delete(earlier);
    this.unanswered.set(beat, sentAt);
    const changed = await this.bucket.put(this.key, encodeEntry({ ...entry, beat }), expected, KEY_TTL_SECONDS);
    if (changed.status === 'stored') {
      // All earlier ones expected what this one has replaced.
      this.unanswered.clear();
      return { status: 'stored', revision: changed.revision, sentAt };
    }
    return changed;
  }

  /** By the leader's word. Rejects when nobody can tell now. */
  async look(session: string): Promise<Seen> {
    const found = await this.bucket.get(this.key);
    if (found === null) return { kind: 'absent' };
    const { revision } = found;
    const entry = decodeEntry(this.nodeId, found.value);
    if (entry?.member.session !== session || entry.over !== null) return { kind: 'other', entry, revision };
    // One that was answered counted then: nothing is to be had of it any more.
    return { kind: 'mine', follows: entry.follows, revision, sentAt: this.unanswered.get(entry.beat) ?? -Infinity };
  }
}
