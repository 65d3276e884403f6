/** The shape of a seat as SVG, for the map of small halls, the list and the legend. */
import type { Look } from './looks.js';
import { AVAILABLE, lookName } from './looks.js';
import { shapeOf } from './seat-shapes.js';

interface SeatShapeProps {
  readonly look: Look;
  readonly tier: number;
}

/** To stand within an SVG, around (0, 0). */
export function SeatShape({ look, tier }: SeatShapeProps) {
  const { body, mark } = shapeOf(look);
  const colour = look === AVAILABLE ? `map-fill-tier-${tier}` : `map-fill-${lookName(look)}`;
  return (
    <>
      <path class={colour} fill-rule="evenodd" d={body} />
      {mark === null ? null : <path class="map-fill-selected-ink" fill-rule="evenodd" d={mark} />}
    </>
  );
}

/** To stand in a line of text; it says nothing to screen readers. */
export function SeatIcon(props: SeatShapeProps) {
  return (
    <svg class="seat-icon" viewBox="-0.5 -0.5 1 1" aria-hidden="true">
      <SeatShape {...props} />
    </svg>
  );
}
