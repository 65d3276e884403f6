/** Which part of the hall is seen. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { planHall } from '../../../src/web/map/plan.js';
import { SEAT_PIXELS_MAX, Viewport } from '../../../src/web/map/viewport.js';
import { STADIUM } from './halls.js';

const viewports = suite('the viewport');
const { bounds } = planHall(STADIUM);

function openViewport(width = 800, height = 600): Viewport {
  const viewport = new Viewport(bounds);
  viewport.resize(width, height);
  return viewport;
}

viewports('begins with the whole hall in the middle', () => {
  const viewport = openViewport();
  const { left, top, right, bottom } = viewport.box;
  assert.ok(viewport.isWhole && left <= bounds.left && right >= bounds.right && top <= bounds.top && bottom >= bounds.bottom);
  assert.ok(Math.abs(left + right - bounds.left - bounds.right) < 1e-6);
});

viewports('keeps the whole hall in sight when its size changes', () => {
  const viewport = openViewport();
  viewport.resize(390, 500);
  assert.ok(viewport.isWhole && viewport.box.left <= bounds.left && viewport.box.right >= bounds.right);
});

viewports('keeps what is under the pointer there while it zooms', () => {
  const viewport = openViewport();
  viewport.zoomAt(6, 400, 300);
  const before = viewport.toPlan(500, 200);
  viewport.zoomAt(1.7, 500, 200);
  const after = viewport.toPlan(500, 200);
  assert.ok(Math.abs(before.x - after.x) < 1e-6 && Math.abs(before.y - after.y) < 1e-6);
});

viewports('zooms neither beyond the whole hall nor beyond the size of a finger', () => {
  const viewport = openViewport();
  viewport.zoomAt(0.01, 10, 10);
  assert.ok(viewport.isWhole);
  viewport.zoomAt(1_000_000, 400, 300);
  assert.ok(viewport.isClosest && viewport.scale === SEAT_PIXELS_MAX);
});

viewports('comes back to the whole hall wherever one zooms out', () => {
  const viewport = openViewport();
  viewport.zoomAt(4, 0, 0);
  viewport.zoomAt(0.01, 800, 600);
  const { left, right, top, bottom } = viewport.box;
  assert.ok(left <= bounds.left && right >= bounds.right && top <= bounds.top && bottom >= bounds.bottom);
});

viewports('does not lose the hall however far one drags', () => {
  const viewport = openViewport();
  viewport.zoomAt(5, 400, 300);
  viewport.panBy(1e6, -1e6);
  const { left, right, top, bottom } = viewport.box;
  assert.ok(right > bounds.left && left < bounds.right && bottom > bounds.top && top < bounds.bottom);
});

viewports('moves no further than is needed to show a seat', () => {
  const viewport = openViewport();
  viewport.zoomAt(8, 400, 300);
  const middle = viewport.toPlan(400, 300);
  const { offsetX, offsetY } = viewport;
  viewport.reveal(middle, 40);
  assert.deepEqual([viewport.offsetX, viewport.offsetY], [offsetX, offsetY]);
  viewport.reveal({ x: viewport.box.right + 1, y: middle.y }, 40);
  assert.ok(viewport.offsetX < offsetX && viewport.offsetY === offsetY);
});

viewports.run();
