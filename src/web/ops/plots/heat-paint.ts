/**
 * Draws a hall on two canvases: one with every seat as it is, drawn anew when something has changed, and one above it with what passes: the glow of seats that
 * have just changed, the seat under the pointer, the chosen ones. Cells that are large enough carry a mark, so that no state is told by colour alone.
 */
import { colour } from './colours.js';
import { cellOf } from './heat-layout.js';
import type { HeatLayout } from './heat-layout.js';

const MARKED_CELL_PX = 9;
/** How long a change can be seen. */
export const GLOW_MS = 6_000;

export interface HeatColours {
  /** By the code of the status. */
  readonly states: readonly string[];
  readonly marks: readonly string[];
  readonly text: string;
  /** Of what has just changed. */
  readonly glow: string;
}

const STATE_VARIABLES = ['--seat-free', '--seat-held', '--seat-sold', '--seat-blocked'];
const MARK_VARIABLES = ['--seat-free-mark', '--seat-held-mark', '--seat-sold-mark', '--seat-blocked-mark'];

export function heatColours(element: Element): HeatColours {
  return {
    states: STATE_VARIABLES.map((name) => colour(element, name)),
    marks: MARK_VARIABLES.map((name) => colour(element, name)),
    text: colour(element, '--text'),
    glow: colour(element, '--seat-glow'),
  };
}

/** Makes the canvas as large as the hall, sharp on dense screens, and clears it. */
function freshContext(canvas: HTMLCanvasElement, { width, height }: HeatLayout): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio;
  const [pixelsWide, pixelsHigh] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== pixelsWide) canvas.width = pixelsWide;
  if (canvas.height !== pixelsHigh) canvas.height = pixelsHigh;
  canvas.style.setProperty('width', `${width}px`);
  canvas.style.setProperty('height', `${height}px`);
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

export function paintHall(canvas: HTMLCanvasElement, layout: HeatLayout, statuses: Uint8Array, colours: HeatColours): void {
  const context = freshContext(canvas, layout);
  if (context === null) return;
  context.font = '600 12px system-ui, sans-serif';
  context.textBaseline = 'top';
  context.fillStyle = colours.text;
  for (const { name, x, y, width } of layout.blocks) context.fillText(fitText(context, name, Math.max(width, 60)), x, y + 3);
  // One colour after the other: changing it costs more than a rectangle.
  for (let status = 0; status < colours.states.length; status += 1) paintState(context, layout, statuses, colours, status);
}

function paintState(
  context: CanvasRenderingContext2D,
  layout: HeatLayout,
  statuses: Uint8Array,
  colours: HeatColours,
  status: number,
): void {
  const { cell, blocks } = layout;
  const size = cell - gapOf(cell);
  const isMarked = cell >= MARKED_CELL_PX;
  context.fillStyle = colours.states[status] ?? '';
  context.strokeStyle = colours.marks[status] ?? '';
  context.lineWidth = status === 0 ? 1 : Math.max(1, cell / 9);
  context.beginPath();
  for (const { lines } of blocks) {
    for (const { firstSeat, seats, x, y } of lines) {
      for (let index = 0; index < seats; index += 1) {
        if (statuses[firstSeat - 1 + index] !== status) continue;
        context.fillRect(x + index * cell, y, size, size);
        if (isMarked) mark(context, status, x + index * cell, y, size);
      }
    }
  }
  if (isMarked) context.stroke();
}

/** Between cells; the smallest ones touch. */
function gapOf(cell: number): number {
  if (cell >= 7) return 2;
  return cell >= 4 ? 1 : 0;
}

/** Free: a hollow look. Held: a slash, half of a cross. Sold: nothing but the full cell. Blocked: a cross. */
function mark(context: CanvasRenderingContext2D, status: number, x: number, y: number, size: number): void {
  const inset = size * 0.28;
  if (status === 0) context.rect(x + 0.5, y + 0.5, size - 1, size - 1);
  if (status === 1 || status === 3) {
    context.moveTo(x + inset, y + size - inset);
    context.lineTo(x + size - inset, y + inset);
  }
  if (status === 3) {
    context.moveTo(x + inset, y + inset);
    context.lineTo(x + size - inset, y + size - inset);
  }
}

function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
  return `${text.slice(0, end)}…`;
}

export interface Passing {
  /** Seat to the moment (performance.now) it changed. */
  readonly changes: ReadonlyMap<number, number>;
  readonly chosen: ReadonlySet<number>;
  /** The seat that the keyboard or the pointer is on. */
  readonly pointed: number | null;
  readonly shown: number | null;
}

interface GlowLight {
  /** From 1, just changed, down to 0. */
  readonly left: number;
  readonly colour: string;
  readonly isSoft: boolean;
}

/** Soft edges take long to draw: when so much changes, sharp ones must do. */
const SOFT_GLOWS_MAX = 250;

/** Whether there is more to fade. */
export function paintPassing(canvas: HTMLCanvasElement, layout: HeatLayout, colours: HeatColours, passing: Passing, now: number): boolean {
  const context = freshContext(canvas, layout);
  if (context === null) return false;
  const isSoft = passing.changes.size <= SOFT_GLOWS_MAX;
  let isGlowing = false;
  for (const [seat, changedAt] of passing.changes) {
    const left = 1 - (now - changedAt) / GLOW_MS;
    if (left <= 0) continue;
    isGlowing = true;
    const corner = cellOf(layout, seat);
    if (corner !== null) glow(context, layout, corner, { left, colour: colours.glow, isSoft });
  }
  context.globalAlpha = 1;
  context.shadowBlur = 0;
  context.lineWidth = 2;
  context.strokeStyle = colours.text;
  for (const seat of passing.chosen) frame(context, layout, seat, 0);
  context.lineWidth = 3;
  for (const seat of new Set([passing.shown, passing.pointed])) if (seat !== null) frame(context, layout, seat, 2);
  return isGlowing;
}

/** A light around the cell, which grows fainter and smaller. */
function glow(
  context: CanvasRenderingContext2D,
  { cell }: HeatLayout,
  corner: { readonly x: number; readonly y: number },
  light: GlowLight,
): void {
  const size = cell - 2;
  context.globalAlpha = Math.min(1, light.left * 1.4);
  context.shadowColor = light.colour;
  context.shadowBlur = light.isSoft ? 4 + light.left * Math.max(6, cell * 0.6) : 0;
  context.strokeStyle = light.colour;
  context.lineWidth = 1 + light.left * Math.min(2, cell / 10);
  context.strokeRect(corner.x, corner.y, size, size);
}

function frame(context: CanvasRenderingContext2D, layout: HeatLayout, seat: number, outset: number): void {
  const corner = cellOf(layout, seat);
  if (corner === null) return;
  context.strokeRect(corner.x - outset, corner.y - outset, layout.cell - 2 + 2 * outset, layout.cell - 2 + 2 * outset);
}
