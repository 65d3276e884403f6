import assert from 'node:assert/strict';
import { test } from 'uvu';
import { concertDecider } from '../../src/domain/concert/decider.js';
import {
  type ConcertCommand,
  type ConcertEvent,
  type ConcertReply,
  type ConcertSign,
  type ConcertView,
  SCHEDULES_PER_CONCERT_MAX,
  type ScheduleSummary,
  TITLE_LENGTH_MAX,
} from '../../src/domain/concert/protocol.js';
import type { ConcertState } from '../../src/domain/concert/state.js';
import { QUEUE_DEFAULTS } from '../../src/domain/queue/protocol.js';
import { refuse } from '../../src/domain/refusals.js';
import type { ScheduleSpec } from '../../src/domain/schedule/protocol.js';
import { Simulation } from '../support/simulation.js';

const CONCERT = '3f2a91c07b5e4d18';
const NOW = 1_800_000_000_000;
const DAY = 86_400_000;

const created: ConcertEvent = { type: 'ConcertCreated', title: 'OST night', queue: QUEUE_DEFAULTS };

function spec(changes: Partial<ScheduleSpec> = {}): ScheduleSpec {
  return {
    concertId: CONCERT,
    startsAt: NOW + 30 * DAY,
    timeZone: 'Asia/Seoul',
    date: '2027-02-14',
    sections: [{ name: 'A', price: 50_000, rows: [{ name: '1', seats: 20 }, { name: '2', seats: 30 }] }], // prettier-ignore
    holdMs: 300_000,
    maxSeatsPerUser: 4,
    onSaleAt: null,
    salesCloseAt: NOW + 30 * DAY,
    ...changes,
  };
}

class ConcertStory extends Simulation<ConcertState, ConcertCommand, ConcertEvent, ConcertSign, ConcertReply> {
  static created(): ConcertStory {
    return ConcertStory.unborn().given(created);
  }

  static unborn(): ConcertStory {
    return new ConcertStory(concertDecider, CONCERT, NOW);
  }

  override given(...events: readonly ConcertEvent[]): this {
    super.given(...events);
    return this;
  }

  /** Ids that differ at the front, where the things created are named from. */
  override freshId(): string {
    return super.freshId().split('').reverse().join('');
  }

  add(changes: Partial<ScheduleSpec> = {}, id?: string): ScheduleSummary {
    return this.must<ScheduleSummary>({ type: 'AddSchedule', spec: spec(changes) }, id);
  }

  describe(): ConcertView {
    return this.must<ConcertView>({ type: 'Describe' });
  }

  /** Pointers of what was wrong. */
  complaintsAbout(command: ConcertCommand): string[] {
    const answer = this.when(command) as { refused: string; members: { errors: { pointer: string; message: string }[] } };
    assert.equal(answer.refused, 'VALIDATION_FAILED');
    return answer.members.errors.map(({ pointer }) => pointer);
  }
}

test('a concert is created once; a repeat keeps the first title', () => {
  const story = ConcertStory.unborn();
  story.must({ type: 'Create', title: 'OST night', queue: QUEUE_DEFAULTS });
  story.must({ type: 'Create', title: 'Another', queue: QUEUE_DEFAULTS });
  assert.deepEqual(story.describe(), { concertId: CONCERT, title: 'OST night', schedules: [], onSale: false });
  assert.equal(story.log.length, 1);
});

test('a title has 1 to 200 characters that can be shown, counted as people count them', () => {
  const create = (title: string): ConcertCommand => ({ type: 'Create', title, queue: QUEUE_DEFAULTS });
  for (const title of ['', '   ', 'x'.repeat(TITLE_LENGTH_MAX + 1), 'a\u0000b', 'a\nb', '\ud800']) {
    assert.deepEqual(ConcertStory.unborn().complaintsAbout(create(title)), ['/title']);
  }
  for (const title of ['x', 'x'.repeat(TITLE_LENGTH_MAX), '🎵'.repeat(TITLE_LENGTH_MAX)]) ConcertStory.unborn().must(create(title));
});

test('bad settings of the waiting room are named under /queue', () => {
  const story = ConcertStory.unborn();
  assert.deepEqual(story.complaintsAbout({ type: 'Create', title: 'x', queue: { ...QUEUE_DEFAULTS, maxActive: 0 } }), ['/queue/maxActive']);
  assert.deepEqual(story.log, []);
});

test('a concert that was never created cannot be described nor added to, and writes nothing', () => {
  const story = ConcertStory.unborn();
  assert.deepEqual(story.when({ type: 'Describe' }), refuse('CONCERT_NOT_FOUND'));
  assert.deepEqual(story.when({ type: 'AddSchedule', spec: spec() }), refuse('CONCERT_NOT_FOUND'));
  assert.deepEqual(story.log, []);
});

test('a schedule is named after the concert and the command that adds it', () => {
  const summary = ConcertStory.created().add({}, `9a0c21bb47f3${'0'.repeat(20)}`);
  const { startsAt, timeZone, date, onSaleAt, salesCloseAt } = spec();
  assert.deepEqual(summary, {
    scheduleId: `${CONCERT}-9a0c21bb47f3`,
    startsAt,
    timeZone,
    date,
    onSaleAt,
    salesCloseAt,
    totalSeats: 50,
  });
});

test('a repeated command adds the schedule once and gets the same answer', () => {
  const story = ConcertStory.created();
  const id = 'a'.repeat(32);
  assert.deepEqual(story.add({}, id), story.add({}, id));
  assert.equal(story.events('ScheduleAdded').length, 1);
});

test("a schedule's own entity is created by an effect that is open until it is settled", () => {
  const story = ConcertStory.created();
  const { scheduleId } = story.add();
  const [effect] = story.effects();
  assert.equal(story.effects().length, 1);
  assert.equal(effect?.key, `schedule-${scheduleId}`);
  assert.equal(effect.to, `schedule/${scheduleId}`);
  assert.deepEqual(effect.command, { type: 'Create', spec: spec() });
  const settle = effect.then(null);
  story.must(settle);
  story.must(settle);
  assert.deepEqual(story.effects(), []);
  assert.equal(story.events('EffectSettled').length, 1);
});

test('settling an effect that never was changes nothing', () => {
  const story = ConcertStory.created();
  story.must({ type: 'SettleEffect', key: 'schedule-x' });
  assert.equal(story.log.length, 1);
});

test('open effects survive a snapshot', () => {
  const story = ConcertStory.created();
  story.add();
  story.add();
  story.must(story.effects()[0]?.then(null) ?? { type: 'Describe' });
  const left = story.effects().map(({ key }) => key);
  assert.equal(left.length, 1);
  for (const state of [story.replayed(), story.fromSnapshotAfter(2), story.fromSnapshotAfter(4)]) {
    assert.deepEqual(
      [...concertDecider.pending(state)].map(({ key }) => key),
      left,
    );
    assert.deepEqual(concertDecider.encode(state), concertDecider.encode(story.state));
  }
});

test('schedules are listed in order of their start', () => {
  const story = ConcertStory.created();
  for (const days of [20, 5, 30, 1, 20]) story.add({ startsAt: NOW + days * DAY, salesCloseAt: NOW + days * DAY });
  const { schedules } = story.describe();
  assert.deepEqual(
    schedules.map(({ startsAt }) => (startsAt - NOW) / DAY),
    [1, 5, 20, 20, 30],
  );
  assert.equal(new Set(schedules.map(({ scheduleId }) => scheduleId)).size, 5);
});

test('a concert is on sale while sales of one of its schedules are open', () => {
  const story = ConcertStory.created();
  story.add({ onSaleAt: NOW + 10, salesCloseAt: NOW + 20 });
  story.add({ onSaleAt: NOW + 30, salesCloseAt: NOW + 40 });
  const onSaleAt = [9, 10, 19, 20, 29, 30, 39, 40].filter((ms) => {
    story.now = NOW + ms;
    return story.describe().onSale;
  });
  assert.deepEqual(onSaleAt, [10, 19, 30, 39]);
});

test('a schedule without an opening time is on sale at once', () => {
  const story = ConcertStory.created();
  story.add();
  assert.equal(story.describe().onSale, true);
});

test('a schedule of another concert is refused', () => {
  const story = ConcertStory.created();
  assert.deepEqual(story.complaintsAbout({ type: 'AddSchedule', spec: spec({ concertId: '0'.repeat(16) }) }), ['/concertId']);
});

test('a nonsensical schedule is refused and nothing is recorded', () => {
  const story = ConcertStory.created();
  assert.ok(story.complaintsAbout({ type: 'AddSchedule', spec: spec({ sections: [] }) }).length > 0);
  assert.equal(story.log.length, 1);
});

test('a concert has a bounded number of schedules', () => {
  const story = ConcertStory.created();
  for (let number = 1; number <= SCHEDULES_PER_CONCERT_MAX; number += 1) {
    story.given({ type: 'ScheduleAdded', scheduleId: `${CONCERT}-${number.toString(16).padStart(12, '0')}`, spec: spec() });
  }
  assert.deepEqual(story.complaintsAbout({ type: 'AddSchedule', spec: spec() }), ['']);
  assert.equal(story.describe().schedules.length, SCHEDULES_PER_CONCERT_MAX);
});

test('events that cannot be are a crash, not ignored', () => {
  const added: ConcertEvent = { type: 'ScheduleAdded', scheduleId: `${CONCERT}-1`, spec: spec() };
  assert.throws(() => ConcertStory.created().given(created), /exists already/);
  assert.throws(() => ConcertStory.unborn().given(added), /does not exist/);
  assert.throws(() => ConcertStory.created().given(added, added), /exists already/);
  assert.throws(() => ConcertStory.created().given({ type: 'EffectSettled', key: 'x' }), /no such effect/);
});

test.run();
