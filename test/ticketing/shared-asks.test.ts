/** One ask for many requests: never two at once for a thing, and never an answer that is older than it must be. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { SharedAsks } from '../../src/ticketing/shared-asks.js';
import { atRest } from '../support/manual-clock.js';

/** A thing whose answer is how often it was asked before. */
class Stage {
  readonly asked: string[] = [];
  mostAtOnce = 0;
  answerWith: Refusal | Error | null = null;
  private readonly open: (() => void)[] = [];
  readonly asks = new SharedAsks<number>((key) => {
    this.asked.push(key);
    const number = this.asked.length;
    const { answerWith } = this;
    return new Promise((resolve, reject) => {
      this.open.push(() => (answerWith instanceof Error ? reject(answerWith) : resolve(answerWith ?? number)));
      this.mostAtOnce = Math.max(this.mostAtOnce, this.open.length);
    });
  });

  async answer(): Promise<void> {
    await atRest();
    for (const answer of this.open.splice(0)) answer();
    await atRest();
  }
}

test('all who join share one ask, and the next one after it is a new one', async () => {
  const stage = new Stage();
  const answers = Array.from({ length: 100 }, () => stage.asks.join('a'));
  await stage.answer();
  assert.deepEqual(new Set(await Promise.all(answers)), new Set([1]));
  const again = stage.asks.join('a');
  await stage.answer();
  assert.equal(await again, 2);
  assert.equal(stage.asks.size, 0);
});

test('who wants a fresh answer gets none whose ask had begun, and all of them share the next one', async () => {
  const stage = new Stage();
  const running = stage.asks.join('a');
  await atRest();
  const fresh = Array.from({ length: 50 }, () => stage.asks.fresh('a'));
  await stage.answer();
  assert.equal(await running, 1);
  const late = stage.asks.fresh('a');
  await stage.answer();
  assert.deepEqual(new Set(await Promise.all(fresh)), new Set([2]));
  await stage.answer();
  assert.equal(await late, 3);
  assert.deepEqual([stage.asked.length, stage.mostAtOnce], [3, 1]);
});

test('a fresh answer is asked for at once when nothing is under way', async () => {
  const stage = new Stage();
  const fresh = stage.asks.fresh('a');
  await stage.answer();
  assert.equal(await fresh, 1);
});

test('things are asked each for itself', async () => {
  const stage = new Stage();
  const answers = [stage.asks.join('a'), stage.asks.join('b'), stage.asks.fresh('c')];
  await stage.answer();
  assert.deepEqual(await Promise.all(answers), [1, 2, 3]);
  assert.deepEqual(stage.asked, ['a', 'b', 'c']);
});

test('a refusal goes to all who wait, and a failure too; who waited for the next one is asked for all the same', async () => {
  const stage = new Stage();
  stage.answerWith = refuse('UNAVAILABLE');
  const refused = [stage.asks.join('a'), stage.asks.join('a')];
  await stage.answer();
  for (const answer of await Promise.all(refused)) assert.ok(isRefusal(answer));
  stage.answerWith = new Error('broken');
  const failed = stage.asks.join('a');
  const next = stage.asks.fresh('a');
  const failure = assert.rejects(failed, /broken/);
  await atRest();
  stage.answerWith = null;
  await stage.answer();
  await failure;
  await stage.answer();
  assert.equal(await next, 3);
  assert.equal(stage.asks.size, 0);
});

test('an ask that throws at once is a failure like any other', async () => {
  const asks = new SharedAsks<number>(() => {
    throw new Error('at once');
  });
  await assert.rejects(asks.join('a'), /at once/);
  await assert.rejects(asks.fresh('a'), /at once/);
  assert.equal(asks.size, 0);
});

test.run();
