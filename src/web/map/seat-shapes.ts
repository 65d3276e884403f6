/**
 * The shape of a seat for each way it can look, as SVG paths around (0, 0) in distances of two seats: the same for the SVG, the canvas and the legend. A free seat
 * is a full square, one that somebody holds a frame with a dot, a sold one a small dot, a blocked one a bar, a selected one a large disc with a check mark, mine a
 * ring with a disc in it. Paths are filled by the even-odd rule.
 */
import type { Look } from './looks.js';

export interface SeatShape {
  readonly body: string;
  /** On top of the body, in the ink that is read on it. */
  readonly mark: string | null;
  /** Side of the square that stands for it where it is drawn with a few pixels only. */
  readonly side: number;
}

/** No shape reaches further from its middle. */
export const REACH = 0.49;

const CHECK = 'M-0.28 0.01L-0.19-0.08-0.07 0.04 0.19-0.22 0.28-0.13-0.07 0.22Z';

/** By look. */
const SEAT_SHAPES: readonly SeatShape[] = [
  { body: square(0.4, 0.15), mark: null, side: 0.78 },
  { body: square(0.36, 0.13) + square(0.26, 0.06) + disc(0.11), mark: null, side: 0.62 },
  { body: disc(0.19), mark: null, side: 0.36 },
  { body: 'M-0.24-0.07H0.24V0.07H-0.24Z', mark: null, side: 0.24 },
  { body: disc(REACH), mark: CHECK, side: 0.96 },
  { body: disc(REACH) + disc(0.37) + disc(0.23), mark: null, side: 0.96 },
];

const NOTHING: SeatShape = { body: '', mark: null, side: 0 };

export function shapeOf(look: Look): SeatShape {
  return SEAT_SHAPES[look] ?? NOTHING;
}

function square(half: number, corner: number): string {
  const side = 2 * (half - corner);
  const arc = (x: number, y: number): string => `a${corner} ${corner} 0 0 1 ${x} ${y}`;
  return (
    `M${-half + corner} ${-half}h${side}${arc(corner, corner)}v${side}${arc(-corner, corner)}` +
    `h${-side}${arc(-corner, -corner)}v${-side}${arc(corner, -corner)}Z`
  );
}

function disc(radius: number): string {
  return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
}
