/**
 * Paints any part of a hall at any scale: the ground of its blocks, its stage, its seats, and what is written on them when it can be read. What is painted for a
 * part does not depend on where the part begins, so a picture may be put together of tiles and mended piece by piece.
 *
 * All measures are pixels of the device; (left, top) of a part are counted from the plan's (0, 0).
 */
import type { MapColours } from './colours.js';
import { AVAILABLE } from './looks.js';
import type { Box, HallPlan, PlacedBlock, Point } from './plan.js';
import { boxesMeet } from './plan.js';
import type { PriceTiers } from './price-tiers.js';
import type { SeatBoard } from './seat-board.js';
import type { SeatGrid } from './seat-grid.js';
import { REACH, shapeOf } from './seat-shapes.js';
import { SeatSprites, colourOf } from './seat-sprites.js';

export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PainterParts {
  readonly plan: HallPlan;
  readonly grid: SeatGrid;
  readonly board: SeatBoard;
  readonly tiers: PriceTiers;
  readonly colours: MapColours;
  /** Pixels of the device per pixel of the page. */
  readonly pixelRatio: number;
}

/** Seats with fewer pixels than this are squares. */
const SPRITE_PIXELS_MIN = 5;
/** Larger seats stand on whole pixels, which makes them sharp; smaller ones would then stand at uneven distances. */
const SHARP_PIXELS_MIN = 18;
/** In pixels of the page, from seat to seat. */
const LABELS_FROM = 9;
const NUMBERS_FROM = 26;
const LABEL_PIXELS_MAX = 13;
const DIMMED_ALPHA = 0.2;

export class HallPainter {
  private readonly outlines = new Map<readonly Point[], Path2D>();
  private readonly sprites: SeatSprites;

  /** @param scale pixels from seat to seat. */
  constructor(
    private readonly parts: PainterParts,
    readonly scale: number,
  ) {
    this.sprites = new SeatSprites(scale, parts.colours);
  }

  /** How far from its middle a seat is painted. */
  get reach(): number {
    return Math.ceil(REACH * this.scale) + 2;
  }

  /** Paints `part`; the context's (0, 0) is at `origin`. */
  paint(context: CanvasRenderingContext2D, origin: { readonly left: number; readonly top: number }, part: Part): void {
    const { colours, plan } = this.parts;
    context.setTransform(1, 0, 0, 1, -origin.left, -origin.top);
    context.fillStyle = colours.background;
    context.fillRect(part.left, part.top, part.width, part.height);
    const box = this.boxOf(part, 0);
    const blocks = plan.blocks.filter(({ bounds }) => boxesMeet(bounds, box));
    this.paintGrounds(context, blocks);
    this.paintSeats(context, this.boxOf(part, REACH + 2 / this.scale));
    if (this.pagePixels >= LABELS_FROM) this.paintLabels(context, blocks, part);
    context.globalAlpha = 1;
  }

  private get pagePixels(): number {
    return this.scale / this.parts.pixelRatio;
  }

  private boxOf({ left, top, width, height }: Part, margin: number): Box {
    const { scale } = this;
    return {
      left: left / scale - margin,
      top: top / scale - margin,
      right: (left + width) / scale + margin,
      bottom: (top + height) / scale + margin,
    };
  }

  private paintGrounds(context: CanvasRenderingContext2D, blocks: readonly PlacedBlock[]): void {
    const { board, colours, plan } = this.parts;
    const { scale } = this;
    context.save();
    context.scale(scale, scale);
    context.lineWidth = this.parts.pixelRatio / scale;
    for (const { outline, section } of blocks) {
      context.globalAlpha = board.isDimmed(section) ? 0.4 : 1;
      context.fillStyle = colours.ground;
      context.strokeStyle = colours.line;
      const path = this.outlineOf(outline);
      context.fill(path);
      context.stroke(path);
    }
    context.globalAlpha = 1;
    context.fillStyle = colours.stage;
    context.fill(this.outlineOf(plan.stage.outline));
    context.restore();
  }

  private outlineOf(points: readonly Point[]): Path2D {
    let path = this.outlines.get(points);
    if (path === undefined) {
      path = new Path2D();
      for (const { x, y } of points) path.lineTo(x, y);
      path.closePath();
      this.outlines.set(points, path);
    }
    return path;
  }

  private paintSeats(context: CanvasRenderingContext2D, box: Box): void {
    const { grid, plan, board, tiers, colours } = this.parts;
    const { scale, sprites } = this;
    const isSmall = scale < SPRITE_PIXELS_MIN;
    const isSharp = scale >= SHARP_PIXELS_MIN;
    const withNumbers = this.pagePixels >= NUMBERS_FROM;
    let fill = '';
    let alpha = 1;
    context.globalAlpha = 1;
    if (withNumbers) this.setFont(context, Math.min(scale * 0.34, LABEL_PIXELS_MAX * this.parts.pixelRatio), 'center');
    grid.forEachIn(box, (seat) => {
      const section = plan.rows.sectionOf(seat);
      const look = board.look(seat);
      const seatAlpha = board.isDimmed(section) && look <= 3 ? DIMMED_ALPHA : 1;
      if (seatAlpha !== alpha) context.globalAlpha = alpha = seatAlpha;
      const x = (plan.x[seat - 1] ?? 0) * scale;
      const y = (plan.y[seat - 1] ?? 0) * scale;
      if (isSmall) {
        const side = shapeOf(look).side * scale;
        const colour = colourOf(look, tiers.tierOf(section), colours);
        if (colour !== fill) context.fillStyle = fill = colour;
        context.fillRect(x - side / 2, y - side / 2, side, side);
        return;
      }
      const half = sprites.size / 2;
      const [left, top] = isSharp ? [Math.round(x) - half, Math.round(y) - half] : [x - half, y - half];
      context.drawImage(sprites.of(look, tiers.tierOf(section)), left, top);
      if (!withNumbers || look !== AVAILABLE) return;
      context.fillStyle = colours.tierInk;
      context.fillText(String(seat), Math.round(x), Math.round(y), scale * 0.74);
    });
  }

  /** The names of rows, beside their lines. */
  private paintLabels(context: CanvasRenderingContext2D, blocks: readonly PlacedBlock[], part: Part): void {
    const { board, colours, pixelRatio } = this.parts;
    const size = Math.min(this.scale * 0.7, LABEL_PIXELS_MAX * pixelRatio);
    const room = size * 4;
    const seen = this.boxOf(
      { left: part.left - room, top: part.top - size, width: part.width + 2 * room, height: part.height + 2 * size },
      0,
    );
    const isSeen = ({ x, y }: Point): boolean => x >= seen.left && x <= seen.right && y >= seen.top && y <= seen.bottom;
    context.fillStyle = colours.muted;
    for (const { section, lines } of blocks) {
      context.globalAlpha = board.isDimmed(section) ? 0.4 : 1;
      for (const { label, start, end } of lines) {
        if (isSeen(start)) this.paintLabel(context, label, start, 'right', size);
        if (isSeen(end)) this.paintLabel(context, label, end, 'left', size);
      }
    }
  }

  private paintLabel(context: CanvasRenderingContext2D, label: string, { x, y }: Point, align: CanvasTextAlign, size: number): void {
    this.setFont(context, size, align);
    // Longer names are pressed together, so that they stay within their aisle.
    context.fillText(label, Math.round(x * this.scale), Math.round(y * this.scale), this.scale * 1.9);
  }

  private setFont(context: CanvasRenderingContext2D, size: number, align: CanvasTextAlign): void {
    context.font = `600 ${size.toFixed(1)}px ${this.parts.colours.font}`;
    context.textAlign = align;
    context.textBaseline = 'middle';
  }
}
