/** Pictures of a seat for one scale, drawn once each and then only copied: a path costs a hundred times more than a copy. */
import type { MapColours } from './colours.js';
import type { Look } from './looks.js';
import { AVAILABLE, MINE, SELECTED } from './looks.js';
import { TIERS_MAX } from './price-tiers.js';
import { REACH, shapeOf } from './seat-shapes.js';

export class SeatSprites {
  /** Pixels of a side, all pictures alike. */
  readonly size: number;
  private readonly pictures: (HTMLCanvasElement | undefined)[] = [];

  /** @param scale pixels from seat to seat. */
  constructor(
    private readonly scale: number,
    private readonly colours: MapColours,
  ) {
    this.size = 2 * Math.ceil(REACH * scale + 1);
  }

  of(look: Look, tier: number): HTMLCanvasElement {
    const key = look * TIERS_MAX + (look === AVAILABLE ? tier : 0);
    return (this.pictures[key] ??= this.draw(look, tier));
  }

  private draw(look: Look, tier: number): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = this.size;
    canvas.height = this.size;
    const context = canvas.getContext('2d');
    if (context === null) return canvas;
    const { body, mark } = shapeOf(look);
    context.translate(this.size / 2, this.size / 2);
    context.scale(this.scale, this.scale);
    context.fillStyle = colourOf(look, tier, this.colours);
    context.fill(new Path2D(body), 'evenodd');
    if (mark !== null) {
      context.fillStyle = this.colours.selectedInk;
      context.fill(new Path2D(mark), 'evenodd');
    }
    return canvas;
  }
}

export function colourOf(look: Look, tier: number, { tiers, taken, selected, mine, muted }: MapColours): string {
  if (look === AVAILABLE) return tiers[tier] ?? muted;
  if (look === SELECTED) return selected;
  if (look === MINE) return mine;
  return taken[look - 1] ?? muted;
}
