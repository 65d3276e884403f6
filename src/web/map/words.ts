/** What seats and prices are called. */
import { formatMoney, t } from '../i18n/i18n.js';
import type { HallMap } from './hall-map.js';
import { lookName } from './looks.js';
import type { PriceTier } from './price-tiers.js';

/** All there is to know of a seat: where, how much, and whether one can have it. */
export function seatLabel({ plan, board }: HallMap, seat: number): string {
  const { sectionName, rowName, price } = plan.rows.place(seat);
  const state = t(`seats:states.${lookName(board.look(seat))}`);
  return t('seats:seat.full', { seat: String(seat), row: rowName, section: sectionName, price: formatMoney(price), state });
}

/** The same where the section and the row are named around it. */
export function seatLabelInRow({ plan, board }: HallMap, seat: number): string {
  const state = t(`seats:states.${lookName(board.look(seat))}`);
  return t('seats:seat.inRow', { seat: String(seat), price: formatMoney(plan.rows.place(seat).price), state });
}

/** Several seats, those of one row together: "Floor, row A, seats 3–4, 7". */
export function seatNames({ plan }: HallMap, seats: readonly number[]): string {
  const rows = new Map<number, number[]>();
  for (const seat of [...seats].sort((a, b) => a - b)) {
    const row = plan.rows.rowOf(seat);
    const known = rows.get(row);
    if (known === undefined) rows.set(row, [seat]);
    else known.push(seat);
  }
  return [...rows].map(([row, these]) => seatsInRow({ plan }, row, these)).join('; ');
}

function seatsInRow({ plan }: Pick<HallMap, 'plan'>, row: number, seats: readonly number[]): string {
  const section = plan.rows.section(plan.rows.sectionOfRow(row)).name;
  return t('seats:seat.several', { count: seats.length, seats: runsOf(seats).join(', '), row: plan.rows.rowName(row), section });
}

/** 3–5, 8 */
function runsOf(seats: readonly number[]): readonly string[] {
  const runs: { from: number; to: number }[] = [];
  for (const seat of seats) {
    const last = runs.at(-1);
    if (last !== undefined && seat === last.to + 1) last.to = seat;
    else runs.push({ from: seat, to: seat });
  }
  return runs.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`));
}

export function tierLabel({ from, to }: PriceTier): string {
  return from === to ? formatMoney(from) : t('seats:legend.priceRange', { from: formatMoney(from), to: formatMoney(to) });
}
