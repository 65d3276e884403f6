/** What a seat map may show at which time, and that nothing else is let through. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { SeatWatch } from '../../../bench/load/seat-watch.js';
import { STALE_MS_MAX } from '../../../src/ticketing/shared-seats.js';

const SEAT = 7;
const MARGIN = STALE_MS_MAX;

/** Held from 1,000 to 2,000; each change took 10 ms to be acknowledged. */
function heldOnce(): SeatWatch {
  const watch = new SeatWatch();
  watch.holdSent(SEAT, 1_000);
  watch.holdAcknowledged(SEAT, 1_010);
  watch.releaseSent(SEAT, 2_000);
  watch.releaseAcknowledged(SEAT, 2_010);
  return watch;
}

/** What the watch lets a map show that took a millisecond. */
function shown(watch: SeatWatch, asked: number): string {
  const held = watch.mayShow(SEAT, 'HELD', asked, asked + 1) ? 'HELD' : '';
  return `${watch.mayShow(SEAT, 'AVAILABLE', asked, asked + 1) ? 'AVAILABLE' : ''}${held}`;
}

test('a seat that nobody ever held is available, and nothing else', () => {
  assert.equal(shown(new SeatWatch(), 5), 'AVAILABLE');
});

test('a hold may show from when it was sent, and must show a staleness after it was acknowledged', () => {
  const watch = heldOnce();
  assert.equal(shown(watch, 998), 'AVAILABLE');
  assert.equal(shown(watch, 999), 'AVAILABLEHELD');
  assert.equal(shown(watch, 1_010 + MARGIN), 'AVAILABLEHELD');
  assert.equal(shown(watch, 1_011 + MARGIN), 'HELD');
});

test('a release may show from when it was sent, and must show a staleness after it was acknowledged', () => {
  const watch = heldOnce();
  assert.equal(shown(watch, 1_998), 'HELD');
  assert.equal(shown(watch, 1_999), 'AVAILABLEHELD');
  assert.equal(shown(watch, 2_010 + MARGIN), 'AVAILABLEHELD');
  assert.equal(shown(watch, 2_011 + MARGIN), 'AVAILABLE');
});

test('while a change is not acknowledged both may show', () => {
  const watch = new SeatWatch();
  watch.holdSent(SEAT, 1_000);
  assert.equal(shown(watch, 9_000), 'AVAILABLEHELD');
  watch.holdAcknowledged(SEAT, 9_001);
  watch.releaseSent(SEAT, 9_500);
  assert.equal(shown(watch, 20_000), 'AVAILABLEHELD');
});

test('a seat that was free for a moment between two holds may show as available for a staleness after that', () => {
  const watch = heldOnce();
  watch.holdSent(SEAT, 2_020);
  watch.holdAcknowledged(SEAT, 2_030);
  assert.equal(shown(watch, 2_030 + MARGIN), 'AVAILABLEHELD');
  assert.equal(shown(watch, 2_031 + MARGIN), 'HELD');
});

test('what was long ago is forgotten without a difference', () => {
  const watch = new SeatWatch();
  for (let at = 0; at < 200_000; at += 1_000) {
    watch.holdSent(SEAT, at);
    watch.holdAcknowledged(SEAT, at + 10);
    assert.equal(shown(watch, at + 400), 'HELD');
    watch.releaseSent(SEAT, at + 500);
    watch.releaseAcknowledged(SEAT, at + 510);
    assert.equal(shown(watch, at + 900), 'AVAILABLE');
  }
});

test.run();
