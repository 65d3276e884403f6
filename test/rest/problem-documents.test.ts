/** Problem documents are put together from prepared pieces; they must be what writing the whole problem out would give. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { REFUSALS, refuse } from '../../src/domain/refusals.js';
import type { RefusalCode } from '../../src/domain/refusals.js';
import { problemDocument, problemOf } from '../../src/rest/problem.js';
import { time } from '../../src/rest/views.js';

const MEMBERS: readonly (Readonly<Record<string, unknown>> | undefined)[] = [
  undefined,
  {},
  { balance: 0, required: 50_000 },
  { conflicts: [{ seat: 1, status: 'HELD' }] },
  { errors: [{ pointer: '', message: 'a "quoted" one, ü, 좌석' }] },
  { tokenStatus: undefined, reason: 'PAID' },
  { tokenStatus: undefined },
  { code: 'OTHER', status: 1, type: 'x', title: 'y', detail: 'z', more: true },
];

test('every code, with and without members, at its own status and at another', () => {
  for (const code of Object.keys(REFUSALS) as RefusalCode[]) {
    for (const members of MEMBERS) {
      const refusal = refuse(code, members);
      for (const status of [undefined, 404, undefined, 426]) {
        assert.equal(problemDocument(refusal, status).toString(), JSON.stringify(problemOf(refusal, status)));
      }
    }
  }
});

test('times are written as Date writes them, also when two of them share a slot', () => {
  const moments = [0, 1, 64, 128, 1_800_000_000_000, 1_800_000_000_064, 1_800_000_300_000, -64, -1, 1.5, 65.5, 253_402_300_799_999];
  for (let round = 0; round < 3; round += 1) for (const ms of moments) assert.equal(time(ms), new Date(ms).toISOString());
  for (const ms of [NaN, Infinity, -Infinity, 9e15]) assert.throws(() => time(ms), RangeError);
  for (const ms of moments) assert.equal(time(ms), new Date(ms).toISOString());
});

test.run();
