/** A key-value bucket as the cluster uses it: compare-and-set, keys that lapse, and reads that say whose word they are. */

export interface BucketEntry {
  readonly key: string;
  readonly value: string;
  /** Grows with every change in the bucket. */
  readonly revision: number;
  /** When the bucket's leader stored it, by its clock, ms since 1970. */
  readonly storedAt: number;
}

/** `value` null: the key was removed, or it lapsed. */
export type BucketChange = Omit<BucketEntry, 'value'> & { readonly value: string | null };

export type Changed =
  | { readonly status: 'stored'; readonly revision: number }
  /** The key is not at the revision expected: nothing was changed. */
  | { readonly status: 'conflict' }
  /** Nobody can tell whether it was changed. */
  | { readonly status: 'unknown'; readonly reason: string };

export interface Bucket {
  /**
   * @param expected the revision the key is at; 0 when it must not be there (deleted and lapsed keys are not there).
   * @param ttlSeconds the key lapses so long after it was stored; never when left out. Whole seconds, at least 1.
   */
  put(key: string, value: string, expected: number, ttlSeconds?: number): Promise<Changed>;
  /** By the leader's word. null when it is not there. Rejects when nobody can tell now. */
  get(key: string): Promise<BucketEntry | null>;
  /** All that is there, from any replica: possibly a little old. Rejects when nobody can tell now. */
  all(): Promise<readonly BucketEntry[]>;
  /** The revision of the last change, by the leader's word. Rejects when nobody can tell now. */
  lastRevision(): Promise<number>;
  /**
   * Every change from after `revision` on, in order, over reconnections and new leaders; of a key that changes quickly, possibly only the last one. Returns how to
   * stop.
   */
  watch(revision: number, onChange: (change: BucketChange) => void): () => void;
  /**
   * What is on its way to the bucket, as it passes: it may be turned down, may not be stored yet, and some may never be heard of. A reason to look, and no more.
   * Returns how to stop.
   */
  hints(listener: (key: string, value: string) => void): () => void;
}
