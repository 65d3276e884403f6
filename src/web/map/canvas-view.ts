/**
 * The map of a large hall on a canvas (Konva). Seats are painted into tiles at the scale at which one looks; while one zooms, the tiles there are get stretched, and
 * at rest sharp ones take their place. A frame copies a few tiles and paints no longer than it may, so its cost does not depend on how many seats the hall has.
 *
 * Two layers: the hall, drawn anew when the view or a seat has changed, and the marks (where the keyboard is), which cost nothing else.
 */
import { Konva } from 'konva/lib/Core.js';
import { onThemeChange, readColours } from './colours.js';
import { HallPainter } from './hall-painter.js';
import type { MapView } from './map-view.js';
import { NameTags } from './name-tags.js';
import type { Box, HallPlan } from './plan.js';
import type { PriceTiers } from './price-tiers.js';
import type { Changed, SeatBoard } from './seat-board.js';
import type { SeatGrid } from './seat-grid.js';
import { TileSet } from './tile-set.js';
import type { Viewport } from './viewport.js';

export interface CanvasParts {
  readonly plan: HallPlan;
  readonly grid: SeatGrid;
  readonly board: SeatBoard;
  readonly tiers: PriceTiers;
  readonly viewport: Viewport;
  /** What is written on the stage. */
  readonly stageName: string;
}

/** How long a frame may paint tiles. */
const PAINT_MS = 7;
/** While one zooms, tiles are stretched up to this before others are painted. */
const STRETCH_MAX = 2;
const STRETCH_MIN = 0.5;

export class CanvasView implements MapView {
  private readonly stage: Konva.Stage;
  private readonly hall = new Konva.Layer({ listening: false });
  private readonly marks = new Konva.Layer({ listening: false });
  private readonly pixelRatio = Math.min(3, window.devicePixelRatio || 1);
  private readonly unsubscribe: () => void;
  private readonly endTheme: () => void;
  private colours: ReturnType<typeof readColours>;
  private tags: NameTags;
  /** The whole hall, always there; and what is looked at, now and a moment ago. */
  private overview: TileSet;
  private current: TileSet;
  private before: TileSet | null = null;
  private isMoving = false;
  private frame = 0;
  private cursor: number | null = null;

  constructor(
    private readonly host: HTMLDivElement,
    private readonly parts: CanvasParts,
  ) {
    Konva.pixelRatio = this.pixelRatio;
    const { width, height } = parts.viewport.size;
    this.stage = new Konva.Stage({ container: host, width, height, listening: false });
    this.colours = readColours(host);
    this.tags = this.nameTags();
    this.overview = this.tileSet(this.wholeScale);
    this.current = this.overview;
    this.stage.add(this.hall, this.marks);
    this.hall.add(new Konva.Shape({ listening: false, sceneFunc: ({ _context }) => this.drawHall(_context) }));
    this.marks.add(new Konva.Shape({ listening: false, sceneFunc: ({ _context }) => this.drawMarks(_context) }));
    this.unsubscribe = parts.board.subscribe((changed) => this.change(changed));
    this.endTheme = onThemeChange(() => this.restyle());
    this.schedule();
  }

  stop(): void {
    this.unsubscribe();
    this.endTheme();
    cancelAnimationFrame(this.frame);
    this.stage.destroy();
  }

  /** The viewport has changed. */
  move(isMoving: boolean): void {
    this.isMoving = isMoving;
    const { width, height } = this.parts.viewport.size;
    if (width !== this.stage.width() || height !== this.stage.height()) {
      this.stage.size({ width, height });
      if (this.overview.scale !== this.wholeScale) this.replaceOverview();
    }
    this.marks.batchDraw();
    this.schedule();
  }

  /** Where the keyboard is; null: elsewhere. */
  point(seat: number | null): void {
    this.cursor = seat;
    this.marks.batchDraw();
  }

  /** Colours have changed. */
  private restyle(): void {
    this.colours = readColours(this.host);
    this.tags = this.nameTags();
    this.overview = this.tileSet(this.wholeScale);
    this.current = this.overview;
    this.before = null;
    this.move(false);
  }

  private get wholeScale(): number {
    return this.parts.viewport.scaleMin * this.pixelRatio;
  }

  private tileSet(scale: number): TileSet {
    const { plan, grid, board, tiers } = this.parts;
    return new TileSet(new HallPainter({ plan, grid, board, tiers, colours: this.colours, pixelRatio: this.pixelRatio }, scale), plan);
  }

  private nameTags(): NameTags {
    const { plan, stageName } = this.parts;
    return new NameTags(plan, stageName, this.colours, this.pixelRatio);
  }

  private replaceOverview(): void {
    const wasCurrent = this.current === this.overview;
    this.before = wasCurrent ? this.overview : this.before;
    this.overview = this.tileSet(this.wholeScale);
    if (wasCurrent) this.current = this.overview;
  }

  private change(changed: Changed): void {
    for (const set of new Set([this.overview, this.current, this.before])) {
      if (changed === 'all') set?.changeAll();
      else set?.change(changed);
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.prepare();
      this.hall.draw();
    });
  }

  /** Chooses the scale of the tiles, and paints what is missing. */
  private prepare(): void {
    const { viewport } = this.parts;
    const wanted = viewport.scale * this.pixelRatio;
    const stretch = wanted / this.current.scale;
    const isFarOff = stretch > STRETCH_MAX || stretch < STRETCH_MIN;
    const isNearWhole = this.isMoving && wanted <= this.overview.scale * STRETCH_MAX;
    if (viewport.isWhole || isNearWhole) this.changeTo(this.overview);
    else if (isFarOff || (!this.isMoving && Math.abs(stretch - 1) > 1e-6)) this.changeTo(this.tileSet(wanted));
    const deadline = performance.now() + PAINT_MS;
    const isDone = this.current.update(this.seen, deadline);
    if (isDone) this.before = null;
    else this.schedule();
  }

  private changeTo(set: TileSet): void {
    if (set === this.current) return;
    // What was looked at until now is shown until the new tiles are there; a set that never got anywhere is not worth keeping.
    if (this.current.covers(this.seen) || this.before === null) this.before = this.current;
    this.current = set;
  }

  private get seen(): Box {
    return this.parts.viewport.box;
  }

  private drawHall(context: CanvasRenderingContext2D): void {
    const { viewport } = this.parts;
    const { width, height } = viewport.size;
    const scale = viewport.scale * this.pixelRatio;
    const offset = { x: Math.round(viewport.offsetX * this.pixelRatio), y: Math.round(viewport.offsetY * this.pixelRatio) };
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    const box = this.seen;
    if (!this.current.covers(box)) {
      context.fillStyle = this.colours.background;
      context.fillRect(0, 0, Math.ceil(width * this.pixelRatio), Math.ceil(height * this.pixelRatio));
      this.drawOverview(context, box, scale, offset);
      this.before?.draw(context, box, scale, offset);
    }
    this.current.draw(context, box, scale, offset);
    this.tags.draw(context, scale, offset, { width: width * this.pixelRatio, height: height * this.pixelRatio });
    context.restore();
  }

  private drawOverview(
    context: CanvasRenderingContext2D,
    box: Box,
    scale: number,
    offset: { readonly x: number; readonly y: number },
  ): void {
    if (this.overview === this.current || this.before?.covers(box) === true) return;
    this.overview.update(box, 0);
    this.overview.draw(context, box, scale, offset);
  }

  private drawMarks(context: CanvasRenderingContext2D): void {
    if (this.cursor === null) return;
    const { plan, viewport } = this.parts;
    const { x, y } = viewport.toScreen(plan.x[this.cursor - 1] ?? 0, plan.y[this.cursor - 1] ?? 0);
    const half = Math.max(viewport.scale * 0.6, 6);
    for (const [width, colour] of [[6, this.colours.background] as const, [3, this.colours.focus] as const]) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.strokeRect(x - half, y - half, 2 * half, 2 * half);
    }
  }
}
