import assert from 'node:assert/strict';
import { test } from 'uvu';
import { type CatalogueState, catalogueDecider } from '../../src/domain/catalogue/decider.js';
import {
  type CatalogueCommand,
  type CatalogueEntry,
  type CatalogueEvent,
  type CatalogueReplies,
  type CatalogueReply,
  type CatalogueSign,
  CONCERTS_MAX,
  KNOWN_ASKED_MAX,
} from '../../src/domain/catalogue/protocol.js';
import { QUEUE_DEFAULTS } from '../../src/domain/queue/protocol.js';
import { Simulation } from '../support/simulation.js';

class CatalogueStory extends Simulation<CatalogueState, CatalogueCommand, CatalogueEvent, CatalogueSign, CatalogueReply> {
  static empty(): CatalogueStory {
    return new CatalogueStory(catalogueDecider, 'all');
  }

  /** Ids that differ at the front, where the things created are named from. */
  override freshId(): string {
    return super.freshId().split('').reverse().join('');
  }

  add(title: string, id?: string): CatalogueEntry {
    return this.must<CatalogueEntry>({ type: 'AddConcert', title, queue: QUEUE_DEFAULTS }, id);
  }

  list(offset: number, limit: number): CatalogueReplies['List'] {
    return this.must<CatalogueReplies['List']>({ type: 'List', offset, limit });
  }

  complaintsAbout(command: CatalogueCommand): string[] {
    const answer = this.when(command) as { refused: string; members: { errors: { pointer: string }[] } };
    assert.equal(answer.refused, 'VALIDATION_FAILED');
    return answer.members.errors.map(({ pointer }) => pointer);
  }
}

const idOf = (number: number): string => number.toString(16).padStart(16, '0').padEnd(32, 'f');

test('a concert is named after the command that adds it', () => {
  assert.deepEqual(CatalogueStory.empty().add('OST night', `3f2a91c07b5e4d18${'f'.repeat(16)}`), {
    concertId: '3f2a91c07b5e4d18',
    title: 'OST night',
  });
});

test('a repeated command adds the concert once and gets the same answer', () => {
  const story = CatalogueStory.empty();
  assert.deepEqual(story.add('OST night', idOf(1)), story.add('OST night', idOf(1)));
  assert.equal(story.events('ConcertAdded').length, 1);
});

test("a concert's entity and its waiting room are created by effects, each open until it is settled", () => {
  const story = CatalogueStory.empty();
  const { concertId } = story.add('OST night');
  assert.deepEqual(
    story.effects().map(({ key, to, command }) => ({ key, to, command })),
    [
      { key: `concert-${concertId}`, to: `concert/${concertId}`, command: { type: 'Create', title: 'OST night', queue: QUEUE_DEFAULTS } },
      { key: `queue-${concertId}`, to: `queue/${concertId}`, command: { type: 'Open', settings: QUEUE_DEFAULTS } },
    ],
  );
  const [first, second] = story.effects();
  const settle = first?.then(null) ?? { type: 'SettleEffect', key: '' };
  story.must(settle);
  story.must(settle);
  assert.deepEqual(
    story.effects().map(({ key }) => key),
    [second?.key],
  );
  assert.equal(story.events('EffectSettled').length, 1);
});

test('concerts are listed in the order they were added, by pages', () => {
  const story = CatalogueStory.empty();
  for (const title of ['a', 'b', 'c', 'd', 'e']) story.add(title);
  const titles = (offset: number, limit: number): string => story.list(offset, limit).items.map(({ title }) => title).join(''); // prettier-ignore
  assert.deepEqual([titles(0, 2), titles(2, 2), titles(4, 2), titles(6, 2), titles(0, 0), titles(-3, 2)], ['ab', 'cd', 'e', '', '', 'ab']);
  assert.equal(story.list(0, 1).total, 5);
});

test('an empty catalogue lists nothing and writes nothing', () => {
  const story = CatalogueStory.empty();
  assert.deepEqual(story.list(0, 10), { items: [], total: 0 });
  assert.deepEqual(story.log, []);
});

test('a bad title or bad settings are refused and named', () => {
  const story = CatalogueStory.empty();
  const queue = { ...QUEUE_DEFAULTS, sessionSeconds: 0.5 };
  assert.deepEqual(story.complaintsAbout({ type: 'AddConcert', title: '', queue }), ['/title', '/queue/sessionSeconds']);
  assert.deepEqual(story.log, []);
});

test('the catalogue holds a bounded number of concerts', () => {
  const story = CatalogueStory.empty();
  for (let number = 1; number <= CONCERTS_MAX; number += 1) {
    catalogueDecider.evolve(
      story.state,
      { type: 'ConcertAdded', concertId: idOf(number).slice(0, 16), title: 'x', queue: QUEUE_DEFAULTS },
      story.now,
    );
  }
  assert.deepEqual(story.complaintsAbout({ type: 'AddConcert', title: 'one more', queue: QUEUE_DEFAULTS }), ['']);
  assert.equal(story.add('x', idOf(7)).concertId, idOf(7).slice(0, 16), 'a repeat is answered all the same');
});

test('a replay and a snapshot give the same catalogue with the same open effects', () => {
  const story = CatalogueStory.empty();
  story.add('a');
  story.add('b');
  story.must(story.effects()[1]?.then(null) ?? { type: 'List', offset: 0, limit: 1 });
  for (const state of [story.replayed(), story.fromSnapshotAfter(1), story.fromSnapshotAfter(3)]) {
    assert.deepEqual(catalogueDecider.encode(state), catalogueDecider.encode(story.state));
    assert.equal([...catalogueDecider.pending(state)].length, 3);
  }
});

test('events that cannot be are a crash, not ignored', () => {
  const story = CatalogueStory.empty();
  const { concertId } = story.add('a');
  assert.throws(() => story.given({ type: 'ConcertAdded', concertId, title: 'a', queue: QUEUE_DEFAULTS }), /already/);
  assert.throws(() => story.given({ type: 'EffectSettled', key: 'x' }), /no open effect/);
});

test('which of some concerts there are is told in the order asked, and asking changes nothing', () => {
  const story = CatalogueStory.empty();
  const [first, second] = [story.add('One').concertId, story.add('Two').concertId];
  const events = story.log.length;
  const known = story.must<CatalogueReplies['Known']>({ type: 'Known', concertIds: [second, '0'.repeat(16), first, '', 'constructor'] });
  assert.deepEqual(known, [second, first]);
  assert.deepEqual(story.must<CatalogueReplies['Known']>({ type: 'Known', concertIds: [] }), []);
  assert.equal(story.log.length, events);
});

test('nobody asks about more concerts at once than the limit', () => {
  const story = CatalogueStory.empty();
  const concertIds = Array.from({ length: KNOWN_ASKED_MAX + 1 }, (_, number) => idOf(number).slice(0, 16));
  assert.deepEqual(story.complaintsAbout({ type: 'Known', concertIds }), ['/concertIds']);
  assert.deepEqual(story.must<CatalogueReplies['Known']>({ type: 'Known', concertIds: concertIds.slice(1) }), []);
});

test.run();
