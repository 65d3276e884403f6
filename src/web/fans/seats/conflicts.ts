/** What a refused hold says of the seats that were asked for. */
import type { Problem } from '../../api/problems.js';
import { BLOCKED, BOOKED, HELD } from '../../map/looks.js';
import type { SeatChange } from '../../map/seat-board.js';

const STATUSES: Readonly<Record<string, number>> = { HELD, BOOKED, BLOCKED };

/** Of SEAT_UNAVAILABLE: `conflicts: [{seat, status}]`; nothing of any other refusal. */
export function conflictsIn({ members }: Problem): readonly SeatChange[] {
  const { conflicts } = members;
  if (!Array.isArray(conflicts)) return [];
  return conflicts.flatMap((conflict: unknown) => {
    if (typeof conflict !== 'object' || conflict === null || !('seat' in conflict) || !('status' in conflict)) return [];
    const { seat, status } = conflict;
    const known = typeof status === 'string' ? STATUSES[status] : undefined;
    return typeof seat === 'number' && known !== undefined ? [{ seat, status: known }] : [];
  });
}
