/**
 * A picture of the hall at one scale, kept in tiles that are painted when they are first seen. What changes is mended: a seat costs a few pixels of the tile it
 * stands on, and only where much has changed a tile is painted anew. Painting takes no longer at a time than it is given; what is left waits for the next frame.
 */
import type { Box } from './plan.js';
import type { HallPainter, Part } from './hall-painter.js';

/** Pixels of the device. */
const TILE_SIZE = 256;
/** More changed seats than this on one tile: it is painted anew. */
const MENDS_MAX = 48;
/** Tiles out of sight are given up when there are more. */
const TILES_MAX = 96;

interface Tile {
  readonly column: number;
  readonly line: number;
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  isPainted: boolean;
  /** Painted, but not as it should be by now. */
  isStale: boolean;
  readonly changed: Set<number>;
}

interface TileRange {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface SeatPlaces {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export class TileSet {
  private readonly tiles = new Map<string, Tile>();

  constructor(
    private readonly painter: HallPainter,
    private readonly places: SeatPlaces,
  ) {}

  get scale(): number {
    return this.painter.scale;
  }

  /** These seats look different now. */
  change(seats: readonly number[]): void {
    const { scale, reach } = this.painter;
    for (const seat of seats) {
      const x = (this.places.x[seat - 1] ?? 0) * scale;
      const y = (this.places.y[seat - 1] ?? 0) * scale;
      const last = { column: tileAt(x + reach), line: tileAt(y + reach) };
      for (let line = tileAt(y - reach); line <= last.line; line++) {
        for (let column = tileAt(x - reach); column <= last.column; column++) {
          const tile = this.tiles.get(keyOf(column, line));
          if (tile?.isPainted === true && !tile.isStale) this.changeOn(tile, seat);
        }
      }
    }
  }

  changeAll(): void {
    for (const tile of this.tiles.values()) tile.isStale = tile.isPainted;
  }

  /** Paints what is missing of `box` (of the plan) and mends what has changed there, until `deadline` (of `performance.now()`). True when all of it is as it should be. */
  update(box: Box, deadline: number): boolean {
    const range = this.rangeOf(box);
    let isDone = true;
    for (const tile of this.needed(range)) {
      if (tile.isPainted && !tile.isStale) {
        this.mend(tile);
        continue;
      }
      if (performance.now() >= deadline) isDone = false;
      else this.paint(tile);
    }
    this.giveUpUnseen(range);
    return isDone;
  }

  /** Whether something is painted, right or not quite, everywhere in the box. */
  covers(box: Box): boolean {
    const { left, top, right, bottom } = this.rangeOf(box);
    for (let line = top; line <= bottom; line++) {
      for (let column = left; column <= right; column++) if (this.tiles.get(keyOf(column, line))?.isPainted !== true) return false;
    }
    return true;
  }

  /** Copies what is painted of the box; `scale` and `offset` bring the plan to pixels of the context. */
  draw(context: CanvasRenderingContext2D, box: Box, scale: number, offset: { readonly x: number; readonly y: number }): void {
    const { left, top, right, bottom } = this.rangeOf(box);
    const size = TILE_SIZE * (scale / this.scale);
    const x = (column: number): number => Math.round(column * size + offset.x);
    const y = (line: number): number => Math.round(line * size + offset.y);
    for (let line = top; line <= bottom; line++) {
      for (let column = left; column <= right; column++) {
        const tile = this.tiles.get(keyOf(column, line));
        if (tile?.isPainted !== true) continue;
        context.drawImage(tile.canvas, x(column), y(line), x(column + 1) - x(column), y(line + 1) - y(line));
      }
    }
  }

  private changeOn(tile: Tile, seat: number): void {
    tile.changed.add(seat);
    if (tile.changed.size > MENDS_MAX) tile.isStale = true;
  }

  /** The tiles of a range, those in the middle first. */
  private needed({ left, top, right, bottom }: TileRange): readonly Tile[] {
    const tiles: Tile[] = [];
    for (let line = top; line <= bottom; line++) {
      for (let column = left; column <= right; column++) {
        const tile = this.tileFor(column, line);
        if (tile !== null) tiles.push(tile);
      }
    }
    const distance = ({ column, line }: Tile): number => Math.abs(2 * column - left - right) + Math.abs(2 * line - top - bottom);
    return tiles.sort((a, b) => distance(a) - distance(b));
  }

  private tileFor(column: number, line: number): Tile | null {
    const key = keyOf(column, line);
    const known = this.tiles.get(key);
    if (known !== undefined) return known;
    const canvas = document.createElement('canvas');
    canvas.width = TILE_SIZE;
    canvas.height = TILE_SIZE;
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) return null;
    const tile: Tile = { column, line, canvas, context, isPainted: false, isStale: false, changed: new Set() };
    this.tiles.set(key, tile);
    return tile;
  }

  private paint(tile: Tile): void {
    const part = partOf(tile);
    this.painter.paint(tile.context, part, part);
    tile.isPainted = true;
    tile.isStale = false;
    tile.changed.clear();
  }

  private mend(tile: Tile): void {
    if (tile.changed.size === 0) return;
    const { scale, reach } = this.painter;
    const { context } = tile;
    const origin = partOf(tile);
    for (const seat of tile.changed) {
      const part: Part = {
        left: Math.round((this.places.x[seat - 1] ?? 0) * scale) - reach,
        top: Math.round((this.places.y[seat - 1] ?? 0) * scale) - reach,
        width: 2 * reach,
        height: 2 * reach,
      };
      context.save();
      context.setTransform(1, 0, 0, 1, -origin.left, -origin.top);
      context.beginPath();
      context.rect(part.left, part.top, part.width, part.height);
      context.clip();
      this.painter.paint(context, origin, part);
      context.restore();
    }
    tile.changed.clear();
  }

  private giveUpUnseen({ left, top, right, bottom }: TileRange): void {
    if (this.tiles.size <= TILES_MAX) return;
    for (const [key, { column, line }] of this.tiles) {
      if (column < left || column > right || line < top || line > bottom) this.tiles.delete(key);
    }
  }

  private rangeOf({ left, top, right, bottom }: Box): TileRange {
    const { scale } = this;
    return { left: tileAt(left * scale), top: tileAt(top * scale), right: tileAt(right * scale), bottom: tileAt(bottom * scale) };
  }
}

function partOf({ column, line }: Tile): Part {
  return { left: column * TILE_SIZE, top: line * TILE_SIZE, width: TILE_SIZE, height: TILE_SIZE };
}

function tileAt(pixel: number): number {
  return Math.floor(pixel / TILE_SIZE);
}

function keyOf(column: number, line: number): string {
  return `${column}:${line}`;
}
