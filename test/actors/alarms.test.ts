/** One timer wakes everybody, each at the time set last, none twice, none lost. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { Alarms } from '../../src/actors/alarms.js';
import type { EntityId } from '../../src/domain/ids.js';
import { ManualClock } from '../support/manual-clock.js';
import { byLetter, shards } from '../support/shards-by-letter.js';
import { tally } from '../support/tally.js';

const HOUR_MS = 3_600_000;

function alarms(): { alarms: Alarms; clock: ManualClock; start: number; rung: { entity: EntityId; at: number }[] } {
  const clock = new ManualClock();
  const start = clock.now();
  const rung: { entity: EntityId; at: number }[] = [];
  const set = new Alarms(clock.now, clock, (entity) => rung.push({ entity, at: clock.now() - start }));
  return { alarms: set, clock, start, rung };
}

test('alarms ring once, in the order of their time, when it has come', () => {
  const { alarms: set, clock, start, rung } = alarms();
  for (const [key, at] of Object.entries({ c: 300, a: 100, b: 200 })) set.set(tally(key), start + at);
  assert.equal(set.size, 3);
  clock.advance(99);
  assert.deepEqual(rung, []);
  clock.advance(1_000);
  assert.deepEqual(rung, [
    { entity: tally('a'), at: 100 },
    { entity: tally('b'), at: 200 },
    { entity: tally('c'), at: 300 },
  ]);
  assert.equal(set.size, 0);
  assert.equal(clock.waiting, 0);
});

test('an alarm that is set again rings at the new time only, earlier or later', () => {
  const { alarms: set, clock, start, rung } = alarms();
  for (const at of [500, 200, 800, 200, 700]) set.set(tally('a'), start + at);
  for (const at of [300, 900, 100]) set.set(tally('b'), start + at);
  assert.equal(set.at(tally('a')), start + 700);
  clock.advance(2_000);
  assert.deepEqual(rung, [
    { entity: tally('b'), at: 100 },
    { entity: tally('a'), at: 700 },
  ]);
});

test('an alarm that is called off does not ring', () => {
  const { alarms: set, clock, start, rung } = alarms();
  set.set(tally('a'), start + 100);
  set.set(tally('a'), null);
  set.set(tally('never'), null);
  assert.equal(set.at(tally('a')), null);
  clock.advance(1_000);
  assert.deepEqual(rung, []);
});

test('alarms of shards that are lost do not ring, whenever they were set', () => {
  const clock = new ManualClock();
  const start = clock.now();
  const rung: EntityId[] = [];
  const set = new Alarms(clock.now, clock, (entity) => rung.push(entity), byLetter.shardOf);
  for (const key of ['a1', 'a2', 'b1', 'c1']) set.set(tally(key), start + 100);
  set.set(tally('a2'), null);
  set.set(tally('b1'), start + 200);
  set.forget(shards('ab'));
  assert.equal(set.size, 1);
  assert.equal(set.at(tally('a1')), null);
  set.set(tally('a1'), start + 300);
  clock.advance(1_000);
  assert.deepEqual(rung, [tally('c1'), tally('a1')]);
  set.forget(shards('abc'));
  assert.equal(set.size, 0);
});

test('what is due already rings with the next timer, not within the call', () => {
  const { alarms: set, clock, start, rung } = alarms();
  set.set(tally('a'), start - 5_000);
  assert.deepEqual(rung, []);
  clock.advance(0);
  assert.deepEqual(rung, [{ entity: tally('a'), at: 0 }]);
});

test('whoever is rung may set the next alarm at once', () => {
  const clock = new ManualClock();
  const rung: number[] = [];
  const set: Alarms = new Alarms(clock.now, clock, (entity) => {
    rung.push(clock.now());
    if (rung.length < 4) set.set(entity, clock.now() + 10);
  });
  const start = clock.now();
  set.set(tally('a'), start + 10);
  clock.advance(1_000);
  assert.deepEqual(rung, [start + 10, start + 20, start + 30, start + 40]);
  assert.equal(clock.waiting, 0);
});

test('there is one timer, however many alarms, and none is set for longer than a timer can be', () => {
  const { alarms: set, clock, start, rung } = alarms();
  for (let number = 0; number < 1_000; number += 1) set.set(tally(`n${number}`), start + 400 * 24 * HOUR_MS + number);
  assert.equal(clock.waiting, 1);
  clock.advance(HOUR_MS);
  assert.equal(clock.everSet, 2);
  assert.deepEqual(rung, []);
});

test('an alarm that moves with every command does not fill the memory', () => {
  const { alarms: set, clock, start, rung } = alarms();
  set.set(tally('first'), start + 1);
  for (let moved = 0; moved < 100_000; moved += 1) set.set(tally('a'), start + 1_000 + moved);
  const { heap } = set as unknown as { heap: readonly unknown[] };
  assert.ok(heap.length < 2_000, `${heap.length} entries for 2 alarms`);
  clock.advance(200_000);
  assert.deepEqual(rung, [
    { entity: tally('first'), at: 1 },
    { entity: tally('a'), at: 100_999 },
  ]);
});

test('once stopped nothing rings and nothing is taken', () => {
  const { alarms: set, clock, start, rung } = alarms();
  set.set(tally('a'), start + 100);
  set.stop();
  set.set(tally('b'), start + 100);
  clock.advance(1_000);
  assert.deepEqual([rung, clock.waiting, set.size], [[], 0, 0]);
});

test('whatever is set, moved and called off while time goes on: every alarm rings once, at the time set last', () => {
  const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), in: fc.option(fc.nat(500), { nil: null }), pass: fc.nat(200) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { alarms: set, clock, start, rung } = alarms();
      const expected: { entity: EntityId; at: number }[] = [];
      const times = new Map<EntityId, number>();
      const pass = (ms: number): void => {
        const until = clock.now() - start + ms;
        const due = [...times].filter(([, at]) => at <= until).sort(([, one], [, other]) => one - other);
        for (const [entity, at] of due) {
          expected.push({ entity, at });
          times.delete(entity);
        }
        clock.advance(ms);
      };
      for (const { key, in: ms, pass: after } of steps) {
        set.set(tally(key), ms === null ? null : clock.now() + ms);
        if (ms === null) times.delete(tally(key));
        else times.set(tally(key), clock.now() - start + ms);
        pass(after);
      }
      pass(1_000);
      const sorted = (list: typeof rung): typeof rung => [...list].sort((a, b) => a.at - b.at || a.entity.localeCompare(b.entity));
      assert.deepEqual(sorted(rung), sorted(expected));
    }),
  );
});

test.run();
