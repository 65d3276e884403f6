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

/** Of the names of sections: as their style says. */
const NAME_PIXELS = 13;

/** Of a section, in pixels of the page. */
interface Name {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Moves what is drawn as SVG. Texts that keep their size divide by --map-scale. A section's name that would cover another one waits until there is room for it. */
export class SvgView implements MapView {
  constructor(
    private readonly content: SVGGElement,
    private readonly viewport: Viewport,
  ) {
    this.move(false);
  }

  move(isMoving: boolean): void {
    this.place();
    if (!isMoving) this.thinNames();
  }

  private place(): void {
    const { scale, offsetX, offsetY } = this.viewport;
    this.content.setAttribute('transform', `translate(${offsetX} ${offsetY}) scale(${scale})`);
    this.content.style.setProperty('--map-scale', String(scale));
    this.content.classList.toggle('map-with-numbers', scale >= NUMBERS_FROM);
    this.content.classList.toggle('map-with-rows', scale >= ROW_NAMES_FROM);
  }

  private thinNames(): void {
    const { scale } = this.viewport;
    const texts = [...this.content.querySelectorAll<SVGTextElement>('.map-section-name')];
    const names = texts.map((text): Name => {
      const [x, y, width] = [Number(text.getAttribute('x')), Number(text.getAttribute('y')), text.getComputedTextLength()];
      return { x: x * scale, y: y * scale, width: width * scale };
    });
    const shown: Name[] = [];
    for (const [index, name] of names.entries()) {
      const isCrowded = shown.some(
        ({ x, y, width }) => Math.abs(x - name.x) < (width + name.width) / 2 && Math.abs(y - name.y) < NAME_PIXELS,
      );
      texts[index]?.toggleAttribute('data-crowded', isCrowded);
      if (!isCrowded) shown.push(name);
    }
  }

  /** The focus is on the seat itself. */
  point(): void {
    // Nothing to draw.
  }

  stop(): void {
    // Nothing to give back.
  }
}
