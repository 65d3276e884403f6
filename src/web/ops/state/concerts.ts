/** The concerts to choose from, and the one that an operator who has not chosen most likely wants: the newest that is on sale, else the next to be. */
import { allConcerts } from '../../api/operators.js';
import type { Concert } from '../../api/types.js';
import { useLive } from './use-poll.js';
import type { Live } from './use-poll.js';

const REFRESH_EVERY_MS = 10_000;

export function useConcerts(): Live<readonly Concert[]> {
  return useLive('concerts', REFRESH_EVERY_MS, allConcerts);
}

export function likeliestConcert(concerts: readonly Concert[]): Concert | null {
  return concerts.findLast(({ onSale }) => onSale) ?? concerts.findLast(({ schedules }) => schedules.length > 0) ?? concerts.at(-1) ?? null;
}
