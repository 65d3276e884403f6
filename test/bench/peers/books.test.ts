/** The check of a peer's books finds what it is there to find. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { faultsOf, mustAddUp } from '../../../bench/peers/books.js';
import type { PeerBooks } from '../../../bench/peers/books.js';

const scheduleId = 'show';
const held = (seat: number, reservationId: string, userId = 'ada') => ({ scheduleId, seat, userId, reservationId });
const reservation = (reservationId: string, seats: readonly number[], userId = 'ada') => ({ reservationId, scheduleId, userId, seats });

const sound: PeerBooks = {
  seats: [held(1, 'a'), held(2, 'a'), held(3, 'b', 'bob')],
  reservations: [reservation('a', [1, 2]), reservation('b', [3], 'bob')],
};

test('books that add up have no faults', () => {
  assert.deepEqual(faultsOf(sound, 2), []);
  mustAddUp('a peer', sound, 2);
});

test('an acknowledged hold that is not there, and one that nobody was told of, are faults', () => {
  assert.deepEqual(faultsOf(sound, 3), ['3 holds were acknowledged, 2 reservations exist']);
  assert.deepEqual(faultsOf(sound, 1), ['1 holds were acknowledged, 2 reservations exist']);
});

test('a seat with two holders is a fault', () => {
  assert.deepEqual(faultsOf({ ...sound, seats: [held(1, 'b', 'bob'), ...sound.seats] }, 2), ['seat show/1 has two holders']);
});

test('a seat in two reservations is a fault', () => {
  const books = { ...sound, reservations: [...sound.reservations, reservation('c', [3], 'bob')] };
  assert.deepEqual(faultsOf(books, 3), ['seat show/3 is in two reservations', 'seat show/3 is not held by c']);
});

test('a reservation whose seat is free, or held for somebody else, is a fault', () => {
  const books = { ...sound, seats: [held(1, 'a'), held(3, 'b')] };
  assert.deepEqual(faultsOf(books, 2), ['seat show/2 is not held by a', 'seat show/3 is not held by b']);
});

test('a held seat without a reservation is a fault', () => {
  assert.deepEqual(faultsOf({ ...sound, seats: [...sound.seats, held(4, 'd')] }, 2), ['seat show/4 is held without a reservation']);
});

test('of many faults the first ones are named and the others counted', () => {
  const many = { seats: Array.from({ length: 15 }, (_, at) => held(at + 1, 'x')), reservations: [] };
  assert.throws(
    () => mustAddUp('a peer', many, 0),
    /The books of a peer do not add up: seat show\/1 is held.*seat show\/10 is held[^;]*; and 5 more\.$/,
  );
});

test.run();
