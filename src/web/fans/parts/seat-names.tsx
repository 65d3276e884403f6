/** Which seats they are, in words: by section and row, as they stand on a ticket. */
import type { Section } from '../../api/types.js';
import { t } from '../../i18n/i18n.js';
import { HallRows } from '../../map/hall.js';

export interface SeatGroup {
  readonly section: string;
  readonly row: string;
  readonly seats: readonly number[];
  /** Points of all of them. */
  readonly amount: number;
}

/** One group for each row. */
export function groupSeats(sections: readonly Section[], seats: readonly number[]): readonly SeatGroup[] {
  const rows = new HallRows({ sections });
  const groups = new Map<number, SeatGroup>();
  for (const seat of [...seats].sort((a, b) => a - b)) {
    const { row, sectionName, rowName, price } = rows.place(seat);
    const group = groups.get(row) ?? { section: sectionName, row: rowName, seats: [], amount: 0 };
    groups.set(row, { ...group, seats: [...group.seats, seat], amount: group.amount + price });
  }
  return [...groups.values()];
}

export function SeatNames({ sections, seats }: { readonly sections: readonly Section[]; readonly seats: readonly number[] }) {
  return (
    <ul class="seat-names">
      {groupSeats(sections, seats).map(({ section, row, seats: inRow }) => (
        <li key={inRow[0]}>
          <span class="seat-place">{t('seat.place', { section, row })}</span>{' '}
          <span class="seat-numbers">{t('seat.numbers', { count: inRow.length, seats: inRow.join(', ') })}</span>
        </li>
      ))}
    </ul>
  );
}
