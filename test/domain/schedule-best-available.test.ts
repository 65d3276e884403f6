/** Which seats the schedule chooses. Rows are drawn from the front: `.` is free, `x` is taken, `o` was chosen. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { isRefusal } from '../../src/domain/refusals.js';
import type { ReservationView } from '../../src/domain/schedule/protocol.js';
import { NAME_LENGTH_MAX, SEAT_STATUSES, SEATS_PER_HOLD_MAX } from '../../src/domain/schedule/protocol.js';
import type { Story } from './schedule/story.js';
import * as the from './schedule/story.js';
import { HANA, JUNO, MINA } from './schedule/story.js';

type Drawing = readonly string[];
/** Rows of sections by name. */
type Sections = Readonly<Record<string, Drawing>>;

/** A hall in which the seats marked with `x` are blocked. */
function hall(sections: Sections, maxSeatsPerUser = 0): Story {
  const story = the.onSale({
    sections: Object.entries(sections).map(([name, rows]) => ({
      name,
      price: 10,
      rows: rows.map((row, index) => ({ name: `${index + 1}`, seats: row.length })),
    })),
    maxSeatsPerUser,
  });
  const block = [...drawn(sections)].flatMap((mark, index) => (mark === 'x' ? [index + 1] : []));
  if (block.length > 0) story.must({ type: 'SetBlocked', block, unblock: [] });
  return story;
}

function drawn(sections: Sections): string {
  return Object.values(sections).flat().join('');
}

function holdBest(story: Story, userId: string, count: number, section: string | null = null): ReservationView {
  return story.must<ReservationView>(the.holdingBest(userId, count, section));
}

/** The rows with what was chosen, and whether the seats are said to be adjacent. */
function chosen(rows: Drawing, count: number): { readonly rows: Drawing; readonly adjacent: boolean } {
  const { seats, adjacent } = holdBest(hall({ Floor: rows }), MINA, count);
  return { rows: redrawn(rows, seats), adjacent };
}

function redrawn(rows: Drawing, seats: readonly number[]): Drawing {
  let seat = 0;
  return rows.map((row) =>
    [...row]
      .map((mark) => {
        seat += 1;
        return seats.includes(seat) ? 'o' : mark;
      })
      .join(''),
  );
}

function chooses(what: string, count: number, from: Drawing, to: Drawing, adjacent = true): void {
  test(what, () => {
    assert.deepEqual(chosen(from, count), { rows: to, adjacent });
  });
}

chooses('an empty hall fills from the middle of its front row', 2, ['......', '......'], ['..oo..', '......']);
chooses('of two places as near to the middle, the one with the lower numbers is taken', 2, ['.......'], ['..oo...']);
chooses('a row in front goes before the middle of one behind', 2, ['..xxxx', '......'], ['ooxxxx', '......']);
chooses('seats next to each other go before a row in front', 3, ['..x.x..', '...'], ['..x.x..', 'ooo']);
chooses('a row in front goes before one behind that would leave no orphan', 2, ['x...x', '....'], ['xoo.x', '....']);
chooses('who comes later sits next to who came before', 2, ['....xx....'], ['..ooxx....']);
chooses('no orphan is left beside taken seats, though it is nearer to the middle', 2, ['x.....x'], ['xoo...x']);
chooses('no orphan is left at the edge', 3, ['.....'], ['ooo..']);
chooses('a gap that fits goes before one that would leave an orphan', 2, ['xx...xxxx..'], ['xx...xxxxoo']);
chooses('an orphan is left where the row cannot do without', 2, ['x...x'], ['xoo.x']);
chooses('the middle of a gap is not taken where that leaves one alone on each side', 2, ['xx....xx'], ['xxoo..xx']);
chooses('one seat is taken where it leaves none alone', 1, ['..x...'], ['..xo..']);
chooses('who was alone before is the best for one', 1, ['x.x..'], ['xox..']);
chooses('seats of two rows are not next to each other', 4, ['xx..', '..xx', '....'], ['xx..', '..xx', 'oooo']);
chooses('a whole row is as good as any', 5, ['....', '.....'], ['....', 'ooooo']);

chooses('without so many next to each other, one row is better than two', 3, ['..x', '..', '..x.'], ['..x', '..', 'ooxo'], false);
chooses('of rows that do, the one in front', 3, ['.', '..x..', '..x..'], ['.', 'ooxo.', '..x..'], false);
chooses('as few rows as can be, the ones in front', 4, ['.', '..', '..', '..x'], ['.', 'oo', 'oo', '..x'], false);
chooses('rows in front go before larger ones behind', 4, ['..', '..', '...'], ['oo', 'oo', '...'], false);
chooses('the largest row is taken when as few rows would not do without', 5, ['..', '..', '...'], ['oo', '..', 'ooo'], false);
chooses('the last of the rows gives what is missing, and keeps no orphan', 5, ['...', '....'], ['ooo', 'oo..'], false);
chooses('seats close together are taken where none need be next to each other', 3, ['..x..xxxxx..'], ['.oxooxxxxx..'], false);

test('two who ask for the best get different seats, next to each other', () => {
  const story = hall({ Floor: ['........'] });
  assert.deepEqual(holdBest(story, MINA, 2).seats, [4, 5]);
  assert.deepEqual(holdBest(story, JUNO, 2).seats, [2, 3]);
  assert.deepEqual(holdBest(story, HANA, 3).seats, [6, 7, 8]);
});

test('the same user who asks again gets more seats', () => {
  const story = hall({ Floor: ['....'] }, 4);
  const first = holdBest(story, MINA, 2);
  const second = holdBest(story, MINA, 2);
  assert.notEqual(second.reservationId, first.reservationId);
  assert.deepEqual([...first.seats, ...second.seats].sort(), [1, 2, 3, 4]);
});

test('held, booked and blocked seats are not chosen, released and unblocked ones are', () => {
  const story = hall({ Floor: ['....', '....'] });
  const { reservationId } = the.hold(story, JUNO, 1, 2);
  the.buy(story, HANA, 3);
  story.must({ type: 'SetBlocked', block: [4], unblock: [] });
  assert.deepEqual(holdBest(story, MINA, 2).seats, [5, 6]);
  story.must({ type: 'Release', userId: JUNO, reservationId });
  assert.deepEqual(holdBest(story, MINA, 2).seats, [1, 2]);
  story.must({ type: 'SetBlocked', block: [], unblock: [4] });
  assert.deepEqual(holdBest(story, MINA, 1).seats, [4]);
});

test('a hold that ran out frees the row in front again', () => {
  const story = hall({ Floor: ['..', '....'] });
  assert.deepEqual(holdBest(story, MINA, 2).seats, [1, 2]);
  assert.deepEqual(holdBest(story, JUNO, 1).seats, [3]);
  story.after(301_000);
  assert.deepEqual(holdBest(story, HANA, 2).seats, [1, 2]);
});

test('only the section that is named is looked at', () => {
  const story = hall({ Stage: ['..'], Floor: ['x...', '....'], Balcony: ['..'] });
  assert.deepEqual(holdBest(story, MINA, 3, 'Floor').seats, [4, 5, 6]);
  assert.deepEqual(holdBest(story, MINA, 2, 'Balcony').seats, [11, 12]);
  const more = holdBest(story, MINA, 4, 'Floor');
  assert.deepEqual([more.seats, more.adjacent], [[7, 8, 9, 10], true]);
});

test('an unknown section is not found, by its exact name', () => {
  const story = hall({ Floor: ['....'] });
  for (const section of ['Balcony', 'floor', 'Floor ', '', 'toString']) {
    assert.deepEqual(the.refusal(story, the.holdingBest(MINA, 1, section)), { refused: 'SEAT_NOT_FOUND', members: { section } });
  }
  const endless = the.refusal(story, the.holdingBest(MINA, 1, 'x'.repeat(NAME_LENGTH_MAX + 1)));
  assert.equal(endless.refused, 'VALIDATION_FAILED', 'what no section can be called is not repeated');
});

test('when there are not so many, nothing is held and the answer says how many there are', () => {
  const story = hall({ Stage: ['x.'], Floor: ['.x.'] });
  assert.deepEqual(the.refusal(story, the.holdingBest(MINA, 4)), { refused: 'SEAT_UNAVAILABLE', members: { conflicts: [], available: 3 } });
  assert.deepEqual(the.refusal(story, the.holdingBest(MINA, 3, 'Floor')), {
    refused: 'SEAT_UNAVAILABLE',
    members: { conflicts: [], available: 2 },
  });
  assert.equal(the.describe(story).heldSeats, 0);
  assert.equal(holdBest(story, MINA, 3).adjacent, false);
  assert.deepEqual(the.refusal(story, the.holdingBest(JUNO, 1)), { refused: 'SEAT_UNAVAILABLE', members: { conflicts: [], available: 0 } });
});

test('a count that no hold may have is not a valid request', () => {
  const story = hall({ Floor: ['.'.repeat(200)] });
  for (const count of [0, -1, 1.5, NaN, Infinity, SEATS_PER_HOLD_MAX + 1]) {
    const { refused, members } = the.refusal(story, the.holdingBest(MINA, count));
    assert.equal(refused, 'VALIDATION_FAILED', String(count));
    assert.equal((members?.['errors'] as { pointer: string }[])[0]?.pointer, '/bestAvailable/count');
  }
  assert.equal(holdBest(story, MINA, SEATS_PER_HOLD_MAX).seats.length, SEATS_PER_HOLD_MAX);
});

test('the cap of the schedule counts, whatever is free', () => {
  const story = hall({ Floor: ['......'] }, 3);
  holdBest(story, MINA, 2);
  assert.deepEqual(the.refusal(story, the.holdingBest(MINA, 2)), { refused: 'TOO_MANY_SEATS', members: { limit: 3, owned: 2 } });
  assert.equal(the.code(story, the.holdingBest(MINA, 100)), 'TOO_MANY_SEATS', 'before it is known that there are not so many');
  assert.equal(holdBest(story, MINA, 1).adjacent, true);
});

test('whose turn it is comes first, then the form, then the section, then the sale', () => {
  const story = the.onSale({ onSaleAt: the.START + 1_000 });
  const admission = { concertId: 'ffffffffffffffff', admittedUntil: Infinity };
  const best = { count: 0, section: 'nowhere' };
  assert.equal(the.code(story, { type: 'Hold', userId: MINA, choice: { best }, admission }), 'QUEUE_TOKEN_MISMATCH');
  assert.equal(the.code(story, the.holdingBest(MINA, 0, 'nowhere')), 'VALIDATION_FAILED');
  assert.equal(the.code(story, the.holdingBest(MINA, 1, 'nowhere')), 'SEAT_NOT_FOUND');
  assert.equal(the.code(story, the.holdingBest(MINA, 100)), 'SALES_CLOSED');
});

test('a repeat of the command answers the same, whatever became of the hall', () => {
  const story = hall({ Floor: ['....'] });
  const id = the.commandId(7);
  const held = story.must<ReservationView>(the.holdingBest(MINA, 2), id);
  the.hold(story, JUNO, 3);
  assert.deepEqual(story.must(the.holdingBest(MINA, 2), id), held);
  assert.equal(story.events('SeatHeld').length, 2);
});

test('the event names the seats that were chosen, as if they had been named', () => {
  const story = hall({ Floor: ['....'] });
  const { reservationId, seats, amount, expiresAt } = holdBest(story, MINA, 2);
  assert.deepEqual(story.events('SeatHeld'), [{ type: 'SeatHeld', reservationId, userId: MINA, seats, amount, expiresAt }]);
  assert.equal(SEAT_STATUSES[the.seatsFor(story, MINA).statuses[1] ?? -1], 'HELD');
});

test('seats are adjacent when they are next to each other in one row, whoever chose them', () => {
  const story = hall({ Floor: ['...', '...'] });
  const adjacent = (...seats: readonly number[]): boolean => {
    const held = the.hold(story, MINA, ...seats);
    assert.deepEqual(the.reservation(story, held.reservationId), held);
    story.must({ type: 'Release', userId: MINA, reservationId: held.reservationId });
    return held.adjacent;
  };
  assert.equal(adjacent(2), true);
  assert.equal(adjacent(3, 2, 1), true);
  assert.equal(adjacent(1, 3), false);
  assert.equal(adjacent(3, 4), false, 'the last of a row and the first of the next');
  assert.equal(adjacent(4, 5), true);
});

test('the best of a schedule that was restored are the same as before', () => {
  const story = hall({ Floor: ['..x..', '.....'] });
  holdBest(story, JUNO, 2);
  const { decider, state, key } = story;
  const restored = decider.decode(key, structuredClone(decider.encode(state)));
  for (const copy of [restored, story.replayed()]) {
    const decision = decider.decide(copy, the.holdingBest(MINA, 3), { now: story.now, id: the.commandId(9) });
    assert.ok(!isRefusal(decision) && 'reply' in decision);
    assert.deepEqual((decision.reply(copy) as ReservationView).seats, [6, 7, 8]);
  }
});

test.run();
