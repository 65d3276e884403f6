/** Who comes to a demo sale follows from the seed, and the hall is made for as many as come. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { demoConcert, demoSchedule, planFan } from '../../src/demo/crowd.js';
import { randomFrom, seedFrom } from '../../src/demo/random.js';
import { chooseSeats } from '../../src/demo/seat-choice.js';
import { checkSettings } from '../../src/domain/queue/settings.js';
import { QUEUE_DEFAULTS } from '../../src/domain/queue/protocol.js';
import { checkSpec } from '../../src/domain/schedule/check-spec.js';
import { isRefusal } from '../../src/domain/refusals.js';
import { specOf } from '../../src/ticketing/new-schedule.js';

const NOW = 1_800_000_000_000;
const CROWDS = [1, 2, 3, 10, 25, 300, 999, 2_000];

function hallOf(fans: number) {
  const spec = specOf('0'.repeat(16), demoSchedule(fans, NOW));
  if (isRefusal(spec)) throw new Error(spec.refused);
  return spec;
}

const seatsOf = (fans: number): number =>
  hallOf(fans).sections.reduce((seats, { rows }) => seats + rows.reduce((sum, row) => sum + row.seats, 0), 0);

test('the same seed brings the same crowd, another one another crowd', () => {
  const crowd = (seed: number): string => {
    const { next } = randomFrom(seed);
    return JSON.stringify(Array.from({ length: 50 }, () => planFan(next)));
  };
  assert.equal(crowd(1), crowd(1));
  assert.notEqual(crowd(1), crowd(2));
});

test('a seed is a whole number of 32 bits, and numbers are spread', () => {
  const { next, below, between, chance } = randomFrom(7);
  for (const edge of [0, 0.5, 1 - 2 ** -32]) assert.ok(Number.isInteger(seedFrom(() => edge)) && seedFrom(() => edge) < 2 ** 32);
  const numbers = Array.from({ length: 10_000 }, next);
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  assert.ok(Math.abs(mean - 0.5) < 0.02, String(mean));
  for (let round = 0; round < 100; round += 1) {
    assert.ok([0, 1, 2].includes(below(3)));
    const number = between(5, 6);
    assert.ok(number >= 5 && number < 6);
  }
  assert.deepEqual([chance(0), chance(1)], [false, true]);
});

test('whatever the size of the crowd, the concert and its hall are such as can be put on', () => {
  for (const fans of CROWDS) {
    const { queue } = demoConcert(fans);
    assert.deepEqual(checkSettings({ ...QUEUE_DEFAULTS, ...queue }), []);
    assert.deepEqual(checkSpec(hallOf(fans)), []);
    assert.deepEqual(
      hallOf(fans).sections.map(({ rows }) => rows.length > 0),
      [true, true, true],
    );
    const names = hallOf(fans).sections.flatMap(({ rows }) => rows.map(({ name }) => name));
    assert.equal(new Set(names).size, names.length);
  }
});

test('there are fewer seats than are wanted, so that a sale ends as sales do', () => {
  for (const fans of [100, 300, 2_000]) {
    const { next } = randomFrom(fans);
    const wanted = Array.from({ length: fans }, () => planFan(next).seats).reduce((sum, seats) => sum + seats, 0);
    assert.ok(seatsOf(fans) < wanted * 0.75, `${seatsOf(fans)} for ${wanted}`);
    assert.ok(seatsOf(fans) >= fans);
  }
});

test('the sale closes by itself, before the show', () => {
  const { startsAt, salesCloseAt = 0 } = demoSchedule(300, NOW);
  assert.ok(salesCloseAt > NOW && salesCloseAt <= NOW + 3_600_000 && salesCloseAt < startsAt);
});

const HALL = [
  { name: 'Floor', price: 2, rows: [{ name: 'A', seats: 4 }] },
  {
    name: 'Balcony',
    price: 1,
    rows: [
      { name: 'B', seats: 3 },
      { name: 'C', seats: 2 },
    ],
  },
];

test('seats are free, next to each other in one row, and ascending', () => {
  const { next } = randomFrom(3);
  for (let round = 0; round < 2_000; round += 1) {
    const statuses = Uint8Array.from({ length: 9 }, () => (next() < 0.4 ? 1 + Math.floor(next() * 3) : 0));
    const count = 1 + Math.floor(next() * 4);
    const places = [1, 2, 3, 4, 5, 6, 7, 8, 9]
      .map((from) => Array.from({ length: count }, (_, index) => from + index))
      .filter((seats) =>
        [
          [1, 4],
          [5, 7],
          [8, 9],
        ].some(([low = 0, high = 0]) => (seats[0] ?? 0) >= low && (seats.at(-1) ?? 0) <= high),
      )
      .filter((seats) => seats.every((seat) => statuses[seat - 1] === 0));
    const chosen = chooseSeats({ sections: HALL, statuses }, count, randomFrom(round));
    if (places.length === 0) assert.equal(chosen, null);
    else
      assert.ok(
        places.some((place) => JSON.stringify(place) === JSON.stringify(chosen)),
        `${JSON.stringify(chosen)} of ${JSON.stringify(places)}`,
      );
  }
});

test('the front is what they fight for', () => {
  const statuses = new Uint8Array(1_000);
  const sections = [{ name: 'A', price: 1, rows: Array.from({ length: 50 }, (_, row) => ({ name: `${row}`, seats: 20 })) }];
  const firsts = Array.from({ length: 300 }, (_, seed) => chooseSeats({ sections, statuses }, 2, randomFrom(seed))?.[0] ?? 0);
  const inFront = firsts.filter((seat) => seat <= 40).length;
  assert.ok(inFront > 100, `${inFront} of 300 want the first two rows`);
  assert.ok(new Set(firsts).size > 50, 'but not all the same seats');
});

test.run();
