/** Answers by command id or key: found as they were given, bounded in number and age, the same after a snapshot or a replay. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { ANSWER_MEMORY_MS, ANSWERS_LENGTH_MAX, ANSWERS_MAX, RememberedAnswers } from '../../src/actors/remembered-answers.js';
import { atOnce } from '../../src/domain/column.js';

const T = 1_800_000_000_000;

/** All of them as one JSON text. */
function textOf(answers: RememberedAnswers): string {
  return JSON.stringify(atOnce(answers.encode()).flatMap((slice) => JSON.parse(Buffer.from(slice).toString()) as unknown[]));
}

const copyOf = (answers: RememberedAnswers): RememberedAnswers => atOnce(RememberedAnswers.decode(atOnce(answers.encode())));

test('an answer is found by its key, as it was given', () => {
  const answers = new RememberedAnswers();
  const answer = { key: 'k', bodyHash: 'body', reply: { total: 1, list: [1, 'two', null] } };
  assert.equal(answers.add(answer, T), JSON.stringify(answer));
  assert.deepEqual(answers.find('k'), answer);
  assert.equal(answers.find('other'), null);
});

test('what is found is a copy: whoever changes it changes nothing', () => {
  const answers = new RememberedAnswers();
  answers.add({ key: 'k', reply: { total: 1 } }, T);
  (answers.find('k')?.reply as { total: number }).total = 2;
  assert.deepEqual(answers.find('k')?.reply, { total: 1 });
});

test('no more than the limit are kept, the oldest go first', () => {
  const answers = new RememberedAnswers();
  for (let number = 0; number < ANSWERS_MAX + 10; number += 1) answers.add({ key: `k${number}`, reply: null }, T);
  assert.equal(answers.size, ANSWERS_MAX);
  assert.equal(answers.find('k9'), null);
  assert.notEqual(answers.find('k10'), null);
});

test('long answers are kept only as far as all of them together are not too long, and the last one always', () => {
  const answers = new RememberedAnswers();
  const reply = 'x'.repeat(ANSWERS_LENGTH_MAX / 4);
  for (let number = 0; number < 6; number += 1) answers.add({ key: `k${number}`, reply }, T);
  assert.deepEqual([answers.find('k2'), answers.find('k3')?.key, answers.size], [null, 'k3', 3]);
  for (let times = 0; times < 6; times += 1) answers.add({ key: 'k5', reply }, T);
  assert.equal(answers.size, 3, 'one that is given again counts once');
  answers.add({ key: 'longest', reply: reply.repeat(5) }, T);
  assert.deepEqual([answers.find('longest')?.key, answers.size], ['longest', 1]);
  const { order } = answers as unknown as { order: readonly unknown[] };
  assert.equal(JSON.stringify(order).length < 2 * ANSWERS_LENGTH_MAX, true, 'what is forgotten is not kept elsewhere');
});

test('a long stream of answers leaves nothing behind but the last of them', () => {
  const answers = new RememberedAnswers();
  const count = 3 * ANSWERS_MAX;
  for (let number = 0; number < count; number += 1) answers.add({ key: `k${number % (ANSWERS_MAX + 500)}`, reply: number }, T + number);
  const { order } = answers as unknown as { order: readonly unknown[] };
  assert.ok(order.length <= 2 * ANSWERS_MAX + 2_048, `${order.length} entries for ${answers.size} answers`);
  const replies = (JSON.parse(textOf(answers)) as [number, { reply: number }][]).map(([, { reply }]) => reply);
  assert.deepEqual(
    replies,
    Array.from({ length: ANSWERS_MAX }, (_, index) => count - ANSWERS_MAX + index),
  );
});

test('none is kept for longer than the limit says, once another one comes', () => {
  const answers = new RememberedAnswers();
  answers.add({ key: 'old', reply: null }, T);
  answers.add({ key: 'young', reply: null }, T + 1);
  answers.add({ key: 'new', reply: null }, T + ANSWER_MEMORY_MS);
  assert.deepEqual([answers.find('old'), answers.find('young')?.key, answers.size], [null, 'young', 2]);
});

test('a key that is given again counts from then on', () => {
  const answers = new RememberedAnswers();
  answers.add({ key: 'again', reply: 1 }, T);
  answers.add({ key: 'other', reply: 1 }, T + 1);
  answers.add({ key: 'again', reply: 2 }, T + 2);
  answers.add({ key: 'new', reply: 1 }, T + 1 + ANSWER_MEMORY_MS);
  assert.deepEqual([answers.find('again')?.reply, answers.find('other')], [2, null]);
});

test('encoded and decoded they are the same, their age and order too', () => {
  const answers = new RememberedAnswers();
  for (let number = 0; number < 100; number += 1) answers.add({ key: `k"${number}\n`, bodyHash: 'h', reply: { number } }, T + number);
  const decoded = copyOf(answers);
  assert.equal(textOf(decoded), textOf(answers));
  for (const memory of [answers, decoded]) memory.add({ key: 'new', reply: null }, T + 49 + ANSWER_MEMORY_MS);
  assert.equal(textOf(decoded), textOf(answers));
  assert.equal(decoded.size, 51);
});

test('none at all can be encoded too', () => {
  assert.equal(copyOf(new RememberedAnswers()).size, 0);
});

test('replayed from records they are the same', () => {
  const answers = new RememberedAnswers();
  const replayed = new RememberedAnswers();
  for (let number = 0; number < 100; number += 1) {
    const answer = { key: `k${number % 30}`, reply: { number } };
    answers.add(answer, T + number);
    replayed.replay([answer], T + number);
  }
  assert.equal(textOf(replayed), textOf(answers));
});

test.run();
