/**
 * All seats as a list: sections, their rows, their seats as check boxes. It says and does what the map does, for whoever uses a keyboard or a screen reader or just
 * likes lists. Only what is opened is there, long parts a piece at a time, so a hall of any size stays quick.
 */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formatMoney, t } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import type { HallMap } from './hall-map.js';
import { RowSeats } from './row-seats.js';
import './seat-list.css';
import { useSeatsOf } from './use-board.js';

/** Smaller halls and sections are open from the beginning. */
const OPEN_SEATS_MAX = 60;
const OPEN_ROWS_SEATS_MAX = 300;
/** Rows that are shown at a time. */
const ROWS_STEP = 40;

interface SeatListProps {
  readonly hall: HallMap;
  readonly onSeat: (seat: number) => void;
}

export function SeatList({ hall, onSeat }: SeatListProps) {
  const { rows } = hall.plan;
  const [onlyFree, setOnlyFree] = useState(true);
  // Of no seat, so only when all may have changed: when the filter has.
  useSeatsOf(hall.board, { first: 1, last: 0 });
  const shown = rows.sections.map((_section, index) => index).filter((section) => !hall.board.isDimmed(section));
  return (
    <div class="seat-list">
      <label class="seat-list-switch">
        <input type="checkbox" checked={onlyFree} onChange={(event) => setOnlyFree(event.currentTarget.checked)} />
        {t('seats:list.onlyFree')}
      </label>
      <ul class="seat-list-sections">
        {shown.map((section) => (
          <ListSection key={section} hall={hall} section={section} onlyFree={onlyFree} onSeat={onSeat} />
        ))}
      </ul>
    </div>
  );
}

interface PartProps extends SeatListProps {
  readonly section: number;
  readonly onlyFree: boolean;
}

function ListSection({ hall, section, onlyFree, onSeat }: PartProps) {
  const { rows } = hall.plan;
  const seats = rows.seatsOfSection(section);
  useSeatsOf(hall.board, seats);
  const { name, price } = rows.section(section);
  return (
    <Disclosure
      level={3}
      title={name}
      detail={formatMoney(price)}
      free={hall.board.freeInSection(section)}
      isOpenAtFirst={rows.totalSeats <= OPEN_SEATS_MAX}
    >
      {() => <SectionRows hall={hall} section={section} onlyFree={onlyFree} onSeat={onSeat} />}
    </Disclosure>
  );
}

function SectionRows({ hall, section, onlyFree, onSeat }: PartProps) {
  const { rows } = hall.plan;
  const [limit, setLimit] = useState(ROWS_STEP);
  const from = rows.firstRow(section);
  const count = rows.firstRow(section + 1) - from;
  const { first, last } = rows.seatsOfSection(section);
  const shown = Array.from({ length: Math.min(limit, count) }, (_, index) => from + index);
  return (
    <>
      <ul class="seat-list-rows">
        {shown.map((row) => (
          <ListRow key={row} hall={hall} row={row} isOpenAtFirst={last - first < OPEN_ROWS_SEATS_MAX} onlyFree={onlyFree} onSeat={onSeat} />
        ))}
      </ul>
      {limit >= count ? null : (
        <Button kind="plain" onPress={() => setLimit(limit + ROWS_STEP)}>
          {t('seats:list.moreRows', { count: Math.min(ROWS_STEP, count - limit) })}
        </Button>
      )}
    </>
  );
}

interface ListRowProps extends SeatListProps {
  readonly row: number;
  readonly isOpenAtFirst: boolean;
  readonly onlyFree: boolean;
}

function ListRow({ hall, row, isOpenAtFirst, onlyFree, onSeat }: ListRowProps) {
  const { rows } = hall.plan;
  useSeatsOf(hall.board, rows.seatsOfRow(row));
  const name = t('seats:row.name', { row: rows.rowName(row) });
  return (
    <Disclosure level={4} title={name} detail="" free={hall.board.freeInRow(row)} isOpenAtFirst={isOpenAtFirst}>
      {() => <RowSeats key={onlyFree ? 'free' : 'all'} hall={hall} row={row} name={name} onlyFree={onlyFree} onSeat={onSeat} />}
    </Disclosure>
  );
}

interface DisclosureProps {
  readonly level: 3 | 4;
  readonly title: string;
  readonly detail: string;
  readonly free: number;
  readonly isOpenAtFirst: boolean;
  readonly children: () => ComponentChildren;
}

/** A heading that opens and closes what is under it, which is only there while it is open. */
function Disclosure({ level, title, detail, free, isOpenAtFirst, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const id = useId();
  const Heading = level === 3 ? 'h3' : 'h4';
  return (
    <li class={`seat-list-part seat-list-level-${level}`}>
      <Heading>
        <button
          type="button"
          class="seat-list-head"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'down' : 'forward'} />
          <span class="seat-list-title">
            {title}
            {detail === '' ? null : <span class="seat-list-detail numbers"> {detail}</span>}
          </span>
          <span class={free === 0 ? 'seat-list-free seat-list-none numbers' : 'seat-list-free numbers'}>
            {t('seats:list.free', { count: free })}
          </span>
        </button>
      </Heading>
      {isOpen ? (
        <div id={id} class="seat-list-body">
          {children()}
        </div>
      ) : null}
    </li>
  );
}
