import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import type { ClockJump } from '../../src/clock.js';
import { JUMP_MS, NodeClock, READ_SPREAD_MS_MAX, SLEW_MS_PER_SECOND, WALL_READ_INTERVAL_MS } from '../../src/clock.js';

const START = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

/** A world whose wall clock can be set and drifts; the node clock is read every `stepMs`. */
class World {
  wall = START;
  monotonic = 12_345.678;
  wallReads = 0;
  /** What the process is paused for between the reads of the two clocks, once. */
  pauseMs = 0;
  readonly jumps: ClockJump[] = [];
  readonly clock = new NodeClock({
    wall: () => {
      this.wallReads += 1;
      this.pass(this.pauseMs);
      this.pauseMs = 0;
      return this.wall;
    },
    monotonic: () => this.monotonic,
    onJump: (jump) => this.jumps.push(jump),
  });

  pass(ms: number, driftRate = 0): void {
    this.monotonic += ms;
    this.wall += ms * (1 + driftRate);
  }

  /** Lets time pass with a look at the clock every `stepMs`; returns how far the node clock went. */
  run(ms: number, stepMs = 250, driftRate = 0): number {
    const before = this.clock.now();
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.pass(stepMs, driftRate);
      this.clock.now();
    }
    return this.clock.now() - before;
  }
}

const slewIn = (ms: number): number => (ms / 1_000) * SLEW_MS_PER_SECOND;

test('it starts at the wall clock and goes as fast', () => {
  const world = new World();
  assert.equal(world.clock.now(), START);
  assert.equal(world.run(10_000), 10_000);
  assert.equal(world.clock.now(), world.wall);
  assert.deepEqual(world.jumps, []);
});

test('it does not start before the last record, and lets a wall clock that was set back meanwhile catch up', () => {
  const jumps: ClockJump[] = [];
  let elapsed = 0;
  const clock = new NodeClock({
    wall: () => START + elapsed,
    monotonic: () => elapsed,
    notBefore: START + 60_000,
    onJump: (jump) => jumps.push(jump),
  });
  assert.equal(clock.now(), START + 60_000);
  assert.deepEqual(jumps, [{ direction: 'backward', byMs: 60_000, behindMs: -60_000 }]);
  elapsed = 10_000;
  assert.equal(clock.now(), START + 70_000 - slewIn(10_000));
  assert.equal(jumps.length, 1, 'said once');
});

test('a last record in the past does not hold it back', () => {
  const clock = new NodeClock({ wall: () => START, monotonic: () => 0, notBefore: START - 1, onJump: () => assert.fail('no jump') });
  assert.equal(clock.now(), START);
});

test('it gives whole milliseconds', () => {
  const world = new World();
  world.pass(0.4);
  assert.equal(world.clock.now(), START);
  world.pass(0.7);
  assert.equal(world.clock.now(), START + 1);
});

for (const [direction, sign] of [
  ['forward', 1],
  ['backward', -1],
] as const) {
  test(`a ${direction} jump of hours moves it by no more than the slew, and is reported once`, () => {
    const world = new World();
    world.run(5_000);
    world.wall += sign * 3 * HOUR_MS;
    const passed = world.run(300_000);
    assert.ok(Math.abs(passed - 300_000) <= slewIn(300_000), `went ${passed} ms in 300000`);
    assert.ok(sign * (passed - 300_000) > 0, 'it goes towards the wall clock');
    assert.deepEqual(world.jumps, [{ direction, byMs: 3 * HOUR_MS, behindMs: sign * 3 * HOUR_MS }]);
  });
}

test('a jump there and back is reported both ways and leaves the clock where it was', () => {
  const world = new World();
  world.run(5_000);
  world.wall += 2 * HOUR_MS;
  world.run(10_000);
  world.wall -= 2 * HOUR_MS;
  world.run(60_000);
  assert.deepEqual(
    world.jumps.map((jump) => jump.direction),
    ['forward', 'backward'],
  );
  assert.equal(world.clock.now(), world.wall);
});

test('the report says what is still to be made up for, an earlier jump included', () => {
  const world = new World();
  world.run(2_000);
  world.wall += 60_000;
  world.run(2_000, 2_000);
  world.wall += 30_000;
  world.run(2_000, 2_000);
  assert.deepEqual(world.jumps[1], { direction: 'forward', byMs: 30_000, behindMs: 90_000 - slewIn(2_000) });
});

test('a wall clock that is corrected by less than the limit is followed without a report', () => {
  const world = new World();
  world.run(2_000);
  world.wall += JUMP_MS - 1;
  world.run(((JUMP_MS - 1) / SLEW_MS_PER_SECOND) * 1_000 + 2 * WALL_READ_INTERVAL_MS);
  assert.equal(world.clock.now(), world.wall);
  assert.deepEqual(world.jumps, []);
});

for (const driftRate of [0.0002, -0.0002]) {
  test(`drift of ${driftRate * 1e6} ppm is caught up all the time`, () => {
    const world = new World();
    for (let minute = 0; minute < 120; minute += 1) {
      world.run(60_000, 500, driftRate);
      assert.ok(Math.abs(world.clock.now() - world.wall) <= 2, `off by ${world.clock.now() - world.wall} ms after ${minute + 1} min`);
    }
    assert.deepEqual(world.jumps, []);
  });
}

test('however densely it is asked, it goes on catching up', () => {
  const world = new World();
  world.run(2_000);
  world.wall += HOUR_MS;
  world.run(WALL_READ_INTERVAL_MS);
  const stepMs = 1 / 256;
  assert.equal(Math.round(world.run(400, stepMs)), 400 + slewIn(400));
});

test('the wall clock is read once per interval however often one asks', () => {
  const world = new World();
  const before = world.wallReads;
  world.run(10 * WALL_READ_INTERVAL_MS, 1);
  assert.equal(world.wallReads - before, 10);
});

test('a process that is paused between the two reads does not take the pause for a jump', () => {
  const world = new World();
  world.run(1_500);
  world.pauseMs = JUMP_MS * 30;
  world.run(5_000);
  assert.deepEqual(world.jumps, []);
  assert.equal(world.clock.now(), Math.floor(world.wall));
});

test('a pair of reads that was dropped is tried again at the next call', () => {
  const world = new World();
  world.pass(WALL_READ_INTERVAL_MS);
  world.pauseMs = READ_SPREAD_MS_MAX + 1;
  world.clock.now();
  world.wall += HOUR_MS;
  world.pass(1);
  world.clock.now();
  assert.equal(world.jumps.length, 1);
});

test('a machine that slept wakes to a late clock, not to a jump of the node clock', () => {
  const world = new World();
  world.run(1_000);
  // The monotonic clock stands still while the machine sleeps.
  world.wall += 8 * HOUR_MS;
  const passed = world.run(1_000);
  assert.ok(passed <= 1_000 + slewIn(2_000));
  assert.equal(world.jumps.length, 1);
});

test('now can be handed on as a function', () => {
  const { now } = new World().clock;
  assert.equal(now(), START);
});

test('on the real clocks it starts at the wall clock', () => {
  const before = Date.now();
  const now = new NodeClock({ onJump: () => undefined }).now();
  assert.ok(now >= before - 1 && now <= Date.now() + 1);
});

test('it never decreases and never leaves the slew, whatever the wall clock does', () => {
  const step = fc.record({
    ms: fc.double({ min: 0, max: 20_000, noNaN: true }),
    setWall: fc.option(fc.integer({ min: -10 * HOUR_MS, max: 10 * HOUR_MS }), { nil: 0 }),
    pauseMs: fc.constantFrom(0, 0, 0, 5, 50, 5_000),
    monotonicSlip: fc.constantFrom(0, 0, 0, -3),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = new World();
      const began = world.monotonic;
      let latest = world.clock.now();
      let furthest = world.monotonic;
      for (const { ms, setWall, pauseMs, monotonicSlip } of steps) {
        world.pass(ms);
        world.wall += setWall;
        world.pauseMs = pauseMs;
        // A monotonic clock that slips is a broken one; even then no caller may see time go back.
        world.monotonic += monotonicSlip;
        furthest = Math.max(furthest, world.monotonic);
        const now = world.clock.now();
        assert.ok(Number.isInteger(now));
        assert.ok(now >= latest);
        latest = now;
        const passed = furthest - began;
        assert.ok(Math.abs(now - START - passed) <= slewIn(passed) + 1, `${now - START} ms after ${passed}`);
        furthest = Math.max(furthest, world.monotonic);
      }
    }),
  );
});

test.run();
