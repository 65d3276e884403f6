/**
 * What a tap on the map means. On a seat: choose it, if seats are large enough to tell which one was meant; otherwise come closer first, as a finger covers several
 * small ones. Twice beside the seats: come closer.
 */
import type { HallMap } from './hall-map.js';
import type { MapCamera } from './map-camera.js';
import type { Point } from './plan.js';

/** In pixels from seat to seat. */
const FINGER_FROM = 20;
const MOUSE_FROM = 8;
/** A seat is meant within so many pixels of its edge, but never from further away than its neighbour would be. */
const FINGER_SLACK_PIXELS = 14;
const MOUSE_SLACK_PIXELS = 3;
const REACH_MAX = 1.1;
const TWICE_WITHIN_MS = 350;

export class Taps {
  private missedAt = -Infinity;

  constructor(
    private readonly hall: HallMap,
    private readonly onSeat: (seat: number) => void,
  ) {}

  tap(camera: MapCamera, point: Point, isCoarse: boolean, now: number): void {
    const { scale, isClosest } = camera.viewport;
    const slack = (isCoarse ? FINGER_SLACK_PIXELS : MOUSE_SLACK_PIXELS) / scale;
    const seat = this.hall.grid.closest(point.x, point.y, Math.min(0.5 + slack, REACH_MAX));
    if (seat !== null) {
      this.missedAt = -Infinity;
      if (scale >= (isCoarse ? FINGER_FROM : MOUSE_FROM) || isClosest) this.onSeat(seat);
      else camera.approach(point);
      return;
    }
    if (now - this.missedAt > TWICE_WITHIN_MS) {
      this.missedAt = now;
      return;
    }
    this.missedAt = -Infinity;
    camera.approach(point);
  }
}
