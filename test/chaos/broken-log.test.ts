/** The checker catches builds in which a protection of the log is missing; `intact-log.test.ts` has the same scenarios with all of them. */
import { test } from 'uvu';
import { assertCaught } from './caught.js';
import { lateCharge, lateHold, lostHold } from './scenarios.js';

test('expectations left out: a seat is held twice', async () => {
  const text = '${EXPECTED_HEADER}: ${expected}${LINE}';
  await assertCaught([{ file: 'journal/jetstream/append-entry.js', text, by: '' }], lateHold, 'SEAT_TAKEN_TWICE');
});

test('a refused expectation taken for an acknowledgement: an acknowledged charge is lost', async () => {
  const text = 'return this.look(entry, attempts);';
  const by = 'return this.stored(entry, this.deps.stream, entry.expected + 1);';
  await assertCaught([{ file: 'journal/jetstream/append-verdict.js', text, by }], lateCharge, 'CHARGE_LOST');
});

test('answers that do not wait for their record: an acknowledged hold is lost', async () => {
  const text = 'this.flights.push(flight);';
  const by = `${text} for (const { resolve, answer } of flight.turn.answers) resolve(answer);`;
  await assertCaught([{ file: 'actors/entity.js', text, by }], lostHold, 'HOLD_LOST');
});

test.run();
