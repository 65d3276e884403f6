/** Snapshots of seats, as the page reads what the node packs. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { messagesOf } from '../../../src/rest/live/seats-messages.js';
import { packedStatuses, snapshotChunk, unpackStatuses } from '../../../src/web/api/seat-statuses.js';
import type { SeatsSoFar } from '../../../src/web/api/seat-statuses.js';

/** More than one message has room for. */
const LARGE = { sections: 40, rows: 50, seats: 50 };

function hall(sections: number, rows: number, seats: number) {
  const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => String(index + 1));
  return names(sections).map((name) => ({ name, price: 50_000, rows: names(rows).map((row) => ({ name: row, seats })) }));
}

function read(sections: ReturnType<typeof hall>): {
  readonly sent: Uint8Array;
  readonly got: SeatsSoFar | null;
  readonly messages: number;
} {
  const total = sections.flatMap(({ rows }) => rows).reduce((sum, { seats }) => sum + seats, 0);
  const sent = Uint8Array.from({ length: total }, (_, index) => (index * 7 + (index >> 3)) % 4);
  const messages = messagesOf({ kind: 'snapshot', scheduleId: 's', version: 9, sections, statuses: sent });
  let got: SeatsSoFar | null = null;
  for (const message of messages) {
    const chunk = snapshotChunk(JSON.parse(message.toString('utf8')) as { type: string });
    assert.ok(chunk !== null);
    got = packedStatuses(got, chunk);
  }
  return { sent, got, messages: messages.length };
}

for (const [name, sections] of [
  ['a club', hall(1, 1, 50)],
  ['a hall whose rows end within a byte', hall(3, 5, 7)],
  ['a stadium that takes several messages', hall(LARGE.sections, LARGE.rows, LARGE.seats)],
] as const) {
  test(`what the node sends of ${name} is what the page sees`, () => {
    const { sent, got } = read(sections);
    assert.deepEqual(got?.statuses, sent);
    assert.deepEqual(got.sections, sections);
    assert.equal(got.version, 9);
  });
}

test('a stadium does take several messages', () => {
  assert.ok(read(hall(LARGE.sections, LARGE.rows, LARGE.seats)).messages > 1);
});

test('seats beyond the hall are not read', () => {
  assert.deepEqual(unpackStatuses(Buffer.from([0b11_10_01_00, 0b11_10_01_00]).toString('base64'), 5), Uint8Array.from([0, 1, 2, 3, 0]));
});

test('what is no snapshot is not taken for one', () => {
  assert.equal(snapshotChunk({ type: 'snapshot', version: 'x' }), null);
});

test.run();
