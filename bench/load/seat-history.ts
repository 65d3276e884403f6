/** The seats of a schedule as the event log tells them, version by version, to compare maps with that were seen before a crash. */
import type { AuditedEvent } from '../../src/audit/audited-event.js';
import type { SeenMap } from './seat-changes-messages.js';
import { letterOf } from './seat-changes-messages.js';

/** What each event makes of the seats it names. */
const STATUS_AFTER: Readonly<Record<string, string>> = {
  SeatHeld: 'HELD',
  HoldReleased: 'AVAILABLE',
  HoldExpired: 'AVAILABLE',
  ReservationCreated: 'BOOKED',
  SeatsBlocked: 'BLOCKED',
  SeatsUnblocked: 'AVAILABLE',
};

/** Throws when a map shows what the log does not have at that version: it was never durable. */
export function checkAgainstLog(events: readonly AuditedEvent[], scheduleId: string, seats: number, seen: readonly SeenMap[]): void {
  const byVersion = [...seen].sort((a, b) => a.version - b.version);
  const letters = new Array<string>(seats).fill(letterOf('AVAILABLE'));
  let version = 0;
  let checked = 0;
  const checkThisVersion = (): void => {
    for (let map = byVersion[checked]; map?.version === version; map = byVersion[checked]) {
      if (map.letters !== letters.join('')) throw new Error(`the map seen as version ${version} is not what the log has`);
      checked += 1;
    }
  };
  checkThisVersion();
  for (const { type, data } of changesOf(events, scheduleId)) {
    const status = STATUS_AFTER[type] ?? '';
    for (const seat of data['seats'] as readonly number[]) letters[seat - 1] = letterOf(status);
    version += 1;
    checkThisVersion();
  }
  const lost = byVersion[checked];
  if (lost !== undefined) throw new Error(`version ${lost.version} was shown, but the log ends with version ${version}`);
}

/** When each version was made, ms since 1970, by version; version 0 is the schedule as it was created. */
export function versionTimes(events: readonly AuditedEvent[], scheduleId: string): readonly number[] {
  return [-Infinity, ...changesOf(events, scheduleId).map(({ at }) => at)];
}

/** Each makes the next version. */
function changesOf(events: readonly AuditedEvent[], scheduleId: string): readonly AuditedEvent[] {
  return events.filter(({ entity, type }) => entity === `schedule/${scheduleId}` && STATUS_AFTER[type] !== undefined);
}
