/**
 * What to offer somebody who has lost seats to somebody else: as many seats as they wanted, near where they were. What they still have counts as free. Seats next
 * to each other go before a scattered choice, keeping what one has goes before moving, and near goes before far.
 */
import type { HallPlan } from './plan.js';

export interface Offer {
  /** All seats of the choice, in order, those kept included. */
  readonly seats: readonly number[];
  /** Next to each other in one row. */
  readonly isAdjacent: boolean;
}

const OFFERS_MAX = 3;
/** What moving one kept seat is worth, in distances of two seats. */
const MOVE_COST = 1.5;

interface Scored extends Offer {
  readonly cost: number;
}

interface Wanted {
  readonly kept: ReadonlySet<number>;
  readonly count: number;
  readonly centre: { readonly x: number; readonly y: number };
}

/** `isFree` is asked about seats that are not kept. The best offer first; none when there are not so many free seats. */
export function offersFor(
  plan: HallPlan,
  kept: readonly number[],
  lost: readonly number[],
  isFree: (seat: number) => boolean,
): readonly Offer[] {
  const count = kept.length + lost.length;
  if (count === 0) return [];
  const wanted: Wanted = { kept: new Set(kept), count, centre: centreOf(plan, [...kept, ...lost]) };
  const canHave = (seat: number): boolean => wanted.kept.has(seat) || isFree(seat);
  const section = plan.rows.sectionOf(lost[0] ?? kept[0] ?? 1);
  const first = plan.rows.firstRow(section);
  const last = plan.rows.firstRow(section + 1) - 1;
  let adjacent = runsIn(plan, first, last, wanted, canHave);
  if (adjacent.length === 0) adjacent = runsIn(plan, 0, plan.rows.rowCount - 1, wanted, canHave);
  const offers = apart(adjacent, count);
  const scattered = count === 1 ? null : nearestSingles(plan, wanted, lost.length, isFree);
  // Somebody who has some seats left may rather keep them than sit together.
  const breaksUp = kept.length > 0 && !offers.some(({ seats }) => kept.every((seat) => seats.includes(seat)));
  const all = scattered !== null && (breaksUp || offers.length === 0) ? [...offers.slice(0, OFFERS_MAX - 1), scattered] : offers;
  return all.map(({ seats, isAdjacent }) => ({ seats, isAdjacent }));
}

/** Every run of so many seats in one row that one can have, cheapest first. */
function runsIn(plan: HallPlan, firstRow: number, lastRow: number, wanted: Wanted, canHave: (seat: number) => boolean): readonly Scored[] {
  const runs: Scored[] = [];
  for (let row = firstRow; row <= lastRow; row++) {
    const { first, last } = plan.rows.seatsOfRow(row);
    let free = 0;
    for (let seat = first; seat <= last; seat++) {
      free = canHave(seat) ? free + 1 : 0;
      if (free < wanted.count) continue;
      const seats = Array.from({ length: wanted.count }, (_, index) => seat - wanted.count + 1 + index);
      runs.push({ seats, isAdjacent: true, cost: costOf(plan, seats, wanted) });
    }
  }
  return runs.sort((a, b) => a.cost - b.cost);
}

/** The cheapest runs that have no seat in common. */
function apart(runs: readonly Scored[], count: number): Scored[] {
  const chosen: Scored[] = [];
  for (const run of runs) {
    if (chosen.length === OFFERS_MAX) break;
    const first = run.seats[0] ?? 0;
    const isNew = chosen.every(({ seats }) => Math.abs((seats[0] ?? 0) - first) >= count);
    if (isNew) chosen.push(run);
  }
  return chosen;
}

/** What is kept, and as many free seats as were lost, whichever are nearest. */
function nearestSingles(plan: HallPlan, { kept, centre }: Wanted, missing: number, isFree: (seat: number) => boolean): Scored | null {
  const free: { readonly seat: number; readonly distance: number }[] = [];
  for (let seat = 1; seat <= plan.rows.totalSeats; seat++) {
    if (!kept.has(seat) && isFree(seat)) free.push({ seat, distance: distanceTo(plan, seat, centre) });
  }
  if (free.length < missing) return null;
  const nearest = free.sort((a, b) => a.distance - b.distance || a.seat - b.seat).slice(0, missing);
  const seats = [...kept, ...nearest.map(({ seat }) => seat)].sort((a, b) => a - b);
  return { seats, isAdjacent: false, cost: Infinity };
}

function costOf(plan: HallPlan, seats: readonly number[], { kept, centre }: Wanted): number {
  const moved = kept.size - seats.filter((seat) => kept.has(seat)).length;
  const { x, y } = centreOf(plan, seats);
  return Math.hypot(x - centre.x, y - centre.y) + moved * MOVE_COST;
}

function centreOf(plan: HallPlan, seats: readonly number[]): { readonly x: number; readonly y: number } {
  let x = 0;
  let y = 0;
  for (const seat of seats) {
    x += plan.x[seat - 1] ?? 0;
    y += plan.y[seat - 1] ?? 0;
  }
  return { x: x / seats.length, y: y / seats.length };
}

function distanceTo(plan: HallPlan, seat: number, { x, y }: { readonly x: number; readonly y: number }): number {
  return Math.hypot((plan.x[seat - 1] ?? 0) - x, (plan.y[seat - 1] ?? 0) - y);
}
