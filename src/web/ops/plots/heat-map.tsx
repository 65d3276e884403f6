/**
 * A hall as it is: every seat in the colour of its state, what has just changed glows. A click, or Enter on the seat that the arrow keys have reached, tells which
 * seat is meant. The picture has a text beside it (seats by section), which says the same to whoever does not see it.
 */
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n.js';
import { placeOf, STATUS_NAMES } from '../state/seats.js';
import type { Section } from '../state/seats.js';
import { prefersStillness, themeVersion } from './colours.js';
import { cellOf, fitHall, seatAt, seatBeside } from './heat-layout.js';
import type { HeatLayout } from './heat-layout.js';
import { GLOW_MS, heatColours, paintHall, paintPassing } from './heat-paint.js';
import type { HeatColours, Passing } from './heat-paint.js';

/** With less motion changes are framed for as long, and nothing fades. */
const STILL_STEP_MS = GLOW_MS / 2;

export interface HeatMapProps {
  readonly sections: readonly Section[];
  /** By seat - 1. */
  readonly statuses: Uint8Array;
  /** Seat to when it changed (performance.now). */
  readonly changes: ReadonlyMap<number, number>;
  readonly chosen: ReadonlySet<number>;
  /** The seat whose story is open. */
  readonly shown: number | null;
  readonly zoom: number;
  readonly height: number;
  /** What a click does. */
  readonly help: string;
  readonly onSeat: (seat: number, isRange: boolean) => void;
}

export function HeatMap(props: HeatMapProps): VNode {
  const { sections, statuses, zoom, height, onSeat } = props;
  const frame = useRef<HTMLDivElement>(null);
  const still = useRef<HTMLCanvasElement>(null);
  const passing = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [keyed, setKeyed] = useState<number | null>(null);
  const width = useWidth(frame);
  const layout = useMemo(() => fitHall(sections, width, height, zoom), [sections, width, height, zoom]);
  const colours = useHall(still, layout, statuses);
  usePassing(passing, layout, colours, { ...props, pointed: pointed ?? keyed });
  const seatUnder = ({ clientX, clientY }: MouseEvent): number | null => {
    const corner = passing.current?.getBoundingClientRect();
    return corner === undefined ? null : seatAt(layout, clientX - corner.left, clientY - corner.top);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSeat(keyed ?? 1, event.shiftKey);
      return;
    }
    if (!/^(Arrow|Home|End)/.test(event.key)) return;
    event.preventDefault();
    const next = keyed === null ? 1 : seatBeside(layout, keyed, event.key);
    setKeyed(next);
    if (frame.current !== null) keepInView(frame.current, layout, next);
  };
  const named = pointed ?? keyed;
  return (
    <div class="heat">
      <div
        ref={frame}
        class="heat-frame"
        tabIndex={0}
        role="application"
        aria-label={t('heat.label')}
        aria-describedby="heat-help"
        onKeyDown={press}
        onMouseMove={(event) => setPointed(seatUnder(event))}
        onMouseLeave={() => setPointed(null)}
        onClick={(event) => {
          const seat = seatUnder(event);
          if (seat === null) return;
          setKeyed(seat);
          onSeat(seat, event.shiftKey);
        }}
      >
        <canvas ref={still} class="heat-still" aria-hidden="true" />
        <canvas ref={passing} class="heat-passing" aria-hidden="true" />
      </div>
      <p class="heat-named numbers" aria-live="polite">
        {named === null ? props.help : seatText(sections, statuses, named)}
      </p>
      <p id="heat-help" class="visually-hidden">
        {t('heat.keys')}
      </p>
    </div>
  );
}

export function seatText(sections: readonly Section[], statuses: Uint8Array, seat: number): string {
  const place = placeOf(sections, seat);
  const status = t(`seat.${STATUS_NAMES[statuses[seat - 1] ?? 0] ?? 'AVAILABLE'}`);
  if (place === null) return t('heat.seat', { seat, status });
  return t('heat.seatInRow', { seat, status, section: place.section, row: place.row, number: place.number });
}

function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(Math.max(120, element.clientWidth - 2 * parseFloat(getComputedStyle(element).paddingLeft)));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return width;
}

function useHall(canvas: { readonly current: HTMLCanvasElement | null }, layout: HeatLayout, statuses: Uint8Array): HeatColours | null {
  const [colours, setColours] = useState<HeatColours | null>(null);
  useLayoutEffect(() => {
    if (canvas.current !== null) setColours(heatColours(canvas.current));
  }, [themeVersion.value]);
  useLayoutEffect(() => {
    if (canvas.current !== null && colours !== null) paintHall(canvas.current, layout, statuses, colours);
  }, [layout, statuses, colours]);
  return colours;
}

/** Draws what passes for as long as something does, and then rests. */
function usePassing(
  canvas: { readonly current: HTMLCanvasElement | null },
  layout: HeatLayout,
  colours: HeatColours | null,
  { changes, chosen, shown, pointed }: Passing,
): void {
  useEffect(() => {
    let request = 0;
    let timer = 0;
    const isStill = prefersStillness();
    const draw = (): void => {
      if (canvas.current === null || colours === null) return;
      const now = performance.now();
      const moment = isStill ? now - (now % STILL_STEP_MS) : now;
      const isGlowing = paintPassing(canvas.current, layout, colours, { changes, chosen, shown, pointed }, moment);
      if (!isGlowing) return;
      if (isStill) timer = window.setTimeout(draw, STILL_STEP_MS);
      else request = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(request);
      window.clearTimeout(timer);
    };
  }, [layout, colours, changes, chosen, shown, pointed]);
}

function keepInView(frame: HTMLElement, layout: HeatLayout, seat: number): void {
  const corner = cellOf(layout, seat);
  if (corner === null) return;
  const margin = 2 * layout.cell;
  const [left, top] = [frame.scrollLeft, frame.scrollTop];
  frame.scrollTo({
    left: Math.max(corner.x + margin - frame.clientWidth, Math.min(left, corner.x - margin)),
    top: Math.max(corner.y + margin - frame.clientHeight, Math.min(top, corner.y - margin)),
  });
}
