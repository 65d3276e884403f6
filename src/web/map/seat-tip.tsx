/** What is under the mouse: section, row, seat, price and state. Fingers have no use for it, and screen readers get it from the seat itself. */
import { useEffect, useState } from 'preact/hooks';
import type { HallMap } from './hall-map.js';
import type { MapCamera } from './map-camera.js';
import { useSeatsOf } from './use-board.js';
import { seatLabel } from './words.js';

interface Pointed {
  readonly seat: number;
  readonly x: number;
  readonly y: number;
  /** There is no room above it. */
  readonly isBelow: boolean;
}

/** A seat is pointed at within this distance of its middle. */
const POINT_REACH = 0.55;
/** In pixels: half of its greatest width, and its greatest height. */
const TIP_HALF_WIDTH = 150;
const TIP_HEIGHT = 70;
/** In pixels from seat to seat: whoever points at smaller ones points at none. */
const POINT_FROM = 5;

interface SeatTipProps {
  readonly hall: HallMap;
  readonly camera: MapCamera;
  readonly host: HTMLElement;
}

export function SeatTip({ hall, camera, host }: SeatTipProps) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  useEffect(() => watchMouse(host, (event) => setPointed((before) => pointedAt(hall, camera, host, event, before))), [hall, camera, host]);
  return pointed === null ? null : <Tip hall={hall} pointed={pointed} />;
}

function Tip({ hall, pointed: { seat, x, y, isBelow } }: { readonly hall: HallMap; readonly pointed: Pointed }) {
  useSeatsOf(hall.board, { first: seat, last: seat });
  return (
    <div class={isBelow ? 'map-tip map-tip-below' : 'map-tip'} aria-hidden="true" style={{ left: `${x}px`, top: `${y}px` }}>
      {seatLabel(hall, seat)}
    </div>
  );
}

function pointedAt(
  { plan, grid }: HallMap,
  { viewport }: MapCamera,
  host: HTMLElement,
  event: MouseEvent | null,
  before: Pointed | null,
): Pointed | null {
  if (event === null || viewport.scale < POINT_FROM) return null;
  const { left, top, width } = host.getBoundingClientRect();
  const at = viewport.toPlan(event.clientX - left, event.clientY - top);
  const seat = grid.closest(at.x, at.y, POINT_REACH);
  if (seat === null) return null;
  if (seat === before?.seat) return before;
  const { x, y } = viewport.toScreen(plan.x[seat - 1] ?? 0, plan.y[seat - 1] ?? 0);
  const edge = Math.min(TIP_HALF_WIDTH, width / 2);
  const isBelow = y < TIP_HEIGHT;
  return { seat, x: Math.min(Math.max(x, edge), width - edge), y: y + viewport.scale * (isBelow ? 0.6 : -0.6), isBelow };
}

/** Calls once a frame with where the mouse is, and with null when it is gone, drags, or turns its wheel. */
function watchMouse(host: HTMLElement, call: (event: MouseEvent | null) => void): () => void {
  const ends = new AbortController();
  let last: MouseEvent | null = null;
  let frame = 0;
  const later = (event: MouseEvent | null): void => {
    last = event;
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      call(last);
    });
  };
  const options = { signal: ends.signal, passive: true };
  host.addEventListener('pointermove', (event) => later(event.pointerType === 'mouse' && event.buttons === 0 ? event : null), options);
  host.addEventListener('pointerleave', () => later(null), options);
  host.addEventListener('wheel', () => later(null), options);
  return () => {
    ends.abort();
    cancelAnimationFrame(frame);
  };
}
