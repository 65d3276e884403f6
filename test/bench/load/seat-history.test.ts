/** Maps that were seen are held against the log, version by version. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { checkAgainstLog } from '../../../bench/load/seat-history.js';
import type { SeenMap } from '../../../bench/load/seat-changes.js';
import type { AuditedEvent } from '../../../src/audit/audited-event.js';

const SCHEDULE = 's';

function event(type: string, seats: readonly number[], entity = `schedule/${SCHEDULE}`): AuditedEvent {
  return { entity, type, at: 1, data: { seats } };
}

const LOG: readonly AuditedEvent[] = [
  event('ScheduleCreated', []),
  event('SeatHeld', [1]),
  event('SeatHeld', [3], 'schedule/another'),
  event('SeatHeld', [2, 3]),
  event('PaymentStarted', []),
  event('PaymentCompleted', [2, 3]),
  event('ReservationCreated', [2, 3]),
  event('HoldReleased', [1]),
];

const check = (...seen: readonly SeenMap[]): void => checkAgainstLog(LOG, SCHEDULE, 4, seen);

test('maps of every version that the log has are right, in whatever order they were seen, and more than once', () => {
  check(
    { version: 4, letters: 'ABBA' },
    { version: 0, letters: 'AAAA' },
    { version: 2, letters: 'HHHA' },
    { version: 1, letters: 'HAAA' },
    { version: 3, letters: 'HBBA' },
    { version: 3, letters: 'HBBA' },
  );
});

test('a map with a seat that the log does not have like this is found', () => {
  assert.throws(() => check({ version: 2, letters: 'HHAA' }), /version 2 is not what the log has/);
});

test('a version that the log does not reach was never durable', () => {
  assert.throws(() => check({ version: 4, letters: 'ABBA' }, { version: 5, letters: 'HBBA' }), /version 5 was shown/);
});

test.run();
