/**
 * The map of a hall: SVG for small halls, where each seat is an element; a canvas for large ones, whose code comes when it is needed. Both are moved, tapped and
 * walked through by keys in the same way. It draws what the hall's board says and tells which seat was chosen; what that does is its owner's business.
 */
import type { Ref } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { language, t } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import type { HallMap } from './hall-map.js';
import { Legend } from './legend.js';
import { MapCamera } from './map-camera.js';
import { mapKey } from './map-keys.js';
import { SvgView } from './map-view.js';
import type { MapView } from './map-view.js';
import './map.css';
import { SeatTip } from './seat-tip.js';
import { SvgSeats } from './svg-seats.js';
import { Taps } from './taps.js';
import { useSeatsOf } from './use-board.js';
import { seatLabel } from './words.js';

/** Halls with more seats are drawn on a canvas. */
const SVG_SEATS_MAX = 400;
/** Where the keyboard goes, seats are at least so many pixels apart. */
const KEY_SCALE = 20;

interface SeatMapProps {
  readonly hall: HallMap;
  readonly onSeat: (seat: number) => void;
}

export function SeatMap({ hall, onSeat }: SeatMapProps) {
  const host = useRef<HTMLDivElement>(null);
  const content = useRef<SVGGElement>(null);
  const { camera, view, ends } = useCamera(hall, host, content, onSeat);
  const { cursor, setCursor, onKeyDown } = useKeys(hall, host, camera, view, onSeat);
  const isSmall = hall.plan.rows.totalSeats <= SVG_SEATS_MAX;
  const noteFocus = ({ target }: FocusEvent): void => {
    const seat = target instanceof Element ? Number(target.getAttribute('data-seat')) : 0;
    if (seat > 0) setCursor(seat);
    else if (target instanceof Element && target.matches(':focus-visible')) view.current?.point(cursor);
  };
  const pressSeat = (event: MouseEvent): void => {
    // Made by assistive technology; clicks that have a place are taps.
    const pressed = event.detail === 0 && event.target instanceof Element ? event.target.closest('[data-seat]') : null;
    if (pressed !== null) onSeat(Number(pressed.getAttribute('data-seat')));
  };
  return (
    <div class="map">
      <div
        ref={host}
        class="map-view"
        style={{ '--map-aspect': aspectOf(hall) }}
        role={isSmall ? undefined : 'application'}
        tabIndex={isSmall ? undefined : 0}
        aria-label={isSmall ? undefined : t('seats:map.label')}
        aria-description={isSmall ? undefined : t('seats:map.keys')}
        onKeyDown={onKeyDown}
        onFocusIn={noteFocus}
        onBlur={() => view.current?.point(null)}
        onClick={pressSeat}
      >
        {isSmall ? <SvgSeats hall={hall} cursor={cursor} content={content} /> : <div class="map-canvas" />}
        {camera === null || host.current === null ? null : <SeatTip hall={hall} camera={camera} host={host.current} />}
      </div>
      {isSmall ? null : <CursorWords hall={hall} cursor={cursor} />}
      {camera === null ? null : <ZoomButtons camera={camera} {...ends} />}
      <Legend hall={hall} />
    </div>
  );
}

function aspectOf({ plan }: HallMap): string {
  const { left, top, right, bottom } = plan.bounds;
  return ((right - left) / (bottom - top)).toFixed(3);
}

/** On a canvas there is no element to read out, so the seat under the keyboard is said. */
function CursorWords({ hall, cursor }: { readonly hall: HallMap; readonly cursor: number }) {
  const [moved, setMoved] = useState(false);
  const first = useRef(cursor);
  useSeatsOf(hall.board, { first: cursor, last: cursor });
  useEffect(() => {
    if (cursor !== first.current) setMoved(true);
  }, [cursor]);
  return (
    <p class="visually-hidden" aria-live="polite">
      {moved ? seatLabel(hall, cursor) : ''}
    </p>
  );
}

interface ZoomEnds {
  readonly isWhole: boolean;
  readonly isClosest: boolean;
}

function ZoomButtons({ camera, isWhole, isClosest }: ZoomEnds & { readonly camera: MapCamera }) {
  return (
    <div class="map-zoom" role="group" aria-label={t('seats:map.zoom')}>
      <Button icon="plus" label={t('seats:map.zoomIn')} disabled={isClosest} onPress={() => camera.zoomIn()} />
      <Button icon="minus" label={t('seats:map.zoomOut')} disabled={isWhole} onPress={() => camera.zoomOut()} />
      <Button icon="map" label={t('seats:map.whole')} disabled={isWhole} onPress={() => camera.fit()} />
    </div>
  );
}

/** The camera and the drawing that follows it, for as long as this hall is shown. */
function useCamera(
  hall: HallMap,
  host: Ref<HTMLDivElement> & { current: HTMLDivElement | null },
  content: { current: SVGGElement | null },
  onSeat: (seat: number) => void,
) {
  const view = useRef<MapView | null>(null);
  const onSeatNow = useRef(onSeat);
  onSeatNow.current = onSeat;
  const [camera, setCamera] = useState<MapCamera | null>(null);
  const [ends, setEnds] = useState<ZoomEnds>({ isWhole: true, isClosest: false });
  useLayoutEffect(() => {
    if (host.current === null) return undefined;
    const taps = new Taps(hall, (seat) => onSeatNow.current(seat));
    const opened: MapCamera = new MapCamera(host.current, hall.plan.bounds, {
      onMove: (viewport, isMoving) => {
        view.current?.move(isMoving);
        const { isWhole, isClosest } = viewport;
        setEnds((before) => (before.isWhole === isWhole && before.isClosest === isClosest ? before : { isWhole, isClosest }));
      },
      onTap: (point, isCoarse, event) => taps.tap(opened, point, isCoarse, event.timeStamp),
    });
    setCamera(opened);
    return () => opened.stop();
  }, [hall, host]);
  const words = language.value;
  useEffect(() => {
    if (camera === null || host.current === null) return undefined;
    const opening = openView(hall, camera, host.current, content.current);
    let isOver = false;
    void opening.then((opened) => {
      if (isOver) return;
      view.current = opened;
      opened.move(false);
    });
    return () => {
      isOver = true;
      view.current = null;
      void opening.then((opened) => opened.stop());
    };
  }, [hall, camera, host, content, words]);
  return { camera, view, ends };
}

async function openView(hall: HallMap, camera: MapCamera, host: HTMLElement, content: SVGGElement | null): Promise<MapView> {
  if (content !== null) return new SvgView(content, camera.viewport);
  const { CanvasView } = await import('./canvas-view.js');
  const container = host.querySelector<HTMLDivElement>('.map-canvas') ?? host.appendChild(document.createElement('div'));
  return new CanvasView(container, { ...hall, viewport: camera.viewport, stageName: t('seats:map.stage') });
}

/** Where the keyboard is on the map. */
function useKeys(
  hall: HallMap,
  host: { current: HTMLDivElement | null },
  camera: MapCamera | null,
  view: { current: MapView | null },
  onSeat: (seat: number) => void,
) {
  const { plan, grid } = hall;
  const middle = useMemo(() => grid.closest(0, 0, Infinity) ?? 1, [grid]);
  const [cursor, setCursor] = useState(middle);
  const go = useCallback(
    (seat: number): void => {
      setCursor(seat);
      view.current?.point(seat);
      host.current?.querySelector<SVGElement>(`[data-seat="${seat}"]`)?.focus({ preventScroll: true });
      camera?.reveal({ x: plan.x[seat - 1] ?? 0, y: plan.y[seat - 1] ?? 0 }, KEY_SCALE);
    },
    [plan, camera, host, view],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = event.ctrlKey || event.metaKey || event.altKey ? null : mapKey(plan, cursor, event.key);
    if (key === null) return;
    event.preventDefault();
    if (key.does === 'go') go(key.seat);
    else if (key.does === 'choose') onSeat(cursor);
    else if (key.does === 'zoom-in') camera?.zoomIn();
    else if (key.does === 'zoom-out') camera?.zoomOut();
    else camera?.fit();
  };
  return { cursor, setCursor, onKeyDown };
}
