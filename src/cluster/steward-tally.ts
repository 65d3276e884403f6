/** What a steward counts. */
import type { Holdings } from './steward-holdings.js';

/** `lapse`: the lease was over. `owner`: the table named somebody else. `drain`: there was no time left to hand it off. */
export type LostBy = 'lapse' | 'owner' | 'drain';

/** For metrics. Must not throw. */
export interface StewardObserver {
  /** A shard was taken: one that nobody owned, or one of an owner that is gone. */
  took(from: 'nobody' | 'gone'): void;
  /** A shard could not be taken: somebody else was faster, or nobody could tell. */
  refused(): void;
  /** A shard that was served here was released. `finished`: nothing that was under way had to be given up. */
  handedOff(milliseconds: number, finished: boolean): void;
  /** Shards had to be let go at once. */
  lost(shards: number, why: LostBy): void;
  /** A group of shards could not be adopted; it is tried again. */
  adoptionFailed(): void;
}

/** Shards; the last five count since the start. */
export interface StewardFigures {
  /** Whose owner this node is, whatever it does with them now. */
  readonly owned: number;
  /** That the ring gives to this node. */
  readonly wished: number;
  readonly taking: number;
  /** Served, while whoever must be woken is still being read. */
  readonly adopting: number;
  readonly handingOff: number;
  readonly taken: number;
  /** Of those, from owners that were gone. */
  readonly takeOvers: number;
  readonly refusals: number;
  readonly handOffs: number;
  readonly lost: number;
}

export class StewardTally {
  private taken = 0;
  private takeOvers = 0;
  private refusals = 0;
  private handOffs = 0;
  private losses = 0;
  private unfinished = 0;

  constructor(private readonly observer: StewardObserver | null) {}

  /** Shards in which something that was under way had to be given up. */
  get givenUp(): number {
    return this.losses + this.unfinished;
  }

  took(from: 'nobody' | 'gone'): void {
    this.taken += 1;
    if (from === 'gone') this.takeOvers += 1;
    this.observer?.took(from);
  }

  refused(): void {
    this.refusals += 1;
    this.observer?.refused();
  }

  handedOff(milliseconds: number, finished: boolean): void {
    this.handOffs += 1;
    if (!finished) this.unfinished += 1;
    this.observer?.handedOff(milliseconds, finished);
  }

  lost(shards: number, why: LostBy): void {
    this.losses += shards;
    this.observer?.lost(shards, why);
  }

  adoptionFailed(): void {
    this.observer?.adoptionFailed();
  }

  figures(holdings: Holdings, wished: number, taking: number): StewardFigures {
    return {
      owned: holdings.size,
      wished,
      taking,
      adopting: holdings.count('taken') + holdings.count('adopting'),
      handingOff: holdings.going,
      taken: this.taken,
      takeOvers: this.takeOvers,
      refusals: this.refusals,
      handOffs: this.handOffs,
      lost: this.losses,
    };
  }
}
