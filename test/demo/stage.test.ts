/** The stage keeps a crowd of simulated fans from making a real one wait, and clears when it is told to. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { ASKS_AT_ONCE, REST_MS_MIN, SaleStopped, Stage } from '../../src/demo/stage.js';
import { ManualClock, atRest } from '../support/manual-clock.js';

const half = (): number => 0.5;

class Setting {
  readonly clock = new ManualClock();
  readonly observed: string[] = [];
  readonly stage = new Stage({
    now: this.clock.now,
    steady: this.clock.now,
    timers: this.clock,
    observe: (seconds, code) => this.observed.push(`${seconds} ${code ?? 'accepted'}`),
  });
  underWay = 0;
  mostAtOnce = 0;
  readonly begun: number[] = [];

  /** Asks something that takes so long. */
  ask(number: number, ms: number): Promise<number | Refusal> {
    return this.stage.ask(half, async () => {
      this.begun.push(number);
      this.underWay += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
      await new Promise<void>((resolve) => this.clock.after(ms, resolve));
      this.underWay -= 1;
      return number;
    });
  }
}

test('only so many ask at once, the others wait in the order in which they came', async () => {
  const setting = new Setting();
  for (const from of [0, 100]) {
    const answers = Array.from({ length: 100 }, (_, number) => setting.ask(from + number, 5));
    await setting.clock.pass(1_000);
    await Promise.all(answers);
  }
  assert.deepEqual(
    setting.begun,
    Array.from({ length: 200 }, (_, number) => number),
  );
  assert.equal(setting.mostAtOnce, ASKS_AT_ONCE);
  assert.equal(setting.clock.waiting, 0);
});

test('the way is free again only after a rest as long as the answer took: a slow node is asked less', async () => {
  const begunWithin = async (answerMs: number, ms: number): Promise<number> => {
    const setting = new Setting();
    for (let number = 0; number < 5_000; number += 1) setting.ask(number, answerMs).catch(() => undefined);
    await setting.clock.pass(ms);
    setting.stage.stop();
    return setting.begun.length;
  };
  assert.equal(await begunWithin(100, 1_000 - 1), ASKS_AT_ONCE * 5);
  assert.equal(await begunWithin(500, 1_000 - 1), ASKS_AT_ONCE);
  assert.equal(await begunWithin(0, 10 * REST_MS_MIN - 1), ASKS_AT_ONCE * 10, 'and a fast one not as fast as it can answer');
});

test('what may be another answer without a change is asked again after a pause, a few times', async () => {
  const { clock, stage } = new Setting();
  let tries = 0;
  const until = (answers: number, refusal: Refusal) =>
    stage.ask(half, async () => {
      tries += 1;
      return tries > answers ? 'done' : refusal;
    });
  const answer = until(2, refuse('OVERLOADED'));
  await clock.pass(2_000);
  assert.equal(tries, 1);
  await clock.pass(60_000);
  assert.deepEqual([await answer, tries], ['done', 3]);
  tries = 0;
  const never = until(Infinity, refuse('UNAVAILABLE'));
  await clock.pass(600_000);
  assert.deepEqual([await never, tries], [refuse('UNAVAILABLE'), 6]);
  for (const code of ['SEAT_UNAVAILABLE', 'QUEUE_TOKEN_NOT_ACTIVE', 'QUEUE_TOKEN_EXPIRED'] as const) {
    tries = 0;
    const final = until(Infinity, refuse(code));
    await clock.pass(60_000);
    assert.deepEqual([await final, tries], [refuse(code), 1]);
  }
  assert.equal(clock.waiting, 0);
});

test('every answer is observed: how long it took, without the wait for the way, and what it was refused with', async () => {
  const setting = new Setting();
  const answers = Array.from({ length: ASKS_AT_ONCE + 1 }, (_, number) => setting.ask(number, 40));
  await setting.clock.pass(1_000);
  await Promise.all(answers);
  assert.deepEqual(new Set(setting.observed), new Set(['0.04 accepted']));
  assert.equal(setting.observed.length, ASKS_AT_ONCE + 1);
  await setting.stage.ask(half, () => Promise.resolve(refuse('SEAT_UNAVAILABLE')));
  assert.equal(setting.observed.at(-1), '0 SEAT_UNAVAILABLE');
});

test('a use case that fails frees the way like any other', async () => {
  const { clock, stage } = new Setting();
  for (let round = 0; round < ASKS_AT_ONCE * 3; round += 1) {
    const failed = assert.rejects(
      stage.ask(half, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    await clock.pass(REST_MS_MIN);
    await failed;
  }
});

test('when the stage is cleared whoever pauses or waits in line is told, nothing begins, and no timer is left', async () => {
  const setting = new Setting();
  const told: unknown[] = [];
  const note = (ended: Promise<unknown>): void => void ended.catch((error: unknown) => told.push(error));
  note(setting.stage.pause(1_000));
  const underWay = Array.from({ length: ASKS_AT_ONCE }, (_, number) => setting.ask(number, 50));
  for (let number = 0; number < 10; number += 1) note(setting.ask(number, 50));
  await atRest();
  setting.stage.stop();
  setting.stage.stop();
  await atRest();
  assert.deepEqual([told.length], [11]);
  note(setting.stage.pause(1));
  note(setting.ask(99, 1));
  await setting.clock.pass(5_000);
  assert.ok(told.length === 13 && told.every((error) => error instanceof SaleStopped));
  assert.equal((await Promise.all(underWay)).length, ASKS_AT_ONCE, 'what was under way is answered');
  assert.deepEqual([setting.begun.length, setting.clock.waiting], [ASKS_AT_ONCE, 0]);
});

test('a pause before another try ends with the stage as well', async () => {
  const { clock, stage } = new Setting();
  const asked = stage.ask(half, () => Promise.resolve(refuse('OVERLOADED')));
  const told = assert.rejects(asked, SaleStopped);
  await atRest();
  stage.stop();
  await told;
  assert.equal(clock.waiting, 0);
});

test.run();
