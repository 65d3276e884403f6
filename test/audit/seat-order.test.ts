import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import { SeatOrder } from '../../src/audit/seat-order.js';
import type { SeatWord } from '../../src/audit/seat-order.js';

const SCHEDULE = '3f2a91c07b5e4d18-9a0c21bb47f3';
const RESERVATIONS = ['a', 'b', 'c'].map((letter) => `${SCHEDULE}-r-${letter.repeat(32)}`);
const [ANNA = '', BEN = ''] = RESERVATIONS;
const USER = '00000000-0000-4000-8000-000000000001';
const AT = 1_800_000_000_000;

const event = (type: string, data: Record<string, unknown>): AuditedEvent => ({ entity: `schedule/${SCHEDULE}`, type, at: AT, data });
const held = (reservationId: string, ...seats: number[]): AuditedEvent =>
  event('SeatHeld', { reservationId, userId: USER, seats, amount: 1_000, expiresAt: AT + 300_000 });
const released = (reservationId: string, ...seats: number[]): AuditedEvent =>
  event('HoldReleased', { reservationId, userId: USER, seats, reason: 'OWNER' });
const booked = (reservationId: string, ...seats: number[]): AuditedEvent =>
  event('ReservationCreated', { reservationId, userId: USER, seats, amount: 1_000, paymentId: `${SCHEDULE}-p-${'d'.repeat(32)}` });

/** Somebody was told, between these two moments. */
const told = (askedAt: number, answeredAt: number, status: SeatWord['status'], more: Partial<SeatWord> = {}): SeatWord => ({
  scheduleId: SCHEDULE,
  seat: 1,
  askedAt,
  answeredAt,
  status,
  reservationId: null,
  staleMs: 0,
  source: 'seats',
  ...more,
});

function findings(events: readonly AuditedEvent[], words: readonly SeatWord[]): readonly string[] {
  const order = new SeatOrder();
  for (const word of words) order.heard(word);
  for (const logged of events) order.feed(logged);
  return order.findings().map(({ sentence }) => sentence);
}

test('what happened in order and was told in order is fine', () => {
  const words = [
    told(0, 1, 'AVAILABLE'),
    told(2, 4, 'HELD', { reservationId: ANNA, source: 'hold' }),
    told(5, 6, 'HELD'),
    told(7, 8, 'AVAILABLE', { source: 'release' }),
    told(9, 10, 'HELD', { reservationId: BEN, source: 'hold' }),
    told(11, 12, 'BOOKED', { reservationId: BEN, source: 'pay' }),
  ];
  assert.deepEqual(findings([held(ANNA, 1), released(ANNA, 1), held(BEN, 1), booked(BEN, 1)], words), []);
});

test('a seat that two were told is theirs cannot be explained', () => {
  const words = [told(0, 2, 'HELD', { reservationId: ANNA, source: 'hold' }), told(3, 4, 'HELD', { reservationId: BEN, source: 'hold' })];
  assert.equal(findings([held(ANNA, 1)], words).length, 1);
});

test('a seat shown free after its hold was acknowledged cannot be explained', () => {
  const words = [told(0, 2, 'HELD', { reservationId: ANNA, source: 'hold' }), told(3, 4, 'AVAILABLE')];
  const [sentence = ''] = findings([held(ANNA, 1)], words);
  assert.match(sentence, /seats said that seat 1 is AVAILABLE, but from what was known before only HELD can come/);
});

test('a seat shown free while its hold was under way is fine', () => {
  assert.deepEqual(findings([held(ANNA, 1)], [told(0, 5, 'HELD', { reservationId: ANNA, source: 'hold' }), told(3, 4, 'AVAILABLE')]), []);
});

test('two looks, one after the other, must not go back in time', () => {
  const events = [held(ANNA, 1), released(ANNA, 1)];
  assert.deepEqual(findings(events, [told(0, 1, 'HELD'), told(2, 3, 'AVAILABLE')]), []);
  assert.equal(findings([held(ANNA, 1)], [told(0, 1, 'HELD'), told(2, 3, 'AVAILABLE')]).length, 1);
  assert.deepEqual(findings([held(ANNA, 1)], [told(0, 2.5, 'HELD'), told(2, 3, 'AVAILABLE')]), [], 'unless they overlap');
});

test('what was never written and yet was told cannot be explained', () => {
  assert.equal(findings([], [told(0, 1, 'HELD', { reservationId: ANNA, source: 'hold' })]).length, 1);
  assert.equal(findings([], [told(0, 1, 'BOOKED')]).length, 1);
});

test('what is shared for a moment may be as old as that moment, and no older', () => {
  const words = (staleMs: number): SeatWord[] => [
    told(0, 2, 'HELD', { reservationId: ANNA, source: 'hold' }),
    told(50, 51, 'AVAILABLE', { staleMs }),
  ];
  assert.deepEqual(findings([held(ANNA, 1)], words(100)), []);
  assert.equal(findings([held(ANNA, 1)], words(40)).length, 1);
});

test('nobody is told of a hold before anybody asked for it', () => {
  const words = [told(0, 1, 'HELD'), told(5, 6, 'HELD', { reservationId: ANNA, source: 'hold' })];
  assert.match(findings([held(ANNA, 1)], words)[0] ?? '', /before anybody had asked/);
});

test('seats and schedules are kept apart', () => {
  const words = [told(0, 2, 'HELD', { reservationId: ANNA, source: 'hold' }), told(3, 4, 'AVAILABLE', { seat: 2 })];
  assert.deepEqual(findings([held(ANNA, 1)], words), []);
});

test('many words about one seat are read in no time', () => {
  const words = Array.from({ length: 50_000 }, (_, index) => told(index, index + 3, 'AVAILABLE'));
  assert.deepEqual(findings([], words), []);
});

test.run();
