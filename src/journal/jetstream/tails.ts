/**
 * The ends of the chains as this node knows them, so that an append to an entity in use needs no read. They are what was last loaded or written here: another
 * node may have written since, so a chain may be longer than known here, but never shorter. Bounded: two generations, the older one is dropped when the younger
 * has filled up, so whatever was used since then stays.
 */
import { NO_HASH } from '../port.js';

/** The end of an entity's chain. */
export interface Tail {
  readonly version: number;
  readonly hash: string;
  /** Its place in its stream: what the next append expects. 0 for an entity that was never born. */
  readonly position: number;
  readonly epoch: number;
}

/** Of an entity that was never born. */
export const UNBORN: Tail = Object.freeze({ version: 0, hash: NO_HASH, position: 0, epoch: 0 });

/** About 250 bytes each. */
const GENERATION_TAILS_MAX = 100_000;

export class Tails {
  private young = new Map<string, Tail>();
  private old = new Map<string, Tail>();

  constructor(private readonly generationMax = GENERATION_TAILS_MAX) {}

  get(entity: string): Tail | undefined {
    const tail = this.young.get(entity);
    if (tail !== undefined) return tail;
    const aged = this.old.get(entity);
    if (aged !== undefined) this.put(entity, aged);
    return aged;
  }

  /** Of two that are told about an entity the further one counts: a read can be overtaken by a write. `tail` is kept as it is, with whatever else it may carry. */
  set(entity: string, tail: Tail): void {
    const known = this.young.get(entity) ?? this.old.get(entity);
    if (known === undefined || known.version <= tail.version) this.put(entity, tail);
  }

  /** It may not be the end any more: it is read again when it is needed. */
  drop(entity: string): void {
    this.young.delete(entity);
    this.old.delete(entity);
  }

  private put(entity: string, tail: Tail): void {
    if (this.young.size >= this.generationMax && !this.young.has(entity)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(entity, tail);
  }
}
