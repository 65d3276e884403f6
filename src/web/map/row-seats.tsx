/**
 * The seats of one row as check boxes. With `onlyFree` seats that are taken are left out, but one that is taken while it is shown stays, marked as taken: it may have
 * the focus, and what vanishes under a finger makes it hit something else.
 */
import { useRef, useState } from 'preact/hooks';
import { t } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import type { HallMap } from './hall-map.js';
import type { Look } from './looks.js';
import { AVAILABLE, SELECTED } from './looks.js';
import { SeatIcon } from './seat-shape.js';
import { useSeatsOf } from './use-board.js';
import { seatLabelInRow } from './words.js';

/** Seats that are shown at a time. */
const SEATS_STEP = 120;

interface RowSeatsProps {
  readonly hall: HallMap;
  readonly row: number;
  /** Of the row. */
  readonly name: string;
  readonly onlyFree: boolean;
  readonly onSeat: (seat: number) => void;
}

export function RowSeats({ hall, row, name, onlyFree, onSeat }: RowSeatsProps) {
  const { plan, board } = hall;
  const range = plan.rows.seatsOfRow(row);
  useSeatsOf(board, range);
  const [limit, setLimit] = useState(SEATS_STEP);
  const wasShown = useRef(new Set<number>());
  const seats: number[] = [];
  let hasMore = false;
  for (let seat = range.first; seat <= range.last && !hasMore; seat++) {
    const look = board.look(seat);
    if (onlyFree && look !== AVAILABLE && look !== SELECTED && !wasShown.current.has(seat)) continue;
    if (seats.length === limit) hasMore = true;
    else seats.push(seat);
  }
  for (const seat of seats) wasShown.current.add(seat);
  if (seats.length === 0) return <p class="seat-list-empty muted">{t('seats:list.noneFree')}</p>;
  return (
    <>
      <div class="seat-list-seats" role="group" aria-label={name} style={{ '--digits': String(range.last).length }}>
        {seats.map((seat) => (
          <SeatBox key={seat} hall={hall} seat={seat} look={board.look(seat)} onSeat={onSeat} />
        ))}
      </div>
      {hasMore ? (
        <Button kind="plain" onPress={() => setLimit(limit + SEATS_STEP)}>
          {t('seats:list.moreSeats')}
        </Button>
      ) : null}
    </>
  );
}

interface SeatBoxProps {
  readonly hall: HallMap;
  readonly seat: number;
  readonly look: Look;
  readonly onSeat: (seat: number) => void;
}

function SeatBox({ hall, seat, look, onSeat }: SeatBoxProps) {
  const { plan, tiers } = hall;
  const canHave = look === AVAILABLE || look === SELECTED;
  return (
    <button
      type="button"
      role="checkbox"
      class={canHave ? 'seat-box' : 'seat-box seat-box-taken'}
      aria-checked={look === SELECTED}
      aria-disabled={canHave ? undefined : 'true'}
      aria-label={seatLabelInRow(hall, seat)}
      data-list-seat={seat}
      onClick={() => onSeat(seat)}
    >
      <SeatIcon look={look} tier={tiers.tierOf(plan.rows.sectionOf(seat))} />
      <span class="numbers">{seat}</span>
    </button>
  );
}
