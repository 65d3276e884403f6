/**
 * Which part of a plan is seen, and how large: from plan to screen it is `scale * p + offset`. Everything stays reachable: one cannot zoom out beyond the whole
 * hall, nor push it out of sight.
 */
import type { Box, Point } from './plan.js';

/** Seats as large as a finger's tip, in pixels of the screen. */
export const SEAT_PIXELS_MAX = 56;
/** Around the whole hall. */
const MARGIN_PIXELS = 10;

export class Viewport {
  scale = 1;
  offsetX = 0;
  offsetY = 0;
  private width = 1;
  private height = 1;

  constructor(private readonly bounds: Box) {
    this.fit();
  }

  get size(): { readonly width: number; readonly height: number } {
    return { width: this.width, height: this.height };
  }

  /** The scale at which the whole hall is seen. */
  get scaleMin(): number {
    const { left, top, right, bottom } = this.bounds;
    const across = (this.width - 2 * MARGIN_PIXELS) / (right - left);
    const down = (this.height - 2 * MARGIN_PIXELS) / (bottom - top);
    return Math.max(Math.min(across, down, SEAT_PIXELS_MAX), 0.01);
  }

  get scaleMax(): number {
    return Math.max(SEAT_PIXELS_MAX, this.scaleMin);
  }

  get isWhole(): boolean {
    return this.scale <= this.scaleMin * 1.001;
  }

  get isClosest(): boolean {
    return this.scale >= this.scaleMax * 0.999;
  }

  /** What is seen, in the plan. */
  get box(): Box {
    const { x: left, y: top } = this.toPlan(0, 0);
    const { x: right, y: bottom } = this.toPlan(this.width, this.height);
    return { left, top, right, bottom };
  }

  toPlan(screenX: number, screenY: number): Point {
    return { x: (screenX - this.offsetX) / this.scale, y: (screenY - this.offsetY) / this.scale };
  }

  toScreen(x: number, y: number): Point {
    return { x: x * this.scale + this.offsetX, y: y * this.scale + this.offsetY };
  }

  /** The whole hall stays whole; otherwise the middle stays where it was. */
  resize(width: number, height: number): void {
    const wasWhole = this.isWhole;
    const middle = this.toPlan(this.width / 2, this.height / 2);
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    if (wasWhole) this.fit();
    else this.look(middle, this.scale);
  }

  fit(): void {
    const { left, top, right, bottom } = this.bounds;
    this.look({ x: (left + right) / 2, y: (top + bottom) / 2 }, this.scaleMin);
  }

  /** So many times larger, with what is at this point of the screen staying there. */
  zoomAt(factor: number, screenX: number, screenY: number): void {
    const { x, y } = this.toPlan(screenX, screenY);
    this.scale = this.scaleWithin(this.scale * factor);
    this.offsetX = screenX - x * this.scale;
    this.offsetY = screenY - y * this.scale;
    this.keepInSight();
  }

  panBy(pixelsX: number, pixelsY: number): void {
    this.offsetX += pixelsX;
    this.offsetY += pixelsY;
    this.keepInSight();
  }

  /** This point of the plan in the middle. */
  look({ x, y }: Point, scale: number): void {
    this.scale = this.scaleWithin(scale);
    this.offsetX = this.width / 2 - x * this.scale;
    this.offsetY = this.height / 2 - y * this.scale;
    this.keepInSight();
  }

  /** Moves no further than is needed for a point to be seen, so many pixels from the edge. */
  reveal({ x, y }: Point, pixels: number): void {
    const at = this.toScreen(x, y);
    const roomX = Math.min(pixels, this.width / 2);
    const roomY = Math.min(pixels, this.height / 2);
    this.panBy(shortestInto(at.x, roomX, this.width - roomX), shortestInto(at.y, roomY, this.height - roomY));
  }

  private scaleWithin(scale: number): number {
    return Math.min(Math.max(scale, this.scaleMin), this.scaleMax);
  }

  private keepInSight(): void {
    const { left, top, right, bottom } = this.bounds;
    this.offsetX = keptOffset(this.offsetX, left * this.scale, right * this.scale, this.width);
    this.offsetY = keptOffset(this.offsetY, top * this.scale, bottom * this.scale, this.height);
  }
}

/** What is smaller than the screen is in the middle of it; what is larger leaves no gap at its edges but the margin. */
function keptOffset(offset: number, from: number, to: number, size: number): number {
  if (to - from <= size - 2 * MARGIN_PIXELS) return (size - from - to) / 2;
  return Math.min(Math.max(offset, size - MARGIN_PIXELS - to), MARGIN_PIXELS - from);
}

function shortestInto(value: number, from: number, to: number): number {
  if (value < from) return from - value;
  return value > to ? to - value : 0;
}
