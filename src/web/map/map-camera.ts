/**
 * Moves a viewport as people move maps: drag, pinch, wheel, buttons and keys, with a short glide where a jump would disorient. It listens on the element that shows
 * the map and follows its size. A tap that was no drag is told with its place; what it means is for others to say.
 *
 * While the whole hall is seen, a finger that moves up or down scrolls the page, and so does a wheel that would zoom out further: the map is never a trap.
 */
import type { Box, Point } from './plan.js';
import { SEAT_PIXELS_MAX, Viewport } from './viewport.js';

export interface CameraHandlers {
  /** The viewport has changed; `isMoving` while it is likely to change again at once. */
  onMove(viewport: Viewport, isMoving: boolean): void;
  /** At this point of the plan. `isCoarse`: with a finger. */
  onTap(point: Point, isCoarse: boolean, event: MouseEvent): void;
}

const ZOOM_STEP = 1.6;
const GLIDE_MS = 200;
const REST_AFTER_MS = 130;
/** A pointer that moves further than this drags. */
const DRAG_PIXELS = 6;
const WHEEL_LINE_PIXELS = 20;
/** Of what a wheel says in pixels, and of a pinch on a touch pad, which browsers tell as a wheel with Ctrl. */
const WHEEL_ZOOM = 0.0022;
const PAD_ZOOM = 0.012;

export class MapCamera {
  readonly viewport: Viewport;
  private readonly pointers = new Map<number, Point>();
  private readonly sizes: ResizeObserver;
  private readonly ends = new AbortController();
  private pressedAt: Point = { x: 0, y: 0 };
  private isDragging = false;
  private isCoarse = false;
  private glide = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: HTMLElement,
    private readonly bounds: Box,
    private readonly handlers: CameraHandlers,
  ) {
    this.viewport = new Viewport(bounds);
    const { signal } = this.ends;
    host.addEventListener('pointerdown', (event) => this.press(event), { signal });
    host.addEventListener('pointermove', (event) => this.move(event), { signal });
    host.addEventListener('pointerup', (event) => this.lift(event), { signal });
    host.addEventListener('pointercancel', (event) => this.lift(event), { signal });
    host.addEventListener('wheel', (event) => this.wheel(event), { signal, passive: false });
    host.addEventListener('click', (event) => this.click(event), { signal });
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(host);
    this.measure();
  }

  stop(): void {
    this.ends.abort();
    this.sizes.disconnect();
    cancelAnimationFrame(this.glide);
    clearTimeout(this.rest);
  }

  zoomIn(): void {
    this.zoomInTheMiddle(ZOOM_STEP);
  }

  zoomOut(): void {
    this.zoomInTheMiddle(1 / ZOOM_STEP);
  }

  fit(): void {
    const { left, top, right, bottom } = this.bounds;
    this.glideTo({ x: (left + right) / 2, y: (top + bottom) / 2 }, this.viewport.scaleMin);
  }

  /** So close that one can tap the seats there. */
  approach(point: Point): void {
    this.glideTo(point, Math.max(this.viewport.scale * ZOOM_STEP, SEAT_PIXELS_MAX * 0.75));
  }

  /** Brings a point into sight, at least so large. */
  reveal(point: Point, scaleMin: number): void {
    cancelAnimationFrame(this.glide);
    if (this.viewport.scale < scaleMin) this.viewport.look(point, scaleMin);
    else this.viewport.reveal(point, this.viewport.scale * 1.5);
    this.moved();
  }

  private zoomInTheMiddle(factor: number): void {
    const { width, height } = this.viewport.size;
    this.glideTo(this.viewport.toPlan(width / 2, height / 2), this.viewport.scale * factor);
  }

  private glideTo(point: Point, scale: number): void {
    cancelAnimationFrame(this.glide);
    const { viewport } = this;
    const { width, height } = viewport.size;
    const from = { scale: viewport.scale, at: viewport.toPlan(width / 2, height / 2) };
    const durationMs = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : GLIDE_MS;
    const begunAt = performance.now();
    const step = (now: number): void => {
      const share = durationMs === 0 ? 1 : Math.min(1, Math.max(0, now - begunAt) / durationMs);
      const eased = 1 - (1 - share) ** 3;
      const at = { x: from.at.x + (point.x - from.at.x) * eased, y: from.at.y + (point.y - from.at.y) * eased };
      viewport.look(at, from.scale * (scale / from.scale) ** eased);
      if (share < 1) this.glide = requestAnimationFrame(step);
      this.moved();
    };
    step(begunAt);
  }

  private measure(): void {
    const { clientWidth, clientHeight } = this.host;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.viewport.resize(clientWidth, clientHeight);
    this.moved();
  }

  private press(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    cancelAnimationFrame(this.glide);
    this.isCoarse = event.pointerType !== 'mouse';
    const at = this.placeOf(event);
    if (this.pointers.size === 0) {
      this.pressedAt = at;
      this.isDragging = false;
    }
    this.pointers.set(event.pointerId, at);
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    if (before === undefined) return;
    const at = this.placeOf(event);
    if (!this.isDragging && this.pointers.size === 1 && distance(at, this.pressedAt) < DRAG_PIXELS) return;
    if (!this.isDragging) this.beginDrag(event.pointerId);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other !== undefined) this.pinch(before, at, other);
    else this.viewport.panBy(at.x - before.x, at.y - before.y);
    this.pointers.set(event.pointerId, at);
    this.moved();
  }

  /** From now on the pointer is heard even outside of the map. Not before: it would keep the click from the seat that is tapped. */
  private beginDrag(pointerId: number): void {
    this.isDragging = true;
    try {
      this.host.setPointerCapture(pointerId);
    } catch {
      // The pointer is gone already; its end is on the way.
    }
  }

  private pinch(before: Point, at: Point, other: Point): void {
    const from = middleOf(before, other);
    const to = middleOf(at, other);
    this.viewport.panBy(to.x - from.x, to.y - from.y);
    this.viewport.zoomAt(distance(at, other) / Math.max(1, distance(before, other)), to.x, to.y);
  }

  private lift(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
  }

  private click(event: MouseEvent): void {
    // A click made by a key or by assistive technology has no place on the screen and follows no drag.
    if (event.detail === 0) return;
    if (this.isDragging) {
      this.isDragging = false;
      return;
    }
    const at = this.placeOf(event);
    this.handlers.onTap(this.viewport.toPlan(at.x, at.y), this.isCoarse, event);
  }

  private wheel(event: WheelEvent): void {
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * WHEEL_LINE_PIXELS;
    if (pixels === 0 || (pixels > 0 && this.viewport.isWhole)) return;
    event.preventDefault();
    cancelAnimationFrame(this.glide);
    const { x, y } = this.placeOf(event);
    this.viewport.zoomAt(Math.exp(-pixels * (event.ctrlKey ? PAD_ZOOM : WHEEL_ZOOM)), x, y);
    this.moved();
  }

  private moved(): void {
    this.host.style.setProperty('touch-action', this.viewport.isWhole ? 'pan-y' : 'none');
    this.handlers.onMove(this.viewport, true);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.handlers.onMove(this.viewport, false), REST_AFTER_MS);
  }

  private placeOf({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.host.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function middleOf(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
