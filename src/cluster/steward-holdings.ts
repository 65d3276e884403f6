/** The shards that the table gives to this node's session, and how far each of them is. */
import type { ShardEntry } from './shard-table.js';

/**
 * `taken`: entered in the table, not served yet. `adopting`: served; who must be woken is still being read. `here`: served. `preparing`: served; what would take the
 * next owner long is being done. `handing-off`: what is under way is finished, nothing comes in. `releasing`: nothing of it is in memory, and the table is to say so.
 */
export type Phase = 'taken' | 'adopting' | 'here' | 'preparing' | 'handing-off' | 'releasing';

export interface Holding {
  readonly shard: number;
  /** As this node has entered it. */
  readonly entry: ShardEntry;
  readonly phase: Phase;
}

type Held = { -readonly [Field in keyof Holding]: Holding[Field] };

export class Holdings {
  private readonly held = new Map<number, Held>();
  private readonly counts: Record<Phase, number> = { taken: 0, adopting: 0, here: 0, preparing: 0, 'handing-off': 0, releasing: 0 };
  private readonly epochsOfHeld = new Map<number, number>();

  get size(): number {
    return this.held.size;
  }

  /** By shard. */
  get epochs(): ReadonlyMap<number, number> {
    return this.epochsOfHeld;
  }

  count(phase: Phase): number {
    return this.counts[phase];
  }

  get(shard: number): Holding | undefined {
    return this.held.get(shard);
  }

  serving(shard: number): 'here' | 'handing-off' | null {
    switch (this.held.get(shard)?.phase) {
      case 'adopting':
      case 'here':
      case 'preparing':
        return 'here';
      case 'handing-off':
      case 'releasing':
        return 'handing-off';
      case 'taken':
      case undefined:
        return null;
    }
  }

  all(): Iterable<Holding> {
    return this.held.values();
  }

  /** On their way to another node. */
  get going(): number {
    return this.counts.preparing + this.counts['handing-off'] + this.counts.releasing;
  }

  inPhase(phase: Phase): Holding[] {
    return this.counts[phase] === 0 ? [] : [...this.held.values()].filter((holding) => holding.phase === phase);
  }

  /** False once it was lost or released, also when the shard has come back since. */
  isHeld(holding: Holding): boolean {
    return this.held.get(holding.shard) === holding;
  }

  add(entry: ShardEntry): Holding {
    const holding: Held = { shard: entry.shard, entry, phase: 'taken' };
    this.held.set(entry.shard, holding);
    this.epochsOfHeld.set(entry.shard, entry.epoch);
    this.counts.taken += 1;
    return holding;
  }

  enter(holding: Holding, phase: Phase): void {
    const held = this.held.get(holding.shard);
    if (held !== holding) throw new Error(`shard ${holding.shard} is not held any more`);
    this.counts[held.phase] -= 1;
    this.counts[phase] += 1;
    held.phase = phase;
  }

  /** The same ownership, at another revision of the table. */
  renew(holding: Holding, entry: ShardEntry): void {
    const held = this.held.get(holding.shard);
    if (held === holding) held.entry = entry;
  }

  remove(holding: Holding): void {
    if (!this.isHeld(holding)) return;
    this.held.delete(holding.shard);
    this.epochsOfHeld.delete(holding.shard);
    this.counts[holding.phase] -= 1;
  }

  /** All of them; nothing is held afterwards. */
  clear(): ReadonlySet<number> {
    const shards = new Set(this.held.keys());
    for (const holding of [...this.held.values()]) this.remove(holding);
    return shards;
  }
}
