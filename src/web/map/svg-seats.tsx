/**
 * The drawing of a small hall: every seat is an element of its own that has a role, a name and a state, and can have the focus. One of them is in the order of the
 * Tab key; from there arrow keys go on, which is the map's business.
 */
import type { Ref } from 'preact';
import { t } from '../i18n/i18n.js';
import type { HallMap } from './hall-map.js';
import type { Look } from './looks.js';
import { AVAILABLE, SELECTED } from './looks.js';
import type { PlacedBlock, PlacedLine, Point } from './plan.js';
import { SeatShape } from './seat-shape.js';
import { useSeatsOf } from './use-board.js';
import { seatLabel } from './words.js';

interface SvgSeatsProps {
  readonly hall: HallMap;
  /** The seat that the Tab key reaches. */
  readonly cursor: number;
  /** What the viewport moves and scales. */
  readonly content: Ref<SVGGElement>;
}

export function SvgSeats({ hall, cursor, content }: SvgSeatsProps) {
  const { plan } = hall;
  const { outline, middle } = plan.stage;
  return (
    <svg class="map-svg" role="group" aria-label={t('seats:map.label')}>
      <g ref={content}>
        <polygon class="map-stage" points={pointsOf(outline)} aria-hidden="true" />
        <text class="map-stage-name" x={middle.x} y={middle.y} aria-hidden="true">
          {t('seats:map.stage')}
        </text>
        {plan.blocks.map((block, index) => (
          <SvgBlock key={index} hall={hall} block={block} cursor={cursor} />
        ))}
      </g>
    </svg>
  );
}

function SvgBlock({ hall, block, cursor }: { readonly hall: HallMap; readonly block: PlacedBlock; readonly cursor: number }) {
  // Of no seat, so only when all may have changed: when the filter has.
  useSeatsOf(hall.board, { first: 1, last: 0 });
  const { name } = hall.plan.rows.section(block.section);
  return (
    <g class={hall.board.isDimmed(block.section) ? 'map-block map-dimmed' : 'map-block'}>
      <polygon class="map-ground" points={pointsOf(block.outline)} aria-hidden="true" />
      <text class="map-section-name" x={block.head.x} y={block.head.y} aria-hidden="true">
        {name}
      </text>
      {block.lines.map((line) => (
        <SvgLine key={line.first} hall={hall} line={line} section={block.section} cursor={cursor} />
      ))}
    </g>
  );
}

interface SvgLineProps {
  readonly hall: HallMap;
  readonly line: PlacedLine;
  readonly section: number;
  readonly cursor: number;
}

function SvgLine({ hall, line, section, cursor }: SvgLineProps) {
  const { plan, board, tiers } = hall;
  useSeatsOf(board, { first: line.first, last: line.first + line.seats - 1 });
  const name = t('seats:row.full', { row: plan.rows.rowName(line.row), section: plan.rows.section(section).name });
  return (
    <g role="group" aria-label={name}>
      <text class="map-row-name map-row-start" x={line.start.x} y={line.start.y} aria-hidden="true">
        {line.label}
      </text>
      {Array.from({ length: line.seats }, (_, index) => line.first + index).map((seat) => (
        <SvgSeat
          key={seat}
          hall={hall}
          seat={seat}
          look={board.look(seat)}
          tier={tiers.tierOf(section)}
          at={{ x: plan.x[seat - 1] ?? 0, y: plan.y[seat - 1] ?? 0 }}
          isCursor={seat === cursor}
        />
      ))}
      <text class="map-row-name map-row-end" x={line.end.x} y={line.end.y} aria-hidden="true">
        {line.label}
      </text>
    </g>
  );
}

interface SvgSeatProps {
  readonly hall: HallMap;
  readonly seat: number;
  readonly look: Look;
  readonly tier: number;
  readonly at: Point;
  readonly isCursor: boolean;
}

function SvgSeat({ hall, seat, look, tier, at, isCursor }: SvgSeatProps) {
  const canHave = look === AVAILABLE || look === SELECTED;
  return (
    <g
      class={canHave ? 'map-seat' : 'map-seat map-seat-taken'}
      role="checkbox"
      tabindex={isCursor ? 0 : -1}
      aria-checked={look === SELECTED}
      aria-disabled={canHave ? undefined : 'true'}
      aria-label={seatLabel(hall, seat)}
      data-seat={seat}
      data-state={look}
      transform={`translate(${at.x.toFixed(3)} ${at.y.toFixed(3)})`}
    >
      <rect class="map-seat-ring" x="-0.56" y="-0.56" width="1.12" height="1.12" rx="0.2" />
      <SeatShape look={look} tier={tier} />
      {look === AVAILABLE ? (
        <text class="map-seat-number" aria-hidden="true">
          {seat}
        </text>
      ) : null}
    </g>
  );
}

function pointsOf(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');
}
