/** Snapshots in chunks: whole rows, every seat once, none too large. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { SectionSpec } from '../../src/domain/schedule/protocol.js';
import { CHUNK_BYTES_MAX, chunksOf } from '../../src/ticketing/seat-chunks.js';
import type { SeatsChunk } from '../../src/ticketing/seat-chunks.js';
import type { SeatsSnapshot } from '../../src/ticketing/live-seats.js';

function snapshotOf(sections: readonly SectionSpec[]): SeatsSnapshot {
  const total = sections.reduce((sum, { rows }) => sum + rows.reduce((seats, row) => seats + row.seats, 0), 0);
  const statuses = Uint8Array.from({ length: total }, (_none, index) => (index * 7) % 4);
  return { kind: 'snapshot', scheduleId: 's', version: 1, sections, statuses };
}

/** As JSON spells it, with what is around it. */
function spelledBytes({ sections, statuses }: SeatsChunk): number {
  return Buffer.byteLength(JSON.stringify({ sections, statuses: statuses.toString('base64') }));
}

const HALLS: readonly [string, readonly SectionSpec[]][] = [
  ['one seat', [{ name: 'Floor', price: 1, rows: [{ name: 'A', seats: 1 }] }]],
  ['one row of all seats', [{ name: 'Floor', price: 1, rows: [{ name: 'A', seats: 100_000 }] }]],
  [
    'many small sections with long names',
    Array.from({ length: 500 }, (_none, section) => ({
      name: `${section}`.padEnd(100, '"'),
      price: 10_000_000,
      rows: Array.from({ length: 10 }, (_row, row) => ({ name: `${row}`.padEnd(100, '席'), seats: 20 - (row % 3) })),
    })),
  ],
  [
    'rows of odd lengths',
    [{ name: 'Floor', price: 1, rows: Array.from({ length: 5_000 }, (_none, row) => ({ name: `Row ${row}`, seats: (row % 37) + 1 })) }],
  ],
];

for (const [what, sections] of HALLS) {
  test(`${what}: every row and every status is there once, in order`, () => {
    const snapshot = snapshotOf(sections);
    const chunks = chunksOf(snapshot);
    const rows = chunks.flatMap((chunk) =>
      chunk.sections.flatMap(({ name, price, rows: own }) => own.map((row) => ({ section: name, price, ...row }))),
    );
    const wanted = sections.flatMap(({ name, price, rows: own }) => own.map((row) => ({ section: name, price, ...row })));
    assert.deepEqual(rows, wanted);
    const codes: number[] = [];
    for (const chunk of chunks) {
      assert.equal(chunk.firstSeat, codes.length + 1);
      const seats = chunk.sections.reduce((sum, { rows: own }) => sum + own.reduce((count, row) => count + row.seats, 0), 0);
      assert.equal(chunk.statuses.length, Math.ceil(seats / 4));
      for (let index = 0; index < seats; index += 1) codes.push(((chunk.statuses[index >> 2] ?? 0) >> ((index & 3) * 2)) & 3);
      assert.ok(spelledBytes(chunk) <= CHUNK_BYTES_MAX, String(spelledBytes(chunk)));
      assert.equal(chunk.isLast, chunk === chunks.at(-1));
    }
    assert.deepEqual(Uint8Array.from(codes), snapshot.statuses);
  });
}

test('which rows go together is worked out once for a hall', () => {
  const sections = HALLS[2]?.[1] ?? [];
  const [first, second] = [chunksOf(snapshotOf(sections)), chunksOf(snapshotOf(sections))];
  first.forEach((chunk, index) => assert.equal(chunk.sections, second[index]?.sections));
});

test.run();
