/** Measuring goes on for as long as somebody looks, keeps half an hour, and leaves no timer behind. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { LOOKED_WITHIN_MS, SAMPLE_INTERVAL_MS, SAMPLES_KEPT_MS, SAMPLES_MAX, WatchedSamples } from '../../src/timers/watched-samples.js';
import { ManualClock, atRest } from '../support/manual-clock.js';

interface Sample {
  readonly at: number;
}

class Stage {
  readonly clock = new ManualClock();
  readonly errors: unknown[] = [];
  readonly heard: string[] = [];
  taken = 0;
  /** What is measured; the test may put something else here. */
  take: () => Promise<Sample | null> = async () => ({ at: this.clock.now() });
  readonly samples = new WatchedSamples<Sample>({
    now: this.clock.now,
    timers: this.clock,
    take: () => {
      this.taken += 1;
      return this.take();
    },
    onBegin: () => this.heard.push('begin'),
    onRest: () => this.heard.push('rest'),
    onEmpty: () => this.heard.push('empty'),
    onError: (error) => this.errors.push(error),
  });
  readonly start = this.clock.now();

  /** Seconds after the start at which the samples that are kept were taken. */
  times(since: number | null = null): readonly number[] {
    return this.samples.look(since).map(({ at }) => (at - this.start) / 1000);
  }
}

test('nothing is measured before somebody looks', async () => {
  const stage = new Stage();
  await stage.clock.pass(10_000);
  assert.deepEqual([stage.taken, stage.clock.waiting, stage.heard], [0, 0, []]);
});

test('from the first look on there is a sample a second, and a look may ask for the newer ones only', async () => {
  const stage = new Stage();
  assert.deepEqual(stage.times(), []);
  await stage.clock.pass(3_500);
  assert.deepEqual(stage.times(), [1, 2, 3]);
  assert.deepEqual(stage.times(stage.start + 2_000), [3]);
  assert.deepEqual(stage.times(stage.start + 3_000), []);
  assert.deepEqual(stage.heard, ['begin']);
});

test('measuring ends five minutes after the last look, and a later look goes on with a gap', async () => {
  const stage = new Stage();
  stage.samples.look(null);
  await stage.clock.pass(60_000);
  stage.samples.look(null);
  await stage.clock.pass(LOOKED_WITHIN_MS + 10 * SAMPLE_INTERVAL_MS);
  const taken = 60 + LOOKED_WITHIN_MS / SAMPLE_INTERVAL_MS;
  assert.equal(stage.taken, taken);
  await stage.clock.pass(60_000);
  assert.deepEqual([stage.taken, stage.heard], [taken, ['begin', 'rest']]);
  assert.equal(stage.times().length, taken, 'what was measured is still there');
  await stage.clock.pass(2_000);
  const times = stage.times();
  assert.equal(times.length, taken + 2);
  assert.ok((times.at(-2) ?? 0) - (times.at(-3) ?? 0) > 60, 'there is a gap');
  assert.deepEqual(stage.heard, ['begin', 'rest', 'begin']);
});

test('somebody who keeps looking keeps it going', async () => {
  const stage = new Stage();
  for (let minutes = 0; minutes < 12; minutes += 4) {
    stage.samples.look(null);
    await stage.clock.pass(240_000);
  }
  assert.equal(stage.taken, 720);
});

test('no more than half an hour is kept, in number and in age', async () => {
  const stage = new Stage();
  for (let minutes = 0; minutes < 40; minutes += 5) {
    stage.samples.look(null);
    await stage.clock.pass(300_000);
  }
  const times = stage.times();
  assert.equal(times.length, SAMPLES_MAX);
  assert.ok(times.every((time) => time * 1000 > 2_400_000 - SAMPLES_KEPT_MS));
  for (let extra = 0; extra < 10; extra += 1) stage.samples.add({ at: stage.clock.now() });
  assert.ok(stage.samples.look(null).length <= SAMPLES_MAX);
});

test('what nobody looks at any more is gone half an hour later, with its timer', async () => {
  const stage = new Stage();
  stage.samples.look(null);
  await stage.clock.pass(LOOKED_WITHIN_MS + SAMPLE_INTERVAL_MS);
  assert.equal(stage.clock.waiting, 1);
  await stage.clock.pass(SAMPLES_KEPT_MS);
  assert.deepEqual([stage.clock.waiting, stage.heard], [0, ['begin', 'rest', 'empty']]);
  assert.deepEqual(stage.times(), []);
});

test('samples are taken one after the other: a slow one costs those whose time went by meanwhile', async () => {
  const stage = new Stage();
  let underWay = 0;
  stage.take = async () => {
    underWay += 1;
    assert.equal(underWay, 1);
    await new Promise<void>((resolve) => stage.clock.after(2_500, resolve));
    underWay -= 1;
    return { at: stage.clock.now() };
  };
  stage.samples.look(null);
  await stage.clock.pass(8_000);
  assert.deepEqual(stage.times(), [3.5, 6.5]);
  assert.equal(stage.taken, 3);
});

test('a second that could not be measured has no sample, and a failure is told of; both times it goes on', async () => {
  const stage = new Stage();
  stage.samples.look(null);
  stage.take = async () => null;
  await stage.clock.pass(1_000);
  stage.take = () => Promise.reject(new Error('broken'));
  await stage.clock.pass(1_000);
  stage.take = async () => ({ at: stage.clock.now() });
  await stage.clock.pass(1_000);
  assert.deepEqual(stage.times(), [3]);
  assert.deepEqual(stage.errors.map(String), ['Error: broken']);
});

test('after close nothing is measured, and no timer is left', async () => {
  const stage = new Stage();
  stage.samples.look(null);
  await stage.clock.pass(2_000);
  stage.samples.close();
  stage.samples.close();
  assert.deepEqual([stage.clock.waiting, stage.heard], [0, ['begin', 'rest']]);
  stage.samples.look(null);
  await stage.clock.pass(10_000);
  assert.deepEqual([stage.taken, stage.clock.waiting, stage.heard.length], [2, 0, 2]);
});

test('a sample that is under way when it is closed is not kept and sets no timer', async () => {
  const stage = new Stage();
  let finish: (sample: Sample) => void = () => undefined;
  stage.take = () => new Promise((resolve) => (finish = resolve));
  stage.samples.look(null);
  await stage.clock.pass(1_000);
  stage.samples.close();
  finish({ at: stage.clock.now() });
  await atRest();
  assert.deepEqual([stage.times(), stage.clock.waiting], [[], 0]);
});

test.run();
