/**
 * Who owns which shard: the fact that routing follows. One entry per shard, changed by compare-and-set only, so two nodes can never both believe that they made
 * the last change.
 */

export interface ShardEntry {
  readonly shard: number;
  /** The owner's session; null when it was released, or never owned. */
  readonly owner: string | null;
  /** Grows with every change of owner, from 1; 0 when the shard was never owned. */
  readonly epoch: number;
  /** Of the table, when this entry was last changed; 0 when it never was. Grows with every change of any entry. */
  readonly revision: number;
}

export interface ShardTable {
  entry(shard: number): ShardEntry;
  /** The highest revision taken over so far. */
  readonly revision: number;
  /** Makes `owner`, this node or the one that it gives the shard to, own it with the next epoch, if the entry is still `expected`. null when somebody else was faster, or nobody can tell. */
  take(expected: ShardEntry, owner: string): Promise<ShardEntry | null>;
  /** Gives the shard up, if the entry is still `expected`. */
  release(expected: ShardEntry): Promise<ShardEntry | null>;
  /** Resolves with true once everything up to this revision was taken over, with false after `patienceMs`. */
  reached(revision: number, patienceMs: number): Promise<boolean>;
  /** Entries that have changed, also by this node. */
  onChange(listener: (changed: readonly ShardEntry[]) => void): void;
  close(): Promise<void>;
}
