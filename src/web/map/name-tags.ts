/**
 * What is written across the map at one size, however large the seats are: the names of sections and of the stage. Drawn once each and then copied. A name stands
 * before its block when there is room for it, in the middle of it when seats are small, and nowhere when it is larger than its block.
 */
import type { MapColours } from './colours.js';
import type { HallPlan, PlacedBlock, Point } from './plan.js';

const FONT_PIXELS = 13;
const PADDING_PIXELS = 6;
/** In pixels of the page from seat to seat: from here on there is room before the first line. */
const HEADS_FROM = 9;
/** How much of a block's width and height its name may take. */
const SHARE_MAX = 0.9;

interface Extent {
  readonly width: number;
  readonly height: number;
}

export class NameTags {
  private readonly pictures = new Map<string, HTMLCanvasElement>();

  constructor(
    private readonly plan: HallPlan,
    private readonly stageName: string,
    private readonly colours: MapColours,
    private readonly pixelRatio: number,
  ) {}

  /** All measures are pixels of the device. */
  draw(context: CanvasRenderingContext2D, scale: number, offset: Point, screen: Extent): void {
    const atHead = scale / this.pixelRatio >= HEADS_FROM;
    for (const block of this.plan.blocks) {
      const { name } = this.plan.rows.section(block.section);
      const tag = this.picture(name, this.colours.text, this.colours.label);
      if (!hasRoom(tag, block, scale)) continue;
      this.copy(context, tag, atHead ? block.head : block.middle, atHead ? 1 : 0.5, scale, offset, screen);
    }
    const { middle, width, depth } = this.plan.stage;
    const stage = this.picture(this.stageName, this.colours.stageInk, null);
    if (stage.width <= width * scale && stage.height <= depth * scale * 1.6) this.copy(context, stage, middle, 0.5, scale, offset, screen);
  }

  /** `rise`: which share of the picture is above the point. */
  private copy(
    context: CanvasRenderingContext2D,
    tag: HTMLCanvasElement,
    at: Point,
    rise: number,
    scale: number,
    offset: Point,
    screen: Extent,
  ): void {
    const x = Math.round(at.x * scale + offset.x - tag.width / 2);
    const y = Math.round(at.y * scale + offset.y - tag.height * rise);
    if (x + tag.width < 0 || y + tag.height < 0 || x > screen.width || y > screen.height) return;
    context.drawImage(tag, x, y);
  }

  private picture(text: string, ink: string, ground: string | null): HTMLCanvasElement {
    const key = `${ink}:${text}`;
    let canvas = this.pictures.get(key);
    if (canvas === undefined) this.pictures.set(key, (canvas = this.write(text, ink, ground)));
    return canvas;
  }

  private write(text: string, ink: string, ground: string | null): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (context === null) return canvas;
    const font = `600 ${FONT_PIXELS * this.pixelRatio}px ${this.colours.font}`;
    const padding = PADDING_PIXELS * this.pixelRatio;
    context.font = font;
    canvas.width = Math.ceil(context.measureText(text).width + 2 * padding);
    canvas.height = Math.ceil((FONT_PIXELS + PADDING_PIXELS) * this.pixelRatio);
    if (ground !== null) {
      context.fillStyle = ground;
      context.beginPath();
      context.roundRect(0, 0, canvas.width, canvas.height, canvas.height / 2);
      context.fill();
    }
    context.font = font;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = ink;
    context.fillText(text, canvas.width / 2, canvas.height / 2 + this.pixelRatio / 2);
    return canvas;
  }
}

function hasRoom({ width, height }: Extent, { bounds }: PlacedBlock, scale: number): boolean {
  const room = scale * SHARE_MAX;
  return width <= (bounds.right - bounds.left) * room && height <= (bounds.bottom - bounds.top) * room;
}
