/** Holds as loads: who asks for which seat of which schedule. */
import type { AroundLoad, LoadOptions, LoadRequest, LoadResult, LoadUser } from '../load/closed-loop.js';
import { runClosedLoop } from '../load/closed-loop.js';
import type { JournalBooks } from '../support/journal-audit.js';
import type { Loads } from '../support/trial.js';
import type { Scale } from '../suite/row.js';

export interface HoldSizes {
  readonly users: number;
  readonly connections: number;
  readonly warmUpRequests: number;
  readonly requests: number;
  /** For a load that is spread. */
  readonly schedules: number;
}

export const HOLD_SIZES: Readonly<Record<Scale, HoldSizes>> = {
  full: { users: 10_000, connections: 100, warmUpRequests: 20_000, requests: 80_000, schedules: 1_000 },
  smoke: { users: 200, connections: 20, warmUpRequests: 200, requests: 500, schedules: 50 },
};

export function holdRequest(user: number, scheduleId: string, seat: number): LoadRequest {
  return { method: 'POST', path: '/api/v1/reservations', user, body: `{"scheduleId":"${scheduleId}","seats":[${seat}]}` };
}

/** New seats from `firstSeat` on, one a request, the users in turn; schedule after schedule gets one. */
export function newSeats(scheduleIds: readonly string[], users: number, firstSeat: number, count: number): readonly LoadRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const seat = firstSeat + Math.floor(index / scheduleIds.length);
    return holdRequest(index % users, scheduleIds[index % scheduleIds.length] ?? '', seat);
  });
}

interface HoldLoadOptions extends Pick<LoadOptions, 'connections' | 'expect' | 'bodyContains'> {
  readonly users: readonly LoadUser[];
  readonly warmUp: readonly LoadRequest[];
  readonly measured: readonly LoadRequest[];
}

export function loadsOf({ warmUp, measured, ...common }: HoldLoadOptions): Loads {
  const run = (url: string, requests: readonly LoadRequest[], around?: AroundLoad): Promise<LoadResult> =>
    runClosedLoop({ url, requests, ...common }, around);
  return {
    warmUp: (url) => run(url, warmUp),
    measured: (url, around) => run(url, measured, around),
  };
}

/** Throws unless so many holds stand in the journal. */
export function mustHaveHeld({ events, totals }: JournalBooks, holds: number): void {
  const recorded = events.get('SeatHeld') ?? 0;
  if (recorded !== holds || totals.holds.made !== holds) throw new Error(`${holds} holds were acknowledged, the journal has ${recorded}`);
}
