/** What the map needs of a drawing, be it SVG or canvas. */
import type { Viewport } from './viewport.js';

export interface MapView {
  /** The viewport has changed; `isMoving` while it is likely to change again at once. */
  move(isMoving: boolean): void;
  /** Where the keyboard is; null: elsewhere. */
  point(seat: number | null): void;
  stop(): void;
}

/** From so many pixels of the page on, there is room for the numbers of seats, and for the names of rows. */
const NUMBERS_FROM = 26;
const ROW_NAMES_FROM = 9;

/** Moves what is drawn as SVG. Texts that keep their size divide by --map-scale. */
export class SvgView implements MapView {
  constructor(
    private readonly content: SVGGElement,
    private readonly viewport: Viewport,
  ) {
    this.move();
  }

  move(): void {
    const { scale, offsetX, offsetY } = this.viewport;
    this.content.setAttribute('transform', `translate(${offsetX} ${offsetY}) scale(${scale})`);
    this.content.style.setProperty('--map-scale', String(scale));
    this.content.classList.toggle('map-with-numbers', scale >= NUMBERS_FROM);
    this.content.classList.toggle('map-with-rows', scale >= ROW_NAMES_FROM);
  }

  /** The focus is on the seat itself. */
  point(): void {
    // Nothing to draw.
  }

  stop(): void {
    // Nothing to give back.
  }
}
