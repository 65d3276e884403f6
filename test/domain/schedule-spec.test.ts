import assert from 'node:assert/strict';
import { test } from 'uvu';
import { checkSpec, SPEC_ERRORS_MAX } from '../../src/domain/schedule/check-spec.js';
import type { RowSpec, ScheduleSpec, SectionSpec } from '../../src/domain/schedule/protocol.js';
import {
  HOLD_MS_MAX,
  HOLD_MS_MIN,
  NAME_LENGTH_MAX,
  PRICE_MAX_POINTS,
  ROWS_MAX,
  SEATS_MAX,
  SECTIONS_MAX,
} from '../../src/domain/schedule/protocol.js';
import * as the from './schedule/story.js';
import { START } from './schedule/story.js';

const LONGEST = 'n'.repeat(NAME_LENGTH_MAX);

function row(changes: Partial<RowSpec> = {}): RowSpec {
  return { name: 'A', seats: 1, ...changes };
}

function section(changes: Partial<SectionSpec> = {}): SectionSpec {
  return { name: 'Floor', price: 1, rows: [row()], ...changes };
}

function pointers(changes: Partial<ScheduleSpec>): string[] {
  return checkSpec(the.spec(changes)).map(({ pointer }) => pointer);
}

function inSection(changes: Partial<SectionSpec>): string[] {
  return pointers({ sections: [section(changes)] });
}

function inRow(changes: Partial<RowSpec>): string[] {
  return inSection({ rows: [row(changes)] });
}

function numbered<T>(count: number, make: (name: string) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(String(index)));
}

test('a schedule with nothing wrong has no errors', () => {
  assert.deepEqual(checkSpec(the.spec()), []);
});

test('a concert is named by its id', () => {
  for (const concertId of ['', 'abc', '3F2A91C07B5E4D18']) assert.deepEqual(pointers({ concertId }), ['/concertId']);
});

test('times are moments that a date can express', () => {
  for (const time of [-1, 1.5, NaN, Infinity, 8_640_000_000_000_001]) {
    assert.deepEqual(pointers({ startsAt: time }), ['/startsAt'], String(time));
    assert.ok(pointers({ onSaleAt: time }).includes('/onSaleAt'), String(time));
    assert.ok(pointers({ salesCloseAt: time }).includes('/salesCloseAt'), String(time));
  }
});

test('sales close after they open', () => {
  assert.deepEqual(pointers({ onSaleAt: START, salesCloseAt: START }), ['/salesCloseAt']);
  assert.deepEqual(pointers({ onSaleAt: START, salesCloseAt: START + 1 }), []);
  assert.deepEqual(pointers({ onSaleAt: null, salesCloseAt: 0 }), []);
});

test('a date is a date, a time zone has a name', () => {
  for (const date of ['', '2027-2-14', '2027-13-01', '2027-01-32', '2027-01-00', '20270114', '2027-01-14T00:00']) {
    assert.deepEqual(pointers({ date }), ['/date'], date);
  }
  for (const timeZone of ['', ' ', `${LONGEST}n`]) assert.deepEqual(pointers({ timeZone }), ['/timeZone']);
});

test('a hold lasts from one second to a day', () => {
  for (const holdMs of [HOLD_MS_MIN, HOLD_MS_MAX]) assert.deepEqual(pointers({ holdMs }), []);
  for (const holdMs of [0, HOLD_MS_MIN - 1, HOLD_MS_MAX + 1, 1_000.5, NaN]) assert.deepEqual(pointers({ holdMs }), ['/holdMs']);
});

test('the cap per user is a number of seats, or 0', () => {
  for (const maxSeatsPerUser of [0, SEATS_MAX]) assert.deepEqual(pointers({ maxSeatsPerUser }), []);
  for (const maxSeatsPerUser of [-1, 0.5, SEATS_MAX + 1]) assert.deepEqual(pointers({ maxSeatsPerUser }), ['/maxSeatsPerUser']);
});

test('there are sections, but not too many', () => {
  assert.deepEqual(pointers({ sections: [] }), ['/sections']);
  assert.deepEqual(pointers({ sections: numbered(SECTIONS_MAX, (name) => section({ name })) }), []);
  assert.deepEqual(pointers({ sections: numbered(SECTIONS_MAX + 1, (name) => section({ name })) }), ['/sections']);
});

test('every section has rows, but all together not too many', () => {
  assert.deepEqual(inSection({ rows: [] }), ['/sections/0/rows']);
  assert.deepEqual(inSection({ rows: numbered(ROWS_MAX, (name) => row({ name })) }), []);
  const half = numbered(ROWS_MAX / 2, (name) => row({ name }));
  assert.deepEqual(pointers({ sections: [section({ rows: half }), section({ name: 'Back', rows: [...half, row()] })] }), ['/sections']);
});

test('every row has seats, but all together not too many', () => {
  for (const seats of [0, -1, 1.5, NaN]) assert.deepEqual(inRow({ seats }), ['/sections/0/rows/0/seats'], String(seats));
  assert.deepEqual(inRow({ seats: SEATS_MAX }), []);
  assert.deepEqual(inSection({ rows: [row({ seats: SEATS_MAX }), row({ name: 'B' })] }), ['/sections']);
});

test('prices are whole points, free is fine', () => {
  for (const price of [0, PRICE_MAX_POINTS]) assert.deepEqual(inSection({ price }), []);
  for (const price of [-1, 0.5, PRICE_MAX_POINTS + 1, NaN]) assert.deepEqual(inSection({ price }), ['/sections/0/price'], String(price));
});

test('sections and rows have names of a sensible length', () => {
  for (const name of ['', '  ', `${LONGEST}n`]) {
    assert.deepEqual(inSection({ name }), ['/sections/0/name']);
    assert.deepEqual(inRow({ name }), ['/sections/0/rows/0/name']);
  }
  assert.deepEqual(inSection({ name: LONGEST, rows: [row({ name: LONGEST })] }), []);
});

test('names can be shown: no control characters, no halves of characters', () => {
  for (const name of ['A\u0000', 'A\nB', '\ud800']) {
    assert.deepEqual(inSection({ name }), ['/sections/0/name']);
    assert.deepEqual(inRow({ name }), ['/sections/0/rows/0/name']);
  }
  assert.deepEqual(inSection({ name: '1층 앞 🎫' }), []);
});

test('no two sections have one name, nor two rows of a section', () => {
  assert.deepEqual(pointers({ sections: [section(), section({ name: 'Back' }), section()] }), ['/sections/2/name']);
  assert.deepEqual(inSection({ rows: [row(), row()] }), ['/sections/0/rows/1/name']);
});

test('a spec wrong in very many places hears of the first ones', () => {
  assert.equal(inSection({ rows: numbered(ROWS_MAX, () => row({ seats: 0 })) }).length, SPEC_ERRORS_MAX);
});

test.run();
