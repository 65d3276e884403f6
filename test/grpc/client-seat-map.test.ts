/** The client's map of seats. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { SeatMap } from '../../src/grpc/client/index.js';
import type { SeatsUpdate } from '../../src/grpc/client/index.js';

type Chunk = NonNullable<SeatsUpdate['snapshot']>;

function chunk(changed: Partial<Chunk>): SeatsUpdate {
  return {
    snapshot: {
      scheduleId: 's',
      version: 1,
      totalSeats: 0,
      sections: [],
      firstSeat: 1,
      statuses: new Uint8Array(0),
      last: false,
      ...changed,
    },
  };
}

function delta(fromVersion: number, version: number, changed: object = {}): SeatsUpdate {
  return { delta: { fromVersion, version, available: [], held: [], booked: [], blocked: [], ...changed } };
}

const rows = (...seats: number[]) => seats.map((count, index) => ({ name: String(index + 1), seats: count }));

test('an empty map knows nothing', () => {
  const map = new SeatMap();
  assert.deepEqual([map.version, map.size, map.sections, map.scheduleId], [0, 0, [], '']);
  assert.throws(() => map.status(1), new RangeError('there is no seat 1; there are seats 1 to 0'));
});

test('chunks make one map; a section that is continued is one section', () => {
  const map = new SeatMap();
  const totalSeats = 11;
  const first = { totalSeats, sections: [{ name: 'Floor', price: 9, rows: rows(4) }], statuses: new Uint8Array([0b11_10_01_00]) };
  const second = {
    totalSeats,
    firstSeat: 5,
    sections: [
      { name: 'Floor', price: 9, rows: [{ name: '2', seats: 4 }] },
      { name: 'Floor', price: 5, rows: rows(3) },
    ],
    statuses: new Uint8Array([0b00_00_00_10, 0b10_00_01]),
    last: true,
  };
  assert.equal(map.apply(chunk(first)), null);
  assert.equal(map.version, 0);
  assert.deepEqual(map.apply(chunk(second)), []);
  assert.deepEqual(map.sections, [
    { name: 'Floor', price: 9, rows: rows(4, 4) },
    { name: 'Floor', price: 5, rows: rows(3) },
  ]);
  assert.deepEqual(map.seatsThatAre('BOOKED'), [3, 5, 11]);
  assert.deepEqual(map.seatsThatAre('HELD'), [2, 9]);
  assert.deepEqual(map.seatsThatAre('BLOCKED'), [4]);
  assert.deepEqual(map.place(4), { section: 'Floor', row: '1', price: 9 });
  assert.deepEqual(map.place(5), { section: 'Floor', row: '2', price: 9 });
  assert.deepEqual(map.place(11), { section: 'Floor', row: '1', price: 5 });
  assert.throws(() => map.place(12), RangeError);
  assert.throws(() => map.status(0), RangeError);
});

test('changes are taken once, in whatever pieces they come, and never with a gap', () => {
  const map = new SeatMap();
  map.apply(chunk({ version: 5, totalSeats: 4, statuses: new Uint8Array([0]), last: true }));
  assert.deepEqual(map.apply(delta(5, 7, { held: [1], booked: [2] })), [
    { seat: 1, status: 'HELD' },
    { seat: 2, status: 'BOOKED' },
  ]);
  assert.equal(map.apply(delta(5, 7, { held: [1] })), null, 'known already');
  assert.deepEqual(map.apply(delta(5, 8, { held: [1], booked: [2], blocked: [4] })), [{ seat: 4, status: 'BLOCKED' }], 'known in part');
  assert.throws(() => map.apply(delta(9, 10, { held: [3] })), new RangeError('a change from version 9 does not follow version 8'));
  assert.deepEqual([map.version, map.status(3)], [8, 'AVAILABLE']);
  assert.deepEqual(map.apply(delta(8, 9, { available: [1] })), [{ seat: 1, status: 'AVAILABLE' }]);
  assert.equal(map.apply({ stillThere: {} }), null);
});

test('half a snapshot changes nothing, and can be forgotten', () => {
  const map = new SeatMap();
  map.apply(chunk({ version: 5, totalSeats: 4, statuses: new Uint8Array([0b01]), last: true }));
  map.apply(chunk({ version: 6, totalSeats: 8, statuses: new Uint8Array([0b10]) }));
  assert.deepEqual([map.version, map.size, map.status(1)], [5, 4, 'HELD']);
  map.forgetHalf();
  assert.deepEqual(map.apply(chunk({ version: 7, totalSeats: 4, statuses: new Uint8Array([0b11_00_00_00]), last: true })), [
    { seat: 1, status: 'AVAILABLE' },
    { seat: 4, status: 'BLOCKED' },
  ]);
  assert.equal(map.size, 4);
});

test.run();
