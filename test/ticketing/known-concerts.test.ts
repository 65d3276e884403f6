/** Whoever makes ids up costs the catalogue one command after the other, however many they are. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { KNOWN_ASKED_MAX } from '../../src/domain/catalogue/protocol.js';
import { isRefusal, refuse } from '../../src/domain/refusals.js';
import type { Refusal } from '../../src/domain/refusals.js';
import { KnownConcerts } from '../../src/ticketing/known-concerts.js';
import { atRest } from '../support/manual-clock.js';

class Catalogue {
  readonly asked: (readonly string[])[] = [];
  refusal: Refusal | null = null;
  private readonly open: (() => void)[] = [];
  readonly known = new KnownConcerts((concertIds) => {
    this.asked.push(concertIds);
    assert.equal(this.open.length, 0, 'one ask at a time');
    const { refusal } = this;
    return new Promise((resolve) => {
      this.open.push(() => resolve(refusal ?? concertIds.filter((concertId) => concertId.startsWith('real'))));
    });
  });

  async answer(): Promise<void> {
    await atRest();
    for (const answer of this.open.splice(0)) answer();
    await atRest();
  }
}

test('a concert that there is, is known; another one is not', async () => {
  const catalogue = new Catalogue();
  const answers = [catalogue.known.has('real-1'), catalogue.known.has('made-up')];
  await catalogue.answer();
  assert.deepEqual(await Promise.all(answers), [true, false]);
  assert.deepEqual(catalogue.asked, [['real-1', 'made-up']]);
});

test('all who come while an ask is under way share the next one, each id once', async () => {
  const catalogue = new Catalogue();
  const first = catalogue.known.has('made-up-0');
  await atRest();
  const others = Array.from({ length: 600 }, (_, number) => catalogue.known.has(`made-up-${number % 300}`));
  await catalogue.answer();
  await catalogue.answer();
  assert.deepEqual(new Set(await Promise.all([first, ...others])), new Set([false]));
  assert.deepEqual(
    catalogue.asked.map(({ length }) => length),
    [1, 300],
  );
});

test('more than may be asked about at once are asked about in parts', async () => {
  const catalogue = new Catalogue();
  const answers = Array.from({ length: KNOWN_ASKED_MAX * 2 + 1 }, (_, number) => catalogue.known.has(`real-${number}`));
  for (let part = 0; part < 3; part += 1) await catalogue.answer();
  assert.deepEqual(new Set(await Promise.all(answers)), new Set([true]));
  assert.deepEqual(
    catalogue.asked.map(({ length }) => length),
    [KNOWN_ASKED_MAX, KNOWN_ASKED_MAX, 1],
  );
});

test('a refusal goes to all who wait, and the next one asks anew; nothing is remembered', async () => {
  const catalogue = new Catalogue();
  catalogue.refusal = refuse('OVERLOADED');
  const refused = [catalogue.known.has('real-1'), catalogue.known.has('made-up')];
  await catalogue.answer();
  for (const answer of await Promise.all(refused)) assert.ok(isRefusal(answer));
  catalogue.refusal = null;
  const again = catalogue.known.has('real-1');
  await catalogue.answer();
  assert.equal(await again, true);
  assert.equal(catalogue.asked.length, 2);
});

test('a failure goes to who waits for it, and the next ask is made all the same', async () => {
  let fail = true;
  const known = new KnownConcerts((concertIds) => (fail ? Promise.reject(new Error('broken')) : Promise.resolve(concertIds)));
  await assert.rejects(known.has('real-1'), /broken/);
  fail = false;
  assert.equal(await known.has('real-1'), true);
});

test.run();
