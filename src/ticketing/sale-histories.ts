/**
 * How sales went, second by second, for the operators who look at them: who waits, who is inside, what is left. Asked of the entities wherever they live, so it
 * is the whole cluster's sale, whichever node is looked at.
 *
 * Invariants
 *  - A concert is measured only while somebody looks (see timers/watched-samples.ts), and at most CONCERTS_MEASURED_MAX are: beyond that the one looked at longest
 *    ago is forgotten.
 *  - A concert that does not exist leaves nothing behind.
 *  - A second in which an entity could not be asked has no sample.
 */
import { isRefusal, refuse } from '../domain/refusals.js';
import type { Timers } from '../timers.js';
import { WatchedSamples } from '../timers/watched-samples.js';
import type { Answer } from './asking.js';
import type { SaleView } from './showcase.js';

export interface SaleSample {
  /** When the entities were asked, ms since 1970. */
  readonly at: number;
  readonly waiting: number;
  readonly active: number;
  /** Since the waiting room was opened. */
  readonly admitted: number;
  /** Seats of all schedules together. */
  readonly available: number;
  readonly held: number;
  readonly booked: number;
  readonly blocked: number;
}

export const CONCERTS_MEASURED_MAX = 32;

export interface SaleHistoriesDeps {
  /** All that was durable at the moment of the call. */
  readonly freshSale: (concertId: string) => Answer<SaleView>;
  /** The node clock, ms since 1970. */
  readonly now: () => number;
  readonly timers: Timers;
  /** Something that should not happen; measuring goes on. Must not throw. */
  readonly onError: (error: unknown) => void;
}

export class SaleHistories {
  /** The one looked at longest ago first. */
  private readonly measured = new Map<string, WatchedSamples<SaleSample>>();
  private isClosed = false;

  constructor(private readonly deps: SaleHistoriesDeps) {}

  /** Concerts of which something is kept. */
  get size(): number {
    return this.measured.size;
  }

  /** Oldest first; those after `since` (ms since 1970), null for all. */
  async since(concertId: string, since: number | null): Answer<readonly SaleSample[]> {
    if (!this.measured.has(concertId)) {
      const sale = await this.deps.freshSale(concertId);
      if (isRefusal(sale)) return sale;
      // Somebody else may have begun meanwhile.
      if (!this.measured.has(concertId) && !this.isClosed) this.begin(concertId, sampleOf(sale));
    }
    const samples = this.measured.get(concertId);
    if (samples === undefined) return refuse('UNAVAILABLE');
    this.measured.delete(concertId);
    this.measured.set(concertId, samples);
    return samples.look(since);
  }

  /** Nothing is measured any more. */
  close(): void {
    this.isClosed = true;
    for (const samples of this.measured.values()) samples.close();
    this.measured.clear();
  }

  private begin(concertId: string, first: SaleSample): void {
    const { now, timers, freshSale, onError } = this.deps;
    const samples = new WatchedSamples<SaleSample>({
      now,
      timers,
      take: async () => {
        const sale = await freshSale(concertId);
        return isRefusal(sale) ? null : sampleOf(sale);
      },
      onEmpty: () => this.measured.delete(concertId),
      onError,
    });
    samples.add(first);
    this.measured.set(concertId, samples);
    for (const [oldest, others] of this.measured) {
      if (this.measured.size <= CONCERTS_MEASURED_MAX) return;
      others.close();
      this.measured.delete(oldest);
    }
  }
}

function sampleOf({ askedAt, queue: { waiting, active, admitted }, schedules }: SaleView): SaleSample {
  let [available, held, booked, blocked] = [0, 0, 0, 0];
  for (const { availableSeats, heldSeats, bookedSeats, blockedSeats } of schedules) {
    available += availableSeats;
    held += heldSeats;
    booked += bookedSeats;
    blocked += blockedSeats;
  }
  return { at: askedAt, waiting, active, admitted, available, held, booked, blocked };
}
