/** All that is worked out once per hall, and what its seats are right now. */
import type { Hall } from './hall.js';
import { planHall } from './plan.js';
import type { HallPlan } from './plan.js';
import { PriceTiers } from './price-tiers.js';
import { SeatBoard } from './seat-board.js';
import { SeatGrid } from './seat-grid.js';

export interface HallMap {
  readonly plan: HallPlan;
  readonly grid: SeatGrid;
  readonly tiers: PriceTiers;
  readonly board: SeatBoard;
}

/** Until the board is told, no seat is free. */
export function openHall(hall: Hall): HallMap {
  const plan = planHall(hall);
  return {
    plan,
    grid: new SeatGrid(plan.x, plan.y, plan.bounds),
    tiers: new PriceTiers(hall.sections),
    board: new SeatBoard(plan.rows),
  };
}
