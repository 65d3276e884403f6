/** Prices of a hall in a few tiers, dearest first, each with a colour of its own. Many prices share tiers, neighbours with neighbours. */
import type { HallSection } from './hall.js';

/** As many as there are colours that people tell apart. */
export const TIERS_MAX = 6;

export interface PriceTier {
  /** From 0, the dearest. */
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

export class PriceTiers {
  readonly tiers: readonly PriceTier[];
  /** By section. */
  private readonly ofSections: Uint8Array;

  constructor(sections: readonly HallSection[]) {
    const prices = [...new Set(sections.map(({ price }) => price))].sort((a, b) => b - a);
    const count = Math.min(prices.length, TIERS_MAX);
    this.tiers = Array.from({ length: count }, (_, index) => {
      const of = prices.filter((_price, rank) => Math.floor((rank * count) / prices.length) === index);
      return { index, from: of.at(-1) ?? 0, to: of[0] ?? 0 };
    });
    this.ofSections = Uint8Array.from(sections, ({ price }) => this.tiers.findIndex(({ from, to }) => price >= from && price <= to));
  }

  tierOf(section: number): number {
    return this.ofSections[section] ?? 0;
  }
}
