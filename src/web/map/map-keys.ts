/** What the keys do on the map: arrows go from seat to seat as they are drawn, Home and End to the ends of a row, Enter and Space choose, + - 0 zoom. */
import type { HallPlan } from './plan.js';
import { seatTowards } from './towards.js';
import type { Direction } from './towards.js';

export type MapKey =
  | { readonly does: 'go'; readonly seat: number }
  | { readonly does: 'choose' }
  | { readonly does: 'zoom-in' }
  | { readonly does: 'zoom-out' }
  | { readonly does: 'fit' };

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const OTHERS: Readonly<Record<string, MapKey>> = {
  Enter: { does: 'choose' },
  ' ': { does: 'choose' },
  '+': { does: 'zoom-in' },
  '=': { does: 'zoom-in' },
  '-': { does: 'zoom-out' },
  '0': { does: 'fit' },
};

/** null: the key means nothing here. `cursor`: the seat where the keyboard is. */
export function mapKey(plan: HallPlan, cursor: number, key: string): MapKey | null {
  const direction = ARROWS[key];
  if (direction !== undefined) return { does: 'go', seat: seatTowards(plan, cursor, direction) };
  if (key === 'Home' || key === 'End') {
    const { first, last } = plan.rows.seatsOfRow(plan.rows.rowOf(cursor));
    return { does: 'go', seat: key === 'Home' ? first : last };
  }
  return OTHERS[key] ?? null;
}
