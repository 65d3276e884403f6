/** Seat maps: the same JSON however it came about, and no more work than needed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { SEAT_STATUSES } from '../../src/domain/schedule/protocol.js';
import type { SeatsView, SectionSpec } from '../../src/domain/schedule/protocol.js';
import { SCHEDULES_KEPT_MAX, SeatMaps } from '../../src/rest/seat-map.js';

const sections: readonly SectionSpec[] = [
  {
    name: 'A "front"',
    price: 900,
    rows: [
      { name: '1', seats: 2 },
      { name: 'ä', seats: 1 },
    ],
  },
  { name: 'B', price: 500, rows: [{ name: '1', seats: 2 }] },
];

function view(version: number, codes: readonly number[], mine: readonly number[] = [], scheduleId = 's'): SeatsView {
  return { scheduleId, version, sections, statuses: Uint8Array.from(codes), mine };
}

/** The plain way. */
function expected({ scheduleId, version, sections: all, statuses, mine }: SeatsView, only: string | null): unknown {
  const seats = all
    .flatMap(({ name, price, rows }) =>
      rows.flatMap((row) => Array.from({ length: row.seats }, () => ({ section: name, row: row.name, price }))),
    )
    .map((seat, index) => ({
      seat: index + 1,
      ...seat,
      status: SEAT_STATUSES[statuses[index] ?? 0],
      ...(mine.includes(index + 1) ? { mine: true } : {}),
    }))
    .filter(({ status }) => only === null || status === only);
  return { scheduleId, version, seats };
}

test('a map is what the plain way gives, for every filter, with and without seats of one’s own', () => {
  const maps = new SeatMaps();
  for (const mine of [[], [2, 5]]) {
    for (const only of [null, ...SEAT_STATUSES]) {
      const seen = view(7, [0, 1, 2, 3, 1], mine);
      assert.deepEqual(JSON.parse(maps.json(seen, only).toString()), expected(seen, only));
    }
  }
});

test('as long as no seat changes, the same bytes are handed out', () => {
  const maps = new SeatMaps();
  const first = maps.json(view(1, [0, 0, 0, 0, 0]), null);
  assert.equal(maps.json(view(1, [0, 0, 0, 0, 0]), null), first);
  assert.notEqual(maps.json(view(1, [0, 0, 0, 0, 0]), 'HELD'), first);
  const second = maps.json(view(2, [1, 0, 0, 0, 0]), null);
  assert.notEqual(second, first);
  assert.equal(maps.json(view(2, [1, 0, 0, 0, 0]), null), second);
});

test('a map with seats of somebody’s own is never handed to anybody else', () => {
  const maps = new SeatMaps();
  const own = maps.json(view(1, [1, 0, 0, 0, 0], [1]), null).toString();
  assert.match(own, /"mine":true/);
  assert.ok(
    !maps
      .json(view(1, [1, 0, 0, 0, 0]), null)
      .toString()
      .includes('mine'),
  );
});

test('after a restart the same version of other sections is another map', () => {
  const maps = new SeatMaps();
  const first = maps.json(view(1, [0, 0, 0, 0, 0]), null);
  const again = { ...view(1, [0, 0, 0, 0, 0]), sections: [...sections] };
  assert.notEqual(maps.json(again, null), first);
});

test('the maps used longest ago are dropped first', () => {
  const maps = new SeatMaps();
  const codes = [0, 0, 0, 0, 0];
  const first = maps.json(view(1, codes, [], 'first'), null);
  const second = maps.json(view(1, codes, [], 'second'), null);
  for (let others = 2; others < SCHEDULES_KEPT_MAX; others += 1) maps.json(view(1, codes, [], `other ${others}`), null);
  assert.equal(maps.json(view(1, codes, [], 'first'), null), first);
  maps.json(view(1, codes, [], 'one more'), null);
  assert.equal(maps.json(view(1, codes, [], 'first'), null), first);
  assert.notEqual(maps.json(view(1, codes, [], 'second'), null), second);
});

/** More seats than are spelled together, in rows that end in the middle of that. */
const hall: readonly SectionSpec[] = [
  { name: 'Ünten', price: 900, rows: Array.from({ length: 7 }, (_, row) => ({ name: `${row}"`, seats: 13 + row })) },
  { name: 'Rang', price: 5, rows: [{ name: 'x', seats: 1 }] },
  { name: 'B', price: 700, rows: [{ name: '1', seats: 201 }] },
];
const HALL_SEATS = 7 * 13 + 21 + 1 + 201;
const FILTERS = [null, ...SEAT_STATUSES];

/** A hall that changes seat by seat, and what a user who owns a few of them and everybody else see of it after each change. */
const changes = fc.array(
  fc.record({
    seats: fc.array(fc.nat(HALL_SEATS - 1), { maxLength: 5 }),
    code: fc.nat(SEAT_STATUSES.length - 1),
    all: fc.boolean(),
    mine: fc.uniqueArray(fc.integer({ min: 1, max: HALL_SEATS }), { maxLength: 3 }),
    filter: fc.constantFrom(...FILTERS),
  }),
  { maxLength: 20 },
);

test('however the seats change, a map spelled from the one before is what the plain way gives, and no map handed out changes any more', () => {
  fc.assert(
    fc.property(changes, (steps) => {
      const maps = new SeatMaps();
      const statuses = new Uint8Array(HALL_SEATS);
      const handedOut: { readonly json: Buffer; readonly text: string }[] = [];
      steps.forEach(({ seats, code, all, mine, filter }, step) => {
        if (all) statuses.fill(code);
        for (const seat of seats) statuses[seat] = code;
        const shared: SeatsView = { scheduleId: 's', version: step, sections: hall, statuses: statuses.slice(), mine: [] };
        for (const seen of [shared, { ...shared, mine }]) {
          const json = maps.json(seen, filter);
          const text = json.toString();
          assert.deepEqual(JSON.parse(text), expected(seen, filter));
          handedOut.push({ json, text });
        }
      });
      for (const { json, text } of handedOut) assert.equal(json.toString(), text);
    }),
  );
});

test('who asks with an older view gets the newer map that is there', () => {
  const maps = new SeatMaps();
  const newer = maps.json(view(2, [1, 0, 0, 0, 0]), null);
  assert.equal(maps.json(view(1, [0, 0, 0, 0, 0]), null), newer);
});

test('a hall of 100,000 seats is spelled whole', () => {
  const arena: readonly SectionSpec[] = [{ name: 'A', price: 1, rows: [{ name: '1', seats: 100_000 }] }];
  const seen: SeatsView = { scheduleId: 's', version: 1, sections: arena, statuses: new Uint8Array(100_000).fill(2), mine: [] };
  const { seats } = JSON.parse(new SeatMaps().json(seen, null).toString()) as { seats: readonly { seat: number; status: string }[] };
  assert.equal(seats.length, 100_000);
  assert.deepEqual([seats.at(-1)?.seat, seats.at(-1)?.status], [100_000, 'BOOKED']);
});

test.run();
