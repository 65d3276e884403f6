/**
 * Where everything in a hall is drawn: the stage at the top, bands of blocks behind it, lines gently curved around the stage. One unit is the distance of two
 * seats in a line; x grows to the right, y away from the stage, and (0, 0) is in the middle of the line in front.
 *
 * All lines are arcs around one point behind the stage, so lines of one band stay parallel and no two seats overlap: along an arc seats are one unit apart, and
 * arcs of a block are LINE_PITCH apart. Lines of a block have one middle. Deterministic: the same hall gives the same plan.
 */
import type { Hall } from './hall.js';
import { HallRows } from './hall.js';
import type { Band, Block, Line } from './plan-blocks.js';
import { AISLE, CROSS_AISLE, LINE_PITCH, bandsOf, heightOf, rowLabel, widthOf } from './plan-blocks.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PlacedLine {
  readonly row: number;
  readonly first: number;
  readonly seats: number;
  /** The row's name; of a part of a row, the numbers of its seats. */
  readonly label: string;
  /** Where the label stands, before the first seat and after the last one: the middle of its end towards the seats. */
  readonly start: Point;
  readonly end: Point;
}

export interface PlacedBlock {
  readonly section: number;
  readonly lines: readonly PlacedLine[];
  readonly bounds: Box;
  /** Corners of the ground its seats stand on. */
  readonly outline: readonly Point[];
  /** The middle of its side towards the stage: the section's name stands there. */
  readonly head: Point;
  readonly middle: Point;
}

export interface HallPlan {
  readonly rows: HallRows;
  /** Middles of the seats, by seat - 1. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly blocks: readonly PlacedBlock[];
  readonly stage: { readonly outline: readonly Point[]; readonly middle: Point; readonly width: number; readonly depth: number };
  readonly bounds: Box;
}

/** Half of the angle that the widest band spans, in radians. */
const HALF_ANGLE = 0.42;
const RADIUS_MIN = 14;
/** From the middle of a line's last seat to its label. */
const LABEL_GAP = 0.85;
/** Room for a label beside a line. */
const LABEL_ROOM = 2;
/** From the middle of a seat at the edge to the edge of its block's ground. */
const GROUND_MARGIN = 0.8;
const STAGE_POINTS = 16;
const STAGE_WIDTH_MIN = 5;
/** Corners along the front of a block's ground. */
const OUTLINE_STEPS_MAX = 20;

export function planHall(hall: Hall): HallPlan {
  const rows = new HallRows(hall);
  const bands = bandsOf(rows);
  const width = Math.max(...bands.map(widthOf), 1);
  const height = bands.reduce((sum, band) => sum + heightOf(band) + CROSS_AISLE, 0);
  const radius = Math.max(width / (2 * HALF_ANGLE), RADIUS_MIN);
  const placing = new Placing(rows, radius);
  let front = radius;
  for (const band of bands) {
    placing.placeBand(band, front);
    front += heightOf(band) + CROSS_AISLE;
  }
  const stage = stageOf(radius, widthOf(bands[0] ?? []), width, height);
  const boxes = [...placing.blocks.map(({ bounds }) => bounds), boxAround(stage.outline, 0.5)];
  return { rows, x: placing.x, y: placing.y, blocks: placing.blocks, stage, bounds: boxes.reduce(boxOfBoth) };
}

/** Fills in the places of seats, band by band. */
class Placing {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly blocks: PlacedBlock[] = [];

  constructor(
    private readonly rows: HallRows,
    private readonly radius: number,
  ) {
    this.x = new Float32Array(rows.totalSeats);
    this.y = new Float32Array(rows.totalSeats);
  }

  placeBand(band: Band, front: number): void {
    let offset = -widthOf(band) / 2;
    for (const block of band) {
      this.blocks.push(this.placeBlock(block, (offset + block.width / 2) / front, front));
      offset += block.width + AISLE;
    }
  }

  private placeBlock(block: Block, angle: number, front: number): PlacedBlock {
    const lines = block.lines.map((line, index) => this.placeLine(line, angle, front + index * LINE_PITCH));
    const back = front + (block.lines.length - 1) * LINE_PITCH;
    const outline = this.outlineOf(block, angle, front, back);
    const ground = boxAround(outline, 0);
    return {
      section: block.section,
      lines,
      bounds: { ...ground, left: ground.left - LABEL_ROOM, right: ground.right + LABEL_ROOM, top: ground.top - CROSS_AISLE / 2 },
      outline,
      head: this.point(angle, front - GROUND_MARGIN - 0.4),
      middle: this.point(angle, (front + back) / 2),
    };
  }

  private placeLine({ row, first, seats, isFolded }: Line, middle: number, radius: number): PlacedLine {
    const from = middle - (seats - 1) / 2 / radius;
    for (let index = 0; index < seats; index++) {
      const { x, y } = this.point(from + index / radius, radius);
      this.x[first - 1 + index] = x;
      this.y[first - 1 + index] = y;
    }
    return {
      row,
      first,
      seats,
      label: isFolded ? `${first}–${first + seats - 1}` : rowLabel(this.rows.rowName(row)),
      start: this.point(from - LABEL_GAP / radius, radius),
      end: this.point(from + (seats - 1 + LABEL_GAP) / radius, radius),
    };
  }

  /** Along the front from left to right, down the right side, along the back, and up the left side. */
  private outlineOf({ lines }: Block, angle: number, front: number, back: number): readonly Point[] {
    const half = (index: number): number => ((lines[index]?.seats ?? 1) - 1) / 2 + GROUND_MARGIN;
    const side = (sign: 1 | -1): Point[] =>
      lines.map((_line, index) => {
        const radius = front + index * LINE_PITCH;
        return this.point(angle + (sign * half(index)) / radius, radius);
      });
    const edge = (radius: number, reach: number): Point[] => {
      const steps = Math.max(2, Math.min(OUTLINE_STEPS_MAX, Math.ceil(reach)));
      return Array.from({ length: steps + 1 }, (_, step) => this.point(angle + ((2 * step - steps) / steps) * (reach / radius), radius));
    };
    const frontEdge = edge(front - GROUND_MARGIN, half(0));
    const backEdge = edge(back + GROUND_MARGIN, half(lines.length - 1)).reverse();
    return [...frontEdge, ...side(1), ...backEdge, ...side(-1).reverse()];
  }

  private point(angle: number, radius: number): Point {
    return pointAt(angle, radius, this.radius);
  }
}

/** A platform whose front edge is an arc around the same point as the lines. */
function stageOf(radius: number, frontWidth: number, width: number, height: number): HallPlan['stage'] {
  const depth = Math.max(2.6, height * 0.07);
  const edge = radius - Math.max(3.2, height * 0.025);
  const reach = Math.max(Math.min(Math.max(frontWidth * 0.6, 7), width * 0.7 + 2), STAGE_WIDTH_MIN) / 2 / edge;
  const frontEdge = Array.from({ length: STAGE_POINTS + 1 }, (_, step) => pointAt(reach * (1 - (2 * step) / STAGE_POINTS), edge, radius));
  const [right, left] = [frontEdge[0] ?? { x: 0, y: 0 }, frontEdge.at(-1) ?? { x: 0, y: 0 }];
  const back = Math.min(left.y, right.y) - depth;
  const outline = [...frontEdge, { x: left.x * 0.86, y: back }, { x: right.x * 0.86, y: back }];
  return { outline, middle: { x: 0, y: (back + edge - radius) / 2 }, width: right.x - left.x, depth };
}

function pointAt(angle: number, radius: number, origin: number): Point {
  return { x: radius * Math.sin(angle), y: radius * Math.cos(angle) - origin };
}

function boxAround(points: readonly Point[], margin: number): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x - margin);
    box.top = Math.min(box.top, y - margin);
    box.right = Math.max(box.right, x + margin);
    box.bottom = Math.max(box.bottom, y + margin);
  }
  return box;
}

function boxOfBoth(one: Box, other: Box): Box {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** Whether two boxes have a point in common. */
export function boxesMeet(one: Box, other: Box): boolean {
  return one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom;
}
