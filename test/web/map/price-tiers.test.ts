/** Prices in a few colours. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { PriceTiers, TIERS_MAX } from '../../../src/web/map/price-tiers.js';
import { THEATRE, section } from './halls.js';

const prices = suite('tiers of prices');

prices('are the prices themselves, dearest first, as long as they are few', () => {
  const { tiers } = new PriceTiers(THEATRE.sections);
  assert.deepEqual(
    tiers.map(({ from, to }) => [from, to]),
    [
      [90_000, 90_000],
      [60_000, 60_000],
      [30_000, 30_000],
    ],
  );
});

prices('are shared by sections that cost the same', () => {
  const tiers = new PriceTiers([section('A', 5, 1, 1), section('B', 9, 1, 1), section('C', 5, 1, 1)]);
  assert.deepEqual([tiers.tierOf(0), tiers.tierOf(1), tiers.tierOf(2), tiers.tiers.length], [1, 0, 1, 2]);
});

prices('join neighbours when there are many, and leave none out', () => {
  const sections = Array.from({ length: 500 }, (_, index) => section(`S${index}`, index * 100, 1, 1));
  const tiers = new PriceTiers(sections);
  assert.equal(tiers.tiers.length, TIERS_MAX);
  for (const [index, { price }] of sections.entries()) {
    const tier = tiers.tiers[tiers.tierOf(index)];
    assert.ok(tier !== undefined && price >= tier.from && price <= tier.to);
  }
});

prices.run();
