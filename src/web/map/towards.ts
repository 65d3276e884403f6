/** Which seat the arrow keys go to: the one that is next in that direction as it is drawn, whichever row or section it belongs to. */
import type { HallPlan } from './plan.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

const STEP: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
/** A seat that is less far in the direction than this is beside, not ahead. In distances of two seats. */
const AHEAD_MIN = 0.3;
/** How much a distance across the direction counts. */
const ACROSS_COST = 2.2;

/** The seat next to `from` in that direction; `from` itself at the edge of the hall. */
export function seatTowards({ x, y, rows }: HallPlan, from: number, direction: Direction): number {
  const [alongX, alongY] = STEP[direction];
  const fromX = x[from - 1] ?? 0;
  const fromY = y[from - 1] ?? 0;
  let best = from;
  let bestCost = Infinity;
  for (let seat = 1; seat <= rows.totalSeats; seat++) {
    const dx = (x[seat - 1] ?? 0) - fromX;
    const dy = (y[seat - 1] ?? 0) - fromY;
    const ahead = dx * alongX + dy * alongY;
    if (ahead < AHEAD_MIN) continue;
    const across = Math.abs(dx * alongY + dy * alongX);
    // Much further to the side than ahead is another direction.
    if (across > 2 * ahead + 1) continue;
    const cost = ahead + across * ACROSS_COST;
    if (cost < bestCost) {
      best = seat;
      bestCost = cost;
    }
  }
  return best;
}
